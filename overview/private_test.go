package overview_test

import (
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"throughline/diagnosis"
	"throughline/finding"
	"throughline/graph"
	"throughline/intent"
	"throughline/organisation"
	"throughline/overview"
	"throughline/portfolio"
	"throughline/strategy"
	"throughline/testing/fixture"
)

// firm is an organisation whose figures give away what they are made of: the days of each unit are eighths of a
// power of 32 of its own, so that whatever sum of them is shown can be read digit by digit, as so many eighths
// of each unit's days.
type firm struct {
	*fixture.Org
	units  []graph.UnitID // those with capacity
	people []int          // how many people stand behind each
}

// days is an eighth of the days of the nth unit.
func eighth(n int) float64 { return math.Pow(32, float64(n+3)) / 8 }

const (
	mostEighths = 12    // no figure has more of one unit
	leastShown  = 4_096 // an eighth of the first unit: what is less is no sum of days
)

// drawFirm is a firm of any shape. Every leaf has capacity, and some of the units above.
func drawFirm(t *rapid.T) *firm {
	f := &firm{Org: fixture.New(t).Half().Today("2026-12-31").Themes("growth", "trust")}
	n := rapid.IntRange(2, 7).Draw(t, "units")
	up, leaf, people := make([]int, n), make([]bool, n), make([]int, n)
	for i := range n {
		up[i], leaf[i] = rapid.IntRange(min(i, 1)-1, i-1).Draw(t, "above"), true
		if i > 0 && rapid.IntRange(0, 9).Draw(t, "beside") == 0 {
			up[i] = -1
		}
		if up[i] >= 0 {
			leaf[up[i]] = false
		}
	}
	own := make([]int, n)
	for i := n - 1; i >= 0; i-- {
		if leaf[i] || rapid.IntRange(0, 3).Draw(t, "works itself") == 0 {
			own[i] = rapid.IntRange(1, 9).Draw(t, "people")
		}
		people[i] += own[i]
		if up[i] >= 0 {
			people[up[i]] += people[i]
		}
	}
	f.Initiative("up", "", fixture.Serves("growth", 1)).Initiative("safe", "", fixture.Serves("trust", 1)).Initiative("odd", "")
	for i := range n {
		parent, declared := "", people[i]
		if up[i] >= 0 {
			parent = fmt.Sprint("u", up[i])
		}
		if own[i] == 0 && rapid.Bool().Draw(t, "says nothing") {
			declared = 0
		}
		f.Unit(fmt.Sprint("u", i), parent, fixture.People(declared))
	}
	f.Stated("u0", "h2", fixture.Shares{"growth": 0.5, "trust": 0.5})
	for i := range n {
		if own[i] > 0 && len(f.units) < 6 {
			f.employ(fmt.Sprint("u", i), own[i])
		}
	}
	return f
}

// employ gives a unit its days: what it has, is asked for, says, plans and does.
func (f *firm) employ(unit string, people int) {
	x := eighth(len(f.units))
	f.units, f.people = append(f.units, graph.UnitID(unit)), append(f.people, people)
	f.Capacity(unit, "h2", 8*x)
	f.Assigned(unit, "h2", fixture.Shares{"growth": 0.5, "trust": 0.5}).Interpreted(unit, "h2", fixture.Shares{"growth": 0.5, "trust": 0.25})
	read := *graph.Find[*graph.Intent](f.Picture(), "interpreted-"+unit+"-h2")
	read.Readings = []graph.Reading{{Theme: "growth", Words: "Something else", Differs: true}}
	f.Put(&read)
	for i, eighths := range map[string]float64{"up": 5, "safe": 3, "odd": 2} {
		f.Put(with(f.Picture().Initiative(graph.InitiativeID(i)), unit, eighths*x))
	}
	f.Work(unit+"-up", unit, "up", fixture.Started("2026-08-03"), fixture.Logged("2026-08-04", x), fixture.Finished("2026-08-04"))
	f.Work(unit+"-safe", unit, "safe", fixture.Logged("2026-09-07", 2*x)).Work(unit+"-loose", unit, "", fixture.Logged("2026-09-07", x))
}

// with is the initiative with another unit that takes part.
func with(i *graph.Initiative, unit string, days float64) *graph.Initiative {
	c := *i
	c.State = graph.Committed
	c.Participants = append(slices.Clone(i.Participants), graph.Participation{Unit: graph.UnitID(unit), Period: "h2", Days: graph.Days(days)})
	return &c
}

