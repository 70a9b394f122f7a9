package access_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/access"
	"throughline/fault"
	"throughline/graph"
	"throughline/testing/fixture"
)

// harbour is a top led by tess, with core (led by carl) and care (led by cora); core has a team below it, led by nobody. A
// confidential initiative of core is for carl alone; an incentive without an audience is for leadership.
func harbour(t fixture.T) *fixture.Org {
	lead := func(id, parent string, leads ...graph.PersonID) *graph.Unit {
		return &graph.Unit{ID: graph.UnitID(id), Name: id, Parent: graph.UnitID(parent), Leads: leads, People: 9}
	}
	o := fixture.New(t).Half().Person("tess").Person("carl").Person("cora").Person("ann")
	return o.Put(
		lead("acme", "", "tess"), lead("core", "acme", "carl"), lead("care", "acme", "cora"), lead("team", "core"),
		&graph.Theme{ID: "calm", Name: "Calm"},
		&graph.Initiative{ID: "open", Name: "Open", Owner: "core", State: graph.Committed, Links: []graph.Link{{Kind: graph.SeeAlso, Initiative: "quiet"}}},
		&graph.Initiative{ID: "quiet", Name: "Quiet", Owner: "core", State: graph.Committed, Audience: []graph.PersonID{"carl"}},
		&graph.Work{ID: "w-1", Title: "Secret errand", Unit: "core", Initiative: "quiet"},
		&graph.Decision{ID: "d-quiet", Question: "When?", State: graph.DecisionOpen, Unit: "core", Initiative: "quiet", Deciders: []graph.PersonID{"carl"}},
		&graph.Comment{ID: "k-1", On: graph.DecisionID("d-quiet").Ref(), By: "carl", Text: "Soon"},
		&graph.Constraint{ID: "law", Statement: "30 days", Kind: graph.RegulatoryConstraint, Initiatives: []graph.InitiativeID{"open", "quiet"}},
		&graph.Incentive{ID: "bonus", Unit: "core", Rewards: "New accounts", Weight: 0.5},
		&graph.Incentive{ID: "for-ann", Unit: "core", Rewards: "Calls", Weight: 0.5, Audience: []graph.PersonID{"ann"}},
		&graph.Decision{ID: "d", Question: "Which?", State: graph.DecisionOpen, Unit: "care", Deciders: []graph.PersonID{"ann"}},
		&graph.Dependency{ID: "dep", What: "A freeze", From: "core", On: "care", Turns: []graph.Turn{{Act: graph.Ask, At: moment, Unit: "core"}}},
		&graph.Intent{ID: "core-h2", Level: graph.Interpreted, Unit: "core", Period: "h2", Receipt: graph.Receipt{State: graph.Sent, SentAt: moment}},
		&graph.Baseline{ID: "lock", Name: "Lock 1", Period: "h2", At: moment},
		&graph.Baseline{ID: "signed", Name: "Lock 2", Period: "h2", At: moment, Signatures: []graph.Signature{{By: "tess", Unit: "acme"}}},
		&graph.ChangeRequest{ID: "later", Title: "Later", Baseline: "lock", Cause: graph.CauseCustomer, Approver: "ann"},
		&graph.Escalation{ID: "up", Decision: "d", From: "cora", To: "ann", Why: "It is late", At: moment},
	)
}

var moment = time.Date(2026, 8, 1, 12, 0, 0, 0, time.UTC)

func member(p graph.PersonID, r access.Role) access.Viewer { return access.Viewer{Person: p, Role: r} }

