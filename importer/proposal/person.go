package proposal

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// PersonKind says what an entry in a list of people really is.
type PersonKind string

// The kinds of entry.
const (
	Human       PersonKind = "person"
	Team        PersonKind = "team"        // a name for several people
	Placeholder PersonKind = "placeholder" // TBD and the like: nobody yet
	FreeText    PersonKind = "text"        // words that may hold a name, or several
)

// Person is one entry in a list of people.
type Person struct {
	Raw    string
	Kind   PersonKind
	Handle string // lower case, without @; of a team its name; "" for the other kinds
}

// quotes are the marks people's editors put around a handle.
const quotes = `"'` + "\u2018\u2019\u201c\u201d`"

// Person understands one entry. Case, a leading @, spaces and straight or curly quotes around a
// handle do not matter for who it is.
func (m *Mapping) Person(raw string) Person {
	p := Person{Raw: raw}
	s := strings.TrimFunc(raw, func(c rune) bool { return unicode.IsSpace(c) || strings.ContainsRune(quotes, c) })
	bare := strings.ToLower(strings.TrimPrefix(s, "@"))
	switch {
	case m.isPlaceholder(s):
		p.Kind = Placeholder
	case m.People.Teams.matches(s, false):
		p.Kind, p.Handle = Team, bare
	case m.People.Pattern == nil, m.People.Pattern.MatchString(s):
		p.Kind, p.Handle = Human, bare
	default:
		p.Kind = FreeText
	}
	return p
}

func (m *Mapping) isPlaceholder(s string) bool {
	return s == "" || slices.ContainsFunc(m.People.Placeholders, func(p string) bool { return strings.EqualFold(p, s) })
}

// people reads a list of people with its defects.
func (m *Mapping) people(r *report, key string, values []value) []Person {
	var out []Person
	seen := map[string]bool{}
	for i, v := range values {
		p := m.Person(v.Text)
		out = append(out, p)
		m.checkPerson(r, fmt.Sprintf("%s[%d]", key, i), v, p)
		if p.Handle == "" {
			continue
		}
		if seen[p.Handle] {
			r.add(PersonRepeated, v.Line, key, v.Text, "%s names %s more than once; they count once", key, v.Text)
		}
		seen[p.Handle] = true
	}
	return out
}

func (m *Mapping) checkPerson(r *report, key string, v value, p Person) {
	trimmed := strings.TrimSpace(v.Text)
	switch {
	case p.Kind == Placeholder:
		r.add(PersonPlaceholder, v.Line, key, v.Text, "%s is %q: nobody is named yet", key, v.Text)
	case p.Kind == Team:
		r.add(PersonIsTeam, v.Line, key, v.Text, "%s is %q, a team and not a person", key, v.Text)
	case p.Kind == FreeText, strings.Trim(trimmed, quotes) != trimmed:
		r.add(PersonFreeText, v.Line, key, v.Text, "%s is %q, which is more or less than one handle", key, v.Text)
	case trimmed != v.Text:
		r.add(PersonSpaces, v.Line, key, v.Text, "%s is %q, with stray spaces", key, v.Text)
	case !m.People.Proper.matches(v.Text, true):
		r.add(PersonWithoutAt, v.Line, key, v.Text, "%s is %q, not written as a handle should be", key, v.Text)
	}
}
