package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// routes is every operation, with its method and address. What they have in common is described in document.go.
func (s *Server) routes(mux *http.ServeMux) *description {
	var d description
	a := humago.NewWithPrefix(mux, Base, config(&d))
	huma.Register(a, plainly(huma.Operation{
		OperationID: "list-workspaces", Method: http.MethodGet, Path: "/workspaces", Tags: tag(tagRecords),
		Summary: "The workspaces", Description: "The organisations that are served here, as far as you are a member.",
	}), s.listWorkspaces)
	huma.Register(a, plainly(huma.Operation{
		OperationID: "list-kinds", Method: http.MethodGet, Path: "/{workspace}/kinds", Tags: tag(tagRecords),
		Summary: "The kinds of record", Description: "Every kind with how many records there are, the schema of their fields and what they can be filtered by.",
	}), reading(s, s.kinds))
	huma.Register(a, plainly(huma.Operation{
		OperationID: "list-records", Method: http.MethodGet, Path: "/{workspace}/records/{kind}", Tags: tag(tagRecords), Parameters: filterParameter(),
		Summary: "The records of a kind", Description: "By id, page by page. Any field is a filter by the value it is to have: ?owner=core-services&state=started. A list matches when one of its elements does; an empty value matches what is not set.",
	}), reading(s, s.records))
	huma.Register(a, plainly(huma.Operation{
		OperationID: "read-record", Method: http.MethodGet, Path: "/{workspace}/records/{kind}/{id}", Tags: tag(tagRecords),
		Summary: "One record", Description: "All its fields, with the version that a change gives as its precondition. The ETag begins with the version.",
	}), reading(s, s.record))
	huma.Register(a, plainly(huma.Operation{
		OperationID: "read-history", Method: http.MethodGet, Path: "/{workspace}/records/{kind}/{id}/history", Tags: tag(tagRecords),
		Summary: "The history of a record", Description: "Its versions, newest first: who made each, when, why, and what it changed. A record that was removed has one too.",
	}), reading(s, s.history))
	huma.Register(a, plainly(huma.Operation{
		OperationID: "change-records", Method: http.MethodPost, Path: "/{workspace}/changes", Tags: tag(tagChanges), MaxBodyBytes: mostBody + 1, RequestBody: changesBody(),
		Summary: "Change records", Description: "All the changes together or none, as one entry of the history, under the name of whoever sends them. Each is held against the version, or the values, that its author saw.",
	}), visiting(s, s.change))
	huma.Register(a, plainly(huma.Operation{
		OperationID: "push-reading", Method: http.MethodPost, Path: "/{workspace}/outcomes/{id}/readings", Tags: tag(tagChanges), MaxBodyBytes: mostBody + 1, RequestBody: bodyOf("ReadingSent"),
		Summary: "Push a reading", Description: "Writes down what the metric of an outcome reads, as a check-in on its page does: for a dashboard or a job that knows the value. It needs no version, because a reading takes nothing away; one for a day that has one corrects it.",
	}), visiting(s, s.checkIn))
	huma.Register(a, plainly(huma.Operation{
		OperationID: "list-changes", Method: http.MethodGet, Path: "/{workspace}/changes", Tags: tag(tagChanges),
		Summary: "The changes since a position", Description: "Oldest first. To follow an organisation, ask for what comes after the last position you saw. A change of which nothing is for you is left out.",
	}), reading(s, s.feed))
	huma.Register(a, plainly(huma.Operation{
		OperationID: streamOperation, Method: http.MethodGet, Path: "/{workspace}" + streamPath, Tags: tag(tagChanges), Responses: answered("text/event-stream", "Server-sent events. Each has the position of a change as its id, change as its name, and a FeedEntry as its data."),
		Summary: "The changes as they happen", Description: "As server-sent events. After a break, the id of the last event that arrived, sent as Last-Event-ID, goes on where it stopped.",
	}), visiting(s, s.stream))
	huma.Register(a, plainly(huma.Operation{
		OperationID: "undo-change", Method: http.MethodPost, Path: "/{workspace}/changes/{position}/undo", Tags: tag(tagChanges), MaxBodyBytes: mostBody + 1, RequestBody: undoBody(),
		Summary: "Take a change back", Description: "Records its inverse: every record that it touched goes back to what it was before. It is refused when a later change stands on one of them.",
	}), visiting(s, s.undo))
	huma.Register(a, plainly(huma.Operation{
		OperationID: "read-difference", Method: http.MethodGet, Path: "/{workspace}/difference", Tags: tag(tagChanges),
		Summary: "What differs between two moments", Description: "The records that were added, changed and removed, and how the plan drifted. Each side is a day, a moment, or the id of a plan lock.",
	}), reading(s, s.difference))
	s.figureRoutes(a)
	huma.Register(a, plainly(huma.Operation{
		OperationID: "export", Method: http.MethodGet, Path: "/{workspace}/export", Tags: tag(tagRecords), Responses: answered(mediaFile, "A workspace file; or, asked for as records or as an archive, lines of JSON ("+mediaLines+")."),
		Summary: "The organisation as a file", Description: "The picture as a workspace file or record by record, without what is not for you; or the whole history as an archive.",
	}), reading(s, s.export))
	s.pages(mux)
	return d.complete()
}

