package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"throughline/access"
	"throughline/door"
	"throughline/graph"
	"throughline/testing/fixture"
	"throughline/testing/htmlcheck"
)

// guest comes in as a person of the organisation.
func guest(id string, role access.Role) *door.Door {
	return door.Open(door.Guest{Viewer: access.Viewer{Role: role, Person: graph.PersonID(id)}, Actor: "person/" + id})
}

// duties is a small organisation in which every duty waits for somebody: ada leads the whole, ben the team web.
func duties(t *testing.T) *desk {
	t.Helper()
	leads := func(p graph.PersonID) func(*graph.Unit) {
		return func(u *graph.Unit) { u.Leads = []graph.PersonID{p} }
	}
	o := fixture.New(t).Today("2026-09-24").Themes("trust").Half()
	o.Put(&graph.Person{ID: "ada", Name: "Ada Lee"}, &graph.Person{ID: "ben", Name: "Ben Ek", Unit: "web"})
	o.Unit("acme", "", leads("ada")).Unit("web", "acme", leads("ben")).Assigned("web", "h2", fixture.Shares{"trust": 1})
	moment := func(day string) time.Time { return fixture.Moment(t, day+"T10:00:00Z") }
	metric := func(out *graph.Outcome) {
		out.Owner, out.Metric = "web", graph.Metric{Name: "Late letters", Unit: "%", Baseline: 9, Target: 4, Direction: graph.Down}
		out.Readings = []graph.Value{{On: fixture.Date(t, "2026-08-01"), Value: 8.25}}
	}
	assume := func(i *graph.Initiative) {
		i.Lead, i.Assumptions = "ben", []graph.Assumption{{Words: "Both can run for a month", Review: fixture.Date(t, "2026-09-20")}}
	}
	o.Outcome("letters", nil, metric).Initiative("cutover", "web", assume)
	o.Put(
		&graph.Dependency{ID: "freeze", What: "A freeze date", From: "acme", On: "web", NeededBy: fixture.Date(t, "2026-10-12"), Turns: []graph.Turn{{Act: graph.Ask, At: moment("2026-09-01"), Unit: "acme", By: "ada", Words: "Two weeks, please"}}},
		&graph.Request{ID: "export", Title: "Export of evidence", From: "acme", To: "web", State: graph.RequestOpen, Asked: fixture.Date(t, "2026-09-01"), AnswerBy: fixture.Date(t, "2026-09-10")},
		&graph.Decision{ID: "batch", Question: "Nightly or hourly?", Options: []string{"Nightly", "Hourly"}, State: graph.DecisionOpen, Deciders: []graph.PersonID{"ben"}, Raised: fixture.Date(t, "2026-09-02"), Unit: "web"},
		&graph.Decision{ID: "both", Question: "Who pays?", State: graph.DecisionOpen, Deciders: []graph.PersonID{"ben", "ada"}, Raised: fixture.Date(t, "2026-09-03"), Unit: "web"},
		&graph.Baseline{ID: "lock", Name: "Lock 1", Period: "h2", At: moment("2026-07-10")},
		&graph.ChangeRequest{ID: "rule", Title: "Add the rule", Baseline: "lock", Cause: graph.CauseRegulatory, Raised: fixture.Date(t, "2026-09-10"), Approver: "ben"},
		&graph.Comment{ID: "c-1", On: graph.InitiativeID("cutover").Ref(), By: "ada", At: moment("2026-09-15"), Text: "Is it true, @Ben Ek?"},
	)
	d := &desk{open(t, day())}
	d.holds(o.Picture(), "2026-09-24")
	return d.as(guest("ben", access.Editor))
}

// owedItem is the anchor and the form of what waits.
func owedItem(t *testing.T, n htmlcheck.Node, id string) htmlcheck.Node {
	t.Helper()
	item, ok := n.First("#" + id)
	if !ok {
		t.Fatalf("nothing waits as %s", id)
	}
	return item
}

