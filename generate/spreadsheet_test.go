package generate

import (
	"fmt"
	"io/fs"
	"maps"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"throughline/examples"
	"throughline/intent"
	"throughline/portfolio"
)

// The tests below work some figures out once more, straight from the text of the files and with nothing
// of the product, as a person would with a spreadsheet.

// sheet is what the files say, as written.
type sheet struct {
	changes []map[string]any // every change with its day under "on", oldest first
}

// readSheet reads the files as plain YAML. The top of a file and each entry of its history is a change.
func readSheet(t *testing.T) *sheet {
	t.Helper()
	files := examples.HarborLending()
	s := &sheet{}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(path.Base(name), "_") {
			return err
		}
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		var doc map[string]any
		if err := yaml.Unmarshal(body, &doc); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if history, ok := doc["history"].([]any); ok {
			for _, h := range history {
				s.changes = append(s.changes, h.(map[string]any))
			}
			delete(doc, "history")
		}
		if doc["on"] == nil {
			doc["on"] = "2025-12-08"
		}
		s.changes = append(s.changes, doc)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortStableFunc(s.changes, func(a, b map[string]any) int { return strings.Compare(on(a), on(b)) })
	return s
}

// on is the moment of a change, as text that sorts.
func on(change map[string]any) string {
	text := fmt.Sprint(change["on"])
	if day, _, ok := strings.Cut(text, " 00:00:00"); ok { // YAML reads a bare day as a time
		return day
	}
	return text
}

func object(v any) map[string]any { m, _ := v.(map[string]any); return m }

// many is a list, or the one value that stands for it.
func many(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	return []any{v}
}

// number reads 0.25, 25% and 160.
func number(v any) float64 {
	text := fmt.Sprint(v)
	if percent, ok := strings.CutSuffix(text, "%"); ok {
		f, _ := strconv.ParseFloat(percent, 64)
		return f / 100
	}
	f, _ := strconv.ParseFloat(text, 64)
	return f
}

// each visits the records of a section in all changes up to a day.
func (s *sheet) each(section, until string, visit func(id string, fields map[string]any)) {
	for _, c := range s.changes {
		if on(c) > until {
			continue
		}
		list := object(c[section])
		for _, id := range slices.Sorted(maps.Keys(list)) {
			visit(id, object(list[id]))
		}
	}
}

// fold takes each record of a kind through its changes up to a day: whole, then set, then add.
func (s *sheet) fold(section, kind, until string) map[string]map[string]any {
	out := make(map[string]map[string]any)
	for _, c := range s.changes {
		if on(c) > until {
			continue
		}
		for id, fields := range object(c[section]) {
			out[id] = maps.Clone(object(fields))
		}
		for ref, fields := range object(c["set"]) {
			if id, ok := strings.CutPrefix(ref, kind+"/"); ok {
				maps.Copy(out[id], object(fields))
			}
		}
		for ref, fields := range object(c["add"]) {
			if id, ok := strings.CutPrefix(ref, kind+"/"); ok {
				for key, more := range object(fields) {
					out[id][key] = slices.Concat(many(out[id][key]), many(more))
				}
			}
		}
	}
	return out
}

// themesOf is the share of an initiative that serves each theme: each outcome serves exactly one.
func (s *sheet) themesOf(initiative map[string]any) map[string]float64 {
	outcomes := s.fold("outcomes", "outcome", "9")
	out := make(map[string]float64)
	for _, c := range many(initiative["contributes"]) {
		share := number(object(c)["share"])
		if theme, ok := object(c)["theme"]; ok {
			out[fmt.Sprint(theme)] += share
			continue
		}
		out[fmt.Sprint(outcomes[fmt.Sprint(object(c)["outcome"])]["primary"])] += share
	}
	return out
}

// logged is the days a work item logged from a day on.
func logged(item map[string]any, from string) (days float64) {
	for _, l := range many(item["logged"]) {
		day, n, _ := strings.Cut(fmt.Sprint(l), " ")
		if day >= from {
			days += number(n)
		}
	}
	return days
}

