package generate

import (
	"math"
	"slices"
	"testing"
	"time"

	"throughline/change"
	"throughline/graph"
)

func TestTheWriterKeepsRecordsTogether(t *testing.T) {
	var got []change.Draft
	w := &writer{batch: 3, yield: func(d change.Draft) bool { got = append(got, d); return len(got) < 5 }}
	w.open(today, 8)
	theme := func(id graph.ThemeID) graph.Record { return &graph.Theme{ID: id, Name: string(id)} }
	w.put("a.made", "why", theme("1"), theme("2"))
	w.put("a.made", "why", theme("3"), theme("4")) // does not fit: a draft of its own
	w.put("a.made", "other", theme("5"))           // another reason
	w.put("b.made", "other", theme("6"))           // another verb
	w.flush()
	w.flush() // nothing is left
	var sizes []int
	for i, d := range got {
		sizes = append(sizes, len(d.Puts))
		if want := at(today, 8, 0).Add(time.Duration(i) * time.Second); !d.Effective.Equal(want) {
			t.Errorf("draft %d is effective %s, want %s", i, d.Effective, want)
		}
	}
	if !slices.Equal(sizes, []int{2, 2, 1, 1}) || got[2].Reason != "other" || got[3].Verb != "b.made" {
		t.Errorf("drafts have %v records, want 2, 2, 1, 1", sizes)
	}
	w.put("c.made", "", theme("7"))
	w.flush()
	if !w.ended {
		t.Error("the writer goes on although nobody wants more")
	}
	w.put("c.made", "", theme("8"))
	w.flush()
	if len(got) != 5 {
		t.Errorf("%d drafts, want none after the last that was wanted", len(got))
	}
}

func TestNamesAreManyAndStay(t *testing.T) {
	org := organisation(t, Options{Seed: 61, Today: today, Work: -1})
	ids := make(map[graph.PersonID]bool)
	for n := range 3 * len(firstNames) * len(lastNames) {
		id := org.person(n)
		if ids[id] {
			t.Fatalf("two people are %s", id)
		}
		if wrong := graph.CheckID(string(id)); wrong != "" {
			t.Fatal(wrong)
		}
		ids[id] = true
	}
	if a, b := org.human(5, "top", "Head"), org.human(5, "top", "Head"); a.Name != b.Name || a.Name == "" {
		t.Errorf("one person is called %q and %q", a.Name, b.Name)
	}
}

// Projects serve outcomes of their theme, all of each, and every outcome that is not idle is served.
func TestContributionsAreWhole(t *testing.T) {
	for _, outcomes := range []int{6, 14, 120} {
		org := organisation(t, Options{Seed: 62, Today: today, Outcomes: outcomes, Work: -1})
		theme := make(map[graph.OutcomeID]int)
		for _, o := range org.outcomes {
			theme[o.id] = o.theme
		}
		for h := range org.cal.halves {
			served := make(map[graph.OutcomeID]bool)
			first, last := org.of(h)
			for i := first; i < last; i++ {
				p := &org.projects[i]
				total := graph.Share(0)
				for _, c := range org.served(p) {
					total += c.Share
					if c.Outcome != "" && theme[c.Outcome] != p.theme {
						t.Errorf("%s serves %s, which is of another theme", p.id, c.Outcome)
					}
					served[c.Outcome] = true
				}
				if want := graph.Share(1); p.theme < 0 && total != 0 || p.theme >= 0 && math.Abs(float64(total-want)) > 1e-9 {
					t.Errorf("%s contributes %.6f", p.id, total)
				}
			}
			for _, o := range org.outcomes {
				if served[o.id] == o.idle {
					t.Errorf("with %d outcomes, %s is served: %v, idle: %v", outcomes, o.id, served[o.id], o.idle)
				}
			}
		}
	}
}

// The key tells of records that are there, in words, with days that are not negative.
func TestTheKeyTellsOfWhatIsThere(t *testing.T) {
	org := organisation(t, Options{Seed: 63, Today: today, Units: 30})
	s := fold(t, org)
	sorts := make(map[Fault]int)
	for _, p := range org.Key().Planted {
		sorts[p.Fault]++
		if p.Sentence == "" || p.Measure == "" || p.Days < 0 || len(p.Records) == 0 {
			t.Errorf("%+v says too little", p)
		}
		for _, ref := range p.Records {
			if s.Record(ref) == nil {
				t.Errorf("%s stands on %s, which is not there", p.Fault, ref)
			}
		}
		if p.Unit != "" && s.Unit(p.Unit) == nil || p.Theme != "" && s.Theme(p.Theme) == nil {
			t.Errorf("%s is about %s and %s", p.Fault, p.Unit, p.Theme)
		}
	}
	if len(sorts) != 19 {
		t.Errorf("%d sorts of misalignment were planted, want all 19: %v", len(sorts), sorts)
	}
}

// A unit that reads a theme differently loses a tenth of its days by it, whatever else there is.
func TestWhatAReadingCosts(t *testing.T) {
	org := organisation(t, Options{Seed: 64, Today: today, Units: 40, Themes: 5})
	reads := org.Key().Of(ReadsDifferently)
	if len(reads) < 2 {
		t.Fatalf("%d units read a theme differently, want at least 2", len(reads))
	}
	for _, p := range reads {
		if want := org.team(p.Unit).cap / 10; math.Abs(p.Days-want) > 1e-6 {
			t.Errorf("%s loses %.2f days by reading, want %.2f", p.Unit, p.Days, want)
		}
	}
}