func TestWhatWaitsIsDoneWhereItStands(t *testing.T) {
	for _, c := range []struct {
		name, id  string
		fill      []string
		ref       string
		says      string // on the record's page
		undoWords string
	}{
		{"a reading is sent", "o-restate-intent-assigned-web-h2", []string{"text", "We keep promises", "act", "send"}, "intent/web-h2-interpreted", "We keep promises", "Intent restated."},
		{"an ask is promised", "o-reply-dependency-freeze", []string{"day", "2026-10-10", "text", "We can", "act", "commit"}, "dependency/freeze", "promised", "Dependency committed."},
		{"an ask is offered", "o-reply-dependency-freeze", []string{"day", "2026-10-20", "act", "offer"}, "dependency/freeze", "offer", "Dependency offered."},
		{"an ask is countered", "o-reply-dependency-freeze", []string{"text", "One week", "act", "counter"}, "dependency/freeze", "One week", "Dependency countered."},
		{"an ask is declined", "o-reply-dependency-freeze", []string{"text", "No hands", "act", "decline"}, "dependency/freeze", "No hands", "Dependency declined."},
		{"a request is declined", "o-request-request-export", []string{"text", "Legal has it", "act", "decline"}, "request/export", "Legal has it", "Request declined."},
		{"a decision is taken", "o-decide-decision-batch", []string{"choice", "Hourly", "text", "It is cheaper", "act", "decide"}, "decision/batch", "It is cheaper", "Decision decided."},
		{"a change is approved", "o-verdict-changerequest-rule", []string{"act", "approve"}, "changerequest/rule", "Approved", "Changerequest approved."},
		{"a metric is read", "o-read-outcome-letters", []string{"value", "7,5", "confidence", "70", "text", "After the campaign", "act", "read"}, "outcome/letters", "After the campaign", "Outcome read."},
		{"an assumption is looked at", "o-assumption-initiative-cutover-both-can-run-for-a-month", []string{"text", "It holds", "day", "2026-11-20", "act", "found"}, "initiative/cutover", "It holds", "Initiative reviewed."},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := duties(t)
			n := d.page("/owed")
			owedItem(t, n, c.id)
			n = d.next(d.post("/owed", sends(t, n, "#act-"+c.id, c.fill...)...))
			has(t, n, "h1", "What I owe")
			has(t, n, ".done", c.undoWords)
			if c.fill[len(c.fill)-1] != "keep" && n.Count("#"+c.id) != 0 {
				t.Errorf("%s still waits", c.id)
			}
			has(t, d.page("/records/"+c.ref), "#fields", c.says)
			n = d.next(d.post("/undo", sends(t, n, "form[data-undo]")...))
			owedItem(t, n, c.id)
		})
	}
}

func TestWhatIWroteStaysWhereItCannotBeDone(t *testing.T) {
	d := duties(t)
	for _, c := range []struct {
		id   string
		fill []string
		says string
	}{
		{"o-reply-dependency-freeze", []string{"text", "We can", "act", "commit"}, "no day is named"},
		{"o-request-request-export", []string{"text", "", "act", "decline"}, "no reason is given"},
		{"o-read-outcome-letters", []string{"value", "much", "act", "read"}, "“much” is no number"},
		{"o-decide-decision-batch", []string{"choice", "Weekly", "text", "Why not", "act", "decide"}, "none of the options"},
		{"o-assumption-initiative-cutover-both-can-run-for-a-month", []string{"text", "Yes", "day", "soon", "act", "found"}, "soon"},
		{"o-request-request-export", []string{"act", "eat"}, "asks for nothing"},
	} {
		n := d.again(d.post("/owed", sends(t, d.page("/owed"), "#act-"+c.id, c.fill...)...), http.StatusBadRequest)
		has(t, n, "#"+c.id+" .error", c.says[1:])
		if _, open := owedItem(t, n, c.id).First("details[open]"); !open {
			t.Errorf("the form of %s is closed", c.id)
		}
		for i := 0; i+1 < len(c.fill); i += 2 {
			if c.fill[i] == "text" && !contains(sends(t, n, "#act-"+c.id), "text", c.fill[i+1]) {
				t.Errorf("%s: %q is gone", c.id, c.fill[i+1])
			}
		}
	}
	if w := d.post("/owed", "duty", "decide", "record", "decision/lost", "choice", "x", "text", "y"); w.Code != http.StatusNotFound {
		t.Errorf("what is not there answers %d", w.Code)
	}
	if w := d.post("/owed", "duty", "decide", "record", "nonsense"); w.Code != http.StatusBadRequest {
		t.Errorf("what is no record answers %d", w.Code)
	}
}

