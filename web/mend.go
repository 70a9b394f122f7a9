package web

import (
	"net/http"
	"slices"

	"throughline/access"
	"throughline/discussion"
	"throughline/engine"
	"throughline/fault"
	"throughline/fields"
	"throughline/finding"
	"throughline/graph"
	"throughline/web/view"
	"throughline/wording"
)

// mendField is the field of a finding's main record that is set to mend it, "" where that is not one field.
func mendField(code string) string {
	switch code {
	case "STR002":
		return "statement"
	case "STR004", "STR005", "STR006", "CAS001", "CAS002", "CAS007", "INT002":
		return "shares"
	case "INT001":
		return "readings"
	case "INT006":
		return "stops"
	case "CAS004", "CAS006", "INT007":
		return "restatement"
	case "CAS005":
		return "receipt"
	case "INT008":
		return "measure"
	case "INT009", "INT010":
		return "people"
	case "CAS008":
		return "parent"
	case "OUT001", "OUT002", "OUT009":
		return "metric"
	case "OUT003", "OUT004", "OUT005":
		return "readings"
	case "OUT008", "POR016":
		return "owner"
	case "POR001", "POR002":
		return "contributes"
	case "POR003", "POR008", "HIS002", "HIS003", "HIS004":
		return "participants"
	case "POR004", "POR009", "POR014", "POR018", "DEP009":
		return "state"
	case "POR010":
		return "mandate"
	case "POR011":
		return "assumptions"
	case "POR017", "HIS005":
		return "steps"
	case "DEP002", "DEP006":
		return "needed_by"
	case "DEP007":
		return "days"
	case "DEC001", "DEC002", "DEC010":
		return "deciders"
	case "DEC003", "DEC006":
		return "chosen"
	case "DEC005":
		return "rationale"
	case "DEC007":
		return "due"
	case "DEC008", "DEC009":
		return "decider"
	case "DEC011":
		return "review"
	case "DEC012":
		return "leads"
	case "HIS001":
		return "lock"
	case "HIS008":
		return "approver"
	case "HIS009":
		return "signatures"
	case "HIS010", "HIS011":
		return "until"
	}
	return ""
}

// mainRecord is the record a finding is about, nil when it is not there.
func (v *visit) mainRecord(f *finding.Finding) graph.Record {
	if len(f.Records) == 0 {
		return nil
	}
	return v.then.Record(f.Records[0])
}

// findingActs leads to what whoever asks may do about a finding.
func (p sheet) findingActs(f *finding.Finding) (out []view.Link) {
	if p.as == nil || p.past() {
		return nil
	}
	if r := p.mainRecord(f); r != nil && p.mayEdit(r) {
		field := mendField(f.Check.Code)
		if !slices.ContainsFunc(fields.Of(r.Ref().Kind), func(x fields.Field) bool { return x.Name == field }) {
			field = ""
		}
		mend := view.Link{Text: "Mend", Href: historyHref(p.visit, r.Ref()) + "#fields"}
		if field != "" {
			mend.Href = p.editHref(r.Ref(), field)
		}
		out = append(out, mend)
	}
	if p.mayAsk(f) {
		out = append(out, view.Link{Text: "Ask", Href: p.actHref(f, "ask")})
	}
	switch {
	case !p.mayWaive(f):
	case f.Waiver == nil:
		out = append(out, view.Link{Text: "Waive", Href: p.actHref(f, "waive")})
	default:
		out = append(out, view.Link{Text: "Lift the waiver", Href: p.actHref(f, "waive")})
	}
	return out
}

// actHref opens a form on the page of a finding.
func (p sheet) actHref(f *finding.Finding, form string) string {
	return p.to("/findings/"+f.Key(), openParam, form) + "#" + form
}

func (p sheet) mayAsk(f *finding.Finding) bool {
	r := p.mainRecord(f)
	return p.maySay() && r != nil && r.Ref().Kind != graph.KindComment
}

// mayWaive reports whether whoever asks may accept a finding for now, or end that.
func (p sheet) mayWaive(f *finding.Finding) bool {
	if p.canWrite() != nil || p.person() == "" {
		return false
	}
	touch := access.Touch{After: &graph.Waiver{ID: "new", Code: f.Check.Code, By: p.person()}}
	if f.Waiver != nil {
		touch = access.Touch{Before: f.Waiver, After: f.Waiver}
	}
	return p.sight.May([]access.Touch{touch}) == nil
}

