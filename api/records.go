package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"throughline/change"
	"throughline/door"
	"throughline/fault"
	"throughline/graph"
	"throughline/middleware"
	"throughline/overview"
)

// WorkspaceList is the workspaces that are served.
type WorkspaceList struct {
	Workspaces []Workspace `json:"workspaces"`
}

// Workspace is one organisation with its own history.
type Workspace struct {
	Name string `json:"name"`
	URL  string `json:"url" format:"uri-reference"`
}

type workspacesOutput struct{ Body WorkspaceList }

type workspacesInput struct {
	request *http.Request
	header  http.Header // of the answer
}

// Resolve keeps the request at hand.
func (a *workspacesInput) Resolve(ctx huma.Context) []error {
	r, w := humago.Unwrap(ctx)
	a.request, a.header = r, w.Header()
	return nil
}

// listWorkspaces is the names of what is served and is for who asks.
func (s *Server) listWorkspaces(ctx context.Context, in *workspacesInput) (*workspacesOutput, error) {
	all, err := s.shownTo(in.request)
	if err != nil {
		if errors.Is(err, door.ErrStranger) {
			in.header.Set("WWW-Authenticate", "Bearer")
		}
		middleware.RetryAfter(in.header, err)
		return nil, s.refuse(ctx, in.request, err)
	}
	out := &workspacesOutput{Body: WorkspaceList{Workspaces: []Workspace{}}}
	for _, name := range all {
		out.Body.Workspaces = append(out.Body.Workspaces, Workspace{name, Base + "/" + url.PathEscape(name) + "/kinds"})
	}
	in.header.Set("Cache-Control", "private, no-cache")
	in.header.Set("Vary", "Authorization, Cookie")
	return out, nil
}

// shownTo is the workspaces that are for who sends the request.
func (s *Server) shownTo(r *http.Request) ([]string, error) {
	names, err := s.workspaces(r.Context())
	if err != nil {
		return nil, err
	}
	var out []string
	for _, name := range names {
		one := r.Clone(r.Context())
		one.SetPathValue("workspace", name)
		viewer, _, err := s.who(one)
		switch {
		case errors.Is(err, door.ErrStranger):
			return nil, err
		case fault.Is(err, fault.Denied): // a token for another one, for instance
		case err != nil:
			return nil, err
		case viewer.Looks() == nil:
			out = append(out, name)
		}
	}
	return out, nil
}

// KindList is the kinds of record, in the order in which others refer to them.
type KindList struct {
	Kinds []Kind `json:"kinds"`
}

// Kind is a sort of record.
type Kind struct {
	Kind    string   `json:"kind" doc:"As it stands in references: unit."`
	Plural  string   `json:"plural" doc:"As a person writes several: units."`
	Group   string   `json:"group" doc:"The part of the product it belongs to."`
	Count   int      `json:"count" doc:"How many records there are."`
	Schema  string   `json:"schema" doc:"The schema of its fields in the OpenAPI document."`
	Filters []string `json:"filters" doc:"The fields that its records can be filtered by."`
	URL     string   `json:"url" format:"uri-reference" doc:"Its records."`
}

type kindsInput struct {
	InWorkspace
	AtMoment
}

type kindsOutput struct{ Body KindList }

// kinds is the list of kinds.
func (s *Server) kinds(_ context.Context, v *visit, _ *kindsInput) (*kindsOutput, error) {
	out := &kindsOutput{}
	for _, k := range graph.Kinds() {
		out.Body.Kinds = append(out.Body.Kinds, Kind{
			Kind: string(k.Kind), Plural: k.Plural, Group: k.Group, Count: v.shown().Count(k.Kind), Schema: "#/components/schemas/" + schemaName(k.Kind),
			Filters: overview.FilterFields(k.Kind), URL: v.address("records", string(k.Kind)),
		})
	}
	return out, nil
}

// address is the address of something in the workspace.
func (v *visit) address(parts ...string) string {
	out := Base + "/" + url.PathEscape(v.workspace)
	for _, p := range parts {
		out += "/" + url.PathEscape(p)
	}
	return out
}

// Record is a record as it stands, with what it takes to change it.
type Record struct {
	Record    string    `json:"record" doc:"Its reference, kind/id." example:"unit/core-services"`
	Label     string    `json:"label" doc:"The name a person calls it by."`
	Version   int32     `json:"version" doc:"Counts its versions from 1; to be given as a precondition of a change."`
	Position  int64     `json:"position" doc:"The position of the change that made this version."`
	Effective time.Time `json:"effective" doc:"Since when this version holds."`
	Fields    Fields    `json:"fields"`
}

// recordOf is the record as it is told.
func recordOf(r graph.Record) (Record, error) {
	fields, err := change.Fields(r)
	st := r.Stamp()
	return Record{
		Record: r.Ref().String(), Label: r.Label(), Version: st.Version, Position: st.Position,
		Effective: time.UnixMilli(st.Effective).UTC(), Fields: Fields(fields),
	}, err
}

// RecordList is a page of the records of a kind, by id.
type RecordList struct {
	Records []Record `json:"records"`
	Next    string   `json:"next,omitempty" format:"uri-reference" doc:"The next page; missing at the end. A page may be shorter than its limit, or empty, and still have a next one."`
}

// Filtered lets an address have any parameter: each that is none of the operation's own is the name of a field, with its value.
type Filtered struct{}

type recordsInput struct {
	InWorkspace
	AtMoment
	OnPage
	Filtered
	Kind  string `path:"kind" doc:"The kind of the records." example:"initiative"`
	After string `query:"after" doc:"Only records with an id after this one: the cursor that next carries."`
}

type recordsOutput struct {
	Link string `header:"Link" doc:"The next page, with rel=next."`
	Body RecordList
}

