package proposal

import (
	_ "embed"
	"fmt"
	"regexp"
	"time"

	"go.yaml.in/yaml/v3"

	"throughline/fault"
	"throughline/graph"
)

//go:embed kubernetes.yaml
var kubernetesYAML []byte

// Kubernetes is the mapping for Kubernetes enhancement proposals that ships with the program.
func Kubernetes() *Mapping {
	m, err := ParseMapping("kubernetes.yaml", kubernetesYAML)
	if err != nil {
		panic("the embedded mapping is broken: " + err.Error())
	}
	return m
}

// Mapping says how a repository writes its proposals. It is read-only after ParseMapping.
type Mapping struct {
	Name       string                      `yaml:"name"`
	Files      Files                       `yaml:"files"`
	Identity   Identity                    `yaml:"identity"`
	Keys       Keys                        `yaml:"keys"`
	Required   []string                    `yaml:"required"` // keys that must be there with a value
	Unused     []string                    `yaml:"unused"`   // further keys that are known
	Statuses   map[string]graph.Commitment `yaml:"statuses"`
	Stages     []Stage                     `yaml:"stages"` // in their order
	Milestones Milestones                  `yaml:"milestones"`
	People     People                      `yaml:"people"`
	Links      Links                       `yaml:"links"`
	Days       Days                        `yaml:"calendar"`
	Approving  Approving                   `yaml:"approvals"`
	Excepting  Excepting                   `yaml:"exceptions"`
	Top        Top                         `yaml:"organisation"`
	Titles     map[string]string           `yaml:"groups"` // by list of groups, how its units are called; other lists are left out
	Places     Places                      `yaml:"places"` // relative to a folder that holds several
}

// Top is the unit above all others.
type Top struct {
	ID   string `yaml:"id"`
	Name string `yaml:"name"`
}

// Places says where the parts of an import lie. An empty one is not there.
type Places struct {
	Proposals  string `yaml:"proposals"`  // what source.Open can read
	Groups     string `yaml:"groups"`     // files of groups with their times; see ReadGroups
	GroupsNow  string `yaml:"groups-now"` // the file of groups as it is today
	Calendar   string `yaml:"calendar"`   // the release calendar
	Approvals  string `yaml:"approvals"`  // what source.Open can read; "" looks beside the proposals
	Exceptions string `yaml:"exceptions"` // what source.Open can read
}

// Files says by patterns of paths what each file is. "**" stands for any folders, "*" for any
// letters but a slash. A path that is left out is nothing, whatever else it matches.
type Files struct {
	Proposals  []string `yaml:"proposals"`
	LeaveOut   []string `yaml:"leave-out"`
	Approvals  []string `yaml:"approvals"`
	Exceptions []string `yaml:"exceptions"`
	Groups     []string `yaml:"groups"`
}

// Identity says what a path tells about a proposal. The first group of each pattern counts.
type Identity struct {
	Number *Pattern `yaml:"number"`
	Unit   *Pattern `yaml:"unit"`
	Moves  Moves    `yaml:"moves"`
}

// Moves says which moved files stay the same proposal.
type Moves string

// The rules for moved files.
const (
	AnyMove    Moves = "any"         // every moved file; what a mapping without the key gets
	SameNumber Moves = "same-number" // only when the number in the path stays
)

// Keys are the names of the keys in a proposal's metadata; an empty one is not in use.
type Keys struct {
	Title        string `yaml:"title"`
	Number       string `yaml:"number"`
	Owner        string `yaml:"owner"`
	Participants string `yaml:"participants"`
	Status       string `yaml:"status"`
	Stage        string `yaml:"stage"`
	Latest       string `yaml:"latest"`     // the milestone being worked on
	Milestones   string `yaml:"milestones"` // an object: stage to milestone
	Authors      string `yaml:"authors"`
	Reviewers    string `yaml:"reviewers"`
	Approvers    string `yaml:"approvers"`
	SeeAlso      string `yaml:"see-also"`
	Replaces     string `yaml:"replaces"`
	SupersededBy string `yaml:"superseded-by"`
	Created      string `yaml:"created"`
	Updated      string `yaml:"updated"`
}

