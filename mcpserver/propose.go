package mcpserver

import (
	"context"
	"strings"

	"github.com/go-json-experiment/json"

	"throughline/change"
	"throughline/discussion"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/importer"
)

type proposalQuestion struct {
	Title   string           `json:"title" doc:"What is proposed and why, in a sentence: it is what the person reads first."`
	Changes []proposedChange `json:"changes" doc:"The records that are to change, all together or none; at most 50."`
	Expires string           `json:"expires,omitempty" doc:"The last day it can be confirmed, for instance 2026-10-24; 30 days from now when left out, a year at most."`
}

type proposedChange struct {
	Record  string         `json:"record" doc:"The record, kind/id, for instance outcome/partner-share."`
	Version int32          `json:"version,omitempty" doc:"The version you looked at; the present one when left out."`
	Set     map[string]any `json:"set,omitempty" doc:"Single fields with the values they are to have; null takes one out. The other fields stay."`
	Fields  map[string]any `json:"fields,omitempty" doc:"All fields of a record that is to be new."`
	Remove  bool           `json:"remove,omitempty" doc:"Take the record out."`
}

type proposalAnswer struct {
	Proposal   string   `json:"proposal" doc:"The record of the proposal."`
	Title      string   `json:"title"`
	Expires    string   `json:"expires" format:"date" doc:"The last day it can be confirmed."`
	Difference []string `json:"difference" doc:"What would change, in words."`
	Next       string   `json:"next" doc:"What has to happen now."`
}

// mostProposed bounds the records of a proposal.
const mostProposed = 50

// propose writes the proposal down. Nothing of it happens.
func (v *visit) propose(ctx context.Context, in proposalQuestion) (out proposalAnswer, err error) {
	s := discussion.Suggestion{Title: in.Title}
	if len(in.Changes) > mostProposed {
		return out, fault.Invalidf("Propose at most 50 together", "there are %d changes", len(in.Changes))
	}
	if in.Expires != "" {
		if s.Expires, err = graph.ParseDate(in.Expires); err != nil {
			return out, err
		}
	}
	var on []graph.Ref // must be there
	for i := range in.Changes {
		c, err := in.Changes[i].proposed()
		if err != nil {
			return out, err
		}
		if c.Partial || c.Body == "" {
			on = append(on, c.Record)
		}
		s.Changes = append(s.Changes, c)
	}
	by := change.By{Person: v.Viewer.Person, At: v.s.o.Clock()}
	var step importer.Step
	var shown *graph.Snapshot
	as := engine.As{Actor: v.Actor, Viewer: v.Viewer, On: on}
	var ref graph.Ref
	done, err := v.s.o.Engine.EditAs(ctx, v.s.o.Workspace, as, func(now *graph.Snapshot) (change.Draft, error) {
		d, err := discussion.Propose(now, by, s)
		if err != nil {
			return d, err
		}
		shown, ref = now, waiting(now, by, s.Title)
		if len(d.Puts) > 0 {
			ref = d.Puts[0].Ref()
		}
		step, err = stepOf(now, s.Changes)
		return d, err
	})
	if err != nil {
		return out, err
	}
	p, ok := done.Picture.Record(ref).(*graph.Proposal)
	if !ok {
		return out, fault.New(fault.Internal, "the proposal is not there", "Report this")
	}
	words := importer.NewWords(shown)
	return proposalAnswer{
		Proposal: ref.String(), Title: p.Title, Expires: p.Expires.String(), Difference: words.Lines(step),
		Next: "Nothing has changed yet. Somebody who may make these changes has to confirm " + ref.String() + " in Throughline.",
	}, nil
}

// waiting is the proposal of the title that waits already.
func waiting(s *graph.Snapshot, by change.By, title string) graph.Ref {
	for p := range graph.All[*graph.Proposal](s) {
		if p.By == by.Person && strings.EqualFold(p.Title, strings.TrimSpace(title)) && p.Confirmed == "" && p.Expires >= by.Day() {
			return p.Ref()
		}
	}
	return graph.Ref{}
}

// stepOf is what the changes would do to the picture.
func stepOf(s *graph.Snapshot, list []graph.Proposed) (importer.Step, error) {
	d, err := change.Proposed(s, "proposal.confirmed", list)
	step := importer.Step{Draft: d}
	for _, r := range d.Puts {
		step.Before = append(step.Before, s.Record(r.Ref()))
	}
	return step, err
}

// proposed is the change as a proposal keeps it.
func (c *proposedChange) proposed() (graph.Proposed, error) {
	ref, err := graph.ParseRef(strings.TrimSpace(c.Record))
	out := graph.Proposed{Record: ref, Version: c.Version, Partial: c.Set != nil}
	if err != nil {
		return out, err
	}
	ways := 0
	for _, wanted := range []bool{c.Set != nil, c.Fields != nil, c.Remove} {
		if wanted {
			ways++
		}
	}
	if ways != 1 {
		return out, fault.Invalidf("Give one of set, fields and remove", "what is wanted of %s is not clear", ref)
	}
	if c.Remove {
		return out, nil
	}
	body := c.Fields
	if c.Set != nil {
		body = c.Set
	}
	b, err := json.Marshal(body, json.Deterministic(true))
	out.Body = string(b)
	return out, err
}
