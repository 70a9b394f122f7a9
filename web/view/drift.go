package view

// Drift is the plan as it was locked against the plan as it is now.
type Drift struct {
	Shell Shell
	// Lead states the finding: "45% of the locked plan is no longer as locked."
	Lead Sentence
	// Locks are the plan locks to compare with.
	Locks []ChipGroup
	// Facts are kept, moved, cut and added.
	Facts []Fact
	// Split is the bar of kept, moved and cut, as a chart with its table.
	Split Chart
	// Cause says how much of the change of course is due to the plan and how
	// much to the strategy; optional.
	Cause Sentence
	// Table has one row for each initiative: locked, now, kept, moved, cut, added, slip.
	Table DriftTable
	// Slips are the steps that moved, largest first.
	Slips Slips
	// Missing replaces the page where no plan was ever locked.
	Missing *Missing
}

// DriftTable is the change of each initiative.
type DriftTable struct {
	Part
	Table Table
	Pager Pager
}

// Slips are steps that moved to another period.
type Slips struct {
	Part
	Rows []Slip
}

// Slip is one step that moved.
type Slip struct {
	Initiative Link
	Step       string
	Unit       string
	// From and To are the periods it was locked in and stands in now.
	From, To string
	// ToEdit leads to what it stands in now, for those who may change it.
	ToEdit Edit
	// By is the slip: "2 periods later".
	By    Figure
	State State
}

// DriftStrip is the drift in one line, for the first page.
type DriftStrip struct {
	Part
	Facts []Fact
	Bar   Bar
}

func (s Slips) table() Table {
	t := Table{Caption: s.Title, Walk: true, Cards: true, Columns: []Column{
		{Name: "Initiative"}, {Name: "Step"}, {Name: "Unit", Side: true}, {Name: "Locked for", Short: true}, {Name: "Now", Short: true}, {Name: "Slip", Number: true},
	}}
	for _, r := range s.Rows {
		by, st := r.By, r.State
		c := []Cell{{Text: r.Initiative.Text, Href: r.Initiative.Href, Edit: r.Initiative.Edit}, T(r.Step), T(r.Unit), T(r.From), {Text: r.To, Edit: r.ToEdit}, {Figure: &by}}
		if st.Text != "" {
			c[4].State = &st
		}
		t.Rows = append(t.Rows, Row{Cells: c})
	}
	return t.WithoutEmpty()
}
