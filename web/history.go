package web

import (
	"context"
	"strings"
	"time"

	"github.com/a-h/templ"

	"throughline/change"
	"throughline/engine"
	"throughline/graph"
	"throughline/web/view"
	"throughline/wording"
)

// pageVersions is how many versions the history of a record shows at most; it goes on by cursor.
const pageVersions = 50

func stampTime(st graph.Stamp) time.Time { return time.UnixMilli(st.Effective).UTC() }

// history is the fields of a record and everything that ever changed them.
func (s *Server) history(ctx context.Context, v *visit) (templ.Component, error) {
	kind := graph.Kind(v.r.PathValue("kind"))
	info, ok := graph.Info(kind)
	if !ok {
		return nil, kindNotHere(kind)
	}
	ref := graph.Ref{Kind: kind, ID: v.r.PathValue("id")}
	versions, next, err := s.versions(ctx, v, ref)
	if err != nil {
		return nil, err
	}
	record := v.then.Record(ref)
	if record == nil && len(versions) == 0 {
		return nil, v.notHere(ref)
	}
	sh, err := s.shell(ctx, v, "History of "+label(record, ref), "records")
	if err != nil {
		return nil, err
	}
	page := view.History{
		Shell: sh, Title: label(record, ref), Versions: versions,
		Crumbs: []view.Crumb{{Text: "Records", Href: v.to("/records")}, {Text: wording.Capital(many(info)), Href: v.to("/records/" + string(kind))}},
		Lead:   historyLead(versions, v.query("before") != ""),
		Pager:  view.Pager{Next: next},
	}
	if href := recordHref(v, ref); record != nil && href != historyHref(v, ref) {
		page.Links = []view.Link{{Text: "Open the " + one(kind), Href: href}}
	}
	if record != nil && kind == graph.KindView {
		page.Links = append(page.Links, view.Link{Text: "Open the view", Href: viewHref(v, ref)})
	}
	if who := graph.PersonID(ref.ID); record != nil && kind == graph.KindPerson && v.mayLookAt(who) {
		page.Links = append(page.Links, view.Link{Text: "What waits for them", Href: v.to(owedPath, personParam, ref.ID)})
	}
	page.Follow = v.followHere(record)
	if v.query("before") != "" {
		page.Pager.First = v.here("before", "")
	}
	if page.Now, err = s.fields(v, record); err != nil {
		return nil, err
	}
	if page.Done, err = s.done(ctx, v); err != nil {
		return nil, err
	}
	page.Talk = v.talk(ref, historyHref(v, ref))
	if page.Proposal, err = s.proposal(ctx, v, record); err != nil {
		return nil, err
	}
	if page.Acts, err = s.actsHere(ctx, v, ref); err != nil {
		return nil, err
	}
	if record != nil && v.mayEdit(record) {
		page.Remove = &view.Remove{Action: historyHref(v, ref) + "/remove", What: "the " + one(kind)}
	}
	if len(versions) == 0 {
		page.Missing = &view.Missing{Title: "Nothing changed before that.", Text: "Earlier changes would stand here."}
	}
	return view.HistoryPage(page), nil
}

// historyLead says how often the record changed, and who changed it last.
func historyLead(versions []view.Version, earlier bool) view.Sentence {
	if len(versions) == 0 {
		return view.Say("Nothing changed here before that.")
	}
	last := versions[0]
	by := last.When
	if last.Who != "" {
		by += ", by " + last.Who
	}
	switch {
	case earlier:
		return view.Say("Earlier versions, from version " + last.Number + " of " + by + ".")
	case last.Number == "1":
		return view.Say("It has not changed since it was written down: " + by + ".")
	}
	return view.Say("It has " + last.Number + " versions; the latest is of " + by + ".")
}

func label(r graph.Record, ref graph.Ref) string {
	if r == nil {
		return ref.ID
	}
	return r.Label()
}

// mostItems is how many entries of a list the fields of a record show at once.
const mostItems = 100

