package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/alecthomas/kong"

	"throughline/fault"
	"throughline/remote"
)

// Exit statuses, as documented in the help and the manual.
const (
	ExitOK       = 0 // done
	ExitFound    = 1 // check found something at least as severe as asked, or import left rows out
	ExitUsage    = 2 // the words of the command are wrong
	ExitRefused  = 3 // the input or the change breaks a rule; nothing was written
	ExitData     = 4 // the data cannot be reached or written now: not there, in use, read only, full, unavailable
	ExitCorrupt  = 5 // stored data is not what was written
	ExitInternal = 70
	ExitStopped  = 130 // stopped by an interrupt; what was done before stays
)

// World is everything outside the program that a command may touch.
type World struct {
	Args        []string // without the program's name
	In          io.Reader
	Out, Err    io.Writer
	Env         func(string) string
	Clock       func() time.Time
	OutTerminal bool // Out is a terminal
	ErrTerminal bool // Err is a terminal
	Version     string
}

// root is the command line.
type root struct {
	globals `group:"Flags of every command:"`

	Demo       demoCmd       `cmd:"" help:"Open a made-up lending company in the browser, with a year of history."`
	Serve      serveCmd      `cmd:"" help:"Serve the pages of an organisation on this machine."`
	MCP        mcpCmd        `cmd:"" name:"mcp" help:"Answer an assistant over the standard input and output, on behalf of the person of --as."`
	Import     importCmd     `cmd:"" help:"Bring in workspace files, CSV, or a repository of proposals."`
	Export     exportCmd     `cmd:"" help:"Write the organisation as workspace files, or the whole history as an archive."`
	Check      checkCmd      `cmd:"" help:"Print the findings; the exit status tells how bad the worst is."`
	Report     reportCmd     `cmd:"" help:"Write one self-contained file that can be mailed."`
	Measure    measureCmd    `cmd:"" help:"Print the figures, or the list of them."`
	Explain    explainCmd    `cmd:"" help:"Say how a figure came about, what a finding means, or why a piece of work is done."`
	Diff       diffCmd       `cmd:"" help:"Compare two moments: what changed, and how the plan drifted."`
	Log        logCmd        `cmd:"" help:"Print who changed what, when and why."`
	Undo       undoCmd       `cmd:"" help:"Take a change back by recording its inverse."`
	Password   passwordCmd   `cmd:"" help:"Make a one-time link by which the holder of an account sets a new password."`
	Workspaces workspacesCmd `cmd:"" help:"Print the workspaces of the data, or give a new one its owner."`
	Mail       mailCmd       `cmd:"" help:"Send a letter, to try the settings of the mail server."`
	Verify     verifyCmd     `cmd:"" help:"Prove that the history is what was written."`
	Backup     backupCmd     `cmd:"" help:"Write the whole history into one file."`
	Restore    restoreCmd    `cmd:"" help:"Make new data from a backup, or save what is good of damaged data."`
	Generate   generateCmd   `cmd:"" help:"Make up an organisation of any size, with planted misalignments."`
	Completion completionCmd `cmd:"" help:"Print the completion script for a shell."`
	Manual     manualCmd     `cmd:"" help:"Print the manual page." hidden:""`
	Docs       docsCmd       `cmd:"" help:"Write the generated documents." hidden:""`
	Version    versionCmd    `cmd:"" help:"Print the version."`
}

// globals are the flags of every command.
type globals struct {
	Data      string `help:"Where the data is: a path, memory, a PostgreSQL address, or https:// and the host of a server." env:"THROUGHLINE_DATA" default:"throughline.db" placeholder:"PLACE"`
	Workspace string `help:"The workspace in the data." env:"THROUGHLINE_WORKSPACE" default:"main" placeholder:"NAME"`
	As        string `help:"Who makes the change, as kind/id." env:"THROUGHLINE_AS" default:"person/operator" placeholder:"PERSON"`
	TokenFile string `help:"The file with the token that a server is asked with; without it, THROUGHLINE_TOKEN holds the token." env:"THROUGHLINE_TOKEN_FILE" placeholder:"FILE"`
	JSON      bool   `help:"Print JSON instead of text."`
	Quiet     bool   `help:"Print no progress." short:"q"`
}

// Run runs the command line and returns the exit status.
func Run(ctx context.Context, w World) int {
	var cmd root
	status := -1
	parser, err := kong.New(&cmd,
		kong.Name("throughline"),
		kong.Description(about),
		kong.Writers(w.Out, w.Err),
		kong.Exit(func(code int) { status = code; panic(exited{}) }),
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
	)
	if err != nil {
		fmt.Fprintln(w.Err, "throughline:", err)
		return ExitInternal
	}
	showExamples(parser.Model.Node)
	return dispatch(ctx, parser, &cmd, w, &status)
}

// exited unwinds the stack when the parser wants to end the program, after help.
type exited struct{}

func dispatch(ctx context.Context, parser *kong.Kong, cmd *root, w World, status *int) (code int) {
	defer func() {
		if p := recover(); p != nil {
			if _, ok := p.(exited); !ok {
				panic(p)
			}
			code = *status
		}
	}()
	out := &output{to: w.Out, name: "the standard output"}
	w.Out = out
	args := spelled(w.Args)
	parsed, err := parser.Parse(args)
	if err != nil {
		asked := &app{w: w, g: globals{JSON: slices.Contains(args, "--json")}} // what was typed was not understood whole
		asked.complain(wrongWords(parser.Model.Node, err))
		return ExitUsage
	}
	app := &app{ctx: ctx, w: w, g: cmd.globals, parser: parser, parsed: parsed}
	defer app.close()
	err = parsed.Run(app)
	if out.failed != nil && (err == nil || errors.Is(err, errFound)) {
		err = out.failed
	}
	return app.end(err)
}

const about = `Throughline holds the line of sight from strategy to daily work and shows where intent gets lost.

Examples:
  throughline demo                                  a made-up company in the browser
  throughline import my-organisation/               your own, from workspace files
  throughline serve                                 its pages, on this machine
  throughline check                                 what is misaligned, and who can mend it
  throughline explain intent.kept                   how a figure came about

Exit status: 0 done, 1 check found something or import left rows out, 2 wrong words, 3 refused by a
rule, 4 data cannot be reached or written, 5 stored data is damaged, 70 a defect of the program, 130
interrupted.`

// errFound ends a command with ExitFound.
var errFound = errors.New("something was found")

// end prints the error and turns it into the exit status.
func (a *app) end(err error) int {
	switch {
	case err == nil:
		return ExitOK
	case errors.Is(err, errFound):
		return ExitFound
	case errors.Is(err, context.Canceled) && fault.Of(err) == nil:
		return ExitStopped
	}
	a.complain(err)
	_, closed := errors.AsType[unopened](err)
	if _, unheard := errors.AsType[*remote.Unheard](err); unheard {
		return ExitData
	}
	switch fault.KindOf(err) {
	case fault.NotFound, fault.Denied:
		if closed {
			return ExitData
		}
		return ExitRefused
	case fault.Invalid, fault.Conflict:
		return ExitRefused
	case fault.InUse, fault.ReadOnly, fault.Full, fault.Unavailable, fault.Newer, fault.TooMany:
		return ExitData
	case fault.Cancelled:
		return ExitStopped
	case fault.Corrupt:
		return ExitCorrupt
	}
	return ExitInternal
}
