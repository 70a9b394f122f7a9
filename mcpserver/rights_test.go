package mcpserver_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"throughline/access"
	"throughline/change"
	"throughline/discussion"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
	"throughline/testing/fixture"
)

// zanzibar is the quay with an initiative, and what is about it, that is for carl alone.
func zanzibar(t *testing.T) *fixture.Org {
	o := quay(t)
	return o.Put(
		&graph.Initiative{ID: "zanzibar", Name: "Zanzibar", Owner: "core", State: graph.Committed, Audience: []graph.PersonID{"carl"}, Contributes: []graph.Contribution{{Theme: "calm", Share: 1}}},
		&graph.Work{ID: "zanzibar-1", Title: "Zanzibar errand", Unit: "core", Initiative: "zanzibar"},
		&graph.Decision{ID: "zanzibar-when", Question: "Zanzibar when?", State: graph.DecisionOpen, Unit: "core", Initiative: "zanzibar", Due: fixture.Date(t, "2026-08-01")},
		&graph.Dependency{ID: "zanzibar-feed", What: "A Zanzibar feed", From: "core", On: "care", Initiative: "zanzibar", Turns: []graph.Turn{{Act: graph.Ask, At: fixture.Moment(t, "2026-07-02"), Unit: "core"}}},
		&graph.Request{ID: "zanzibar-ask", Title: "Zanzibar, please", From: "care", To: "core", State: graph.RequestOpen, Initiative: "zanzibar"},
		&graph.Constraint{ID: "law", Statement: "30 days", Kind: graph.RegulatoryConstraint, Initiatives: []graph.InitiativeID{"open", "zanzibar"}},
	)
}

// questions is every tool asked in every way that could tell of what is confidential.
func questions() []struct {
	tool string
	in   map[string]any
} {
	type q = struct {
		tool string
		in   map[string]any
	}
	out := []q{{"where_we_stand", nil}, {"where_we_stand", map[string]any{"unit": "core"}}, {"findings", map[string]any{"most": 200}}, {"findings", map[string]any{"unit": "core"}}}
	for _, in := range []map[string]any{nil, {"unit": "core"}, {"unit": "care"}, {"person": "carl"}, {"person": "me"}} {
		out = append(out, q{"who_owes_what", in})
	}
	for _, m := range []string{"intent.kept", "intent.oncourse", "portfolio.orphaned.work", "portfolio.orphaned.initiatives", "decision.clean", "decision.owned", "dependency.kept", "portfolio.coherence"} {
		out = append(out, q{"explain_figure", map[string]any{"method": m}}, q{"explain_figure", map[string]any{"method": m, "unit": "core"}})
	}
	for _, r := range []string{"theme/calm", "initiative/zanzibar", "work/zanzibar-1", "decision/zanzibar-when", "dependency/zanzibar-feed", "initiative/open"} {
		out = append(out, q{"line_of_sight", map[string]any{"record": r}}, q{"line_of_sight", map[string]any{"record": r, "as_of": "2026-09-20"}})
	}
	for _, w := range []string{"zanzibar", "zanz", "zanzibra", "errand", "feed", "z"} {
		out = append(out, q{"search", map[string]any{"words": w}}, q{"search", map[string]any{"words": w, "as_of": "2026-09-20"}})
	}
	for _, c := range []map[string]any{
		{"record": "initiative/zanzibar", "set": map[string]any{"name": "X"}},
		{"record": "initiative/zanzibar", "remove": true},
		{"record": "decision/zanzibar-when", "set": map[string]any{"unit": "care"}},
	} {
		out = append(out, q{"propose_change", map[string]any{"title": "T", "changes": []any{c}}})
	}
	return out
}

// What is confidential is in no answer of any tool: who does not see it is answered as in an organisation in which it never was,
// save for figures, which are the same for everybody.
func TestWhatIsConfidentialIsInNoAnswer(t *testing.T) {
	with, without := open(t, zanzibar(t).Picture()), open(t, quay(t).Put(&graph.Constraint{ID: "law", Statement: "30 days", Kind: graph.RegulatoryConstraint, Initiatives: []graph.InitiativeID{"open"}}).Picture())
	cora, tess, bare, carl := with.piped(caller("cora", access.Contributor)), with.piped(caller("tess", access.Owner)), without.piped(caller("cora", access.Contributor)), with.piped(caller("carl", access.Reader))
	told := 0
	for _, q := range questions() {
		asked, _ := json.Marshal(q.in)
		for who, a := range map[string]*talk{"cora": cora, "an owner": tess} {
			answer, trouble := a.ask(q.tool, q.in)
			said := regexp.MustCompile(`(?i)(initiative|work|decision|dependency)/zanzibar[a-z0-9-]*`).ReplaceAllStringFunc(answer+trouble, func(s string) string {
				if trouble != "" && strings.Contains(string(asked), s) {
					return "" // what was asked for by name is said back
				}
				return s
			})
			if strings.Contains(strings.ToLower(said), "zanz") || strings.Contains(said, "errand") {
				t.Errorf("%s asks %s %s and is told %s", who, q.tool, asked, said)
			}
		}
		if q.tool != "explain_figure" && q.tool != "where_we_stand" && q.tool != "findings" {
			a, b := cora.ask(q.tool, q.in)
			c, d := bare.ask(q.tool, q.in)
			if a != c || b != d {
				t.Errorf("%s %s: cora is told\n%s\nand where it never was\n%s", q.tool, asked, a+b, c+d)
			}
		}
		if answer, _ := carl.ask(q.tool, q.in); strings.Contains(strings.ToLower(answer), "zanz") {
			told++
		}
	}
	if told < 10 {
		t.Errorf("the audience itself is told of it %d times", told)
	}
}

