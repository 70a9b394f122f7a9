package proposal

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"throughline/graph"
)

// commit turns the events of one commit, and the approvals that came with it, into a step.
func (w *weaver) commit(m moment) {
	if len(m.events) == 0 {
		w.begin(m.at, "approvals.changed", w.approvalReason(m.approvals))
		w.ready(w.approve(m.approvals))
		w.end(w.doneSoFar())
		return
	}
	all := w.in.History.Events
	w.begin(m.at, verbOf(all, m.events), reasonOf(all, m.events))
	numbers := w.approve(m.approvals)
	relink := false
	for _, i := range m.events {
		e := all[i]
		relink = relink || e.Op == Create || e.Op == Move || e.Op == Delete || linksChanged(e)
		if was := w.living[e.Lineage]; was != nil {
			numbers[was.Number] = true
		}
		switch {
		case e.Op == Delete:
			delete(w.living, e.Lineage)
		case e.After == nil: // a defect of its own; what it said before still stands
		default:
			w.living[e.Lineage] = e.After
			numbers[e.After.Number] = true
			w.proposal(e.Lineage, e.After)
		}
	}
	if relink {
		w.relink()
	}
	for _, i := range m.events {
		if all[i].Op == Delete {
			w.bury(all[i].Lineage)
		}
	}
	w.ready(numbers)
	w.relate(numbers)
	w.end(m.events[len(m.events)-1] + 1)
}

// verbOf says what a commit did.
func verbOf(all []Event, events []int) string {
	words := map[Op]string{Create: "proposal.created", Change: "proposal.changed", Move: "proposal.moved", Delete: "proposal.ended", Unreadable: "proposal.garbled"}
	op := all[events[0]].Op
	for _, i := range events {
		if all[i].Op != op {
			return "proposals.changed"
		}
	}
	return words[op]
}

// reasonOf names the commit, the pull request and the files.
func reasonOf(all []Event, events []int) string {
	e := all[events[0]]
	return strings.Join(reasonParts(e.Reference, e.Commit, e.Path, len(events)), ", ")
}

func reasonParts(reference, commit, path string, files int) []string {
	var parts []string
	if reference != "" {
		parts = append(parts, "Pull request "+reference)
	}
	if commit != "" {
		parts = append(parts, "commit "+commit)
	}
	if files > 1 {
		path = fmt.Sprintf("%s and %d more", path, files-1)
	}
	return append(parts, path)
}

func linksChanged(e Event) bool {
	return slices.ContainsFunc(e.Changes, func(c FieldChange) bool {
		return c.Field == FieldSeeAlso || c.Field == FieldReplaces || c.Field == FieldSupersededBy
	})
}

// initiative is the id of a lineage's initiative.
func (w *weaver) initiative(lineage int) graph.InitiativeID {
	key := w.in.History.Lineages[lineage].Key
	return graph.InitiativeID(key[:min(len(key), graph.MaxID-maxSuffix)])
}

// maxSuffix is room for what the ids of dependencies and decisions add to an initiative's.
const maxSuffix = 40

// proposal puts the records of one proposal: initiative, dependencies, decision.
func (w *weaver) proposal(lineage int, p *Proposal) {
	id := w.initiative(lineage)
	owner := w.unit(p.Owner)
	i := &graph.Initiative{
		ID: id, Name: or2(p.Title, string(id)), Summary: w.summary(lineage), Owner: owner, Lead: w.lead(p),
		State: w.m.Commitment(p.Status), Steps: w.stepsOf(p), Key: p.Path, URL: w.url(p.Path),
	}
	if period := w.period(p.Latest); period != "" {
		i.Periods = []graph.PeriodID{period}
	}
	if was, ok := current[*graph.Initiative](w, i.Ref()); ok {
		i.Links = was.Links
	}
	w.put(i)
	w.depend(id, i.Name, owner, p)
	w.decide(lineage, i, owner, p)
}

// summary says what a proposal took over from, when it did.
func (w *weaver) summary(lineage int) string {
	l := w.in.History.Lineages[lineage]
	if l.Forerun < 0 {
		return ""
	}
	return fmt.Sprintf("Takes over from proposal %d.", w.in.History.Lineages[l.Forerun].Number)
}

// lead is the first author who is a person.
func (w *weaver) lead(p *Proposal) graph.PersonID {
	if handles := Handles(p.Authors); len(handles) > 0 {
		return w.person(handles[0], "")
	}
	return ""
}

func (w *weaver) url(p string) string {
	if w.m.Links.Address == "" {
		return ""
	}
	if !w.m.aloneFile(p) {
		p = path.Dir(p)
	}
	return fmt.Sprintf(w.m.Links.Address, p)
}

// stepsOf are the stages as steps in their order: those that a release is set for, and the present
// one. A stage that nobody has set a release for yet is no promise. A step is done when the
// proposal is at a later stage, or at it and completed; so the present stage is the first step that
// is not done, or the last that is.
func (w *weaver) stepsOf(p *Proposal) []graph.Step {
	_, present, known := w.m.stage(p.Stage)
	done := w.m.Commitment(p.Status) == graph.Done
	var out []graph.Step
	for at, s := range w.m.Stages {
		period := w.period(p.Milestone(s.Name))
		if period == "" && s.Name != p.Stage {
			continue
		}
		out = append(out, graph.Step{
			Name: s.Name, Period: period,
			Done: known && (at < present || at == present && done),
		})
	}
	return out
}