func TestReadingsGoBackAndForth(t *testing.T) {
	d := duties(t)
	d.next(d.post("/owed", sends(t, d.page("/owed"), "#act-o-restate-intent-assigned-web-h2", "text", "We keep promises", "act", "send")...))
	d.as(guest("ada", access.Editor))
	const answer = "o-answer-intent-web-h2-interpreted"
	n := d.page("/owed")
	has(t, n, "#"+answer, "We keep promises")
	n = d.next(d.post("/owed", sends(t, n, "#act-"+answer, "text", "Which ones?", "act", "return")...))
	has(t, n, ".done", "Intent returned.")
	d.as(guest("ben", access.Editor))
	const back = "o-resend-intent-web-h2-interpreted"
	n = d.page("/owed")
	has(t, n, "#"+back, "Which ones?")
	d.next(d.post("/owed", sends(t, n, "#act-"+back, "text", "Those to borrowers", "act", "send")...))
	d.as(guest("ada", access.Editor))
	n = d.page("/owed")
	d.next(d.post("/owed", sends(t, n, "#act-"+answer, "act", "accept")...))
	has(t, d.page("/records/intent/web-h2-interpreted"), "#f-receipt", "accepted")
}

func TestTheListSaysHowMuchWaits(t *testing.T) {
	d := duties(t)
	n := d.page("/owed")
	has(t, n, ".lead", "9 things wait for you; 3 are past the day they were promised for, by up to 27 days.") // the metric was due on 29 August, the request, the assumption
	if item, ok := n.First("nav a[href=/owed] .count"); !ok || !item.HasText("9") {
		t.Error("the navigation does not count what waits")
	}
	var order []string
	for _, li := range n.In(".owed li") {
		id, _ := li.Attr("id")
		order = append(order, strings.Split(id, "-")[1])
	}
	if got := strings.Join(order, " "); got != "read reply decide one request verdict mention assumption restate" {
		t.Errorf("the order is %s", got)
	}
	has(t, n, "#o-one-decider-decision-both .do a", "Name the decider")
	n = d.page("/owed?what=decisions")
	if got := len(n.In(".owed li")); got != 3 {
		t.Errorf("%d decisions wait, want 3", got)
	}
}

// A contributor who is named answers; a reader who is named is led to what somebody else may write down.
func TestWhatIsForSomebodyElseToWriteDown(t *testing.T) {
	d := duties(t).as(guest("ben", access.Contributor))
	n := d.page("/owed")
	for _, id := range []string{"o-verdict-changerequest-rule", "o-reply-dependency-freeze", "o-decide-decision-batch"} {
		if owedItem(t, n, id).Count("form") != 1 {
			t.Errorf("%s: what who is named may do is not offered", id)
		}
	}
	d.next(d.post("/owed", sends(t, n, "#act-o-decide-decision-batch", "choice", "Hourly", "text", "Cheaper", "act", "decide")...))
	d.as(guest("ben", access.Reader))
	item := owedItem(t, d.page("/owed"), "o-verdict-changerequest-rule")
	if item.Count("form") != 0 {
		t.Error("a form is offered that would be refused")
	}
	has(t, item, ".do a", "Open it")
	const verdict = "changerequest/rule"
	if w := d.post("/owed", "duty", "verdict", "record", verdict, "act", "approve", "form", "x"); w.Code != http.StatusForbidden {
		t.Errorf("what is not theirs to change is answered %d", w.Code)
	}
	d.as(guest("ben", access.Contributor))
	if w := d.post("/owed", "duty", "verdict", "record", verdict, "act", "approve", "form", "x"); w.Code != http.StatusSeeOther {
		t.Errorf("the approver's yes is answered %d", w.Code)
	}
}