func TestNoMemberIsAnswered(t *testing.T) {
	a := open(t, quay(t).Picture()).piped(caller("carl", ""))
	for _, q := range questions() {
		a.refused(q.tool, q.in, "You are no member of this workspace. Ask one of its owners to invite you.")
	}
}

func TestAnEarlierDayIsShownAsItWas(t *testing.T) {
	s := open(t, quay(t).Picture())
	s.do(change.Draft{Verb: "initiative.renamed", Effective: fixture.Date(t, "2026-09-10").Time(), Puts: []graph.Record{
		&graph.Initiative{ID: "xylophone", Name: "Xylophone", Owner: "core", State: graph.Likely, Contributes: []graph.Contribution{{Theme: "calm", Share: 1}}},
	}})
	a := s.piped(caller("cora", access.Reader))
	a.refused("line_of_sight", map[string]any{"record": "initiative/xylophone", "as_of": "2026-09-09"}, "There is no initiative/xylophone.")
	for _, at := range []string{"", "2026-09-10", "2026-09-10T00:00:00Z"} {
		in := map[string]any{"record": "initiative/xylophone"}
		if at != "" {
			in["as_of"] = at
		}
		if answer, trouble := a.ask("line_of_sight", in); !strings.Contains(answer, "Xylophone") {
			t.Errorf("as of %q: %s", at, trouble)
		}
	}
	var found struct{ Hits []struct{ Record string } }
	a.read("search", map[string]any{"words": "xylophone", "as_of": "2026-09-09"}, &found)
	if len(found.Hits) != 0 {
		t.Errorf("found the day before: %+v", found)
	}
}

// A proposal changes nothing until somebody who may make its changes confirms it, and can be taken back.
func TestAProposalFromDraftToConfirmed(t *testing.T) {
	s := open(t, quay(t).Picture())
	in := map[string]any{"title": "Say who decides", "changes": []any{
		map[string]any{"record": "decision/which", "set": map[string]any{"question": "Which ledger, and when?", "due": nil}},
		map[string]any{"record": "comment/x", "remove": true},
	}}
	a := s.piped(caller("carl", access.Contributor))
	a.refused("propose_change", in, "There is no comment/x.")
	in["changes"] = in["changes"].([]any)[:1]
	var d struct {
		Proposal, Expires, Next string
		Difference              []string
	}
	a.read("propose_change", in, &d)
	if d.Proposal != "proposal/say-who-decides" || d.Expires != "2026-10-24" || !strings.Contains(d.Next, "Nothing has changed yet") ||
		!strings.Contains(strings.Join(d.Difference, "\n"), "Which ledger, and when?") {
		t.Errorf("proposed %+v", d)
	}
	head := s.picture().Position()
	a.read("propose_change", in, &d) // the same again
	p := graph.Find[*graph.Proposal](s.picture(), "say-who-decides")
	if s.picture().Position() != head || p.By != "carl" || p.Confirmed != "" || d.Proposal != "proposal/say-who-decides" {
		t.Errorf("the proposal is %+v", p)
	}
	if was := graph.Find[*graph.Decision](s.picture(), "which"); was.Question != "Which ledger?" {
		t.Errorf("what was proposed happened: %+v", was)
	}
	for e, err := range s.engine.Log(t.Context(), workspace, ledger.Query{After: head - 1}) {
		if err != nil || e.Channel != ledger.Assistant || e.Actor != "person/carl" || e.Verb != "proposal.made" {
			t.Errorf("in the history stands %+v, %v", e, err)
		}
	}
	confirm := func(who graph.PersonID, role access.Role) (engine.Done, error) {
		as := engine.As{Actor: engine.Actor{Name: who.Ref().String(), Channel: ledger.Web}, Viewer: access.Viewer{Person: who, Role: role}, On: []graph.Ref{p.Ref()}}
		return s.engine.EditAs(t.Context(), workspace, as, func(now *graph.Snapshot) (change.Draft, error) {
			return discussion.Confirm(now, change.By{Person: who, At: today()}, discussion.Confirmation{Proposal: p.ID})
		})
	}
	if _, err := confirm("carl", access.Contributor); !fault.Is(err, fault.Denied) || !strings.Contains(err.Error(), "decision/which is not yours to change") {
		t.Errorf("who may not change it confirms: %v", err)
	}
	done, err := confirm("cora", access.Contributor)
	if err != nil {
		t.Fatal(err)
	}
	if now := graph.Find[*graph.Decision](s.picture(), "which"); now.Question != "Which ledger, and when?" || now.Due != 0 || now.Unit != "care" {
		t.Errorf("confirmed, the decision is %+v", now)
	}
	as := engine.As{Actor: engine.Actor{Name: "person/cora", Channel: ledger.Web}, Viewer: access.Viewer{Person: "cora", Role: access.Contributor}}
	if _, err := s.engine.UndoAs(t.Context(), workspace, as, done.Position, "Too soon"); err != nil {
		t.Fatal(err)
	}
	if was, p := graph.Find[*graph.Decision](s.picture(), "which"), graph.Find[*graph.Proposal](s.picture(), "say-who-decides"); was.Question != "Which ledger?" || p.Confirmed != "" {
		t.Errorf("undone, the decision is %+v and the proposal %+v", was, p)
	}
	if _, err := confirm("cora", access.Contributor); !fault.Is(err, fault.Conflict) {
		t.Errorf("a proposal to a record that changed since is confirmed: %v", err)
	}
}

