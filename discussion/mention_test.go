package discussion_test

import (
	"strings"
	"testing"

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
