package proposal

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Form is how a link is written.
type Form string

// The forms.
const (
	FormPath        Form = "path"
	FormURL         Form = "url"
	FormNumber      Form = "number"
	FormReference   Form = "reference" // words with a number, such as KEP-12
	FormPlaceholder Form = "placeholder"
	FormText        Form = "text"
)

// How is what became of a link.
type How string

// The ways a link ends.
const (
	Exact         How = "exact"                       // to the folder or file of a proposal
	ByNumber      How = "by number"                   // to the proposal with that number
	StalePath     How = "by number, path stale"       // the path is gone, its number is a proposal's
	OtherFile     How = "file that is not a proposal" // to some other file of the repository
	Dangling      How = "dangling"                    // the path is gone and nothing has its number
	WithoutTarget How = "number without proposal"     // no proposal has the number
	External      How = "external"                    // to a place outside
	Unresolvable  How = "unresolvable"                // words without an address
)

// Link is one pointer from a proposal, resolved.
type Link struct {
	From string // path of the proposal that points
	Key  string // the key it stands under
	Raw  string
	Form Form
	How  How
	To   string // path of the proposal it leads to, "" when it leads to none
}

// Index finds proposals by path and number, as they are at one moment.
type Index struct {
	mapping  *Mapping
	byPath   map[string]bool
	byFolder map[string]string
	byNumber map[int]string // of several with one number the first by path
	others   []string       // all files of the repository, sorted
}

// NewIndex indexes the proposals. others are all files of the repository, sorted, as far as
// they are known; without them a link to some other file counts as dangling.
func (m *Mapping) NewIndex(now []*Proposal, others []string) *Index {
	x := &Index{mapping: m, byPath: map[string]bool{}, byFolder: map[string]string{}, byNumber: map[int]string{}, others: others}
	for _, p := range now {
		x.byPath[p.Path] = true
		x.addFolder(path.Dir(p.Path), p.Path)
		if first, taken := x.byNumber[p.Number]; p.Number != 0 && (!taken || p.Path < first) {
			x.byNumber[p.Number] = p.Path
		}
	}
	return x
}

// addFolder remembers the one proposal of a folder; a folder of several stands for none of them.
func (x *Index) addFolder(folder, p string) {
	if _, taken := x.byFolder[folder]; taken {
		p = ""
	}
	x.byFolder[folder] = p
}

// Links are the links of a proposal, resolved, in the order of the file.
func (x *Index) Links(p *Proposal) []Link {
	k := x.mapping.Keys
	var out []Link
	for _, part := range []struct {
		key  string
		list []string
	}{{k.SeeAlso, p.SeeAlso}, {k.Replaces, p.Replaces}, {k.SupersededBy, p.SupersededBy}} {
		for _, raw := range part.list {
			out = append(out, x.Resolve(p.Path, part.key, raw))
		}
	}
	return out
}

// Resolve finds out where a link leads.
func (x *Index) Resolve(from, key, raw string) Link {
	return x.resolve(from, key, raw, x.mapping.address(raw))
}

// address is what a link says, before it is known what is there.
type address struct {
	form   Form
	path   string // "" when it names none
	number int    // -1 when it names none
}

func (m *Mapping) address(raw string) address {
	a := address{form: m.form(raw), number: -1}
	if a.form == FormPlaceholder {
		return a
	}
	if p, ok := m.pathIn(raw); ok {
		a.path = p
	} else if n, ok := m.numberIn(a.form, raw); ok {
		a.number = n
	}
	return a
}

func (x *Index) resolve(from, key, raw string, a address) Link {
	l := Link{From: from, Key: key, Raw: raw, Form: a.form, How: Unresolvable}
	switch {
	case a.path != "":
		l.How, l.To = x.byPathOf(a.path)
	case a.number >= 0:
		l.How, l.To = x.numbered(a.number)
	case a.form == FormURL:
		l.How = External
	}
	return l
}

func (x *Index) numbered(n int) (How, string) {
	if to, ok := x.byNumber[n]; ok {
		return ByNumber, to
	}
	return WithoutTarget, ""
}

// folderNumber is the number a folder or file name of a proposal begins with.
var folderNumber = regexp.MustCompile(`^0*(\d+)-`)

func (x *Index) byPathOf(p string) (How, string) {
	for _, exact := range []string{p, strings.TrimSuffix(p, "/README.md")} {
		if x.byPath[exact] {
			return Exact, exact
		}
		if to := x.byFolder[exact]; to != "" {
			return Exact, to
		}
	}
	if x.otherFile(p) {
		return OtherFile, ""
	}
	if m := folderNumber.FindStringSubmatch(path.Base(strings.TrimSuffix(p, "/README.md"))); m != nil {
		n, _ := atoi(m[1])
		if to, ok := x.byNumber[n]; ok && n != 0 {
			return StalePath, to
		}
	}
	return Dangling, ""
}