// What is about a confidential record is hidden with it, by whichever way one asks for it.
func TestConfidentialRecordsAreNotThere(t *testing.T) {
	s := harbour(t).Picture()
	about := []graph.Ref{
		graph.InitiativeID("quiet").Ref(), graph.WorkID("w-1").Ref(), graph.DecisionID("d-quiet").Ref(), graph.CommentID("k-1").Ref(),
	}
	for name, c := range map[string]struct {
		v                  access.Viewer
		quiet, bonus, anns bool
	}{
		"the audience":              {member("carl", access.Contributor), true, false, false},
		"leadership":                {member("tess", access.Reader), false, true, false},
		"another lead":              {member("cora", access.Editor), false, false, false},
		"an owner without a person": {member("", access.Owner), false, false, false},
		"a named person":            {member("ann", access.Reader), false, false, true},
	} {
		sight := access.SightOf(s, c.v)
		for _, r := range about {
			if sight.Sees(r) != c.quiet {
				t.Errorf("%s sees %s: %v", name, r, !c.quiet)
			}
		}
		if got := sight.Sees(graph.IncentiveID("bonus").Ref()); got != c.bonus {
			t.Errorf("%s sees the incentive of leadership: %v", name, got)
		}
		if got := sight.Sees(graph.IncentiveID("for-ann").Ref()); got != c.anns {
			t.Errorf("%s sees the incentive for ann: %v", name, got)
		}
		shown := sight.Shown()
		if law := graph.Find[*graph.Constraint](shown, "law"); slices.Contains(law.Initiatives, "quiet") != c.quiet {
			t.Errorf("%s reads in the constraint: %v", name, law.Initiatives)
		}
		if _, was := shown.Stamp(about[0]); was != c.quiet {
			t.Errorf("%s can tell by its stamp that the initiative is there: %v", name, was)
		}
		work := 0
		for range shown.WorkIn("core", "") {
			work++
		}
		if (work == 1) != c.quiet {
			t.Errorf("%s counts %d items of work in core", name, work)
		}
	}
	if s.Record(about[0]) == nil || len(graph.Find[*graph.Constraint](s, "law").Initiatives) != 2 {
		t.Error("the picture itself was changed")
	}
}

// A view that is not shared is there for whose it is alone; one of nobody's that is not shared for nobody.
func TestAViewIsForWhoseItIs(t *testing.T) {
	o := harbour(t).Put(
		&graph.View{ID: "anns", Name: "Mine", Address: "/", By: "ann"}, &graph.View{ID: "shared", Name: "Ours", Address: "/", By: "ann", Shared: true},
		&graph.View{ID: "nobodys", Name: "Lost", Address: "/"}, &graph.Comment{ID: "k-view", On: graph.ViewID("anns").Ref(), By: "ann", Text: "Look"},
	)
	s := o.Picture()
	for who, want := range map[graph.PersonID]bool{"ann": true, "carl": false, "tess": false, "": false} {
		sight := access.SightOf(s, member(who, access.Owner))
		if sight.Sees(graph.ViewID("anns").Ref()) != want || sight.Sees(graph.CommentID("k-view").Ref()) != want {
			t.Errorf("%q sees the view of ann: %v", who, !want)
		}
		if !sight.Sees(graph.ViewID("shared").Ref()) || sight.Sees(graph.ViewID("nobodys").Ref()) {
			t.Errorf("%q does not see what is shared, or sees what is for nobody", who)
		}
		was := &graph.View{ID: "anns", Name: "Before", Address: "/", By: "ann", Shared: true} // a version of when it was shared
		if sight.SeesVersion(was, func(graph.Ref) graph.Record { return nil }) != want {
			t.Errorf("%q sees an earlier version of it: %v", who, !want)
		}
	}
	mine := attempt{put: edited(s, "anns", func(v *graph.View) { v.Shared = true })}
	for who, want := range map[access.Viewer]bool{member("ann", access.Reader): true, member("carl", access.Reader): false, member("carl", access.Owner): false} {
		if err := mine.by(s, who); (err == nil) != want {
			t.Errorf("%+v shares the view of ann: %v", who, err)
		}
	}
}

func TestWhoSeesAllGetsThePictureItself(t *testing.T) {
	s := fixture.New(t).Half().Unit("acme", "").Picture()
	if sight := access.SightOf(s, member("", access.Reader)); sight.Shown() != s || !sight.Whole() {
		t.Error("a picture without anything confidential was copied")
	}
	if sight := access.SightOf(s, access.Viewer{}); sight.Shown().Count(graph.KindUnit) != 0 {
		t.Error("somebody without a role sees units")
	}
}

// attempt is a change somebody tries on the harbour: the record put, or nil to take ref out.
type attempt struct {
	put graph.Record
	out graph.Ref
}

func (a attempt) by(s *graph.Snapshot, v access.Viewer) error {
	sight := access.SightOf(s, v)
	if a.put == nil {
		return sight.May(access.Touches(s, nil, []graph.Ref{a.out}))
	}
	return sight.May(access.Touches(s, []graph.Record{a.put}, nil))
}

// edited is a copy of a record of the harbour with a change.
func edited[T any, P interface {
	*T
	graph.Record
}](s *graph.Snapshot, id string, change func(P)) P {
	c := *graph.Find[P](s, id)
	change(&c)
	return &c
}

