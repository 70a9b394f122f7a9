package web

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"regexp"

	"throughline/fault"
	"throughline/overview"
	"throughline/web/view"
	"throughline/wording"
)

// reportFindings is how many findings a report lists.
const reportFindings = 50

// inner is a link to another page of the server, which a mailed file cannot reach.
var inner = regexp.MustCompile(` href="/[^"]*"`)

// Report is where the organisation stands as one file with everything in it, at the end of a day ("" is
// now) and for a period ("" is the present one).
func (s *Server) Report(ctx context.Context, asOf, period string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "/", nil)
	if err != nil {
		return nil, err
	}
	return s.ReportFor(r, asOf, period)
}

// ReportFor is Report for whoever sends the request: with what they may see.
func (s *Server) ReportFor(r *http.Request, asOf, period string) ([]byte, error) {
	ctx := r.Context()
	q := url.Values{}
	for name, value := range map[string]string{asOfParam: asOf, periodParam: period} {
		if value != "" {
			q.Set(name, value)
		}
	}
	asked := r.Clone(ctx)
	asked.URL = &url.URL{Path: "/", RawQuery: q.Encode()}
	v, err := s.visit(asked)
	if err != nil {
		return nil, err
	}
	page, err := s.report(ctx, v)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := view.ReportPage(page).Render(ctx, &b); err != nil {
		return nil, err
	}
	return inner.ReplaceAll(b.Bytes(), nil), nil
}

func (s *Server) report(ctx context.Context, v *visit) (view.Report, error) {
	p, err := s.sheet(ctx, v)
	if err != nil {
		return view.Report{}, err
	}
	stand, err := s.stand(ctx, ctx, p)
	if err != nil {
		return view.Report{}, err
	}
	if v.missed {
		return view.Report{}, fault.Wrap(ctx.Err(), fault.Cancelled, "the report was not waited for", "Make it again")
	}
	name := overview.Organisation(v.then)
	page := view.Report{
		Title: "Where we stand, " + name + ", " + wording.FullDay(v.seen()), Style: s.files.Style(), Stand: stand,
		Foot: "Throughline, " + wording.Moment(v.seen()) + ", from change " + wording.Number(float64(v.then.Position())) + " of the history.",
	}
	page.Stand.Scope = name + periodWords(v) + ", as of " + wording.FullDay(v.seen())
	open := p.base.Open()
	page.Findings = view.FindingList{
		Part:  view.Part{ID: "findings", Title: wording.Capital(wording.Count(len(open), "finding", "findings")), Sub: "Worst first; a finding is a question to those who can mend it"},
		Items: p.findingItems(open[:min(reportFindings, len(open))]),
	}
	if more := len(open) - reportFindings; more > 0 {
		page.Findings.Foot = "And " + wording.Count(more, "more", "more") + "."
	}
	return page, nil
}
