package strategy

import (
	"fmt"
	"time"

	"throughline/finding"
	"throughline/graph"
)

// eachReading calls look for each unit of today that has a reading of what it is asked for, drafts
// included, in the order of the tree; asked is the unit's own assignment or that of a unit above, nil
// for none.
func eachReading(p *finding.Pass, look func(u *graph.Unit, asked, read *graph.Intent)) {
	d := p.Declared()
	for _, u := range p.Tree().Units() {
		if read := d.Interpreted[u.ID]; read != nil && u.ExistsOn(p.Today()) {
			asked, _ := d.Asked(u.ID)
			look(u, asked, read)
		}
	}
}

// timeOf is since when the record holds as it stands.
func timeOf(r graph.Record) time.Time { return time.UnixMilli(r.Stamp().Effective).UTC() }

func notRestated() *finding.Check {
	return &finding.Check{
		Code: "CAS004", Area: finding.Cascade, Severity: finding.Warning,
		Title: "A unit has not said how it reads what it is asked for",
		Doc: fmt.Sprintf("Looks at units that were asked for shares of their own and, %d working days into the "+
			"period, have not sent a restatement in their own words. Until then nobody knows what was understood. "+
			"A draft counts as not sent. Units without capacity of their own that hand everything down are left out.", RestateDays),
		Days:  unitWords,
		Mends: "the lead of the unit",
		Next:  "Restate what the unit is asked for in its own words and send it",
		Run: func(p *finding.Pass) {
			if p.Into() <= RestateDays || p.Over() {
				return
			}
			d := p.Declared()
			for _, u := range p.Tree().Units() {
				asked, read := d.Assigned[u.ID], d.Interpreted[u.ID]
				if asked == nil || !u.ExistsOn(p.Today()) || handsDown(p, u) || read != nil && read.Receipt.WasSent() {
					continue
				}
				f := finding.Finding{Records: []graph.Ref{asked.Ref()}, Unit: u.ID, Stage: "interpreted", Days: unitDaysToCome(p, u.ID), Mends: p.Lead(u.ID)}
				f.Sentence = fmt.Sprintf("%s has not said how it reads what it is asked for, %d working days into %s",
					u.Name, p.Into(), p.Period.Name)
				if read != nil {
					f.Records = append(f.Records, read.Ref())
					f.Sentence += "; a draft was never sent"
				}
				p.Report(f)
			}
		},
	}
}

// handsDown reports whether the unit only passes on what it is asked for: it has units below and no
// capacity of its own.
func handsDown(p *finding.Pass, u *graph.Unit) bool {
	_, own := p.Room(u.ID)
	return !own && len(p.Tree().Below(u.ID)) > 1
}

func unanswered() *finding.Check {
	return &finding.Check{
		Code: "CAS005", Area: finding.Cascade, Severity: finding.Warning,
		Title: "A unit's reading has not been answered",
		Doc: fmt.Sprintf("Looks at restatements that were sent more than %d working days ago, or need an answer again "+
			"since the strategy changed, and were neither accepted nor returned. The unit goes on with a reading that nobody has confirmed. "+
			"All is well when whoever asked accepts it, or returns it with a reason.", AnswerDays),
		Days:  unitWords,
		Mends: "the lead of the unit above",
		Next:  "Accept the reading, or return it and say why",
		Run: func(p *finding.Pass) {
			if p.Over() {
				return
			}
			eachReading(p, func(u *graph.Unit, _, read *graph.Intent) {
				since, words := read.Receipt.SentAt, "The reading that %s sent on %s has waited %s for an answer"
				if again := read.Receipt.ReopenedAt; !again.IsZero() {
					since, words = again, "The reading of %s needs an answer again since %s and has waited %s for it"
				}
				if read.Receipt.State != graph.Sent || since.IsZero() {
					return
				}
				if n := p.Since(graph.DateOf(since)); n > AnswerDays {
					p.Report(finding.Finding{
						Sentence: fmt.Sprintf(words, u.Name, p.Day(graph.DateOf(since)), finding.Workdays(n)),
						Records:  []graph.Ref{read.Ref()}, Unit: u.ID, Stage: "interpreted", Days: unitDaysToCome(p, u.ID), Mends: p.Above(u.ID),
					})
				}
			})
		},
	}
}

func notResent() *finding.Check {
	return &finding.Check{
		Code: "CAS006", Area: finding.Cascade, Severity: finding.Warning,
		Title: "A reading was returned and not sent again",
		Doc: fmt.Sprintf("Looks at restatements that were returned more than %d working days ago and not sent "+
			"again since. Both sides know that they mean different things, and the work goes on. "+
			"All is well when the unit sends a new reading, or when the two agree to differ and it is "+
			"accepted.", AnswerDays),
		Days:  unitWords,
		Mends: "the lead of the unit",
		Next:  "Answer the reason and send the reading again",
		Run: func(p *finding.Pass) {
			if p.Over() {
				return
			}
			eachReading(p, func(u *graph.Unit, _, read *graph.Intent) {
				back := read.Receipt.AnsweredAt
				if read.Receipt.State != graph.Returned || back.IsZero() {
					return
				}
				if n := p.Since(graph.DateOf(back)); n > AnswerDays {
					p.Report(finding.Finding{
						Sentence: fmt.Sprintf("The reading of %s was returned on %s and has not been sent again for %s",
							u.Name, p.Day(graph.DateOf(back)), finding.Workdays(n)),
						Records: []graph.Ref{read.Ref()}, Unit: u.ID, Stage: "interpreted", Days: unitDaysToCome(p, u.ID), Mends: p.Lead(u.ID),
					})
				}
			})
		},
	}
}
