package proposal

import (
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/importer/source"
)

// versions reads a story: one version a line, "commit path", "commit new < old", "commit -path";
// the text behind a semicolon is the status. A commit's time is its number in hours.
func versions(story string) iter.Seq2[source.Version, error] {
	return func(yield func(source.Version, error) bool) {
		for _, line := range strings.Split(strings.TrimSpace(story), "\n") {
			if !yield(versionOf(strings.TrimSpace(line)), nil) {
				return
			}
		}
	}
}

func versionOf(line string) source.Version {
	head, status, _ := strings.Cut(line, ";")
	commit, rest, _ := strings.Cut(strings.TrimSpace(head), " ")
	var hour int
	fmt.Sscanf(commit, "c%d", &hour)
	v := source.Version{Commit: commit, Time: time.Unix(int64(hour)*3600, 0).UTC(), Path: rest}
	if to, from, moved := strings.Cut(rest, " < "); moved {
		v.Path, v.From = to, from
	}
	if path, gone := strings.CutPrefix(rest, "-"); gone {
		v.Path, v.Deleted = path, true
		return v
	}
	v.Content = []byte("title: T\nstatus: " + or(strings.TrimSpace(status), "provisional") + "\n")
	return v
}

// told is a history as lines: op, lineage, path, changed fields.
func told(h *History) []string {
	var out []string
	for _, e := range h.Events {
		var fields []string
		for _, c := range e.Changes {
			fields = append(fields, string(c.Field))
		}
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", e.Op, h.Lineages[e.Lineage].Key, e.Path, strings.Join(fields, ","))))
	}
	return out
}