// fields is the record as it stands on the page's date.
func (s *Server) fields(v *visit, r graph.Record) (view.Fields, error) {
	out := view.Fields{Part: view.Part{ID: "fields", Title: "As it stands", Sub: "On " + wording.FullDay(v.seen())}}
	if r == nil {
		out.Missing = &view.Missing{Title: "It does not exist on this date.", Text: "Its fields would stand here."}
		return out, nil
	}
	fields, err := change.Read(r)
	if err != nil {
		return out, err
	}
	names := namesIn(r)
	for _, f := range fields {
		row := view.Field{ID: f.Name, Name: fieldWords(f.Name)}
		list, told := sentencesOf(v, r, f.Name)
		if !told {
			list = strings.Split(f.Value, between)
		}
		list, row.Pager = textsOf(v, portion{"in-" + f.Name, "f-" + f.Name, mostItems, "entry", "entries"}, list)
		for _, raw := range list {
			item := view.Link{Text: raw}
			if !told {
				item.Text = names.readable(v, f.Name, raw)
			}
			if to, is := names[f.Name][raw]; is {
				item.Href = recordHref(v, to)
			}
			row.Items = append(row.Items, item)
		}
		out.Rows = append(out.Rows, row)
	}
	out.Rows, err = s.editable(v, r, out.Rows)
	return out, err
}

// fieldWords is a document's name for a field as words: sent_at is Sent at.
func fieldWords(name string) string { return wording.Capital(strings.ReplaceAll(name, "_", " ")) }

// versions is the changes of a record up to the page's date, newest first, and the way on.
func (s *Server) versions(ctx context.Context, v *visit, ref graph.Ref) (out []view.Version, next string, err error) {
	told := s.engine.TellPast(ctx, s.workspace, v.present)
	before, _ := atoi(v.query("before"))
	entries, err := told.Versions(ref, before, v.seen(), pageVersions+1)
	if err != nil {
		return nil, "", err
	}
	more := len(entries) > pageVersions
	for i := range entries[:min(pageVersions, len(entries))] {
		var older graph.Record
		if i+1 < len(entries) {
			older = entries[i+1].Record
		}
		one, err := version(v, &entries[i], older)
		if err != nil {
			return nil, "", err
		}
		verb, reason := told.Words(&entries[i].Entry)
		one.Verb, one.Reason = verbWords(verb), reason
		if name, err := s.accountName(ctx, entries[i].Entry.Actor); err != nil {
			return nil, "", err
		} else if name != "" {
			one.Who = name
		}
		out = append(out, one)
	}
	if more {
		next = v.here("before", itoa(entries[pageVersions-1].Entry.Position))
	}
	return out, next, told.Err()
}

// version is a version without the words of its change.
func version(v *visit, t *engine.Version, older graph.Record) (view.Version, error) {
	e := &t.Entry
	out := view.Version{
		Number: wording.Number(float64(t.Number)), When: moment(e.Effective, v.seen()),
		Machine: e.Effective.Format(time.RFC3339), Who: actorWords(v, e.Actor), Channel: "by " + string(e.Channel.Way()),
		Entry: "entry " + wording.Number(float64(e.Position)),
		AsOf:  view.Link{Text: "See every page as of this day", Href: v.here(asOfParam, graph.DateOf(e.Effective).String(), "before", "")},
	}
	if e.Recorded.Sub(e.Effective) > 24*time.Hour {
		out.Recorded = moment(e.Recorded, v.seen())
	}
	changes, err := change.Diff(older, t.Record)
	names := namesIn(older, t.Record)
	for _, c := range changes {
		out.Fields = append(out.Fields, names.retold(v, c, older, t.Record))
	}
	return out, err
}

// moment is when something took effect; a midnight is a whole day.
func moment(t, seen time.Time) string {
	if t = t.UTC(); t.Equal(t.Truncate(24 * time.Hour)) {
		return wording.Day(t, seen)
	}
	return wording.Day(t, seen) + t.Format(", 15:04")
}

// verbWords is a verb of the history as words: dependency.countered is Dependency countered.
func verbWords(verb string) string {
	return wording.Capital(strings.NewReplacer(".", " ", "_", " ").Replace(verb))
}

// accountName is the name of an account that made a change without being a person of the organisation; "" for any other actor.
func (s *Server) accountName(ctx context.Context, actor string) (string, error) {
	if s.door == nil || s.door.Register() == nil {
		return "", nil
	}
	return s.door.Register().NameOf(ctx, actor)
}

// actorWords is the name of who made a change, as far as it is known on the page's date.
func actorWords(v *visit, actor string) string {
	ref, err := graph.ParseRef(actor)
	if err != nil {
		return actor
	}
	return label(v.now.Record(ref), ref)
}
