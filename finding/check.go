package finding

import (
	"slices"

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
//
// It looks at the whole picture with Run, or at one record after the other with Each. Either is right; Each
// is quicker after a change, because only what changed is looked at again.
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
	Each     *Each
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
	at := f.place()
	key := at.code
	if !at.on.IsZero() {
		key += ":" + at.on.String()
	}
	if at.theme != "" {
		key += ":" + string(at.theme)
	}
	return key
}

// place is what a finding is found on.
type place struct {
	code  string
	on    graph.Ref // its first record
	theme graph.ThemeID
}

func (f *Finding) place() place {
	at := place{code: f.Check.Code, theme: f.Theme}
	if len(f.Records) > 0 {
		at.on = f.Records[0]
	}
	return at
}

// same reports whether both say the same.
func (f *Finding) same(o *Finding) bool {
	return f.Check == o.Check && f.Sentence == o.Sentence && f.Days == o.Days && f.Unpriced == o.Unpriced &&
		f.Unit == o.Unit && f.Theme == o.Theme && f.Stage == o.Stage && f.Mends == o.Mends && f.Next == o.Next &&
		slices.Equal(f.Records, o.Records)
}

// Lock is a plan lock with the picture as it stood then.
type Lock struct {
	Baseline *graph.Baseline
	Then     *graph.Snapshot
}

// is reports whether both are the same lock with the same picture.
func (l Lock) is(o Lock) bool { return l.Baseline == o.Baseline && l.Then.Is(o.Then) }