func TestWhoMaySeeWhatWaits(t *testing.T) {
	d := duties(t).as(guest("ada", access.Contributor))
	n := d.page("/owed?person=ben")
	has(t, n, "h1", "What waits for Ben Ek")
	if n.Count("form[method=post]") != 0 {
		t.Error("somebody else’s duties can be done")
	}
	has(t, d.page("/records/person/ben"), ".actions a[href=/owed?person=ben]", "What waits for them")
	d.as(guest("ben", access.Contributor))
	if d.page("/records/person/ada").Count(".actions a") != 0 {
		t.Error("who does not lead them is led to what waits for them")
	}
	if w := d.get("/owed?person=ada"); w.Code != http.StatusForbidden {
		t.Errorf("who does not lead them is answered %d", w.Code)
	}
	d.as(guest("ben", access.Editor))
	if w := d.get("/owed?person=nobody"); w.Code != http.StatusNotFound {
		t.Errorf("somebody who is not there is answered %d", w.Code)
	}
	if n := d.page("/owed?asof=2026-09-24"); n.Count("form[method=post]") != 0 {
		t.Error("an earlier date can be changed")
	}
	d.as(door.Open(door.Guest{Viewer: access.Viewer{Role: access.Editor}, Actor: "account/x"}))
	has(t, d.page("/owed"), ".empty", "linked to no person")
	d.as(nil)
	has(t, d.page("/owed"), ".empty", "Nobody signs in here")
	has(t, d.page("/owed?person=ben"), "h1", "What waits for Ben Ek")
	if w := d.post("/owed", "duty", "decide", "record", "decision/batch"); w.Code != http.StatusForbidden {
		t.Errorf("where pages only read, a form is answered %d", w.Code)
	}
}

func TestAReaderAcknowledgesTheStrategy(t *testing.T) {
	d := writable(t).as(guest("ruth-abara", access.Reader))
	n := d.page("/owed")
	id := ""
	for _, li := range n.In(".owed li") {
		if is, _ := li.Attr("id"); strings.HasPrefix(is, "o-acknowledge") {
			id = is
		}
	}
	if id == "" {
		t.Fatal("the strategy does not wait to be read")
	}
	n = d.next(d.post("/owed", append(sends(t, n, "#act-"+id), "act", "read")...))
	if n.Count("#"+id) != 0 {
		t.Error("what was read still waits")
	}
	n = d.next(d.post("/undo", sends(t, n, "form[data-undo]")...)) // what they said in their own name they may take back
	if n.Count("#"+id) != 1 {
		t.Error("it does not wait again")
	}
	if w := d.post("/owed", "duty", "decide", "record", "decision/lost"); w.Code != http.StatusForbidden {
		t.Errorf("a reader’s other form is answered %d", w.Code)
	}
}

func TestPeopleTalkAboutARecord(t *testing.T) {
	d := duties(t)
	const about = "/records/initiative/cutover"
	n := d.page(about)
	has(t, n, "#talk .said a", "@Ben Ek")
	has(t, d.page("/owed"), "#o-mention-comment-c-1", "Is it true")
	n = d.next(d.post(about+"/comments", sends(t, n, "#reply-c-1", "text", "It is, @ada", "act", "say")...))
	has(t, n, "#talk .said", "It is")
	if d.page("/owed").Count("#o-mention-comment-c-1") != 0 {
		t.Error("who answered is still asked")
	}
	d.as(guest("ada", access.Editor))
	n = d.page("/owed")
	has(t, n, ".owed", "It is, @ada")
	n = d.page(about)
	n = d.next(d.post(about+"/comments", append(sends(t, n, "#resolve-c-1"), "act", "resolve")...))
	has(t, n, "#talk summary", "One conversation is resolved")
	n = d.next(d.post(about+"/comments", sends(t, n, "#say", "text", "Anything else?", "act", "say")...))
	has(t, n, "#talk .said", "Anything else?")
	n = d.again(d.post(about+"/comments", sends(t, n, "#say", "text", " ", "act", "say")...), http.StatusBadRequest)
	has(t, n, "#talk .error", "o text is given")
	d.as(guest("ben", access.Contributor))
	if n := d.page(about); n.Count("#talk form") == 0 || n.Count("button[value=resolve]") != 0 {
		t.Error("a contributor may reply, and not resolve what others began")
	}
	d.as(guest("ben", access.Reader))
	if d.page(about).Count("#talk form") != 0 || d.post(about+"/comments", "text", "x").Code != http.StatusForbidden {
		t.Error("a reader may speak")
	}
	d.as(door.Open(door.Guest{Viewer: access.Viewer{Role: access.Editor}, Actor: "account/x"}))
	if d.post(about+"/comments", "text", "x").Code != http.StatusForbidden {
		t.Error("nobody in particular may speak")
	}
}