func TestWhoMayDoWhat(t *testing.T) {
	s := harbour(t).Picture()
	turn := func(unit graph.UnitID, act graph.Act) func(*graph.Dependency) {
		return func(d *graph.Dependency) {
			d.Turns = append(slices.Clone(d.Turns), graph.Turn{Act: act, At: moment, Unit: unit})
		}
	}
	answer := func(to graph.ReceiptState) func(*graph.Intent) {
		return func(i *graph.Intent) { i.Receipt.State = to }
	}
	attempts := []struct {
		what string
		attempt
		may string // of the contributors tess carl cora ann, who may; editors may all of it
	}{
		{"the wording of a theme", attempt{put: edited(s, "calm", func(r *graph.Theme) { r.Name = "Calmer" })}, ""},
		{"a new initiative of core", attempt{put: &graph.Initiative{ID: "n", Name: "N", Owner: "core", State: graph.Candidate}}, "tess carl"},
		{"a new initiative of nobody", attempt{put: &graph.Initiative{ID: "n", Name: "N", State: graph.Candidate}}, ""},
		{"an initiative handed to care", attempt{put: edited(s, "open", func(r *graph.Initiative) { r.Owner, r.Links = "care", nil })}, "tess"},
		{"an initiative taken out", attempt{out: graph.InitiativeID("open").Ref()}, "tess carl"},
		{"the charter of core", attempt{put: edited(s, "core", func(r *graph.Unit) { r.Purpose = "Run it" })}, "tess carl"},
		{"who leads core", attempt{put: edited(s, "core", func(r *graph.Unit) { r.Leads = []graph.PersonID{"ann"} })}, "tess"},
		{"who leads the team", attempt{put: edited(s, "team", func(r *graph.Unit) { r.Leads = []graph.PersonID{"ann"} })}, "tess carl"},
		{"the team moved to care", attempt{put: edited(s, "team", func(r *graph.Unit) { r.Parent = "care" })}, "tess"},
		{"a unit below core", attempt{put: &graph.Unit{ID: "n", Name: "N", Parent: "core"}}, "tess carl"},
		{"a second top", attempt{put: &graph.Unit{ID: "n", Name: "N"}}, ""},
		{"what is asked of core", attempt{put: &graph.Intent{ID: "n", Level: graph.Assigned, Unit: "core", Period: "h2"}}, "tess"},
		{"what is stated", attempt{put: &graph.Intent{ID: "n", Level: graph.Stated, Unit: "acme", Period: "h2"}}, "tess"},
		{"the reading of core", attempt{put: edited(s, "core-h2", func(i *graph.Intent) { i.Restatement = "We read" })}, "tess carl"},
		{"accepting it", attempt{put: edited(s, "core-h2", answer(graph.Accepted))}, "tess"},
		{"returning it", attempt{put: edited(s, "core-h2", answer(graph.Returned))}, "tess"},
		{"the asking side asks again", attempt{put: edited(s, "dep", turn("core", graph.Renegotiate))}, "tess carl"},
		{"the asked side offers", attempt{put: edited(s, "dep", turn("care", graph.Offer))}, "tess cora"},
		{"what was said is rewritten", attempt{put: edited(s, "dep", func(d *graph.Dependency) { d.Turns = []graph.Turn{{Act: graph.Ask, At: moment, Unit: "care"}} })}, ""},
		{"the asked side changes what is asked", attempt{put: edited(s, "dep", func(d *graph.Dependency) {
			turn("care", graph.Offer)(d)
			d.What = "Less"
		})}, "tess"},
		{"a decision by its decider", attempt{put: edited(s, "d", func(d *graph.Decision) { d.Rationale = "So" })}, "tess cora ann"},
		{"a decision handed on by its decider", attempt{put: edited(s, "d", func(d *graph.Decision) { d.Deciders = []graph.PersonID{"carl"} })}, "tess cora"},
		{"a change of the plan approved by who is named", attempt{put: edited(s, "later", func(r *graph.ChangeRequest) { r.Approved = 20_700 })}, "ann"},
		{"it named to somebody else", attempt{put: edited(s, "later", func(r *graph.ChangeRequest) { r.Approved, r.Approver = 20_700, "carl" })}, ""},
		{"it made larger with the approval", attempt{put: edited(s, "later", func(r *graph.ChangeRequest) { r.Approved, r.Days = 20_700, 400 })}, ""},
		{"what was passed up answered by who it was passed to", attempt{put: edited(s, "up", func(e *graph.Escalation) { e.Outcome, e.Closed = "Handed back", 20_700 })}, "ann"},
		{"why it was passed up rewritten", attempt{put: edited(s, "up", func(e *graph.Escalation) { e.Outcome, e.Why = "Handed back", "It was not" })}, ""},
		{"carl signs the plan", attempt{put: edited(s, "lock", func(b *graph.Baseline) { b.Signatures = []graph.Signature{{By: "carl", Unit: "core"}} })}, "carl"},
		{"another's signature rewritten with one's own", attempt{put: edited(s, "signed", func(b *graph.Baseline) {
			b.Signatures = []graph.Signature{{By: "tess", Unit: "core"}, {By: "carl", Unit: "core"}}
		})}, ""},
		{"the plan lock moved with a signature", attempt{put: edited(s, "lock", func(b *graph.Baseline) {
			b.Signatures, b.At = []graph.Signature{{By: "carl"}}, moment.Add(time.Hour)
		})}, ""},
		{"cora says something", attempt{put: &graph.Comment{ID: "n", On: graph.ThemeID("calm").Ref(), By: "cora", Text: "Hm"}}, "cora"},
		{"ann proposes", attempt{put: &graph.Proposal{ID: "n", Title: "T", By: "ann"}}, "ann"},
		{"ann confirms", attempt{put: &graph.Proposal{ID: "n", Title: "T", By: "ann", Confirmed: "ann"}}, ""},
		{"ann saves a view", attempt{put: &graph.View{ID: "n", Name: "V", Address: "/", By: "ann"}}, "ann"},
		{"a period", attempt{put: &graph.Period{ID: "n", Name: "N"}}, ""},
		{"a waiver", attempt{put: &graph.Waiver{ID: "n", Code: "INT001", By: "carl", Reason: "R", Until: 1}}, ""},
	}
	for _, a := range attempts {
		for _, p := range []graph.PersonID{"tess", "carl", "cora", "ann"} {
			want := slices.Contains(strings.Fields(a.may), string(p))
			err := a.by(s, member(p, access.Contributor))
			if (err == nil) != want {
				t.Errorf("%s by %s: %v, want allowed %v", a.what, p, err, want)
			}
			if err != nil && (!fault.Is(err, fault.Denied) || fault.Of(err).Remedy == "") {
				t.Errorf("%s by %s: %v is not a denial with a remedy", a.what, p, err)
			}
		}
		if err := a.by(s, member("", access.Editor)); err != nil {
			t.Errorf("%s by an editor: %v", a.what, err)
		}
		if err := a.by(s, access.Viewer{Person: "tess", Role: access.Owner, ReadOnly: true}); !fault.Is(err, fault.Denied) {
			t.Errorf("%s with a token that only reads: %v", a.what, err)
		}
		if err := a.by(s, access.Viewer{Person: "tess"}); !fault.Is(err, fault.Denied) {
			t.Errorf("%s by no member: %v", a.what, err)
		}
	}
}