// depend puts one dependency for each participant other than the owner, and ends those of units
// that take part no longer.
func (w *weaver) depend(id graph.InitiativeID, name string, owner graph.UnitID, p *Proposal) {
	wanted := map[graph.DependencyID]*graph.Dependency{}
	for _, participant := range sortedSet(p.Participants) {
		on := w.unit(participant)
		if on == "" || owner == "" || on == owner {
			continue
		}
		d := w.dependency(id, name, owner, on, p)
		wanted[d.ID] = d
	}
	for _, ref := range w.dependencies(id) {
		if wanted[graph.DependencyID(ref.ID)] == nil {
			w.remove(ref)
			delete(w.asked, ref)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(wanted)) {
		w.put(wanted[key])
	}
}

// dependency is a participant as a dependency. Proposals tell who takes part, not whether they
// agreed: the thread has the asking, and the delivery when the proposal is done.
func (w *weaver) dependency(id graph.InitiativeID, name string, owner, on graph.UnitID, p *Proposal) *graph.Dependency {
	d := &graph.Dependency{
		ID: graph.DependencyID(fmt.Sprintf("%s:%s", id, cut(string(on), maxSuffix-1))), What: "Take part in " + name,
		From: owner, On: on, Initiative: id,
	}
	was, ok := earlier[*graph.Dependency](w, d.Ref())
	if _, known := w.asked[d.Ref()]; !known {
		w.asked[d.Ref()] = w.moment()
		if ok && len(was.Turns) > 0 {
			w.asked[d.Ref()] = was.Turns[0].At
		}
	}
	d.Turns = []graph.Turn{{Act: graph.Ask, At: w.asked[d.Ref()], Unit: owner}}
	if w.m.Commitment(p.Status) == graph.Done {
		at := w.moment()
		if ok && was.Last() == graph.Deliver {
			at = was.Turns[len(was.Turns)-1].At
		}
		d.Turns = append(d.Turns, graph.Turn{Act: graph.Deliver, At: at, Unit: on})
	}
	return d
}

func cut(s string, n int) string { return s[:min(len(s), n)] }

// dependencies are the present dependencies of an initiative, in order.
func (w *weaver) dependencies(id graph.InitiativeID) []graph.Ref {
	var out []graph.Ref
	for ref := range w.asked {
		if strings.HasPrefix(ref.ID, string(id)+":") {
			out = append(out, ref)
		}
	}
	slices.SortFunc(out, graph.Ref.Compare)
	return out
}

// decide puts the decision that a proposal is: whether it is to be done, with its approvers as
// those who are claimed to decide.
func (w *weaver) decide(lineage int, i *graph.Initiative, owner graph.UnitID, p *Proposal) {
	d := &graph.Decision{
		ID: decisionOf(i.ID), Question: "Shall we do this: " + i.Name + "?", Unit: owner, Initiative: i.ID,
		Deciders: w.people(p.Approvers), Consulted: w.people(p.Reviewers), State: graph.DecisionOpen,
		Raised: w.raised(lineage, p),
	}
	was, ok := earlier[*graph.Decision](w, d.Ref())
	if ok && was.Raised != 0 {
		d.Raised = min(d.Raised, was.Raised)
	}
	commitment := i.State
	if commitment == graph.Candidate || commitment == graph.Likely {
		w.put(d)
		return
	}
	d.State, d.Chosen = graph.DecisionDecided, p.Status
	if commitment == graph.Stopped {
		d.State = graph.DecisionDropped
	}
	d.Decided = graph.DateOf(w.moment())
	if ok && was.Decided != 0 {
		d.Decided = was.Decided
	}
	d.Raised = min(d.Raised, d.Decided)
	w.put(d)
}

func decisionOf(id graph.InitiativeID) graph.DecisionID { return graph.DecisionID(id + ":approval") }

// raised is the day a proposal was made: the one it tells, unless its file is older.
func (w *weaver) raised(lineage int, p *Proposal) graph.Date {
	began := graph.DateOf(w.moment())
	if at := w.in.History.Lineages[lineage].Began; !at.IsZero() {
		began = graph.DateOf(at)
	}
	if p.Created.IsZero() {
		return began
	}
	if told := graph.DateOf(p.Created); told < began && told > 0 {
		return told
	}
	return began
}

// people puts the persons of a list and returns their ids, each once.
func (w *weaver) people(list []Person) []graph.PersonID {
	var out []graph.PersonID
	for _, h := range Handles(list) {
		if id := w.person(h, ""); !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// bury ends the records of a lineage.
func (w *weaver) bury(lineage int) {
	id := w.initiative(lineage)
	for _, ref := range w.dependencies(id) {
		w.remove(ref)
		delete(w.asked, ref)
	}
	w.endApprovals(lineage, nil)
	w.letGo(id)
	w.remove(decisionOf(id).Ref())
	w.remove(id.Ref())
}
