package api

import (
	"bufio"
	"context"
	"io"
	"mime"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"throughline/access"
	"throughline/change"
	"throughline/fault"
	"throughline/graph"
	"throughline/importer/workspacefile"
	"throughline/ledger"
)

type exportInput struct {
	InWorkspace
	AtMoment
	Form string `query:"form" enum:"file,records,archive" doc:"file is a workspace file (YAML) of the picture, which import reads; records is the picture as lines of JSON, first a PictureHead and then each Record; archive is the whole history, which restore reads, for an owner from whom nothing in it is kept." example:"file"`
}

type exportOutput struct{ Body func(huma.Context) }

// The media types of exports.
const (
	mediaFile  = "application/yaml"
	mediaLines = "application/x-ndjson"
)

// export is the organisation as a file.
func (s *Server) export(ctx context.Context, v *visit, in *exportInput) (*exportOutput, error) {
	switch in.Form {
	case "", "file":
		shown := v.shown()
		return s.attach(in.header, mediaFile, v.workspace+".yaml", func(w io.Writer) error { return workspacefile.Export(shown, w) }), nil
	case "records":
		then, shown := v.then, v.shown()
		return s.attach(in.header, mediaLines, v.workspace+".records", func(w io.Writer) error { return writeRecords(w, then, shown) }), nil
	case "archive":
		if in.AsOf != "" {
			return nil, fault.New(fault.Invalid, "an archive holds the whole history, so it has no day", "Leave as_of out, or ask for a file")
		}
		if err := v.mayArchive(ctx); err != nil {
			return nil, err
		}
		all := s.engine.Histories(ctx, v.workspace)
		return s.attach(in.header, mediaLines, v.workspace+".archive", func(w io.Writer) error {
			_, err := ledger.WriteArchive(w, all)
			return err
		}), nil
	}
	f := fault.Invalidf("Use file, records or archive", "form cannot be %q", in.Form)
	return nil, f.WithNearest(fault.Nearest(in.Form, []string{"file", "records", "archive"}, 1))
}

// mayArchive holds that the whole history is for the viewer: an owner, from whom no version of any record was ever kept.
func (v *visit) mayArchive(ctx context.Context) error {
	if !v.viewer.Role.AtLeast(access.Owner) {
		return fault.New(fault.Denied, "the whole history is for owners of the workspace", "Ask for a file, or ask an owner")
	}
	for _, kind := range []graph.Kind{graph.KindInitiative, graph.KindIncentive} { // those that name an audience
		for e, err := range v.s.engine.Log(ctx, v.workspace, ledger.Query{Kind: string(kind)}) {
			if err != nil {
				return err
			}
			for i := range e.Documents {
				if d := &e.Documents[i]; d.Kind != string(kind) || d.Deleted {
					continue
				} else if r, err := change.Decode(d); err != nil {
					return err
				} else if !v.present.SeesVersion(r, func(graph.Ref) graph.Record { return nil }) {
					return fault.New(fault.Denied, "the history holds records that are not for you", "Ask for a file, or make the archive on the machine with throughline export --archive")
				}
			}
		}
	}
	return nil
}

// attach sends a file as it is written. What goes wrong on the way breaks the answer off, so that nobody takes a part for the
// whole.
func (s *Server) attach(h http.Header, media, name string, write func(io.Writer) error) *exportOutput {
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	return &exportOutput{func(c huma.Context) {
		_, w := humago.Unwrap(c)
		_ = http.NewResponseController(w).SetWriteDeadline(time.Time{}) // as long as it takes; where it cannot be lifted a long one is broken off
		if err := write(w); err != nil {
			s.log.Error("an export failed", "file", name, "err", err)
			panic(http.ErrAbortHandler)
		}
	}}
}

// PictureHead is the first line of a picture that is sent record by record.
type PictureHead struct {
	AsOf     time.Time `json:"as_of" doc:"The moment it is of."`
	Position int64     `json:"position" doc:"The position of the history that it was made from."`
}

// writeRecords writes the picture record by record, in the order of the kinds.
func writeRecords(to io.Writer, then, shown *graph.Snapshot) error {
	out := bufio.NewWriterSize(to, 64<<10)
	line := func(v any) error { return jsonFormat().Marshal(out, v) }
	if err := line(PictureHead{then.AsOf(), then.Position()}); err != nil {
		return err
	}
	for _, k := range graph.Kinds() {
		for r := range shown.Records(k.Kind, "") {
			one, err := recordOf(r)
			if err != nil {
				return err
			}
			if err := line(one); err != nil {
				return err
			}
		}
	}
	return out.Flush()
}
