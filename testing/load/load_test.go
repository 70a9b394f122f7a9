package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestQuantile(t *testing.T) {
	var hundred []time.Duration
	for n := range 100 {
		hundred = append(hundred, time.Duration(n+1))
	}
	for _, c := range []struct {
		list []time.Duration
		q    float64
		want time.Duration
	}{
		{nil, .5, 0},
		{hundred[:1], .99, 1},
		{hundred[:2], .5, 1},
		{hundred[:3], .5, 2},
		{hundred, .5, 50},
		{hundred, .95, 95},
		{hundred, .99, 99},
		{hundred, .991, 100},
		{hundred, 1, 100},
	} {
		if got := quantile(c.list, c.q); got != c.want {
			t.Errorf("quantile(%d values, %v) = %d, want %d", len(c.list), c.q, got, c.want)
		}
	}
}

func TestMemoryInThirds(t *testing.T) {
	m := memory{seen: []int64{10, 30, 20, 50, 50, 50, 51, 90, 52}}
	if got, want := m.thirds(), [3]int64{20, 50, 52}; got != want {
		t.Errorf("thirds() = %v, want %v", got, want)
	}
	if got := (&memory{seen: []int64{7}}).thirds(); got[2] != 7 {
		t.Errorf("one value has the thirds %v", got)
	}
}

// What people open adds up, and a name is changed from what it was last changed to.
func TestActs(t *testing.T) {
	often := 0
	for _, r := range readings {
		often += r.often
	}
	if often != 100 {
		t.Errorf("the readings add up to %d, want 100", often)
	}
	p, dice := &place{units: []string{"u"}, initiatives: []string{"i"}, names: []string{"One"}}, rand.New(rand.NewPCG(1, 1))
	seen := map[string]bool{}
	for range 2000 {
		seen[p.read(dice).name] = true
	}
	if len(seen) != len(readings) {
		t.Errorf("people open %d kinds of pages, want %d", len(seen), len(readings))
	}
	was := "One"
	for range 20 {
		a, err := p.write(dice, session{writes: true, speaks: true})
		if err != nil {
			t.Fatal(err)
		}
		if a.name != "change a field" {
			continue
		}
		if got := a.form.Get("seen"); got != `"`+was+`"` {
			t.Errorf("a change says that it saw %s, want %q", got, was)
		}
		was = a.form.Get("v")
	}
	if was == "One" {
		t.Error("nothing was renamed")
	}
	if a, err := p.write(dice, session{speaks: true}); err != nil || a.name != "say something" {
		t.Errorf("who may not change records does this: %s", a.name)
	}
	if a, err := p.write(dice, session{}); err != nil || a.form != nil {
		t.Errorf("who may do neither does this: %s", a.name)
	}
}

// A small load on the real program: nobody is refused, pages follow, and what is reported is what was done.
func TestASmallLoad(t *testing.T) {
	program := filepath.Join(t.TempDir(), "throughline")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, "throughline")
	if text, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v: %s", err, text)
	}
	o := options{program: program, records: 500, people: 8, every: 50 * time.Millisecond, writes: .3, live: 8, warm: time.Second, lasts: 3 * time.Second, seed: 1, data: filepath.Join(t.TempDir(), "made.db")}
	var out bytes.Buffer
	ok, err := run(t.Context(), o, &out)
	if err != nil || !ok {
		t.Fatalf("run = %v, %v: %s", ok, err, out.String())
	}
	lines := strings.Split(out.String(), "\n")
	for _, want := range []string{"all ", "home ", "say something ", "change a field ", refreshing + " ", "8 pages stayed open", "memory: "} {
		if !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, want) }) {
			t.Errorf("nothing is told of %q: %s", want, out.String())
		}
	}
	if _, err := os.Stat(o.data); err != nil {
		t.Errorf("the organisation is not kept: %v", err)
	}
	o.program = filepath.Join(t.TempDir(), "none")
	if _, err := run(t.Context(), o, &out); err == nil {
		t.Error("a program that is not there was measured")
	}
}
