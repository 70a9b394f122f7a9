package proposal

import (
	"strings"
	"testing"

	"throughline/fault"
)

// lending is a small mapping of a made-up repository of plans in Markdown.
const lending = `name: Lending plans
files:
  proposals: ["plans/*.md"]
  leave-out: ["plans/template.md"]
keys:
  title: title
  owner: team
  participants: with
  status: status
  stage: phase
  latest: quarter
  milestones: quarters
  authors: by
  approvers: approved-by
  see-also: related
  created: date
required: [title, team]
statuses: {draft: candidate, agreed: committed, shipped: done, dropped: stopped}
stages: [{name: pilot}, {name: launch, final: true}]
milestones: {pattern: '^Q(\d+)$', write: 'Q%d'}
people: {pattern: '^@?([a-z]+)$', placeholders: [tbd]}
links: {folder: plans/}
`

func lendingMapping(t testing.TB) *Mapping {
	t.Helper()
	m, err := ParseMapping("lending.yaml", []byte(lending))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestShippedMappingParses(t *testing.T) {
	m := Kubernetes()
	if !m.IsProposal("keps/sig-x/kubeadm/12-name/kep.yaml") || m.IsProposal("keps/NNNN-kep-template/kep.yaml") || m.IsProposal("keps/README.md") {
		t.Error("the patterns of paths are wrong")
	}
	if n, ok := m.Release("1.30"); n != 30 || !ok || m.Write(30) != "v1.30" {
		t.Errorf("Release = %d, %v; Write = %s", n, ok, m.Write(30))
	}
}

func TestMappingFaultsNameThePlace(t *testing.T) {
	for _, c := range []struct{ name, old, new, want, nearest string }{
		{"unknown key", "keys:", "kees:", "line 5, column 1", "keys"},
		{"unknown key inside", "  owner: team", "  owners: team", "line 7, column 3", "owner"},
		{"unknown commitment", "agreed: committed", "agreed: comitted", "line 18, column 38", "committed"},
		{"bad expression", `'^Q(\d+)$'`, `'^Q(\d+$'`, "line 20, column 23", ""},
		{"expression without a group", `'^Q(\d+)$'`, `'^Q\d+$'`, "line 20, column 23", ""},
		{"no place for the number", "'Q%d'", "'Q'", "line 20, column 42", ""},
		{"no pattern", `["plans/*.md"]`, `[]`, "line 1, column 1", ""},
		{"bad pattern", "plans/*.md", "plans/[.md", "line 3, column 3", ""},
		{"stage twice", "{name: launch, final: true}", "{name: pilot}", "line 19, column 25", ""},
		{"list for object", "files:\n", "files: []\nother:\n", "line 2, column 8", ""},
		{"not YAML", "name: Lending plans", "name: [", "line 2", ""},
		{"no title", "  title: title\n", "", "line 6, column 3", ""},
		{"unknown rule for moves", "keys:", "identity: {moves: never}\nkeys:", "line 5, column 19", ""},
	} {
		text := strings.Replace(lending, c.old, c.new, 1)
		if text == lending {
			t.Fatalf("%s: the mapping was not changed", c.name)
		}
		_, err := ParseMapping("lending.yaml", []byte(text))
		f := fault.Of(err)
		if f == nil || f.Kind != fault.Invalid || f.Remedy == "" {
			t.Errorf("%s: %v, want an invalid fault with a remedy", c.name, err)
			continue
		}
		if !strings.Contains(f.Sentence, "lending.yaml") || !strings.Contains(f.Sentence, c.want) {
			t.Errorf("%s: %q, want the place %q", c.name, f.Sentence, c.want)
		}
		if c.nearest != "" && (len(f.Nearest) == 0 || f.Nearest[0] != c.nearest) {
			t.Errorf("%s: nearest %q, want %q first", c.name, f.Nearest, c.nearest)
		}
	}
}

func TestMappingEmpty(t *testing.T) {
	if _, err := ParseMapping("x", nil); !fault.Is(err, fault.Invalid) {
		t.Errorf("ParseMapping of nothing = %v", err)
	}
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		pattern, name string
		want          bool
	}{
		{"a/*.md", "a/b.md", true},
		{"a/*.md", "a/b/c.md", false},
		{"a/**/k.yaml", "a/k.yaml", true},
		{"a/**/k.yaml", "a/b/c/k.yaml", true},
		{"a/**/k.yaml", "a/b/c/x.yaml", false},
		{"**/k.yaml", "k.yaml", true},
		{"a/**", "a/b/c", true},
		{"a/**", "b/a", false},
		{"a", "a/b", false},
		{"a/b", "a", false},
	} {
		if got := match(c.pattern, c.name); got != c.want {
			t.Errorf("match(%q, %q) = %v, want %v", c.pattern, c.name, got, c.want)
		}
	}
}

// FuzzParseMapping: whatever the text, the answer is a mapping or a fault.
func FuzzParseMapping(f *testing.F) {
	f.Add([]byte(lending))
	f.Add(kubernetesYAML)
	f.Add([]byte("files: {proposals: ['a']}\nkeys: {title: t}\nstages: [{name: a}, *x]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := ParseMapping("m.yaml", text)
		if err != nil {
			if fault.Of(err) == nil {
				t.Fatalf("an error that is no fault: %v", err)
			}
			return
		}
		m.Parse("plans/x.md", []byte("---\ntitle: x\n---\n"))
	})
}
