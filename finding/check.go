package finding

import (
	"reflect"

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

// Areas is the areas in the order they are shown.
func Areas() []Area {
	return []Area{Strategy, Cascade, Intent, Outcomes, Portfolio, Dependencies, Decisions, History}
}

// Prefix is the three capital letters with which the codes of the area begin; "" for an unknown area.
func (a Area) Prefix() string {
	switch a {
	case Strategy:
		return "STR"
	case Cascade:
		return "CAS"
	case Intent:
		return "INT"
	case Outcomes:
		return "OUT"
	case Portfolio:
		return "POR"
	case Dependencies:
		return "DEP"
	case Decisions:
		return "DEC"
	case History:
		return "HIS"
	}
	return ""
}

// Check is one diagnostic. Checks stand in explicit lists; docs/findings.md is made from them.
type Check struct {
	Code     string // stable, the three letters of its area and three digits: INT001
	Title    string // a sentence about the organisation, without names and without a full stop
	Area     Area
	Severity Severity
	Doc      string // what is looked at, why it matters, when it is all right; a few sentences
	Days     string // how the days at stake are found, in words; "" when no days can be put on it
	Mends    string // who can usually mend it: a role or unit in words
	Next     string // the next step, an imperative sentence without a full stop
	Run      func(*Pass)
}

// Finding is one thing a check found.
//
// Every record that the sentence names stands in Records, so that whoever may not read one of them is
// not shown the finding either.
type Finding struct {
	Check    *Check
	Sentence string        // what is the case, with names and numbers, one plain sentence without a full stop
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

// Key names the finding across runs: the code, its first record, and the theme where it costs one. No
// two findings of a run have the same.
func (f *Finding) Key() string {
	key := f.onRecord()
	if f.Theme != "" {
		key += ":" + string(f.Theme)
	}
	return key
}

// onRecord is the code and the first record: what a waiver names.
func (f *Finding) onRecord() string {
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

// Pass is the only input of a check: the picture, the period looked at, and its locks. The methods
// answer from these alone; what several checks ask is read once for a run.
type Pass struct {
	Now    *graph.Snapshot
	Period *graph.Period // the period the figures are about; never nil
	Locks  []Lock        // the period's plan locks up to now, oldest first

	check  *Check
	out    []Finding
	shared map[reflect.Type]any
}

// Report adds a finding. Mends and Next default to those of the check; a finding without days is
// unpriced.
func (p *Pass) Report(f Finding) {
	f.Check = p.check
	if f.Mends == "" {
		f.Mends = p.check.Mends
	}
	if f.Next == "" {
		f.Next = p.check.Next
	}
	if f.Days <= 0 {
		f.Days, f.Unpriced = 0, true
	}
	p.out = append(p.out, f)
}

// Shared is what read makes of the pass, made at the first call of a run and the same value for every
// check after it. There is one value for each type T; it must not be changed.
func Shared[T any](p *Pass, read func(*Pass) T) T {
	key := reflect.TypeFor[T]()
	if have, ok := p.shared[key]; ok {
		return have.(T)
	}
	made := read(p)
	if p.shared == nil {
		p.shared = make(map[reflect.Type]any)
	}
	p.shared[key] = made
	return made
}
