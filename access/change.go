package access

import (
	"cmp"
	"reflect"
	"slices"

	"throughline/fault"
	"throughline/graph"
)

// Touch is one record that a change touches: as it stands and as it would stand. Before is nil for a new record, after
// for one that is taken out.
type Touch struct{ Before, After graph.Record }

// ref is the record's reference.
func (t Touch) ref() graph.Ref {
	if t.After != nil {
		return t.After.Ref()
	}
	return t.Before.Ref()
}

// sides is the record as it stands and as it would stand, whichever there are.
func (t Touch) sides() []graph.Record {
	var out []graph.Record
	for _, r := range []graph.Record{t.Before, t.After} {
		if r != nil {
			out = append(out, r)
		}
	}
	return out
}

// Touches pairs the records of a change with what stands in the picture.
func Touches(s *graph.Snapshot, puts []graph.Record, removes []graph.Ref) []Touch {
	out := make([]Touch, 0, len(puts)+len(removes))
	for _, r := range puts {
		out = append(out, Touch{s.Record(r.Ref()), r})
	}
	for _, ref := range removes {
		if r := s.Record(ref); r != nil {
			out = append(out, Touch{Before: r})
		}
	}
	return out
}

// May is nil when the viewer may make the whole change, else a fault: not found for a record that is not for the viewer,
// denied for one that is, with who may. What new fields name is not looked at: that is held where the change is placed.
func (t *Sight) May(touches []Touch) error {
	if err := t.viewer.acts(); err != nil {
		return err
	}
	for _, one := range touches {
		if one.Before != nil && !t.Sees(one.ref()) {
			return t.NotThere(one.ref())
		}
		if !t.viewer.Role.AtLeast(Editor) && !t.viewer.mayTouch(t.mine(), one) && !t.viewer.confirms(one, touches) {
			return t.denied(one)
		}
	}
	return nil
}

// acts is nil for a member who came with the right to change anything at all.
func (v Viewer) acts() error {
	if v.ReadOnly {
		return fault.New(fault.Denied, "this token may only read", "Use one that may write")
	}
	return v.Looks()
}

// Looks is nil for a member of the workspace, else a denial.
func (v Viewer) Looks() error {
	if !v.Role.AtLeast(Reader) {
		return fault.New(fault.Denied, "you are no member of this workspace", "Ask one of its owners to invite you")
	}
	return nil
}

// denied says what is not the viewer's to do, and what they can do instead.
func (t *Sight) denied(one Touch) error {
	v := t.viewer
	_, speaks := speaker(cmp.Or(one.After, one.Before))
	switch {
	case v.Person == "" && (speaks || !v.Role.AtLeast(Contributor)):
		return fault.New(fault.Denied, "your account is linked to no person, so nothing here is yours to write down", "Ask an owner of the workspace to link it, on the page Members")
	case one.Before == nil && !v.Role.AtLeast(Contributor):
		return fault.New(fault.Denied, "a reader writes no "+string(one.ref().Kind)+" down", "Ask an owner of the workspace for the role of a contributor")
	case one.Before == nil && v.Person != "" && len(t.mine().units) > 0 && !speaks:
		return t.notTheirs(one)
	case one.Before == nil:
		return fault.New(fault.Denied, "the "+string(one.ref().Kind)+" is not yours to add", "Ask "+answers(one)+" to add it")
	}
	remedy := "Ask " + answers(one)
	if v.Person != "" && v.Role.AtLeast(Contributor) && !speaks {
		remedy += ", or propose the change"
	}
	return fault.New(fault.Denied, one.ref().String()+" is not yours to change", remedy)
}

// notTheirs is about a new record that somebody who leads a unit may write down for that unit alone.
func (t *Sight) notTheirs(one Touch) error {
	kind, field := string(one.ref().Kind), "unit"
	switch r := one.After.(type) {
	case *graph.Unit:
		field = "parent"
	case *graph.Outcome, *graph.Initiative:
		field = "owner"
	case *graph.Dependency, *graph.Request:
		field = "unit that asks"
	default:
		if len(homesOf(r)) == 0 && !belongs(r) {
			return fault.New(fault.Denied, "the "+kind+" would belong to the whole workspace, and is not yours to add", "Ask somebody who edits this workspace to add it")
		}
	}
	if homes := homesOf(one.After); len(homes) > 0 && field != "parent" {
		return fault.New(fault.Denied, "the "+kind+" would be of "+string(homes[0])+", which you do not lead", "Choose a unit you lead as "+field+", or ask the lead of "+string(homes[0]))
	}
	return fault.New(fault.Denied, "the "+kind+" would be of no unit that you lead", "Choose a unit you lead as "+field)
}

