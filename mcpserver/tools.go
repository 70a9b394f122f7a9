package mcpserver

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime/debug"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"throughline/figure"
	"throughline/graph"
	"throughline/overview"
)

// tools adds every tool, for the caller.
func (s *Server) tools(m *mcp.Server, c Caller) {
	add(s, m, c, reading("where_we_stand", "Where we stand",
		"Where the organisation stands, or one unit with all below it: how much of what the strategy asks for is kept from stage to stage (the waterfall) and where the rest is lost, every headline figure with its coverage, how many findings are open, and what was not declared. Ask this first."), (*visit).whereWeStand)
	add(s, m, c, reading("explain_figure", "Explain a figure",
		"How a figure came about: its question and formula in words, both sides of the division, its parts, interval and coverage, the records it stands on, and what was not declared and what was done instead. Use the id of a method that where_we_stand named."), (*visit).explainFigure)
	add(s, m, c, reading("line_of_sight", "Line of sight of a record",
		"Why a record is there and what is there for it: every way up from it to a theme of the strategy, and down to the initiatives and the work that serve it. An empty way up means that nothing links it to the strategy."), (*visit).lineOfSight)
	add(s, m, c, reading("who_owes_what", "Who owes what",
		"What is waited for, oldest promise first: restatements of the strategy and their acceptance, answers and days that units ask of one another, deliveries that were promised, requests, and open decisions. Each with who owes it, to whom, since when, and how late it is."), (*visit).whoOwesWhat)
	add(s, m, c, reading("findings", "Findings",
		"What is misaligned, worst first: each in a sentence, with the records it stands on, the person-days at stake, who can usually mend it and the next step."), (*visit).findings)
	add(s, m, c, reading("search", "Search",
		"Finds records by the words of their names, by ids and keys; misspelt words are found too. Use it to turn a name that somebody says into a record kind/id."), (*visit).search)
	closed, additive := false, false
	add(s, m, c, &mcp.Tool{
		Name: "propose_change", Title: "Propose a change",
		Description: "Writes down a change of records for a person to confirm. Nothing is changed until somebody who may make the change confirms it in Throughline; it expires by itself. It is refused where the change could not be made today. Tell your person what you proposed and that it waits for them.",
		Annotations: &mcp.ToolAnnotations{Title: "Propose a change", DestructiveHint: &additive, OpenWorldHint: &closed, IdempotentHint: true},
	}, (*visit).propose)
}

// reading is a tool that changes nothing.
func reading(name, title, description string) *mcp.Tool {
	closed := false
	return &mcp.Tool{
		Name: name, Title: title, Description: description,
		Annotations: &mcp.ToolAnnotations{Title: title, ReadOnlyHint: true, IdempotentHint: true, OpenWorldHint: &closed},
	}
}

// add adds a tool. What goes wrong is told in words a person would read, with what to do.
func add[I, O any](s *Server, m *mcp.Server, c Caller, t *mcp.Tool, run func(*visit, context.Context, I) (O, error)) {
	t.InputSchema, t.OutputSchema = s.schemas[reflect.TypeFor[I]()], s.schemas[reflect.TypeFor[O]()]
	mcp.AddTool(m, t, func(ctx context.Context, _ *mcp.CallToolRequest, in I) (*mcp.CallToolResult, O, error) {
		out, err := guarded(func() (O, error) { return run(&visit{s, c}, ctx, in) })
		if err != nil {
			return nil, out, errors.New(s.words(err))
		}
		return nil, out, nil
	})
}

// guarded is run with a panic as an error: a defect in one answer is not the end of the program.
func guarded[O any](run func() (O, error)) (out O, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("a panic: %v\n%s", p, debug.Stack())
		}
	}()
	return run()
}

// visit is one call of a tool.
type visit struct {
	s *Server
	Caller
}

// atMoment is asked with every tool that reads.
type atMoment struct {
	AsOf string `json:"as_of,omitempty" doc:"As it stood at the end of this day (2026-09-24), or at this moment; now when left out."`
}

// look is what the caller sees at the moment.
func (v *visit) look(ctx context.Context, a atMoment) (*figure.Look, error) {
	var at time.Time // now
	if a.AsOf != "" {
		var err error
		if at, err = figure.MomentOf("as_of", a.AsOf); err != nil {
			return nil, err
		}
	}
	return v.s.o.Figures.Look(ctx, v.s.o.Workspace, v.Viewer, at)
}

// asked is a look with what its figures stand on.
type asked struct {
	*figure.Look
	base *overview.Base // as the caller may read it
	unit graph.UnitID
}

// base is the look at a period and a unit; "" is the present period, and the whole organisation.
func (v *visit) base(ctx context.Context, at atMoment, period, unit string) (a asked, err error) {
	if a.Look, err = v.look(ctx, at); err != nil {
		return a, err
	}
	a.unit = graph.UnitID(unit)
	if _, err = a.About(a.unit.Ref()); err != nil {
		return a, err
	}
	if period != "" && a.Shown().Period(graph.PeriodID(period)) == nil {
		return a, a.Sight.NotThere(graph.PeriodID(period).Ref())
	}
	whole, err := v.s.o.Figures.BaseOf(ctx, a.Look, period)
	if err != nil {
		return a, err
	}
	sees, err := v.s.o.Figures.Sees(ctx, a.Look, whole)
	if err != nil {
		return a, err
	}
	a.base = whole.For(sees)
	return a, nil
}
