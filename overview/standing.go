package overview

import (
	"throughline/finding"
	"throughline/graph"
	"throughline/intent"
	"throughline/wording"
)

// StandingDocument says where an organisation, or a unit of it, stands.
type StandingDocument struct {
	Unit      string             `json:"unit,omitempty" doc:"The unit it is about, with those below it; missing for the whole organisation."`
	Period    string             `json:"period,omitempty" doc:"The period the figures are about; missing where there is none yet."`
	AsOf      string             `json:"as_of" format:"date-time"`
	Position  int64              `json:"position" doc:"The position of the ledger that it was worked out from."`
	Waterfall *WaterfallDocument `json:"waterfall,omitempty" doc:"What is kept of the intent from stage to stage; missing without a period."`
	Figures   []HeadlineDocument `json:"figures" doc:"The figures, each to be explained by its method."`
	Findings  []CountDocument    `json:"open_findings" doc:"How many findings are open, worst severity first."`
	Gaps      []string           `json:"gaps,omitempty" doc:"What the organisation has not declared that would show more, the most telling first."`
}

// WaterfallDocument is what is kept of the intent from stage to stage.
type WaterfallDocument struct {
	Reason string          `json:"reason,omitempty" doc:"Why there is none."`
	Days   float64         `json:"days" doc:"The person-days that stand for the whole."`
	Stages []StageDocument `json:"stages,omitempty"`
	Losses []LossDocument  `json:"losses,omitempty" doc:"The largest losses, most days first."`
}

// StageDocument is a stage of a waterfall.
type StageDocument struct {
	Stage    string  `json:"stage"`
	Skipped  string  `json:"skipped,omitempty" doc:"Why the stage is left out."`
	Kept     float64 `json:"kept" doc:"The share that survives, 0 to 1."`
	Days     float64 `json:"days" doc:"The same in person-days."`
	Lost     float64 `json:"lost" doc:"The share lost here."`
	LostDays float64 `json:"lost_days"`
	Coverage float64 `json:"coverage" doc:"The share of capacity declared here by the units themselves, 0 to 1."`
}

// LossDocument is intent lost at one stage, in one unit, on one theme.
type LossDocument struct {
	Stage    string  `json:"stage"`
	Unit     string  `json:"unit,omitempty" doc:"Missing where leadership handed it to no unit, and for units too small to show."`
	Theme    string  `json:"theme,omitempty"`
	Days     float64 `json:"days"`
	Sentence string  `json:"sentence,omitempty" doc:"The finding that explains it."`
}

// HeadlineDocument is a figure without what explains it. A value that is not there is null.
type HeadlineDocument struct {
	Method   string   `json:"method" doc:"The id of the method, for instance intent.kept."`
	Title    string   `json:"title"`
	Value    *float64 `json:"value" doc:"null where it is not declared; see reason."`
	Unit     string   `json:"unit"`
	Reason   string   `json:"reason,omitempty" doc:"Why there is no value."`
	Coverage float64  `json:"coverage" doc:"The share of the weight that has data, 0 to 1."`
}

// CountDocument is how many findings of a severity there are.
type CountDocument struct {
	Severity string `json:"severity"`
	Count    int    `json:"count"`
}

// mostLosses bounds the losses that a standing names.
const mostLosses = 5

// Standing says where the whole organisation stands, or a unit with all below it. The figures are those of Figures for the
// subject, as the reader may see them; the base is theirs too, see For.
func (b *Base) Standing(u graph.UnitID, figures []Figure) StandingDocument {
	d := StandingDocument{
		Unit: string(u), AsOf: b.Picture.AsOf().UTC().Format("2006-01-02T15:04:05Z"), Position: b.Picture.Position(),
		Figures: []HeadlineDocument{}, Findings: []CountDocument{},
	}
	if b.Period != nil {
		d.Period = string(b.Period.ID)
		d.Waterfall = b.waterfallOf(u)
	}
	for i := range figures {
		f := figures[i].Document()
		d.Figures = append(d.Figures, HeadlineDocument{f.Method, f.Title, f.Value, f.Unit, f.Reason, f.Coverage})
	}
	for _, c := range b.ListFindings(FindingFilter{Unit: u}, "", 1).BySeverity {
		d.Findings = append(d.Findings, CountDocument{c.Choice.String(), c.Count})
	}
	for _, g := range b.Gaps() {
		d.Gaps = append(d.Gaps, wording.Capital(g.What)+": "+g.Then)
	}
	return d
}

