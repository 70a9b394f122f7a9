package ledger

import (
	"context"
	"fmt"
	"io"
	"iter"

	"github.com/go-json-experiment/json/jsontext"
)

// The archive form of histories. It is text, one JSON object a line, possibly packed with gzip:
//
//	{"archive":"throughline","version":1}
//	{"workspace":"harbor","entries":2}
//	{"position":1,"recorded":"2026-07-06T08:00:01.000Z","effective":…,"actor":…,"hash":…,"documents":[{…,"body":{…},"personal":[…]}]}
//	{"position":2,…}
//	{"end":2,"hash":…}
//	{"complete":1}
//
// One workspace follows the other; the last line says how many there were. Bodies stand byte for byte as they were written, because digests
// are over bytes. Personal text is there unless it was erased. The hash of the entry before is left
// out: it is that of the line before.

// ArchiveVersion is the version of the archive form that is written. Older ones are read for ever.
const ArchiveVersion = 1

const timeForm = "2006-01-02T15:04:05.000Z"

// Archived is an entry with the workspace it belongs to.
type Archived struct {
	Workspace string
	Total     int64 // how many entries the workspace has; 0 when that is not known
	Entry     Entry
}

// Histories are entries of one workspace after the other, each in the order of positions. An error
// stands for what was lost of the workspace it comes with; what follows it belongs to another.
type Histories = iter.Seq2[Archived, error]

// Lister is a Store that can name the workspaces that have a history, in the order of their names.
type Lister interface {
	Store
	// Workspaces is the names.
	Workspaces(ctx context.Context) ([]string, error)
}

// History is the whole history of the workspaces as they are when they are reached.
func History(ctx context.Context, s Store, workspaces ...string) Histories {
	return func(yield func(Archived, error) bool) {
		for _, name := range workspaces {
			if !history(ctx, s, name, yield) {
				return
			}
		}
	}
}

// history yields one workspace and reports whether the reader wants another.
func history(ctx context.Context, s Store, workspace string, yield func(Archived, error) bool) bool {
	// A damaged head tells no total, and need not keep good entries from being read.
	head, headErr := s.Head(ctx, workspace)
	for e, err := range s.Entries(ctx, workspace, Query{Until: head.Position}) {
		if !yield(Archived{workspace, head.Position, e}, err) {
			return false
		}
		if err != nil {
			return true
		}
	}
	return headErr == nil || yield(Archived{Workspace: workspace}, headErr)
}

// Salvage is the histories up to the first entry of each workspace that is bad: that cannot be read,
// or does not follow the one before it. What was lost is told, and the rest of its workspace is left
// out. The totals are unknown.
func Salvage(all Histories, lost func(workspace string, err error)) Histories {
	return func(yield func(Archived, error) bool) {
		at, head, ended := "", Head{}, false
		for a, err := range all {
			if a.Workspace != at {
				at, head, ended = a.Workspace, Head{}, false
			}
			if ended {
				continue
			}
			if err == nil {
				if wrong := a.Entry.Wrong(head); wrong != "" {
					err = Bad(head.Position+1, wrong)
				}
			}
			if err != nil {
				lost(at, err)
				ended = true
				continue
			}
			head, a.Total = a.Entry.Head(), 0
			if !yield(a, nil) {
				return
			}
		}
	}
}

// WriteArchive writes the histories in the archive form and returns how many entries it wrote. The
// first error ends it; then the archive lacks its end and is refused when read. For a packed archive
// w is a gzip writer, which the caller closes.
func WriteArchive(w io.Writer, all Histories) (entries int64, err error) {
	line := fmt.Appendf(nil, "{\"archive\":\"throughline\",\"version\":%d}\n", ArchiveVersion)
	workspaces, open, head := 0, "", Head{}
	for a, err := range all {
		if err != nil {
			return entries, err
		}
		if workspaces == 0 || open != a.Workspace {
			if workspaces > 0 {
				line = appendEnd(line, head)
			}
			line = appendWorkspace(line, a)
			workspaces, open = workspaces+1, a.Workspace
		}
		if line, err = appendEntry(line, &a.Entry); err != nil {
			return entries, err
		}
		if _, err := w.Write(line); err != nil {
			return entries, err
		}
		line, head = line[:0], a.Entry.Head()
		entries++
	}
	if workspaces > 0 {
		line = appendEnd(line, head)
	}
	_, err = w.Write(fmt.Appendf(line, "{\"complete\":%d}\n", workspaces))
	return entries, err
}

func appendWorkspace(b []byte, a Archived) []byte {
	b = append(b, `{"workspace":`...)
	b = appendText(b, a.Workspace)
	if a.Total > 0 {
		b = append(b, `,"entries":`...)
		b = appendNumber(b, a.Total)
	}
	return append(b, "}\n"...)
}

func appendEnd(b []byte, head Head) []byte {
	b = append(b, `{"end":`...)
	b = appendNumber(b, head.Position)
	b = append(b, `,"hash":"`+head.Hash.String()...)
	return append(b, "\"}\n"...)
}

func appendEntry(b []byte, e *Entry) ([]byte, error) {
	b = append(b, `{"position":`...)
	b = appendNumber(b, e.Position)
	b = append(b, `,"recorded":"`...)
	b = e.Recorded.AppendFormat(b, timeForm)
	if !e.Effective.Equal(e.Recorded) {
		b = append(b, `","effective":"`...)
		b = e.Effective.AppendFormat(b, timeForm)
	}
	b = append(b, '"')
	for _, m := range []struct{ name, text string }{{"actor", e.Actor}, {"channel", string(e.Channel)}, {"verb", e.Verb}, {"reason", e.Reason}} {
		if m.text != "" {
			b = append(b, `,"`+m.name+`":`...)
			b = appendText(b, m.text)
		}
	}
	b = append(b, `,"hash":"`+e.Hash.String()+`","documents":[`...)
	for i := range e.Documents {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendDocument(b, &e.Documents[i])
	}
	// What does not survive reading must not be written: a body that is no JSON, a text that is none.
	b = append(b, "]}"...)
	return append(b, '\n'), e.Admit()
}

func appendDocument(b []byte, d *Document) []byte {
	b = append(b, `{"kind":`...)
	b = appendText(b, d.Kind)
	b = append(b, `,"id":`...)
	b = appendText(b, d.ID)
	b = append(b, `,"version":`...)
	b = appendNumber(b, int64(d.Version))
	b = append(b, `,"format":`...)
	b = appendNumber(b, int64(d.Format))
	if !d.Deleted {
		b = append(b, `,"body":`...)
		b = append(b, d.Body...)
	}
	if len(d.Personal) > 0 {
		b = append(b, `,"personal":[`...)
		for i, p := range d.Personal {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendSealed(b, p)
		}
		b = append(b, ']')
	}
	return append(b, '}')
}

func appendText(b []byte, s string) []byte {
	// The text is valid UTF-8, or Admit refuses the entry.
	b, _ = jsontext.AppendQuote(b, s)
	return b
}
