package graph

import (
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// naming is a record with the places in it that name others. They are spelled out for every kind: a field
// that is forgotten would let a record stand on one that is not there.
type naming struct {
	record Record
	want   []string
}

func wantMentions(t *testing.T, list []naming) {
	t.Helper()
	for _, c := range list {
		var got []string
		var named []Ref
		for _, m := range Mentions(c.record) {
			got, named = append(got, m.Field+" "+m.To.String()), append(named, m.To)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("mentions of a %s (-want +got):\n%s", c.record.Ref().Kind, diff)
		}
		if diff := cmp.Diff(named, slices.Collect(Named(c.record))); diff != "" {
			t.Errorf("a %s names (-mentions +named):\n%s", c.record.Ref().Kind, diff)
		}
		empty, err := New(c.record.Ref())
		if err != nil {
			t.Fatal(err)
		}
		if m := Mentions(empty); len(m) > 0 {
			t.Errorf("an empty %s mentions %v", c.record.Ref().Kind, m)
		}
	}
}

func TestMentionsOfWhatIsPlanned(t *testing.T) {
	wantMentions(t, []naming{
		{
			&Unit{
				Parent: "p", Leads: []PersonID{"a", "b"}, Value: []Criterion{{Dimension: "v"}},
				Urgency: []Criterion{{Dimension: "g"}}, Success: []Criterion{{Dimension: "s"}},
			},
			[]string{
				"parent unit/p", "leads[0] person/a", "leads[1] person/b", "value[0].dimension dimension/v",
				"urgency[0].dimension dimension/g", "success[0].dimension dimension/s",
			},
		},
		{&Person{Unit: "u"}, []string{"unit unit/u"}},
		{&Dimension{Name: "D"}, nil},
		{&Period{Parent: "y"}, []string{"parent period/y"}},
		{&Capacity{Unit: "u", Period: "p"}, []string{"unit unit/u", "period period/p"}},
		{&Theme{Name: "T"}, nil},
		{&Principle{Prefer: "A"}, nil},
		{
			&Intent{
				Unit: "u", Period: "p", Shares: Shares{{"t", .5}, {"v", .5}}, Readings: []Reading{{Theme: "r"}},
				Receipt: Receipt{SentBy: "a", AnsweredBy: "b"},
			},
			[]string{
				"unit unit/u", "period period/p", "shares[0].Theme theme/t", "shares[1].Theme theme/v",
				"readings[0].theme theme/r", "receipt.sent_by person/a", "receipt.answered_by person/b",
			},
		},
		{
			&Outcome{
				Owner: "u", Themes: Shares{{"t", 1}}, Primary: "t", Parent: "o", Period: "p", Readings: []Value{{By: "a"}},
			},
			[]string{
				"owner unit/u", "themes[0].Theme theme/t", "primary theme/t", "parent outcome/o", "period period/p",
				"readings[0].by person/a",
			},
		},
		{
			&Incentive{Unit: "u", Theme: "t", Period: "p", Audience: []PersonID{"a"}},
			[]string{"unit unit/u", "theme theme/t", "period period/p", "audience[0] person/a"},
		},
		{
			&Initiative{
				Owner: "u", Lead: "a", Periods: []PeriodID{"p"}, Participants: []Participation{{Unit: "v", Period: "q"}},
				Contributes: []Contribution{{Outcome: "o"}, {Theme: "t"}}, Steps: []Step{{Period: "r"}},
				Links: []Link{{Initiative: "i"}}, Audience: []PersonID{"b"},
			},
			[]string{
				"owner unit/u", "lead person/a", "periods[0] period/p", "participants[0].unit unit/v",
				"participants[0].period period/q", "contributes[0].outcome outcome/o", "contributes[1].theme theme/t",
				"steps[0].period period/r", "links[0].initiative initiative/i", "audience[0] person/b",
			},
		},
		{
			&Work{Unit: "u", Initiative: "i", Blocked: []Block{{From: 1}, {On: "v"}}},
			[]string{"unit unit/u", "initiative initiative/i", "blocked[1] unit/v"},
		},
		{
			&Funding{Period: "p", Theme: "t", Unit: "u", Initiative: "i"},
			[]string{"period period/p", "theme theme/t", "unit unit/u", "initiative initiative/i"},
		},
		{
			&Constraint{Units: []UnitID{"u"}, Initiatives: []InitiativeID{"i"}, Answers: "a"},
			[]string{"units[0] unit/u", "initiatives[0] initiative/i", "answers person/a"},
		},
	})
}

func TestMentionsOfHowItIsDecided(t *testing.T) {
	wantMentions(t, []naming{
		{&Framework{Units: []UnitID{"u"}}, []string{"units[0] unit/u"}},
		{
			&Score{Initiative: "i", Framework: "f", Unit: "u", By: "a"},
			[]string{"initiative initiative/i", "framework framework/f", "unit unit/u", "by person/a"},
		},
		{
			&Ranking{Unit: "u", Period: "p", Order: []InitiativeID{"i", "j"}},
			[]string{"unit unit/u", "period period/p", "order[0] initiative/i", "order[1] initiative/j"},
		},
		{&Override{Initiative: "i", Unit: "u", By: "a"}, []string{"initiative initiative/i", "unit unit/u", "by person/a"}},
		{
			&Scenario{Changes: []Proposed{{Record: Ref{KindTheme, "t"}}}, By: "a"},
			[]string{"changes[0].record theme/t", "by person/a"},
		},
		{
			&Displacement{Added: "i", Displaced: "j", AskedBy: "a", DecidedBy: "b", Right: "r", SeenBy: []PersonID{"c"}},
			[]string{
				"added initiative/i", "displaced initiative/j", "asked_by person/a", "decided_by person/b", "right right/r",
				"seen_by[0] person/c",
			},
		},
		{
			&Right{Decider: "a", Unit: "u", Consult: []PersonID{"b"}, Delegate: "c"},
			[]string{"decider person/a", "unit unit/u", "consult[0] person/b", "delegate person/c"},
		},
		{
			&Decision{
				Deciders: []PersonID{"a"}, Consulted: []PersonID{"b"}, Unit: "u", Initiative: "i", Theme: "t", Principle: "p",
				Reverses: "d", SupersededBy: "e",
			},
			[]string{
				"deciders[0] person/a", "consulted[0] person/b", "unit unit/u", "initiative initiative/i", "theme theme/t",
				"principle principle/p", "reverses decision/d", "superseded_by decision/e",
			},
		},
		{&Escalation{Decision: "d", From: "a", To: "b"}, []string{"decision decision/d", "from person/a", "to person/b"}},
		{&Form{Unit: "u"}, []string{"unit unit/u"}},
		{&Lane{Unit: "u"}, []string{"unit unit/u"}},
		{
			&Request{From: "u", To: "v", Lane: "l", MergedInto: "r", Initiative: "i"},
			[]string{"from unit/u", "to unit/v", "lane lane/l", "merged_into request/r", "initiative initiative/i"},
		},
		{
			&Dependency{From: "u", On: "v", Initiative: "i", Turns: []Turn{{Unit: "u", By: "a"}}},
			[]string{"from unit/u", "on unit/v", "initiative initiative/i", "turns[0].unit unit/u", "turns[0].by person/a"},
		},
		{&Ritual{Unit: "u"}, []string{"unit unit/u"}},
		{&Review{Ritual: "r", Decisions: []DecisionID{"d"}}, []string{"ritual ritual/r", "decisions[0] decision/d"}},
		{
			&Baseline{Period: "p", Signatures: []Signature{{By: "a", Unit: "u"}}},
			[]string{"period period/p", "signatures[0].by person/a", "signatures[0].unit unit/u"},
		},
		{
			&ChangeRequest{Baseline: "b", Initiatives: []InitiativeID{"i"}, Approver: "a"},
			[]string{"baseline baseline/b", "initiatives[0] initiative/i", "approver person/a"},
		},
		{&Survey{Themes: []ThemeID{"t"}, Units: []UnitID{"u"}}, []string{"themes[0] theme/t", "units[0] unit/u"}},
		{&Response{Survey: "s", Unit: "u", Ranking: []ThemeID{"t"}}, []string{"survey survey/s", "unit unit/u", "ranking[0] theme/t"}},
		{
			&Comment{On: Ref{KindUnit, "u"}, By: "a", ReplyTo: "c"},
			[]string{"on unit/u", "by person/a", "reply_to comment/c"},
		},
		{&Acknowledgement{Of: Ref{KindIntent, "i"}, By: "a"}, []string{"of intent/i", "by person/a"}},
		{&Waiver{On: Ref{KindUnit, "u"}, By: "a"}, []string{"on unit/u", "by person/a"}},
		{&View{By: "a"}, []string{"by person/a"}},
		{
			&Proposal{Changes: []Proposed{{Record: Ref{KindTheme, "t"}}}, By: "a", Confirmed: "b"},
			[]string{"changes[0].record theme/t", "by person/a", "confirmed person/b"},
		},
	})
}

// TestEveryIDInADocumentIsAMention walks the types: whatever field has the type of an id or of a ref, in
// whatever depth, is found by Mentions when it is set.
func TestEveryIDInADocumentIsAMention(t *testing.T) {
	for _, k := range Kinds() {
		r := k.New()
		want := setIDs(reflect.ValueOf(r).Elem())
		if got := len(Mentions(r)); got != want {
			t.Errorf("%s: %d of %d ids are mentions", k.Kind, got, want)
		}
	}
}

// setIDs sets every id of the value, one element for each list, and counts them.
func setIDs(v reflect.Value) int {
	if v.Type() == reflect.TypeFor[Ref]() {
		v.Set(reflect.ValueOf(Ref{KindUnit, "x"}))
		return 1
	}
	switch v.Kind() {
	case reflect.String:
		if v.Type().Implements(reflect.TypeFor[referring]()) {
			v.SetString("x")
			return 1
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		return setIDs(v.Index(0))
	case reflect.Struct:
		n := 0
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Tag.Get("json") != "-" {
				n += setIDs(v.Field(i))
			}
		}
		return n
	}
	return 0
}

func TestWhatIsProposedNamesWhatItsDocumentNames(t *testing.T) {
	app, law := InitiativeID("app").Ref(), ConstraintID("law").Ref()
	for body, want := range map[string][]Ref{
		"":                                  {law},
		`{"initiatives":["app"]}`:           {law, app},
		`{"initiatives":null}`:              {law},
		`{"initiatives":["app"],"odd":"x"}`: {law, app},
		`not a document`:                    {law},
	} {
		if got := (Proposed{Record: law, Body: body}).Named(); !slices.Equal(got, want) {
			t.Errorf("%s names %v, want %v", body, got, want)
		}
	}
	odd := Ref{Kind: "thing", ID: "x"}
	if got := (Proposed{Record: odd, Body: "{}"}).Named(); !slices.Equal(got, []Ref{odd}) {
		t.Errorf("of a kind that is none: %v", got)
	}
}