func TestReadersActInTheirOwnNameOnly(t *testing.T) {
	s := harbour(t).Picture()
	reader := member("ann", access.Reader)
	for what, c := range map[string]struct {
		put graph.Record
		may bool
	}{
		"an acknowledgement":         {&graph.Acknowledgement{ID: "n", Of: graph.ThemeID("calm").Ref(), By: "ann"}, true},
		"somebody's acknowledgement": {&graph.Acknowledgement{ID: "n", Of: graph.ThemeID("calm").Ref(), By: "carl"}, false},
		"a comment":                  {&graph.Comment{ID: "n", On: graph.ThemeID("calm").Ref(), By: "ann", Text: "X"}, false},
		"a decision they decide":     {edited(s, "d", func(d *graph.Decision) { d.Rationale = "So" }), false},
	} {
		if err := (attempt{put: c.put}).by(s, reader); (err == nil) != c.may {
			t.Errorf("%s by a reader: %v, want allowed %v", what, err, c.may)
		}
	}
}

// Whoever asks for a record that is not for them is answered as for one that was never there.
func TestWhatIsNotForYouAnswersAsWhatIsNotThere(t *testing.T) {
	s := harbour(t).Picture()
	b := s.Edit()
	b.Remove(graph.CommentID("k-1").Ref(), graph.Stamp{Version: 2, Position: 9})
	b.Remove(graph.DecisionID("d-quiet").Ref(), graph.Stamp{Version: 2, Position: 9})
	b.Remove(graph.WorkID("w-1").Ref(), graph.Stamp{Version: 2, Position: 9})
	for _, ref := range []graph.Ref{graph.InitiativeID("open").Ref(), graph.ConstraintID("law").Ref()} { // they name it
		b.Put(graph.WithStamp(graph.Without(s.Record(ref), func(r graph.Ref) bool { return r.ID == "quiet" }), graph.Stamp{Version: 2, Position: 9}))
	}
	b.Remove(graph.InitiativeID("quiet").Ref(), graph.Stamp{Version: 2, Position: 9})
	never := b.Snapshot(s.AsOf(), 9)
	for _, role := range access.Roles() {
		cora := member("cora", role)
		hidden, absent := access.SightOf(s, cora), access.SightOf(never, cora)
		for _, id := range []string{"quiet", "quite", "opn"} {
			r := graph.InitiativeID(id).Ref()
			if got, want := hidden.NotThere(r).Error(), absent.NotThere(r).Error(); got != want || strings.Contains(got, "nearest: quiet") {
				t.Errorf("to %s, %s is answered %q; without any such record it is %q", role, r, got, want)
			}
		}
		change := attempt{put: edited(s, "quiet", func(r *graph.Initiative) { r.Name = "Mine" })}
		if err := change.by(s, cora); !fault.Is(err, fault.NotFound) || err.Error() != hidden.NotThere(graph.InitiativeID("quiet").Ref()).Error() {
			t.Errorf("changing it as %s is answered %v", role, err)
		}
	}
	if f := access.SightOf(s, member("carl", access.Reader)).NotThere(graph.InitiativeID("quite").Ref()); !slices.Contains(f.Nearest, "quiet") {
		t.Errorf("its audience is not told that it is near: %v", f)
	}
}

