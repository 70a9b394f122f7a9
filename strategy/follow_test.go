package strategy_test

import (
	"slices"
	"testing"

	"throughline/change"
	"throughline/graph"
	"throughline/strategy"
	"throughline/testing/rehearsal"
)

// editing is a change of records as somebody makes it on their pages, with what follows of it.
func editing(of func(*graph.Snapshot) (change.Draft, error)) rehearsal.Command {
	return func(s *graph.Snapshot, by change.By) (change.Draft, error) {
		d, err := of(s)
		if err != nil {
			return d, err
		}
		return strategy.Follow(s, by, d)
	}
}

// theme words the theme otherwise.
func theme(id graph.ThemeID, word func(*graph.Theme)) func(*graph.Snapshot) (change.Draft, error) {
	return func(s *graph.Snapshot) (change.Draft, error) {
		t, err := change.Take[*graph.Theme](s, id)
		if err != nil {
			return change.Draft{}, err
		}
		word(t)
		d := change.Draft{Verb: "theme.changed"}
		d.Update(s, t)
		return d, nil
	}
}

// stated is the shares that the top states for the second half, changed.
func stated(to graph.Shares) func(*graph.Snapshot) (change.Draft, error) {
	return func(s *graph.Snapshot) (change.Draft, error) {
		d := change.Draft{Verb: "intent.changed"}
		for i := range graph.All[*graph.Intent](s) {
			if i.Level != graph.Stated || i.Period != "h2" {
				continue
			}
			i, err := change.Take[*graph.Intent](s, i.ID)
			if err != nil {
				return d, err
			}
			i.Shares = to
			d.Update(s, i)
		}
		return d, nil
	}
}

func TestWhatFollowsOfAnEditOfRecords(t *testing.T) {
	for name, c := range map[string]struct {
		edit func(*graph.Snapshot) (change.Draft, error)
		want []string
	}{
		"the words of a theme": {theme("growth", func(t *graph.Theme) { t.Statement = "More of the same people" }), []string{"acme-h2", "team-h2", "web-h2", "web-q4"}},
		"a shorter name":       {theme("growth", func(t *graph.Theme) { t.Short = "G" }), nil},
		"a share":              {stated(shares(.5, .4, 0)), []string{"acme-h2", "core-h2"}},
		"a principle": {func(s *graph.Snapshot) (change.Draft, error) {
			d := change.Draft{Verb: "principle.created"}
			d.Update(s, &graph.Principle{ID: "p", Prefer: "One promise", Over: "two starts"})
			return d, nil
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			st := edited(t)
			when := st.Time()
			st.Do("ana", editing(c.edit))
			if got := reopened(st); !slices.Equal(got, c.want) {
				t.Fatalf("%v wait for an answer, want %v", got, c.want)
			}
			for _, id := range c.want {
				r := graph.Find[*graph.Intent](st.Picture(), id).Receipt
				if r.State != graph.Sent || !r.ReopenedAt.Equal(when) || r.Reason != "The strategy that it answers changed" {
					t.Errorf("%s: the receipt is %+v", id, r)
				}
			}
			st.Nothing("ana", editing(c.edit))
		})
	}
}

// A change that puts a restatement itself says what becomes of it.
func TestWhatAnEditSaysItselfDoesNotFollow(t *testing.T) {
	st := edited(t)
	st.Do("ana", editing(func(s *graph.Snapshot) (change.Draft, error) {
		d, err := theme("growth", func(t *graph.Theme) { t.Why = "They stay" })(s)
		if err != nil {
			return d, err
		}
		i, err := change.Take[*graph.Intent](s, "acme-h2")
		if err != nil {
			return d, err
		}
		i.Restatement = "So we do, all the same"
		d.Update(s, i)
		return d, nil
	}))
	if got, want := reopened(st), []string{"team-h2", "web-h2", "web-q4"}; !slices.Equal(got, want) {
		t.Errorf("%v wait for an answer, want %v", got, want)
	}
}

// Before an edit is made, its form says whose accepted reading waits for an answer again.
func TestWhoseReadingIsAnsweredAnew(t *testing.T) {
	st := edited(t)
	s := st.Picture()
	by := change.By{Person: "ana", At: st.Time()}
	named := func(ids []string) (names []string) {
		for _, id := range ids {
			if name := s.Unit(graph.Find[*graph.Intent](s, id).Unit).Name; !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		return names
	}
	var stated *graph.Intent
	for i := range graph.All[*graph.Intent](s) {
		if i.Level == graph.Stated && i.Period == "h2" {
			stated = i
		}
	}
	growth := graph.Find[*graph.Theme](s, "growth")
	for _, c := range []struct {
		of    graph.Record
		field string
		want  []string
	}{
		{growth, "statement", named([]string{"acme-h2", "team-h2", "web-h2", "web-q4"})},
		{growth, "name", named([]string{"acme-h2", "team-h2", "web-h2", "web-q4"})},
		{growth, "short", nil},
		{stated, "shares", named([]string{"acme-h2", "core-h2"})},
		{stated, "restatement", nil},
		{s.Unit("acme"), "name", nil},
	} {
		got, err := strategy.Answered(s, by, c.of, c.field)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range c.want {
			if !slices.Contains(got, name) {
				t.Errorf("%s of %s: %v are named, and not %s", c.field, c.of.Ref(), got, name)
			}
		}
		if len(c.want) == 0 && len(got) > 0 || c.of == graph.Record(growth) && len(got) != len(c.want) {
			t.Errorf("%s of %s: %v are named, want %v", c.field, c.of.Ref(), got, c.want)
		}
	}
}
