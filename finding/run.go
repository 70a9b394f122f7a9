package finding

import (
	"cmp"
	"reflect"
	"slices"

	"throughline/graph"
)

// Run runs the checks on the picture and returns what they found: by severity (errors first), then
// days (most first), then code and record. Waivers that still hold are set on the findings they cover.
//
// Known is what was read already from the same picture and period, such as its *graph.Basis: checks take
// it instead of reading it again, each value by its type.
func Run(checks []*Check, now *graph.Snapshot, period *graph.Period, locks []Lock, known ...any) []Finding {
	var out []Finding
	shared := make(map[reflect.Type]any)
	for _, k := range known {
		shared[reflect.TypeOf(k)] = k
	}
	for _, c := range checks {
		p := Pass{Now: now, Period: period, Locks: locks, check: c, shared: shared}
		c.Run(&p)
		out = append(out, p.out...)
	}
	waive(out, now)
	slices.SortStableFunc(out, compare)
	return out
}

// compare is the order in which findings are shown.
func compare(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(b.Check.Severity, a.Check.Severity),
		cmp.Compare(b.Days, a.Days),
		cmp.Compare(a.Check.Code, b.Check.Code),
		slices.CompareFunc(a.Records, b.Records, graph.Ref.Compare),
		cmp.Compare(a.Theme, b.Theme),
	)
}

// waive sets the waiver on each finding that one covers today: by code and record, else by code alone.
func waive(found []Finding, now *graph.Snapshot) {
	if len(found) == 0 || now.Count(graph.KindWaiver) == 0 {
		return
	}
	byKey := make(map[string]*graph.Waiver)
	for w := range graph.All[*graph.Waiver](now) {
		if w.Until < now.Today() {
			continue
		}
		key := w.Code
		if !w.On.IsZero() {
			key += ":" + w.On.String()
		}
		byKey[key] = w
	}
	for i := range found {
		f := &found[i]
		if w := byKey[f.onRecord()]; w != nil {
			f.Waiver = w
		} else {
			f.Waiver = byKey[f.Check.Code]
		}
	}
}

// Open is the findings that nobody waived, in the same order.
func Open(found []Finding) []Finding {
	return slices.DeleteFunc(slices.Clone(found), func(f Finding) bool { return f.Waiver != nil })
}

// Worst is the gravest severity among the findings, 0 when there are none.
func Worst(found []Finding) Severity {
	var worst Severity
	for _, f := range found {
		worst = max(worst, f.Check.Severity)
	}
	return worst
}
