package figure_test

import (
	"testing"
	"time"

	"throughline/access"
	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/figure"
	"throughline/graph"
	"throughline/ledger"
	"throughline/testing/fixture"
)

// secretive is an organisation with an initiative that is for carl alone.
func secretive(t *testing.T) *fixture.Org {
	o := fixture.New(t).Half().Themes("calm").Person("carl", "cora").Unit("acme", "").Unit("core", "acme").Capacity("core", "h2", 100)
	o.Stated("acme", "h2", fixture.Shares{"calm": 1}).Initiative("plain", "core", fixture.Serves("calm", 1), fixture.Days("core", "h2", 40), fixture.In("h2"))
	return o.Put(&graph.Initiative{ID: "zanzibar", Name: "Zanzibar", Owner: "core", State: graph.Likely, Audience: []graph.PersonID{"carl"}})
}

func look(t *testing.T, b *figure.Book, p graph.PersonID, at time.Time) *figure.Look {
	t.Helper()
	l, err := b.Look(t.Context(), "main", access.Viewer{Person: p, Role: access.Reader}, at)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestALookIsWhatItsViewerMaySee(t *testing.T) {
	b, e := book(t, secretive(t).Picture())
	hidden := graph.InitiativeID("zanzibar").Ref()
	carl, cora := look(t, b, "carl", time.Time{}), look(t, b, "cora", time.Time{})
	if carl.Shown().Record(hidden) == nil || cora.Shown().Record(hidden) != nil || cora.Past() {
		t.Error("the audience does not see it, or somebody else does")
	}
	if _, err := b.Look(t.Context(), "main", access.Viewer{Person: "carl"}, time.Time{}); !fault.Is(err, fault.Denied) {
		t.Errorf("no member looks: %v", err)
	}
	for _, l := range []*figure.Look{cora, carl} { // of one index
		for range 2 {
			index, err := b.Index(t.Context(), "main", l.Then)
			if err != nil {
				t.Fatal(err)
			}
			if hits, total := index.Find("zanzibar", 9, l.Sight.Hidden()); (total == 1) != (l == carl) || len(hits) != total {
				t.Errorf("%d are found", total)
			}
		}
	}
	before := look(t, b, "carl", fixture.Moment(t, "2026-07-01"))
	if _, err := e.Do(t.Context(), "main", engine.Actor{Name: "person/test", Channel: ledger.Import}, func(*graph.Snapshot) (change.Draft, error) {
		return change.Draft{Verb: "theme.created", Puts: []graph.Record{&graph.Theme{ID: "trust", Name: "Trust"}}}, nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, p := range []graph.PersonID{"carl", "cora"} {
		l := look(t, b, p, time.Time{})
		index, err := b.Index(t.Context(), "main", l.Then)
		if err != nil {
			t.Fatal(err)
		}
		_, old := index.Find("zanzibar", 9, l.Sight.Hidden())
		_, new := index.Find("trust", 9, l.Sight.Hidden())
		if (old == 1) != (p == "carl") || new != 1 {
			t.Errorf("after a change %s finds %d and %d", p, old, new)
		}
	}
	if before.Then.Theme("trust") != nil {
		t.Error("a look moved with the picture")
	}
}

func TestWhatFiguresAreAskedOf(t *testing.T) {
	b, _ := book(t, secretive(t).Picture())
	l := look(t, b, "cora", time.Time{})
	base, err := b.BaseOf(t.Context(), l, "")
	if err != nil || base.Period.ID != "h2" {
		t.Fatalf("the base is of %v: %v", base.Period, err)
	}
	if _, err := b.BaseOf(t.Context(), l, "h3"); !fault.Is(err, fault.NotFound) {
		t.Errorf("a period that is none: %v", err)
	}
	if about, err := l.About(graph.UnitID("").Ref(), graph.ThemeID("calm").Ref()); err != nil || about != graph.ThemeID("calm").Ref() {
		t.Errorf("about %v: %v", about, err)
	}
	if _, err := l.About(graph.UnitID("core").Ref(), graph.ThemeID("calm").Ref()); !fault.Is(err, fault.Invalid) {
		t.Errorf("about two: %v", err)
	}
	if _, err := l.About(graph.InitiativeID("zanzibar").Ref()); !fault.Is(err, fault.NotFound) {
		t.Errorf("about what is hidden: %v", err)
	}
	got, err := b.Measured(t.Context(), l, base, "intent.kept", graph.Ref{})
	if err != nil || len(got) != 1 || got[0].Value != 0.4 { // 40 of 100 days
		t.Errorf("intent kept: %+v, %v", got, err)
	}
	for id, about := range map[string]graph.Ref{"intent.keep": {}, "outcome.progress": graph.ThemeID("calm").Ref()} {
		if _, err := b.Measured(t.Context(), l, base, id, about); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s of %v: %v", id, about, err)
		}
	}
	for text, want := range map[string]string{"2026-09-24": "2026-09-24T23:59:59", "2026-09-24T12:00:00+02:00": "2026-09-24T10:00:00"} {
		if at, err := figure.MomentOf("as_of", text); err != nil || at.Format("2006-01-02T15:04:05") != want {
			t.Errorf("%s is %s, %v", text, at, err)
		}
	}
	if _, err := figure.MomentOf("as_of", "soon"); !fault.Is(err, fault.Invalid) {
		t.Errorf("soon: %v", err)
	}
}