// The past tells no more than today: what is kept from somebody now is kept from them in every earlier picture too, and so is
// what was kept from them then.
func TestThePastTellsNoMoreThanToday(t *testing.T) {
	o := harbour(t)
	o.Put(&graph.Initiative{ID: "late", Name: "Late", Owner: "core", State: graph.Committed},
		&graph.Work{ID: "w-late", Title: "Its work", Unit: "core", Initiative: "late"},
		&graph.Initiative{ID: "early", Name: "Early", Owner: "core", State: graph.Candidate, Audience: []graph.PersonID{"carl"}},
		&graph.Initiative{ID: "gone", Name: "Gone", Owner: "core", State: graph.Candidate, Audience: []graph.PersonID{"carl"}})
	then := o.Picture()
	o.Put(&graph.Initiative{ID: "late", Name: "Late", Owner: "core", State: graph.Committed, Audience: []graph.PersonID{"carl"}},
		&graph.Initiative{ID: "early", Name: "Early", Owner: "core", State: graph.Candidate})
	o.Remove(graph.InitiativeID("gone").Ref())
	now := o.Today("2026-10-01").Picture()
	cora := access.SightOf(now, member("cora", access.Editor))
	past := cora.At(then)
	for _, hidden := range []graph.Ref{graph.InitiativeID("late").Ref(), graph.WorkID("w-late").Ref(), graph.InitiativeID("early").Ref(), graph.InitiativeID("gone").Ref(), graph.InitiativeID("quiet").Ref()} {
		if past.Sees(hidden) {
			t.Errorf("the earlier picture shows %s", hidden)
		}
	}
	if !cora.Sees(graph.InitiativeID("early").Ref()) || !past.Sees(graph.InitiativeID("open").Ref()) {
		t.Error("what was announced since, or always shown, is hidden")
	}
	if carl := access.SightOf(now, member("carl", access.Reader)).At(then); !carl.Sees(graph.InitiativeID("late").Ref()) || !carl.Sees(graph.InitiativeID("gone").Ref()) {
		t.Error("the audience does not see its own past")
	}
}

