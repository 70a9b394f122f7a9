package web

import (
	"context"
	"fmt"

	"throughline/diagnosis"
	"throughline/graph"
	"throughline/overview"
	"throughline/web/view"
	"throughline/wording"
)

// skills is the panel that answers "a skills problem or an alignment problem?" for a unit, "" for all.
func (s *Server) skills(soon context.Context, p sheet, unit graph.UnitID) (view.Skills, error) {
	const id, title = "skills", "A skills problem or an alignment problem?"
	if p.period == nil {
		return view.Skills{Part: missing(id, title, "The evidence for both would be here.", "Declare a period, and add work with its dates.")}, nil
	}
	d, there, err := follows(soon, s, p.visit, unitKey{baseKey{"diagnosis", p.period.ID}, unit}, func() overview.Diagnosed { return p.base.Diagnose(unit) })
	if err != nil {
		return view.Skills{}, err
	}
	out := view.Skills{Part: view.Part{ID: id, Title: title, Sub: "Where the missing progress goes, with the evidence for both"}}
	if !there {
		out.Missing = following("The evidence is being weighed.", "What it says shows")
		return out, nil
	}
	p.fillSkills(&out, d)
	return out, nil
}

// noEvidence is what the panel says where nothing is declared that could be evidence.
const noEvidence = "There is not enough evidence."

func (p sheet) fillSkills(out *view.Skills, d overview.Diagnosed) {
	if !d.Defined() && !d.Capability.Defined() && !d.Coordination.Defined() && !d.Alignment.Defined() {
		out.Missing = &view.Missing{Title: noEvidence, Text: wording.Capital(d.Reason) + ".", Add: "Add work with its size, when it was begun and finished, and what it waited for."}
		return
	}
	out.Verdict, out.State = p.verdict(d), verdictState(d)
	if d.Defined() {
		out.Grounds = grounds(&d.Judgement)
	}
	for n, f := range d.Factors() {
		out.Factors = append(out.Factors, p.factor(f, n, d))
	}
	out.Contrast = p.contrast(d.Experiment)
	for _, c := range d.Caveats {
		out.Caveats = append(out.Caveats, sentence(c))
	}
}

// verdict states the yield and where most of the rest goes, as far as the evidence says.
func (p sheet) verdict(d overview.Diagnosed) view.Sentence {
	if !d.Defined() {
		return view.Say("There is not enough evidence for a verdict: " + lower(d.Reason) + ".")
	}
	text := wording.WholePercent(d.Value)
	s := view.Sentence{view.Num(view.Figure{Text: text, Why: p.why(&d.Result, text)}), view.Words(" of the intended progress is made. ")}
	j := d.Judgement
	switch j.Verdict {
	case diagnosis.AlignmentProblem:
		return append(s, view.Words("Most of what is missing is alignment and coordination, not skill."))
	case diagnosis.CapabilityProblem:
		return append(s, view.Words("Most of what is missing is capability."))
	}
	return append(s, view.Words("There is not enough evidence for a verdict: "+lower(j.Why)+"."))
}

// grounds is what a verdict stands on, with how sure it is; nothing without one.
func grounds(j *diagnosis.Judgement) string {
	if j.Verdict != diagnosis.AlignmentProblem && j.Verdict != diagnosis.CapabilityProblem {
		return ""
	}
	s := fmt.Sprintf("Alignment and coordination take %s of what is missing, between %s and %s with %s confidence.",
		wording.WholePercent(j.Share.X), wording.WholePercent(j.Interval.Lo), wording.WholePercent(j.Interval.Hi), wording.WholePercent(j.Interval.Level))
	if j.Busy {
		s += " It is busy but misaligned: as much is finished as in earlier periods, and clearly less of it stands where it was asked for than chance alone would explain."
	}
	return s
}

func verdictState(d overview.Diagnosed) view.State {
	switch d.Judgement.Verdict {
	case diagnosis.AlignmentProblem:
		return view.State{Text: "An alignment problem", Icon: "swap", Tone: view.Warn}
	case diagnosis.CapabilityProblem:
		return view.State{Text: "A skills problem", Icon: "book", Tone: view.Warn}
	}
	return view.State{Text: "No verdict", Icon: "dash"}
}

// factor is one of capability, coordination and alignment, with what it takes of the whole.
func (p sheet) factor(f *diagnosis.Factor, n int, d overview.Diagnosed) view.Factor {
	texts := []string{
		"what is delivered of work that nothing held up", "time on its way that is not lost to waiting or to other work", "work that stands where it was asked for",
	}
	out := view.Factor{Name: f.Method.Title, Text: texts[n], Value: p.share(&f.Result), Level: -1}
	if f.Defined() {
		out.Level = f.Value
	}
	if d.Defined() {
		out.Lost = view.Figure{Text: wording.Of100(f.Points), Unit: "of the missing " + wording.Of100(d.Shortfall) + " points"}
	}
	return out
}

// contrast is the natural experiment in a sentence.
func (p sheet) contrast(x diagnosis.Experiment) view.Sentence {
	if x.Reason != "" {
		return view.Say("The same people on work with and without waiting cannot be compared: " + lower(x.Reason) + ".")
	}
	return view.Sentence{
		view.Words("The same people: in "), view.Num(view.Number(wording.Of100(x.Theta))),
		view.Words(fmt.Sprintf(" of 100 pairs, work that waited on others took longer than work that did not (50 is no difference; %s against %s items; %s).",
			wording.Number(float64(x.Dependent)), wording.Number(float64(x.Self)), x.Note)),
	}
}
