package proposal

import (
	"path"
	"strings"

	"go.yaml.in/yaml/v3"
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
