package graph

import (
	"reflect"
	"testing"
)

func TestAnIDNamesARecordOfItsKind(t *testing.T) {
	for _, c := range []struct {
		got  Ref
		want string
	}{
		{UnitID("a").Ref(), "unit/a"},
		{PersonID("a").Ref(), "person/a"},
		{DimensionID("a").Ref(), "dimension/a"},
		{PeriodID("a").Ref(), "period/a"},
		{CapacityID("a").Ref(), "capacity/a"},
		{ThemeID("a").Ref(), "theme/a"},
		{PrincipleID("a").Ref(), "principle/a"},
		{IntentID("a").Ref(), "intent/a"},
		{OutcomeID("a").Ref(), "outcome/a"},
		{IncentiveID("a").Ref(), "incentive/a"},
		{InitiativeID("a").Ref(), "initiative/a"},
		{WorkID("a").Ref(), "work/a"},
		{FundingID("a").Ref(), "funding/a"},
		{ConstraintID("a").Ref(), "constraint/a"},
		{FrameworkID("a").Ref(), "framework/a"},
		{ScoreID("a").Ref(), "score/a"},
		{RankingID("a").Ref(), "ranking/a"},
		{OverrideID("a").Ref(), "override/a"},
		{ScenarioID("a").Ref(), "scenario/a"},
		{DisplacementID("a").Ref(), "displacement/a"},
		{RightID("a").Ref(), "right/a"},
		{DecisionID("a").Ref(), "decision/a"},
		{EscalationID("a").Ref(), "escalation/a"},
		{FormID("a").Ref(), "form/a"},
		{LaneID("a").Ref(), "lane/a"},
		{RequestID("a").Ref(), "request/a"},
		{DependencyID("a").Ref(), "dependency/a"},
		{RitualID("a").Ref(), "ritual/a"},
		{ReviewID("a").Ref(), "review/a"},
		{BaselineID("a").Ref(), "baseline/a"},
		{ChangeRequestID("a").Ref(), "changerequest/a"},
		{SurveyID("a").Ref(), "survey/a"},
		{ResponseID("a").Ref(), "response/a"},
		{CommentID("a").Ref(), "comment/a"},
		{AcknowledgementID("a").Ref(), "acknowledgement/a"},
		{WaiverID("a").Ref(), "waiver/a"},
		{ViewID("a").Ref(), "view/a"},
		{ProposalID("a").Ref(), "proposal/a"},
	} {
		if got := c.got.String(); got != c.want {
			t.Errorf("Ref = %s, want %s", got, c.want)
		}
		if back, err := ParseRef(c.want); err != nil || back != c.got {
			t.Errorf("ParseRef(%s) = %v, %v", c.want, back, err)
		}
	}
}

func TestAnEmptyIDNamesNothing(t *testing.T) {
	for _, r := range []Ref{UnitID("").Ref(), ThemeID("").Ref(), WorkID("").Ref(), InitiativeID("").Ref(), PersonID("").Ref()} {
		if !r.IsZero() || r.String() != "" {
			t.Errorf("an empty id names %q", r)
		}
	}
}

// TestIDFieldsAreOfTheirKind holds the shape of every kind: its id is the field ID, it stays out of the
// document, and its type names records of the kind, so that none can stand where another is meant.
func TestIDFieldsAreOfTheirKind(t *testing.T) {
	types := make(map[reflect.Type]Kind)
	for _, k := range Kinds() {
		r := k.New()
		f, ok := reflect.TypeOf(r).Elem().FieldByName("ID")
		if !ok || f.Tag.Get("json") != "-" {
			t.Errorf("%s: the id is in the document", k.Kind)
			continue
		}
		if other, taken := types[f.Type]; taken {
			t.Errorf("%s and %s have the same type of id", k.Kind, other)
		}
		types[f.Type] = k.Kind
		r.setID("x")
		id := reflect.ValueOf(r).Elem().FieldByName("ID")
		if got := id.Interface().(referring).Ref(); got != r.Ref() || got != (Ref{k.Kind, "x"}) {
			t.Errorf("%s: the id names %s, the record %s", k.Kind, got, r.Ref())
		}
	}
}

func TestANilRecordTellsItsKind(t *testing.T) {
	for _, k := range Kinds() {
		none := reflect.Zero(reflect.TypeOf(k.New())).Interface().(Record)
		if got := none.Ref(); got != (Ref{Kind: k.Kind}) {
			t.Errorf("a nil %s is %+v", k.Kind, got)
		}
	}
}

// TestFieldsHaveNamesInTheDocument holds that every exported field says its name, in small letters, once.
func TestFieldsHaveNamesInTheDocument(t *testing.T) {
	for _, k := range Kinds() {
		seen := make(map[string]bool)
		typ := reflect.TypeOf(k.New()).Elem()
		for i := range typ.NumField() {
			f := typ.Field(i)
			if !f.IsExported() || f.Name == "ID" {
				continue
			}
			name := jsonName(f)
			if CheckID(name) != "" || seen[name] {
				t.Errorf("%s.%s is %q in the document", k.Kind, f.Name, name)
			}
			seen[name] = true
		}
	}
}

func TestInfo(t *testing.T) {
	info, ok := Info(KindCapacity)
	if !ok || info.Plural != "capacities" || info.Group != "organisation" || info.Kind != KindCapacity {
		t.Errorf("Info(capacity) = %+v, %v", info, ok)
	}
	if _, ok := Info("okr"); ok {
		t.Error("Info knows a kind that there is not")
	}
	if f := UnknownKind("outcom"); len(f.Nearest) == 0 || f.Nearest[0] != "outcome" {
		t.Errorf("the nearest kinds of outcom are %v", f.Nearest)
	}
	if _, err := New(Ref{"okr", "x"}); err == nil {
		t.Error("New made a record of no kind")
	}
	kinds := Kinds()
	kinds[0].Plural = "changed"
	if Kinds()[0].Plural != "units" {
		t.Error("changing what Kinds gave changes the kinds")
	}
}
