package cli

import (
	"context"
	"io"
	"iter"
	"time"

	"throughline/account"
	"throughline/catalog"
	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/figure"
	"throughline/graph"
	"throughline/importer"
	"throughline/importer/workspacefile"
	"throughline/ledger"
	"throughline/overview"
	"throughline/remote"
	"throughline/storage/address"
	"throughline/web"
)

// memoryPlace is the place that lives as long as the command.
const memoryPlace = address.Memory

func ownMethods() []overview.MethodDocument {
	var out []overview.MethodDocument
	for _, m := range catalog.Methods() {
		out = append(out, overview.MethodOf(m))
	}
	return out
}

func ownChecks() []overview.CheckDocument {
	var out []overview.CheckDocument
	for _, c := range catalog.Checks() {
		out = append(out, overview.CheckOf(c))
	}
	return out
}

// local asks the data at hand, which is open, and sees everything in it.
type local struct{ a *app }

func (l local) engine() *engine.Engine { return l.a.data.Engine }

// Picture is the organisation at a moment; the zero time asks for the latest.
func (l local) Picture(ctx context.Context, at time.Time) (*graph.Snapshot, error) {
	if at.IsZero() {
		return l.engine().View(ctx, l.a.g.Workspace)
	}
	return l.engine().At(ctx, l.a.g.Workspace, at)
}

// PictureOf is the organisation at the end of a day; "" is now.
func (l local) PictureOf(ctx context.Context, day string) (*graph.Snapshot, error) {
	if day == "" {
		return l.Picture(ctx, time.Time{})
	}
	d, err := graph.ParseDate(day)
	if err != nil {
		return nil, err
	}
	return l.Picture(ctx, d.End())
}

// base is what all figures of the moment and period stand on.
func (l local) base(ctx context.Context, m remote.Moment) (*overview.Base, error) {
	s, err := l.PictureOf(ctx, m.At)
	if err != nil {
		return nil, err
	}
	period, ok, err := overview.PeriodAsked(s, graph.PeriodID(m.Period), s.Today())
	if err != nil {
		return nil, err
	}
	asked := figure.Asked{Workspace: l.a.g.Workspace, Picture: s}
	if ok {
		asked.Period = period
	}
	return figure.New(l.engine()).Base(ctx, asked)
}

// Figures is the figures of all measures, of the whole organisation or of one record.
func (l local) Figures(ctx context.Context, m remote.Moment, about graph.Ref) ([]overview.FigureDocument, error) {
	base, err := l.base(ctx, m)
	if err != nil {
		return nil, err
	}
	if !about.IsZero() {
		if err := exists(base.Picture, about); err != nil {
			return nil, err
		}
	}
	var out []overview.FigureDocument
	for _, f := range base.Figures(about) {
		out = append(out, f.Document())
	}
	return out, nil
}

// Findings is all findings, also those that were accepted, worst first; of a unit with those below it, or of all.
func (l local) Findings(ctx context.Context, m remote.Moment, unit graph.UnitID) (all []overview.FindingDocument, period string, err error) {
	base, err := l.base(ctx, m)
	if err != nil {
		return nil, "", err
	}
	if unit != "" {
		if err := exists(base.Picture, unit.Ref()); err != nil {
			return nil, "", err
		}
	}
	if base.Period != nil {
		period = string(base.Period.ID)
	}
	for _, f := range base.Findings {
		if unit == "" || base.Tree.Under(f.Unit, unit) {
			all = append(all, overview.FindingOf(f))
		}
	}
	return all, period, nil
}

// Explain says why a record is there.
func (l local) Explain(ctx context.Context, m remote.Moment, ref graph.Ref) (overview.RecordDocument, error) {
	s, err := l.PictureOf(ctx, m.At)
	if err != nil {
		return overview.RecordDocument{}, err
	}
	if err := exists(s, ref); err != nil {
		return overview.RecordDocument{}, err
	}
	return overview.Explain(s, s.Record(ref))
}

// Report is where the organisation stands, whole.
func (l local) Report(ctx context.Context, m remote.Moment) (overview.ReportDocument, error) {
	base, err := l.base(ctx, m)
	if err != nil {
		return overview.ReportDocument{}, err
	}
	return overview.ReportOf(base, nil), nil
}