// Of a record's history a viewer sees the versions that were for them, of what is for them now or would be.
func TestVersionsOfWhatIsGone(t *testing.T) {
	s := harbour(t).Picture()
	last := map[graph.Ref]graph.Record{
		graph.InitiativeID("gone").Ref(): &graph.Initiative{ID: "gone", Name: "G", Owner: "core", State: graph.Stopped, Audience: []graph.PersonID{"carl"}},
		graph.CommentID("k-gone").Ref():  &graph.Comment{ID: "k-gone", On: graph.InitiativeID("gone").Ref(), Text: "X"},
		graph.CommentID("ring").Ref():    &graph.Comment{ID: "ring", On: graph.CommentID("ring").Ref(), Text: "X"},
	}
	gone := func(r graph.Ref) graph.Record { return last[r] }
	for _, c := range []struct {
		version    graph.Record
		carl, cora bool
	}{
		{last[graph.InitiativeID("gone").Ref()], true, false},
		{last[graph.CommentID("k-gone").Ref()], true, false},
		{&graph.Comment{ID: "r", On: graph.ThemeID("calm").Ref(), ReplyTo: "k-gone", Text: "X"}, true, false},
		{&graph.Comment{ID: "r", On: graph.ThemeID("calm").Ref(), ReplyTo: "never", Text: "X"}, true, true},
		{&graph.Work{ID: "w", Title: "T", Unit: "core", Initiative: "quiet"}, true, false},
		{&graph.Work{ID: "w", Title: "T", Unit: "core"}, true, true},
		{&graph.Initiative{ID: "quiet", Name: "Before it was confidential", Owner: "core", State: graph.Candidate}, true, false},
		{&graph.Incentive{ID: "old", Unit: "core", Rewards: "Calls", Weight: 1}, false, false},
		{last[graph.CommentID("ring").Ref()], false, false},
	} {
		for _, v := range []struct {
			who  graph.PersonID
			want bool
		}{{"carl", c.carl}, {"cora", c.cora}} {
			if got := access.SightOf(s, member(v.who, access.Owner)).SeesVersion(c.version, gone); got != v.want {
				t.Errorf("%s sees a version of %s: %v", v.who, c.version.Ref(), got)
			}
		}
		if access.SightOf(s, access.Viewer{}).SeesVersion(c.version, gone) {
			t.Errorf("somebody without a role sees a version of %s", c.version.Ref())
		}
	}
}

func TestHiddenIsEverythingThatIsNotSeenInOrder(t *testing.T) {
	s := harbour(t).Picture()
	sight := access.SightOf(s, member("cora", access.Editor))
	var want []graph.Ref
	for _, k := range graph.Kinds() {
		for r := range s.Records(k.Kind, "") {
			if !sight.Sees(r.Ref()) {
				want = append(want, r.Ref())
			}
		}
	}
	slices.SortFunc(want, graph.Ref.Compare)
	if got := sight.Hidden(); len(got) < 5 || !slices.Equal(got, want) || sight.Whole() {
		t.Errorf("hidden are %v, want %v", got, want)
	}
}

func TestHidesIsWhatIsThereAndNotSeen(t *testing.T) {
	sight := access.SightOf(harbour(t).Picture(), member("cora", access.Editor))
	for id, want := range map[graph.InitiativeID]bool{"quiet": true, "open": false, "never": false} {
		if got := sight.Hides(id.Ref()); got != want {
			t.Errorf("Hides(%s) = %v", id, got)
		}
	}
}

func TestRoles(t *testing.T) {
	for _, r := range access.Roles() {
		if got, err := access.ParseRole(string(r)); got != r || err != nil {
			t.Errorf("ParseRole(%q) = %q, %v", r, got, err)
		}
	}
	_, err := access.ParseRole("edtor")
	if f := fault.Of(err); f == nil || !slices.Contains(f.Nearest, "editor") {
		t.Errorf("a role that is none: %v", err)
	}
	if access.Role("").AtLeast("") || access.Role("").AtLeast(access.Reader) || access.Reader.AtLeast(access.Editor) || !access.Owner.AtLeast(access.Editor) {
		t.Error("the roles are not in their order")
	}
}

// A stronger role never may less, and sees the same: what is confidential depends on the person alone.
func TestAStrongerRoleMayNoLess(t *testing.T) {
	s := harbour(t).Picture()
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom([]graph.PersonID{"", "tess", "carl", "cora", "ann"}).Draw(t, "person")
		name := rapid.SampledFrom([]string{"A", "B"}).Draw(t, "name")
		put := rapid.SampledFrom([]graph.Record{
			edited(s, "open", func(r *graph.Initiative) { r.Name = name }), edited(s, "quiet", func(r *graph.Initiative) { r.Name = name }),
			edited(s, "core", func(r *graph.Unit) { r.Name = name }), edited(s, "calm", func(r *graph.Theme) { r.Name = name }),
			edited(s, "d", func(r *graph.Decision) { r.Rationale = name }), edited(s, "bonus", func(r *graph.Incentive) { r.Rewards = name }),
			&graph.Comment{ID: "n", On: graph.ThemeID("calm").Ref(), By: p, Text: name},
		}).Draw(t, "put")
		before, seen := false, ""
		for n, role := range access.Roles() {
			v := member(p, role)
			may := attempt{put: put}.by(s, v) == nil
			if before && !may {
				t.Fatalf("%s as %s may not what a weaker role may: %s", p, role, put.Ref())
			}
			before = may
			sees := ""
			for _, k := range []graph.Kind{graph.KindInitiative, graph.KindIncentive} {
				for r := range access.SightOf(s, v).Shown().Records(k, "") {
					sees += fmt.Sprintln(r.Ref())
				}
			}
			if n > 0 && sees != seen {
				t.Fatalf("%s as %s sees\n%s", p, role, sees)
			}
			seen = sees
		}
	})
}

