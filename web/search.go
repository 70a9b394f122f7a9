package web

import (
	"bytes"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"throughline/graph"
	"throughline/overview"
	"throughline/web/view"
	"throughline/wording"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func atoi(s string) (n int64, ok bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil
}

// The number of hits the palette and the page show.
const (
	paletteHits = 8
	pageHits    = 50
)

// search answers the palette with a fragment, a field that names a record with what it may mean, and everybody else with a page.
func (s *Server) search(w http.ResponseWriter, r *http.Request) {
	b, err := s.searched(r)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(s.placed(b)) // the reader may be gone; nothing is left to tell
}

func (s *Server) searched(r *http.Request) ([]byte, error) {
	v, err := s.arrive(r)
	if err != nil {
		return nil, err
	}
	look := s.look
	format := v.query("format")
	asFragment := format == "fragment"
	if asFragment || format == "options" || format == "people" { // asked with every letter that is typed
		look = s.see
	}
	if err := look(r.Context(), v); err != nil {
		return nil, err
	}
	q := v.query("q")
	var b bytes.Buffer
	switch format {
	case "options":
		err := view.Offered(suggested(v.now, graph.Kind(v.query("kind")), q)).Render(r.Context(), &b)
		return b.Bytes(), err
	case "people":
		err := view.NameOptions(v.nameable(q), q).Render(r.Context(), &b)
		return b.Bytes(), err
	}
	index, err := s.figures.Index(r.Context(), s.workspace, v.whole)
	if err != nil {
		return nil, err
	}
	if asFragment {
		err = view.SearchOptions(s.offered(v, index, q), q).Render(r.Context(), &b)
		return b.Bytes(), err
	}
	sh, err := s.shell(r.Context(), v, "Search", "")
	if err != nil {
		return nil, err
	}
	err = view.SearchPage(s.found(v, sh, index, q)).Render(r.Context(), &b)
	return b.Bytes(), err
}

// offered is what the palette shows for what was typed.
func (s *Server) offered(v *visit, index *overview.Index, q string) []view.SearchGroup {
	if strings.TrimSpace(q) == "" {
		return jumps(v)
	}
	if ref, err := graph.ParseRef(q); err == nil && v.then.Record(ref) != nil {
		return groups(v, []overview.Hit{{Record: ref, Name: v.then.Record(ref).Label()}})
	}
	hits, _ := index.Find(q, paletteHits, v.hidden())
	return slices.Concat(s.goals.find(v, q, true), groups(v, hits), s.guidesFound(v, q))
}

// found is the page of what was found.
func (s *Server) found(v *visit, sh view.Shell, index *overview.Index, q string) view.Search {
	page := view.Search{Shell: sh, Query: q, Lead: "Type a name, a word of it, or the key of a piece of work."}
	if q == "" {
		return page
	}
	hits, total := index.Find(q, pageHits, v.hidden())
	page.Lead = wording.Count(total, "record matches", "records match") + " “" + q + "”."
	page.Groups = slices.Concat(s.goals.find(v, q, false), groups(v, hits), s.guidesFound(v, q))
	if total > len(hits) {
		page.Pager.Shown = "The best " + wording.Count(len(hits), "match", "matches") + " of " + wording.Number(float64(total)) + ". Type more to narrow them."
	}
	if total == 0 && len(page.Groups) == 0 {
		page.Missing = &view.Missing{Title: "Nothing matches “" + q + "”.", Text: "Names, ids and keys are searched.", Add: "Try a shorter word."}
	}
	return page
}

// groups is the hits, best first; what each is stands beside it. A piece of work is known by its key.
func groups(v *visit, hits []overview.Hit) []view.SearchGroup {
	if len(hits) == 0 {
		return nil
	}
	g := view.SearchGroup{Name: "Best first"}
	for _, h := range hits {
		hit := view.Hit{Name: h.Name, Kind: one(h.Record.Kind), Href: recordHref(v, h.Record)}
		switch h.Record.Kind {
		case graph.KindWork:
			hit.Text = h.Record.ID
		case graph.KindView:
			hit.Kind, hit.Href = "saved view", viewHref(v, h.Record)
		}
		g.Hits = append(g.Hits, hit)
	}
	return []view.SearchGroup{g}
}