func TestFindingsAreAWorkList(t *testing.T) {
	d := writable(t).as(guest("priya-nair", access.Editor))
	n := d.page("/findings")
	var mend, waive string
	for _, a := range n.In(".findings .acts-line a") {
		href, _ := a.Attr("href")
		switch {
		case a.Text() == "Mend" && mend == "" && strings.Contains(href, "edit="):
			mend = href
		case a.Text() == "Waive" && waive == "":
			waive = href
		}
	}
	open, _, _ := strings.Cut(mend, "#")
	if d.page(open).Count(".editing") != 1 {
		t.Errorf("%q opens no editor", mend)
	}
	page, _, _ := strings.Cut(waive, "?")
	open, _, _ = strings.Cut(waive, "#")
	n = d.page(open)
	if _, ok := n.First("#waive details[open]"); !ok {
		t.Errorf("%s does not open its form", waive)
	}
	n = d.again(d.post(page, sends(t, n, "#waive-form", "text", "", "act", "waive")...), http.StatusBadRequest)
	has(t, n, "#waive .error", "o reason is given")
	n = d.next(d.post(page, sends(t, n, "#waive-form", "text", "The rule changes", "day", "2026-10-31", "act", "waive")...))
	has(t, n, ".done", "Waiver granted.")
	has(t, n, ".note", "The rule changes")
	has(t, n, "#waive", "Lift the waiver")
	n = d.next(d.post(page, sends(t, n, "#waive-form", "text", "It does not", "act", "lift")...))
	has(t, n, ".done", "Waiver ended.")
	if n.Count(".note .ico") > 0 && strings.Contains(n.Text(), "The rule changes") {
		t.Error("the waiver still holds")
	}
	n = d.next(d.post(page, sends(t, n, "#ask-form", "act", "ask")...))
	has(t, n, "#talk", "Priya Nair")
	if w := d.post("/findings/XXX999:unit/lost", "act", "ask"); w.Code != http.StatusNotFound {
		t.Errorf("a finding that is not there answers %d", w.Code)
	}
	d.as(guest("ruth-abara", access.Reader))
	if n := d.page("/findings"); n.Count(".acts-line") != 0 {
		t.Error("a reader is shown what they may not do")
	}
	if w := d.post(page, "act", "waive", "text", "x", "day", "2026-10-31"); w.Code != http.StatusForbidden {
		t.Errorf("a reader’s waiver is answered %d", w.Code)
	}
}

// Every way to mend a finding of the demo leads to a page that is there.
func TestEveryFindingCanBeOpenedToMend(t *testing.T) {
	d := writable(t).as(guest("priya-nair", access.Owner))
	tried, edits := 0, 0
	for next := "/findings"; next != ""; {
		n := d.page(next)
		for _, a := range n.In(".findings .acts-line a") {
			if href, _ := a.Attr("href"); a.Text() == "Mend" {
				open, _, _ := strings.Cut(href, "#")
				if n := d.page(open); strings.Contains(href, "edit=") {
					edits++
					if n.Count(".editing") != 1 {
						t.Errorf("%s opens no editor", href)
					}
				}
				tried++
			}
		}
		next = ""
		if a, ok := n.First(".pager a[rel=next]"); ok {
			next, _ = a.Attr("href")
		}
	}
	if tried < 20 || edits < 15 {
		t.Errorf("%d findings were tried, %d of which open an editor", tried, edits)
	}
}
