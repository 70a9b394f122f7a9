package generate

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"throughline/graph"
)

// lower begins a phrase with a small letter.
func lower(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// ask is how the n-th dependency goes.
type ask struct {
	day     int
	from    int
	on      int
	project *project
	acts    []graph.Act
	gaps    []int // working days before each act
}

// patience is how many working days an ask has been open when it counts as unanswered.
const patience = 25

func (o *Organisation) ask(n int) (a ask, unanswered bool) {
	a.project = &o.projects[o.dice.of(cupDependency, n, len(o.projects))]
	half := o.cal.halves[a.project.half]
	a.day = half.from + o.dice.of(cupDependency, n+1_000_000, max(half.until-half.from, 1))
	if a.project.fate == AddedAfterLock {
		a.day = max(a.day, o.surprise(a.project.half)+3)
	}
	a.from = a.project.owner
	a.on = (a.from + 1 + o.dice.of(cupDependency, n+2_000_000, len(o.teams)-1)) % len(o.teams)
	a.acts, a.gaps = []graph.Act{graph.Ask}, []int{0}
	add := func(act graph.Act, gap int) { a.acts, a.gaps = append(a.acts, act), append(a.gaps, gap) }
	switch n % 10 {
	case 0:
		if a.day+patience < len(o.cal.days) && !o.opt.Clean {
			return a, true
		}
		add(graph.Commit, 2)
	case 1, 2:
		add(graph.Offer, 3)
		add(graph.Counter, 2)
		add(graph.Commit, 4)
		add(graph.Deliver, 15)
	case 3:
		add(graph.Commit, 2)
		add(graph.Renegotiate, 8)
		add(graph.Commit, 3)
	case 4:
		add(graph.Decline, 4)
	case 5:
		add(graph.Commit, 2)
		add(graph.Break, 18)
	default:
		add(graph.Commit, 3)
		add(graph.Deliver, 12)
	}
	return a, false
}

func dependencyID(n int) graph.DependencyID {
	return graph.DependencyID(fmt.Sprintf("d-%05d", n+1))
}

// depend lets units ask each other, and answer.
func (o *Organisation) depend() {
	for n := range o.opt.Dependencies {
		a, _ := o.ask(n)
		day := a.day
		for i := range a.acts {
			if day += a.gaps[i]; day >= len(o.cal.days) {
				break
			}
			o.on(day, turnAct+turn(slices.Index(acts, a.acts[i])), func(w *writer) {
				w.put("dependency."+past[a.acts[i]], "between two units", o.dependency(n, &a, i+1))
			})
		}
	}
}

// acts is the acts in the order in which a day tells them.
var acts = []graph.Act{graph.Ask, graph.Offer, graph.Counter, graph.Commit, graph.Renegotiate, graph.Decline, graph.Deliver, graph.Break}

// past is each act as something that happened.
var past = map[graph.Act]string{
	graph.Ask: "asked", graph.Offer: "offered", graph.Counter: "countered", graph.Commit: "committed", graph.Decline: "declined",
	graph.Renegotiate: "renegotiated", graph.Deliver: "delivered", graph.Break: "broken",
}

// dependency is the record after so many acts.
func (o *Organisation) dependency(n int, a *ask, so int) *graph.Dependency {
	r := &graph.Dependency{
		ID: dependencyID(n), What: fmt.Sprintf(dependencyWords[n%len(dependencyWords)], lower(o.titled(a.project))),
		From: o.teams[a.from].id, On: o.teams[a.on].id, Initiative: a.project.id, Days: graph.Days(2 + n%9),
	}
	day := a.day
	for i := range so {
		day += a.gaps[i]
		t := graph.Turn{Act: a.acts[i], At: at(o.cal.days[day], 7, 30), Unit: r.From}
		if i%2 == 1 || a.acts[i] == graph.Deliver || a.acts[i] == graph.Commit {
			t.Unit = r.On
		}
		switch t.Act {
		case graph.Ask, graph.Offer, graph.Counter, graph.Commit:
			t.Date = o.cal.days[a.day] + graph.Date(28+7*i)
		}
		r.Turns = append(r.Turns, t)
	}
	r.NeededBy = r.Turns[0].Date
	return r
}

// talk lets people remark on initiatives, once they are there.
func (o *Organisation) talk() {
	for n := range o.opt.Comments {
		p := &o.projects[o.dice.of(cupComment, n, len(o.projects))]
		half := o.cal.halves[p.half]
		first := half.from + 5
		if p.fate == AddedAfterLock {
			first = o.surprise(p.half) + 3
		}
		day := min(first+o.dice.of(cupComment, n+1_000_000, max(half.until-first, 1)), len(o.cal.days)-1)
		who := o.dice.of(cupComment, n+2_000_000, o.opt.People)
		o.on(day, turnTalk, func(w *writer) {
			w.put("comment.made", "", &graph.Comment{
				ID: graph.CommentID(fmt.Sprintf("c-%06d", n+1)), On: p.id.Ref(), By: o.person(who), At: at(o.cal.days[day], 8, 0).Add(-time.Hour),
				Text: commentWords[n%len(commentWords)],
			})
		})
	}
}
