package finding

import (
	"cmp"
	"slices"

	"throughline/graph"
)

// Run runs the checks on a picture alone, and returns what they found as Look does.
func Run(checks []*Check, now *graph.Snapshot, period *graph.Period, locks []Lock) []*Finding {
	return Begin(nil, graph.BasisOf(now, period), locks).Look(checks)
}

// compare is the order in which findings are shown.
func compare(a, b *Finding) int {
	return cmp.Or(
		cmp.Compare(b.Check.Severity, a.Check.Severity),
		cmp.Compare(b.Days, a.Days),
		cmp.Compare(a.Check.Code, b.Check.Code),
		slices.CompareFunc(a.Records, b.Records, graph.Ref.Compare),
		cmp.Compare(a.Theme, b.Theme),
	)
}

// waived is the findings with the waiver that covers each today, where one does: by code and record, else by
// code alone.
func waived(found []*Finding, now *graph.Snapshot) []*Finding {
	by := make(map[place]*graph.Waiver)
	for w := range graph.All[*graph.Waiver](now) {
		if w.Until >= now.Today() {
			by[place{code: w.Code, on: w.On}] = w
		}
	}
	if len(by) == 0 {
		return found
	}
	out := slices.Clone(found)
	for n, f := range found {
		at := f.place()
		at.theme = ""
		w := by[at]
		if w == nil {
			w = by[place{code: f.Check.Code}]
		}
		if w != nil {
			covered := *f
			covered.Waiver, out[n] = w, &covered
		}
	}
	return out
}

// Open is the findings that nobody waived, in the same order.
func Open(found []*Finding) []*Finding {
	return slices.DeleteFunc(slices.Clone(found), func(f *Finding) bool { return f.Waiver != nil })
}

// Worst is the gravest severity among the findings, 0 when there are none.
func Worst(found []*Finding) Severity {
	var worst Severity
	for _, f := range found {
		worst = max(worst, f.Check.Severity)
	}
	return worst
}
