package web

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"throughline/change"
	"throughline/discussion"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
	"throughline/overview"
	"throughline/web/view"
	"throughline/wording"
)

const (
	sinceParam   = "since" // the day with which the strategy is compared
	mostReaders  = 50
	mostParts    = 60 // of the strategy whose history is read
	mostVersions = 12
)

// readAll is the command by which whoever visits says that they have read the strategy of the period as it stood at the
// position.
func readAll(v *visit, at time.Time, position int64) engine.Command {
	by := change.By{Person: v.guest.Viewer.Person, At: at}
	return func(now *graph.Snapshot) (change.Draft, error) {
		if overview.StrategyChangedAfter(now, v.period, position) {
			return change.Draft{}, fault.New(fault.Conflict, "the strategy changed while you read it", "Read what changed, and say so then")
		}
		var list []discussion.Understanding
		for _, r := range overview.ToRead(now, v.period, by.Person) {
			list = append(list, discussion.Understanding{Of: r.Ref()})
		}
		return discussion.AcknowledgeAll(now, by, list)
	}
}

// strategyReaders is who read which version.
func (p sheet) strategyReaders(st *overview.Strategy) view.List {
	out := view.List{Part: view.Part{ID: "readers", Title: "Who has read it"}}
	if st.Led > 0 {
		out.Title = fmt.Sprintf("In %d of %s a lead has read what stands now", st.Led-len(st.Unread), wording.Count(st.Led, "unit", "units"))
		out.Foot = p.unreadWords(st.Unread)
	}
	if len(st.Readers) == 0 {
		out.Missing = &view.Missing{Title: "Nobody has said so yet.", Text: "Who read which version, and whether it changed since, would be here.", Add: out.Foot}
		return out
	}
	out.Sub = wording.Capital(wording.Count(len(st.Readers), "person", "people")) + " said that they read it, latest first"
	out.Table = view.Table{Caption: out.Title, Walk: true, Cards: true, Columns: []view.Column{{Name: "Who"}, {Name: "Version", Number: true}, {Name: "When", Short: true}, {Name: "Since then"}}}
	for _, r := range st.Readers[:min(len(st.Readers), mostReaders)] {
		state := view.State{Text: "nothing changed", Tone: view.Good, Quiet: true}
		if r.Behind > 0 {
			state = view.State{Text: wording.Count(r.Behind, "part", "parts") + " changed", Tone: view.Warn, Quiet: true}
		}
		version := view.T(wording.Number(float64(r.Version)))
		if r.Version == 0 {
			version = view.T("in parts")
		}
		out.Table.Rows = append(out.Table.Rows, view.Row{Cells: []view.Cell{view.T(r.Person.Label()), version, view.T(wording.Day(r.At, p.seen())), {State: &state}}})
	}
	if len(st.Readers) > mostReaders {
		out.All = view.Link{Text: "All acknowledgements", Href: p.to("/records/acknowledgement")}
	}
	return out
}

// unreadWords names units in which nobody who leads them has read what stands. A unit is named, not a person.
func (p sheet) unreadWords(units []*graph.Unit) string {
	if len(units) == 0 {
		return ""
	}
	names := make([]string, len(units))
	for n, u := range units {
		names[n] = u.ShortName()
	}
	return "Not yet in " + wording.List(names, 6) + "."
}

// strategyVersions is the changes of the strategy up to the page's date, latest first.
func (s *Server) strategyVersions(ctx context.Context, p sheet, parts []graph.Record) (view.Versions, error) {
	out := view.Versions{Part: view.Part{ID: "versions", Title: "Versions", Sub: "Every change of the shares, the themes and the principles, latest first"}}
	type version struct {
		entry ledger.Entry
		refs  []graph.Ref
	}
	by := make(map[int64]*version)
	for _, r := range parts[:min(len(parts), mostParts)] {
		for one, err := range s.engine.Versions(ctx, s.workspace, r.Ref(), ledger.Query{Last: true, Limit: mostVersions}) {
			if err != nil {
				return out, err
			}
			if one.Entry.Effective.After(p.seen()) {
				continue
			}
			if by[one.Entry.Position] == nil {
				by[one.Entry.Position] = &version{entry: one.Entry}
			}
			by[one.Entry.Position].refs = append(by[one.Entry.Position].refs, r.Ref())
		}
	}
	list := make([]*version, 0, len(by))
	for _, v := range by {
		list = append(list, v)
	}
	slices.SortFunc(list, func(a, b *version) int {
		return cmp.Or(b.entry.Effective.Compare(a.entry.Effective), cmp.Compare(b.entry.Position, a.entry.Position))
	})
	for _, v := range list[:min(len(list), mostVersions)] {
		out.Rows = append(out.Rows, p.strategyVersion(&v.entry, v.refs))
	}
	if len(out.Rows) == 0 {
		return view.Versions{}, nil
	}
	return out, nil
}

// mostNamed is how many records a version names.
const mostNamed = 6

func (p sheet) strategyVersion(e *ledger.Entry, refs []graph.Ref) view.StrategyVersion {
	day := graph.DateOf(e.Effective)
	out := view.StrategyVersion{
		When: moment(e.Effective, p.seen()), Machine: e.Effective.Format(time.RFC3339), Verb: verbWords(e.Verb),
		Who: actorWords(p.visit, e.Actor), Reason: e.Reason,
	}
	asOf := day.String()
	if day >= p.now.Today() {
		asOf = ""
	}
	out.See = view.Link{Text: "See what it changed", Href: p.to(strategyPath, sinceParam, (day-1).String(), asOfParam, asOf) + "#changes"}
	for _, ref := range refs[:min(len(refs), mostNamed)] {
		out.What = append(out.What, p.partLink(ref))
	}
	if n := len(refs) - mostNamed; n > 0 {
		out.More = "and " + wording.Number(float64(n)) + " more"
	}
	return out
}

