package portfolio

import (
	"regexp"
	"slices"
	"strings"

	"throughline/change"
	"throughline/fault"
	"throughline/finding"
	"throughline/graph"
)

// Grant is days or money for a theme, a unit or an initiative in a period.
type Grant struct {
	Period     graph.PeriodID
	Theme      graph.ThemeID
	Unit       graph.UnitID
	Initiative graph.InitiativeID
	Days       graph.Days
	Money      float64
	Currency   string // three letters, needed with money
	Source     string
	Reason     string
}

// Fund sets what a source gives to one purpose in a period. The same again changes nothing; another amount
// replaces the one before.
func Fund(s *graph.Snapshot, _ change.By, in Grant) (change.Draft, error) {
	draft := change.Draft{Verb: "funding.granted", Reason: strings.TrimSpace(in.Reason)}
	f := &graph.Funding{
		Period: in.Period, Theme: in.Theme, Unit: in.Unit, Initiative: in.Initiative, Days: in.Days, Money: in.Money,
		Currency: strings.ToUpper(strings.TrimSpace(in.Currency)), Source: strings.TrimSpace(in.Source),
	}
	period, err := change.Known[*graph.Period](s, f.Period)
	if err != nil {
		return draft, err
	}
	purpose, err := purposeOf(s, f)
	if err != nil {
		return draft, err
	}
	if err := amount(f); err != nil {
		return draft, err
	}
	for was := range graph.Referrers[*graph.Funding](s, period.Ref()) {
		if was.Theme == f.Theme && was.Unit == f.Unit && was.Initiative == f.Initiative && was.Source == f.Source {
			f.ID = was.ID
			draft.Update(s, f)
			return draft, nil
		}
	}
	f.ID = graph.FundingID(graph.NewID(s, graph.KindFunding, purpose+" "+string(period.ID)+" "+f.Source))
	draft.Create(f)
	return draft, nil
}

// purposeOf is the ids of what is funded, joined; each must be there.
func purposeOf(s *graph.Snapshot, f *graph.Funding) (string, error) {
	var ids []string
	for _, ref := range []graph.Ref{f.Initiative.Ref(), f.Unit.Ref(), f.Theme.Ref()} {
		if ref.IsZero() {
			continue
		}
		var err error
		switch ref.Kind {
		case graph.KindInitiative:
			_, err = change.Known[*graph.Initiative](s, f.Initiative)
		case graph.KindUnit:
			_, err = change.Known[*graph.Unit](s, f.Unit)
		default:
			_, err = change.Known[*graph.Theme](s, f.Theme)
		}
		if err != nil {
			return "", err
		}
		ids = append(ids, ref.ID)
	}
	if len(ids) == 0 {
		return "", fault.Invalidf("Name a theme, a unit or an initiative", "the funding is for nothing")
	}
	return strings.Join(ids, " "), nil
}

// amount holds that the funding is an amount of days or of money.
func amount(f *graph.Funding) error {
	days, money := float64(f.Days), f.Money
	switch {
	case !(days >= 0 && days < 1e15) || !(money >= 0 && money < 1e15):
		return fault.Invalidf("Write 0 or more", "the amount is no quantity")
	case days > 0 && money > 0:
		return fault.Invalidf("Keep one of days and money", "the funding is given in days and in money")
	case money > 0 && !regexp.MustCompile(`^[A-Z]{3}$`).MatchString(f.Currency):
		return fault.Invalidf("Write it in three letters, for instance EUR", "%s is no currency", finding.Quote(f.Currency))
	case money == 0 && f.Currency != "":
		return fault.Invalidf("Give an amount, or leave the currency out", "a currency without money says nothing")
	}
	return nil
}

// Limit is a constraint on the plan.
type Limit struct {
	Kind        graph.ConstraintKind
	Statement   string
	Forces      string // what must happen
	Forbids     string // what must not
	Units       []graph.UnitID
	Initiatives []graph.InitiativeID
	Answers     graph.PersonID
	Due         graph.Date
	Until       graph.Date
}

// Constrain declares a constraint. The same one again changes nothing.
func Constrain(s *graph.Snapshot, by change.By, in Limit) (change.Draft, error) {
	draft := change.Draft{Verb: "constraint.declared"}
	statement, err := change.Said(in.Statement, "statement", "Say it, for instance: notices go out within 30 days")
	if err != nil {
		return draft, err
	}
	c := &graph.Constraint{
		Kind: in.Kind, Statement: statement, Forces: strings.TrimSpace(in.Forces), Forbids: strings.TrimSpace(in.Forbids),
		Units: slices.Clone(in.Units), Initiatives: slices.Clone(in.Initiatives), Answers: in.Answers, Due: in.Due, Until: in.Until,
	}
	switch {
	case c.Forces == "" && c.Forbids == "":
		return draft, fault.Invalidf("Say what it forces or forbids", "a constraint that forces and forbids nothing is none")
	case c.Until != 0 && c.Until < by.Day():
		return draft, fault.Invalidf("Choose a day from today on, or leave it out", "the constraint ended on %s", by.Words(c.Until))
	}
	for was := range graph.All[*graph.Constraint](s) {
		if !strings.EqualFold(was.Statement, statement) || was.Until != 0 && was.Until < by.Day() {
			continue
		}
		if c.ID = was.ID; change.Same(c, was) {
			return draft, nil
		}
		return draft, fault.Invalidf("Change that one", "%s is declared already as %s", finding.Quote(statement), was.ID)
	}
	c.ID = graph.ConstraintID(graph.NewID(s, graph.KindConstraint, statement))
	draft.Create(c)
	return draft, nil
}