// figureRoutes is the operations on what the records come to.
func (s *Server) figureRoutes(a huma.API) {
	huma.Register(a, plainly(huma.Operation{
		OperationID: "list-measures", Method: http.MethodGet, Path: "/{workspace}/measures", Tags: tag(tagFigures),
		Summary: "The measures", Description: "What each asks, how it is worked out, and what is shown at its edges.",
	}), reading(s, s.methods))
	huma.Register(a, plainly(huma.Operation{
		OperationID: "read-measure", Method: http.MethodGet, Path: "/{workspace}/measures/{id}", Tags: tag(tagFigures),
		Summary: "The figures of a measure", Description: "With everything that explains them: both sides of the division, coverage, interval, parts, what was not declared, the records behind them. The value is the same for everybody; records that are not for you are not named.",
	}), reading(s, s.measure))
	huma.Register(a, plainly(huma.Operation{
		OperationID: "list-figures", Method: http.MethodGet, Path: "/{workspace}/figures", Tags: tag(tagFigures),
		Summary: "The figures of all measures", Description: "Of the whole organisation, or of one unit, theme or outcome: each as read-measure tells it.",
	}), reading(s, s.allFigures))
	huma.Register(a, plainly(huma.Operation{
		OperationID: "list-checks", Method: http.MethodGet, Path: "/{workspace}/checks", Tags: tag(tagFigures),
		Summary: "The checks", Description: "What each looks for, what it means, who can usually mend it and how.",
	}), reading(s, s.checks))
	huma.Register(a, plainly(huma.Operation{
		OperationID: "list-findings", Method: http.MethodGet, Path: "/{workspace}/findings", Tags: tag(tagFigures),
		Summary: "The findings", Description: "What is misaligned, worst first: in a sentence, with the records, the days at stake, who can mend it and the next step.",
	}), reading(s, s.findings))
	huma.Register(a, plainly(huma.Operation{
		OperationID: "explain-record", Method: http.MethodGet, Path: "/{workspace}/explain/{kind}/{id}", Tags: tag(tagFigures),
		Summary: "Why a record is there", Description: "The line of sight: each way from the record up to a theme of the strategy.",
	}), reading(s, s.explain))
	huma.Register(a, plainly(huma.Operation{
		OperationID: "read-report", Method: http.MethodGet, Path: "/{workspace}/report", Tags: tag(tagFigures), Responses: reportAnswers(),
		Summary: "Where the organisation stands", Description: "The whole report: as JSON, as text in Markdown, or as one HTML file with everything in it that can be mailed.",
	}), reading(s, s.report))
}

// pages is what describes the operations.
func (s *Server) pages(mux *http.ServeMux) {
	mux.HandleFunc("GET "+DocPath, s.openapi)
	mux.HandleFunc("GET "+PagePath+"{$}", s.reference)
	mux.HandleFunc("GET "+stylePath, s.style)
	mux.HandleFunc("GET "+scriptPath, s.script)
}

// plainly is an operation whose parameters and body are read by our own rules, so that what is wrong with them is told like
// everything else.
func plainly(o huma.Operation) huma.Operation {
	o.SkipValidateParams, o.SkipValidateBody = true, true
	return o
}
