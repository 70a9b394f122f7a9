package proposal

import (
	"path"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"throughline/importer/source"
)

// Approval says who approved one stage of a proposal.
type Approval struct {
	Path     string
	Number   int // the number in the file's name, 0 when there is none
	Stage    string
	Approver Person
}

// Approvals reads a file of approvals: the proposal's number and, by stage, the approver. An
// entry without an approver is no approval. The file's name is the proposal's number.
func (m *Mapping) Approvals(p string, content []byte) ([]Approval, []Defect) {
	r := &report{path: p}
	content = legible(r, content)
	m.checkBytes(r, content)
	d, err := readDocument(p, content)
	if err != nil {
		r.add(InvalidYAML, 0, "", "", "the approvals cannot be read: %s", yamlTrouble(err))
		return nil, r.out
	}
	stem := strings.TrimSuffix(path.Base(p), path.Ext(p))
	number, _ := atoi(stem)
	if raw := scalar(r, m.Keys.Number, d.get(m.Keys.Number)); raw.Text != stem && number != 0 {
		r.add(ApprovalNumberDiffers, raw.Line, m.Keys.Number, raw.Text, "the number is %q, but the file is named %s", raw.Text, path.Base(p))
	}
	var out []Approval
	for _, s := range m.Stages {
		if n := d.get(s.Name); n != nil && n.Kind == yaml.MappingNode {
			if a, ok := m.approval(r, n, s.Name); ok {
				a.Number = number
				out = append(out, a)
			}
		}
	}
	return out, r.out
}

func (m *Mapping) approval(r *report, n *yaml.Node, stage string) (Approval, bool) {
	v := scalar(r, stage+".approver", child(n, "approver"))
	if !m.People.Proper.matches(v.Text, true) || m.Person(v.Text).Kind != Human {
		r.add(ApproverOdd, v.Line, stage+".approver", v.Text, "the approver of %s is %q, not a handle as it should be written", stage, v.Text)
	}
	a := Approval{Path: r.path, Stage: stage, Approver: m.Person(v.Text)}
	return a, a.Approver.Handle != ""
}

// ApprovalsAt is what one version of a file of approvals says.
type ApprovalsAt struct {
	Time      time.Time // zero when the place has no history
	Commit    string
	Reference string
	Path      string
	From      string     // the path before, when the file moved
	List      []Approval // empty when the file ended
}

// approvalReader collects the versions of files of approvals.
type approvalReader struct {
	in   *Inputs
	last map[string][]Approval
	odd  map[string][]Defect
}

func (i *Inputs) approvalsOf() *approvalReader {
	return &approvalReader{in: i, last: map[string][]Approval{}, odd: map[string][]Defect{}}
}

// take reads a version.
func (r *approvalReader) take(v source.Version) {
	at := ApprovalsAt{Time: v.Time, Commit: v.Commit, Reference: v.Reference, Path: v.Path, From: v.From}
	delete(r.last, v.From)
	delete(r.odd, v.From)
	if v.Deleted {
		delete(r.last, v.Path)
		delete(r.odd, v.Path)
	} else {
		at.List, r.odd[v.Path] = r.in.Mapping.Approvals(v.Path, v.Content)
		r.last[v.Path] = at.List
	}
	r.in.Approved = append(r.in.Approved, at)
}

// end takes over what the files say at the end, and what is odd about them then.
func (r *approvalReader) end() {
	for _, path := range sortedKeys(r.last) {
		r.in.Approvals = append(r.in.Approvals, r.last[path]...)
		r.in.Defects = append(r.in.Defects, r.odd[path]...)
	}
}

// CheckApprovals finds approvals of proposals that do not exist, one defect per file.
func CheckApprovals(approvals []Approval, x *Index) []Defect {
	var out []Defect
	seen := map[string]bool{}
	for _, a := range approvals {
		if _, ok := x.byNumber[a.Number]; ok || seen[a.Path] {
			continue
		}
		seen[a.Path] = true
		out = append(out, Defect{Code: ApprovalWithoutTarget, Path: a.Path, Sentence: "it approves a proposal that does not exist"})
	}
	return out
}
