package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"sync"

	"github.com/alecthomas/kong"

	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
	"throughline/remote"
	"throughline/serve"
	"throughline/storage/address"
	"throughline/wording"
)

// app is what a command runs with: the world, the global flags, and the data, opened on first use.
type app struct {
	ctx    context.Context
	w      World
	g      globals
	parser *kong.Kong
	parsed *kong.Context // the words as typed
	data   *serve.Data
	remote *remote.Server // the server at --data, made on first use; nil where the data is at hand
	lined  bool           // a progress line stands on the terminal
	owned  sync.WaitGroup // what was started beside the command
}

// typed reports whether the flag stood on the command line, and not in the environment.
func (a *app) typed(flag string) bool {
	return slices.ContainsFunc(a.parsed.Path, func(p *kong.Path) bool { return p.Flag != nil && p.Flag.Name == flag })
}

// open opens the data for reading and writing, creating it where there is none.
func (a *app) open() (*engine.Engine, error) {
	return a.openWith(serve.OpenOptions{Access: serve.Write})
}

// openAt is open by a process that will answer at the address, told to others that find the data in use. What
// goes wrong behind everybody's back is logged.
func (a *app) openAt(address string, log *slog.Logger) (*engine.Engine, error) {
	return a.openWith(serve.OpenOptions{Access: serve.Write, Address: address, Log: log})
}

// read opens the data for reading; data or a workspace that is not there is a fault, not something new.
func (a *app) read() (*engine.Engine, error) {
	e, err := a.readAll()
	if err != nil {
		return nil, err
	}
	return e, a.workspaceKnown()
}

// readAll is read for what concerns every workspace.
func (a *app) readAll() (*engine.Engine, error) {
	return a.openWith(serve.OpenOptions{Access: serve.Read})
}

// workspaceKnown holds that the workspace has a history, so that a slip in its name is not read as an
// organisation in which all is well. Data without any workspace is an organisation that has yet to begin.
func (a *app) workspaceKnown() error {
	l, ok := a.data.Store.(ledger.Lister)
	if !ok {
		return nil
	}
	names, err := l.Workspaces(a.ctx)
	if err != nil || len(names) == 0 || slices.Contains(names, a.g.Workspace) {
		return err
	}
	const shown = 5
	f := fault.New(fault.NotFound, "there is no workspace "+a.g.Workspace+" in "+address.String(a.g.Data),
		"Choose one with --workspace; there is "+wording.List(names, shown))
	return f.WithNearest(fault.Nearest(a.g.Workspace, names, 3))
}

// unopened is the error of data that could not be opened.
type unopened struct{ error }

// Unwrap is the error itself.
func (u unopened) Unwrap() error { return u.error }

func (a *app) openWith(o serve.OpenOptions) (*engine.Engine, error) {
	if err := a.onlyHere(); err != nil {
		return nil, err
	}
	if o.Access == serve.Write {
		if err := a.named(); err != nil {
			return nil, err
		}
	}
	if a.data == nil {
		o.Clock = a.w.Clock
		d, err := serve.Open(a.ctx, a.g.Data, o)
		if err != nil {
			return nil, unopened{err}
		}
		a.data = d
	}
	return a.data.Engine, nil
}

// named holds that whoever makes changes has a name as records have.
func (a *app) named() error {
	if _, err := graph.ParseRef(a.g.As); err != nil {
		return fault.Wrap(err, fault.Invalid, fmt.Sprintf("%q does not say who makes the change", a.g.As), "Write --as kind/id, for instance --as person/ana-lima")
	}
	return nil
}

func (a *app) close() {
	a.owned.Wait()
	if a.remote != nil {
		a.remote.Close()
	}
	if a.data != nil {
		if err := a.data.Close(); err != nil {
			a.complain(err)
		}
		a.data = nil
	}
}

// actor is who makes the changes of this command.
func (a *app) actor(c ledger.Channel) engine.Actor { return engine.Actor{Name: a.g.As, Channel: c} }

// printf prints a line of the command's answer.
func (a *app) printf(format string, args ...any) { fmt.Fprintf(a.w.Out, format, args...) }

// notef prints a line about how it goes, unless asked to be quiet.
func (a *app) notef(format string, args ...any) {
	if !a.g.Quiet {
		fmt.Fprintf(a.w.Err, format, args...)
	}
}

// progressLine tells how far something has come, over the line before it on a terminal.
func (a *app) progressLine(text string) {
	if !a.w.ErrTerminal {
		a.notef("%s\n", text)
		return
	}
	a.lined = true
	a.notef("\r\x1b[K%s", text)
}

// endProgress leaves the progress line.
func (a *app) endProgress() {
	if a.lined {
		a.lined = false
		a.notef("\r\x1b[K")
	}
}

// json prints one value as indented JSON.
func (a *app) json(v any) error { return encode(a.w.Out, v, "  ") }

// jsonLine prints one value as a line of JSON.
func (a *app) jsonLine(v any) error { return encode(a.w.Out, v, "") }

func encode(w io.Writer, v any, indent string) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	return e.Encode(v)
}

// complaint is an error as JSON.
type complaint struct {
	Kind     fault.Kind `json:"kind"`
	Sentence string     `json:"sentence"`
	Remedy   string     `json:"remedy,omitempty"`
	Nearest  []string   `json:"nearest,omitempty"`
}

// complain prints an error: the sentence, the nearest names, and the remedy on a line of its own.
func (a *app) complain(err error) {
	f := fault.Of(err)
	if a.g.JSON {
		c := complaint{Kind: fault.KindOf(err), Sentence: err.Error()}
		if f != nil {
			c = complaint{f.Kind, f.Sentence, f.Remedy, f.Nearest}
		}
		_ = encode(a.w.Err, map[string]complaint{"error": c}, "") // where even that fails nothing is left to tell
		return
	}
	if f == nil {
		fmt.Fprintf(a.w.Err, "%s %v\n", a.ink(a.w.ErrTerminal, red, "throughline:"), err)
		return
	}
	fmt.Fprintf(a.w.Err, "%s %s\n", a.ink(a.w.ErrTerminal, red, "throughline:"), ended(wording.Opened(f.Sentence)))
	if len(f.Nearest) > 0 {
		fmt.Fprintf(a.w.Err, "  Nearest: %s\n", strings.Join(f.Nearest, ", "))
	}
	if f.Remedy != "" {
		fmt.Fprintf(a.w.Err, "  %s\n", ended(f.Remedy))
	}
}

// ended is a sentence with its end.
func ended(s string) string {
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}

// The colours of a terminal.
const (
	red    = "31"
	yellow = "33"
	green  = "32"
	bold   = "1"
	dim    = "2"
)

// ink colours the text on a terminal, unless NO_COLOR is set.
func (a *app) ink(terminal bool, colour, text string) string {
	if !terminal || a.w.Env("NO_COLOR") != "" {
		return text
	}
	return "\x1b[" + colour + "m" + text + "\x1b[0m"
}

// out colours a part of the answer.
func (a *app) out(colour, text string) string { return a.ink(a.w.OutTerminal, colour, text) }
