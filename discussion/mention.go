package discussion

import (
	"math"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"throughline/graph"
)

// Mention is a place in a text where somebody is named with an @.
type Mention struct {
	From, To int // in bytes, the @ included
	Person   graph.PersonID
	Others   []graph.PersonID // who is called the same
}

// People is how the people of a picture can be named: by handle, by id, by name. They are read when a text first has an @.
type People struct{ read func() *directory }

// directory is who is called what.
type directory struct {
	named map[string][]graph.PersonID
	words int // the most that a name has
}

// PeopleOf is how the people of the picture can be named.
func PeopleOf(s *graph.Snapshot) *People {
	return &People{sync.OnceValue(func() *directory { return directoryOf(s) })}
}

func directoryOf(s *graph.Snapshot) *directory {
	d := &directory{named: make(map[string][]graph.PersonID)}
	for p := range graph.All[*graph.Person](s) {
		for n, name := range Names(p) {
			if n > 0 && d.has(name, p.ID) {
				continue
			}
			d.named[name] = append(d.named[name], p.ID)
			d.words = max(d.words, len(strings.Fields(name)))
		}
	}
	return d
}

func (d *directory) has(name string, id graph.PersonID) bool {
	list := d.named[name]
	return len(list) > 0 && list[len(list)-1] == id
}

// Names is what a person can be called in a text, in small letters.
func Names(p *graph.Person) []string {
	out := []string{strings.ToLower(string(p.ID))}
	for _, name := range []string{p.Handle, p.Name} {
		if name = strings.Join(strings.Fields(strings.ToLower(strings.TrimPrefix(name, "@"))), " "); name != "" {
			out = append(out, name)
		}
	}
	return out
}

// Mentions is who is named in the text, in order. The longest name that fits counts; an @ inside a word, as in the
// address of a mail, names nobody.
func (p *People) Mentions(text string) []Mention {
	out, _ := p.scan(text)
	return out
}

// Unnamed is the words of the text that begin with an @ and name nobody, as "@ghost", in order.
func (p *People) Unnamed(text string) []string {
	_, out := p.scan(text)
	return out
}

// scan is who is named in the text, and the words that name nobody.
func (p *People) scan(text string) (out []Mention, unnamed []string) {
	for from := 0; from < len(text); {
		at := strings.IndexByte(text[from:], '@')
		if at < 0 {
			return out, unnamed
		}
		at += from
		from = at + 1
		if before, _ := utf8.DecodeLastRuneInString(text[:at]); inName(before) && at > 0 {
			continue
		}
		if m, ok := p.read().at(text, at); ok {
			out = append(out, m)
			from = m.To
		} else if word := bare(wordAt(text, from)); word != "" {
			unnamed = append(unnamed, "@"+word)
		}
	}
	return out, unnamed
}

// bare is a word without what stands behind it.
func bare(word string) string {
	word = strings.TrimRight(word, ".-_'’")
	return strings.TrimSuffix(strings.TrimSuffix(word, "'s"), "’s")
}

// wordAt is the word that begins at the place.
func wordAt(text string, from int) string {
	if n := strings.IndexFunc(text[from:], func(r rune) bool { return !inName(r) }); n >= 0 {
		return text[from : from+n]
	}
	return text[from:]
}

// at is the longest name that follows the @ at the place.
func (d *directory) at(text string, at int) (best Mention, ok bool) {
	var name strings.Builder
	end := at + 1
	for range d.words {
		word := end
		for word < len(text) && name.Len() > 0 && text[word] == ' ' {
			word++
		}
		next := word
		for next < len(text) {
			r, size := utf8.DecodeRuneInString(text[next:])
			if !inName(r) {
				break
			}
			next += size
		}
		if next == word {
			break
		}
		if name.Len() > 0 {
			name.WriteByte(' ')
		}
		name.WriteString(strings.ToLower(text[word:next]))
		end = next
		found, to := d.close(name.String())
		if len(found) > 0 {
			best, ok = Mention{From: at, To: end - to, Person: found[0], Others: found[1:]}, true
		}
	}
	return best, ok
}

// close is who is called so, also with a full stop or the like behind, and how many bytes that are.
func (d *directory) close(name string) (found []graph.PersonID, behind int) {
	bare := strings.TrimRight(name, ".-_'’")
	for _, try := range []string{name, bare, strings.TrimSuffix(bare, "'s"), strings.TrimSuffix(bare, "’s")} {
		if found = d.named[try]; len(found) > 0 {
			return found, len(name) - len(try)
		}
	}
	return nil, 0
}

// inName reports whether a name may have the letter.
func inName(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_.'’", r)
}

// Naming is the comments of others that name the person, by id.
func Naming(s *graph.Snapshot, p *graph.Person) []*graph.Comment {
	return NamingSince(s, p, 0, time.Time{})
}

// NamingSince is Naming without the comments that stand so since the position in the history or before, or since before the moment.
func NamingSince(s *graph.Snapshot, p *graph.Person, position int64, from time.Time) (out []*graph.Comment) {
	names := Names(p)
	since := int64(math.MinInt64)
	if !from.IsZero() {
		since = from.UnixMilli()
	}
	var people *People // of the picture; read where somebody of that name is named at all
	for c := range graph.All[*graph.Comment](s) {
		if at := c.Stamp(); at.Position <= position && position > 0 || at.Effective < since {
			continue
		}
		if c.By == p.ID || !strings.Contains(c.Text, "@") || !anyOf(strings.ToLower(c.Text), names) {
			continue
		}
		if people == nil {
			people = PeopleOf(s)
		}
		for _, m := range people.Mentions(c.Text) {
			if m.Person == p.ID || slices.Contains(m.Others, p.ID) {
				out = append(out, c)
				break
			}
		}
	}
	return out
}

// anyOf reports whether one of the names might be in the text.
func anyOf(text string, names []string) bool {
	for _, n := range names {
		first, _, _ := strings.Cut(n, " ")
		if strings.Contains(text, "@"+first) {
			return true
		}
	}
	return false
}

// Beginning is the comment that began the conversation of a comment.
func Beginning(s *graph.Snapshot, c *graph.Comment) *graph.Comment { return Beginnings(s)(c) }

// Beginnings is Beginning for many comments of a picture: each of them is climbed over once, however long a conversation is.
func Beginnings(s *graph.Snapshot) func(*graph.Comment) *graph.Comment {
	known := make(map[graph.CommentID]*graph.Comment)
	return func(c *graph.Comment) *graph.Comment {
		var way []graph.CommentID
		for known[c.ID] == nil {
			way, known[c.ID] = append(way, c.ID), c // where replies go round, the first that was met twice is the beginning
			up := graph.Find[*graph.Comment](s, string(c.ReplyTo))
			if up == nil {
				break
			}
			c = up
		}
		root := known[c.ID]
		for _, id := range way {
			known[id] = root
		}
		return root
	}
}
