package overview

import (
	"cmp"
	"slices"

	"throughline/finding"
	"throughline/graph"
)

// FindingFilter narrows the list of findings. The zero value shows all that nobody accepted.
type FindingFilter struct {
	Severity finding.Severity // 0 for all
	Area     finding.Area     // "" for all
	Unit     graph.UnitID     // a unit with all below it; "" for all
	Code     string           // of the check that found them; "" for all
	Waived   bool             // those accepted for now instead of the open ones
	Either   bool             // both of them, whatever Waived says
}

// FindingList is one page of the findings, worst first.
type FindingList struct {
	Items []*finding.Finding
	From  int    // the place of the first item among those that match, from 1
	Match int    // how many match
	Next  string // the cursor of the next page; "" at the end

	// The number there would be with another choice of one filter and the same choice of the others.
	BySeverity []FindingCount[finding.Severity]
	ByArea     []FindingCount[finding.Area]
	ByUnit     []FindingCount[graph.UnitID] // most first
	Waived     int
	Open       int
}

// FindingCount is how many findings one choice of a filter leaves.
type FindingCount[T any] struct {
	Choice T
	Count  int
}

// ListFindings is the page of at most so many findings after the cursor, "" for the first.
func (b *Base) ListFindings(f FindingFilter, after string, most int) FindingList {
	var out FindingList
	var match []*finding.Finding
	for _, found := range b.Findings {
		if b.fits(found, f) {
			match = append(match, found)
		}
	}
	b.count(&out, f)
	start := 0
	for n, m := range match {
		if m.Key() == after {
			start = n + 1
		}
	}
	end := min(len(match), start+most)
	out.Items, out.From, out.Match = match[start:end], start+1, len(match)
	if end < len(match) {
		out.Next = match[end-1].Key()
	}
	return out
}

func (b *Base) fits(found *finding.Finding, f FindingFilter) bool {
	return (f.Either || (found.Waiver != nil) == f.Waived) &&
		(f.Severity == 0 || found.Check.Severity == f.Severity) &&
		(f.Area == "" || found.Check.Area == f.Area) &&
		(f.Unit == "" || b.Tree.Under(found.Unit, f.Unit)) &&
		(f.Code == "" || found.Check.Code == f.Code)
}

// count fills in how many findings other choices would leave.
func (b *Base) count(out *FindingList, f FindingFilter) {
	severity, area, unit, waived := f, f, f, f
	severity.Severity, area.Area, unit.Unit, waived.Waived = 0, "", "", !f.Waived
	bySeverity, byArea, byUnit := map[finding.Severity]int{}, map[finding.Area]int{}, map[graph.UnitID]int{}
	for _, found := range b.Findings {
		if b.fits(found, severity) {
			bySeverity[found.Check.Severity]++
		}
		if b.fits(found, area) {
			byArea[found.Check.Area]++
		}
		if b.fits(found, unit) && found.Unit != "" {
			byUnit[found.Unit]++
		}
		if b.fits(found, waived) {
			out.Waived++
		}
		if b.fits(found, f) {
			out.Open++
		}
	}
	if f.Waived {
		out.Open, out.Waived = out.Waived, out.Open
	}
	for _, s := range []finding.Severity{finding.Error, finding.Warning, finding.Note} {
		out.BySeverity = append(out.BySeverity, FindingCount[finding.Severity]{s, bySeverity[s]})
	}
	for _, a := range finding.Areas() {
		if byArea[a] > 0 || f.Area == a {
			out.ByArea = append(out.ByArea, FindingCount[finding.Area]{a, byArea[a]})
		}
	}
	out.ByUnit = sortedCounts(byUnit)
}

func sortedCounts(by map[graph.UnitID]int) []FindingCount[graph.UnitID] {
	out := make([]FindingCount[graph.UnitID], 0, len(by))
	for u, n := range by {
		out = append(out, FindingCount[graph.UnitID]{u, n})
	}
	slices.SortFunc(out, func(a, b FindingCount[graph.UnitID]) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Choice, b.Choice))
	})
	return out
}

// Finding is the finding with the key, and others of the same check, worst first; nil when there is none.
func (b *Base) Finding(key string, most int) (found *finding.Finding, same []*finding.Finding) {
	for _, f := range b.Findings {
		if f.Key() == key {
			found = f
			break
		}
	}
	if found == nil {
		return nil, nil
	}
	for _, f := range b.Findings {
		if f.Check == found.Check && f != found && f.Waiver == nil && len(same) < most {
			same = append(same, f)
		}
	}
	return found, same
}

// FindingsUnder is the open findings of a unit with all below it, worst first.
func (b *Base) FindingsUnder(u graph.UnitID) []*finding.Finding {
	var out []*finding.Finding
	for _, f := range b.Findings {
		if b.fits(f, FindingFilter{Unit: u}) {
			out = append(out, f)
		}
	}
	return out
}

// FindingsOn is the open findings that stand on a record, worst first.
func (b *Base) FindingsOn(r graph.Ref) []*finding.Finding {
	var out []*finding.Finding
	for _, f := range b.Findings {
		if f.Waiver == nil && slices.Contains(f.Records, r) {
			out = append(out, f)
		}
	}
	return out
}

// Worst is the worst finding of a check and how many more it found.
type Worst struct {
	*finding.Finding
	More int
}

// WorstOfEach is the worst open finding of each check that found any, worst first, of at most so many checks.
func (b *Base) WorstOfEach(most int) []Worst {
	var out []Worst
	at := make(map[*finding.Check]int)
	for _, f := range b.Open() {
		n, seen := at[f.Check]
		if seen {
			out[n].More++
			continue
		}
		at[f.Check] = len(out)
		out = append(out, Worst{Finding: f})
	}
	return out[:min(len(out), most)]
}
