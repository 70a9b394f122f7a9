package web

import (
	"context"
	"strconv"

	"throughline/access"
	"throughline/dependency"
	"throughline/graph"
	"throughline/overview"
	"throughline/web/view"
	"throughline/wording"
)

// trial is an act that somebody tried on a page, and could not do.
type trial struct {
	id   string // of its form
	form map[string]string
	err  error
}

// actOn adds the next step to a debt of whoever asks: its form where they may, else the way to where it is done.
func (p sheet) actOn(item *view.OwedItem, d overview.Debt) {
	if p.as == nil || p.past() {
		return
	}
	if !p.mayAct(d) { // it is theirs, and for somebody else to write down
		item.Next = view.Link{Text: "Open it", Href: item.Title.Href}
		return
	}
	switch d.Duty {
	case overview.DutyOneDecider:
		item.Next = view.Link{Text: "Name the decider", Href: p.editHref(d.Record.Ref(), "deciders")}
		return
	case overview.DutyAcknowledge:
		item.Next = view.Link{Text: "Open it", Href: historyHref(p.visit, d.Record.Ref())}
	}
	a := p.dutyAct(d)
	a.Label = a.Name + ": " + item.Title.Text
	a.Form.ID, a.Form.Action = "act-"+item.ID, p.here(doneParam, "", openParam, "")
	a.Form.Hidden = []view.Param{
		{Name: "form", Value: a.Form.ID},
		{Name: "duty", Value: string(d.Duty)},
		{Name: "record", Value: d.Record.Ref().String()},
		{Name: "unit", Value: string(d.Unit)},
		{Name: "seen", Value: strconv.Itoa(int(d.Record.Stamp().Version))},
		{Name: "words", Value: d.Words},
	}
	if a.atOnceLabel() {
		a.Label = item.Title.Text
	}
	p.retry(a.Act)
	item.Act = a.Act
}

// actsHere is the next steps of whoever asks about the record, on its own page: the forms of what they owe.
func (s *Server) actsHere(ctx context.Context, v *visit, ref graph.Ref) ([]view.Act, error) {
	if v.as == nil || v.past() || v.signs() == "" {
		return nil, nil
	}
	owed, err := s.owed(ctx, v, v.person())
	if err != nil || owed == nil {
		return nil, err
	}
	p, err := s.sheet(ctx, v)
	if err != nil {
		return nil, err
	}
	var out []view.Act
	for _, d := range owed.Debts {
		if d.Record.Ref() != ref || d.Duty == overview.DutyAcknowledge || d.Duty == overview.DutyMention {
			continue
		}
		item := p.owedItem(d, true)
		if item.Act == nil {
			continue
		}
		item.Act.Form.Action = p.to(owedPath)
		item.Act.Form.Hidden = append(item.Act.Form.Hidden, view.Param{Name: "next", Value: historyHref(v, ref)})
		out = append(out, *item.Act)
	}
	return out, nil
}

// openParam opens the form of a debt by its anchor.
const openParam = "open"

// dutied is the act of a duty under construction.
type dutied struct{ *view.Act }

func (a dutied) atOnceLabel() bool { return len(a.Form.Fields) == 0 }

// retry puts into the form what was tried with it, and why it did not succeed.
func (v *visit) retry(a *view.Act) {
	if v.trial == nil || v.trial.id != a.Form.ID {
		return
	}
	a.Open, a.Error = true, faultWords(v.trial.err)
	for n := range a.Form.Fields {
		x := &a.Form.Fields[n]
		x.Value = v.trial.form[x.Name]
		for k := range x.Choices {
			x.Choices[k].Current = x.Choices[k].Value == x.Value
		}
	}
}

// mayAct reports whether whoever asks may do what they owe.
func (p sheet) mayAct(d overview.Debt) bool {
	switch d.Duty {
	case overview.DutyAcknowledge:
		return !p.guest.Viewer.ReadOnly
	case overview.DutySign, overview.DutyMention:
		return p.canWrite() == nil
	case overview.DutyRestate:
		return p.canWrite() == nil
	}
	return p.canWrite() == nil && p.mayEdit(d.Record)
}

// editHref opens a field of a record.
func (v *visit) editHref(ref graph.Ref, field string) string {
	return v.to("/records/"+string(ref.Kind)+"/"+ref.ID, editParam, field) + "#f-" + field
}

func long(name, label string, optional bool) view.Input {
	return view.Input{Name: name, Label: label, Type: "long", Optional: optional}
}

// spokenText is a text in which people are named.
func spokenText(name, label string) view.Input {
	x := long(name, label, false)
	x.Mentions = true
	return x
}

func dayInput(name, label string) view.Input {
	return view.Input{Name: name, Label: label, Type: "date", Optional: true}
}

