package web

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"throughline/finding"
	"throughline/graph"
	"throughline/intent"
	"throughline/overview"
	"throughline/web/view"
	"throughline/wording"
)

// homeLeaks is how many leaks the first page shows.
const homeLeaks = 5

// leaks is the panel of the largest losses of the whole organisation.
func (p sheet) leaks() view.Leaks {
	const id = "leaks"
	list, lost := p.base.Leaks()
	if p.base.Whole == nil || !p.base.Whole.Defined() {
		return view.Leaks{Part: missing(id, "Largest leaks", "The largest losses by name would be here.", p.waterfallAdd())}
	}
	if len(list) == 0 {
		return view.Leaks{Part: view.Part{ID: id, Title: "Nothing is lost", Missing: &view.Missing{Title: "All that was asked for arrives.", Text: "Losses would be listed here, largest first."}}}
	}
	shown, sum := list[:min(len(list), homeLeaks)], 0.0
	out := view.Leaks{Part: view.Part{ID: id, Title: leaksTitle(len(shown))}}
	for _, l := range shown {
		sum += l.Days
		out.Rows = append(out.Rows, p.leak(l))
	}
	out.Sub = fmt.Sprintf("Together %s of the %s missing days. The line shows the stage of the loss.", wording.Whole(sum), wording.Whole(lost))
	if wording.Whole(sum) == wording.Whole(lost) {
		out.Sub = "All of the " + wording.Days(lost) + " missing. The line shows the stage of the loss."
	}
	if n := p.base.OpenFindings(); n > 0 {
		out.All = view.Link{Text: "All " + wording.Count(n, "finding", "findings"), Href: p.to("/findings")}
	}
	return out
}

func leaksTitle(n int) string {
	if n == 1 {
		return "The largest leak"
	}
	return wording.Capital(small(n)) + " largest leaks"
}

// leak is one loss as a row.
func (p sheet) leak(l overview.Leak) view.Leak {
	id := "leak-" + strings.Join([]string{string(l.Stage), idWord(string(l.Unit)), idWord(string(l.Theme))}, "-")
	row := view.Leak{
		ID: id, What: p.leakTitle(l), Sub: leakSub(l), Unit: leakUnit(l), Stage: thread(string(l.Stage)),
		Days: view.Figure{Text: wording.Whole(l.Days), Why: p.whyLeak(l, "why-"+id)},
		Who:  leakMends(l),
	}
	switch {
	case l.Finding != nil:
		row.Sub, row.Who = sentence(l.Finding.Sentence), wording.Capital(l.Finding.Mends)
		row.Href = p.findingHref(l.Finding)
		row.Next = view.Link{Text: "See the finding", Href: row.Href}
	case l.In != nil:
		row.Next = view.Link{Text: "Open the unit", Href: p.to("/units/" + string(l.Unit))}
	case l.Serves != nil:
		row.Next = view.Link{Text: "Trace the theme", Href: p.to("/line-of-sight", "theme", string(l.Theme))}
	}
	return row
}

// findingHref is the page of a finding.
func (p sheet) findingHref(f *finding.Finding) string {
	return p.to("/findings/" + (&url.URL{Path: f.Key()}).EscapedPath())
}

func quoted(l overview.Leak) string {
	if l.Serves == nil {
		return "what was set aside for no theme"
	}
	return "“" + l.Serves.Name + "”"
}

// leakTitle says what is lost; what a unit reads as something else, in the words of its reading.
func (p sheet) leakTitle(l overview.Leak) string {
	theme := quoted(l)
	if words := p.readAs(l); words != "" {
		return theme + " is read as “" + words + "”"
	}
	switch l.Stage {
	case intent.Assigned:
		return "Not all of " + theme + " was asked of a unit"
	case intent.Interpreted:
		return wording.Capital(theme + " weighs less in the unit’s reading")
	case intent.Funded:
		return "Too little is set aside for " + theme
	case intent.Planned:
		return "Too little of the plan is for " + theme
	}
	return "The days for " + theme + " went elsewhere"
}

// readAs is how the unit of the loss reads the theme where it means something else by it; "" otherwise.
func (p sheet) readAs(l overview.Leak) string {
	if l.Stage != intent.Interpreted || l.In == nil || l.Serves == nil {
		return ""
	}
	for _, r := range p.base.Readings(l.Theme) {
		if r.Unit.ID == l.Unit && r.Differs {
			return strings.TrimSuffix(r.Words, ".")
		}
	}
	return ""
}

// leakSub says it in a sentence with the theme and what other units took up.
func leakSub(l overview.Leak) string {
	s := wording.Days(l.Days) + " lost when " + l.Stage.Words()
	if l.Moved >= 0.5 {
		s += "; other units took up " + wording.Whole(l.Moved) + " of them"
	}
	return s
}

func leakUnit(l overview.Leak) string {
	switch {
	case l.In != nil:
		return l.In.Name
	case l.Cascade:
		return "Leadership"
	}
	return "Units too small to show"
}

// leakMends is who can mend a loss that no finding explains: by stage.
func leakMends(l overview.Leak) string {
	if l.In == nil {
		return "Leadership"
	}
	switch l.Stage {
	case intent.Assigned:
		return "Leadership"
	case intent.Funded:
		return "Whoever holds the budget"
	}
	return "The lead of " + l.In.ShortName()
}

// whyLeak explains the days of one loss.
func (p sheet) whyLeak(l overview.Leak, id string) *view.Why {
	r := p.base.Whole.Result
	number := wording.Whole(l.Days)
	w := &view.Why{
		ID: id, Title: "Why " + number + " days",
		Formula: "What the unit still kept of the theme at the stage before, less what this stage gives the theme there",
		Result:  fmt.Sprintf("%s of the stated emphasis × %s days of capacity = %s days", wording.Percent(l.Share), wording.Whole(p.base.Cells.Total), number),
		Inputs: view.Grid{Head: []string{"What", "Days"}, Rows: [][]string{
			{"Lost at “" + string(l.Stage) + "” in " + leakUnit(l), number}, {"Of these, taken up by other units", wording.Whole(l.Moved)},
		}},
		Method: methodWords(r.Method), AsOf: "as of " + wording.FullDay(r.AsOf),
	}
	var refs []graph.Ref
	if l.In != nil {
		refs = append(refs, l.Unit.Ref())
	}
	if l.Serves != nil {
		refs = append(refs, l.Theme.Ref())
	}
	if l.Finding != nil {
		for _, r := range l.Finding.Records {
			if !slices.Contains(refs, r) {
				refs = append(refs, r)
			}
		}
	}
	w.Records, w.MoreRecords = p.evidence(refs)
	return w
}