func replay1(t testing.TB, m *Mapping, story string) *History {
	t.Helper()
	h, err := m.Replay(versions(story))
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestReplay(t *testing.T) {
	for _, c := range []struct {
		name, story string
		want        []string
	}{
		{
			"made, changed, ended, made again", `
			c1 keps/s/1-a/kep.yaml
			c2 keps/s/1-a/kep.yaml; implementable
			c3 -keps/s/1-a/kep.yaml
			c4 keps/s/1-a/kep.yaml`,
			[]string{"create 1-a keps/s/1-a/kep.yaml title,status", "change 1-a keps/s/1-a/kep.yaml status", "delete 1-a keps/s/1-a/kep.yaml", "create 1-a-2 keps/s/1-a/kep.yaml title,status"},
		},
		{
			"moved under the same number", `
			c1 keps/s/1-a/kep.yaml
			c2 keps/t/001-b/kep.yaml < keps/s/1-a/kep.yaml; implementable`,
			[]string{"create 1-a keps/s/1-a/kep.yaml title,status", "move 1-a keps/t/001-b/kep.yaml status,path"},
		},
		{
			"moved to another number", `
			c1 keps/s/1-a/kep.yaml
			c2 keps/s/2-a/kep.yaml < keps/s/1-a/kep.yaml`,
			[]string{"create 1-a keps/s/1-a/kep.yaml title,status", "delete 1-a keps/s/1-a/kep.yaml", "create 2-a keps/s/2-a/kep.yaml title,status"},
		},
		{
			"two with one number", `
			c1 keps/s/1-a/kep.yaml
			c1 keps/t/1-a/kep.yaml`,
			[]string{"create 1-a keps/s/1-a/kep.yaml title,status", "create 1-a-2 keps/t/1-a/kep.yaml title,status"},
		},
		{
			"changed places", `
			c1 keps/s/1-a/kep.yaml; implementable
			c1 keps/t/1-b/kep.yaml; implemented
			c2 keps/s/1-a/kep.yaml < keps/t/1-b/kep.yaml; implemented
			c2 keps/t/1-b/kep.yaml < keps/s/1-a/kep.yaml; implementable`,
			[]string{"create 1-a keps/s/1-a/kep.yaml title,status", "create 1-b keps/t/1-b/kep.yaml title,status", "move 1-b keps/s/1-a/kep.yaml path", "move 1-a keps/t/1-b/kep.yaml path"},
		},
		{
			"moved onto another", `
			c1 keps/s/1-a/kep.yaml
			c1 keps/s/1-b/kep.yaml
			c2 keps/s/1-b/kep.yaml < keps/s/1-a/kep.yaml`,
			[]string{"create 1-a keps/s/1-a/kep.yaml title,status", "create 1-b keps/s/1-b/kep.yaml title,status", "delete 1-b keps/s/1-b/kep.yaml", "move 1-a keps/s/1-b/kep.yaml path"},
		},
		{
			"moved from what was no proposal", `
			c1 keps/s/1-a/kep.yaml < keps/s/1-a/kep.yml`,
			[]string{"create 1-a keps/s/1-a/kep.yaml title,status"},
		},
		{
			"unreadable for a while", `
			c1 keps/s/1-a/kep.yaml
			c2 keps/s/1-a/kep.yaml; [
			c3 keps/s/1-a/kep.yaml; implementable`,
			[]string{"create 1-a keps/s/1-a/kep.yaml title,status", "unparseable 1-a keps/s/1-a/kep.yaml", "change 1-a keps/s/1-a/kep.yaml title,status"},
		},
		{"an end without a beginning", `
			c1 -keps/s/1-a/kep.yaml`, nil},
		{"other files do not count", `
			c1 keps/s/1-a/README.md
			c1 keps/NNNN-kep-template/kep.yaml`, nil},
	} {
		if d := cmp.Diff(c.want, told(replay1(t, Kubernetes(), c.story))); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
}

func TestReplayAnyMove(t *testing.T) {
	m := *Kubernetes()
	m.Identity.Moves = AnyMove
	h := replay1(t, &m, "c1 keps/s/1-a/kep.yaml\nc2 keps/s/2-a/kep.yaml < keps/s/1-a/kep.yaml")
	if len(h.Lineages) != 1 || h.Lineages[0].Number != 2 || h.Lineages[0].Key != "1-a" {
		t.Errorf("lineages = %+v, want one with its key kept", h.Lineages)
	}
}

func TestReplayRemembersForerunners(t *testing.T) {
	h := replay1(t, Kubernetes(), "c1 keps/s/1-a/kep.yaml\nc2 keps/s/2-a/kep.yaml < keps/s/1-a/kep.yaml")
	if h.Lineages[0].Successor != 1 || h.Lineages[1].Forerun != 0 || h.Lineages[0].Forerun != -1 || h.Lineages[1].Successor != -1 {
		t.Errorf("lineages = %+v", h.Lineages)
	}
}

func TestReplayDefectsOfTheHistory(t *testing.T) {
	h := replay1(t, Kubernetes(), "c1 -keps/s/1-a/kep.yaml\nc2 keps/s/1-a/kep.yaml\nc2 keps/s/1-b/kep.yaml\nc3 keps/s/1-b/kep.yaml < keps/s/1-a/kep.yaml")
	var codes []Code
	for _, d := range h.Defects {
		codes = append(codes, d.Code)
	}
	if d := cmp.Diff([]Code{EndOfSomethingNeverBegun, MoveOntoAnotherProposal}, codes); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestReplayPassesTheSourcesError(t *testing.T) {
	broken := errors.New("the disk")
	_, err := Kubernetes().Replay(func(yield func(source.Version, error) bool) { yield(source.Version{}, broken) })
	if !errors.Is(err, broken) {
		t.Errorf("Replay = %v, want the source's error", err)
	}
}

func TestHistoryAt(t *testing.T) {
	h := replay1(t, Kubernetes(), "c1 keps/s/1-a/kep.yaml\nc2 keps/s/1-a/kep.yaml; implementable\nc3 -keps/s/1-a/kep.yaml")
	for hour, want := range []string{"", "provisional", "implementable", ""} {
		p := h.At(time.Unix(int64(hour)*3600, 0))[0]
		if got := ""; p != nil {
			got = p.Status
			if got != want {
				t.Errorf("At(%d) = %q, want %q", hour, got, want)
			}
		} else if want != "" {
			t.Errorf("At(%d) is nothing, want %q", hour, want)
		}
	}
	if len(h.Now()) != 0 {
		t.Error("nothing should exist at the end")
	}
}

// Whatever happens to files, every path belongs to at most one living lineage, keys are unique,
// and a lineage's events run in order of time from a beginning to at most one end.
func TestReplayInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var story strings.Builder
		live := map[string]bool{}
		names := []string{"keps/s/1-a/kep.yaml", "keps/s/1-b/kep.yaml", "keps/t/2-a/kep.yaml", "keps/t/3-c/kep.yaml"}
		for c := range rapid.IntRange(1, 25).Draw(t, "commits") {
			a, b := rapid.SampledFrom(names).Draw(t, "a"), rapid.SampledFrom(names).Draw(t, "b")
			switch rapid.IntRange(0, 2).Draw(t, "op") {
			case 0:
				fmt.Fprintf(&story, "c%d %s\n", c, a)
				live[a] = true
			case 1:
				fmt.Fprintf(&story, "c%d -%s\n", c, a)
				delete(live, a)
			case 2:
				if a != b {
					fmt.Fprintf(&story, "c%d %s < %s\n", c, b, a)
					delete(live, a)
					live[b] = true
				}
			}
		}
		if story.Len() == 0 {
			return
		}
		h, err := Kubernetes().Replay(versions(story.String()))
		if err != nil {
			t.Fatal(err)
		}
		checkInvariants(t, h, live)
	})
}

func checkInvariants(t *rapid.T, h *History, live map[string]bool) {
	paths, keys := map[string]bool{}, map[string]bool{}
	for i, l := range h.Lineages {
		if keys[l.Key] {
			t.Fatalf("the key %s is used twice", l.Key)
		}
		keys[l.Key] = true
		for n, e := range l.Events {
			event := h.Events[e]
			if event.Lineage != i || (event.Op == Create) != (n == 0) || event.Op == Delete && n != len(l.Events)-1 {
				t.Fatalf("lineage %d has event %d of %d: %+v", i, n, len(l.Events), event)
			}
		}
		if l.Ended.IsZero() {
			if paths[l.Path] {
				t.Fatalf("%s belongs to two lineages", l.Path)
			}
			paths[l.Path] = true
		}
	}
	if d := cmp.Diff(live, paths); d != "" {
		t.Fatalf("living paths (-want +got):\n%s", d)
	}
}
