package web_test

import (
	"net/http"
	"testing"
	"time"

	"throughline/access"
	"throughline/change"
	"throughline/door"
	"throughline/engine"
	"throughline/graph"
	"throughline/ledger"
	"throughline/web"
)

// What is asked to be undone last is the change before the one that was undone, wherever the page is.
func TestTheLastChangeIsUndoneAndThenTheOneBeforeIt(t *testing.T) {
	d := writable(t)
	id := d.anInitiative()
	page := "/records/initiative/" + string(id)
	name := func() string { return graph.Find[*graph.Initiative](d.picture(), string(id)).Name }
	before := name()
	for _, next := range []string{"First name", "Second name"} {
		d.next(d.post(page, sends(t, d.page(page+"?edit=name"), "#edit-name", "v", next)...))
	}
	for _, want := range []string{"First name", before} {
		n := d.next(d.post("/undo", "position", "last", "next", "/findings"))
		has(t, n, ".done", "Change undone: Initiative changed.")
		if got := name(); got != want {
			t.Fatalf("it is called %q, want %q", got, want)
		}
	}
	has(t, d.again(d.post("/undo", "position", "last", "next", "/findings"), http.StatusNotFound), "main", "You made no change here lately that is not undone")
	if body, _ := d.page("/portfolio").In("body")[0].Attr("data-undo"); body != "/undo" {
		t.Errorf("the page undoes at %q", body)
	}
}

// An address that names a change tells of it only who made it, here and just now.
func TestOnlyWhoMadeAChangeIsToldOfIt(t *testing.T) {
	d := writable(t)
	id := d.anInitiative()
	page := "/records/initiative/" + string(id)
	told := func(position int64) bool { return d.page(page+"?done="+itoa(position)).Count(".done") > 0 }
	d.next(d.post(page, sends(t, d.page(page+"?edit=name"), "#edit-name", "v", "First name")...))
	made := d.picture().Position()
	if !told(made) {
		t.Error("who made the change is not told")
	}
	d.as(door.Open(door.Guest{Viewer: access.Viewer{Role: access.Editor}, Actor: "person/ben-castellan"}))
	if told(made) {
		t.Error("somebody else is told")
	}
	d.as(door.Open(door.Guest{Viewer: access.Viewer{Role: access.Editor}, Actor: "person/joan-whitlock"}))
	done, err := d.engine.Do(t.Context(), workspace, engine.Actor{Name: "person/joan-whitlock", Channel: ledger.Terminal}, func(s *graph.Snapshot) (change.Draft, error) {
		i, err := change.Take[*graph.Initiative](s, id)
		if err != nil {
			return change.Draft{}, err
		}
		i.Name = "Named at the terminal"
		return change.Draft{Verb: "initiative.changed", Puts: []graph.Record{i}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if told(done.Position) || told(1) {
		t.Error("a change that came in by another way, or long ago, is told")
	}
	later := func() time.Time { return day().Add(2 * time.Hour) }
	server, err := web.New(web.Options{
		Engine: d.engine, Workspace: workspace, Clock: later, Patience: time.Minute,
		Door: door.Open(door.Guest{Viewer: access.Viewer{Role: access.Editor}, Actor: "person/joan-whitlock"}),
	})
	if err != nil {
		t.Fatal(err)
	}
	d.handler = server.Routes()
	if told(made) {
		t.Error("a change of two hours ago is told as one of just now")
	}
}

// anInitiative is one of the organisation.
func (d *desk) anInitiative() graph.InitiativeID {
	for i := range graph.All[*graph.Initiative](d.picture()) {
		return i.ID
	}
	d.t.Fatal("there is no initiative")
	return ""
}
