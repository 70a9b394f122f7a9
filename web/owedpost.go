package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"throughline/cadence"
	"throughline/change"
	"throughline/decision"
	"throughline/dependency"
	"throughline/discussion"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/intake"
	"throughline/intent"
	"throughline/middleware"
	"throughline/outcome"
	"throughline/overview"
	"throughline/portfolio"
)

// deedDone is a command with what is asked of it.
type deedDone func(*graph.Snapshot, change.By) (change.Draft, error)

// of is the command asked for in.
func of[I any](command func(*graph.Snapshot, change.By, I) (change.Draft, error), in I) deedDone {
	return func(s *graph.Snapshot, by change.By) (change.Draft, error) { return command(s, by, in) }
}

// carryOut does what whoever asks wants, in their name.
func (s *Server) carryOut(ctx context.Context, v *visit, run deedDone, on ...graph.Ref) (engine.Done, error) {
	as := *v.as
	as.On = on
	by := change.By{Person: v.signs(), At: s.clock()}
	return s.engine.DoAs(ctx, s.workspace, as, func(now *graph.Snapshot) (change.Draft, error) { return run(now, by) })
}

// tryAct does it, and answers with the page at href; when it cannot be done, with the page and its form as it was filled in.
func (s *Server) tryAct(w http.ResponseWriter, r *http.Request, v *visit, p page, href string, run func() (engine.Done, error)) {
	done, err := run()
	if err != nil {
		if fault.Of(err) == nil || fault.KindOf(err) == fault.NotFound {
			s.refuse(w, r, err)
			return
		}
		filled := make(map[string]string)
		for name, values := range r.PostForm {
			filled[name] = values[0]
		}
		v.trial = &trial{id: r.PostForm.Get("form"), form: filled, err: err}
		s.answer(w, r, middleware.Status(fault.KindOf(err)), p, v)
		return
	}
	path, anchor, _ := strings.Cut(href, "#")
	http.Redirect(w, r, after(path, done.Position, anchor), http.StatusSeeOther)
}

// settle does what is owed, as the form says.
func (s *Server) settle(w http.ResponseWriter, r *http.Request) {
	v, form, err := s.posted(w, r)
	if err != nil && v != nil && form.Get("duty") == string(overview.DutyAcknowledge) && v.as != nil && !v.past() {
		err = nil // whoever reads may say so; what is theirs to say is held again where it is recorded
	}
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	ref, err := graph.ParseRef(form.Get("record"))
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	next := v.here(doneParam, "", openParam, "", personParam, "")
	if form.Get("next") != "" { // from the record's own page
		next = local(form.Get("next"))
	}
	s.tryAct(w, r, v, s.owes, next, func() (engine.Done, error) {
		run, err := s.duty(v, form, ref)
		if err != nil {
			return engine.Done{}, err
		}
		return s.carryOut(r.Context(), v, run, ref)
	})
}

// filling is a form as it is read: the first thing that cannot be read is kept.
type filling struct {
	url.Values
	ref graph.Ref
	err error
}

func (f *filling) day(name string) graph.Date {
	text := strings.TrimSpace(f.Get(name))
	if text == "" {
		return 0
	}
	d, err := graph.ParseDate(text)
	if err != nil && f.err == nil {
		f.err = err
	}
	return d
}

func (f *filling) number(name string) float64 {
	text := strings.ReplaceAll(strings.TrimSpace(f.Get(name)), ",", ".")
	n, err := strconv.ParseFloat(text, 64)
	if err != nil && f.err == nil {
		f.err = fault.Invalidf("Write a number, for instance 12.5", "“%s” is no number", f.Get(name))
	}
	return n
}

func (f *filling) seen() int32 {
	n, _ := strconv.ParseInt(f.Get("seen"), 10, 32) // 0 does not say
	return int32(n)
}

// duty is the command of the duty in the form.
func (s *Server) duty(v *visit, form url.Values, ref graph.Ref) (deedDone, error) {
	f := &filling{Values: form, ref: ref}
	run := f.command(v.now)
	switch {
	case f.err != nil:
		return nil, f.err
	case run == nil:
		return nil, fault.New(fault.Invalid, "the form asks for nothing that can be done", "Load the page again")
	}
	return run, nil
}