// partLink leads to the history of a part of the strategy, by a name that is short.
func (p sheet) partLink(ref graph.Ref) view.Link {
	l := view.Link{Text: p.label(ref), Href: historyHref(p.visit, ref)}
	switch r := p.then.Record(ref).(type) {
	case *graph.Intent:
		l.Text = "The shares"
	case *graph.Theme:
		l.Text = r.ShortName()
	case *graph.Outcome:
		l.Text = r.ShortName()
	}
	return l
}

// rewordings is what changed in words between the day that the address names, else the plan lock before the page's
// date, and the page's date.
func (s *Server) rewordings(ctx context.Context, p sheet) (view.Rewordings, error) {
	shown := p.then.Today()
	out := view.Rewordings{
		Part:   view.Part{ID: "changes", Title: "What changed in words", Sub: "Up to " + wording.FullDay(shown.Time()) + ". To compare two days of the past, look at the later one"},
		Action: p.r.URL.Path, Max: (shown - 1).String(),
	}
	for name, values := range p.r.URL.Query() {
		if name != sinceParam && name != doneParam && name != editParam && len(values) > 0 {
			out.Keep = append(out.Keep, view.Param{Name: name, Value: values[0]})
		}
	}
	sortParams(out.Keep)
	since, err := p.since()
	if err != nil {
		return out, err
	}
	for _, l := range p.locks {
		if l.day < shown {
			out.Locks = append(out.Locks, view.Chip{Text: l.Name, Href: p.here(sinceParam, l.day.String(), editParam, "", doneParam, "") + "#changes", Current: l.day == since})
		}
	}
	if since == 0 {
		out.None = "Choose a day: what was worded otherwise at its end would be here."
		return out, nil
	}
	out.Since = since.String()
	then, err := s.engine.At(ctx, s.workspace, since.End())
	if err != nil {
		return out, err
	}
	changed := slices.DeleteFunc(overview.Reworded(then, p.then, p.period), same)
	changed, out.Pager = portionOf(p.visit, portion{"changed", "changes", partRows, "part", "parts"}, changed, overview.Rewording.Key)
	for _, r := range changed {
		if err := p.reword(&out, r); err != nil {
			return out, err
		}
	}
	if len(out.Items) == 0 {
		out.None = "Nothing changed since the end of " + wording.FullDay(since.Time()) + "."
	}
	return out, nil
}

// same reports whether nothing that is read differs: only readings did.
func same(r overview.Rewording) bool {
	if r.Old == nil || r.New == nil {
		return false
	}
	fields, err := change.Diff(r.Old, r.New)
	return err == nil && len(fields) == 0
}

// since is the day to compare with; 0 for none.
func (p sheet) since() (graph.Date, error) {
	if asked := p.query(sinceParam); asked != "" {
		day, err := graph.ParseDate(asked)
		return min(day, p.then.Today()-1), err
	}
	for n := len(p.locks) - 1; n >= 0; n-- {
		if p.locks[n].day < p.then.Today() {
			return p.locks[n].day, nil
		}
	}
	return 0, nil
}

// reword adds what changed of one record, unless it is nothing that is read.
func (p sheet) reword(out *view.Rewordings, r overview.Rewording) error {
	fields, err := change.Diff(r.Old, r.New)
	if err != nil || len(fields) == 0 {
		return err
	}
	ref := cmp.Or(refOf(r.New), refOf(r.Old))
	item := view.Reworded{Name: p.partLink(ref), Kind: one(ref.Kind)}
	switch {
	case r.Old == nil:
		item.State = view.State{Text: "new", Icon: "plus", Tone: view.Good}
	case r.New == nil:
		item.State = view.State{Text: "no longer part of it", Icon: "minus", Tone: view.Loss}
		item.Name.Text = r.Old.Label()
	}
	if ref.Kind == graph.KindIntent {
		item.Kind = "of the themes"
	}
	names := namesIn(presentOf(r)...)
	for _, f := range fields {
		switch {
		case ref.Kind == graph.KindIntent && f.Name == "shares":
			item.Fields = append(item.Fields, p.reshared(r)...)
		case ref.Kind != graph.KindIntent || f.Name == "restatement":
			item.Fields = append(item.Fields, names.changed(p.visit, f))
		}
	}
	if len(item.Fields) > 0 {
		out.Items = append(out.Items, item)
	}
	return nil
}

// reshared is the shares that differ, theme by theme.
func (p sheet) reshared(r overview.Rewording) []view.Change {
	old, _ := r.Old.(*graph.Intent)
	now, _ := r.New.(*graph.Intent)
	var out []view.Change
	for _, t := range p.base.Themes() {
		var was, is []string
		var a, b graph.Share
		if old != nil {
			if a = old.Shares.Of(t.ID); a > 0 {
				was = []string{wording.Percent(float64(a))}
			}
		}
		if now != nil {
			if b = now.Shares.Of(t.ID); b > 0 {
				is = []string{wording.Percent(float64(b))}
			}
		}
		if a != b {
			out = append(out, view.Change{Name: t.ShortName(), Old: was, New: is})
		}
	}
	return out
}

func presentOf(r overview.Rewording) []graph.Record {
	return slices.DeleteFunc([]graph.Record{r.Old, r.New}, func(x graph.Record) bool { return x == nil })
}

func refOf(r graph.Record) graph.Ref {
	if r == nil {
		return graph.Ref{}
	}
	return r.Ref()
}