// records is a page of the records of a kind.
func (s *Server) records(_ context.Context, v *visit, in *recordsInput) (*recordsOutput, error) {
	limit, err := in.page()
	if err != nil {
		return nil, err
	}
	if _, err := kindOf(in.Kind); err != nil {
		return nil, err
	}
	found, err := overview.Select(v.shown(), overview.Query{Kind: graph.Kind(in.Kind), Where: v.filters(), After: in.After, Limit: limit})
	if err != nil {
		return nil, err
	}
	out := &recordsOutput{Body: RecordList{Records: make([]Record, len(found.Records))}}
	for i, r := range found.Records {
		if out.Body.Records[i], err = recordOf(r); err != nil {
			return nil, err
		}
	}
	if found.Next != "" {
		out.Body.Next = v.here("after", found.Next)
		out.Link = linkNext(out.Body.Next)
	}
	return out, nil
}

// notFilters are the parameters of a list of records that are no filter.
func notFilters() []string { return []string{"as_of", "after", "limit"} }

// filters is what the address asks of fields, in the order of the names of the fields.
func (v *visit) filters() []overview.Where {
	q := v.r.URL.Query()
	var out []overview.Where
	for name, values := range q {
		if slices.Contains(notFilters(), name) {
			continue
		}
		for _, value := range values {
			out = append(out, overview.Where{Field: name, Value: value})
		}
	}
	slices.SortFunc(out, func(a, b overview.Where) int {
		return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(a.Value, b.Value))
	})
	return out
}

// here is the address of this answer with a parameter set.
func (v *visit) here(name, value string) string {
	q := v.r.URL.Query()
	q.Set(name, value)
	return v.r.URL.Path + "?" + q.Encode()
}

// linkNext is a Link header to the next page.
func linkNext(address string) string { return fmt.Sprintf("<%s>; rel=\"next\"", address) }

type recordInput struct {
	InWorkspace
	AtMoment
	Kind string `path:"kind" doc:"The kind of the record." example:"unit"`
	ID   string `path:"id" doc:"The id of the record." example:"core-services"`
}

type recordOutput struct{ Body Record }

// record is one record. Its tag begins with its version.
func (s *Server) record(_ context.Context, v *visit, in *recordInput) (*recordOutput, error) {
	r, err := v.exists(in.Kind, in.ID)
	if err != nil {
		return nil, err
	}
	body, err := recordOf(r)
	if err != nil {
		return nil, err
	}
	tag := tagOf(fmt.Sprintf("%d-", body.Version), string(body.Fields))
	in.header.Set(headerETag, tag)
	if has(v.r, tag) {
		return nil, unchanged()
	}
	return &recordOutput{body}, nil
}

// Version is a version of a record: who made it, when, why, and what it changed.
type Version struct {
	Version   int32         `json:"version"`
	Position  int64         `json:"position"`
	Recorded  time.Time     `json:"recorded" doc:"When the change was taken in."`
	Effective time.Time     `json:"effective" doc:"Since when it holds."`
	Actor     string        `json:"actor" doc:"Who made it: a person, a token, an import." example:"person/ana-lima"`
	Channel   string        `json:"channel" doc:"The way it came in." example:"api"`
	Verb      string        `json:"verb" doc:"What happened, in the past tense." example:"unit.changed"`
	Reason    string        `json:"reason,omitempty" doc:"Why."`
	Removed   bool          `json:"removed,omitzero" doc:"The record was removed."`
	Changes   []FieldChange `json:"changes" doc:"The fields that differ from the version before."`
}

// FieldChange is a field before and after; a side that was not set is missing.
type FieldChange struct {
	Field string `json:"field"`
	Old   Value  `json:"old,omitzero"`
	New   Value  `json:"new,omitzero"`
}

// History is a page of the versions of a record, newest first.
type History struct {
	Record   string    `json:"record"`
	Versions []Version `json:"versions"`
	Next     string    `json:"next,omitempty" format:"uri-reference" doc:"Older versions; missing at the end."`
}

type historyInput struct {
	InWorkspace
	AtMoment
	OnPage
	Kind   string `path:"kind" doc:"The kind of the record." example:"unit"`
	ID     string `path:"id" doc:"The id of the record." example:"core-services"`
	Before count  `query:"before" doc:"Only versions made before this position."`
}

type historyOutput struct {
	Link string `header:"Link" doc:"Older versions, with rel=next."`
	Body History
}

// history is the versions of a record that the viewer may see. A record that was removed has one too.
func (s *Server) history(ctx context.Context, v *visit, in *historyInput) (*historyOutput, error) {
	info, err := kindOf(in.Kind)
	if err != nil {
		return nil, err
	}
	limit, err := in.page()
	if err != nil {
		return nil, err
	}
	before, err := in.Before.number("before", 1<<62, 2, 1<<62)
	if err != nil {
		return nil, err
	}
	ref := graph.Ref{Kind: info.Kind, ID: in.ID}
	p := v.lookInto(ctx)
	list, err := p.versions(ref, before, limit+1)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 && in.Before.text == "" {
		return nil, v.sight.NotThere(ref)
	}
	out := &historyOutput{Body: History{Record: ref.String(), Versions: []Version{}}}
	for i := range list[:min(limit, len(list))] {
		var older graph.Record
		if i+1 < len(list) {
			older = list[i+1].Record
		}
		one, err := p.version(&list[i], older)
		if err != nil {
			return nil, err
		}
		out.Body.Versions = append(out.Body.Versions, one)
	}
	if len(list) > limit {
		out.Body.Next = v.here("before", fmt.Sprint(list[limit-1].Entry.Position))
		out.Link = linkNext(out.Body.Next)
	}
	return out, nil
}