func (b *Base) waterfallOf(u graph.UnitID) *WaterfallDocument {
	w := b.Whole
	if u != "" {
		w = b.Cells.UnitWaterfall(u)
	}
	d := &WaterfallDocument{Reason: w.Reason, Days: w.Days}
	if !w.Defined() {
		return d
	}
	for _, s := range w.Steps {
		d.Stages = append(d.Stages, StageDocument{string(s.Stage), s.Skipped, s.Kept, s.Days, s.Lost, s.LostDays, s.Coverage})
	}
	leaks := b.leaks(w)
	for _, l := range leaks[:min(len(leaks), mostLosses)] {
		d.Losses = append(d.Losses, LossDocument{string(l.Stage), string(l.Unit), string(l.Theme), l.Days, explained(l.Loss, l.Finding)})
	}
	return d
}

// explained is the words of what explains a loss.
func explained(l intent.Loss, f *finding.Finding) string {
	switch {
	case f != nil:
		return f.Sentence
	case l.Cascade:
		return "Leadership handed it to no unit"
	}
	return ""
}

// LineDocument is the line of sight of a record: up to the themes it serves, and down to the work that serves it.
type LineDocument struct {
	Record string      `json:"record"`
	Name   string      `json:"name"`
	Up     []string    `json:"up" doc:"Each way from the record up to a theme of the strategy, as a line of words; empty where there is none."`
	Down   []BelowLine `json:"down" doc:"The records below it that are there for it, nearest first."`
	More   bool        `json:"more,omitzero" doc:"Whether there are more below than are told."`
}

// BelowLine is a record that is there for another.
type BelowLine struct {
	Record string `json:"record"`
	Name   string `json:"name"`
	For    string `json:"for" doc:"The record above it that it serves directly."`
	State  string `json:"state,omitempty" doc:"Where it stands, of an initiative or of work."`
}

// LineOf is the line of sight of a record of the picture, with at most so many records below it.
func LineOf(s *graph.Snapshot, r graph.Record, most int) LineDocument {
	d := LineDocument{Record: r.Ref().String(), Name: r.Label(), Up: Chain(s, r.Ref()), Down: []BelowLine{}}
	if d.Up == nil {
		d.Up = []string{}
	}
	seen := map[graph.Ref]bool{r.Ref(): true}
	for at := []graph.Ref{r.Ref()}; len(at) > 0 && !d.More; {
		var next []graph.Ref
		for _, above := range at {
			for _, below := range directlyBelow(s, above, most+1) {
				ref := below.Ref()
				if seen[ref] {
					continue
				}
				if len(d.Down) == most {
					d.More = true
					break
				}
				seen[ref] = true
				d.Down = append(d.Down, BelowLine{ref.String(), below.Label(), above.String(), stateOf(below)})
				next = append(next, ref)
			}
		}
		at = next
	}
	return d
}

// directlyBelow is at most so many records that are there for the record: what serves a theme, an outcome or an initiative.
func directlyBelow(s *graph.Snapshot, above graph.Ref, most int) []graph.Record {
	var out []graph.Record
	if above.Kind == graph.KindInitiative {
		for w := range s.WorkOf(graph.InitiativeID(above.ID), "") {
			if len(out) == most {
				break
			}
			out = append(out, w)
		}
		return out
	}
	if above.Kind != graph.KindTheme && above.Kind != graph.KindOutcome {
		return nil
	}
	for o := range graph.Referrers[*graph.Outcome](s, above) {
		if o.Themes.Of(graph.ThemeID(above.ID)) > 0 && above.Kind == graph.KindTheme {
			out = append(out, o)
		}
	}
	for i := range graph.Referrers[*graph.Initiative](s, above) {
		for _, c := range i.Contributes {
			if above.Kind == graph.KindTheme && string(c.Theme) == above.ID || above.Kind == graph.KindOutcome && string(c.Outcome) == above.ID {
				out = append(out, i)
				break
			}
		}
	}
	return out[:min(len(out), most)]
}

// stateOf is where a record stands in a word; "" where it has no state.
func stateOf(r graph.Record) string {
	switch r := r.(type) {
	case *graph.Initiative:
		return string(r.State)
	case *graph.Work:
		return r.State().String()
	}
	return ""
}
