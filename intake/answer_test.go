package intake_test

import (
	"testing"

	"throughline/fault"
	"throughline/graph"
	"throughline/intake"
	"throughline/testing/fixture"
	"throughline/testing/rehearsal"
)

// queue is a unit that was asked for something, and asked for something else on a day to come.
func queue(t *testing.T) *rehearsal.Stage {
	o := fixture.New(t).Person("ana", "ben").Unit("acme", "").Unit("core", "acme").Put(
		&graph.Request{ID: "export", Title: "Export", From: "acme", To: "core", State: graph.RequestOpen, Asked: fixture.Date(t, "2026-09-01")},
		&graph.Request{ID: "ahead", Title: "Ahead", From: "acme", To: "core", State: graph.RequestOpen, Asked: fixture.Date(t, "2026-12-01")},
		&graph.Request{ID: "done", Title: "Done", From: "acme", To: "core", State: graph.RequestDone},
	)
	return rehearsal.New(t, o, graph.KindRequest)
}

func request(st *rehearsal.Stage, id string) *graph.Request {
	return graph.Find[*graph.Request](st.Picture(), id)
}

func TestARequestIsAccepted(t *testing.T) {
	st := queue(t)
	yes := rehearsal.Of(intake.Accept, intake.Answer{Request: "export", Words: " In October "})
	st.Do("ana", yes)
	st.Nothing("ben", yes)
	if r := request(st, "export"); r.State != graph.RequestAccepted || r.Answered != fixture.Date(t, fixture.Today) || r.Reason != "In October" {
		t.Errorf("the request is %+v", r)
	}
	if st.Last.Verb != "request.accepted" || st.Last.Reason != "In October" {
		t.Errorf("the history says %q: %q", st.Last.Verb, st.Last.Reason)
	}
	st.Refused("ana", rehearsal.Of(intake.Decline, intake.Answer{Request: "export", Words: "No"}), fault.Invalid, "“Export” is accepted already", "ask anew")
}

func TestARequestIsDeclinedWithAReason(t *testing.T) {
	st := queue(t)
	st.Refused("ana", rehearsal.Of(intake.Decline, intake.Answer{Request: "export", Words: " "}), fault.Invalid, "no reason is given", "Say why")
	no := rehearsal.Of(intake.Decline, intake.Answer{Request: "export", Words: "Legal has it"})
	st.Do("ana", no)
	st.Nothing("ana", no)
	if r := request(st, "export"); r.State != graph.RequestDeclined || r.Reason != "Legal has it" {
		t.Errorf("the request is %+v", r)
	}
}

func TestWhatIsNotAnswered(t *testing.T) {
	st := queue(t)
	st.Refused("ana", rehearsal.Of(intake.Accept, intake.Answer{Request: "lost"}), fault.NotFound, `no request "lost"`, "Name one")
	st.Refused("ana", rehearsal.Of(intake.Accept, intake.Answer{Request: "done"}), fault.Invalid, "“Done” is done already", "ask anew")
	st.Refused("ana", rehearsal.Of(intake.Accept, intake.Answer{Request: "ahead"}), fault.Invalid, "asked on a later day", "clock")
	st.Refused("ana", rehearsal.Of(intake.Accept, intake.Answer{Request: "export", Seen: 9}), fault.Conflict, "", "")
}
