package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"throughline/fault"
	"throughline/graph"
	"throughline/overview"
)

// The media types of a report.
const (
	mediaJSON = "application/json"
	mediaText = "text/markdown; charset=utf-8"
	mediaPage = "text/html; charset=utf-8"
)

type reportInput struct {
	InWorkspace
	InPeriod
	AsOf string `query:"as_of" doc:"The end of this day; now when left out." example:"2026-09-24"`
	Form string `query:"form" enum:"json,text,page" doc:"json is the figures and findings as documents, text reads well as it is, page is one file with everything in it." example:"json"`
}

func (r *reportInput) moment() string { return r.AsOf }

type reportOutput struct{ Body func(huma.Context) }

// report is where the organisation stands, whole.
func (s *Server) report(ctx context.Context, v *visit, in *reportInput) (*reportOutput, error) {
	if in.AsOf != "" {
		if _, err := graph.ParseDate(in.AsOf); err != nil {
			return nil, err
		}
	}
	media, write, err := s.reportIn(ctx, v, in)
	if err != nil {
		return nil, err
	}
	in.header.Set("Content-Type", media)
	return &reportOutput{func(c huma.Context) {
		_, w := humago.Unwrap(c)
		if err := write(w); err != nil {
			s.log.Debug("an answer did not arrive", "err", err) // the reader may be gone
		}
	}}, nil
}

// reportIn is the report in the form asked for, made.
func (s *Server) reportIn(ctx context.Context, v *visit, in *reportInput) (media string, write func(http.ResponseWriter) error, err error) {
	if in.Form == "page" {
		if s.reports == nil {
			return "", nil, fault.New(fault.NotFound, "no pages are served here", "Ask for the report as text or as json")
		}
		page, err := s.reports(v.r, v.workspace, in.AsOf, in.Period)
		return mediaPage, func(w http.ResponseWriter) error { _, err := w.Write(page); return err }, err
	}
	look := v.look()
	base, err := s.figures.BaseOf(ctx, look, in.Period)
	if err != nil {
		return "", nil, err
	}
	sees, err := s.figures.Sees(ctx, look, base)
	if err != nil {
		return "", nil, err
	}
	switch in.Form {
	case "", "json":
		told := overview.ReportOf(base, sees)
		return mediaJSON, func(w http.ResponseWriter) error { return jsonFormat().Marshal(w, told) }, nil
	case "text":
		told := []byte(overview.ReportText(base, sees))
		return mediaText, func(w http.ResponseWriter) error { _, err := w.Write(told); return err }, nil
	}
	f := fault.Invalidf("Use json, text or page", "form cannot be %q", in.Form)
	return "", nil, f.WithNearest(fault.Nearest(in.Form, []string{"json", "text", "page"}, 1))
}
