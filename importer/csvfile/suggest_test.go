package csvfile

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"throughline/graph"
)

func TestSuggestions(t *testing.T) {
	for _, c := range []struct {
		name, text string
		kind       graph.Kind
		want       Mapping
	}{
		{
			"a tracker's export", "Issue key,Summary,Status,Team,Epic Link,Story Points,Created,Resolved,Sprint\nA-1,T,Done,Core,E,3,,,7\n", "",
			Mapping{Kind: graph.KindWork, ID: []string{"Issue key"}, Ignore: []string{"Status", "Sprint"}, Columns: []Column{
				{Name: "Summary", Field: "title"},
				{Name: "Team", Field: "unit"},
				{Name: "Epic Link", Field: "initiative"},
				{Name: "Story Points", Field: "size"},
				{Name: "Created", Field: "opened"},
				{Name: "Resolved", Field: "finished"},
				{Name: "Issue key", Field: "key"},
			}},
		},
		{
			"a plan", "Initiative;Owning team;Status;Quarter;Theme;Effort days;Deadline\nA;Core;In Progress;Q3;Trust;20;\nB;Core;On ice;Q3;Trust;20;\nC;Core;done;Q3;;;\n", "",
			Mapping{Kind: graph.KindInitiative, ID: []string{"Initiative"}, Columns: []Column{
				{Name: "Initiative", Field: "name"},
				{Name: "Owning team", Field: "owner"},
				{Name: "Status", Field: "state", Words: map[string]string{"in progress": "started", "on ice": "?"}},
				{Name: "Quarter", Field: "periods"},
				{Name: "Theme", Field: "contributes.theme"},
				{Name: "Effort days", Field: "participants.days"},
				{Name: "Deadline", Field: "mandate.due"},
				{Name: "Owning team", Field: "participants.unit"},
			}, Set: []Constant{{Field: "contributes.share", Text: "1"}}},
		},
		{
			"people", "Full name,E-Mail,Job title,Department\nAna,a@example.org,Head,Core\n", graph.KindPerson,
			Mapping{Kind: graph.KindPerson, ID: []string{"Full name"}, Columns: []Column{
				{Name: "Full name", Field: "name"}, {Name: "E-Mail", Field: "email"}, {Name: "Job title", Field: "title"}, {Name: "Department", Field: "unit"},
			}},
		},
		{
			"capacities name themselves", "Team,Period,Capacity days,Rate\nCore,h2,100,900\n", graph.KindCapacity,
			Mapping{Kind: graph.KindCapacity, Columns: []Column{
				{Name: "Team", Field: "unit"}, {Name: "Period", Field: "period"}, {Name: "Capacity days", Field: "days"}, {Name: "Rate", Field: "rate"},
			}},
		},
		{
			"what every record needs", "Name,Weird column,ID,Key\nA,b,1,2\n", graph.KindInitiative,
			Mapping{
				Kind: graph.KindInitiative, ID: []string{"ID"}, Ignore: []string{"Weird column", "Key"},
				Columns: []Column{{Name: "Name", Field: "name"}, {Name: "ID", Field: "key"}}, Set: []Constant{{Field: "state", Text: "candidate"}},
			},
		},
		{
			"a slip of the pen", "Naem,Purpse\nA,b\n", graph.KindUnit,
			Mapping{Kind: graph.KindUnit, ID: []string{"Naem"}, Columns: []Column{{Name: "Naem", Field: "name"}, {Name: "Purpse", Field: "purpose"}}},
		},
		{
			"the kind's own name", "Unit,Short\nA,b\n", graph.KindUnit,
			Mapping{Kind: graph.KindUnit, ID: []string{"Unit"}, Columns: []Column{{Name: "Unit", Field: "name"}, {Name: "Short", Field: "short"}}},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := table(t, c.text).Suggest(c.kind)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got, cmpopts.IgnoreUnexported(Mapping{}, Column{}, Constant{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if _, err := ReadMapping("m.yaml", got.YAML()); err != nil {
				t.Errorf("the suggestion does not read back: %v\n%s", err, got.YAML())
			}
		})
	}
	if _, err := table(t, "a,b\n").Suggest("untt"); err == nil {
		t.Error("an unknown kind must be told")
	}
}

// TestSynonymsAreFields: a synonym that is no field of any kind helps nobody.
func TestSynonymsAreFields(t *testing.T) {
	known := make(map[string]bool)
	for _, k := range graph.Kinds() {
		for _, n := range newTargets(k.Kind).names() {
			known[n] = true
		}
	}
	for header, fields := range synonyms() {
		if plainName(header) != header {
			t.Errorf("the header %q is never found: it is %q when it is compared", header, plainName(header))
		}
		for _, f := range fields {
			if !known[f] {
				t.Errorf("%q stands for %q, which is no field of any kind", header, f)
			}
		}
	}
}

// TestEveryFieldCanBeFound: what is listed as a field can be mapped.
func TestEveryFieldCanBeFound(t *testing.T) {
	for _, k := range graph.Kinds() {
		ts := newTargets(k.Kind)
		for _, name := range ts.names() {
			if _, ok := ts.find(name); !ok {
				t.Errorf("%s: %q is listed and cannot be found", k.Kind, name)
			}
		}
		for _, name := range []string{"", "x", "name.x", "shares", "shares.", "shares.a.b", "mandate", "participants", "id"} {
			if _, ok := ts.find(name); ok {
				t.Errorf("%s: %q is no field for a column", k.Kind, name)
			}
		}
	}
}
