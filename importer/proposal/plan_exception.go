package proposal

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"throughline/graph"
	"throughline/wording"
)

// asking is an exception on the way to a change request.
type asking struct {
	Exception
	id       graph.ChangeRequestID
	baseline graph.BaselineID
	lock     time.Time
}

// askings are the exceptions that are requests to change a locked plan: with a lock, a day on which they
// were asked for, and an answer. A note tells how many are not.
func (w *weaver) askings() []asking {
	if w.m.Excepting.Cause == "" {
		return nil
	}
	cycles := map[string]Cycle{}
	for _, c := range w.in.Cycles {
		if w.locked(c) {
			cycles[c.Release] = c
		}
	}
	taken := map[graph.ChangeRequestID]bool{}
	var out []asking
	for _, e := range w.in.Exceptions {
		c, locked := cycles[e.Release]
		if _, answered := answers[e.Status]; !locked || !answered || e.Requested.IsZero() || e.Reviewed.IsZero() {
			continue
		}
		out = append(out, asking{e, exceptionID(e, taken), w.baselineOf(c), c.Freeze})
	}
	if n := len(w.in.Exceptions) - len(out); n > 0 {
		w.note("%d of %s: they lack a day, an answer, or a lock they are from.", n, wording.Count(len(w.in.Exceptions), "exception is not recorded as a change request", "exceptions are not recorded as change requests"))
	}
	return out
}

// answers says of the words of an answer whether they grant the exception.
var answers = map[string]bool{"approved": true, "denied": false, "rejected": false}

// exceptionID is an id from what an exception says; a second one of the same gets a number.
func exceptionID(e Exception, taken map[graph.ChangeRequestID]bool) graph.ChangeRequestID {
	what := slug(e.Name)
	if e.Number != 0 {
		what = fmt.Sprint(e.Number)
	}
	base := "exception-" + slugDotted(e.Release) + "-" + cut(what, maxSuffix)
	if e.Group != "" {
		base += "-" + slug(spelled(e.Group))
	}
	id := graph.ChangeRequestID(base)
	for n := 2; taken[id]; n++ {
		id = graph.ChangeRequestID(fmt.Sprintf("%s-%d", base, n))
	}
	taken[id] = true
	return id
}

// spelled writes a name of capital letters within as words: codeFreeze is code freeze.
func spelled(name string) string {
	var b strings.Builder
	for _, c := range name {
		if unicode.IsUpper(c) && b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(c))
	}
	return b.String()
}

// exceptionMoments are the moments at which exceptions are asked for and answered: not before the lock
// they are from.
func (w *weaver) exceptionMoments() []moment {
	var out []moment
	for i, a := range w.exceptions {
		asked := notBefore(a.Requested, a.lock)
		answered := notBefore(a.Reviewed, asked)
		if asked.Before(answered) {
			out = append(out, moment{at: asked, kind: 3, asking: i})
		}
		out = append(out, moment{at: answered, kind: 3, asking: i, answered: true})
	}
	return out
}

func notBefore(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// ask puts an exception as a change request.
func (w *weaver) ask(at moment) {
	a := w.exceptions[at.asking]
	from := "freeze"
	if a.Group != "" {
		from = spelled(a.Group)
	}
	what := fmt.Sprintf("Exception from the %s of %s", from, a.Release)
	if !at.answered {
		w.begin(at.at, "exception.requested", what+" asked for: "+a.Name)
	} else {
		w.begin(at.at, "exception.reviewed", fmt.Sprintf("%s %s: %s", what, a.Status, a.Name))
	}
	r := &graph.ChangeRequest{
		ID: a.id, Title: a.Name, Baseline: a.baseline, Cause: w.m.Excepting.Cause, Impact: what, Raised: graph.DateOf(a.Requested),
		Initiatives: w.numbered(a.Number),
	}
	if r.Raised > graph.DateOf(a.Reviewed) {
		r.Raised = 0 // answered before it was asked for: the day cannot be
	}
	if at.answered && answers[a.Status] {
		r.Approved = graph.DateOf(a.Reviewed)
	} else if at.answered {
		r.Rejected = graph.DateOf(a.Reviewed)
	}
	w.put(r)
	w.end(w.doneSoFar())
}

// numbered is the oldest living initiative with a number, alone, or none.
func (w *weaver) numbered(number int) []graph.InitiativeID {
	if number == 0 {
		return nil
	}
	for _, l := range slices.Sorted(maps.Keys(w.living)) {
		if w.living[l].Number == number {
			return []graph.InitiativeID{w.initiative(l)}
		}
	}
	return nil
}

// relate gives the change requests of some numbers their initiative where they have none: an
// exception is often granted before its proposal is merged.
func (w *weaver) relate(numbers map[int]bool) {
	for _, a := range w.exceptions {
		was, ok := current[*graph.ChangeRequest](w, a.id.Ref())
		if !ok || !numbers[a.Number] || len(was.Initiatives) > 0 {
			continue
		}
		r := *was
		r.Initiatives = w.numbered(a.Number)
		w.put(&r)
	}
}

// letGo takes an initiative that ends out of the change requests that name it.
func (w *weaver) letGo(id graph.InitiativeID) {
	for _, a := range w.exceptions {
		was, ok := current[*graph.ChangeRequest](w, a.id.Ref())
		if !ok || !slices.Contains(was.Initiatives, id) {
			continue
		}
		r := *was
		r.Initiatives = nil
		w.put(&r)
	}
}