// ReportAs is the report in a form for people: text or page.
func (l local) ReportAs(ctx context.Context, m remote.Moment, form string, to io.Writer) error {
	if form == "page" {
		site, err := web.New(web.Options{Engine: l.engine(), Workspace: l.a.g.Workspace, Clock: l.a.w.Clock})
		if err != nil {
			return err
		}
		page, err := site.Report(ctx, m.At, m.Period)
		if err != nil {
			return err
		}
		_, err = to.Write(page)
		return err
	}
	base, err := l.base(ctx, m)
	if err != nil {
		return err
	}
	_, err = io.WriteString(to, overview.ReportText(base, nil))
	return err
}

// Log is the changes, newest first.
func (l local) Log(ctx context.Context, asked remote.LogAsked) iter.Seq2[entryLine, error] {
	q := ledger.Query{After: asked.After, Limit: asked.Limit, Last: true, Kind: string(asked.Of.Kind), ID: asked.Of.ID}
	return func(yield func(entryLine, error) bool) {
		told, accounts := false, account.New(l.a.data.Accounts, account.Terms{})
		for e, err := range l.engine().Log(ctx, l.a.g.Workspace, q) {
			told = true
			line := asLine(&e)
			if err == nil {
				line.Name, err = accounts.NameOf(ctx, e.Actor)
			}
			if !yield(line, err) || err != nil {
				return
			}
		}
		if !told && asked.After == 0 && !asked.Of.IsZero() {
			yield(entryLine{}, l.unheardOf(ctx, asked.Of))
		}
	}
}

// asLine is an entry as it is printed.
func asLine(e *ledger.Entry) entryLine {
	out := entryLine{
		Position: e.Position, Recorded: e.Recorded, Effective: e.Effective, Actor: e.Actor, Channel: string(e.Channel.Way()),
		Verb: e.Verb, Reason: e.Reason, Records: make([]string, len(e.Documents)), Hash: e.Hash.String(),
	}
	for i := range e.Documents {
		out.Records[i] = e.Documents[i].Kind + "/" + e.Documents[i].ID
	}
	return out
}

// unheardOf is the fault of a record that never was, with the nearest ids there are.
func (l local) unheardOf(ctx context.Context, ref graph.Ref) error {
	now, err := l.Picture(ctx, time.Time{})
	if err != nil {
		return err
	}
	f := fault.New(fault.NotFound, "there is no change of "+ref.String(), "Check the name")
	return f.WithNearest(nearestIDs(now, ref))
}

// Difference is what differs between two moments, each a day or the id of a plan lock; "" is now.
func (l local) Difference(ctx context.Context, from, to string, asked figure.DifferenceAsked) (overview.DifferenceDocument, error) {
	before, err := l.moment(ctx, "the earlier day", from)
	if err != nil {
		return overview.DifferenceDocument{}, err
	}
	after, err := l.moment(ctx, "the later day", to)
	if err != nil {
		return overview.DifferenceDocument{}, err
	}
	return figure.DifferenceOf(figure.Sides{Before: before, After: after, WholeBefore: before, WholeAfter: after}, asked)
}

// moment is the picture at the end of a day, at a moment, at a plan lock, or now for "".
func (l local) moment(ctx context.Context, name, when string) (*graph.Snapshot, error) {
	now, err := l.Picture(ctx, time.Time{})
	if err != nil || when == "" {
		return now, err
	}
	at, err := figure.MomentIn(now, name, when)
	if err != nil {
		return nil, err
	}
	return l.Picture(ctx, at)
}

// Undo takes a change back, and returns the position of the change that does it.
func (l local) Undo(ctx context.Context, position int64, why string) (int64, error) {
	done, err := l.engine().Undo(ctx, l.a.g.Workspace, l.a.actor(ledger.Terminal), position, why)
	return done.Position, err
}

// Export writes the picture as one workspace file.
func (l local) Export(ctx context.Context, day string, to io.Writer) error {
	s, err := l.PictureOf(ctx, day)
	if err != nil {
		return err
	}
	return workspacefile.Export(s, to)
}

// Archive writes the history of the workspace.
func (l local) Archive(ctx context.Context, to io.Writer) error {
	_, err := ledger.WriteArchive(to, ledger.History(ctx, l.a.data.Store, l.a.g.Workspace))
	return err
}

// Apply records a step of an import.
func (l local) Apply(ctx context.Context, s importer.Step) error {
	by := l.a.actor(ledger.Import)
	if s.Actor != "" {
		by.Name = s.Actor
	}
	_, err := l.engine().Do(ctx, l.a.g.Workspace, by, func(*graph.Snapshot) (change.Draft, error) { return change.CopyDraft(s.Draft) })
	return err
}
