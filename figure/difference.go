package figure

import (
	"strings"
	"time"

	"throughline/change"
	"throughline/fault"
	"throughline/graph"
	"throughline/importer"
	"throughline/overview"
	"throughline/portfolio"
	"throughline/wording"
)

// MomentIn reads a day (its end), a moment, or the id of a plan lock of the picture.
func MomentIn(s *graph.Snapshot, name, text string) (time.Time, error) {
	if lock := graph.Find[*graph.Baseline](s, text); lock != nil {
		return lock.At, nil
	}
	at, err := MomentOf(name, text)
	if err == nil {
		return at, nil
	}
	var ids []string
	for lock := range graph.All[*graph.Baseline](s) {
		ids = append(ids, string(lock.ID))
	}
	if len(ids) == 0 {
		return at, err
	}
	f := fault.Invalidf("Write a day, for instance 2026-09-24, or the id of a plan lock", "%q is neither a day nor a plan lock", text)
	return at, f.WithNearest(fault.Nearest(text, ids, 3))
}

// Sides are two pictures that are compared: as they are shown, and whole, because the drift is a figure and the same for everybody.
type Sides struct{ Before, After, WholeBefore, WholeAfter *graph.Snapshot }

// DifferenceAsked says what is asked of two pictures. The zero value asks for everything, and the drift of the present period.
type DifferenceAsked struct {
	Kind   graph.Kind     // only records of this kind
	Period graph.PeriodID // the period that the drift is about
	After  string         // only records after this one, as kind/id
	Limit  int            // at most so many records; 0 is no bound. All are counted
}

// DifferenceOf is what differs between two pictures, and how the plan drifted.
func DifferenceOf(s Sides, asked DifferenceAsked) (overview.DifferenceDocument, error) {
	out := overview.DifferenceDocument{From: s.Before.AsOf(), To: s.After.AsOf(), Records: []overview.DifferingDocument{}}
	words := importer.NewWords(s.After)
	passed := asked.After == ""
	for d := range overview.Changes(s.Before, s.After) {
		fields, err := change.Diff(d.Before, d.After)
		if err != nil {
			return out, err
		}
		if len(fields) == 0 || asked.Kind != "" && d.Record.Kind != asked.Kind { // put back as it was
			continue
		}
		out.Count(d)
		switch {
		case !passed:
			passed = d.Record.String() == asked.After
		case asked.Limit > 0 && len(out.Records) == asked.Limit:
			out.Next = out.Records[len(out.Records)-1].Record
		default:
			out.Records = append(out.Records, differing(words, d, fields))
		}
	}
	var err error
	out.Drift, err = driftWords(s.WholeBefore, s.WholeAfter, asked.Period)
	return out, err
}

func differing(words *importer.Words, d overview.Changed, fields []change.FieldChange) overview.DifferingDocument {
	r := d.After
	if r == nil {
		r = d.Before
	}
	out := overview.DifferingDocument{Record: d.Record.String(), Label: r.Label(), What: d.What(), Fields: make([]overview.FieldDifference, len(fields))}
	for i, f := range fields {
		out.Fields[i] = overview.FieldDifference(f)
	}
	if d.Before != nil && d.After != nil {
		out.Lines = words.Difference(d.Before, d.After)
	}
	return out
}

// driftWords says how the plan moved between the two moments; "" where there is no period.
func driftWords(before, after *graph.Snapshot, asked graph.PeriodID) (string, error) {
	period, ok, err := overview.PeriodAsked(after, asked, after.Today())
	if err != nil || !ok {
		return "", err
	}
	d := portfolio.DriftBetween(before, after, portfolio.Scope{Period: period})
	if !d.Defined() {
		return "Drift of the plan for " + period.Name + ": " + d.Reason + ".", nil
	}
	t := d.Totals
	var b strings.Builder
	b.WriteString("Of the plan for " + period.Name + ", " + wording.Number(t.Base) + " " + d.Unit + " then: ")
	b.WriteString(wording.Number(t.Kept) + " kept, " + wording.Number(t.Moved) + " moved in time, " + wording.Number(t.Cut) + " cut, ")
	b.WriteString("and " + wording.Number(t.Added) + " added since. Drift " + wording.Percent(d.Value) + ".")
	return b.String(), nil
}
