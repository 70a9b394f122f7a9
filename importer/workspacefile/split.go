package workspacefile

import (
	"throughline/change"
	"throughline/graph"
	"throughline/importer"
)

// largest is how many records one change may hold. A larger one is made in parts: first what others
// refer to, then the work, then what is said about both.
const largest = 5_000

// split makes parts of a step that is too large for one.
func split(s importer.Step) []importer.Step {
	if len(s.Draft.Puts)+len(s.Draft.Removes) <= largest {
		return []importer.Step{s}
	}
	groups := make([]importer.Step, 3)
	for i, rec := range s.Draft.Puts {
		g := &groups[rank(rec.Ref().Kind)]
		g.Draft.Puts = append(g.Draft.Puts, rec)
		g.Before = append(g.Before, s.Before[i])
	}
	var out []importer.Step
	out = append(out, groups[0])
	for puts, before := groups[1].Draft.Puts, groups[1].Before; len(puts) > 0; {
		n := min(largest, len(puts))
		out = append(out, importer.Step{Draft: change.Draft{Puts: puts[:n]}, Before: before[:n]})
		puts, before = puts[n:], before[n:]
	}
	last := groups[2]
	last.Draft.Removes, last.Before = s.Draft.Removes, append(last.Before, s.Before[len(s.Draft.Puts):]...)
	out = append(out, last)
	return numbered(out, s)
}

// numbered gives the parts what belongs to the whole.
func numbered(parts []importer.Step, s importer.Step) []importer.Step {
	expects := make(map[graph.Ref]change.Expectation, len(s.Draft.Expects))
	for _, e := range s.Draft.Expects {
		expects[e.Record] = e
	}
	left := int64(len(s.Draft.Puts) + len(s.Draft.Removes))
	for i := range parts {
		d := &parts[i].Draft
		left -= int64(len(d.Puts) + len(d.Removes))
		d.Verb, d.Reason, d.Effective = s.Draft.Verb, s.Draft.Reason, s.Draft.Effective
		for _, ref := range d.Touches() {
			if e, ok := expects[ref]; ok {
				d.Expects = append(d.Expects, e)
			}
		}
		parts[i].Actor, parts[i].Done = s.Actor, s.Done-left
	}
	parts[len(parts)-1].Unchanged = s.Unchanged
	return parts
}

// rank is the part of a large change that a kind belongs to.
func rank(k graph.Kind) int {
	info, _ := graph.Info(k)
	switch {
	case k == graph.KindWork:
		return 1
	case info.Group == "discussion":
		return 2
	}
	return 0
}
