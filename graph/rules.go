package graph

import "fmt"

// The structural rules of each kind on its own. Rules that need other records are in check.go.

func (r *Unit) rules(b *rulebook) {
	b.need("name", r.Name, "Core Services Platform")
	b.positive("people", float64(r.People))
	b.ordered("from", "until", r.From, r.Until)
	b.criteria("value", r.Value)
	b.criteria("urgency", r.Urgency)
	b.criteria("success", r.Success)
}

// criteria holds that the weights of a list sum to 1, when any weight is given.
func (b *rulebook) criteria(field string, list []Criterion) {
	var sum float64
	seen := make(map[DimensionID]bool)
	for i, c := range list {
		at := fmt.Sprintf("%s[%d]", field, i)
		b.need(at+".dimension", string(c.Dimension), "stability")
		b.share(at+".weight", c.Weight)
		if seen[c.Dimension] {
			b.broken(at, "Keep one line for each dimension", "%q stands twice in %s", string(c.Dimension), field)
		}
		seen[c.Dimension] = true
		sum += float64(c.Weight)
	}
	if sum > 0 && (sum < 1-1e-6 || sum > 1+1e-6) {
		b.broken(field, "Change the weights so that they sum to 1", "the weights of %s sum to %.4g", field, sum)
	}
}

func (r *Person) rules(b *rulebook) { b.ordered("from", "until", r.From, r.Until) }

func (r *Dimension) rules(b *rulebook) {
	b.need("name", r.Name, "Stability")
	listed(b, "list", r.List, ListValue, ListUrgency, ListSuccess)
}

func (r *Period) rules(b *rulebook) {
	b.need("name", r.Name, "2026 H2")
	listed(b, "kind", r.Kind, Year, Half, Quarter, Month, Own)
	if r.Start == 0 || r.End == 0 {
		b.broken("start", "Write start and end as days, for instance 2026-07-01 and 2026-12-31", "the period has no start or no end")
	}
	if r.End < r.Start && r.Start != 0 && r.End != 0 {
		b.broken("end", "Put the end on or after the start", "the period ends (%s) before it starts (%s)", r.End, r.Start)
	}
	b.share("reserve", r.Reserve)
}

func (r *Capacity) rules(b *rulebook) {
	b.need("unit", string(r.Unit), "core-services")
	b.need("period", string(r.Period), "2026-h2")
	b.positive("days", float64(r.Days))
	b.positive("rate", r.Rate)
	for i, c := range r.CarveOut {
		b.need(fmt.Sprintf("carve_outs[%d].name", i), c.Name, "on-call")
		b.positive(fmt.Sprintf("carve_outs[%d].days", i), float64(c.Days))
	}
	if r.SetAside() > r.Days {
		b.broken("carve_outs", "Lower the carve-outs or raise the days", "the carve-outs take %.4g of %.4g days", float64(r.SetAside()), float64(r.Days))
	}
}

func (r *Theme) rules(b *rulebook) {
	b.need("name", r.Name, "Keep borrowers in good standing")
	b.ordered("from", "until", r.From, r.Until)
}

func (r *Principle) rules(b *rulebook) {
	b.need("prefer", r.Prefer, "A kept promise")
	b.need("over", r.Over, "a new feature")
}

func (r *Intent) rules(b *rulebook) {
	listed(b, "level", r.Level, Stated, Assigned, Interpreted)
	b.need("unit", string(r.Unit), "core-services")
	b.need("period", string(r.Period), "2026-h2")
	b.whole("shares", r.Shares)
	if r.Receipt.State != "" {
		listed(b, "receipt.state", r.Receipt.State, Draft, Sent, Returned, Accepted)
	}
	if r.Receipt.State == Returned && r.Receipt.Reason == "" {
		b.broken("receipt.reason", "Say why it was returned, so that the unit can answer", "the receipt was returned without a reason")
	}
	if !r.Receipt.AnsweredAt.IsZero() && r.Receipt.AnsweredAt.Before(r.Receipt.SentAt) {
		b.broken("receipt.answered_at", "Put the answer after the sending", "the receipt was answered before it was sent")
	}
}

func (r *Outcome) rules(b *rulebook) {
	b.need("name", r.Name, "Decision in 4 hours")
	b.whole("themes", r.Themes)
	if r.Primary != "" && len(r.Themes) > 0 && r.Themes.Of(r.Primary) == 0 {
		b.broken("primary", "Choose one of the outcome's themes", "the primary theme %q is not among its themes", string(r.Primary))
	}
	if r.Metric.Direction != "" {
		listed(b, "metric.direction", r.Metric.Direction, Up, Down)
	}
	for i, v := range r.Readings {
		at := fmt.Sprintf("readings[%d]", i)
		b.share(at+".confidence", v.Confidence)
		if v.On == 0 {
			b.broken(at+".on", "Write the day of the reading", "the reading has no day")
		}
		if i > 0 && v.On < r.Readings[i-1].On {
			b.broken(at+".on", "Keep the readings in the order of their days", "the reading of %s stands after the one of %s", v.On, r.Readings[i-1].On)
		}
	}
}

