package view

// Unit is the page of one unit.
type Unit struct {
	Shell Shell
	// Crumbs stand above the name: kind, parent, role that leads it, number of people.
	Crumbs []Crumb
	Name   string
	// NameEdit leads to the field of the record, for those who may change it.
	NameEdit Edit
	Lead     Sentence
	Links    []Link // "History", "Records"
	// Follow is the button to be told of it; nil for who has no account.
	Follow *Follow
	// Small is set for a unit of fewer than five people, or beside one: its figures are shown
	// further up, and every measure here is left out.
	Small *SmallUnit
	Facts []Fact

	Charter   Charter
	Waterfall Chart
	Themes    ThemeReadings
	Capacity  Chart
	Talk      Talk // what people say about it
	Findings  FindingList
	// AskedOf and AskedBy are the dependencies on this unit and of it.
	AskedOf List
	AskedBy List
	// Initiatives are those it owns or takes part in.
	Initiatives List
	Skills      Skills
	// Gaps is what is not declared yet; it stands in for the panels that would be empty.
	Gaps Coverage
}

// SmallUnit says where the figures of a hidden unit are. Beside is true where it has five people or more, and its
// figures alone would tell those of a smaller one.
type SmallUnit struct {
	Beside bool
	Parent Link
}

// Charter is how a unit defines value, urgency and success, beside the units that depend on it.
type Charter struct {
	Part
	// State says since when it stands: "version 4, agreed 12 Sep".
	State State
	Done  *Done // what was recorded of it just now
	// Edit opens the form of the lists; Form is that form when it is open.
	Edit Link
	Form *Publishing
	// Others are the units it stands beside, in order; a note says which depend on it.
	Others []Link
	Groups []CharterGroup
}

// CharterGroup is one of the three lists.
type CharterGroup struct {
	Name string // "Value"
	Text string // "what makes work worth doing"
	// Shared is the overlap with each neighbour, in the order of Others.
	Shared []Figure
	Rows   []CharterRow
}

// CharterRow is one criterion.
type CharterRow struct {
	Name string
	// Words are the unit's own words for it; optional.
	Words string
	Own   Weight
	// Others are in the order of Charter.Others.
	Others []Weight
}

// Weight is the weight of one criterion for one unit.
type Weight struct {
	Text string // "40"; empty when the unit has no such criterion
	// Value is 0 to 1.
	Value float64
	// Far marks a gap worth talking about; Apart says it: "25 apart".
	Far   bool
	Apart string
}

// ThemeReadings is what was asked of the unit for each theme and how it reads it.
type ThemeReadings struct {
	Part
	Rows []ThemeReading
}

// ThemeReading is one theme.
type ThemeReading struct {
	Theme Theme
	// Asked is the share assigned by the parent, Read the share the unit
	// answered with, Done the share of its executed days.
	Asked, Read, Done Figure
	// Words is the unit's restatement; empty when it has sent none.
	Words string
	// Measure, Constraint and Stops are what else the restatement says.
	Measure, Constraint, Stops string
	// State is that of the receipt: sent, returned, accepted, not sent.
	State State
}

func (w Weight) bar(max float64, own bool) Bar {
	p := BarPart{Value: w.Value}
	if w.Far {
		p.Tone = Warn
	}
	if own {
		p.Tone = inkTone
	}
	return Bar{Parts: []BarPart{p}, Max: max}
}

// widest is the largest weight of the charter, for bars of one scale.
func (c Charter) widest() float64 {
	m := 0.0
	for _, g := range c.Groups {
		for _, r := range g.Rows {
			m = max(m, r.Own.Value)
			for _, o := range r.Others {
				m = max(m, o.Value)
			}
		}
	}
	return m
}

// more is what else the restatement says, each with its name.
func (t ThemeReading) more() []string {
	var out []string
	for _, x := range [][2]string{{"Measured by", t.Measure}, {"Limit", t.Constraint}, {"Will stop", t.Stops}} {
		if x[1] != "" {
			out = append(out, x[0]+": "+x[1])
		}
	}
	return out
}
