package generate

import "throughline/graph"

// Fault is a sort of misalignment that can be planted.
type Fault string

// The faults, in the order in which they are planted.
const (
	ReadsDifferently Fault = "reads a theme differently"     // a unit moves days from one theme to another when it interprets
	BusyOffCourse    Fault = "busy but off course"           // a unit logs nearly all its days, many on nothing that was asked
	Unfunded         Fault = "funding misses a theme"        // money of a unit goes to another theme than the one it read
	SkillsProblem    Fault = "a skills problem"              // aligned and undisturbed, yet little gets finished
	AlignmentProblem Fault = "an alignment problem"          // gets things finished, but other things than were asked
	Overplanned      Fault = "planned over capacity"         // more days are promised than there are
	Underplanned     Fault = "planned under capacity"        // a part of the funded days is in no plan
	OrphanedWork     Fault = "work without a line of sight"  // days go to work that belongs to nothing
	HeldUp           Fault = "waits on other units"          // half the work waits for somebody else
	CascadeLoss      Fault = "the cascade loses a theme"     // units are assigned less of a theme than was stated
	StarvedTheme     Fault = "a starved theme"               // the plan holds less than half of what was stated
	OrphanInitiative Fault = "an initiative without a theme" // committed, but contributes to nothing
	IdleOutcome      Fault = "an outcome without work"       // nothing contributes to it
	NoDecider        Fault = "a decision without decider"
	ManyDeciders     Fault = "a decision with several deciders"
	UnansweredAsk    Fault = "an unanswered dependency"
	AddedAfterLock   Fault = "added after the lock"
	CutAfterLock     Fault = "cut after the lock"
	MovedAfterLock   Fault = "moved after the lock"
)

// Key is what was planted in the present half, and the figures that follow from the construction.
type Key struct {
	Period  graph.PeriodID // the present half
	Planted []Planted      // in the order of the faults, then of the records

	// Kept is the share of the stated emphasis that survives at stated, assigned, interpreted, funded,
	// planned and executed, exact up to rounding.
	Kept [6]float64
	// Losses is each loss by stage, unit and theme; at assigned the unit is "".
	Losses []Loss

	Locked, Cut, Moved, Added float64 // days of the locked plan, and what became of them since
	Planned                   float64 // days in the plan now
}

// Loss is a part of the stated emphasis that gets lost in one cell at one stage.
type Loss struct {
	Stage int // 1 assigned, 2 interpreted, 3 funded, 4 planned, 5 executed
	Unit  graph.UnitID
	Theme graph.ThemeID
	Days  float64
}

// Planted is one misalignment.
type Planted struct {
	Fault    Fault
	Sentence string      // what was done, with names and numbers
	Records  []graph.Ref // the records it stands on, the main one first
	Unit     graph.UnitID
	Theme    graph.ThemeID
	On       graph.Date // the day it happened; 0 when it holds for the whole half
	Days     float64    // person-days at stake in the half
	Measure  string     // the figure it shows in: kept, activity, coherence, demand, yield.capability, …
	Value    float64    // what that figure must be, when Exact, or about
	Exact    bool
}

// Drift is the share of the locked plan that is no longer as locked, and the share of the plan that
// was not there at the lock; both 0 without a lock.
func (k *Key) Drift() (drift, intrusion float64) {
	if k.Locked == 0 || k.Planned == 0 {
		return 0, 0
	}
	return (k.Cut + k.Moved) / k.Locked, k.Added / k.Planned
}

// Of is every misalignment of a sort.
func (k *Key) Of(f Fault) []Planted {
	var out []Planted
	for _, p := range k.Planted {
		if p.Fault == f {
			out = append(out, p)
		}
	}
	return out
}
