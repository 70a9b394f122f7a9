package proposal

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// Exception is a request to change a plan after its freeze.
type Exception struct {
	Path      string
	Release   string // from the folder's name
	Group     string // which freeze; "" when the file is a flat list
	Name      string
	RawNumber string
	Number    int // of the proposal, also when it stands in an address; 0 when there is none
	Requested time.Time
	Reviewed  time.Time
	RawStatus string
	Status    string // lower case, trimmed
}

// Keys and words of an exception.
var (
	exceptionKeys     = []string{"name", "issue", "date_requested", "date_reviewed", "thread", "pull_requests", "status"}
	exceptionStatuses = []string{"approved", "denied", "rejected"}
	releaseFolder     = regexp.MustCompile(`release-(\d+\.\d+)/`)
	trailingNumber    = regexp.MustCompile(`(\d+)/?$`)
)

// Exceptions reads a file of exceptions from a freeze: a flat list, or an object from the freeze
// to its list. Entries without a name are the template's and do not count.
func (m *Mapping) Exceptions(p string, content []byte) ([]Exception, []Defect) {
	r := &report{path: p}
	var n yaml.Node
	if err := yaml.Unmarshal(legible(r, content), &n); err != nil {
		r.add(ExceptionInvalid, 0, "", "", "the exceptions cannot be read: %s", yamlTrouble(err))
		return nil, r.out
	}
	if len(n.Content) == 0 {
		return nil, r.out
	}
	var out []Exception
	root := resolve(n.Content[0])
	switch root.Kind {
	case yaml.SequenceNode:
		out = m.exceptions(r, "", root)
	case yaml.MappingNode:
		for i := 0; i+1 < len(root.Content); i += 2 {
			out = append(out, m.exceptions(r, root.Content[i].Value, resolve(root.Content[i+1]))...)
		}
	default:
		r.add(ExceptionInvalid, root.Line, "", root.Value, "the file is neither a list nor an object of lists")
	}
	return out, r.out
}

func (m *Mapping) exceptions(r *report, group string, n *yaml.Node) []Exception {
	if n.Kind != yaml.SequenceNode {
		return nil
	}
	var out []Exception
	for _, item := range n.Content {
		item = resolve(item)
		if e := m.exception(r, group, item); e.Name != "" {
			out = append(out, e)
			checkException(r, item, e)
		}
	}
	return out
}

func (m *Mapping) exception(r *report, group string, n *yaml.Node) Exception {
	e := Exception{
		Path: r.path, Release: m.releaseOf(r.path), Group: group, Name: textOf(n, "name"),
		RawNumber: textOf(n, "issue"), RawStatus: textOf(n, "status"),
	}
	e.Number, _ = atoi(firstGroup(trailingNumber, e.RawNumber))
	e.Status = strings.ToLower(e.RawStatus)
	e.Requested, _ = time.Parse(time.DateOnly, textOf(n, "date_requested"))
	e.Reviewed, _ = time.Parse(time.DateOnly, textOf(n, "date_reviewed"))
	return e
}

// releaseOf is the release a path belongs to, written as the mapping writes it.
func (m *Mapping) releaseOf(p string) string {
	raw := firstGroup(releaseFolder, path.Dir(p)+"/")
	if n, ok := m.Release(raw); ok {
		return m.Write(n)
	}
	return raw
}

func checkException(r *report, n *yaml.Node, e Exception) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if key := n.Content[i]; !slices.Contains(exceptionKeys, key.Value) {
			r.add(ExceptionUnknownKey, key.Line, key.Value, "", "the key %s of the exception %q is not known", key.Value, e.Name)
		}
	}
	if _, ok := atoi(e.RawNumber); !ok {
		r.add(ExceptionNumberOdd, n.Line, "issue", e.RawNumber, "the issue of the exception %q is %q, not a number", e.Name, e.RawNumber)
	}
	if !slices.Contains(exceptionStatuses, e.RawStatus) {
		r.add(ExceptionStatusOdd, n.Line, "status", e.RawStatus, "the status of the exception %q is %q", e.Name, e.RawStatus)
	}
	if !e.Requested.IsZero() && !e.Reviewed.IsZero() && e.Reviewed.Before(e.Requested) {
		r.add(ExceptionDatesTurned, n.Line, "date_reviewed", textOf(n, "date_reviewed"), "the exception %q was reviewed before it was requested", e.Name)
	}
}
