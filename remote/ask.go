package remote

import (
	"context"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strconv"

	"throughline/api"
	"throughline/fault"
	"throughline/figure"
	"throughline/graph"
	"throughline/overview"
)

// Moment says which picture and period is looked at; "" is now, and the present one.
type Moment struct{ At, Period string }

// mostPage is how much is asked for at once of what comes page by page.
const mostPage = 100

// asked is the parameters of an address, without the empty ones: names and values in turn.
func asked(pairs ...string) url.Values {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	return q
}

// Methods is the measures there are.
func (s *Server) Methods(ctx context.Context) ([]overview.MethodDocument, error) {
	var out api.MethodList
	err := s.read(ctx, &out, nil, "measures")
	return out.Measures, err
}

// Checks is the checks there are.
func (s *Server) Checks(ctx context.Context) ([]overview.CheckDocument, error) {
	var out api.CheckList
	err := s.read(ctx, &out, nil, "checks")
	return out.Checks, err
}

// Figures is the figures of all measures, of the whole organisation or of one record.
func (s *Server) Figures(ctx context.Context, m Moment, about graph.Ref) ([]overview.FigureDocument, error) {
	q := asked("as_of", m.At, "period", m.Period)
	if !about.IsZero() {
		q.Set(string(about.Kind), about.ID)
	}
	var out api.FigureList
	err := s.read(ctx, &out, q, "figures")
	return out.Figures, err
}

// Findings is all findings, also those that were accepted, worst first; of a unit with those below it, or of all. period is ""
// where there is none to look at.
func (s *Server) Findings(ctx context.Context, m Moment, unit graph.UnitID) (all []overview.FindingDocument, period string, err error) {
	q := asked("as_of", m.At, "period", m.Period, "unit", string(unit), "waived", "both", "limit", strconv.Itoa(mostPage))
	for {
		var page api.FindingList
		if err := s.read(ctx, &page, q, "findings"); err != nil {
			return nil, "", err
		}
		all = append(all, page.Findings...)
		after, err := s.cursor(page.Next, "after", q)
		if err != nil || after == "" {
			return all, page.Period, err
		}
		q.Set("after", after)
	}
}

// cursor is where the next page begins; "" at the end. One that leads nowhere new would be asked for for ever.
func (s *Server) cursor(next, name string, q url.Values) (string, error) {
	if next == "" {
		return "", nil
	}
	u, err := url.Parse(next)
	if err != nil || u.Query().Get(name) == "" || u.Query().Get(name) == q.Get(name) {
		return "", fault.New(fault.Unavailable, "the pages of "+s.base.String()+" do not follow each other", "Try again")
	}
	return u.Query().Get(name), nil
}

// Explain says why a record is there.
func (s *Server) Explain(ctx context.Context, m Moment, ref graph.Ref) (out overview.RecordDocument, err error) {
	err = s.read(ctx, &out, asked("as_of", m.At), "explain", string(ref.Kind), ref.ID)
	return out, err
}

// Report is where the organisation stands, whole.
func (s *Server) Report(ctx context.Context, m Moment) (out overview.ReportDocument, err error) {
	err = s.read(ctx, &out, asked("as_of", m.At, "period", m.Period), "report")
	return out, err
}

// ReportAs is the report in a form for people: text or page.
func (s *Server) ReportAs(ctx context.Context, m Moment, form string, to io.Writer) error {
	return s.copy(ctx, to, asked("as_of", m.At, "period", m.Period, "form", form), "report")
}

// copy writes an answer as it comes.
func (s *Server) copy(ctx context.Context, to io.Writer, q url.Values, path ...string) error {
	answer, err := s.open(ctx, request{http.MethodGet, path, q, nil})
	if err != nil {
		return err
	}
	defer answer.Close()
	return s.pour(ctx, to, answer)
}

// pour copies an answer, and tells apart what went wrong on the way in from what went wrong on the way out.
func (s *Server) pour(ctx context.Context, to io.Writer, from io.Reader) error {
	in := &source{Reader: from}
	if _, err := io.Copy(to, in); in.failed != nil {
		return s.broken(ctx, in.failed)
	} else if err != nil {
		return err
	}
	return nil
}

// source remembers what went wrong with reading.
type source struct {
	io.Reader
	failed error
}

// Read reads on.
func (s *source) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	if err != nil && err != io.EOF {
		s.failed = err
	}
	return n, err
}

// Difference is what differs between two moments, each a day or the id of a plan lock; "" is now.
func (s *Server) Difference(ctx context.Context, from, to string, o figure.DifferenceAsked) (out overview.DifferenceDocument, err error) {
	q := asked("from", from, "to", to, "kind", string(o.Kind), "period", string(o.Period), "limit", strconv.Itoa(mostPage))
	for {
		var page overview.DifferenceDocument
		if o.Limit > 0 {
			q.Set("limit", strconv.Itoa(min(mostPage, o.Limit-len(out.Records))))
		}
		if err := s.read(ctx, &page, q, "difference"); err != nil {
			return out, err
		}
		page.Records = append(out.Records, page.Records...)
		out = page
		if page.Next == "" || o.Limit > 0 && len(out.Records) >= o.Limit {
			return out, nil
		}
		if page.Next == q.Get("after") {
			return out, fault.New(fault.Unavailable, "the pages of "+s.base.String()+" do not follow each other", "Try again")
		}
		q.Set("after", page.Next)
	}
}

// LogAsked is what is asked of the history, newest first.
type LogAsked struct {
	After int64     // only changes after this position
	Of    graph.Ref // only changes of this record; zero is all
	Limit int       // at most so many; 0 is no bound
}

// Log is the changes that are for the token, newest first.
func (s *Server) Log(ctx context.Context, o LogAsked) iter.Seq2[api.FeedEntry, error] {
	return func(yield func(api.FeedEntry, error) bool) {
		q := asked("newest", "true", "record", o.Of.String())
		if o.After > 0 {
			q.Set("after", strconv.FormatInt(o.After, 10))
		}
		for told := 0; ; {
			n := mostPage
			if o.Limit > 0 {
				n = min(n, o.Limit-told)
			}
			q.Set("limit", strconv.Itoa(n))
			var page api.Feed
			if err := s.read(ctx, &page, q, "changes"); err != nil {
				yield(api.FeedEntry{}, err)
				return
			}
			for _, e := range page.Changes {
				if told++; !yield(e, nil) {
					return
				}
			}
			if !page.More || o.Limit > 0 && told >= o.Limit {
				return
			}
			q.Set("before", strconv.FormatInt(page.Next, 10))
		}
	}
}

// Undo takes a change back, and returns the position of the change that does it.
func (s *Server) Undo(ctx context.Context, position int64, why string) (int64, error) {
	var out api.Undone
	err := s.ask(ctx, request{http.MethodPost, []string{"changes", strconv.FormatInt(position, 10), "undo"}, nil, api.Undoing{Reason: why}}, &out)
	return out.Position, err
}

// Export writes the picture as one workspace file.
func (s *Server) Export(ctx context.Context, at string, to io.Writer) error {
	return s.copy(ctx, to, asked("as_of", at), "export")
}

// Archive writes the whole history, which is for an owner from whom nothing is kept.
func (s *Server) Archive(ctx context.Context, to io.Writer) error {
	return s.copy(ctx, to, asked("form", "archive"), "export")
}
