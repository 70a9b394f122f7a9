package proposal

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"throughline/importer/source"
	"throughline/testing/shared"
)

// Tests in files named kubernetes_*_test.go compare with the real data of the Kubernetes
// project and with facts counted from it independently. They need the shared folder; run them
// with -count=1.

// kubernetes opens the folder of real data.
func kubernetes(t *testing.T) (dir string, ok bool) {
	t.Helper()
	return shared.Folder(t, "data", "kubernetes")
}

// load reads a JSON file of facts.
func load[T any](t *testing.T, parts ...string) T {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(parts...))
	if err != nil {
		t.Fatal(err)
	}
	var v T
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// once is what is made of the real data for the first test that asks, and given to the others. None of them alters it.
type once[T any] struct {
	sync.Once
	made *T
}

func (o *once[T]) of(t testing.TB, make func() *T) *T {
	t.Helper()
	o.Do(func() { o.made = make() })
	if o.made == nil {
		t.Fatal("the real data could not be read, as another test says")
	}
	return o.made
}

var theHistory once[History]

// replayed is the history of the version pack.
func replayed(t testing.TB, m *Mapping, dir string) *History {
	t.Helper()
	return theHistory.of(t, func() *History {
		s, err := source.Open(filepath.Join(dir, "history", "kep-versions.tar.xz"), source.Options{Want: m.IsProposal})
		if err != nil {
			t.Fatal(err)
		}
		h, err := m.Replay(s.Versions(t.Context()))
		if err != nil {
			t.Fatal(err)
		}
		return h
	})
}

// factEvent is a row of the reference's list of events.
type factEvent struct {
	Time    string `json:"t"`
	Commit  string
	PR      int
	ID      string
	Number  int
	Path    string
	Op      string
	Changes map[string][2]any
}

func factEvents(t *testing.T, dir string) []factEvent {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, "history", "kep-events.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var out []factEvent
	scan := bufio.NewScanner(z)
	scan.Buffer(nil, 1<<24)
	for scan.Scan() {
		var e factEvent
		if err := json.Unmarshal(scan.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		out = append(out, e)
	}
	return out
}

// factField is the name the reference gives a field.
func factField(m *Mapping, f Field) string {
	if s := f.Stage(); s != "" {
		return m.Keys.Milestones + "." + s
	}
	k := m.Keys
	return map[Field]string{
		FieldTitle: k.Title, FieldNumber: k.Number, FieldOwner: k.Owner, FieldParticipants: k.Participants,
		FieldStatus: k.Status, FieldStage: k.Stage, FieldLatest: k.Latest, FieldAuthors: k.Authors,
		FieldReviewers: k.Reviewers, FieldApprovers: k.Approvers, FieldSeeAlso: k.SeeAlso,
		FieldReplaces: k.Replaces, FieldSupersededBy: k.SupersededBy, FieldPath: "path",
	}[f]
}

// factTexts is one side of a change in the reference: null, a text or a list.
func factTexts(v any) []string {
	switch x := v.(type) {
	case nil:
		return nil
	case []any:
		var out []string
		for _, s := range x {
			out = append(out, fmt.Sprint(s))
		}
		slices.Sort(out)
		return out
	}
	return []string{fmt.Sprint(v)}
}

// nothing reports whether the reference's value says nothing: null, an empty list, an empty text.
func nothing(v any) bool {
	texts := factTexts(v)
	return len(texts) == 0 || len(texts) == 1 && texts[0] == ""
}

// line is an event as comparable text, its changes sorted.
func line(commit, op, path string, changes []string) string {
	slices.Sort(changes)
	return commit + " " + op + " " + path + "\n\t" + strings.Join(changes, "\n\t")
}

func TestKubernetesEvents(t *testing.T) {
	dir, ok := kubernetes(t)
	if !ok {
		return
	}
	m := Kubernetes()
	h := replayed(t, m, dir)
	want := map[string]string{}
	ids := map[string]string{}
	for _, e := range factEvents(t, dir) {
		var changes []string
		for name, sides := range e.Changes {
			if nothing(sides[0]) && nothing(sides[1]) {
				continue // see docs/kubernetes.md: from nothing to nothing is no change
			}
			changes = append(changes, fmt.Sprintf("%s: %q -> %q", name, factTexts(sides[0]), factTexts(sides[1])))
		}
		want[e.Commit+" "+e.Path] = line(e.Time+" "+e.Commit, e.Op, e.Path, changes)
		ids[e.Commit+" "+e.Path] = e.ID
	}
	lineages := map[string]int{}
	wrong, compared := 0, 0
	for _, e := range h.Events {
		var changes []string
		for _, c := range e.Changes {
			if c.Old() == "" && c.New() == "" {
				continue
			}
			changes = append(changes, fmt.Sprintf("%s: %q -> %q", factField(m, c.Field), c.Before, c.After))
		}
		key := e.Commit + " " + e.Path
		got := line(e.Time.Format("2006-01-02T15:04:05Z")+" "+e.Commit, string(e.Op), e.Path, changes)
		compared++
		if got != want[key] {
			if wrong++; wrong <= 20 {
				t.Errorf("event differs\n got %s\nwant %s", got, want[key])
			}
		}
		if l, known := lineages[ids[key]]; known && l != e.Lineage {
			t.Errorf("%s: lineage %d, but %s was %d before", key, e.Lineage, ids[key], l)
		}
		lineages[ids[key]] = e.Lineage
		delete(want, key)
	}
	for _, missing := range want {
		t.Errorf("event is missing: %s", missing)
	}
	if wrong > 0 {
		t.Errorf("%d of %d events differ", wrong, compared)
	}
	if len(lineages) != len(h.Lineages) {
		t.Errorf("%d lineages, the reference has %d", len(h.Lineages), len(lineages))
	}
	shared.Ran(t, compared)
}