func TestOnCourseByHand(t *testing.T) {
	s := readSheet(t)
	initiatives := s.fold("initiatives", "initiative", "9")
	share := make(map[string]float64) // of each initiative that serves any theme
	for id, i := range initiatives {
		for _, part := range s.themesOf(i) {
			share[id] += part
		}
	}
	all, traced := make(map[string]float64), make(map[string]float64)
	for _, item := range s.fold("work", "work", "9") {
		days, unit := logged(item, "2026-07-01"), fmt.Sprint(item["unit"])
		for _, u := range []string{unit, "all"} {
			all[u] += days
			traced[u] += days * share[fmt.Sprint(item["initiative"])]
		}
	}
	now := harbor(t).day(t, "2026-09-24")
	cells := intent.Read(now, now.Period("h2"), intent.Options{})
	if got, want := cells.OnCourse("").Value, traced["all"]/all["all"]; math.Abs(got-want) > 1e-6 {
		t.Errorf("on course = %.6f, by hand %.6f of %.1f days", got, want, all["all"])
	}
	for _, u := range cells.Units {
		want := traced[string(u.ID)] / all[string(u.ID)]
		if got := cells.OnCourse(u.ID).Value; math.Abs(got-want) > 1e-6 {
			t.Errorf("%s is on course with %.6f, by hand %.6f", u.ID, got, want)
		}
		if math.Abs(u.Work.Logged-all[string(u.ID)]) > 1e-3 {
			t.Errorf("%s logged %.2f days, by hand %.2f", u.ID, u.Work.Logged, all[string(u.ID)])
		}
	}
}

func TestTheCascadeByHand(t *testing.T) {
	s := readSheet(t)
	days := make(map[string]float64)
	total := 0.0
	s.each("capacities", "9", func(_ string, c map[string]any) {
		if c["period"] == "h2" {
			days[fmt.Sprint(c["unit"])] = number(c["days"])
			total += number(c["days"])
		}
	})
	stated, assigned := make(map[string]float64), make(map[string]float64)
	asked, read := make(map[string]float64), make(map[string]float64) // days by unit and theme
	for _, i := range s.fold("intents", "intent", "9") {
		if i["period"] != "h2" {
			continue
		}
		unit := fmt.Sprint(i["unit"])
		for theme, share := range object(i["shares"]) {
			switch i["level"] {
			case "stated":
				stated[theme] = number(share) * total
			case "assigned":
				asked[unit+" "+theme] = number(share) * days[unit]
				assigned[theme] += number(share) * days[unit]
			case "interpreted":
				read[unit+" "+theme] = number(share) * days[unit]
			}
		}
	}
	keptAssigned, keptRead := 0.0, 0.0
	for theme, d := range stated {
		if assigned[theme] > d {
			t.Errorf("units are asked for %.0f days of %s, more than the %.0f stated", assigned[theme], theme, d)
		}
		keptAssigned += assigned[theme]
	}
	for cell, d := range asked {
		keptRead += min(d, read[cell])
	}
	now := harbor(t).day(t, "2026-09-24")
	w := kept(t, now, "h2")
	for n, want := range []float64{total, keptAssigned, keptRead} {
		if got := w.Steps[n].Days; math.Abs(got-want) > 1e-6 {
			t.Errorf("%.3f days are kept at %s, by hand %.3f", got, w.Steps[n].Stage, want)
		}
	}
}

// quarters is the days of the half that an initiative has in a plan, when it counts as planned.
func quarters(i map[string]any) (days [2]float64) {
	switch i["state"] {
	case "committed", "started", "done":
	default:
		return days
	}
	for _, p := range many(i["participants"]) {
		switch object(p)["period"] {
		case "q3":
			days[0] += number(object(p)["days"])
		case "q4":
			days[1] += number(object(p)["days"])
		}
	}
	return days
}

func TestDriftByHand(t *testing.T) {
	s := readSheet(t)
	then, now := s.fold("initiatives", "initiative", "2026-07-20 12:00"), s.fold("initiatives", "initiative", "9")
	locked, held := 0.0, 0.0
	for id := range now {
		b, p := quarters(then[id]), quarters(now[id])
		locked += b[0] + b[1]
		held += min(b[0], p[0]) + min(b[1], p[1])
	}
	tale := harbor(t)
	first, last := tale.day(t, "2026-07-20"), tale.day(t, "2026-09-24")
	d := portfolio.DriftBetween(first, last, portfolio.Scope{Period: last.Period("h2")})
	if math.Abs(d.Totals.Base-locked) > 1e-6 || math.Abs(d.Totals.Kept-held) > 1e-6 {
		t.Errorf("of %.1f locked days %.1f are as locked, by hand %.1f of %.1f", d.Totals.Base, d.Totals.Kept, held, locked)
	}
	if want := 1 - held/locked; math.Abs(d.Value-want) > 1e-9 {
		t.Errorf("drift = %.6f, by hand %.6f", d.Value, want)
	}
}
