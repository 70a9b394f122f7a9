package graph

import "time"

// Commitment is how firm an initiative is.
type Commitment string

// The commitments, loosest first; done and stopped are the two ends.
const (
	Candidate Commitment = "candidate"
	Likely    Commitment = "likely"
	Committed Commitment = "committed"
	Started   Commitment = "started"
	Done      Commitment = "done"
	Stopped   Commitment = "stopped"
)

// Planned reports whether days of the initiative count as planned: committed, started or done.
func (c Commitment) Planned() bool { return c == Committed || c == Started || c == Done }

// Demand reports whether the initiative asks for capacity that is still open: committed, started or likely.
func (c Commitment) Demand() bool { return c == Likely || c == Committed || c == Started }

// Initiative is a piece of change that units spend days on.
type Initiative struct {
	head         `json:"-"`
	ID           InitiativeID    `json:"-"`
	Name         string          `json:"name"`
	Summary      string          `json:"summary,omitzero"`
	Owner        UnitID          `json:"owner,omitzero"`
	Lead         PersonID        `json:"lead,omitzero"`
	State        Commitment      `json:"state"`
	Source       InitiativeRoot  `json:"source,omitzero"` // where the work comes from; empty means planned
	Periods      []PeriodID      `json:"periods,omitzero"`
	Participants []Participation `json:"participants,omitzero"`
	Contributes  []Contribution  `json:"contributes,omitzero"` // shares sum to at most 1; what is missing is unlinked
	Steps        []Step          `json:"steps,omitzero"`
	Links        []Link          `json:"links,omitzero"`
	Mandate      Mandate         `json:"mandate,omitzero"`
	Assumptions  []Assumption    `json:"assumptions,omitzero"`
	Kill         []Assumption    `json:"kill,omitzero"` // criteria that stop it when they come true
	Key          string          `json:"key,omitzero"`  // its name in the place it came from
	URL          string          `json:"url,omitzero"`
	Audience     []PersonID      `json:"audience,omitzero"` // not empty: confidential to these
}

// InitiativeRoot says where the work of an initiative comes from.
type InitiativeRoot string

// The roots of work. Only planned work was chosen; the others arrived.
const (
	FromPlan    InitiativeRoot = "plan"
	FromRequest InitiativeRoot = "requests" // unplanned requests
	FromWaiting InitiativeRoot = "waiting"  // time lost waiting on another unit
	FromBacklog InitiativeRoot = "backlog"  // a local list without an outcome
)

// Participation is a unit's days on an initiative in a period.
type Participation struct {
	Unit   UnitID   `json:"unit"`
	Days   Days     `json:"days"`
	Period PeriodID `json:"period,omitzero"` // empty spreads the days over the initiative's periods by working days
}

// Contribution is a share of an initiative that serves an outcome, or a theme directly. One of the two is set.
type Contribution struct {
	Outcome OutcomeID `json:"outcome,omitzero"`
	Theme   ThemeID   `json:"theme,omitzero"`
	Share   Share     `json:"share"`
}

// Step is a part of an initiative with a name, such as alpha, beta, stable.
type Step struct {
	Name   string   `json:"name"`
	Period PeriodID `json:"period,omitzero"`
	Days   Days     `json:"days,omitzero"`
	Done   bool     `json:"done,omitzero"`
}

// LinkKind is how one initiative stands to another.
type LinkKind string

// The kinds of link.
const (
	SeeAlso  LinkKind = "see-also"
	Replaces LinkKind = "replaces"
	Blocks   LinkKind = "blocks"
)

// Link points to another initiative.
type Link struct {
	Kind       LinkKind     `json:"kind"`
	Initiative InitiativeID `json:"initiative"`
}

// Mandate is an obligation from outside: a law, a contract, a board.
type Mandate struct {
	Source string `json:"source,omitzero"`
	Words  string `json:"words,omitzero"`
	Due    Date   `json:"due,omitzero"`
}

// Assumption is something held to be true, to be looked at again on a day.
type Assumption struct {
	Words    string `json:"words"`
	Review   Date   `json:"review,omitzero"`
	Reviewed Date   `json:"reviewed,omitzero"` // the day it was last looked at
	Holds    string `json:"holds,omitzero"`    // what was found
}

// Label is the initiative's name.
func (r *Initiative) Label() string { return r.Name }

