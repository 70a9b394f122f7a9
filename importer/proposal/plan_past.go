package proposal

import (
	"slices"

	"throughline/change"
	"throughline/graph"
	"throughline/importer"
)

// leaveOut marks what the workspace holds already. A record that only this import ever wrote is
// judged by its version count alone: of n versions in its chain the first k are there. A record
// that somebody else changed too is compared version by version with the past.
func (w *weaver) leaveOut(past importer.Past) error {
	if w.latest.Position() == 0 {
		return nil
	}
	var others []graph.Ref
	for _, ref := range w.order {
		if !w.counted(w.latest, ref) {
			others = append(others, ref)
		}
	}
	return w.compare(past, others)
}

// counted marks the versions of a record that are there, judging by the count; false when the
// count does not tell.
func (w *weaver) counted(latest *graph.Snapshot, ref graph.Ref) bool {
	stamp, found := latest.Stamp(ref)
	chain := w.chains[ref]
	if !found {
		return true
	}
	n := int(stamp.Version)
	if n > len(chain) || !same(latest.Record(ref), w.at(chain[n-1]).after) {
		return false
	}
	if at := w.steps[chain[n-1].step].at; !at.IsZero() && at.UnixMilli() != stamp.Effective {
		return false
	}
	for _, l := range chain[:n] {
		w.at(l).there = true
	}
	return true
}

func (w *weaver) at(l link) *touch { return &w.steps[l.step].touches[l.touch] }

// compare compares the versions of some records with the past, moment by moment. Of several
// versions at one moment only the last can be seen; the others share its answer.
func (w *weaver) compare(past importer.Past, refs []graph.Ref) error {
	byStep := map[int][]link{}
	for _, ref := range refs {
		for _, l := range w.chains[ref] {
			byStep[l.step] = append(byStep[l.step], l)
		}
	}
	for i := len(w.steps) - 1; i >= 0; i-- {
		if len(byStep[i]) == 0 {
			continue
		}
		then, err := past(w.steps[i].at)
		if err != nil {
			return err
		}
		for _, l := range byStep[i] {
			w.judge(then, l)
		}
	}
	return nil
}

// judge compares one version with the picture of its moment.
func (w *weaver) judge(then *graph.Snapshot, l link) {
	t := w.at(l)
	chain := w.chains[t.ref]
	i := slices.Index(chain, l)
	if i+1 < len(chain) && w.steps[chain[i+1].step].at.Equal(w.steps[l.step].at) {
		t.there = w.at(chain[i+1]).there
		return
	}
	record := then.Record(t.ref)
	t.there = same(record, t.after)
	if i == 0 {
		t.before = record
	}
}

// same reports whether two records say the same; nil is a record that is not there.
func same(a, b graph.Record) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return change.Same(a, b)
}
