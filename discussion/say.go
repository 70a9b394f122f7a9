package discussion

import (
	"fmt"
	"slices"

	"throughline/change"
	"throughline/fault"
	"throughline/graph"
)

// Remark is what somebody says about a record.
type Remark struct {
	On      graph.Ref // not needed for a reply
	Text    string
	ReplyTo graph.CommentID // empty begins a conversation
}

// Say comments on a record, or replies to a comment. The same words of the same person on the same day are
// said once.
func Say(s *graph.Snapshot, by change.By, in Remark) (change.Draft, error) {
	draft := change.Draft{Verb: "comment.made"}
	text, err := change.Said(in.Text, "text", "Write what there is to say")
	if err != nil {
		return draft, err
	}
	c := &graph.Comment{On: in.On, By: by.Person, At: by.Moment(), Text: text, ReplyTo: in.ReplyTo}
	if in.ReplyTo != "" {
		to, err := change.Known[*graph.Comment](s, in.ReplyTo)
		if err != nil {
			return draft, err
		}
		if c.On.IsZero() {
			c.On = to.On
		}
		if c.On != to.On {
			return draft, fault.Invalidf("Reply where it was said, or begin anew here", "the comment that is answered is on %s", to.On)
		}
	}
	if c.On.Kind == graph.KindComment {
		return draft, fault.Invalidf("Reply to it", "a comment is not commented on")
	}
	if err := there(s, c.On); err != nil {
		return draft, err
	}
	for was := range graph.Referrers[*graph.Comment](s, c.On) {
		if was.On == c.On && was.By == c.By && was.Text == c.Text && was.ReplyTo == c.ReplyTo && graph.DateOf(was.At) == by.Day() && was.Resolved == 0 {
			return draft, nil
		}
	}
	// The words are personal, so they do not become part of an id, which stays.
	c.ID = graph.CommentID(graph.NewID(s, graph.KindComment, c.On.ID))
	draft.Create(c)
	return draft, nil
}

// there holds that the record exists.
func there(s *graph.Snapshot, ref graph.Ref) error {
	if ref.IsZero() {
		return fault.Invalidf("Name a record, for instance initiative/ledger-cutover", "no record is named")
	}
	if s.Record(ref) == nil {
		return fault.New(fault.NotFound, fmt.Sprintf("there is no %s", ref), "Name one that exists; this one may have been removed")
	}
	return nil
}

// Resolve settles the conversation that a comment belongs to.
func Resolve(s *graph.Snapshot, by change.By, id graph.CommentID) (change.Draft, error) {
	draft := change.Draft{Verb: "comment.resolved"}
	c, err := change.Take[*graph.Comment](s, id)
	if err != nil {
		return draft, err
	}
	seen := map[graph.CommentID]bool{c.ID: true}
	for c.ReplyTo != "" && !seen[c.ReplyTo] {
		seen[c.ReplyTo] = true
		if c, err = change.Take[*graph.Comment](s, c.ReplyTo); err != nil {
			return draft, err
		}
	}
	if c.Resolved == 0 {
		c.Resolved = by.Day()
		draft.Update(s, c)
	}
	return draft, nil
}

// Understanding is a version of a record that somebody has seen and understood.
type Understanding struct {
	Of      graph.Ref
	Version int32 // 0 is the present one
}

// Acknowledge says that the person has seen and understood the version. Saying so again changes nothing.
func Acknowledge(s *graph.Snapshot, by change.By, in Understanding) (change.Draft, error) {
	return AcknowledgeAll(s, by, []Understanding{in})
}

// AcknowledgeAll says that the person has seen and understood several versions, as one change. What was said
// before is not said again.
func AcknowledgeAll(s *graph.Snapshot, by change.By, list []Understanding) (change.Draft, error) {
	draft := change.Draft{Verb: "acknowledgement.given"}
	if by.Person == "" {
		return draft, fault.Invalidf("Have a person acknowledge it", "nobody is named who understood it")
	}
	taken := make(map[string]bool)
	for _, in := range list {
		a, err := understood(s, by, in)
		if err != nil {
			return draft, err
		}
		if a == nil || slices.ContainsFunc(draft.Puts, func(r graph.Record) bool {
			o := r.(*graph.Acknowledgement)
			return o.Of == a.Of && o.Version == a.Version
		}) {
			continue
		}
		words := in.Of.ID + " " + string(by.Person)
		id := graph.NewID(s, graph.KindAcknowledgement, words)
		for n := 2; taken[id]; n++ {
			id = graph.NewID(s, graph.KindAcknowledgement, fmt.Sprintf("%s %d", words, n))
		}
		taken[id], a.ID = true, graph.AcknowledgementID(id)
		draft.Create(a)
	}
	return draft, nil
}

// understood is the acknowledgement of one version without its id, nil when it was given.
func understood(s *graph.Snapshot, by change.By, in Understanding) (*graph.Acknowledgement, error) {
	if err := there(s, in.Of); err != nil {
		return nil, err
	}
	now := s.Record(in.Of).Stamp().Version
	a := &graph.Acknowledgement{Of: in.Of, Version: in.Version, By: by.Person, At: by.Moment()}
	if a.Version == 0 {
		a.Version = now
	}
	if a.Version < 1 || a.Version > s.Number(in.Of) { // one told late may have a higher number than that which stands
		return nil, fault.Invalidf("Look at it as it is now", "%s has no version %d; the present one is %d", in.Of, a.Version, now)
	}
	for was := range graph.Referrers[*graph.Acknowledgement](s, in.Of) {
		if was.Of == a.Of && was.By == a.By && was.Version == a.Version {
			return nil, nil
		}
	}
	return a, nil
}