func TestProposalsThatAreRefused(t *testing.T) {
	s := open(t, quay(t).Picture())
	head := s.picture().Position()
	a := s.piped(caller("carl", access.Contributor))
	one := func(c map[string]any) map[string]any { return map[string]any{"title": "T", "changes": []any{c}} }
	a.refused("propose_change", one(map[string]any{"record": "theme/calm", "set": map[string]any{"nmae": "X"}}), `Theme has no field "nmae".`, "Nearest: name", "Use one of its fields")
	a.refused("propose_change", one(map[string]any{"record": "theme/calm", "set": map[string]any{"name": ""}}), "Theme/calm (name): the name is empty. Write it")
	a.refused("propose_change", one(map[string]any{"record": "theme/calm"}), "What is wanted of theme/calm is not clear.", "one of set, fields and remove")
	a.refused("propose_change", one(map[string]any{"record": "theme/calm", "version": 7, "set": map[string]any{"name": "X"}}), "it is version 1, and 7 was looked at")
	a.refused("propose_change", one(map[string]any{"record": "theme/clam", "set": map[string]any{"name": "X"}}), "There is no theme/clam.", "Nearest: calm")
	a.refused("propose_change", one(map[string]any{"record": "theme", "remove": true}), "kind/id")
	a.refused("propose_change", map[string]any{"title": "T", "changes": []any{}}, "Nothing is proposed.")
	a.refused("propose_change", map[string]any{"title": " ", "changes": []any{map[string]any{"record": "theme/new", "fields": map[string]any{"name": "New"}}}}, "No title is given.")
	a.refused("propose_change", map[string]any{"title": "T", "expires": "2026-09-01", "changes": []any{map[string]any{"record": "theme/new", "fields": map[string]any{"name": "New"}}}}, "is over")
	a.refused("propose_change", map[string]any{"title": "T", "changes": make([]map[string]any, 51)})
	readOnly := caller("carl", access.Contributor)
	readOnly.Viewer.ReadOnly = true
	s.piped(readOnly).refused("propose_change", one(map[string]any{"record": "theme/calm", "set": map[string]any{"name": "X"}}), "This token may only read.", "Use one that may write.")
	s.piped(caller("carl", access.Reader)).refused("propose_change", one(map[string]any{"record": "theme/calm", "set": map[string]any{"name": "X"}}), "A reader writes no proposal down.", "the role of a contributor")
	if s.picture().Position() != head {
		t.Error("something was written")
	}
}

// What its author was not shown stays, whoever confirms: also where the record names it.
func TestAConfirmedProposalLosesNothingItsAuthorDidNotSee(t *testing.T) {
	for _, who := range []graph.PersonID{"cora", "carl"} {
		s := open(t, zanzibar(t).Picture())
		a := s.piped(caller("cora", access.Contributor))
		var d struct{ Proposal string }
		a.read("propose_change", map[string]any{"title": "Sooner", "changes": []any{map[string]any{"record": "constraint/law", "set": map[string]any{"statement": "20 days"}}}}, &d)
		as := engine.As{Actor: engine.Actor{Name: who.Ref().String(), Channel: ledger.Web}, Viewer: access.Viewer{Person: who, Role: access.Editor}}
		if _, err := s.engine.EditAs(t.Context(), workspace, as, func(now *graph.Snapshot) (change.Draft, error) {
			return discussion.Confirm(now, change.By{Person: who, At: today()}, discussion.Confirmation{Proposal: "sooner"})
		}); err != nil {
			t.Fatal(err)
		}
		law := graph.Find[*graph.Constraint](s.picture(), "law")
		if law.Statement != "20 days" || len(law.Initiatives) != 2 {
			t.Errorf("confirmed by %s, the constraint is %+v", who, law)
		}
	}
}
