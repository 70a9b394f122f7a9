package graph

import (
	"math"
	"strings"
	"testing"
	"time"
)

// good is a record of every kind that breaks no rule of its own. Each call makes new ones.
func good() map[Kind]Record {
	moment := time.Date(2026, 7, 20, 12, 0, 0, 0, time.UTC)
	list := []Record{
		&Unit{ID: "x", Name: "X", Value: []Criterion{{Dimension: "speed", Weight: .4}, {Dimension: "calm", Weight: .6}}, From: 10, Until: 20},
		&Person{ID: "x", Name: "X", From: 10, Until: 10},
		&Dimension{ID: "x", Name: "X", List: ListUrgency},
		&Period{ID: "x", Name: "X", Kind: Quarter, Start: On(2026, 7, 1), End: On(2026, 9, 30), Reserve: .1},
		&Capacity{ID: "x", Unit: "u", Period: "p", Days: 100, CarveOut: []CarveOut{{"on-call", 100}}},
		&Theme{ID: "x", Name: "X", From: 10, Until: 20},
		&Principle{ID: "x", Prefer: "A", Over: "B"},
		&Intent{ID: "x", Level: Assigned, Unit: "u", Period: "p", Shares: SharesOf(ThemeShare{"a", .5}, ThemeShare{"b", .5})},
		&Outcome{ID: "x", Name: "X", Themes: SharesOf(ThemeShare{"a", 1}), Primary: "a", Readings: []Value{{On: 10}, {On: 10}, {On: 11}}},
		&Incentive{ID: "x", Rewards: "R", Role: "lead", Weight: 1},
		&Initiative{ID: "x", Name: "X", State: Candidate, Contributes: []Contribution{{Outcome: "o", Share: .5}, {Theme: "t", Share: .5}}},
		&Work{ID: "x", Title: "X", States: []Transition{{Opened, 5e6}, {Begun, 5e6}, {Finished, 9e6}}, Blocked: []Block{{From: 5, To: 5}, {From: 6}}},
		&Funding{ID: "x", Period: "p", Theme: "t", Days: 3},
		&Constraint{ID: "x", Kind: PlatformConstraint, Statement: "S"},
		&Framework{ID: "x", Name: "X"},
		&Score{ID: "x", Initiative: "i", Framework: "f", Unit: "u"},
		&Ranking{ID: "x", Unit: "u", Order: []InitiativeID{"a", "b"}},
		&Override{ID: "x", Initiative: "i", Unit: "u", Why: "W"},
		&Scenario{ID: "x", Name: "X"},
		&Displacement{ID: "x", Added: "a", Displaced: "b"},
		&Right{ID: "x", Domain: "D"},
		&Decision{ID: "x", Question: "Q?", State: DecisionDecided, Raised: 10, Decided: 10, Deciders: []PersonID{"a", "b"}},
		&Escalation{ID: "x", Decision: "d", Why: "W"},
		&Form{ID: "x", Name: "X", Unit: "u"},
		&Lane{ID: "x", Name: "X", Unit: "u", Share: .2, AnswerDays: 2},
		&Request{ID: "x", Title: "X", From: "u", To: "v", State: RequestOpen, Asked: 10, Answered: 12},
		&Dependency{ID: "x", What: "W", From: "u", On: "v", Turns: []Turn{{Act: Ask, At: moment}, {Act: Commit, At: moment}}},
		&Ritual{ID: "x", Name: "X"},
		&Review{ID: "x", Name: "X", On: 10},
		&Baseline{ID: "x", Name: "X", Period: "p", At: moment},
		&ChangeRequest{ID: "x", Title: "X", Baseline: "b", Cause: CauseIncident, Raised: 10, Approved: 11},
		&Survey{ID: "x", Name: "X", Opens: 10, Closes: 11},
		&Response{ID: "x", Survey: "s"},
		&Comment{ID: "x", On: Ref{KindUnit, "u"}},
		&Acknowledgement{ID: "x", Of: Ref{KindUnit, "u"}, By: "p"},
		&Waiver{ID: "x", Code: "C", By: "p", Reason: "R", Until: 10},
		&View{ID: "x", Name: "X", Address: "/"},
		&Proposal{ID: "x", Title: "X"},
	}
	out := make(map[Kind]Record)
	for _, r := range list {
		out[r.Ref().Kind] = r
	}
	return out
}

// brokenBy is the rules of its own that a record breaks.
func brokenBy(r Record) Violations {
	b := &rulebook{ref: r.Ref(), s: Empty()}
	r.rules(b)
	return b.out
}