func (r *Incentive) rules(b *rulebook) {
	b.need("rewards", r.Rewards, "Monthly new accounts")
	b.share("weight", r.Weight)
	if r.Unit == "" && r.Role == "" {
		b.broken("unit", "Name a unit or a role", "the incentive rewards nobody")
	}
}

func (r *Initiative) rules(b *rulebook) {
	b.need("name", r.Name, "Hardship self-service")
	listed(b, "state", r.State, Candidate, Likely, Committed, Started, Done, Stopped)
	if r.Source != "" {
		listed(b, "source", r.Source, FromPlan, FromRequest, FromWaiting, FromBacklog)
	}
	for i, p := range r.Participants {
		at := fmt.Sprintf("participants[%d]", i)
		b.need(at+".unit", string(p.Unit), "core-services")
		b.positive(at+".days", float64(p.Days))
	}
	b.contributions(r.Contributes)
	for i, s := range r.Steps {
		b.need(fmt.Sprintf("steps[%d].name", i), s.Name, "alpha")
		b.positive(fmt.Sprintf("steps[%d].days", i), float64(s.Days))
	}
	for i, l := range r.Links {
		listed(b, fmt.Sprintf("links[%d].kind", i), l.Kind, SeeAlso, Replaces, Blocks)
		if l.Initiative == r.ID {
			b.broken(fmt.Sprintf("links[%d]", i), "Link it to another initiative", "the initiative links to itself")
		}
	}
	for i, a := range r.Assumptions {
		b.need(fmt.Sprintf("assumptions[%d].words", i), a.Words, "Partners accept the new contract")
	}
	for i, a := range r.Kill {
		b.need(fmt.Sprintf("kill[%d].words", i), a.Words, "Fewer than 100 borrowers use it by May")
	}
}

func (b *rulebook) contributions(list []Contribution) {
	var sum float64
	for i, c := range list {
		at := fmt.Sprintf("contributes[%d]", i)
		b.share(at+".share", c.Share)
		sum += float64(c.Share)
		if (c.Outcome == "") == (c.Theme == "") {
			b.broken(at, "Name either an outcome or a theme", "the contribution names both or neither of outcome and theme")
		}
	}
	b.atMostOne("contributes", sum)
}

func (r *Work) rules(b *rulebook) {
	b.need("title", r.Title, "Move the nightly batch")
	b.positive("size", float64(r.Size))
	begun := int64(0)
	for i, t := range r.States {
		at := fmt.Sprintf("states[%d]", i)
		if t.State < Opened || t.State > Dropped {
			b.broken(at, "Use opened, started, paused, finished or dropped", "the state is none that is known")
		}
		if i > 0 && t.At < r.States[i-1].At {
			b.broken(at, "Keep the states in the order of time", "%s (%s) comes before %s (%s)",
				t.State, secondsDate(t.At), r.States[i-1].State, secondsDate(r.States[i-1].At))
			if t.State == Finished && r.States[i-1].At == begun {
				b.out[len(b.out)-1].Sentence = fmt.Sprintf("the work was finished (%s) before it was started (%s)", secondsDate(t.At), secondsDate(begun))
			}
		}
		if t.State == Begun {
			begun = t.At
		}
	}
	for i, l := range r.Logged {
		b.positive(fmt.Sprintf("logged[%d]", i), float64(l.Days))
	}
	for i, k := range r.Blocked {
		if k.To != 0 && k.To < k.From {
			b.broken(fmt.Sprintf("blocked[%d]", i), "Put the end of the wait after its start", "the wait ends before it starts")
		}
	}
}

func (r *Funding) rules(b *rulebook) {
	b.need("period", string(r.Period), "2026-h2")
	b.positive("days", float64(r.Days))
	b.positive("money", r.Money)
	if r.Theme == "" && r.Unit == "" && r.Initiative == "" {
		b.broken("theme", "Name a theme, a unit or an initiative", "the funding is for nothing")
	}
	if r.Days > 0 && r.Money > 0 {
		b.broken("money", "Keep one of days and money", "the funding is given in days and in money")
	}
}

func (r *Constraint) rules(b *rulebook) {
	b.need("statement", r.Statement, "Notices go out within 30 days")
	listed(b, "kind", r.Kind, FundingConstraint, GovernanceConstraint, RegulatoryConstraint, PlatformConstraint, OperationalConstraint)
}
