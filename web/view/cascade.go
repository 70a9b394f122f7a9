package view

// Cascade is what each unit was asked for, how it reads that, and who is to move.
type Cascade struct {
	Shell   Shell
	Lead    Sentence
	Done    *Done
	Facts   []Fact
	Filters []ChipGroup
	// Units is one unit after the other; Readings all units side by side on one theme. One of the two is there.
	Units    []CascadeUnit
	Pager    Pager
	Readings CascadeReadings
	// Findings is where the cascade does not add up.
	Findings FindingList
	Missing  *Missing
}

// CascadeUnit is one unit.
type CascadeUnit struct {
	ID    string
	Unit  Link
	Under string // "part of Tech, asked as Tech is"
	State State
	// Waits says who is to move, and for how long they were waited for: "Tech has been waited for 12 days".
	Waits string
	Late  bool // so long that it is worth a look
	Rows  []CascadeRow
	// Sum is what was asked and what was read, added up.
	Sum *CascadeRow
	// Words is the whole in the unit's own words; empty when it wrote none.
	Words               string
	Measure, Constraint string
	Stops               []string
	// Reason is why it was sent back, or needs an answer again; Asker whose words they are.
	Reason, Asker string
	Links         []Link
	Send          *Form
	Withdraw      *Form
	Answer        *CascadeAnswer
	// Form is open where the unit restates what it is asked for, or where it is asked.
	Form *Publishing
}

// CascadeRow is one theme.
type CascadeRow struct {
	Theme       Theme
	Asked, Read Figure
	// Gap is how far apart the two are, where that is worth a look.
	Gap     State
	Words   string
	Measure string
	Differs bool // those above hold that it means something else
}

// CascadeAnswer is the form in which those above answer to a restatement.
type CascadeAnswer struct {
	ID      string
	Action  string
	Hidden  []Param
	Unit    string   // whose restatement it is
	Themes  []Option // those that it reads as something else are current
	Reason  string
	Returns bool // it can be sent back too
	Error   string
}

// CascadeReadings is how all units read one theme, side by side.
type CascadeReadings struct {
	Part
	Theme     Theme
	Statement string
	Why       string
	AntiGoals []string
	Rows      []CascadeReading
}

// CascadeReading is how one unit reads it.
type CascadeReading struct {
	Unit        Link
	Words       string
	Measure     string
	Asked, Read Figure
	State       State
	Differs     bool
}

func (u CascadeUnit) acts() bool {
	return len(u.Links) > 0 || u.Send != nil || u.Withdraw != nil || u.Answer != nil
}

// said reports whether the unit says anything of the whole.
func (u CascadeUnit) said() bool {
	return u.Words != "" || u.Measure != "" || u.Constraint != "" || len(u.Stops) > 0
}