func TestGoodRecordsBreakNoRule(t *testing.T) {
	records := good()
	for _, k := range Kinds() {
		r, ok := records[k.Kind]
		if !ok {
			t.Errorf("there is no good %s to test with", k.Kind)
			continue
		}
		if v := brokenBy(r); len(v) > 0 {
			t.Errorf("a good %s breaks %v", k.Kind, v)
		}
	}
}

// change makes a good record of the type break something.
func change[R Record](f func(R)) func(map[Kind]Record) Record {
	return func(all map[Kind]Record) Record {
		var none R
		r := all[none.Ref().Kind].(R)
		f(r)
		return r
	}
}

// breach is a change to a good record with what must be said about it.
type breach struct {
	broken func(map[Kind]Record) Record
	field  string
	says   string
}

func wantBreaches(t *testing.T, list []breach) {
	t.Helper()
	for _, c := range list {
		r := c.broken(good())
		v := brokenBy(r)
		if len(v) == 0 {
			t.Errorf("%s: nothing is said about %s (%s)", r.Ref(), c.field, c.says)
			continue
		}
		if v[0].Field != c.field || !strings.Contains(v[0].Sentence, c.says) || v[0].Remedy == "" || v[0].Record != r.Ref() {
			t.Errorf("%s: %+v, want %s: …%s…", r.Ref(), v[0], c.field, c.says)
		}
		for _, one := range v {
			if strings.HasSuffix(one.Sentence, ".") || strings.HasSuffix(one.Remedy, ".") {
				t.Errorf("%s: a full stop is put by who shows it: %+v", r.Ref(), one)
			}
		}
	}
}

