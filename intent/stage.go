package intent

// Stage is one step on the way from the strategy to the work.
type Stage string

// The stages, in order.
const (
	Stated      Stage = "stated"      // what the strategy asks for
	Assigned    Stage = "assigned"    // what each unit was asked for
	Interpreted Stage = "interpreted" // how each unit reads it
	Funded      Stage = "funded"      // where days or money are set aside
	Planned     Stage = "planned"     // what is in the plan
	Executed    Stage = "executed"    // where the days went
)

// stageCount is the number of stages.
const stageCount = 6

// Stages is the stages in order.
func Stages() []Stage {
	return []Stage{Stated, Assigned, Interpreted, Funded, Planned, Executed}
}

// place is the stage's place among the layers below stated: 0 for assigned; −1 for stated.
func (s Stage) place() int {
	for i, o := range Stages() {
		if o == s {
			return i - 1
		}
	}
	return -1
}

// Words says what happened to intent that was lost at the stage, to follow "lost when".
func (s Stage) Words() string {
	switch s {
	case Assigned:
		return "no unit was asked for it"
	case Interpreted:
		return "teams interpreted it"
	case Funded:
		return "days were set aside"
	case Planned:
		return "the plan was made"
	case Executed:
		return "the work was done"
	}
	return "the strategy was stated"
}

// Means says what stands at the stage.
func (s Stage) Means() string {
	switch s {
	case Assigned:
		return "a unit was asked for it"
	case Interpreted:
		return "the unit reads it the same way"
	case Funded:
		return "days are set aside"
	case Planned:
		return "it is in the plan"
	case Executed:
		return "days are spent on it"
	}
	return "what the strategy asks for"
}
