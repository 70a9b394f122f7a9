package cli

import (
	"log/slog"

	"throughline/access"
	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
	"throughline/mcpserver"
)

// mcpCmd answers an assistant over the standard input and output.
type mcpCmd struct {
	Log string `help:"How much to log, on the standard error: debug, info or error." enum:"debug,info,error" default:"error"`
}

// Run answers until the input ends or the program is interrupted.
func (c *mcpCmd) Run(a *app) error {
	log := a.logger(c.Log)
	e, err := a.openAt("", log)
	if err != nil {
		return err
	}
	who, err := a.assisted(e)
	if err != nil {
		return err
	}
	s, err := a.assistants(e, log)
	if err != nil {
		return err
	}
	return s.Run(a.ctx, who, a.w.In, a.w.Out)
}

func (a *app) assistants(e *engine.Engine, log *slog.Logger) (*mcpserver.Server, error) {
	return mcpserver.New(mcpserver.Options{Engine: e, Clock: a.w.Clock, Workspace: a.g.Workspace, Version: a.w.Version, Log: log})
}

// nobodyNamed is what --as says where nobody said anything; see globals.
const nobodyNamed = "person/operator"

// assisted is the person of --as, on whose behalf an assistant asks: it sees what they see, and may propose.
func (a *app) assisted(e *engine.Engine) (c mcpserver.Caller, err error) {
	if err := a.workspaceKnown(); err != nil {
		return c, err
	}
	ref, err := graph.ParseRef(a.g.As)
	if err != nil {
		return c, err
	}
	const remedy = "Write --as person/ with the id of somebody in the organisation, for instance --as person/ana-lima"
	if ref.Kind != graph.KindPerson {
		return c, fault.Invalidf(remedy, "an assistant asks on behalf of a person, and %s is none", ref)
	}
	s, err := e.View(a.ctx, a.g.Workspace)
	if err != nil {
		return c, err
	}
	p, err := change.Known[*graph.Person](s, graph.PersonID(ref.ID))
	if err != nil {
		f := fault.Of(err)
		if a.g.As == nobodyNamed {
			return c, fault.New(f.Kind, "it is not said for whom the assistant asks", remedy)
		}
		return c, fault.New(f.Kind, f.Sentence, remedy).WithNearest(f.Nearest)
	}
	return mcpserver.Caller{
		Viewer: access.Viewer{Person: p.ID, Role: access.Contributor}, Actor: engine.Actor{Name: a.g.As, Channel: ledger.Assistant},
	}, nil
}
