package proposal

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"throughline/graph"
	"throughline/wording"
)

// stageOf is one stage of the proposals with a number.
type stageOf struct {
	number int
	stage  string
}

// grant is who approved a stage, and since when the files say so.
type grant struct {
	approver Person
	day      graph.Date
}

// approvals is what the files of approvals say at the present step.
type approvals struct {
	files   map[string][]Approval
	grants  map[stageOf]grant
	decided map[int][]graph.DecisionID // by lineage
}

// given says whether approvals make decisions: the mapping asks for it, and they have a day.
// Beside a history, approvals of no day were given at any time before.
func (w *weaver) given(a ApprovalsAt) bool {
	return w.m.Approving.Question != "" && (!a.Time.IsZero() || w.began.IsZero())
}

// tellUndated notes how many approvals make no decisions.
func (w *weaver) tellUndated() {
	n := 0
	for _, a := range w.in.Approved {
		if !w.given(a) {
			n += len(a.List)
		}
	}
	if n > 0 && w.m.Approving.Question != "" {
		w.note("%s: the place they lie in has no history, so nobody knows on which day they were given.", wording.Count(n, "approval is not recorded as a decision", "approvals are not recorded as decisions"))
	}
}

// approve takes over what some files of approvals say now and returns the numbers they concern.
func (w *weaver) approve(list []int) map[int]bool {
	touched := map[int]bool{}
	for _, i := range list {
		a := w.in.Approved[i]
		for _, path := range []string{a.From, a.Path} {
			for _, was := range w.approvals.files[path] {
				touched[was.Number] = true
			}
			delete(w.approvals.files, path)
		}
		for _, is := range a.List {
			touched[is.Number] = true
		}
		if len(a.List) > 0 {
			w.approvals.files[a.Path] = a.List
		}
	}
	for number := range touched {
		w.grant(number)
	}
	return touched
}

// grant works out who approved the stages of a number. Who approved one before keeps the day.
func (w *weaver) grant(number int) {
	now := map[stageOf]Person{}
	for _, path := range sortedKeys(w.approvals.files) {
		for _, a := range w.approvals.files[path] {
			if a.Number == number {
				now[stageOf{number, a.Stage}] = a.Approver
			}
		}
	}
	for _, s := range w.m.Stages {
		at := stageOf{number, s.Name}
		who, there := now[at]
		switch was, known := w.approvals.grants[at]; {
		case !there:
			delete(w.approvals.grants, at)
		case !known || was.approver.Handle != who.Handle:
			w.approvals.grants[at] = grant{who, graph.DateOf(w.moment())}
		}
	}
}

// ready puts the decisions that approvals are for the proposals of some numbers. Of several
// proposals with one number they belong to the oldest.
func (w *weaver) ready(numbers map[int]bool) {
	if len(w.approvals.grants) == 0 && len(w.approvals.decided) == 0 {
		return
	}
	taken := map[int]bool{}
	for _, l := range slices.Sorted(maps.Keys(w.living)) {
		number := w.living[l].Number
		if !numbers[number] {
			continue
		}
		var wanted []graph.DecisionID
		for _, s := range w.m.Stages {
			if g, ok := w.approvals.grants[stageOf{number, s.Name}]; ok && !taken[number] {
				wanted = append(wanted, w.putApproval(l, s.Name, g))
			}
		}
		taken[number] = true
		w.endApprovals(l, wanted)
		w.approvals.decided[l] = wanted
	}
}

// putApproval puts the decision that the approval of a stage is.
func (w *weaver) putApproval(lineage int, stage string, g grant) graph.DecisionID {
	id := w.initiative(lineage)
	i, _ := current[*graph.Initiative](w, id.Ref())
	d := &graph.Decision{
		ID:       graph.DecisionID(string(id) + cut(":ready-"+slug(stage), maxSuffix)),
		Question: fmt.Sprintf(w.m.Approving.Question, stage) + ": " + i.Name + "?", Domain: w.m.Approving.Domain,
		Deciders: w.people([]Person{g.approver}), Unit: i.Owner, Initiative: id, State: graph.DecisionDecided, Decided: g.day, Chosen: "approved",
	}
	if was, ok := earlier[*graph.Decision](w, d.Ref()); ok && slices.Equal(was.Deciders, d.Deciders) {
		d.Decided = was.Decided
	}
	w.put(d)
	return d.ID
}

// endApprovals ends the decisions of a lineage that are no longer among the wanted.
func (w *weaver) endApprovals(lineage int, wanted []graph.DecisionID) {
	for _, id := range w.approvals.decided[lineage] {
		if !slices.Contains(wanted, id) {
			w.remove(id.Ref())
		}
	}
	delete(w.approvals.decided, lineage)
}

// approvalMoments are the moments of approvals that came without a commit of proposals; those that
// came with one are added to it.
func (w *weaver) approvalMoments(commits []moment) []moment {
	byCommit := map[string]int{}
	for i, c := range commits {
		if name := w.in.History.Events[c.events[0]].Commit; name != "" {
			byCommit[name] = i
		}
	}
	var out []moment
	for i, a := range w.in.Approved {
		if !w.given(a) {
			continue
		}
		if at, ok := byCommit[a.Commit]; ok && a.Commit != "" {
			commits[at].approvals = append(commits[at].approvals, i)
			continue
		}
		last := len(out) - 1
		if last >= 0 && w.in.Approved[out[last].approvals[0]].Commit == a.Commit {
			out[last].approvals = append(out[last].approvals, i)
			continue
		}
		at := a.Time
		if at.IsZero() {
			at = w.began
		}
		out = append(out, moment{at: at, kind: 1, approvals: []int{i}})
	}
	return append(commits, out...)
}

// approvalReason names the commit of approvals, the pull request and the files.
func (w *weaver) approvalReason(list []int) string {
	a := w.in.Approved[list[0]]
	return strings.Join(reasonParts(a.Reference, a.Commit, a.Path, len(list)), ", ")
}
