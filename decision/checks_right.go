package decision

import (
	"fmt"
	"slices"
	"strings"

	"throughline/finding"
	"throughline/graph"
	"throughline/wording"
)

func rightWithoutHolder() *finding.Check {
	return &finding.Check{
		Code: "DEC008", Area: finding.Decisions, Severity: finding.Warning,
		Title: "A right to decide is held by nobody",
		Doc: "Looks at the catalogue of decision rights for rights that name no decider, or whose decider's last " +
			"day has passed. " +
			"Questions of that kind will find no answer, or too many. All is well when each right has one holder " +
			"who is still there.",
		Mends: finding.Operations, Next: "Name who decides now",
		Run: func(p *finding.Pass) {
			for r := range rights(p) {
				s := ""
				switch holder := p.Now.Person(r.Decider); {
				case r.Decider == "":
					s = fmt.Sprintf("The right to decide on %s names no decider", finding.Quote(r.Domain))
				case holder != nil && holder.Until != 0 && holder.Until < p.Today():
					s = fmt.Sprintf("The right to decide on %s has had no holder since %s",
						finding.Quote(r.Domain), p.Day(holder.Until))
				default:
					continue
				}
				p.Report(finding.Finding{Sentence: s, Records: []graph.Ref{r.Ref()}, Unit: r.Unit})
			}
		},
	}
}

// rights yields the rights that hold today, by id.
func rights(p *finding.Pass) func(func(*graph.Right) bool) {
	return func(yield func(*graph.Right) bool) {
		for r := range graph.All[*graph.Right](p.Now) {
			if (r.Until == 0 || r.Until >= p.Today()) && !yield(r) {
				return
			}
		}
	}
}

// scope is what two rights must share to be in each other's way.
type scope struct {
	domain, limits string
	unit           graph.UnitID
}

func rightTwice() *finding.Check {
	return &finding.Check{
		Code: "DEC009", Area: finding.Decisions, Severity: finding.Warning,
		Title: "Two rights give the same decision to different deciders",
		Doc: "Looks at rights that hold today, for the same domain, unit and limits, but with different deciders. " +
			"Whoever asks first then chooses the answer. All is well when one of them goes, or when their " +
			"limits differ.",
		Mends: finding.Operations, Next: "Keep one right, or give them different limits",
		Run: func(p *finding.Pass) {
			same := make(map[scope][]*graph.Right)
			var order []scope
			for r := range rights(p) {
				at := scope{strings.ToLower(r.Domain), strings.ToLower(r.Limits), r.Unit}
				if same[at] == nil {
					order = append(order, at)
				}
				same[at] = append(same[at], r)
			}
			for _, at := range order {
				reportTwice(p, same[at])
			}
		},
	}
}

// reportTwice reports rights of one scope when they name different deciders.
func reportTwice(p *finding.Pass, list []*graph.Right) {
	var deciders []graph.PersonID
	var records []graph.Ref
	for _, r := range list {
		records = append(records, r.Ref())
		if r.Decider != "" && !slices.Contains(deciders, r.Decider) {
			deciders = append(deciders, r.Decider)
		}
	}
	if len(deciders) < 2 {
		return
	}
	p.Report(finding.Finding{
		Sentence: fmt.Sprintf("%s on %s give the same decision to %d deciders",
			wording.Count(len(list), "right", "rights"), finding.Quote(list[0].Domain), len(deciders)),
		Records: records, Unit: list[0].Unit,
	})
}

func outsideRight() *finding.Check {
	return &finding.Check{
		Code: "DEC010", Area: finding.Decisions, Severity: finding.Note,
		Title: "A decision is claimed by somebody whom the rights do not name",
		Doc: "Looks at open decisions whose domain stands in the catalogue of rights, and compares who is named to " +
			"decide with who has the right. " +
			"All is well when the holder of the right, or the delegate, decides, or when the right is changed. " +
			"Silent for decisions without a domain.",
		Days:  waitingDays,
		Mends: finding.Operations,
		Next:  "Let the holder of the right decide, or change the right",
		Each: each(open, func(p *finding.Pass, d *graph.Decision) {
			list := holders(p)[strings.ToLower(d.Domain)]
			if d.Domain == "" || len(list) == 0 || len(d.Deciders) != 1 || slices.ContainsFunc(list, func(r *graph.Right) bool { return grants(p, r, d) }) {
				return
			}
			s := fmt.Sprintf("%s is claimed by somebody whom the rights on %s do not name",
				finding.Quote(d.Question), finding.Quote(list[0].Domain))
			report(p, d, finding.Finding{Sentence: s, Records: []graph.Ref{list[0].Ref()}})
		}),
	}
}

// held is the rights that name a decider, by their domain in small letters.
type held map[string][]*graph.Right

func holders(p *finding.Pass) held {
	return finding.Shared(p, func(p *finding.Pass) held {
		out := make(held)
		for r := range rights(p) {
			if r.Decider != "" {
				domain := strings.ToLower(r.Domain)
				out[domain] = append(out[domain], r)
			}
		}
		return out
	})
}

// grants reports whether the right lets the one decider of d decide. A right of a unit that does not
// hold the decision's says nothing, so it is taken to grant.
func grants(p *finding.Pass, r *graph.Right, d *graph.Decision) bool {
	if r.Unit != "" && d.Unit != "" && !p.Tree().Under(d.Unit, r.Unit) {
		return true
	}
	return d.Deciders[0] == r.Decider || d.Deciders[0] == r.Delegate
}
