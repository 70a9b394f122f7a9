package mcpserver

import (
	"context"
	"slices"
	"strings"

	"throughline/catalog"
	"throughline/fault"
	"throughline/finding"
	"throughline/graph"
	"throughline/overview"
)

type standQuestion struct {
	atMoment
	Period string `json:"period,omitempty" doc:"The id of the period the figures are about; the present one when left out."`
	Unit   string `json:"unit,omitempty" doc:"The id of a unit, for it and all below it; the whole organisation when left out."`
}

// whereWeStand is the waterfall and the figures.
func (v *visit) whereWeStand(ctx context.Context, in standQuestion) (out overview.StandingDocument, err error) {
	a, err := v.base(ctx, in.atMoment, in.Period, in.Unit)
	if err != nil {
		return out, err
	}
	all, err := v.s.o.Figures.Figures(ctx, a.Look, a.base, a.unit.Ref())
	if err != nil {
		return out, err
	}
	return a.base.Standing(a.unit, all), nil
}

type figureQuestion struct {
	atMoment
	Method  string `json:"method" doc:"The id of the method, for instance intent.kept."`
	Period  string `json:"period,omitempty" doc:"The id of the period; the present one when left out."`
	Unit    string `json:"unit,omitempty" doc:"The figure of this unit, with those below it."`
	Theme   string `json:"theme,omitempty" doc:"The figure of this theme."`
	Outcome string `json:"outcome,omitempty" doc:"The figure of this outcome."`
}

type figureAnswer struct {
	Method  overview.MethodDocument   `json:"method" doc:"How it is worked out, from what, and what is shown at its edges."`
	Figures []overview.FigureDocument `json:"figures" doc:"Several where the measure has parts, such as stages."`
}

// explainFigure is the figures of a method with everything behind them.
func (v *visit) explainFigure(ctx context.Context, in figureQuestion) (out figureAnswer, err error) {
	a, err := v.base(ctx, in.atMoment, in.Period, "")
	if err != nil {
		return out, err
	}
	about, err := a.About(graph.UnitID(in.Unit).Ref(), graph.ThemeID(in.Theme).Ref(), graph.OutcomeID(in.Outcome).Ref())
	if err != nil {
		return out, err
	}
	all, err := v.s.o.Figures.Measured(ctx, a.Look, a.base, strings.TrimSpace(in.Method), about)
	if err != nil {
		return out, err
	}
	out = figureAnswer{overview.MethodOf(all[0].Method), []overview.FigureDocument{}}
	for i := range all {
		out.Figures = append(out.Figures, all[i].Document())
	}
	return out, nil
}

type lineQuestion struct {
	atMoment
	Record string `json:"record" doc:"The record, kind/id, for instance initiative/ledger-cutover."`
	Most   int    `json:"most,omitempty" doc:"At most so many records below it, 1 to 200; 50 when left out."`
}

// lineOfSight is the ways up from a record and down.
func (v *visit) lineOfSight(ctx context.Context, in lineQuestion) (out overview.LineDocument, err error) {
	most, err := many(in.Most)
	if err != nil {
		return out, err
	}
	ref, err := graph.ParseRef(strings.TrimSpace(in.Record))
	if err != nil {
		return out, err
	}
	l, err := v.look(ctx, in.atMoment)
	if err != nil {
		return out, err
	}
	r := l.Shown().Record(ref)
	if r == nil {
		return out, l.Sight.NotThere(ref)
	}
	return overview.LineOf(l.Shown(), r, most), nil
}

// The numbers of things in an answer.
const (
	usually = 50
	atMost  = 200
)

// many is how many things are wanted in an answer.
func many(asked int) (int, error) {
	switch {
	case asked == 0:
		return usually, nil
	case asked < 1 || asked > atMost:
		return 0, fault.Invalidf("Write a number from 1 to 200", "most cannot be %d", asked)
	}
	return asked, nil
}

type owedQuestion struct {
	atMoment
	Unit   string `json:"unit,omitempty" doc:"Only what this unit owes, or one below it."`
	Person string `json:"person,omitempty" doc:"Only what this person can do; me is the person you ask for."`
	Most   int    `json:"most,omitempty" doc:"At most so many, 1 to 200; 50 when left out."`
}

type owedAnswer struct {
	Owed  []owedItem `json:"owed" doc:"Oldest promise first; what has no day comes last."`
	Count int        `json:"count" doc:"How many there are in all."`
}

type owedItem struct {
	Act    string   `json:"act" doc:"What is owed." enum:"restatement,acceptance,answer,day,delivery,decision"`
	Record string   `json:"record"`
	What   string   `json:"what"`
	By     string   `json:"by,omitempty" doc:"The unit that owes it; missing for the organisation as a whole."`
	People []string `json:"people,omitempty" doc:"Who can do it: the named deciders, else who leads the unit."`
	To     string   `json:"to,omitempty" doc:"The unit that waits."`
	Since  string   `json:"since,omitempty" format:"date"`
	Due    string   `json:"due,omitempty" format:"date" doc:"The day that was promised, or asked for."`
	Late   int      `json:"days_late,omitempty" doc:"Calendar days since that day."`
}

