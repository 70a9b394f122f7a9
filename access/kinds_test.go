package access

import (
	"reflect"
	"slices"
	"testing"

	"throughline/graph"
	"throughline/testing/fixture"
)

// single is the fields of a record that name one initiative, one decision or any one record.
func single(r graph.Record) []reflect.Value {
	var out []reflect.Value
	v := reflect.ValueOf(r).Elem()
	for i := range v.NumField() {
		f := v.Field(i)
		if name := v.Type().Field(i); name.Name == "ID" || !name.IsExported() {
			continue
		}
		switch f.Interface().(type) {
		case graph.InitiativeID, graph.DecisionID, graph.Ref:
			out = append(out, f)
		}
	}
	return out
}

// A kind that comes to name one initiative, decision or record must say whether it is about it: else what is confidential
// would be told by it.
func TestEveryKindSaysWhatItIsAbout(t *testing.T) {
	aside := map[graph.Kind]string{
		graph.KindDecision: "what a decision reverses or is superseded by is another decision's business",
	}
	for _, info := range graph.Kinds() {
		r := info.New()
		fields := single(r)
		for _, f := range fields {
			var to graph.Ref
			switch f.Interface().(type) {
			case graph.InitiativeID:
				f.Set(reflect.ValueOf(graph.InitiativeID("secret")))
				to = graph.InitiativeID("secret").Ref()
			case graph.DecisionID:
				f.Set(reflect.ValueOf(graph.DecisionID("secret")))
				to = graph.DecisionID("secret").Ref()
			case graph.Ref:
				to = graph.InitiativeID("secret").Ref()
				f.Set(reflect.ValueOf(to))
			}
			if !slices.Contains(subjects(r), to) && (aside[info.Kind] == "" || to.Kind == graph.KindInitiative) {
				t.Errorf("%s names %s in a field of its own and does not say that it is about it", info.Kind, to)
			}
			f.SetZero()
		}
	}
}

// A kind that belongs to a unit says so, or nobody but an editor could keep it.
func TestEveryKindOfAUnitHasAHome(t *testing.T) {
	aside := map[graph.Kind]string{
		graph.KindPerson:    "people are kept by editors",
		graph.KindFunding:   "money is kept by editors",
		graph.KindIncentive: "rewards are leadership's",
		graph.KindRight:     "who decides what is agreed for the whole",
		graph.KindResponse:  "an answer is changed by nobody",
	}
	for _, info := range graph.Kinds() {
		r := info.New()
		v := reflect.ValueOf(r).Elem()
		for i := range v.NumField() {
			name := v.Type().Field(i).Name
			if !v.Type().Field(i).IsExported() {
				continue
			}
			if _, ok := v.Field(i).Interface().(graph.UnitID); !ok || name == "ID" || name == "Parent" || aside[info.Kind] != "" {
				continue
			}
			v.Field(i).Set(reflect.ValueOf(graph.UnitID("core")))
			if !slices.Contains(homesOf(r), "core") {
				t.Errorf("%s has a unit in %s that it does not belong to", info.Kind, name)
			}
			v.Field(i).SetZero()
		}
		if homes := homesOf(r); info.Kind != graph.KindUnit && len(homes) > 0 {
			t.Errorf("%s without a unit belongs to %q", info.Kind, homes)
		}
	}
}

// What is hidden hides what is about it, through any number of steps, and nothing else.
func TestHidingGoesAsFarAsTheSubject(t *testing.T) {
	o := fixture.New(t).Half().Person("ann").Unit("core", "").Put(
		&graph.Initiative{ID: "secret", Name: "S", Owner: "core", State: graph.Likely, Audience: []graph.PersonID{"ann"}},
		&graph.Initiative{ID: "open", Name: "O", Owner: "core", State: graph.Likely, Links: []graph.Link{{Kind: graph.Blocks, Initiative: "secret"}}},
		&graph.Decision{ID: "d", Question: "Q", State: graph.DecisionOpen, Initiative: "secret"},
		&graph.Escalation{ID: "e", Decision: "d", Why: "W"},
		&graph.Comment{ID: "first", On: graph.EscalationID("e").Ref(), Text: "T"},
		&graph.Comment{ID: "reply", On: graph.UnitID("core").Ref(), ReplyTo: "first", Text: "T"},
		&graph.Comment{ID: "other", On: graph.InitiativeID("open").Ref(), Text: "T"},
		&graph.Funding{ID: "f", Period: "h2", Initiative: "secret", Days: 3},
		&graph.Scenario{ID: "s", Name: "S", Changes: []graph.Proposed{{Record: graph.InitiativeID("secret").Ref()}}},
		&graph.Review{ID: "r", Name: "R", On: graph.On(2026, 9, 1), Decisions: []graph.DecisionID{"d"}},
	)
	sight := SightOf(o.Picture(), Viewer{Role: Owner})
	for _, hidden := range []string{"initiative/secret", "decision/d", "escalation/e", "comment/first", "comment/reply", "funding/f", "scenario/s"} {
		r, err := graph.ParseRef(hidden)
		if err != nil {
			t.Fatal(err)
		}
		if sight.Sees(r) {
			t.Errorf("%s is shown", r)
		}
	}
	for _, shown := range []string{"initiative/open", "comment/other", "review/r", "unit/core"} {
		r, err := graph.ParseRef(shown)
		if err != nil {
			t.Fatal(err)
		}
		if !sight.Sees(r) {
			t.Errorf("%s is hidden", r)
			continue
		}
		for _, m := range graph.Mentions(sight.Shown().Record(r)) {
			if !sight.Sees(m.To) {
				t.Errorf("%s still names %s", r, m.To)
			}
		}
	}
	for r := range sight.Shown().Mentioned(graph.InitiativeID("secret").Ref()) {
		t.Errorf("the index still knows that %s names it", r)
	}
}
