package view_test

import (
	"strings"
	"testing"

	"github.com/a-h/templ"

	"throughline/testing/htmlcheck"
	"throughline/testing/viewgallery"
	"throughline/web/view"
)

func shown(t *testing.T, c templ.Component) htmlcheck.Node {
	t.Helper()
	var b strings.Builder
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	n, err := htmlcheck.Parse(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range htmlcheck.Page(n) {
		t.Error(wrong)
	}
	return n
}

func attribute(t *testing.T, n htmlcheck.Node, selector, name string) string {
	t.Helper()
	x, ok := n.First(selector)
	if !ok {
		t.Fatalf("there is no %s", selector)
	}
	v, _ := x.Attr(name)
	return v
}

// A page for those who are not in shows its form, what went wrong and ways on, and nothing of the frame.
func TestAPageOutside(t *testing.T) {
	p := view.Outside{Title: "Sign in", Lead: "Who are you?", Assets: assets(), Form: view.Form{
		ID: "in", Action: "/sign-in", Hidden: []view.Param{{Name: "to", Value: "/x"}}, Button: "Sign in",
		Fields: []view.Input{{Name: "address", Label: "Mail address", Type: "email", Value: `"><b>`, Complete: "username"}, {Name: "word", Label: "Password", Type: "password", Hint: "Long."}},
	}}
	n := shown(t, view.OutsidePage(p))
	if n.Count("nav") != 0 || n.Count("script") != 1 || n.Count("form[method=post]") != 1 || n.Count(".note") != 0 || n.Count("b") != 1 {
		t.Error("the page has more than its form")
	}
	if attribute(t, n, "input#in-address", "value") != `"><b>` || attribute(t, n, "input#in-address", "autocomplete") != "username" || attribute(t, n, "input#in-word", "aria-describedby") != "in-word-hint" {
		t.Error("the fields are not as they were described")
	}
	begins := func(want string) {
		t.Helper()
		n := shown(t, view.OutsidePage(p))
		if got := n.In("[autofocus]"); want == "" && len(got) != 0 || want != "" && (len(got) != 1 || attribute(t, n, "[autofocus]", "id") != want) {
			t.Errorf("the keyboard is put on %d elements, want %q", len(got), want)
		}
	}
	begins("in-word") // the address is filled in already
	p.Form.Fields[0].Value = ""
	begins("in-address")
	p.Elsewhere = []view.Way{{Text: "Sign in with Acme", Href: "/there"}}
	begins("")
	p.Elsewhere = nil
	p.Ways = []view.Link{{Text: "harbor", Href: "/w/harbor/"}, {Text: "lantern", Href: "/w/lantern/"}}
	if n = shown(t, view.OutsidePage(p)); n.Count("ul.ways a[href]") != 2 {
		t.Error("the ways are not shown")
	}
	p.Note, p.Form, p.Next = view.Note{Text: "It is not right.", Tone: view.Loss}, view.Form{}, []view.Link{{Text: "Go on", Href: "/"}}
	n = shown(t, view.OutsidePage(p))
	if n.Count("form") != 0 || n.Count("[role=alert] .note.loss") != 1 || !n.HasText("Go on") {
		t.Error("without a form, what went wrong and the way on are not there")
	}
}

// In every state a page outside holds the rules, and shows either the way in by a provider or why it is closed.
func TestTheWayInByAProvider(t *testing.T) {
	ways := map[string]int{"sign-in-open": 1, "sign-in-refused": 1, "sign-in-out": 1, "invitation": 1}
	for _, p := range viewgallery.Outsides(assets()) {
		n := shown(t, p.Body)
		if got := n.Count(".elsewhere a.btn"); got != ways[p.Name] {
			t.Errorf("%s has %d ways in by the provider, want %d", p.Name, got, ways[p.Name])
		}
		if closed := n.Count(".elsewhere .note.warn"); (closed == 1) != (p.Name == "sign-in-closed") {
			t.Errorf("%s says %d times that it is closed", p.Name, closed)
		}
		if beside := n.Count("p.or"); beside != n.Count(".elsewhere") {
			t.Errorf("%s: between the ways in stand %d words", p.Name, beside)
		}
	}
	for name, want := range map[string][2]int{"account-linked": {0, 0}, "account-open": {1, 0}, "account-closed": {0, 1}} {
		p, _ := page(t, name).First("#identities")
		if got := [2]int{p.Count("a.btn"), p.Count(".note.warn")}; got != want {
			t.Errorf("%s has %v ways and reasons, want %v", name, got, want)
		}
	}
}

// A desk shows lists with what can be done to each row, forms below them, what went wrong, and what was made just now.
func TestADesk(t *testing.T) {
	sh := view.Shell{Title: "Your account", Workspace: view.Link{Text: "Acme", Href: "/"}, Assets: assets(), Print: "Throughline", Foot: []view.NavItem{
		{Name: "Members", Href: "/members", Icon: "two"}, {Name: "Ana", Href: "/account", Icon: "person", Current: true},
	}, Units: []view.NavUnit{{Name: "Core", Href: "/units/core"}}}
	d := view.Desk{Shell: sh, Title: "Your account", Lead: view.Say("You are Ana."), Parts: []view.Kept{
		{
			Part: view.Part{ID: "devices", Title: "Devices"}, Columns: []view.Column{{Name: "Device"}, {Name: "Seen"}},
			Rows: []view.KeptRow{
				{Cells: []view.Cell{view.T("Firefox"), view.T("now")}},
				{Cells: []view.Cell{view.T("Edge"), view.T("24 Sep")}, Forms: []view.Form{{ID: "end-2", Action: "/end", Hidden: []view.Param{{Name: "id", Value: "2"}}, Button: "Sign out", Label: "Sign out of Edge", Small: true}}},
			},
			Forms: []view.Form{{ID: "role", Action: "/role", Button: "Set the role", Fields: []view.Input{{Name: "role", Label: "Role", Choices: []view.Choice{{Value: "reader", Text: "Reader"}, {Value: "owner", Text: "Owner", Current: true}}}}}},
		},
		{Part: view.Part{ID: "none", Title: "Nothing yet"}},
	}}
	n := shown(t, view.DeskPage(d))
	if n.Count("#devices tbody tr") != 2 || n.Count("#devices thead th") != 3 || n.Count("#devices .acts form") != 1 || n.Count("#none table") != 0 || n.Count("#handed") != 0 {
		t.Error("the lists are not as they were described")
	}
	if attribute(t, n, ".acts button", "aria-label") != "Sign out of Edge" || n.Count("option[selected]") != 1 || attribute(t, n, ".nav ul.foot a[aria-current]", "href") != "/account" || n.Count("#more a[href=/members]") != 1 {
		t.Error("what can be done is not told, or who looks is not in the frame")
	}
	d.Note, d.Handed = view.Note{Text: "Too long.", Tone: view.Loss}, view.Handed{Title: "A token", Text: "Copy it now.", Label: "Token", Secret: "tl_x"}
	n = shown(t, view.DeskPage(d))
	if attribute(t, n, "input#handed", "value") != "tl_x" || n.Count("[role=alert]") != 1 || n.Count("input#handed[autofocus]") != 1 {
		t.Error("what was made, or what went wrong, is not shown")
	}
	d.Handed, d.Parts[0].Rows[1].ID = view.Handed{}, "device-2"
	d.Parts[0].Rows[1].Forms[0].Focus, d.Parts[0].Rows[1].Forms[0].Said = true, view.SaidID
	n = shown(t, view.DeskPage(d))
	if n.Count("#device-2 button[autofocus]") != 1 || attribute(t, n, "button[autofocus]", "aria-describedby") != "said" || n.Count("[autofocus]") != 1 || n.Count("#said") != 1 {
		t.Error("a form without fields that was refused has not the keyboard on its button")
	}
}

// Whoever has several workspaces is led from one to the other; nobody else sees that there are more.
func TestTheSwitchOfWorkspaces(t *testing.T) {
	sh := view.Shell{Title: "Records", Workspace: view.Link{Text: "Acme", Href: "/"}, Assets: assets(), Print: "Throughline"}
	if n := shown(t, view.DeskPage(view.Desk{Shell: sh, Title: "X"})); n.Count("#spaces")+n.Count("[popovertarget=spaces]") != 0 {
		t.Error("with one workspace there is a switch")
	}
	sh.Spaces = view.Spaces{Name: "harbor", All: "/workspaces", Choices: []view.SpaceChoice{{Name: "harbor", Href: "/w/harbor/", Current: true}, {Name: "lantern", Href: "/w/lantern/"}}}
	n := shown(t, view.DeskPage(view.Desk{Shell: sh, Title: "X"}))
	if n.Count("header [popovertarget=spaces]") != 1 || n.Count("#spaces a") != 3 || n.Count(`#spaces a[aria-current]`) != 1 {
		t.Errorf("the switch has %d ways", n.Count("#spaces a"))
	}
}