func TestRulesOfWhatIsPlanned(t *testing.T) {
	wantBreaches(t, []breach{
		{change(func(r *Unit) { r.Name = " " }), "name", "is empty"},
		{change(func(r *Unit) { r.People = -1 }), "people", "not a quantity"},
		{change(func(r *Unit) { r.Until = 9 }), "until", "is before from"},
		{change(func(r *Unit) { r.Value[0].Weight = .5 }), "value", "sum to 1.1"},
		{change(func(r *Unit) { r.Urgency = []Criterion{{Dimension: "", Weight: 1}} }), "urgency[0].dimension", "is empty"},
		{change(func(r *Unit) { r.Success = []Criterion{{Dimension: "d", Weight: 2}} }), "success[0].weight", "not between 0% and 100%"},

		{change(func(r *Person) { r.Until = 9 }), "until", "is before from"},

		{change(func(r *Dimension) { r.Name = "" }), "name", "is empty"},
		{change(func(r *Dimension) { r.List = "values" }), "list", "is none of value, urgency, success"},

		{change(func(r *Period) { r.Name = "" }), "name", "is empty"},
		{change(func(r *Period) { r.Kind = "decade" }), "kind", "is none of"},
		{change(func(r *Period) { r.Start = 0 }), "start", "no start or no end"},
		{change(func(r *Period) { r.End = 0 }), "start", "no start or no end"},
		{change(func(r *Period) { r.End = r.Start - 1 }), "end", "ends (2026-06-30) before it starts (2026-07-01)"},
		{change(func(r *Period) { r.Reserve = -.1 }), "reserve", "not between 0% and 100%"},

		{change(func(r *Capacity) { r.Unit = "" }), "unit", "is empty"},
		{change(func(r *Capacity) { r.Period = "" }), "period", "is empty"},
		{change(func(r *Capacity) { r.Days = Days(math.NaN()) }), "days", "not a quantity"},
		{change(func(r *Capacity) { r.Rate = -5 }), "rate", "not a quantity"},
		{change(func(r *Capacity) { r.CarveOut[0].Name = "" }), "carve_outs[0].name", "is empty"},
		{change(func(r *Capacity) { r.CarveOut[0].Days = -1 }), "carve_outs[0].days", "not a quantity"},
		{change(func(r *Capacity) { r.Days = 99 }), "carve_outs", "take 100 of 99 days"},

		{change(func(r *Theme) { r.Name = "" }), "name", "is empty"},
		{change(func(r *Theme) { r.From = 21 }), "until", "is before from"},
		{change(func(r *Principle) { r.Prefer = "" }), "prefer", "is empty"},
		{change(func(r *Principle) { r.Over = "" }), "over", "is empty"},

		{change(func(r *Intent) { r.Level = "wished" }), "level", "is none of stated, assigned, interpreted"},
		{change(func(r *Intent) { r.Unit = "" }), "unit", "is empty"},
		{change(func(r *Intent) { r.Period = "" }), "period", "is empty"},
		{change(func(r *Intent) { r.Shares = r.Shares.With("c", .1) }), "shares", "add up to 110%"},
		{change(func(r *Intent) { r.Shares = r.Shares.With("c", -.1) }), "shares.c", "not between 0% and 100%"},
		{change(func(r *Intent) { r.Shares = r.Shares.With("a", Share(math.NaN())) }), "shares.a", "not between 0% and 100%"},
		{change(func(r *Intent) { r.Receipt.State = "lost" }), "receipt.state", "is none of"},
		{change(func(r *Intent) { r.Receipt.State = Returned }), "receipt.reason", "without a reason"},
		{
			change(func(r *Intent) { r.Receipt = Receipt{SentAt: time.Unix(20, 0), AnsweredAt: time.Unix(19, 0)} }),
			"receipt.answered_at", "answered before it was sent",
		},

		{change(func(r *Outcome) { r.Name = "" }), "name", "is empty"},
		{change(func(r *Outcome) { r.Themes = r.Themes.With("b", .5) }), "themes", "add up to 150%"},
		{change(func(r *Outcome) { r.Primary = "b" }), "primary", "not among its themes"},
		{change(func(r *Outcome) { r.Metric.Direction = "sideways" }), "metric.direction", "is none of up, down"},
		{change(func(r *Outcome) { r.Readings[0].Confidence = 7 }), "readings[0].confidence", "not between 0% and 100%"},
		{change(func(r *Outcome) { r.Readings[0].On = 0 }), "readings[0].on", "has no day"},
		{change(func(r *Outcome) { r.Readings[2].On = 9 }), "readings[2].on", "stands after the one of"},

		{change(func(r *Incentive) { r.Rewards = "" }), "rewards", "is empty"},
		{change(func(r *Incentive) { r.Weight = 1.01 }), "weight", "not between 0% and 100%"},
		{change(func(r *Incentive) { r.Role = "" }), "unit", "rewards nobody"},

		{change(func(r *Initiative) { r.Name = "" }), "name", "is empty"},
		{change(func(r *Initiative) { r.State = "maybe" }), "state", "is none of"},
		{change(func(r *Initiative) { r.Source = "above" }), "source", "is none of"},
		{change(func(r *Initiative) { r.Participants = []Participation{{Days: 3}} }), "participants[0].unit", "is empty"},
		{change(func(r *Initiative) { r.Participants = []Participation{{Unit: "u", Days: -3}} }), "participants[0].days", "not a quantity"},
		{change(func(r *Initiative) { r.Contributes[0].Share = -1 }), "contributes[0].share", "not between 0% and 100%"},
		{change(func(r *Initiative) { r.Contributes[1].Outcome = "o" }), "contributes[1]", "both or neither"},
		{change(func(r *Initiative) { r.Contributes[1].Theme = "" }), "contributes[1]", "both or neither"},
		{change(func(r *Initiative) { r.Contributes[1].Share = .75 }), "contributes", "add up to 125%"},
		{change(func(r *Initiative) { r.Steps = []Step{{}} }), "steps[0].name", "is empty"},
		{change(func(r *Initiative) { r.Steps = []Step{{Name: "a"}, {Name: "b", Days: -1}} }), "steps[1].days", "not a quantity"},
		{change(func(r *Initiative) { r.Links = []Link{{Kind: "likes", Initiative: "y"}} }), "links[0].kind", "is none of"},
		{change(func(r *Initiative) { r.Links = []Link{{Kind: Blocks, Initiative: "x"}} }), "links[0]", "links to itself"},
		{change(func(r *Initiative) { r.Assumptions = []Assumption{{}} }), "assumptions[0].words", "is empty"},
		{change(func(r *Initiative) { r.Kill = []Assumption{{}} }), "kill[0].words", "is empty"},

		{change(func(r *Work) { r.Title = "" }), "title", "is empty"},
		{change(func(r *Work) { r.Size = -1 }), "size", "not a quantity"},
		{change(func(r *Work) { r.Size = float32(math.Inf(1)) }), "size", "not a quantity"},
		{change(func(r *Work) { r.States[0].State = 0 }), "states[0]", "none that is known"},
		{change(func(r *Work) { r.States[0].State = 6 }), "states[0]", "none that is known"},
		{change(func(r *Work) { r.States[1].At = 4e6 }), "states[1]", "comes before opened"},
		{change(func(r *Work) { r.States[2].At = 4e6 }), "states[2]", "the work was finished (1970-02-16) before it was started (1970-02-27)"},
		{change(func(r *Work) { r.Logged = []Logged{{On: 3, Days: -.5}} }), "logged[0]", "not a quantity"},
		{change(func(r *Work) { r.Blocked[0].To = 4 }), "blocked[0]", "ends before it starts"},

		{change(func(r *Funding) { r.Period = "" }), "period", "is empty"},
		{change(func(r *Funding) { r.Days = -3 }), "days", "not a quantity"},
		{change(func(r *Funding) { r.Money = 1e16 }), "money", "not a quantity"},
		{change(func(r *Funding) { r.Theme = "" }), "theme", "for nothing"},
		{change(func(r *Funding) { r.Money = 5 }), "money", "in days and in money"},
		{change(func(r *Constraint) { r.Statement = "" }), "statement", "is empty"},
		{change(func(r *Constraint) { r.Kind = "physics" }), "kind", "is none of"},
	})
}

