package web

import (
	"context"
	"net/http"
	"strconv"

	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/overview"
	"throughline/portfolio"
	"throughline/strategy"
	"throughline/web/view"
	"throughline/wording"
)

// The forms of the first page.
const (
	beginForm  = "begin"
	sampleForm = "sample"
)

const (
	beginRows = 4 // themes that the first form has room for
	nextSteps = 3 // steps that stand open on the page of an organisation that has begun
)

// starts puts what to declare next on the first page, for those who may: before anything else as long as there is no waterfall.
func (s *Server) starts(ctx context.Context, p sheet, page *view.WhereWeStand) error {
	if p.canWrite() != nil {
		return nil
	}
	o := p.base.Outset()
	if o.Open() == 0 && o.Sampled == nil {
		return nil
	}
	bare := p.base.Bare()
	if bare {
		page.Empty, page.Begins = nil, true
		page.Headline = view.Say("Nothing is declared yet. Three themes are enough to begin.")
	}
	page.Start = view.Start{Part: view.Part{ID: "start", Title: "What the next thing would reveal"}}
	page.Start.Sub = strconv.Itoa(len(overview.OutsetSteps())-o.Open()) + " of " + strconv.Itoa(len(overview.OutsetSteps())) + " are there. Each shows more; none must be there"
	page.First = bare || p.base.Whole == nil || !p.base.Whole.Defined()
	if bare && p.mayAdd(&graph.Theme{ID: "x"}) {
		page.Start.Begin = p.beginning()
	}
	p.startSteps(o, page)
	if why := p.unlinked("What you say"); why.Link.Href != "" {
		who := view.StartStep{Name: "Who you are here", Reveals: "What waits for you, and your name on what you say, ask and confirm.", Links: []view.Link{why.Link}}
		page.Start.Steps = append([]view.StartStep{who}, page.Start.Steps...)
	}
	return s.sampled(ctx, p, o, page)
}

// startSteps writes the steps: all of them where nothing shows yet, else the next ones.
func (p sheet) startSteps(o overview.Outset, page *view.WhereWeStand) {
	for _, step := range overview.OutsetSteps() {
		x := p.startStep(step, o.Done[step])
		switch {
		case page.First:
			page.Start.Steps = append(page.Start.Steps, x)
		case x.Done:
		case len(page.Start.Steps) < nextSteps:
			page.Start.Steps = append(page.Start.Steps, x)
		default:
			page.Start.Later = append(page.Start.Later, x)
		}
	}
}

// startStep is one step, with the ways to do it that are open to whoever looks.
func (p sheet) startStep(step overview.OutsetStep, done bool) view.StartStep {
	t := startTexts[step]
	out := view.StartStep{Name: t.name, Reveals: t.reveals, Done: done}
	if done {
		return out
	}
	switch step {
	case overview.OutsetStrategy:
		if !p.base.Bare() && p.mayAdd(&graph.Theme{ID: "x"}) {
			out.Links = []view.Link{{Text: "Open the strategy", Href: p.to(strategyPath)}}
		}
	case overview.OutsetAsked, overview.OutsetReadings:
		if p.base.Picture.Count(graph.KindTheme) > 0 {
			out.Links = []view.Link{{Text: "Open the cascade", Href: p.to(cascadePath), Note: "Open the cascade: " + t.name}}
		}
	case overview.OutsetPeople:
		out.Links = []view.Link{{Text: "Open the units", Href: p.to("/records/unit")}}
	default:
		info, _ := graph.Info(t.kind)
		if !p.mayAdd(info.New()) {
			return out
		}
		out.Links = []view.Link{{Text: "New " + one(t.kind), Href: "/new/" + string(t.kind)}}
		if t.rows {
			out.Links = append(out.Links, view.Link{Text: "Bring a file", Href: pasteHref(t.kind), Note: "Bring a file of " + many(info)})
		}
	}
	if step == overview.OutsetWork && p.may(sampling(p.periodID())) {
		out.Act = &view.Act{Name: "Load the sample", Buttons: []view.ActButton{other("load", "Load the sample")}, Form: view.Form{ID: "load-sample", Action: "/", Hidden: []view.Param{{Name: "form", Value: sampleForm}}}}
	}
	return out
}

// pasteHref is where rows of a kind are brought in.
func pasteHref(kind graph.Kind) string { return "/paste/" + string(kind) }

// startText is what a step is called, what it reveals, and what is written down for it.
type startText struct {
	name, reveals string
	kind          graph.Kind
	rows          bool // usually many, and in a file already
}