// askAct is the form of a question to who can mend a finding.
func (p sheet) askAct(f *finding.Finding) *view.Act {
	if p.past() || p.as == nil || !p.mayAsk(f) {
		return nil
	}
	text := spokenText("text", "The question")
	for _, id := range p.mayMend(f) {
		text.Value += "@" + string(id) + " "
	}
	text.Value += sentence(f.Sentence) + " " + sentence(f.Next)
	text.Hint = "It stands on the record, and waits on the page of whoever is named with @"
	a := &view.Act{Open: p.query(openParam) == "ask", Name: "Ask who can mend it", Buttons: []view.ActButton{first("ask", "Ask")}, Form: view.Form{
		ID: "ask-form", Action: p.to("/findings/" + f.Key()), Hidden: []view.Param{{Name: "form", Value: "ask-form"}}, Fields: []view.Input{text},
	}}
	p.retry(a)
	return a
}

// mayMend is who leads the unit at which a finding is shown, or the nearest above that anybody leads; of a decision those who
// decide it.
func (p sheet) mayMend(f *finding.Finding) []graph.PersonID {
	if d, ok := p.mainRecord(f).(*graph.Decision); ok && len(d.Deciders) > 0 {
		return d.Deciders
	}
	for _, u := range append([]graph.UnitID{f.Unit}, p.base.Tree.Chain(f.Unit)...) {
		if unit := p.then.Unit(u); unit != nil && len(unit.Leads) > 0 {
			return unit.Leads
		}
	}
	return nil
}

// waiveAct is the form by which a finding is accepted for now, or counts again.
func (p sheet) waiveAct(f *finding.Finding) *view.Act {
	if p.past() || p.as == nil || !p.mayWaive(f) {
		return nil
	}
	a := &view.Act{Open: p.query(openParam) == "waive", Form: view.Form{ID: "waive-form", Action: p.to("/findings/" + f.Key()), Hidden: []view.Param{{Name: "form", Value: "waive-form"}}}}
	if f.Waiver != nil {
		a.Name, a.Buttons = "Lift the waiver", []view.ActButton{first("lift", "Lift the waiver")}
		a.Form.Fields = []view.Input{long("text", "Why it counts again", true)}
		p.retry(a)
		return a
	}
	until := view.Input{Name: "day", Label: "Until", Type: "date", Value: (p.then.Today() + 28).String(), Hint: "The last day it holds, within a year"}
	a.Name, a.Buttons = "Accept it for now", []view.ActButton{first("waive", "Accept it for now")}
	a.Form.Fields = []view.Input{long("text", "Why it is accepted", false), until}
	p.retry(a)
	return a
}

// findingTalk is what people say about the main record of a finding.
func (p sheet) findingTalk(f *finding.Finding) view.Talk {
	if r := p.mainRecord(f); r != nil {
		t := p.talk(r.Ref(), p.to("/findings/"+f.Key()))
		t.Say, t.Why = nil, view.Note{} // the question above says it
		if t.Title != "" {
			t.Sub = "About " + wording.Capital(one(r.Ref().Kind)) + " “" + p.title(r) + "”"
		}
		if len(t.Threads)+len(t.Settled.Threads) > 0 {
			return t
		}
	}
	return view.Talk{}
}

// treat does something about a finding: asks, accepts it for now, or ends that.
func (s *Server) treat(w http.ResponseWriter, r *http.Request) {
	v, form, err := s.posted(w, r)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	p, err := s.sheet(r.Context(), v)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	key := r.PathValue("key")
	f, _ := p.base.Finding(key, 0)
	if f == nil {
		s.refuse(w, r, findingNotHere(key))
		return
	}
	s.tryAct(w, r, v, s.finding, p.to("/findings/"+key), func() (engine.Done, error) {
		fill := &filling{Values: form}
		run, on := p.treatment(f, fill)
		switch {
		case fill.err != nil:
			return engine.Done{}, fill.err
		case run == nil:
			return engine.Done{}, fault.New(fault.Invalid, "the form asks for nothing that can be done", "Load the page again")
		}
		return s.carryOut(r.Context(), v, run, on...)
	})
}

// treatment is the command of a form about a finding, and the records it names.
func (p sheet) treatment(f *finding.Finding, form *filling) (run deedDone, on []graph.Ref) {
	var about graph.Ref
	if len(f.Records) > 0 {
		about, on = f.Records[0], f.Records[:1]
	}
	text := form.Get("text")
	switch form.Get("act") {
	case "ask":
		return of(discussion.Say, discussion.Remark{On: about, Text: text}), on
	case "waive":
		return of(discussion.Waive, discussion.Acceptance{Code: f.Check.Code, On: about, Reason: text, Until: form.day("day")}), on
	case "lift":
		if f.Waiver != nil {
			return of(discussion.EndWaiver, discussion.Ending{Waiver: f.Waiver.ID, Reason: text}), []graph.Ref{f.Waiver.Ref()}
		}
	}
	return nil, nil
}

func findingNotHere(key string) error {
	return fault.New(fault.NotFound, "there is no finding "+key+" on this date and in this period", "It may have been mended; look at the list of findings")
}