func TestRulesOfHowItIsDecided(t *testing.T) {
	wantBreaches(t, []breach{
		{change(func(r *Framework) { r.Name = "" }), "name", "is empty"},
		{change(func(r *Score) { r.Initiative = "" }), "initiative", "is empty"},
		{change(func(r *Score) { r.Framework = "" }), "framework", "is empty"},
		{change(func(r *Score) { r.Unit = "" }), "unit", "is empty"},
		{change(func(r *Ranking) { r.Unit = "" }), "unit", "is empty"},
		{change(func(r *Ranking) { r.Order[1] = "a" }), "order[1]", "stands twice"},
		{change(func(r *Override) { r.Initiative = "" }), "initiative", "is empty"},
		{change(func(r *Override) { r.Unit = "" }), "unit", "is empty"},
		{change(func(r *Override) { r.Why = "" }), "why", "is empty"},
		{change(func(r *Scenario) { r.Name = "" }), "name", "is empty"},
		{change(func(r *Displacement) { r.Added = "" }), "added", "is empty"},
		{change(func(r *Displacement) { r.Displaced = "" }), "displaced", "is empty"},
		{change(func(r *Displacement) { r.Displaced = "a" }), "displaced", "displaced itself"},
		{change(func(r *Displacement) { r.Days = -1 }), "days", "not a quantity"},

		{change(func(r *Right) { r.Domain = "" }), "domain", "is empty"},
		{change(func(r *Decision) { r.Question = "" }), "question", "is empty"},
		{change(func(r *Decision) { r.State = "pending" }), "state", "is none of"},
		{change(func(r *Decision) { r.Decided = 9 }), "decided", "is before raised"},
		{change(func(r *Decision) { r.Decided = 0 }), "decided", "decided without a day"},
		{change(func(r *Decision) { r.State = DecisionOpen }), "state", "open although it was decided"},
		{change(func(r *Decision) { r.Reverses = "x" }), "reverses", "against itself"},
		{change(func(r *Decision) { r.SupersededBy = "x" }), "reverses", "against itself"},
		{change(func(r *Decision) { r.Deciders[1] = "a" }), "deciders[1]", "stands twice"},
		{change(func(r *Escalation) { r.Decision = "" }), "decision", "is empty"},
		{change(func(r *Escalation) { r.Why = "" }), "why", "is empty"},
		{change(func(r *Escalation) { r.At, r.Closed = On(2026, 9, 2).Time(), On(2026, 9, 1) }), "closed", "is before"},

		{change(func(r *Form) { r.Name = "" }), "name", "is empty"},
		{change(func(r *Form) { r.Unit = "" }), "unit", "is empty"},
		{change(func(r *Lane) { r.Name = "" }), "name", "is empty"},
		{change(func(r *Lane) { r.Unit = "" }), "unit", "is empty"},
		{change(func(r *Lane) { r.Share = 2 }), "share", "not between 0% and 100%"},
		{change(func(r *Lane) { r.AnswerDays = -2 }), "answer_days", "not a quantity"},
		{change(func(r *Request) { r.Title = "" }), "title", "is empty"},
		{change(func(r *Request) { r.From = "" }), "from", "is empty"},
		{change(func(r *Request) { r.To = "" }), "to", "is empty"},
		{change(func(r *Request) { r.State = "lost" }), "state", "is none of"},
		{change(func(r *Request) { r.Answered = 9 }), "answered", "is before asked"},
		{change(func(r *Request) { r.State = RequestDeclined }), "reason", "declined without a reason"},
		{change(func(r *Request) { r.State = RequestMerged }), "merged_into", "merged into nothing"},

		{change(func(r *Dependency) { r.What = "" }), "what", "is empty"},
		{change(func(r *Dependency) { r.From = "" }), "from", "is empty"},
		{change(func(r *Dependency) { r.On = "" }), "on", "is empty"},
		{change(func(r *Dependency) { r.On = "u" }), "on", "depends on itself"},
		{change(func(r *Dependency) { r.Days = -1 }), "days", "not a quantity"},
		{change(func(r *Dependency) { r.Turns[1].Act = "shrug" }), "turns[1].act", "is none of"},
		{change(func(r *Dependency) { r.Turns[0].Act = Offer }), "turns[0].act", "begins with \"offer\""},
		{change(func(r *Dependency) { r.Turns[1].At = r.Turns[0].At.Add(-1) }), "turns[1].at", "before the one above it"},

		{change(func(r *Ritual) { r.Name = "" }), "name", "is empty"},
		{change(func(r *Review) { r.Name = "" }), "name", "is empty"},
		{change(func(r *Review) { r.On = 0 }), "on", "has no day"},
		{change(func(r *Baseline) { r.Name = "" }), "name", "is empty"},
		{change(func(r *Baseline) { r.Period = "" }), "period", "is empty"},
		{change(func(r *Baseline) { r.At = time.Time{} }), "at", "has no moment"},
		{change(func(r *ChangeRequest) { r.Title = "" }), "title", "is empty"},
		{change(func(r *ChangeRequest) { r.Baseline = "" }), "baseline", "is empty"},
		{change(func(r *ChangeRequest) { r.Cause = "whim" }), "cause", "is none of"},
		{change(func(r *ChangeRequest) { r.Approved = 9 }), "approved", "is before raised"},
		{change(func(r *ChangeRequest) { r.Rejected = 12 }), "rejected", "approved and rejected"},
		{change(func(r *ChangeRequest) { r.Approved, r.Rejected = 0, 9 }), "rejected", "is before raised"},

		{change(func(r *Survey) { r.Name = "" }), "name", "is empty"},
		{change(func(r *Survey) { r.Closes = 9 }), "closes", "is before opens"},
		{change(func(r *Response) { r.Survey = "" }), "survey", "is empty"},
		{change(func(r *Comment) { r.On = Ref{} }), "on", "on nothing"},
		{change(func(r *Acknowledgement) { r.Of = Ref{} }), "of", "of nothing"},
		{change(func(r *Acknowledgement) { r.By = "" }), "by", "is empty"},
		{change(func(r *Waiver) { r.Code = "" }), "code", "is empty"},
		{change(func(r *Waiver) { r.By = "" }), "by", "is empty"},
		{change(func(r *Waiver) { r.Reason = "" }), "reason", "is empty"},
		{change(func(r *Waiver) { r.Until = 0 }), "until", "no end"},
		{change(func(r *View) { r.Name = "" }), "name", "is empty"},
		{change(func(r *View) { r.Address = "" }), "address", "is empty"},
		{change(func(r *Proposal) { r.Title = "" }), "title", "is empty"},
	})
}

func TestSharesMayBeOffByRounding(t *testing.T) {
	thirds := &Intent{ID: "x", Level: Assigned, Unit: "u", Period: "p"}
	for _, theme := range []ThemeID{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"} {
		thirds.Shares = thirds.Shares.With(theme, .1) // ten times a tenth is not 1 in binary
	}
	if v := brokenBy(thirds); len(v) > 0 {
		t.Errorf("ten tenths: %v", v)
	}
}

func TestTheFirstViolationIsToldAndTheOthersCounted(t *testing.T) {
	v := brokenBy(&View{ID: "x"})
	if len(v) != 2 {
		t.Fatalf("violations = %v", v)
	}
	f := v.Fault()
	if want := "view/x (name): the name is empty (and 1 more problem)"; f.Sentence != want {
		t.Errorf("Sentence = %q, want %q", f.Sentence, want)
	}
	if lines := strings.Split(v.Error(), "\n"); len(lines) != 2 || !strings.Contains(lines[1], "address") {
		t.Errorf("Error = %q, want a line for each", v.Error())
	}
	if none := (Violations{}).Fault(); none != nil {
		t.Errorf("no violations are a fault: %v", none)
	}
}