func first(value, text string) view.ActButton {
	return view.ActButton{Value: value, Text: text, First: true}
}

func other(value, text string) view.ActButton { return view.ActButton{Value: value, Text: text} }

func doing(name string, fields []view.Input, buttons ...view.ActButton) dutied {
	return dutied{&view.Act{Name: name, Form: view.Form{Fields: fields}, Buttons: buttons}}
}

// dutyAct is the form of a duty.
func (p sheet) dutyAct(d overview.Debt) dutied {
	switch d.Duty {
	case overview.DutyRestate, overview.DutyResend:
		words := long("text", "In the unit’s own words", false)
		if i := d.Record.(*graph.Intent); i.Level == graph.Interpreted {
			words.Value = i.Restatement
		}
		words.Hint = "What the unit will do, so that whoever asked can say whether that is meant"
		return doing("Restate", []view.Input{words}, first("send", "Send it"), other("keep", "Keep it as a draft"))
	case overview.DutyAnswer:
		return doing("Answer", []view.Input{long("text", "Why, if it goes back", true)}, first("accept", "Accept it"), other("return", "Send it back"))
	case overview.DutyReply, overview.DutyTurn:
		return p.turnAct(d)
	case overview.DutyDeliver:
		return doing("Answer", []view.Input{long("text", "What there is to say", true), dayInput("day", "Another day, if it is not there yet")}, first("deliver", "It is delivered"), other("renegotiate", "Ask for another day"))
	case overview.DutyRequest:
		return doing("Answer", []view.Input{long("text", "What there is to say", true)}, first("accept", "Accept it"), other("decline", "Decline it"))
	case overview.DutyDecide:
		return p.decideAct(d.Record.(*graph.Decision))
	case overview.DutyEscalation:
		return doing("Answer", []view.Input{long("text", "What came of it", false)}, first("close", "Answer it"))
	case overview.DutyVerdict:
		return doing("Answer", []view.Input{long("text", "Why", true)}, first("approve", "Approve the change"), other("reject", "Reject it"))
	case overview.DutyRead:
		return p.readAct(d.Record.(*graph.Outcome))
	case overview.DutySign:
		return doing("Sign", nil, first("sign", "Sign the plan"))
	case overview.DutyAcknowledge:
		return doing("Read", nil, first("read", "I have read it"))
	case overview.DutyAssumption, overview.DutyKill:
		next := dayInput("day", "Look again on")
		return doing("Look", []view.Input{long("text", "What you found", false), next}, first("found", "Write it down"))
	}
	return doing("Answer", []view.Input{spokenText("text", "Your answer")}, first("reply", "Answer"), other("resolve", "Resolve it"))
}

// turnAct is the turns that the unit may take in a thread.
func (p sheet) turnAct(d overview.Debt) dutied {
	r := d.Record.(*graph.Dependency)
	day := dayInput("day", "By")
	if r.NeededBy != 0 {
		day.Hint = "Needed by " + p.day(r.NeededBy)
	}
	fields := []view.Input{day, long("text", "What there is to say", true)}
	if d.Unit == r.From {
		return doing("Answer", fields, first("counter", "Counter"))
	}
	last := other("decline", "Decline")
	if dependency.Read(r, p.then.Today()).State == dependency.Renegotiated {
		last = other("break", "Break it off")
	}
	return doing("Answer", fields, first("commit", "Promise the day"), other("offer", "Offer it"), other("counter", "Counter"), last)
}

func (p sheet) decideAct(d *graph.Decision) dutied {
	choice := view.Input{Name: "choice", Label: "The choice"}
	for _, o := range d.Options {
		choice.Choices = append(choice.Choices, view.Choice{Value: o, Text: o})
	}
	return doing("Decide", []view.Input{choice, long("text", "Why, in a sentence", false)}, first("decide", "Decide it so"))
}

func (p sheet) readAct(o *graph.Outcome) dutied {
	value := view.Input{Name: "value", Label: wording.Opened(o.Metric.Name)}
	if o.Metric.Unit != "" {
		value.Label += ", " + o.Metric.Unit
	}
	sure := view.Input{Name: "confidence", Label: "How sure are you to reach the target?", Optional: true, Choices: []view.Choice{{Text: "Not said"}}}
	for _, c := range []string{"10", "30", "50", "70", "90"} {
		sure.Choices = append(sure.Choices, view.Choice{Value: c, Text: c + "%"})
	}
	return doing("Check in", []view.Input{value, sure, long("text", "A note", true)}, first("read", "Record the reading"))
}

// mayResolve reports whether whoever asks may settle a conversation: they began it, or edit everything.
func (v *visit) mayResolve(c *graph.Comment) bool {
	return v.canWrite() == nil && v.sight.May([]access.Touch{{Before: c, After: c}}) == nil
}
