package graph

import "time"

// Theme is a strategic priority.
type Theme struct {
	head      `json:"-"`
	ID        ThemeID  `json:"-"`
	Name      string   `json:"name"`
	Short     string   `json:"short,omitzero"`
	Statement string   `json:"statement,omitzero"`
	Why       string   `json:"why,omitzero"`
	AntiGoals []string `json:"anti_goals,omitzero"` // what it does not mean
	Order     int      `json:"order,omitzero"`      // the fixed order on every page; 0 sorts by id after the numbered
	From      Date     `json:"from,omitzero"`
	Until     Date     `json:"until,omitzero"`
}

// Label is the theme's name.
func (r *Theme) Label() string { return r.Name }

// ShortName is the short name, else the name.
func (r *Theme) ShortName() string {
	if r.Short != "" {
		return r.Short
	}
	return r.Name
}

// Principle says what is preferred when two good things collide: A even over B.
type Principle struct {
	head   `json:"-"`
	ID     PrincipleID `json:"-"`
	Prefer string      `json:"prefer"`
	Over   string      `json:"over"`
	Why    string      `json:"why,omitzero"`
	Order  int         `json:"order,omitzero"`
}

// Label is the sentence "A even over B".
func (r *Principle) Label() string { return r.Prefer + " even over " + r.Over }

// Level is one of the three layers at which intent is declared.
type Level string

// The layers at which intent is declared.
const (
	Stated      Level = "stated"      // by the top, for the whole organisation
	Assigned    Level = "assigned"    // to a unit, by its parent
	Interpreted Level = "interpreted" // by the unit, in its own words
)

// Intent is the share of emphasis per theme for a unit in a period, at one layer.
type Intent struct {
	head        `json:"-"`
	ID          IntentID  `json:"-"`
	Level       Level     `json:"level"`
	Unit        UnitID    `json:"unit"`
	Period      PeriodID  `json:"period"`
	Shares      Shares    `json:"shares"`               // per theme; what is missing to 1 is reserved, linked to no theme
	Restatement string    `json:"restatement,omitzero"` // the whole in the unit's own words
	Readings    []Reading `json:"readings,omitzero"`    // how the unit reads each theme
	Measure     string    `json:"measure,omitzero"`     // how the unit will know
	Constraint  string    `json:"constraint,omitzero"`
	Stops       []string  `json:"stops,omitzero"` // what it will stop doing
	Receipt     Receipt   `json:"receipt,omitzero"`
}

// Label names the layer, the unit and the period.
func (r *Intent) Label() string {
	return string(r.Level) + " intent of " + string(r.Unit) + " for " + string(r.Period)
}

// Reading is how a unit reads one theme.
type Reading struct {
	Theme   ThemeID `json:"theme"`
	Words   string  `json:"words"`
	Measure string  `json:"measure,omitzero"`
	Differs bool    `json:"differs,omitzero"` // the parent holds that it means something else
}

// ReceiptState is where a catchball receipt stands.
type ReceiptState string

// The states of a receipt.
const (
	Draft    ReceiptState = "draft" // never sent yet
	Sent     ReceiptState = "sent"
	Returned ReceiptState = "returned"
	Accepted ReceiptState = "accepted"
)

// Receipt is the record of playing an interpretation back to whoever asked.
type Receipt struct {
	State      ReceiptState `json:"state,omitzero"` // empty means draft
	SentAt     time.Time    `json:"sent_at,omitzero"`
	SentBy     PersonID     `json:"sent_by,omitzero"`
	ReopenedAt time.Time    `json:"reopened_at,omitzero"` // since when an accepted one needs an answer again
	AnsweredAt time.Time    `json:"answered_at,omitzero"`
	AnsweredBy PersonID     `json:"answered_by,omitzero"`
	Reason     string       `json:"reason,omitzero"` // why it was returned
}

// WasSent reports whether the restatement was sent at least once.
func (r Receipt) WasSent() bool { return r.State != "" && r.State != Draft }

// Direction is which way a metric should move.
type Direction string

// The directions of a metric.
const (
	Up   Direction = "up"
	Down Direction = "down"
)

// Outcome is a change in the world that themes ask for, with a metric.
type Outcome struct {
	head     `json:"-"`
	ID       OutcomeID `json:"-"`
	Name     string    `json:"name"`
	Short    string    `json:"short,omitzero"`
	Owner    UnitID    `json:"owner,omitzero"`
	Themes   Shares    `json:"themes,omitzero"`  // weights, sum at most 1
	Primary  ThemeID   `json:"primary,omitzero"` // the one theme it is shown under
	Parent   OutcomeID `json:"parent,omitzero"`
	Period   PeriodID  `json:"period,omitzero"` // empty for what is bound to none
	Metric   Metric    `json:"metric,omitzero"`
	Readings []Value   `json:"readings,omitzero"` // oldest first
	Until    Date      `json:"until,omitzero"`    // last day it is pursued; not set while it is
}

// Evergreen reports whether the outcome is pursued without an end: it is bound to no period, and no day is due.
func (r *Outcome) Evergreen() bool { return r.Period == "" && r.Metric.Due == 0 }

// PursuedIn reports whether the outcome is still pursued as the period is looked at: today, or on the period's day
// that is nearest to it.
func (r *Outcome) PursuedIn(p *Period, today Date) bool {
	return r.Until == 0 || r.Until >= max(p.Start, min(today, p.End))
}

// Metric is what is counted and where it should go.
type Metric struct {
	Name      string    `json:"name,omitzero"`
	Unit      string    `json:"unit,omitzero"` // the unit of measure: %, hours, loans
	Baseline  float64   `json:"baseline,omitzero"`
	Target    float64   `json:"target,omitzero"`
	Direction Direction `json:"direction,omitzero"`
	Due       Date      `json:"due,omitzero"`
}

// Declared reports whether the metric has a target to be held against.
func (m Metric) Declared() bool { return m.Name != "" && m.Direction != "" }

// Value is one reading of a metric.
type Value struct {
	On         Date     `json:"on"`
	Value      float64  `json:"value"`
	Confidence Share    `json:"confidence,omitzero"` // how sure the owner is to reach the target
	By         PersonID `json:"by,omitzero"`
	Note       string   `json:"note,omitzero"`
}

// Label is the outcome's name.
func (r *Outcome) Label() string { return r.Name }

// ShortName is the short name, else the name.
func (r *Outcome) ShortName() string {
	if r.Short != "" {
		return r.Short
	}
	return r.Name
}

// PrimaryTheme is the declared primary theme, else the heaviest, ties to the first by id; "" without themes.
func (r *Outcome) PrimaryTheme() ThemeID {
	if r.Primary != "" || len(r.Themes) == 0 {
		return r.Primary
	}
	best := r.Themes[0]
	for _, s := range r.Themes[1:] {
		if s.Share > best.Share {
			best = s
		}
	}
	return best.Theme
}

// Incentive is what a unit or a role is rewarded for. It is confidential by default.
type Incentive struct {
	head     `json:"-"`
	ID       IncentiveID `json:"-"`
	Unit     UnitID      `json:"unit,omitzero"`
	Role     string      `json:"role,omitzero"` // a role instead of a unit
	Rewards  string      `json:"rewards"`       // what is rewarded, in words
	Theme    ThemeID     `json:"theme,omitzero"`
	Weight   Share       `json:"weight"` // part of the reward
	Period   PeriodID    `json:"period,omitzero"`
	Audience []PersonID  `json:"audience,omitzero"` // who may read it; empty means leadership
}

// Label is what is rewarded.
func (r *Incentive) Label() string { return r.Rewards }
