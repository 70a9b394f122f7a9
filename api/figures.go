package api

import (
	"context"
	"fmt"

	"throughline/catalog"
	"throughline/engine"
	"throughline/fault"
	"throughline/figure"
	"throughline/finding"
	"throughline/graph"
	"throughline/overview"
)

// MethodList is the measures there are.
type MethodList struct {
	Measures []overview.MethodDocument `json:"measures"`
}

type methodsInput struct{ InWorkspace }

type methodsOutput struct{ Body MethodList }

// methods is the measures there are.
func (s *Server) methods(context.Context, *visit, *methodsInput) (*methodsOutput, error) {
	out := &methodsOutput{}
	for _, m := range catalog.Methods() {
		out.Body.Measures = append(out.Body.Measures, overview.MethodOf(m))
	}
	return out, nil
}

// InPeriod is asked of every operation whose answer is about a period.
type InPeriod struct {
	Period string `query:"period" doc:"The period the figures are about; the one the day belongs to when left out." example:"2026-h2"`
}

// FigureList is the figures of a measure: several where it has parts, such as stages.
type FigureList struct {
	Figures []overview.FigureDocument `json:"figures"`
}

type measureInput struct {
	InWorkspace
	AtMoment
	InPeriod
	ID      string `path:"id" doc:"The measure." example:"intent.kept"`
	Unit    string `query:"unit" doc:"The figure of this unit, with those below it." example:"core-services"`
	Theme   string `query:"theme" doc:"The figure of this theme."`
	Outcome string `query:"outcome" doc:"The figure of this outcome."`
}

type measureOutput struct{ Body FigureList }

// measure is the figures of a measure, of the whole organisation or of one record.
func (s *Server) measure(ctx context.Context, v *visit, in *measureInput) (*measureOutput, error) {
	if err := isMethod(in.ID); err != nil {
		return nil, err
	}
	about, err := v.about(in)
	if err != nil {
		return nil, err
	}
	base, err := v.base(ctx, in.Period)
	if err != nil {
		return nil, err
	}
	type key struct {
		base  *overview.Base
		about graph.Ref
	}
	all, err := engine.Compute(ctx, s.engine, v.then, key{base, about}, func() []overview.Figure { return base.Figures(about) })
	if err != nil {
		return nil, err
	}
	sees, err := v.sees(ctx, base)
	if err != nil {
		return nil, err
	}
	out := &measureOutput{Body: FigureList{[]overview.FigureDocument{}}}
	for _, f := range all {
		if f.Method.ID == in.ID {
			f = f.Seen(sees)
			out.Body.Figures = append(out.Body.Figures, f.Document())
		}
	}
	if len(out.Body.Figures) > 0 {
		return out, nil
	}
	return nil, v.notComputed(base, in.ID, about)
}

// isMethod holds that there is such a measure.
func isMethod(id string) error {
	var ids []string
	for _, m := range catalog.Methods() {
		if m.ID == id {
			return nil
		}
		ids = append(ids, m.ID)
	}
	f := fault.New(fault.NotFound, fmt.Sprintf("there is no measure %q", id), "See the list of measures")
	return f.WithNearest(fault.Nearest(id, ids, 3))
}

// about is the record that figures are asked of; zero is the whole organisation.
func (v *visit) about(in *measureInput) (graph.Ref, error) {
	var about []graph.Ref
	for _, r := range []graph.Ref{graph.UnitID(in.Unit).Ref(), graph.ThemeID(in.Theme).Ref(), graph.OutcomeID(in.Outcome).Ref()} {
		if !r.IsZero() {
			about = append(about, r)
		}
	}
	switch {
	case len(about) == 0:
		return graph.Ref{}, nil
	case len(about) > 1:
		return graph.Ref{}, fault.New(fault.Invalid, "a figure is of one unit, one theme or one outcome", "Name one of them")
	case !v.sight.Sees(about[0]):
		return graph.Ref{}, v.sight.NotThere(about[0])
	}
	return about[0], nil
}

// notComputed is the fault of a measure that has no figure here.
func (v *visit) notComputed(base *overview.Base, id string, about graph.Ref) error {
	if base.Period == nil {
		return fault.New(fault.NotFound, "there is no period yet, so nothing is measured", "Add a period")
	}
	of := "the whole organisation"
	if !about.IsZero() {
		of = about.String()
	}
	return fault.New(fault.NotFound, id+" is not worked out for "+of, "Ask for the whole organisation, or for a unit, a theme or an outcome")
}

