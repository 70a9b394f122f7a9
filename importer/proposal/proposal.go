package proposal

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"throughline/graph"
)

// Proposal is what one version of a file says, read leniently: nothing in it is validated
// beyond the defects reported beside it. Values keep the spelling of the file.
type Proposal struct {
	Path         string
	Number       int    // the number in the path, 0 when there is none
	RawNumber    string // the number in the metadata as written
	Title        string
	Owner        string
	Participants []string // without placeholders; the owner may be among them
	Status       string   // "" when absent
	Stage        string   // "" when absent
	Latest       string   // the milestone being worked on, as written
	Milestones   []Milestone
	Authors      []Person
	Reviewers    []Person
	Approvers    []Person
	SeeAlso      []string
	Replaces     []string
	SupersededBy []string
	Created      time.Time // midnight UTC; zero when absent or unreadable
	RawCreated   string
	RawUpdated   string
}

// Milestone is the release a stage is planned for.
type Milestone struct {
	Stage string
	Raw   string // as written
	Unset bool   // the key is there without a value
}

// Milestone is the raw milestone of a stage, "" when there is none.
func (p *Proposal) Milestone(stage string) string {
	for _, m := range p.Milestones {
		if m.Stage == stage {
			return m.Raw
		}
	}
	return ""
}

// Release counts the release a milestone names: v1.30 and 1.30 are 30. ok is false for
// anything that names none, such as TBD or 0.0.
func (m *Mapping) Release(raw string) (n int, ok bool) {
	digits := m.Milestones.Pattern.group(raw)
	if digits == "" {
		return 0, false
	}
	return atoi(digits)
}

// atoi reads a number of at most nine digits.
func atoi(s string) (n int, ok bool) {
	if s == "" || len(s) > 9 {
		return 0, false
	}
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// Commitment is how firm a status makes the plan. A status outside the vocabulary is a
// candidate: nobody may count on a plan that cannot be understood.
func (m *Mapping) Commitment(status string) graph.Commitment {
	if c, ok := m.Statuses[status]; ok {
		return c
	}
	return graph.Candidate
}

// PlannedFor reports whether the proposal belongs to the plan of a release: it is being worked
// on for it and its status is a firm one.
func (m *Mapping) PlannedFor(p *Proposal, release int) bool {
	if p == nil {
		return false
	}
	n, ok := m.Release(p.Latest)
	return ok && n == release && m.Commitment(p.Status).Planned()
}

// PinnedFor is the stage that the proposal promises for a release, when it belongs to the plan
// and the milestone of its present stage is that release. Stages that wind down pin nothing.
func (m *Mapping) PinnedFor(p *Proposal, release int) (stage string, ok bool) {
	if !m.PlannedFor(p, release) {
		return "", false
	}
	s, _, known := m.stage(p.Stage)
	n, named := m.Release(p.Milestone(p.Stage))
	return p.Stage, known && !s.WindingDown && named && n == release
}

// Handles are the handles of the real persons in a list, each once, in order.
func Handles(people []Person) []string {
	var out []string
	for _, p := range people {
		if p.Kind == Human && !slices.Contains(out, p.Handle) {
			out = append(out, p.Handle)
		}
	}
	return out
}

// Write is release n as the mapping writes it.
func (m *Mapping) Write(n int) string {
	if m.Milestones.Write == "" {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf(m.Milestones.Write, n)
}