// Stage is one stage a proposal passes.
type Stage struct {
	Name        string `yaml:"name"`
	Final       bool   `yaml:"final"`        // reaching it completes the proposal
	WindingDown bool   `yaml:"winding-down"` // it takes something away again
}

// Milestones says how a release is written.
type Milestones struct {
	Pattern *Pattern `yaml:"pattern"` // its first group counts the releases
	Proper  *Pattern `yaml:"proper"`  // how it should be written; empty accepts all that match
	Write   string   `yaml:"write"`   // how to write release %d
}

// People says how a person is written.
type People struct {
	Pattern      *Pattern `yaml:"pattern"` // its first group is the handle
	Proper       *Pattern `yaml:"proper"`  // how it should be written
	Teams        *Pattern `yaml:"teams"`   // names that stand for several people
	Placeholders []string `yaml:"placeholders"`
}

// Links says how one proposal points to another.
type Links struct {
	Folder       string   `yaml:"folder"`     // where a path begins, also inside an address
	Repository   string   `yaml:"repository"` // owner/name whose issue numbers are proposals'
	Number       *Pattern `yaml:"number"`     // a reference in words; its first group is the number
	Placeholders []string `yaml:"placeholders"`
	Address      string   `yaml:"address"` // where a proposal can be read; %s is its folder
}

// Days says when a day of the calendar ends and what a lock is called.
type Days struct {
	DayEnds time.Duration `yaml:"day-ends"` // after midnight UTC at the end of the day
	Freeze  string        `yaml:"freeze"`   // %s is the release
}

// Approving says what the approval of a stage decides.
type Approving struct {
	Question string `yaml:"question"` // without its end; %s is the stage. Empty: approvals make no decisions
	Domain   string `yaml:"domain"`   // the decision domain of the rights catalogue
}

// Excepting says what an exception from a freeze is among requests to change the plan.
type Excepting struct {
	Cause graph.ChangeCause `yaml:"cause"` // empty: exceptions make no change requests
}

// Pattern is a regular expression in a mapping.
type Pattern struct{ *regexp.Regexp }

// UnmarshalYAML compiles the expression.
func (p *Pattern) UnmarshalYAML(n *yaml.Node) error {
	re, err := regexp.Compile(n.Value)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, fmt.Sprintf("line %d, column %d: %q is not a regular expression", n.Line, n.Column, n.Value),
			"Write it in Go's syntax, for instance '^v1\\.(\\d+)$'")
	}
	p.Regexp = re
	return nil
}

// group is the first group of the match, "" when there is no match; a nil pattern never matches.
func (p *Pattern) group(s string) string {
	if p == nil {
		return ""
	}
	if m := p.FindStringSubmatch(s); len(m) > 1 {
		return m[1]
	}
	return ""
}

// matches reports whether the text matches; a nil pattern gives the answer for "none is set".
func (p *Pattern) matches(s string, none bool) bool {
	if p == nil {
		return none
	}
	return p.MatchString(s)
}

// names are the keys in use.
func (k Keys) names() []string {
	var out []string
	for _, name := range []string{
		k.Title, k.Number, k.Owner, k.Participants, k.Status, k.Stage, k.Latest, k.Milestones, k.Authors,
		k.Reviewers, k.Approvers, k.SeeAlso, k.Replaces, k.SupersededBy, k.Created, k.Updated,
	} {
		if name != "" {
			out = append(out, name)
		}
	}
	return out
}

// stage is the stage of a name and its place in the order; ok is false for an unknown one.
func (m *Mapping) stage(name string) (s Stage, at int, ok bool) {
	for i, s := range m.Stages {
		if s.Name == name {
			return s, i, true
		}
	}
	return Stage{}, 0, false
}