// Move is a state a work item can be in.
type Move uint8

// The states of work, as a tracker tells them.
const (
	Opened Move = iota + 1
	Begun
	Paused // displaced by something else
	Finished
	Dropped
)

// Transition is a change of state of a work item, in Unix seconds.
type Transition struct {
	State Move
	At    int64
}

// Logged is time spent on a work item on one day.
type Logged struct {
	On   Date
	Days float32
}

// Block is a span in which a work item waited for another unit, in Unix seconds; To is 0 while it lasts.
type Block struct {
	On   UnitID
	From int64
	To   int64
}

// Work is an item of a tracker. There may be a million, so it is compact: times are seconds,
// size is in the unit's own points, and its document is decoded by hand.
type Work struct {
	head       `json:"-"`
	ID         WorkID       `json:"-"`
	Key        string       `json:"key,omitzero"` // its key in the tracker when that differs from the id
	Title      string       `json:"title"`
	URL        string       `json:"url,omitzero"`
	Unit       UnitID       `json:"unit,omitzero"`
	Initiative InitiativeID `json:"initiative,omitzero"`
	Size       float32      `json:"size,omitzero"` // in the unit's own points; 0 is not sized
	States     []Transition `json:"states,omitzero"`
	Logged     []Logged     `json:"logged,omitzero"`
	Blocked    []Block      `json:"blocked,omitzero"`
}

// Label is the title.
func (r *Work) Label() string { return r.Title }

// State is the last state, 0 for an item without any.
func (r *Work) State() Move {
	if len(r.States) == 0 {
		return 0
	}
	return r.States[len(r.States)-1].State
}

// When is the time in Unix seconds at which the item last entered the state; ok is false when it never did.
func (r *Work) When(m Move) (at int64, ok bool) {
	for i := len(r.States) - 1; i >= 0; i-- {
		if r.States[i].State == m {
			return r.States[i].At, true
		}
	}
	return 0, false
}

// FinishedOn is the day the item was finished, 0 while it is not.
func (r *Work) FinishedOn() Date {
	if r.State() != Finished {
		return 0
	}
	return secondsDate(r.States[len(r.States)-1].At)
}

func secondsDate(s int64) Date { return DateOf(time.Unix(s, 0)) }

// Funding is money or days for a theme, a unit or an initiative in a period.
type Funding struct {
	head       `json:"-"`
	ID         FundingID    `json:"-"`
	Period     PeriodID     `json:"period"`
	Theme      ThemeID      `json:"theme,omitzero"`
	Unit       UnitID       `json:"unit,omitzero"`
	Initiative InitiativeID `json:"initiative,omitzero"`
	Days       Days         `json:"days,omitzero"`
	Money      float64      `json:"money,omitzero"`    // turned into days by the capacity's rate
	Currency   string       `json:"currency,omitzero"` // three letters
	Source     string       `json:"source,omitzero"`
}

// Label names what is funded.
func (r *Funding) Label() string {
	for _, n := range []string{string(r.Initiative), string(r.Unit), string(r.Theme)} {
		if n != "" {
			return "funding of " + n + " in " + string(r.Period)
		}
	}
	return "funding in " + string(r.Period)
}

// ConstraintKind is where a constraint comes from.
type ConstraintKind string

// The kinds of constraint.
const (
	FundingConstraint     ConstraintKind = "funding"
	GovernanceConstraint  ConstraintKind = "governance"
	RegulatoryConstraint  ConstraintKind = "regulatory"
	PlatformConstraint    ConstraintKind = "platform"
	OperationalConstraint ConstraintKind = "operational"
)

// Constraint is a limit on the plan: what it forces or forbids, and who answers for it.
type Constraint struct {
	head        `json:"-"`
	ID          ConstraintID   `json:"-"`
	Kind        ConstraintKind `json:"kind"`
	Statement   string         `json:"statement"`
	Forces      string         `json:"forces,omitzero"`
	Forbids     string         `json:"forbids,omitzero"`
	Units       []UnitID       `json:"units,omitzero"`
	Initiatives []InitiativeID `json:"initiatives,omitzero"`
	Answers     PersonID       `json:"answers,omitzero"`
	Due         Date           `json:"due,omitzero"`
	Until       Date           `json:"until,omitzero"`
}

// Label is the statement.
func (r *Constraint) Label() string { return r.Statement }
