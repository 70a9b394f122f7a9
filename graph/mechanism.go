package graph

import "time"

// Act is one move in the negotiation of a dependency.
type Act string

// The acts of a dependency's thread.
const (
	Ask         Act = "ask"
	Offer       Act = "offer"
	Counter     Act = "counter"
	Commit      Act = "commit"
	Decline     Act = "decline"
	Renegotiate Act = "renegotiate"
	Deliver     Act = "deliver"
	Break       Act = "break"
)

// Dependency says who needs what from whom by when, and how it was negotiated.
type Dependency struct {
	head       `json:"-"`
	ID         DependencyID `json:"-"`
	What       string       `json:"what"`
	From       UnitID       `json:"from"` // the unit that needs it
	On         UnitID       `json:"on"`   // the unit it is needed from
	Initiative InitiativeID `json:"initiative,omitzero"`
	NeededBy   Date         `json:"needed_by,omitzero"`
	Days       Days         `json:"days,omitzero"` // the asked unit's effort
	Turns      []Turn       `json:"turns,omitzero"`
}

// Turn is one act with its time, oldest first.
type Turn struct {
	Act   Act       `json:"act"`
	At    time.Time `json:"at"`
	Unit  UnitID    `json:"unit,omitzero"`
	By    PersonID  `json:"by,omitzero"`
	Date  Date      `json:"date,omitzero"` // the day asked for, offered or promised
	Words string    `json:"words,omitzero"`
}

// Label is what is needed.
func (r *Dependency) Label() string { return r.What }

// Last is the last act, "" without turns.
func (r *Dependency) Last() Act {
	if len(r.Turns) == 0 {
		return ""
	}
	return r.Turns[len(r.Turns)-1].Act
}

// Open reports whether nothing final happened yet.
func (r *Dependency) Open() bool {
	switch r.Last() {
	case Deliver, Break, Decline:
		return false
	}
	return true
}

// Promised is the last day that was committed to, 0 when there is none or it was taken back.
func (r *Dependency) Promised() Date {
	for i := len(r.Turns) - 1; i >= 0; i-- {
		switch r.Turns[i].Act {
		case Commit:
			return r.Turns[i].Date
		case Decline, Renegotiate:
			return 0
		}
	}
	return 0
}

// DecisionState is where a decision stands.
type DecisionState string

// The states of a decision.
const (
	DecisionOpen       DecisionState = "open"
	DecisionDecided    DecisionState = "decided"
	DecisionSuperseded DecisionState = "superseded"
	DecisionDropped    DecisionState = "dropped"
)

// Decision is a question that somebody decides. One decider is clean; none or several is a finding.
type Decision struct {
	head         `json:"-"`
	ID           DecisionID    `json:"-"`
	Question     string        `json:"question"`
	Domain       string        `json:"domain,omitzero"` // the decision domain of the rights catalogue
	Options      []string      `json:"options,omitzero"`
	Criteria     []string      `json:"criteria,omitzero"`
	Deciders     []PersonID    `json:"deciders,omitzero"` // who is claimed to decide
	Consulted    []PersonID    `json:"consulted,omitzero"`
	Unit         UnitID        `json:"unit,omitzero"`
	Initiative   InitiativeID  `json:"initiative,omitzero"`
	State        DecisionState `json:"state"`
	Raised       Date          `json:"raised,omitzero"`
	Due          Date          `json:"due,omitzero"`
	Escalated    Date          `json:"escalated,omitzero"` // the day it was passed upwards
	Decided      Date          `json:"decided,omitzero"`
	Chosen       string        `json:"chosen,omitzero"`
	Theme        ThemeID       `json:"theme,omitzero"` // the theme the choice favours
	Rationale    string        `json:"rationale,omitzero"`
	Principle    PrincipleID   `json:"principle,omitzero"`
	Reverses     DecisionID    `json:"reverses,omitzero"`
	SupersededBy DecisionID    `json:"superseded_by,omitzero"`
	Review       Date          `json:"review,omitzero"`
}

// Label is the question.
func (r *Decision) Label() string { return r.Question }

// Right says who decides in a domain, within limits.
type Right struct {
	head     `json:"-"`
	ID       RightID    `json:"-"`
	Domain   string     `json:"domain"`
	Limits   string     `json:"limits,omitzero"`
	Decider  PersonID   `json:"decider,omitzero"`
	Unit     UnitID     `json:"unit,omitzero"`
	Consult  []PersonID `json:"consult,omitzero"`
	Delegate PersonID   `json:"delegate,omitzero"`
	Until    Date       `json:"until,omitzero"`
}

// Label is the domain.
func (r *Right) Label() string { return r.Domain }

// Escalation passes a decision upwards, with a clock.
type Escalation struct {
	head     `json:"-"`
	ID       EscalationID `json:"-"`
	Decision DecisionID   `json:"decision"`
	From     PersonID     `json:"from,omitzero"`
	To       PersonID     `json:"to,omitzero"`
	Why      string       `json:"why"`
	At       time.Time    `json:"at"`
	Due      Date         `json:"due,omitzero"`
	Outcome  string       `json:"outcome,omitzero"`
	Closed   Date         `json:"closed,omitzero"`
}