// otherFile reports whether the path is a known file or folder, or lies in a proposal's folder.
func (x *Index) otherFile(p string) bool {
	i, found := slices.BinarySearch(x.others, p)
	if found || i < len(x.others) && strings.HasPrefix(x.others[i], p+"/") {
		return true
	}
	return x.byFolder[path.Dir(p)] != "" && path.Ext(p) != ""
}

// form tells how a link is written.
func (m *Mapping) form(raw string) Form {
	s := strings.TrimSpace(raw)
	_, isNumber := atoi(s)
	switch {
	case s == "", slices.ContainsFunc(m.Links.Placeholders, func(p string) bool { return strings.EqualFold(p, s) }):
		return FormPlaceholder
	case isNumber:
		return FormNumber
	case m.Links.Number.matches(s, false):
		return FormReference
	case strings.Contains(s, "://"):
		return FormURL
	case m.Links.Folder != "" && strings.HasPrefix(strings.TrimPrefix(s, "/"), m.Links.Folder):
		return FormPath
	}
	return FormText
}

// pathIn is the path of the repository that stands in a link, from the folder of the proposals on.
func (m *Mapping) pathIn(raw string) (string, bool) {
	if m.Links.Folder == "" {
		return "", false
	}
	i := strings.Index("/"+raw, "/"+m.Links.Folder)
	if i < 0 {
		return "", false
	}
	p := raw[max(i, 0):]
	p = strings.TrimPrefix(p, "/")
	if strings.Contains(raw, "://") {
		if end := strings.IndexAny(p, ")#?"); end >= 0 {
			p = p[:end]
		}
	}
	p, _, _ = strings.Cut(p, " ")
	return path.Clean(p), true
}

// numberIn is the number of a proposal that a link names.
func (m *Mapping) numberIn(form Form, raw string) (int, bool) {
	s := strings.TrimSpace(raw)
	switch form {
	case FormNumber:
		return atoi(s)
	case FormReference:
		return atoi(m.Links.Number.group(s))
	case FormText:
		return atoi(cmp.Or(firstGroup(folderNumber, s), "-"))
	case FormURL:
		return m.requestIn(s)
	}
	return 0, false
}

// requestIn is the number of an issue or pull request of the repository in an address.
func (m *Mapping) requestIn(s string) (int, bool) {
	if m.Links.Repository == "" {
		return 0, false
	}
	for _, kind := range []string{"/issues/", "/pull/"} {
		if _, rest, ok := strings.Cut(s, "/"+m.Links.Repository+kind); ok {
			end := strings.IndexFunc(rest, func(c rune) bool { return c < '0' || c > '9' })
			if end >= 0 {
				rest = rest[:end]
			}
			return atoi(rest)
		}
	}
	return 0, false
}

func firstGroup(re *regexp.Regexp, s string) string {
	if m := re.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	return ""
}

// linkDefects are the defects of resolved links.
func linkDefects(links []Link) []Defect {
	codes := map[How]Code{
		Dangling: LinkDangling, Unresolvable: LinkUnresolvable, WithoutTarget: LinkWithoutTarget,
		ByNumber: LinkByNumber, StalePath: LinkStalePath, OtherFile: LinkOtherFile,
	}
	var out []Defect
	for _, l := range links {
		if code, wrong := codes[l.How]; wrong {
			out = append(out, Defect{Code: code, Path: l.From, Key: l.Key, Raw: l.Raw, Sentence: linkSentence(l)})
		}
		if l.To == l.From {
			out = append(out, Defect{Code: LinkToSelf, Path: l.From, Key: l.Key, Raw: l.Raw, Sentence: fmt.Sprintf("%s %q leads to the proposal itself", l.Key, l.Raw)})
		}
	}
	return out
}

func linkSentence(l Link) string {
	switch l.How {
	case Dangling:
		return fmt.Sprintf("%s %q leads nowhere: there is no such file", l.Key, l.Raw)
	case WithoutTarget:
		return fmt.Sprintf("%s %q leads nowhere: no proposal has that number", l.Key, l.Raw)
	case ByNumber:
		return fmt.Sprintf("%s %q names a number; it was taken for %s", l.Key, l.Raw, l.To)
	case StalePath:
		return fmt.Sprintf("%s %q is an old path; it was taken for %s", l.Key, l.Raw, l.To)
	case OtherFile:
		return fmt.Sprintf("%s %q leads to a file that is not a proposal", l.Key, l.Raw)
	}
	return fmt.Sprintf("%s %q is no address", l.Key, l.Raw)
}
