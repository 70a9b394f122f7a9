package graph

import (
	"time"

	"github.com/go-json-experiment/json"
)

// Survey asks people to rank what they think the strategy is.
type Survey struct {
	head     `json:"-"`
	ID       SurveyID  `json:"-"`
	Name     string    `json:"name"`
	Question string    `json:"question,omitzero"`
	Themes   []ThemeID `json:"themes,omitzero"` // what is to be ranked
	Units    []UnitID  `json:"units,omitzero"`
	Opens    Date      `json:"opens,omitzero"`
	Closes   Date      `json:"closes,omitzero"`
}

// Label is the survey's name.
func (r *Survey) Label() string { return r.Name }

// Response is one answer to a survey. It holds no person: once sent it cannot be linked to one.
type Response struct {
	head    `json:"-"`
	ID      ResponseID `json:"-"`
	Survey  SurveyID   `json:"survey"`
	Unit    UnitID     `json:"unit,omitzero"`
	Layer   int        `json:"layer,omitzero"` // how many steps below the top
	Ranking []ThemeID  `json:"ranking,omitzero"`
	Words   string     `json:"words,omitzero" personal:"true"`
}

// Label names the survey.
func (r *Response) Label() string { return "answer to " + string(r.Survey) }

// Comment is a remark on any record.
type Comment struct {
	head     `json:"-"`
	ID       CommentID `json:"-"`
	On       Ref       `json:"on"`
	By       PersonID  `json:"by,omitzero"`
	At       time.Time `json:"at,omitzero"`
	Text     string    `json:"text" personal:"true"`
	ReplyTo  CommentID `json:"reply_to,omitzero"`
	Resolved Date      `json:"resolved,omitzero"`
}

// Label names what it is on.
func (r *Comment) Label() string { return "comment on " + r.On.String() }

// Acknowledgement says that somebody has seen and understood a given version.
type Acknowledgement struct {
	head    `json:"-"`
	ID      AcknowledgementID `json:"-"`
	Of      Ref               `json:"of"`
	Version int32             `json:"version,omitzero"`
	By      PersonID          `json:"by"`
	At      time.Time         `json:"at,omitzero"`
}

// Label names what was acknowledged.
func (r *Acknowledgement) Label() string { return "acknowledgement of " + r.Of.String() }

// Waiver accepts a finding for now: who, why, until when.
type Waiver struct {
	head   `json:"-"`
	ID     WaiverID `json:"-"`
	Code   string   `json:"code"`        // the finding's code
	On     Ref      `json:"on,omitzero"` // the record; zero waives the code everywhere
	By     PersonID `json:"by"`
	Reason string   `json:"reason"`
	Until  Date     `json:"until"` // the last day it holds
}

// Label names the finding and the record.
func (r *Waiver) Label() string { return "waiver of " + r.Code }

// View is a saved view of a page.
type View struct {
	head    `json:"-"`
	ID      ViewID   `json:"-"`
	Name    string   `json:"name"`
	Address string   `json:"address"` // the page with its filters
	By      PersonID `json:"by,omitzero"`
	Shared  bool     `json:"shared,omitzero"`
}

// Label is the view's name.
func (r *View) Label() string { return r.Name }

// Proposal is a draft of changes by somebody or an assistant, to be confirmed by a person.
type Proposal struct {
	head      `json:"-"`
	ID        ProposalID `json:"-"`
	Title     string     `json:"title"`
	Changes   []Proposed `json:"changes,omitzero"`
	By        PersonID   `json:"by,omitzero"`
	Expires   Date       `json:"expires,omitzero"`
	Confirmed PersonID   `json:"confirmed,omitzero"`
}

// Proposed is one record as it would become.
type Proposed struct {
	Record  Ref    `json:"record"`
	Body    string `json:"body,omitzero"`    // the document as text; empty proposes to remove the record
	Partial bool   `json:"partial,omitzero"` // the document has only the fields that are to change; null takes one out
	Version int32  `json:"version,omitzero"` // the version its author saw; 0 where there was none
}

