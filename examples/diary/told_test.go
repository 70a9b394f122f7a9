package diary

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// record is a work item as a reader of the files puts it together.
type record struct {
	unit, initiative        string
	states, logged, blocked []string
}

// told reads the work files of the demo organisation in their order, as YAML and nothing more.
func told(t *testing.T) map[string]*record {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(company, "work", "*.yaml"))
	if err != nil || len(names) == 0 {
		t.Fatalf("there are no work files: %v", err)
	}
	slices.Sort(names)
	out := make(map[string]*record)
	for _, name := range names {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var file struct {
			Work, Add, Set map[string]map[string]any
		}
		if err := yaml.Unmarshal(body, &file); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for id, f := range file.Work {
			if out[id] != nil {
				t.Errorf("%s: %s is written whole again", name, id)
			}
			r := &record{unit: fmt.Sprint(f["unit"])}
			if f["initiative"] != nil {
				r.initiative = fmt.Sprint(f["initiative"])
			}
			r.add(f)
			out[id] = r
		}
		for ref, f := range file.Add {
			out[strings.TrimPrefix(ref, "work/")].add(f)
		}
		for ref, f := range file.Set {
			r := out[strings.TrimPrefix(ref, "work/")]
			if len(f) != 1 || len(r.blocked) != 1 {
				t.Errorf("%s sets %v of %s, want the end of its one wait", name, f, ref)
			}
			r.blocked = texts(f["blocked"])
		}
	}
	return out
}

func (r *record) add(fields map[string]any) {
	r.states = append(r.states, texts(fields["states"])...)
	r.logged = append(r.logged, texts(fields["logged"])...)
	r.blocked = append(r.blocked, texts(fields["blocked"])...)
}

// texts is a list of texts, or the one text that stands for it.
func texts(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, one := range v {
			out = append(out, fmt.Sprint(one))
		}
		return out
	}
	return nil
}

// A reader of the files finds the days of the table again, half by half.
func TestTheFilesAddUpToTheTable(t *testing.T) {
	s := script(t)
	got, want := make(map[string]float64), make(map[string]float64)
	half := func(day string) string { return map[bool]string{true: " h1", false: " h2"}[day < "2026-07"] }
	for _, r := range told(t) {
		for _, l := range r.logged {
			day, n, _ := strings.Cut(l, " ")
			days, err := strconv.ParseFloat(n, 64)
			if err != nil {
				t.Fatal(err)
			}
			got[r.unit+" "+r.initiative+half(day)] += days
		}
	}
	rows := make(map[string]int)
	for _, u := range s.Units {
		for _, stream := range u.Days {
			for m, days := range stream.Logged {
				want[u.ID+" "+stream.Initiative+half(s.Months[m])] += days
			}
			rows[u.ID+" "+stream.Initiative+" h1"]++
			rows[u.ID+" "+stream.Initiative+" h2"]++
		}
	}
	for key, days := range want {
		if math.Abs(got[key]-days) > float64(rows[key]) {
			t.Errorf("%s: %.1f days are logged, the table has %.1f", key, got[key], days)
		}
	}
	if len(got) < 100 {
		t.Errorf("%d sums were compared, want over 100", len(got))
	}
}

// Every item is opened, most are begun and finished, some were dropped, and every wait is of one unit on another.
func TestTheFilesTellLives(t *testing.T) {
	all := told(t)
	count := make(map[string]int)
	for id, r := range all {
		if !strings.HasPrefix(r.states[0], "opened ") {
			t.Errorf("%s begins with %q", id, r.states[0])
		}
		for _, st := range r.states {
			word, _, _ := strings.Cut(st, " ")
			count[word]++
		}
		for _, b := range r.blocked {
			span, on, ok := strings.Cut(b, " on ")
			if !ok || on == r.unit {
				t.Errorf("%s of %s waits: %q", id, r.unit, b)
			}
			if from, to, over := strings.Cut(span, " to "); over && to < from {
				t.Errorf("%s waits backwards: %q", id, b)
			}
			count["waits"]++
		}
	}
	if count["opened"] != len(all) || count["finished"] < len(all)*8/10 || count["dropped"] < 3 || count["waits"] < 150 {
		t.Errorf("of %d items: %v", len(all), count)
	}
}