// Label says what is escalated and why.
func (r *Escalation) Label() string { return "escalation of " + string(r.Decision) }

// Form is the questions an intake asks.
type Form struct {
	head      `json:"-"`
	ID        FormID   `json:"-"`
	Name      string   `json:"name"`
	Unit      UnitID   `json:"unit"`
	Questions []string `json:"questions,omitzero"`
}

// Label is the form's name.
func (r *Form) Label() string { return r.Name }

// Lane is a queue of an intake with its own answer time and share.
type Lane struct {
	head       `json:"-"`
	ID         LaneID `json:"-"`
	Name       string `json:"name"`
	Unit       UnitID `json:"unit"`
	AnswerDays int    `json:"answer_days,omitzero"` // working days within which an answer is promised
	Share      Share  `json:"share,omitzero"`       // share of the unit's capacity
}

// Label is the lane's name.
func (r *Lane) Label() string { return r.Name }

// RequestState is where a request stands.
type RequestState string

// The states of a request.
const (
	RequestOpen     RequestState = "open"
	RequestAccepted RequestState = "accepted"
	RequestDeclined RequestState = "declined"
	RequestMerged   RequestState = "merged"
	RequestPlanned  RequestState = "planned"
	RequestDone     RequestState = "done"
)

// Request is what one unit asks of another through its intake.
type Request struct {
	head       `json:"-"`
	ID         RequestID    `json:"-"`
	Title      string       `json:"title"`
	From       UnitID       `json:"from"`
	To         UnitID       `json:"to"`
	Lane       LaneID       `json:"lane,omitzero"`
	Pain       string       `json:"pain,omitzero"`
	Wanted     string       `json:"wanted,omitzero"`
	Urgency    string       `json:"urgency,omitzero"` // in the requester's terms
	Success    string       `json:"success,omitzero"`
	By         Date         `json:"by,omitzero"`
	Asked      Date         `json:"asked,omitzero"`
	AnswerBy   Date         `json:"answer_by,omitzero"`
	Answered   Date         `json:"answered,omitzero"`
	State      RequestState `json:"state"`
	Reason     string       `json:"reason,omitzero"`
	MergedInto RequestID    `json:"merged_into,omitzero"`
	Initiative InitiativeID `json:"initiative,omitzero"`
}

// Label is the title.
func (r *Request) Label() string { return r.Title }

// Ritual is a recurring forum.
type Ritual struct {
	head    `json:"-"`
	ID      RitualID `json:"-"`
	Name    string   `json:"name"`
	Purpose string   `json:"purpose,omitzero"`
	Every   string   `json:"every,omitzero"` // for instance "2 weeks"
	Unit    UnitID   `json:"unit,omitzero"`
	Agenda  []string `json:"agenda,omitzero"`
}

// Label is the ritual's name.
func (r *Ritual) Label() string { return r.Name }

// Review is one sitting of a ritual.
type Review struct {
	head      `json:"-"`
	ID        ReviewID     `json:"-"`
	Ritual    RitualID     `json:"ritual,omitzero"`
	Name      string       `json:"name"`
	On        Date         `json:"on"`
	PreRead   string       `json:"pre_read,omitzero"`
	Outcomes  []string     `json:"outcomes,omitzero"`
	Decisions []DecisionID `json:"decisions,omitzero"`
}

// Label is the review's name.
func (r *Review) Label() string { return r.Name }

// Baseline is a plan locked at a point of the history.
type Baseline struct {
	head       `json:"-"`
	ID         BaselineID  `json:"-"`
	Name       string      `json:"name"`
	Period     PeriodID    `json:"period"`
	At         time.Time   `json:"at"` // the plan as it stood then
	Signatures []Signature `json:"signatures,omitzero"`
	Note       string      `json:"note,omitzero"`
}

// Signature is somebody's name under a plan.
type Signature struct {
	By   PersonID  `json:"by"`
	Unit UnitID    `json:"unit,omitzero"`
	At   time.Time `json:"at,omitzero"`
}

// Label is the baseline's name.
func (r *Baseline) Label() string { return r.Name }

// ChangeCause is why a locked plan changes.
type ChangeCause string

// The causes of change after a lock.
const (
	CauseRegulatory ChangeCause = "regulatory"
	CauseIncident   ChangeCause = "incident"
	CauseCustomer   ChangeCause = "customer"
	CauseLeadership ChangeCause = "leadership"
	CauseDiscovery  ChangeCause = "discovery"
	CausePeople     ChangeCause = "people"
)

// ChangeRequest is a typed change to a locked plan.
type ChangeRequest struct {
	head        `json:"-"`
	ID          ChangeRequestID `json:"-"`
	Title       string          `json:"title"`
	Baseline    BaselineID      `json:"baseline"`
	Cause       ChangeCause     `json:"cause"`
	Initiatives []InitiativeID  `json:"initiatives,omitzero"`
	Impact      string          `json:"impact,omitzero"`
	Days        Days            `json:"days,omitzero"`
	Raised      Date            `json:"raised,omitzero"`
	Approver    PersonID        `json:"approver,omitzero"`
	Approved    Date            `json:"approved,omitzero"`
	Rejected    Date            `json:"rejected,omitzero"`
}

// Label is the title.
func (r *ChangeRequest) Label() string { return r.Title }
