package discussion_test

import (
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"throughline/discussion"
	"throughline/graph"
	"throughline/testing/fixture"
)

// crowd is people some of whom are called alike.
func crowd(t *testing.T) *discussion.People {
	o := fixture.New(t).Put(
		&graph.Person{ID: "ana-lima", Name: "Ana Lima", Handle: "alima"},
		&graph.Person{ID: "ana", Name: "Ana"},
		&graph.Person{ID: "bo-1", Name: "Bo  Ek"},
		&graph.Person{ID: "bo-2", Name: "Bo Ek", Handle: "@bo"},
		&graph.Person{ID: "rene", Handle: "rené", Name: "René O’Hara-Smith"},
	)
	return discussion.PeopleOf(o.Picture())
}

func TestWhoIsNamed(t *testing.T) {
	d := crowd(t)
	for text, want := range map[string][]string{
		"":                         nil,
		"nobody at all":            nil,
		"@":                        nil,
		"@ana-lima please":         {"@ana-lima=ana-lima"},
		"@ALIMA, please":           {"@ALIMA=ana-lima"},
		"ask @Ana Lima and @ana":   {"@Ana Lima=ana-lima", "@ana=ana"},
		"@Ana Limanova":            {"@Ana=ana"},
		"@anabel":                  nil,
		"(@ana)":                   {"@ana=ana"},
		"is it you, @ana lima?":    {"@ana lima=ana-lima"},
		"I say @ana. And more":     {"@ana=ana"},
		"mail me at x@ana.example": nil,
		"@bo ek and @bo":           {"@bo ek=bo-1+bo-2", "@bo=bo-2"},
		"@René O’Hara-Smith’s days, and @rené’s": {"@René O’Hara-Smith=rene", "@rené=rene"},
		"@ana@ana":   {"@ana=ana"},
		"@Ana\nLima": {"@Ana=ana"},
	} {
		var got []string
		for _, m := range d.Mentions(text) {
			s := text[m.From:m.To] + "=" + string(m.Person)
			for _, o := range m.Others {
				s += "+" + string(o)
			}
			got = append(got, s)
		}
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("Mentions(%q): -want +got\n%s", text, diff)
		}
	}
}

func TestNobodyIsNamedWhereNobodyIs(t *testing.T) {
	d := discussion.PeopleOf(graph.Empty())
	if got := d.Mentions("@ana and @ben"); got != nil {
		t.Errorf("Mentions = %v", got)
	}
}

// What is found lies in the text, begins with an @, and no two places overlap, whatever is written.
func FuzzMentions(f *testing.F) {
	for _, seed := range []string{"@ana", "@@ana lima’s", "x@y @bo ek", "@ren\xc3"} {
		f.Add(seed)
	}
	o := fixture.New(f).Put(&graph.Person{ID: "ana-lima", Name: "Ana Lima"}, &graph.Person{ID: "bo", Name: "Bo"})
	d := discussion.PeopleOf(o.Picture())
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, m := range d.Mentions(text) {
			if m.From < last || m.To <= m.From+1 || m.To > len(text) || text[m.From] != '@' || m.Person == "" {
				t.Fatalf("Mentions(%q) has %+v after %d", text, m, last)
			}
			last = m.To
		}
	})
}

func TestCommentsThatNameSomebody(t *testing.T) {
	say := func(id graph.CommentID, by graph.PersonID, text string, to graph.CommentID) *graph.Comment {
		return &graph.Comment{ID: id, On: graph.UnitID("acme").Ref(), By: by, Text: text, ReplyTo: to}
	}
	s := fixture.New(t).Unit("acme", "").Put(
		&graph.Person{ID: "ana-lima", Name: "Ana Lima"}, &graph.Person{ID: "ana", Name: "Ana"}, &graph.Person{ID: "bo", Name: "Bo"},
		say("c1", "bo", "Well, @Ana Lima?", ""), say("c2", "ana-lima", "I, @ana-lima, do not know", "c1"), say("c3", "bo", "Nor ana lima @ work", ""), say("c4", "", "@ANA-LIMA!", "c2"),
	).Picture()
	for who, want := range map[string]string{"ana-lima": "c1 c4", "ana": "", "bo": ""} {
		got := ""
		for _, c := range discussion.Naming(s, graph.Find[*graph.Person](s, who)) {
			got += " " + string(c.ID)
			if root := discussion.Beginning(s, c); root.ID != "c1" {
				t.Errorf("%s began with %s", c.ID, root.ID)
			}
		}
		if got = strings.TrimSpace(got); got != want {
			t.Errorf("%s is named in %q, want %q", who, got, want)
		}
	}
}

// What was read is not looked through again, nor what is too old to be told.
func TestCommentsThatNameSomebodySince(t *testing.T) {
	o := fixture.New(t).Unit("acme", "").Put(&graph.Person{ID: "ana", Name: "Ana"}, &graph.Person{ID: "bo", Name: "Bo"})
	for _, id := range []graph.CommentID{"c1", "c2", "c3"} {
		o.Put(&graph.Comment{ID: id, On: graph.UnitID("acme").Ref(), By: "bo", Text: "@ana, " + string(id)})
	}
	s := o.Picture()
	ana, second := graph.Find[*graph.Person](s, "ana"), graph.Find[*graph.Comment](s, "c2").Stamp()
	told := func(position int64, from time.Time) string {
		var out []string
		for _, c := range discussion.NamingSince(s, ana, position, from) {
			out = append(out, string(c.ID))
		}
		return strings.Join(out, " ")
	}
	later := ""
	for c := range graph.All[*graph.Comment](s) {
		if c.Stamp().Position > second.Position {
			later += " " + string(c.ID)
		}
	}
	then := time.UnixMilli(second.Effective)
	for what, c := range map[string][2]string{
		"ever":                {told(0, time.Time{}), "c1 c2 c3"},
		"since the second":    {told(second.Position, time.Time{}), strings.TrimSpace(later)},
		"since the end":       {told(1<<40, time.Time{}), ""},
		"since they hold":     {told(0, then), "c1 c2 c3"},
		"since a moment more": {told(0, then.Add(time.Millisecond)), ""},
	} {
		if c[0] != c[1] {
			t.Errorf("%s she is named in %q, want %q", what, c[0], c[1])
		}
	}
	if later == " c1 c2 c3" {
		t.Error("no comment was there at the second")
	}
}

// What begins with an @ and names nobody is told as it was written, without the full stop behind it.
func TestUnnamed(t *testing.T) {
	people := crowd(t)
	for text, want := range map[string][]string{
		"":                           nil,
		"nobody is named":            nil,
		"@ana, @ghost and @Nobody.":  {"@ghost", "@Nobody"},
		"mail ana@example.org, or @": nil,
		"@ghost’s and “@ghost”":      {"@ghost", "@ghost"},
	} {
		if diff := gocmp.Diff(want, people.Unnamed(text)); diff != "" {
			t.Errorf("Unnamed(%q): -want +got\n%s", text, diff)
		}
	}
}
