package cli

import (
	"context"
	"io"
	"iter"
	"os"
	"strings"
	"time"

	"throughline/account"
	"throughline/fault"
	"throughline/figure"
	"throughline/graph"
	"throughline/importer"
	"throughline/overview"
	"throughline/remote"
)

// place is what a command asks and changes: the data at hand, or a server on behalf of whoever made the token. Both answer with
// the same documents, so a command does not know which it is.
type place struct {
	figures
	history
	pictures
}

// figures is what an organisation's records come to.
type figures interface {
	Figures(ctx context.Context, m remote.Moment, about graph.Ref) ([]overview.FigureDocument, error)
	Findings(ctx context.Context, m remote.Moment, unit graph.UnitID) (all []overview.FindingDocument, period string, err error)
	Explain(ctx context.Context, m remote.Moment, ref graph.Ref) (overview.RecordDocument, error)
	Report(ctx context.Context, m remote.Moment) (overview.ReportDocument, error)
	ReportAs(ctx context.Context, m remote.Moment, form string, to io.Writer) error
}

// history is what happened to them.
type history interface {
	Log(ctx context.Context, asked remote.LogAsked) iter.Seq2[entryLine, error]
	Difference(ctx context.Context, from, to string, asked figure.DifferenceAsked) (overview.DifferenceDocument, error)
	Undo(ctx context.Context, position int64, why string) (int64, error)
}

// pictures is the records themselves, on their way out and in.
type pictures interface {
	Picture(ctx context.Context, at time.Time) (*graph.Snapshot, error)
	PictureOf(ctx context.Context, day string) (*graph.Snapshot, error)
	Export(ctx context.Context, day string, to io.Writer) error
	Archive(ctx context.Context, to io.Writer) error
	Apply(ctx context.Context, step importer.Step) error
}

// place is what is asked. Data or a workspace that is not there is a fault.
func (a *app) place() (*place, error) {
	if a.isRemote() {
		return a.far()
	}
	if _, err := a.read(); err != nil {
		return nil, err
	}
	return a.near(), nil
}

// target is what is changed. Data that is not there is made; a server must be there.
func (a *app) target() (*place, error) {
	if a.isRemote() {
		return a.far()
	}
	if _, err := a.open(); err != nil {
		return nil, err
	}
	return a.near(), nil
}

// look is place, with an empty organisation where there is no data yet.
func (a *app) look() (*place, error) {
	if a.isRemote() {
		return a.far()
	}
	_, err := a.read()
	if fault.KindOf(err) == fault.NotFound {
		a.g.Data = memoryPlace
		return a.target()
	}
	return a.near(), err
}

// near asks the data at hand, which is open.
func (a *app) near() *place {
	l := local{a}
	return &place{l, l, l}
}

// isRemote reports whether the data is behind a server.
func (a *app) isRemote() bool { return remote.IsPlace(a.g.Data) }

// far asks a server.
func (a *app) far() (*place, error) {
	s, err := a.server()
	if err != nil {
		return nil, err
	}
	return &place{s, distant{s}, s}, nil
}

// server is the server at --data.
func (a *app) server() (*remote.Server, error) {
	if a.remote != nil {
		return a.remote, nil
	}
	if a.typed("as") {
		return nil, fault.New(fault.Invalid, "on a server, changes bear the name of whoever made the token", "Leave out --as")
	}
	token, err := a.token()
	if err != nil {
		return nil, err
	}
	a.remote, err = remote.New(remote.Options{Place: a.g.Data, Token: token, Workspace: a.g.Workspace})
	return a.remote, err
}

// mostToken bounds what is read of the file of a token.
const mostToken = 4 << 10

// token is the token that is sent to a server, "" for none.
func (a *app) token() (string, error) {
	if a.g.TokenFile == "" {
		return strings.TrimSpace(a.w.Env("THROUGHLINE_TOKEN")), nil
	}
	f, err := os.Open(a.g.TokenFile)
	if err != nil {
		return "", fault.Wrap(err, fault.NotFound, "the file of the token, "+a.g.TokenFile+", cannot be read", "Check the name after --token-file")
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, mostToken))
	text := strings.TrimSpace(string(b))
	if err != nil || text == "" {
		return "", fault.Wrap(err, fault.Invalid, "the file "+a.g.TokenFile+" holds no token", "Put the token alone into it, as it was shown when it was made")
	}
	return text, nil
}

// onlyHere is the fault of a command that needs the data itself, nil where it is at hand.
func (a *app) onlyHere() error {
	if !a.isRemote() {
		return nil
	}
	name := a.parsed.Selected().Name
	return fault.New(fault.Invalid, "the command "+name+" needs the data itself, and "+a.g.Data+" is a server",
		"Run it on the machine that holds the data, with --data naming its place")
}

// methods is the measures there are: those of the server, or of this program.
func (a *app) methods() ([]overview.MethodDocument, error) {
	if !a.isRemote() {
		return ownMethods(), nil
	}
	s, err := a.server()
	if err != nil {
		return nil, err
	}
	return s.Methods(a.ctx)
}

// checks is the checks there are: those of the server, or of this program.
func (a *app) checks() ([]overview.CheckDocument, error) {
	if !a.isRemote() {
		return ownChecks(), nil
	}
	s, err := a.server()
	if err != nil {
		return nil, err
	}
	return s.Checks(a.ctx)
}

// distant tells the history of a server as the log is printed.
type distant struct{ *remote.Server }

// Log is the changes that are for the token, newest first.
func (d distant) Log(ctx context.Context, asked remote.LogAsked) iter.Seq2[entryLine, error] {
	return func(yield func(entryLine, error) bool) {
		for e, err := range d.Server.Log(ctx, asked) {
			line := entryLine{
				Position: e.Position, Recorded: e.Recorded, Effective: e.Effective, Actor: e.Actor, Channel: e.Channel,
				Verb: e.Verb, Reason: e.Reason, Records: make([]string, len(e.Records)), Others: e.Others,
			}
			if strings.HasPrefix(e.Actor, string(account.ByAccount(""))) { // people of the organisation are named by their records, as at hand
				line.Name = e.Name
			}
			for i, r := range e.Records {
				line.Records[i] = r.Record
			}
			if !yield(line, err) {
				return
			}
		}
	}
}