// whoOwesWhat is what is waited for.
func (v *visit) whoOwesWhat(ctx context.Context, in owedQuestion) (out owedAnswer, err error) {
	most, err := many(in.Most)
	if err != nil {
		return out, err
	}
	l, err := v.look(ctx, in.atMoment)
	if err != nil {
		return out, err
	}
	f := overview.PromisedFilter{Unit: graph.UnitID(in.Unit), Person: graph.PersonID(in.Person)}
	if in.Person == "me" {
		if f.Person = v.Viewer.Person; f.Person == "" {
			return out, fault.New(fault.Invalid, "your account is linked to no person", "Ask an owner of the workspace to link it, or name a person")
		}
	}
	for _, r := range []graph.Ref{f.Unit.Ref(), f.Person.Ref()} {
		if !r.IsZero() && !l.Sight.Sees(r) {
			return out, l.Sight.NotThere(r)
		}
	}
	all := overview.Owing(l.Shown(), f)
	out = owedAnswer{Owed: []owedItem{}, Count: len(all)}
	for i := range all[:min(len(all), most)] {
		o := &all[i]
		item := owedItem{
			Act: o.Act, Record: o.Record.String(), What: o.What, By: string(o.Unit), To: string(o.To), Late: o.Late(l.Then.Today()),
			Since: dayWords(o.Since), Due: dayWords(o.Due),
		}
		for _, p := range o.People {
			item.People = append(item.People, string(p))
		}
		out.Owed = append(out.Owed, item)
	}
	return out, nil
}

func dayWords(d graph.Date) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

type findingsQuestion struct {
	atMoment
	Period   string `json:"period,omitempty" doc:"The id of the period; the present one when left out."`
	Severity string `json:"severity,omitempty" doc:"Only those of this severity: note, warning or error."`
	Unit     string `json:"unit,omitempty" doc:"Only those of this unit, with those below it."`
	Code     string `json:"code,omitempty" doc:"Only those of this check, for instance DEC001."`
	Waived   bool   `json:"waived,omitempty" doc:"Those that somebody accepted for now, instead of the open ones."`
	Most     int    `json:"most,omitempty" doc:"At most so many, 1 to 200; 50 when left out."`
}

type findingsAnswer struct {
	Findings []overview.FindingDocument `json:"findings"`
	Count    int                        `json:"count" doc:"How many there are in all."`
}

// findings is the findings that stand on nothing that is kept from the caller.
func (v *visit) findings(ctx context.Context, in findingsQuestion) (out findingsAnswer, err error) {
	most, err := many(in.Most)
	if err != nil {
		return out, err
	}
	f := overview.FindingFilter{Unit: graph.UnitID(in.Unit), Waived: in.Waived}
	if in.Severity != "" {
		if f.Severity, err = finding.ParseSeverity(in.Severity); err != nil {
			return out, err
		}
	}
	if f.Code, err = codeOf(in.Code); err != nil {
		return out, err
	}
	a, err := v.base(ctx, in.atMoment, in.Period, in.Unit)
	if err != nil {
		return out, err
	}
	list := a.base.ListFindings(f, "", most)
	out = findingsAnswer{[]overview.FindingDocument{}, list.Match}
	for _, one := range list.Items {
		out.Findings = append(out.Findings, overview.FindingOf(one))
	}
	return out, nil
}

// codeOf is the code of a check; "" for none asked.
func codeOf(text string) (string, error) {
	code := strings.ToUpper(strings.TrimSpace(text))
	if _, ok := catalog.CheckOf(code); ok || code == "" {
		return code, nil
	}
	var codes []string
	for _, c := range catalog.Checks() {
		codes = append(codes, c.Code)
	}
	f := fault.Invalidf("Leave it out to see all findings with their codes", "there is no check %q", text)
	return "", f.WithNearest(fault.Nearest(code, codes, 3))
}

type searchQuestion struct {
	atMoment
	Words string `json:"words" doc:"A name, words of it, an id or a key."`
	Kind  string `json:"kind,omitempty" doc:"Only records of this kind, for instance initiative."`
	Most  int    `json:"most,omitempty" doc:"At most so many, 1 to 200; 50 when left out."`
}

type searchAnswer struct {
	Hits []searchHit `json:"hits" doc:"Best first."`
	More bool        `json:"more,omitempty" doc:"Whether there are more than are told: use more words."`
}

type searchHit struct {
	Record string `json:"record"`
	Name   string `json:"name"`
}

// mostLooked is how many hits are looked at for those of one kind.
const mostLooked = 10_000

// search is the records that have the words in their names.
func (v *visit) search(ctx context.Context, in searchQuestion) (out searchAnswer, err error) {
	most, err := many(in.Most)
	if err != nil {
		return out, err
	}
	if strings.TrimSpace(in.Words) == "" {
		return out, fault.New(fault.Invalid, "no words are given", "Write a name, a word of it, or an id")
	}
	if _, ok := graph.Info(graph.Kind(in.Kind)); in.Kind != "" && !ok {
		return out, graph.UnknownKind(in.Kind)
	}
	l, err := v.look(ctx, in.atMoment)
	if err != nil {
		return out, err
	}
	index, err := v.s.o.Figures.Index(ctx, l.Workspace, l.Then)
	if err != nil {
		return out, err
	}
	wanted := most + 1
	if in.Kind != "" {
		wanted = mostLooked
	}
	hits, _ := index.Find(in.Words, wanted, l.Sight.Hidden())
	hits = slices.DeleteFunc(hits, func(h overview.Hit) bool { return in.Kind != "" && string(h.Record.Kind) != in.Kind })
	out.Hits = []searchHit{}
	for _, h := range hits[:min(len(hits), most)] {
		out.Hits = append(out.Hits, searchHit{h.Record.String(), h.Name})
	}
	out.More = len(hits) > most
	return out, nil
}
