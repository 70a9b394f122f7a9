package api

import (
	"context"

	"throughline/catalog"
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

// CheckList is the checks there are.
type CheckList struct {
	Checks []overview.CheckDocument `json:"checks"`
}

type checksInput struct{ InWorkspace }

type checksOutput struct{ Body CheckList }

// checks is the checks there are.
func (s *Server) checks(context.Context, *visit, *checksInput) (*checksOutput, error) {
	out := &checksOutput{}
	for _, c := range catalog.Checks() {
		out.Body.Checks = append(out.Body.Checks, overview.CheckOf(c))
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

// OfRecord is asked of every operation that tells figures.
type OfRecord struct {
	Unit    string `query:"unit" doc:"The figure of this unit, with those below it." example:"core-services"`
	Theme   string `query:"theme" doc:"The figure of this theme."`
	Outcome string `query:"outcome" doc:"The figure of this outcome."`
}

// about is the record the figures are asked of, zero for the whole organisation.
func (o OfRecord) about(l *figure.Look) (graph.Ref, error) {
	return l.About(graph.UnitID(o.Unit).Ref(), graph.ThemeID(o.Theme).Ref(), graph.OutcomeID(o.Outcome).Ref())
}

type measureInput struct {
	InWorkspace
	AtMoment
	InPeriod
	OfRecord
	ID string `path:"id" doc:"The measure." example:"intent.kept"`
}

type measureOutput struct{ Body FigureList }

// measure is the figures of a measure, of the whole organisation or of one record.
func (s *Server) measure(ctx context.Context, v *visit, in *measureInput) (*measureOutput, error) {
	look := v.look()
	about, err := in.about(look)
	if err != nil {
		return nil, err
	}
	base, err := s.figures.BaseOf(ctx, look, in.Period)
	if err != nil {
		return nil, err
	}
	all, err := s.figures.Measured(ctx, look, base, in.ID, about)
	if err != nil {
		return nil, err
	}
	return figuresTold(all), nil
}

func figuresTold(all []overview.Figure) *measureOutput {
	out := &measureOutput{Body: FigureList{[]overview.FigureDocument{}}}
	for _, f := range all {
		out.Body.Figures = append(out.Body.Figures, f.Document())
	}
	return out
}

type figuresInput struct {
	InWorkspace
	AtMoment
	InPeriod
	OfRecord
}

// allFigures is the figures of all measures, of the whole organisation or of one record.
func (s *Server) allFigures(ctx context.Context, v *visit, in *figuresInput) (*measureOutput, error) {
	look := v.look()
	about, err := in.about(look)
	if err != nil {
		return nil, err
	}
	base, err := s.figures.BaseOf(ctx, look, in.Period)
	if err != nil {
		return nil, err
	}
	all, err := s.figures.Figures(ctx, look, base, about)
	if err != nil {
		return nil, err
	}
	return figuresTold(all), nil
}

// look is what the viewer of the visit looks at.
func (v *visit) look() *figure.Look {
	return &figure.Look{Workspace: v.workspace, Now: v.now, Present: v.present, Then: v.then, Sight: v.sight}
}

// FindingList is a page of the findings, worst first.
type FindingList struct {
	Findings []overview.FindingDocument `json:"findings"`
	Count    int                        `json:"count" doc:"How many there are on all pages."`
	Period   string                     `json:"period,omitempty" doc:"The period they are about; missing where there is none yet, so that nothing is looked at."`
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
	Waived   string `query:"waived" enum:"false,true,both" doc:"false is the open ones, true those that somebody accepted for now." example:"false"`
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
	look := v.look()
	base, err := s.figures.BaseOf(ctx, look, in.Period)
	if err != nil {
		return nil, err
	}
	sees, err := s.figures.Sees(ctx, look, base)
	if err != nil {
		return nil, err
	}
	list := base.For(sees).ListFindings(filter, in.After, limit)
	out := &findingsOutput{Body: FindingList{Findings: []overview.FindingDocument{}, Count: list.Match}}
	if base.Period != nil {
		out.Body.Period = string(base.Period.ID)
	}
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
	switch in.Waived {
	case "", "false":
	case "true":
		f.Waived = true
	case "both":
		f.Either = true
	default:
		return f, fault.Invalidf("Write true, false or both", "waived cannot be %q", in.Waived)
	}
	return f, nil
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