// belongs reports whether records of the kind are of a unit where one is named.
func belongs(r graph.Record) bool {
	switch r.(type) {
	case *graph.Decision, *graph.Work, *graph.Ritual, *graph.Ranking, *graph.Score, *graph.Override, *graph.Form, *graph.Lane, *graph.Capacity, *graph.Intent:
		return true
	}
	return false
}

// answers is who may change the record, in words.
func answers(t Touch) string {
	for _, r := range t.sides() {
		if homes := homesOf(r); len(homes) > 0 {
			return "the lead of " + string(homes[0])
		}
	}
	return "somebody who edits this workspace"
}

// mayTouch is what a reader and a contributor may do: what is their own, and where they are named.
func (v Viewer) mayTouch(mine led, t Touch) bool {
	if v.Person == "" {
		return false
	}
	if own, by := v.own(t); own {
		return by
	}
	if !v.Role.AtLeast(Contributor) {
		return false
	}
	return mine.mayTouch(t) || v.isNamed(t) || mine.any() && v.signs(t)
}

// own is about what people say in their own name: whether the record is of that sort, and whether it is the viewer's.
func (v Viewer) own(t Touch) (own, mine bool) {
	mine = true
	for _, r := range t.sides() {
		by, speaks := speaker(r)
		if !speaks {
			return false, false
		}
		own, mine = true, mine && by == v.Person && v.Role.AtLeast(needed(r))
	}
	return own, mine
}

// speaker is who says what the record says; speaks is false for what is not said in anybody's name.
func speaker(r graph.Record) (by graph.PersonID, speaks bool) {
	switch r := r.(type) {
	case *graph.Comment:
		return r.By, true
	case *graph.Acknowledgement:
		return r.By, true
	case *graph.View:
		return r.By, true
	case *graph.Proposal:
		return r.By, r.Confirmed == ""
	}
	return "", false
}

// confirms reports whether the touch does nothing but put the viewer's own name under a proposal, or take it back, in a change
// that touches every record of the proposal: those are held by themselves.
func (v Viewer) confirms(t Touch, all []Touch) bool {
	before, ok := t.Before.(*graph.Proposal)
	after, still := t.After.(*graph.Proposal)
	if !ok || !still || v.Person == "" || !v.Role.AtLeast(Contributor) {
		return false
	}
	if x, y := before.Confirmed, after.Confirmed; x+y != v.Person || x != "" && y != "" {
		return false
	}
	if before.Title != after.Title || before.By != after.By || before.Expires != after.Expires || !slices.Equal(before.Changes, after.Changes) {
		return false
	}
	return !slices.ContainsFunc(before.Changes, func(c graph.Proposed) bool {
		return !slices.ContainsFunc(all, func(o Touch) bool { return o.ref() == c.Record })
	})
}

// needed is the least role that may say it.
func needed(r graph.Record) Role {
	switch r.(type) {
	case *graph.Acknowledgement, *graph.View:
		return Reader
	}
	return Contributor
}

// mayTouch reports whether the person leads what the record belongs to, as it stands and as it would stand.
func (l led) mayTouch(t Touch) bool {
	switch t.sides()[0].(type) {
	case *graph.Unit:
		return l.mayMove(as[*graph.Unit](t.Before), as[*graph.Unit](t.After))
	case *graph.Intent:
		return l.mayIntend(as[*graph.Intent](t.Before), as[*graph.Intent](t.After))
	case *graph.Dependency:
		return l.mayNegotiate(as[*graph.Dependency](t.Before), as[*graph.Dependency](t.After))
	}
	for _, r := range t.sides() {
		if !slices.ContainsFunc(homesOf(r), l.answersFor) {
			return false
		}
	}
	return true
}

// as is the record as one of its kind, nil for none.
func as[T graph.Record](r graph.Record) T {
	t, _ := r.(T)
	return t
}

// mayMove is about a unit: its own lead writes its charter; who leads it, where it stands and how long is for those above.
func (l led) mayMove(before, after *graph.Unit) bool {
	switch {
	case before == nil:
		return after.Parent != "" && l.answersFor(after.Parent)
	case after == nil:
		return l.above(before.ID)
	case l.above(before.ID):
		return after.Parent == before.Parent || after.Parent != "" && l.answersFor(after.Parent)
	}
	return l.units[before.ID] && after.Parent == before.Parent && after.From == before.From && after.Until == before.Until &&
		after.People == before.People && slices.Equal(after.Leads, before.Leads)
}

// mayIntend is about an intent: those above a unit ask, the unit reads, those above answer to its reading.
func (l led) mayIntend(before, after *graph.Intent) bool {
	for _, i := range []*graph.Intent{before, after} {
		if i == nil {
			continue
		}
		if i.Level != graph.Interpreted && !l.above(i.Unit) || !l.answersFor(i.Unit) {
			return false
		}
	}
	if after == nil || after.Level != graph.Interpreted {
		return true
	}
	var was graph.ReceiptState
	if before != nil {
		was = before.Receipt.State
	}
	answered := after.Receipt.State != was && (after.Receipt.State == graph.Accepted || after.Receipt.State == graph.Returned)
	return !answered || l.above(after.Unit)
}