// base is what figures of the picture and the period stand on. It is the same for every viewer.
func (v *visit) base(ctx context.Context, period string) (*overview.Base, error) {
	p, err := v.period(period)
	if err != nil {
		return nil, err
	}
	return v.s.figures.Base(ctx, figure.Asked{Workspace: v.workspace, Picture: v.then, Period: p, Past: v.past()})
}

// sees tells the records that may be named to the viewer: those they see in the picture, and those they saw in a locked plan that
// are not in it any more.
func (v *visit) sees(ctx context.Context, base *overview.Base) (func(graph.Ref) bool, error) {
	type lock struct {
		then  *graph.Snapshot
		shown *graph.Snapshot
	}
	var locks []lock
	for _, l := range base.Locks {
		sight, err := v.s.engine.SightAt(ctx, v.present, l.Then)
		if err != nil {
			return nil, err
		}
		locks = append(locks, lock{l.Then, sight.Shown()})
	}
	return func(r graph.Ref) bool {
		if v.then.Record(r) != nil {
			return v.sight.Sees(r)
		}
		for _, l := range locks {
			if l.then.Record(r) != nil {
				return l.shown.Record(r) != nil
			}
		}
		return false
	}, nil
}

// FindingList is a page of the findings, worst first.
type FindingList struct {
	Findings []overview.FindingDocument `json:"findings"`
	Count    int                        `json:"count" doc:"How many there are on all pages."`
	Next     string                     `json:"next,omitempty" format:"uri-reference" doc:"The next page; missing at the end."`
}

type findingsInput struct {
	InWorkspace
	AtMoment
	InPeriod
	OnPage
	Area     string `query:"area" doc:"Only findings of this area." example:"decisions"`
	Severity string `query:"severity" enum:"note,warning,error" doc:"Only findings of this severity."`
	Unit     string `query:"unit" doc:"Only findings of this unit, with those below it."`
	Waived   flag   `query:"waived" doc:"Those that somebody accepted for now, instead of the open ones."`
	After    string `query:"after" doc:"Only findings after this one: the cursor that next carries."`
}

type findingsOutput struct {
	Link string `header:"Link" doc:"The next page, with rel=next."`
	Body FindingList
}

// findings is a page of the findings that stand on nothing that is kept from the viewer.
func (s *Server) findings(ctx context.Context, v *visit, in *findingsInput) (*findingsOutput, error) {
	limit, err := in.page()
	if err != nil {
		return nil, err
	}
	filter, err := v.findingFilter(in)
	if err != nil {
		return nil, err
	}
	base, err := v.base(ctx, in.Period)
	if err != nil {
		return nil, err
	}
	sees, err := v.sees(ctx, base)
	if err != nil {
		return nil, err
	}
	list := base.For(sees).ListFindings(filter, in.After, limit)
	out := &findingsOutput{Body: FindingList{Findings: []overview.FindingDocument{}, Count: list.Match}}
	for _, f := range list.Items {
		out.Body.Findings = append(out.Body.Findings, overview.FindingOf(f))
	}
	if list.Next != "" {
		out.Body.Next = v.here("after", list.Next)
		out.Link = linkNext(out.Body.Next)
	}
	return out, nil
}

func (v *visit) findingFilter(in *findingsInput) (f overview.FindingFilter, err error) {
	if in.Area != "" {
		if f.Area, err = finding.ParseArea(in.Area); err != nil {
			return f, err
		}
	}
	if in.Severity != "" {
		if f.Severity, err = finding.ParseSeverity(in.Severity); err != nil {
			return f, err
		}
	}
	if f.Unit = graph.UnitID(in.Unit); f.Unit != "" && !v.sight.Sees(f.Unit.Ref()) {
		return f, v.sight.NotThere(f.Unit.Ref())
	}
	f.Waived, err = in.Waived.yes("waived")
	return f, err
}

type explainInput struct {
	InWorkspace
	AtMoment
	Kind string `path:"kind" doc:"The kind of the record." example:"work"`
	ID   string `path:"id" doc:"The id of the record." example:"cs-1042"`
}

type explainOutput struct{ Body overview.RecordDocument }

// explain says why a record is there: the ways from it up to the strategy.
func (s *Server) explain(_ context.Context, v *visit, in *explainInput) (*explainOutput, error) {
	r, err := v.exists(in.Kind, in.ID)
	if err != nil {
		return nil, err
	}
	d, err := overview.Explain(v.shown(), r)
	return &explainOutput{d}, err
}
