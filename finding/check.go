package finding

import (
	"throughline/graph"
)

// Severity says how much a finding matters.
type Severity uint8

// The severities, mildest first.
const (
	Note    Severity = iota + 1 // worth knowing
	Warning                     // costs days if left alone
	Error                       // intent is being lost now, or a figure cannot be trusted
)

// String is the word for the severity.
func (s Severity) String() string {
	switch s {
	case Note:
		return "note"
	case Warning:
		return "warning"
	case Error:
		return "error"
	}
	return ""
}

// Area is the part of the product a check looks at.
type Area string

// The areas, in the order they are shown.
const (
	Strategy     Area = "strategy"
	Cascade      Area = "cascade"
	Intent       Area = "intent"
	Outcomes     Area = "outcomes"
	Portfolio    Area = "portfolio"
	Dependencies Area = "dependencies"
	Decisions    Area = "decisions"
	History      Area = "history"
)

// Check is one diagnostic. Checks stand in explicit lists; docs/findings.md is made from them.
type Check struct {
	Code     string // stable, three capital letters and three digits: INT001
	Title    string // a sentence about the organisation, without names
	Area     Area
	Severity Severity
	Doc      string // what is looked at, why it matters, when it is all right; a few sentences
	Mends    string // who can usually mend it: a role or unit in words
	Next     string // the next step, an imperative sentence
	Run      func(*Pass)
}

// Finding is one thing a check found.
type Finding struct {
	Check    *Check
	Sentence string        // what is the case, with names and numbers, one plain sentence
	Records  []graph.Ref   // the records it stands on, the main one first
	Unit     graph.UnitID  // the unit it is shown at; "" for the whole organisation
	Theme    graph.ThemeID // the theme it costs; "" when it is about none
	Stage    string        // the stage of the waterfall the intent is lost at; "" when it is about none
	Days     float64       // person-days at stake; 0 with Unpriced
	Unpriced bool          // no days can be put on it
	Mends    string        // who can mend it: a role or unit, never a blamed person
	Next     string        // the next step
	Waiver   *graph.Waiver // set when somebody accepted it for now
}

// Key names the finding across runs: the code and its first record.
func (f *Finding) Key() string {
	if len(f.Records) == 0 {
		return f.Check.Code
	}
	return f.Check.Code + ":" + f.Records[0].String()
}

// Lock is a plan lock with the picture as it stood then.
type Lock struct {
	Baseline *graph.Baseline
	Then     *graph.Snapshot
}

// Pass is the only input of a check: the picture, the period looked at, and its locks.
type Pass struct {
	Now    *graph.Snapshot
	Period *graph.Period // the period the figures are about; never nil
	Locks  []Lock        // the period's plan locks up to now, oldest first

	check *Check
	out   []Finding
}

// Report adds a finding. Mends and Next default to those of the check.
func (p *Pass) Report(f Finding) {
	f.Check = p.check
	if f.Mends == "" {
		f.Mends = p.check.Mends
	}
	if f.Next == "" {
		f.Next = p.check.Next
	}
	p.out = append(p.out, f)
}