func (f *filling) command(now *graph.Snapshot) deedDone {
	text, act := f.Get("text"), f.Get("act")
	switch overview.Duty(f.Get("duty")) {
	case overview.DutyRestate, overview.DutyResend:
		return f.restate(now, text, act)
	case overview.DutyAnswer:
		return f.answerReading(now, text, act)
	case overview.DutyReply, overview.DutyTurn, overview.DutyDeliver:
		return f.turn(text, act)
	case overview.DutyRequest:
		in := intake.Answer{Request: graph.RequestID(f.ref.ID), Words: text, Seen: f.seen()}
		return pick(act, map[string]deedDone{"accept": of(intake.Accept, in), "decline": of(intake.Decline, in)})
	case overview.DutyDecide:
		return of(decision.Decide, decision.Choice{Decision: graph.DecisionID(f.ref.ID), Chosen: f.Get("choice"), Rationale: text, Seen: f.seen()})
	case overview.DutyEscalation:
		return of(decision.CloseEscalation, decision.Closing{Escalation: graph.EscalationID(f.ref.ID), Outcome: text})
	case overview.DutyVerdict:
		in := cadence.Verdict{Request: graph.ChangeRequestID(f.ref.ID), Reason: text, Seen: f.seen()}
		return pick(act, map[string]deedDone{"approve": of(cadence.ApproveChange, in), "reject": of(cadence.RejectChange, in)})
	case overview.DutyRead:
		in := outcome.Reading{Outcome: graph.OutcomeID(f.ref.ID), Value: f.number("value"), Note: text}
		if f.Get("confidence") != "" {
			in.Confidence = graph.Share(f.number("confidence") / 100)
		}
		return of(outcome.CheckIn, in)
	case overview.DutySign:
		return of(cadence.Sign, cadence.Signing{Baseline: graph.BaselineID(f.ref.ID), Unit: graph.UnitID(f.Get("unit"))})
	case overview.DutyAcknowledge:
		return of(discussion.Acknowledge, discussion.Understanding{Of: f.ref, Version: f.seen()})
	case overview.DutyAssumption, overview.DutyKill:
		return of(portfolio.ReviewAssumption, portfolio.Look{Initiative: graph.InitiativeID(f.ref.ID), Words: f.Get("words"), Found: text, Next: f.day("day")})
	case overview.DutyMention:
		return pick(act, map[string]deedDone{
			"reply": of(discussion.Say, discussion.Remark{Text: text, ReplyTo: graph.CommentID(f.ref.ID)}), "resolve": of(discussion.Resolve, graph.CommentID(f.ref.ID)),
		})
	}
	return nil
}

func pick(act string, from map[string]deedDone) deedDone { return from[act] }

// turn is the next turn of a thread.
func (f *filling) turn(text, act string) deedDone {
	in := dependency.Reply{Dependency: graph.DependencyID(f.ref.ID), Unit: graph.UnitID(f.Get("unit")), Date: f.day("day"), Words: text, Seen: f.seen()}
	return pick(act, map[string]deedDone{
		"commit": of(dependency.Commit, in), "offer": of(dependency.Offer, in), "counter": of(dependency.Counter, in), "decline": of(dependency.Decline, in),
		"deliver": of(dependency.Deliver, in), "renegotiate": of(dependency.Renegotiate, in), "break": of(dependency.Break, in),
	})
}

// answerReading accepts a reading or returns it; what was marked as read differently stays marked.
func (f *filling) answerReading(now *graph.Snapshot, text, act string) deedDone {
	in := intent.Answer{Intent: graph.IntentID(f.ref.ID), Reason: text, Seen: f.seen()}
	if i := graph.Find[*graph.Intent](now, f.ref.ID); i != nil {
		for _, r := range i.Readings {
			if r.Differs {
				in.Differs = append(in.Differs, r.Theme)
			}
		}
	}
	return pick(act, map[string]deedDone{"accept": of(intent.Accept, in), "return": of(intent.Return, in)})
}

// restate puts other words into the reading of a unit. What it says beside them stays; a first reading has the shares that
// were asked for.
func (f *filling) restate(now *graph.Snapshot, text, act string) deedDone {
	i := graph.Find[*graph.Intent](now, f.ref.ID)
	if i == nil || act != "send" && act != "keep" {
		return nil
	}
	in := intent.Restatement{Unit: i.Unit, Period: i.Period, Shares: slices.Clone(i.Shares), Words: text, Send: act == "send"}
	if i.Level == graph.Interpreted {
		in.Readings, in.Measure, in.Constraint, in.Stops, in.Seen = slices.Clone(i.Readings), i.Measure, i.Constraint, slices.Clone(i.Stops), f.seen()
	}
	return of(intent.Restate, in)
}