// mayNegotiate is about a dependency: each side adds turns of its own, and what was said before stands.
func (l led) mayNegotiate(before, after *graph.Dependency) bool {
	var said []graph.Turn
	if before != nil {
		said = before.Turns
		if !l.answersFor(before.From) && !l.answersFor(before.On) {
			return false
		}
	}
	if after == nil {
		return l.answersFor(before.From)
	}
	if !l.answersFor(after.From) && (before == nil || after.From != before.From) || len(after.Turns) < len(said) || !slices.Equal(after.Turns[:len(said)], said) {
		return false
	}
	for _, t := range after.Turns[len(said):] {
		if !l.answersFor(t.Unit) || t.Unit != after.From && t.Unit != after.On {
			return false
		}
	}
	return before == nil || l.answersFor(before.From) || sameTerms(before, after)
}

// sameTerms reports whether only the turns of a dependency differ: the asked side does not rewrite what is asked.
func sameTerms(a, b *graph.Dependency) bool {
	return a.What == b.What && a.From == b.From && a.On == b.On && a.Initiative == b.Initiative && a.NeededBy == b.NeededBy
}

// homesOf is the units a record belongs to, whose leads may change it; empty for what belongs to the whole.
func homesOf(r graph.Record) []graph.UnitID {
	var out []graph.UnitID
	switch r := r.(type) {
	case *graph.Unit:
		out = []graph.UnitID{r.ID}
	case *graph.Capacity:
		out = []graph.UnitID{r.Unit}
	case *graph.Intent:
		out = []graph.UnitID{r.Unit}
	case *graph.Outcome:
		out = []graph.UnitID{r.Owner}
	case *graph.Initiative:
		out = []graph.UnitID{r.Owner}
	case *graph.Work:
		out = []graph.UnitID{r.Unit}
	case *graph.Dependency:
		out = []graph.UnitID{r.From, r.On}
	case *graph.Decision:
		out = []graph.UnitID{r.Unit}
	case *graph.Ranking:
		out = []graph.UnitID{r.Unit}
	case *graph.Score:
		out = []graph.UnitID{r.Unit}
	case *graph.Override:
		out = []graph.UnitID{r.Unit}
	case *graph.Form:
		out = []graph.UnitID{r.Unit}
	case *graph.Lane:
		out = []graph.UnitID{r.Unit}
	case *graph.Request:
		out = []graph.UnitID{r.From, r.To}
	case *graph.Ritual:
		out = []graph.UnitID{r.Unit}
	}
	return slices.DeleteFunc(out, func(u graph.UnitID) bool { return u == "" })
}

// isNamed reports whether the record names the viewer as the one who decides it, before and after, and the change says no more
// than their answer: a decision, a change of a locked plan, what was passed upwards to them.
func (v Viewer) isNamed(t Touch) bool {
	if t.Before == nil || t.After == nil {
		return false
	}
	switch before := t.Before.(type) {
	case *graph.Decision:
		after := t.After.(*graph.Decision)
		return slices.Contains(before.Deciders, v.Person) && slices.Equal(before.Deciders, after.Deciders)
	case *graph.ChangeRequest:
		after := *t.After.(*graph.ChangeRequest)
		after.Approved, after.Rejected = before.Approved, before.Rejected
		return before.Approver == v.Person && same(*before, after)
	case *graph.Escalation:
		after := *t.After.(*graph.Escalation)
		after.Outcome, after.Closed = before.Outcome, before.Closed
		return before.To == v.Person && same(*before, after)
	}
	return false
}

// same reports whether two records say the same, whatever their stamps.
func same[T any, P interface {
	*T
	graph.Record
}](a, b T) bool {
	graph.WithStamp(P(&a), graph.Stamp{})
	graph.WithStamp(P(&b), graph.Stamp{})
	return reflect.DeepEqual(a, b)
}

// signs reports whether the change only puts the viewer's own name under a plan.
func (v Viewer) signs(t Touch) bool {
	before, ok := t.Before.(*graph.Baseline)
	if !ok || t.After == nil {
		return false
	}
	after := *t.After.(*graph.Baseline)
	added := len(after.Signatures) - len(before.Signatures)
	if added != 1 || after.Signatures[len(after.Signatures)-1].By != v.Person || !slices.Equal(before.Signatures, after.Signatures[:len(before.Signatures)]) {
		return false
	}
	after.Signatures = before.Signatures
	return same(*before, after)
}