// proposals is the harbour with a proposal about core, one that names what is confidential in a document, and an imagined plan
// that does.
func proposals(t fixture.T) *fixture.Org {
	return harbour(t).Put(
		&graph.Proposal{ID: "p", Title: "P", By: "ann", Changes: []graph.Proposed{
			{Record: graph.InitiativeID("open").Ref(), Body: `{"name":"Opened"}`, Partial: true, Version: 1},
			{Record: graph.UnitID("team").Ref(), Body: `{"name":"Team"}`, Partial: true, Version: 1},
		}},
		&graph.Proposal{ID: "hush", Title: "Hush", By: "carl", Changes: []graph.Proposed{
			{Record: graph.ConstraintID("law").Ref(), Body: `{"initiatives":["open","quiet"]}`, Partial: true, Version: 1},
		}},
		&graph.Comment{ID: "k-2", On: graph.ProposalID("hush").Ref(), By: "carl", Text: "Quiet, please"},
		&graph.Scenario{ID: "dream", Name: "Dream", Changes: []graph.Proposed{
			{Record: graph.InitiativeID("open").Ref(), Body: `{"name":"Open","owner":"core","state":"committed","links":[{"kind":"see_also","initiative":"quiet"}]}`},
		}},
	)
}

func TestWhatIsProposedWithHiddenNamesIsHidden(t *testing.T) {
	s := proposals(t).Picture()
	for _, r := range []graph.Ref{graph.ProposalID("hush").Ref(), graph.CommentID("k-2").Ref(), graph.ScenarioID("dream").Ref()} {
		if !access.SightOf(s, member("carl", access.Contributor)).Sees(r) {
			t.Errorf("the audience does not see %s", r)
		}
		if access.SightOf(s, member("cora", access.Owner)).Sees(r) {
			t.Errorf("somebody else sees %s", r)
		}
	}
	if !access.SightOf(s, member("cora", access.Reader)).Sees(graph.ProposalID("p").Ref()) {
		t.Error("a proposal that names nothing hidden is not seen")
	}
}

// Whoever may make the changes of a proposal may confirm it, together with all of them, and take that back.
func TestWhoMayConfirm(t *testing.T) {
	s := proposals(t).Picture()
	open := edited(s, "open", func(i *graph.Initiative) { i.Name = "Opened" })
	team := edited(s, "team", func(u *graph.Unit) { u.Name = "Team" })
	signed := func(by graph.PersonID, set func(*graph.Proposal)) graph.Record {
		return edited(s, "p", func(p *graph.Proposal) { p.Confirmed = by; set(p) })
	}
	as := func(*graph.Proposal) {}
	for what, c := range map[string]struct {
		v    access.Viewer
		puts []graph.Record
		may  bool
	}{
		"the lead of all of it":         {member("carl", access.Contributor), []graph.Record{open, team, signed("carl", as)}, true},
		"an editor":                     {member("", access.Editor), []graph.Record{open, team, signed("carl", as)}, true},
		"the lead of something else":    {member("cora", access.Contributor), []graph.Record{open, team, signed("cora", as)}, false},
		"who proposed it":               {member("ann", access.Contributor), []graph.Record{open, team, signed("ann", as)}, false},
		"a reader":                      {member("carl", access.Reader), []graph.Record{open, team, signed("carl", as)}, false},
		"in another's name":             {member("carl", access.Contributor), []graph.Record{open, team, signed("tess", as)}, false},
		"without one of its changes":    {member("carl", access.Contributor), []graph.Record{open, signed("carl", as)}, false},
		"without any":                   {member("carl", access.Contributor), []graph.Record{signed("carl", as)}, false},
		"with another title":            {member("carl", access.Contributor), []graph.Record{open, team, signed("carl", func(p *graph.Proposal) { p.Title = "Q" })}, false},
		"with other changes":            {member("carl", access.Contributor), []graph.Record{open, team, signed("carl", func(p *graph.Proposal) { p.Changes = p.Changes[:1] })}, false},
		"nothing said at all, by other": {member("carl", access.Contributor), []graph.Record{open, team, signed("", as)}, false},
	} {
		if err := access.SightOf(s, c.v).May(access.Touches(s, c.puts, nil)); (err == nil) != c.may {
			t.Errorf("%s: %v, want allowed %v", what, err, c.may)
		}
	}
	after := proposals(t).Put(&graph.Proposal{ID: "p", Title: "P", By: "ann", Confirmed: "carl", Changes: graph.Find[*graph.Proposal](s, "p").Changes}).Picture()
	for who, may := range map[graph.PersonID]bool{"carl": true, "cora": false} {
		back := edited(after, "p", func(p *graph.Proposal) { p.Confirmed = "" })
		if err := access.SightOf(after, member(who, access.Contributor)).May(access.Touches(after, []graph.Record{open, team, back}, nil)); (err == nil) != may {
			t.Errorf("taken back by %s: %v", who, err)
		}
	}
}

