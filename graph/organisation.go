package graph

import "time"

// Unit is a part of the organisation: a node of one tree. It changes by new versions, each holding
// from its effective time, so that a reorganisation never rewrites the past.
type Unit struct {
	head    `json:"-"`
	ID      UnitID      `json:"-"`
	Name    string      `json:"name"`
	Short   string      `json:"short,omitzero"`   // a shorter name for narrow places
	Code    string      `json:"code,omitzero"`    // two or three letters
	Parent  UnitID      `json:"parent,omitzero"`  // empty for the root
	Purpose string      `json:"purpose,omitzero"` // why the unit exists, one sentence
	Leads   []PersonID  `json:"leads,omitzero"`
	People  int         `json:"people,omitzero"` // how many people; below 5 its measures show inside its parent
	Value   []Criterion `json:"value,omitzero"`  // what makes work worth doing; weights sum to 1
	Urgency []Criterion `json:"urgency,omitzero"`
	Success []Criterion `json:"success,omitzero"`
	From    Date        `json:"from,omitzero"`  // first day
	Until   Date        `json:"until,omitzero"` // last day; not set while it exists
	Link    string      `json:"link,omitzero"`
}

// Criterion is one line of a unit's definition of value, urgency or success.
type Criterion struct {
	Dimension DimensionID `json:"dimension"`
	Words     string      `json:"words,omitzero"`  // the unit's own words for it
	Weight    Share       `json:"weight,omitzero"` // 0 to 1
}

// Label is the unit's name.
func (r *Unit) Label() string { return r.Name }

// ShortName is the short name, else the name.
func (r *Unit) ShortName() string {
	if r.Short != "" {
		return r.Short
	}
	return r.Name
}

// Person is somebody who can decide, lead or answer. No measure is ever about a person.
type Person struct {
	head   `json:"-"`
	ID     PersonID `json:"-"`
	Name   string   `json:"name" personal:"true"`
	Email  string   `json:"email,omitzero" personal:"true"`
	Handle string   `json:"handle,omitzero" personal:"true"` // the name in a tracker, without @
	Title  string   `json:"title,omitzero"`                  // the role, for instance Head of Payments
	Unit   UnitID   `json:"unit,omitzero"`
	From   Date     `json:"from,omitzero"`
	Until  Date     `json:"until,omitzero"`
}

// Label is the name, else the title, else the id: an erased person keeps a role.
func (r *Person) Label() string {
	switch {
	case r.Name != "":
		return r.Name
	case r.Title != "":
		return r.Title
	}
	return string(r.ID)
}

// List is one of the three lists a dimension belongs to.
type List string

// The three lists of a unit's charter.
const (
	ListValue   List = "value"
	ListUrgency List = "urgency"
	ListSuccess List = "success"
)

// Dimension is a criterion units may weigh: speed, stability, satisfaction, …
type Dimension struct {
	head  `json:"-"`
	ID    DimensionID `json:"-"`
	Name  string      `json:"name"`
	List  List        `json:"list"`
	Words string      `json:"words,omitzero"` // what it means
}

// Label is the dimension's name.
func (r *Dimension) Label() string { return r.Name }

// PeriodKind is the length a period stands for.
type PeriodKind string

// The lengths of period.
const (
	Year    PeriodKind = "year"
	Half    PeriodKind = "half"
	Quarter PeriodKind = "quarter"
	Month   PeriodKind = "month"
	Own     PeriodKind = "own" // a release, a sprint, any other
)

// Period is a span of days that plans are made for. Periods nest.
type Period struct {
	head    `json:"-"`
	ID      PeriodID   `json:"-"`
	Name    string     `json:"name"`
	Kind    PeriodKind `json:"kind"`
	Start   Date       `json:"start"`
	End     Date       `json:"end"` // the last day, included
	Parent  PeriodID   `json:"parent,omitzero"`
	Lock    time.Time  `json:"lock,omitzero"`    // when the plan is to be locked
	Reserve Share      `json:"reserve,omitzero"` // share of capacity left uncommitted on purpose
}

// Label is the period's name.
func (r *Period) Label() string { return r.Name }

// Contains reports whether the day lies in the period.
func (r *Period) Contains(d Date) bool { return r.Start <= d && d <= r.End }

// Workdays counts the working days of the period.
func (r *Period) Workdays() int { return Workdays(r.Start, r.End) }

// Elapsed is the share of the period's working days that are over at the end of day d, 0 to 1.
func (r *Period) Elapsed(d Date) Share {
	all := r.Workdays()
	if all == 0 || d < r.Start {
		return 0
	}
	return Share(float64(Workdays(r.Start, min(d, r.End))) / float64(all))
}

// Capacity is the working days a unit has in a period, its own and not those of units below it.
type Capacity struct {
	head     `json:"-"`
	ID       CapacityID `json:"-"`
	Unit     UnitID     `json:"unit"`
	Period   PeriodID   `json:"period"`
	Days     Days       `json:"days"`
	CarveOut []CarveOut `json:"carve_outs,omitzero"` // standing work that is set aside first
	Rate     float64    `json:"rate,omitzero"`       // money per person-day; 0 is not declared
}

// CarveOut is a standing reserve inside a capacity, such as on-call or support.
type CarveOut struct {
	Name string `json:"name"`
	Days Days   `json:"days"`
}

// Label names the unit and the period.
func (r *Capacity) Label() string { return "capacity of " + string(r.Unit) + " in " + string(r.Period) }

// SetAside is the sum of the carve-outs.
func (r *Capacity) SetAside() Days {
	var sum Days
	for _, c := range r.CarveOut {
		sum += c.Days
	}
	return sum
}