// published is every number that the read models publish about the picture.
func (f *firm) published(s *graph.Snapshot) *numbers {
	checks := slices.Concat(portfolio.Checks(), intent.Checks(), strategy.Checks(), organisation.Checks(), diagnosis.Checks())
	b := overview.Compute(frame(s), checks)
	out := &numbers{seen: make(map[any]bool)}
	take := func(list ...any) {
		for _, x := range list {
			out.take(fmt.Sprintf("%T", x), reflect.ValueOf(x))
		}
	}
	whole, _ := b.Sight("", "")
	growth, _ := b.Sight("growth", "")
	demand, _ := b.Demand()
	leaks, lost := b.Leaks()
	shares, _ := b.Shares("")
	take(b.Whole, b.Course, b.Coverage, b.Courses, b.Units, b.Findings, b.CoursesSideBySide(), whole, growth, demand.Rows, demand.All, leaks, lost, shares, b.Figures(graph.Ref{}), b.Diagnose(""))
	for _, stage := range intent.Stages() {
		list, _ := b.Cells.Emphasis(stage, "")
		take(list)
	}
	for t := range graph.All[*graph.Theme](s) {
		take(b.Figures(t.Ref()), b.Cells.ThemeWaterfall(t.ID))
	}
	for i := range graph.All[*graph.Initiative](s) {
		line, _ := b.Line(i.Ref())
		take(line, b.InitiativePage(i.ID))
	}
	for u := range graph.All[*graph.Unit](s) {
		line, _ := b.Line(u.Ref())
		shares, _ := b.Shares(u.ID)
		take(line, shares, b.UnitPage(u.ID, 100), b.Figures(u.Ref()), b.Diagnose(u.ID), b.Intervals(u.ID), demand.Result(u.ID, "h2"))
		for _, stage := range intent.Stages() {
			list, _ := b.Cells.Emphasis(stage, u.ID)
			take(list)
		}
	}
	return out
}

// numbers is all numbers in some values: those of their exported fields, and those in sentences. What is a record
// is not a figure, and neither is what figures are computed from.
type numbers struct {
	list []number
	seen map[any]bool
}

type number struct {
	x  float64
	in string // the fields that lead to it
}

var written = regexp.MustCompile(`\d[\d,]*`)

func (n *numbers) take(in string, v reflect.Value) {
	switch v.Kind() {
	case reflect.Float64:
		n.list = append(n.list, number{v.Float(), in})
	case reflect.String:
		for _, digits := range written.FindAllString(v.String(), -1) {
			if x, err := strconv.ParseFloat(strings.ReplaceAll(digits, ",", ""), 64); err == nil {
				n.list = append(n.list, number{x, in})
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			n.take(in, v.Index(i))
		}
	case reflect.Pointer:
		if v.IsNil() || n.seen[v.Interface()] {
			return
		}
		n.seen[v.Interface()] = true
		n.take(in, v.Elem())
	case reflect.Struct:
		switch t := v.Type(); {
		case strings.HasSuffix(t.PkgPath(), "/graph"), t == reflect.TypeFor[intent.Cells](), t == reflect.TypeFor[finding.Check]():
			return
		}
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.IsExported() {
				n.take(in+"."+field.Name, v.Field(i))
			}
		}
	}
}

// sum reads a number as eighths of the days of each unit; ok is false when it is none of their sums.
func (f *firm) sum(x float64) (eighths []float64, ok bool) {
	x = math.Abs(x)
	if x < leastShown-1 {
		return nil, false
	}
	eighths = make([]float64, len(f.units))
	for n := len(f.units) - 1; n >= 0; n-- {
		eighths[n] = math.Floor((x + leastShown/2) / eighth(n))
		x -= eighths[n] * eighth(n)
		if eighths[n] > mostEighths {
			return nil, false
		}
	}
	return eighths, math.Abs(x) < 8
}

// Nothing that is shown anywhere of a period, however it is added up and taken away from one another, tells an
// amount of fewer than five people.
func TestNoFigureTellsAFew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFirm(t)
		s := f.Picture()
		var sums [][]float64
		shows := make(map[string]string)
		for _, n := range f.published(s).list {
			if sum, ok := f.sum(n.x); ok && shows[fmt.Sprint(sum)] == "" {
				shows[fmt.Sprint(sum)] = n.in
				sums = append(sums, sum)
			}
		}
		if len(sums) < 4 {
			t.Fatalf("only %d sums of days are shown: the test reads the wrong numbers", len(sums))
		}
		for few := uint(1); few < 1<<len(f.units)-1; few++ {
			people := 0
			var names []graph.UnitID
			for n, u := range f.units {
				if few&(1<<n) != 0 {
					people, names = people+f.people[n], append(names, u)
				}
			}
			if people < graph.FewestPeople && rank(sums, 0) > rank(sums, few) {
				t.Fatalf("what is shown tells the days of %v, %d people, of %v with %v; it shows %v", names, people, f.units, f.people, shows)
			}
		}
	})
}

// rank is how many independent figures are left without the columns of some units, by elimination.
func rank(sums [][]float64, without uint) int {
	var rows [][]float64
	for _, s := range sums {
		row := slices.Clone(s)
		for n := range row {
			if without&(1<<n) != 0 {
				row[n] = 0
			}
		}
		rows = append(rows, row)
	}
	r := 0
	for c := 0; c < len(rows[0]) && r < len(rows); c++ {
		best := r
		for i := r; i < len(rows); i++ {
			if math.Abs(rows[i][c]) > math.Abs(rows[best][c]) {
				best = i
			}
		}
		if math.Abs(rows[best][c]) < 1e-6 {
			continue
		}
		rows[r], rows[best] = rows[best], rows[r]
		for i := r + 1; i < len(rows); i++ {
			by := rows[i][c] / rows[r][c]
			for k := range rows[i] {
				rows[i][k] -= by * rows[r][k]
			}
		}
		r++
	}
	return r
}