// A refusal names what whoever asks can do, and nothing that they cannot.
func TestARefusalCanBeFollowed(t *testing.T) {
	s := harbour(t).Picture()
	for what, c := range map[string]struct {
		attempt
		by   access.Viewer
		says string
	}{
		"a reader who proposes": {
			attempt{put: &graph.Proposal{ID: "n", Title: "N", By: "ann"}},
			member("ann", access.Reader),
			"a reader writes no proposal down. Ask an owner of the workspace for the role of a contributor",
		},
		"a reader who changes": {
			attempt{put: edited(s, "open", func(i *graph.Initiative) { i.Name = "Mine" })},
			member("ann", access.Reader),
			"initiative/open is not yours to change. Ask the lead of core",
		},
		"a contributor who changes": {
			attempt{put: edited(s, "open", func(i *graph.Initiative) { i.Name = "Mine" })},
			member("ann", access.Contributor),
			"initiative/open is not yours to change. Ask the lead of core, or propose the change",
		},
		"a lead without an owner": {
			attempt{put: &graph.Initiative{ID: "n", Name: "N", State: graph.Candidate}},
			member("carl", access.Contributor),
			"the initiative would be of no unit that you lead. Choose a unit you lead as owner",
		},
		"a lead for another unit": {
			attempt{put: &graph.Initiative{ID: "n", Name: "N", Owner: "care", State: graph.Candidate}},
			member("carl", access.Contributor),
			"the initiative would be of care, which you do not lead. Choose a unit you lead as owner, or ask the lead of care",
		},
		"a lead who adds a top": {
			attempt{put: &graph.Unit{ID: "n", Name: "N"}},
			member("carl", access.Contributor),
			"the unit would be of no unit that you lead. Choose a unit you lead as parent",
		},
		"a lead who adds a theme": {
			attempt{put: &graph.Theme{ID: "n", Name: "N"}},
			member("carl", access.Contributor),
			"the theme would belong to the whole workspace, and is not yours to add. Ask somebody who edits this workspace to add it",
		},
		"somebody who leads nothing": {
			attempt{put: &graph.Theme{ID: "n", Name: "N"}},
			member("ann", access.Contributor),
			"the theme is not yours to add. Ask somebody who edits this workspace to add it",
		},
		"nobody who comments": {
			attempt{put: &graph.Comment{ID: "n", On: graph.ThemeID("calm").Ref(), Text: "X"}},
			member("", access.Contributor),
			"your account is linked to no person, so nothing here is yours to write down. Ask an owner of the workspace to link it, on the page Members",
		},
		"somebody for another": {
			attempt{put: &graph.Comment{ID: "n", On: graph.ThemeID("calm").Ref(), By: "carl", Text: "X"}},
			member("cora", access.Contributor),
			"the comment is not yours to add. Ask somebody who edits this workspace to add it",
		},
	} {
		f := fault.Of(c.attempt.by(s, c.by))
		if f == nil || f.Kind != fault.Denied || f.Sentence+". "+f.Remedy != c.says {
			t.Errorf("%s is told %+v, want %q", what, f, c.says)
		}
	}
}