// Named is every record that the change names: the one it is of, and those its document names. A document that cannot be read
// names none.
func (p Proposed) Named() []Ref {
	out := []Ref{p.Record}
	r, err := New(p.Record)
	if err != nil || p.Body == "" || json.Unmarshal([]byte(p.Body), r) != nil {
		return out
	}
	for _, m := range Mentions(r) {
		out = append(out, m.To)
	}
	return out
}

// Label is the title.
func (r *Proposal) Label() string { return r.Title }

// Framework is a way of scoring, with its inputs and their anchors.
type Framework struct {
	head    `json:"-"`
	ID      FrameworkID `json:"-"`
	Name    string      `json:"name"`
	Inputs  []Input     `json:"inputs,omitzero"`
	Formula string      `json:"formula,omitzero"`
	Lower   bool        `json:"lower_is_better,omitzero"`
	Units   []UnitID    `json:"units,omitzero"`
}

// Input is one thing a framework asks, with what its values mean.
type Input struct {
	Name    string   `json:"name"`
	Anchors []Anchor `json:"anchors,omitzero"`
}

// Anchor is a value and what it stands for.
type Anchor struct {
	Value float64 `json:"value"`
	Words string  `json:"words"`
}

// Label is the framework's name.
func (r *Framework) Label() string { return r.Name }

// Score is an item's score in a framework.
type Score struct {
	head       `json:"-"`
	ID         ScoreID      `json:"-"`
	Initiative InitiativeID `json:"initiative"`
	Framework  FrameworkID  `json:"framework"`
	Unit       UnitID       `json:"unit"`
	Inputs     []Given      `json:"inputs,omitzero"`
	Value      float64      `json:"value,omitzero"`
	By         PersonID     `json:"by,omitzero"`
	At         time.Time    `json:"at,omitzero"`
}

// Given is the value of one input.
type Given struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
}

// Label names what was scored.
func (r *Score) Label() string { return "score of " + string(r.Initiative) }

// Ranking is a unit's declared order, first is best.
type Ranking struct {
	head   `json:"-"`
	ID     RankingID      `json:"-"`
	Unit   UnitID         `json:"unit"`
	Period PeriodID       `json:"period,omitzero"`
	Order  []InitiativeID `json:"order,omitzero"`
}

// Label names the unit.
func (r *Ranking) Label() string { return "ranking of " + string(r.Unit) }

// Override says why a rank differs from the score.
type Override struct {
	head       `json:"-"`
	ID         OverrideID   `json:"-"`
	Initiative InitiativeID `json:"initiative"`
	Unit       UnitID       `json:"unit"`
	Rank       int          `json:"rank"`
	Why        string       `json:"why"`
	By         PersonID     `json:"by,omitzero"`
	On         Date         `json:"on,omitzero"`
}

// Label names what was moved.
func (r *Override) Label() string { return "override for " + string(r.Initiative) }

// Scenario is a named set of hypothetical changes on a base.
type Scenario struct {
	head    `json:"-"`
	ID      ScenarioID `json:"-"`
	Name    string     `json:"name"`
	Base    time.Time  `json:"base,omitzero"`
	Changes []Proposed `json:"changes,omitzero"`
	By      PersonID   `json:"by,omitzero"`
}

// Label is the scenario's name.
func (r *Scenario) Label() string { return r.Name }

// Displacement says what an addition pushed out, asked and decided by whom, under which right, at what cost.
type Displacement struct {
	head      `json:"-"`
	ID        DisplacementID `json:"-"`
	Added     InitiativeID   `json:"added"`
	Displaced InitiativeID   `json:"displaced"`
	AskedBy   PersonID       `json:"asked_by,omitzero"`
	DecidedBy PersonID       `json:"decided_by,omitzero"`
	Right     RightID        `json:"right,omitzero"`
	Days      Days           `json:"days,omitzero"`
	SeenBy    []PersonID     `json:"seen_by,omitzero"`
	On        Date           `json:"on,omitzero"`
}

// Label names both sides.
func (r *Displacement) Label() string { return string(r.Added) + " displaced " + string(r.Displaced) }