var startTexts = map[overview.OutsetStep]startText{
	overview.OutsetStrategy:     {"Themes with their shares", "What leadership asks for: the page Strategy, and the first column of the waterfall.", graph.KindTheme, false},
	overview.OutsetUnits:        {"Units", "A page for each unit, and every figure by unit instead of one for everything.", graph.KindUnit, true},
	overview.OutsetCapacity:     {"The days each unit has", "The waterfall in person-days, and capacity against demand.", graph.KindCapacity, true},
	overview.OutsetInitiatives:  {"Initiatives with what they serve", "The plan as a column of the waterfall, the portfolio, and the line of sight from a theme to a unit.", graph.KindInitiative, true},
	overview.OutsetWork:         {"Work from your tracker", "Where the days really go: the last column of the waterfall, and work without a line back.", graph.KindWork, true},
	overview.OutsetAsked:        {"What each unit is asked for", "What is lost before it reaches a unit, theme by theme.", graph.KindIntent, false},
	overview.OutsetReadings:     {"How each unit reads it", "What is lost when units read it, and the words that mean something else.", graph.KindIntent, false},
	overview.OutsetOutcomes:     {"Outcomes with a metric", "The page Outcomes: whether they move, and whether anything funded serves them.", graph.KindOutcome, true},
	overview.OutsetPeople:       {"Who leads each unit", "What I owe: everything that waits for somebody, the oldest promise first.", graph.KindPerson, false},
	overview.OutsetDecisions:    {"Who decides what", "Decisions that nobody decides, or several people do, among the findings.", graph.KindRight, true},
	overview.OutsetDependencies: {"Who needs what from whom", "Promises kept and broken, and whom each unit waits for.", graph.KindDependency, true},
	overview.OutsetLock:         {"A plan that is locked", "Drift: what was moved, cut and added since, and why.", graph.KindBaseline, false},
}

// periodID is the period of the page, "" for none.
func (v *visit) periodID() graph.PeriodID {
	if v.period == nil {
		return ""
	}
	return v.period.ID
}

// sampling is the command that brings the sample of a tracker in.
func sampling(period graph.PeriodID) engine.Command {
	return func(now *graph.Snapshot) (change.Draft, error) {
		return portfolio.TrySample(now, change.By{At: now.AsOf()}, period)
	}
}

// sampled says that the sample is loaded. It is taken out as it came in: by taking back the one change that brought it.
func (s *Server) sampled(ctx context.Context, p sheet, o overview.Outset, page *view.WhereWeStand) error {
	if o.Sampled == nil {
		return nil
	}
	position := o.Sampled.Stamp().Position
	entry, err := s.engine.Entry(ctx, s.workspace, position)
	if err != nil {
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		return err
	}
	x := &view.StartStep{Name: "The sample of a tracker is loaded", Reveals: "Its items are invented. Take it out before your own work comes in.", Done: true}
	if entry.Verb == "work.sampled" {
		x.Act = &view.Act{Name: "Take it out", Buttons: []view.ActButton{other("undo", "Take it out")}, Form: view.Form{
			ID: "drop-sample", Action: "/undo", Hidden: []view.Param{{Name: "position", Value: itoa(position)}, {Name: "next", Value: "/"}},
		}}
	}
	page.Start.Sample = x
	return nil
}

// beginning is the form of the first strategy.
func (p sheet) beginning() *view.Publishing {
	f := p.form(beginForm, "Write it down")
	f.Action, f.Cancel = "/", ""
	f.Title = "Begin with three themes"
	f.Note = "What leadership asks for, and the share of capacity each should have. Everything can be changed later, and taken back."
	if len(graph.TreeOf(p.now, p.now.Today()).Tops()) == 0 {
		f.Entries = append(f.Entries, p.entry(beginForm, "organisation", "What is the organisation called?", "line", "", ""))
	}
	span := p.entry(beginForm, "span", "For how long?", "choice", string(graph.Quarter), "")
	for _, k := range []graph.PeriodKind{graph.Quarter, graph.Half, graph.Year} {
		span.Choices = append(span.Choices, view.Choice{Value: string(k), Text: "This " + string(k), Current: span.Value == string(k)})
	}
	themes := view.Entry{Name: "theme", Label: "Themes", Columns: []string{"Theme", "Share"}}
	for n := range beginRows {
		at := "theme." + strconv.Itoa(n)
		themes.Rows = append(themes.Rows, []view.Entry{p.entry(beginForm, at+".name", "", "line", "", ""), p.entry(beginForm, at+".share", "", "percent", "", "")})
	}
	f.Entries = append(f.Entries, span, themes)
	return f
}

// begin does what the forms of the first page ask for.
func (s *Server) begin(w http.ResponseWriter, r *http.Request) {
	v, form, err := s.posted(w, r)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	switch form.Get("form") {
	case beginForm:
		s.acts(w, r, v, form, s.home, "", nil, func(now *graph.Snapshot) (change.Draft, error) {
			in := strategy.Beginning{Organisation: form.Get("organisation"), Span: graph.PeriodKind(form.Get("span"))}
			for n := range beginRows {
				at := "theme." + strconv.Itoa(n)
				share, err := shareOf(wording.Capital(form.Get(at+".name")), form.Get(at+".share"))
				if err != nil {
					return change.Draft{}, err
				}
				in.Themes = append(in.Themes, strategy.Theme{Name: form.Get(at + ".name"), Share: share})
			}
			return strategy.Begin(now, s.by(v), in)
		})
	case sampleForm:
		s.acts(w, r, v, form, s.home, "", nil, func(now *graph.Snapshot) (change.Draft, error) {
			return portfolio.TrySample(now, s.by(v), v.periodID())
		})
	default:
		s.refuse(w, r, fault.New(fault.Invalid, "the form asks for nothing that can be done", "Load the page again"))
	}
}
