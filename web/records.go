package web

import (
	"cmp"
	"context"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"throughline/fault"
	"throughline/fields"
	"throughline/graph"
	"throughline/web/view"
	"throughline/wording"
)

// pageRows is how many rows a list shows at most; it goes on by cursor.
const pageRows = 100

// partRows is the same for a list that is one part of a page among others.
const partRows = 25

func sortParams(list []view.Param) {
	slices.SortFunc(list, func(a, b view.Param) int { return cmp.Compare(a.Name, b.Name) })
}

// nearestHref is the address of a record with a name like the one asked for.
func nearestHref(r *http.Request, id string) string {
	return path.Join(path.Dir(r.URL.Path), id)
}

// nowhere answers for addresses that are none of ours.
func (s *Server) nowhere(w http.ResponseWriter, r *http.Request) {
	s.refuse(w, r, fault.New(fault.NotFound, "there is no page at "+r.URL.Path, "Go to Where we stand, or search"))
}

// healthPath is where it can be asked whether the server is well.
const healthPath = "/healthz"

// health answers that the server is up, can read its data and follows other processes.
func (s *Server) health(w http.ResponseWriter, r *http.Request) {
	if err := s.engine.Healthy(r.Context(), s.workspace); err != nil {
		text := "the data cannot be read"
		if f := fault.Of(err); f != nil {
			text = f.Sentence
		}
		w.Header().Set("Cache-Control", "no-store")
		http.Error(w, text, http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte("ok\n")) // the reader may be gone; nothing is left to tell
}

// records is the index of kinds.
func (s *Server) records(ctx context.Context, v *visit) (templ.Component, error) {
	sh, err := s.shell(ctx, v, "Records", "records")
	if err != nil {
		return nil, err
	}
	page := view.Records{Shell: sh}
	total := 0
	groups := make(map[string]int)
	for _, k := range graph.Kinds() {
		n := v.then.Count(k.Kind)
		total += n
		at, seen := groups[k.Group]
		if !seen {
			at = len(page.Groups)
			groups[k.Group] = at
			page.Groups = append(page.Groups, view.RecordGroup{Part: view.Part{ID: "group-" + k.Group, Title: groupTitle(k.Group)}})
		}
		row := view.RecordKind{Name: wording.Capital(many(k)), Text: kindText(k.Kind), Count: "none yet"}
		if n > 0 {
			row.Count, row.Href = wording.Number(float64(n)), v.to("/records/"+string(k.Kind))
		}
		page.Groups[at].Kinds = append(page.Groups[at].Kinds, row)
	}
	page.Lead = view.Say("Everything every figure stands on: " + wording.Count(total, "record", "records") + ", each with its whole history.")
	return view.RecordsPage(page), nil
}

// recordList is one page of the records of a kind, by id.
func (s *Server) recordList(ctx context.Context, v *visit) (templ.Component, error) {
	kind := graph.Kind(v.r.PathValue("kind"))
	info, ok := graph.Info(kind)
	if !ok {
		return nil, kindNotHere(kind)
	}
	sh, err := s.shell(ctx, v, wording.Capital(many(info)), "records")
	if err != nil {
		return nil, err
	}
	total := v.then.Count(kind)
	page := view.RecordList{
		Shell: sh, Title: wording.Capital(many(info)), Crumbs: []view.Crumb{{Text: "Records", Href: v.to("/records")}},
		Lead: view.Say(kindText(kind) + "."),
		List: view.List{Part: view.Part{ID: "list", Title: wording.Count(total, one(kind), many(info)), Sub: "In the order of the small names, by which files know them"}},
	}
	if page.Shell.Done, err = s.done(ctx, v); err != nil {
		return nil, err
	}
	if v.canWrite() == nil {
		page.New = view.Link{Text: "New " + one(kind), Href: "/new/" + string(kind)}
		page.Paste = view.Link{Text: "Bring many in", Href: "/paste/" + string(kind)}
	}
	if total == 0 {
		page.List.Missing = &view.Missing{Title: "No " + many(info) + " yet.", Text: kindText(kind) + ".", Add: "Write them in a workspace file and bring it in with throughline import."}
		if page.New.Href != "" {
			page.List.Missing.Add, page.List.Missing.Link = "Add the first, or bring many in from a spreadsheet or a file.", page.New
		}
		return view.RecordListPage(page), nil
	}
	page.List.Table, page.List.Pager = s.rows(v, info)
	page.Bulk = v.bulkBar(info)
	page.List.Table.Columns[0].Picks = page.Bulk.ID
	return view.RecordListPage(page), nil
}

func kindNotHere(k graph.Kind) error {
	f := graph.UnknownKind(string(k))
	return fault.New(fault.NotFound, f.Sentence, f.Remedy).WithNearest(f.Nearest)
}

// rows is the table of the records after the cursor, and the way on.
func (s *Server) rows(v *visit, info graph.KindInfo) (view.Table, view.Pager) {
	t := view.Table{Caption: wording.Capital(many(info)), Walk: true, Cards: true, Columns: []view.Column{
		{Name: "Name"}, {Name: "Where", Side: true}, {Name: "State"}, {Name: "Since", Number: true, Side: true}, {Name: "Version", Number: true, Side: true},
	}}
	list := fields.Of(info.Kind)
	label := labelField(list)
	after := v.query("after")
	var pager view.Pager
	for r := range v.then.Records(info.Kind, after) {
		ref := r.Ref()
		if ref.ID == after {
			continue
		}
		if len(t.Rows) == pageRows {
			pager.Next = v.here("after", t.Rows[pageRows-1].ID)
			break
		}
		st, edit, where := r.Stamp(), v.edits(r), whereCell(v, r)
		where.Edit = edit.field(whereField(list, r))
		t.Rows = append(t.Rows, view.Row{ID: ref.ID, Cells: []view.Cell{
			{Check: v.box(r), Text: r.Label(), Href: recordHref(v, ref), Sub: ref.ID, Edit: edit.field(label)},
			where,
			{Text: stateOf(v, r), Edit: edit.field(stateField(r))},
			view.T(wording.Day(stampTime(st), v.seen())), view.T(wording.Number(float64(st.Version))),
		}})
	}
	if after != "" {
		pager.First = v.here()
	}
	return t, pager
}

// whereCell names the unit a record belongs to.
func whereCell(v *visit, r graph.Record) view.Cell {
	var id graph.UnitID
	for _, m := range graph.Mentions(r) {
		if m.To.Kind == graph.KindUnit {
			id = graph.UnitID(m.To.ID)
			break
		}
	}
	if u := v.then.Unit(id); u != nil {
		return view.A(u.ShortName(), v.to("/units/"+string(id)))
	}
	return view.Cell{}
}

// whereField is the field that names the unit a record belongs to, "" where that is a part of a list; the first that could, where
// none does.
func whereField(list []fields.Field, r graph.Record) string {
	for _, m := range graph.Mentions(r) {
		if m.To.Kind == graph.KindUnit {
			if strings.ContainsAny(m.Field, ".[") {
				return ""
			}
			return m.Field
		}
	}
	at := slices.IndexFunc(list, func(f fields.Field) bool { return f.Control == fields.Record && f.Kind == graph.KindUnit && !f.List })
	if at < 0 {
		return ""
	}
	return list[at].Name
}

// labelField is the field that records of a kind are called by, "" where their names are made of several: the first of those that
// name a thing.
func labelField(list []fields.Field) string {
	for _, name := range []string{"name", "title", "what", "question", "statement", "domain", "rewards"} {
		if slices.ContainsFunc(list, func(f fields.Field) bool { return f.Name == name }) {
			return name
		}
	}
	return ""
}

// stateField is the field that the state of a record tells, "" for one that is told by what was done.
func stateField(r graph.Record) string {
	switch r.(type) {
	case *graph.Outcome:
		return "until"
	case *graph.Initiative, *graph.Decision, *graph.Request:
		return "state"
	case *graph.Work:
		return "states"
	}
	return ""
}

// stateOf is the state of records that have one.
func stateOf(v *visit, r graph.Record) string {
	switch r := r.(type) {
	case *graph.Outcome:
		if r.Until != 0 && r.Until < v.then.Today() {
			return "ended " + wording.Day(r.Until.Time(), v.seen())
		}
	case *graph.Initiative:
		return string(r.State)
	case *graph.Decision:
		return string(r.State)
	case *graph.Request:
		return string(r.State)
	case *graph.Dependency:
		return string(r.Last())
	case *graph.Intent:
		return string(r.Receipt.State)
	case *graph.Work:
		return r.State().String()
	}
	return ""
}

// recordHref is the page of a record: its own where it has one, else its history.
func recordHref(v *visit, ref graph.Ref) string {
	switch ref.Kind {
	case graph.KindUnit:
		return v.to("/units/" + ref.ID)
	case graph.KindInitiative:
		return v.to("/initiatives/" + ref.ID)
	case graph.KindOutcome:
		return v.to(outcomesPath + "/" + ref.ID)
	}
	return historyHref(v, ref)
}

// historyHref is the page with the fields and the history of a record.
func historyHref(v *visit, ref graph.Ref) string {
	return v.to("/records/" + string(ref.Kind) + "/" + ref.ID)
}
