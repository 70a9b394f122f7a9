package web

import (
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"

	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/importer"
	"throughline/importer/csvfile"
	"throughline/middleware"
	"throughline/web/view"
	"throughline/wording"
)

// mostLooked is how many changes and rejected rows a preview lists.
const mostLooked = 100

// pasted is the rows that somebody put into the page.
type pasted struct {
	text    string
	looked  importer.Summary
	changes []string
	file    *csvfile.File // nil until it could be read
	mapping csvfile.Mapping
	rejects [][]string // the rows that cannot be taken, with their reasons, below their header
	err     error
}

// pastePage is where rows of a spreadsheet become records of a kind.
func (s *Server) pastePage(ctx context.Context, v *visit) (templ.Component, error) {
	if err := v.canWrite(); err != nil {
		return nil, err
	}
	kind := graph.Kind(v.r.PathValue("kind"))
	info, ok := graph.Info(kind)
	if !ok {
		return nil, kindNotHere(kind)
	}
	title := "Bring in " + many(info)
	sh, err := s.shell(ctx, v, title, "records")
	if err != nil {
		return nil, err
	}
	page := view.Paste{
		Shell: sh, Title: title, Action: "/paste/" + string(kind), What: many(info),
		Crumbs: []view.Crumb{{Text: "Records", Href: "/records"}, {Text: wording.Capital(many(info)), Href: "/records/" + string(kind)}},
		Lead:   view.Say("Copy rows from a spreadsheet, or choose a CSV file, with the names of the columns in the first row. What would change is shown before anything does."),
	}
	if p := v.pasted; p != nil {
		page.Text = p.text
		if p.err != nil {
			page.Error = faultWords(p.err)
		} else {
			p.fill(&page)
		}
	}
	return view.PastePage(page), nil
}

// fill writes what the rows would do.
func (p *pasted) fill(page *view.Paste) {
	page.Looked = true
	page.Takes = p.looked.Changes > 0
	page.Summary = p.looked.Preview()
	for _, c := range p.mapping.Columns {
		page.Columns = append(page.Columns, view.Pair{Name: c.Name, Value: fieldWords(c.Field)})
	}
	for _, name := range p.mapping.Ignore {
		page.Columns = append(page.Columns, view.Pair{Name: name, Value: "left out"})
	}
	page.Changes = p.changes[:min(len(p.changes), mostLooked)]
	page.MoreChanges = len(p.changes) - len(page.Changes)
	if p.looked.Rejected > 0 {
		page.Rejected = view.List{Part: view.Part{ID: "rejected", Title: wording.Count(p.looked.Rejected, "row", "rows") + " cannot be taken", Sub: "Mend them in the spreadsheet and paste them again; what is taken stays as it is then"}}
		page.Rejected.Table = p.rejected()
	}
}

// rejected is the rows that cannot be taken, with their reasons.
func (p *pasted) rejected() view.Table {
	t := view.Table{Caption: "Rows that cannot be taken", Cards: true}
	if len(p.rejects) == 0 {
		return t
	}
	for _, name := range p.rejects[0] {
		t.Columns = append(t.Columns, view.Column{Name: wording.Capital(name)})
	}
	for _, row := range p.rejects[1:min(len(p.rejects), mostLooked+1)] {
		var cells []view.Cell
		for _, text := range row {
			cells = append(cells, view.T(text))
		}
		t.Rows = append(t.Rows, view.Row{Cells: cells})
	}
	return t
}

// paste shows what the rows would change, or makes the changes.
func (s *Server) paste(w http.ResponseWriter, r *http.Request) {
	v, form, err := s.posted(w, r)
	if err == nil {
		err = v.canWrite()
	}
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	kind := graph.Kind(r.PathValue("kind"))
	if _, ok := graph.Info(kind); !ok {
		s.refuse(w, r, kindNotHere(kind))
		return
	}
	p := &pasted{text: form.Get("rows")}
	v.pasted = p
	var done engine.Done
	var taken bool
	if err = p.fileIn(r); err == nil {
		done, taken, err = s.pour(r.Context(), v, kind, form, p)
	}
	if taken && err == nil {
		http.Redirect(w, r, after("/records/"+string(kind), done.Position, ""), http.StatusSeeOther)
		return
	}
	status := http.StatusOK
	if p.err = err; err != nil {
		if fault.Of(err) == nil {
			s.refuse(w, r, err)
			return
		}
		status = middleware.Status(fault.KindOf(err))
	}
	s.answer(w, r, status, s.pastePage, v)
}

// fileIn puts the file that was chosen in the place of the rows; without one they stay.
func (p *pasted) fileIn(r *http.Request) error {
	if r.MultipartForm == nil || len(r.MultipartForm.File["file"]) == 0 {
		return nil
	}
	head := r.MultipartForm.File["file"][0]
	if head.Filename == "" && head.Size == 0 {
		return nil
	}
	f, err := head.Open()
	if err != nil {
		return err
	}
	defer f.Close()
	body, err := io.ReadAll(f)
	if err != nil {
		return err
	}
	p.text, err = csvfile.Text(body)
	return err
}

// take makes the change of a plan.
func (s *Server) take(ctx context.Context, v *visit, plan importer.Plan) (done engine.Done, err error) {
	_, err = importer.Run(ctx, plan, importer.Options{Apply: func(ctx context.Context, step importer.Step) error {
		done, err = s.engine.EditAs(ctx, s.workspace, *v.as, func(*graph.Snapshot) (change.Draft, error) { return change.CopyDraft(step.Draft) })
		return err
	}})
	return done, err
}

// pour looks at what the rows would do; taken says that it was done.
func (s *Server) pour(ctx context.Context, v *visit, kind graph.Kind, form url.Values, p *pasted) (done engine.Done, taken bool, err error) {
	if strings.TrimSpace(p.text) == "" {
		return done, false, fault.New(fault.Invalid, "there are no rows", "Paste them with the names of their columns in the first, or choose a file")
	}
	if p.file, err = csvfile.New("rows", opens(csvfile.Clipboard(p.text))); err != nil {
		return done, false, err
	}
	if p.mapping, err = p.file.Suggest(kind); err != nil {
		return done, false, err
	}
	var rejects bytes.Buffer
	plan, err := p.file.Plan(func(time.Time) (*graph.Snapshot, error) { return v.now, nil }, p.mapping, &rejects)
	if err != nil {
		return done, false, err
	}
	plan = plan.AsOne() // a form is small, see mostSheet
	if form.Get("do") == "take" {
		done, err = s.take(ctx, v, plan)
		return done, true, err
	}
	words := importer.NewWords(v.now)
	p.looked, err = importer.Run(ctx, plan, importer.Options{Seen: func(step importer.Step) { p.changes = append(p.changes, words.Lines(step)...) }})
	if err != nil || p.looked.Rejected == 0 {
		return done, false, err
	}
	in := csv.NewReader(&rejects)
	in.Comma, in.FieldsPerRecord, in.LazyQuotes = p.file.Dialect().Delimiter, -1, true
	p.rejects, err = in.ReadAll()
	return done, false, err
}

// opens is the text as a file.
func opens(text string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
}
