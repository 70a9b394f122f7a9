package workspacefile

import (
	"strconv"
	"strings"

	"throughline/fault"
	"throughline/graph"
	"throughline/importer"
)

// Place is where the field of the record was written last; with no such field, where the nearest
// field around it or the record itself was. The zero Place says that the record is not in the files.
// Field paths are those of graph.Mention and graph.Violation.
func (w *Workspace) Place(ref graph.Ref, field string) importer.Place {
	return w.placeBefore(len(w.changes), ref, field)
}

// placeBefore is Place among the first n changes.
func (w *Workspace) placeBefore(n int, ref graph.Ref, field string) importer.Place {
	for path := field; path != ""; path = parentPath(path) {
		for i := n - 1; i >= 0; i-- {
			if at, ok := w.changes[i].find(ref, path); ok {
				return at
			}
		}
	}
	for i := n - 1; i >= 0; i-- {
		if at, ok := w.changes[i].find(ref, ""); ok {
			return at
		}
	}
	return importer.Place{}
}

// parentPath is the path around the last field or item: "a[1].b" < "a[1]" < "a" < "".
func parentPath(path string) string {
	return path[:max(strings.LastIndexByte(path, '.'), strings.LastIndexByte(path, '['), 0)]
}

// find is where the change wrote the field; "" finds the record.
func (e *entry) find(ref graph.Ref, path string) (importer.Place, bool) {
	for i := len(e.patches) - 1; i >= 0; i-- {
		if p := e.patches[i]; p.ref == ref {
			if at, ok := placed(p.place, p.marks, p.written(path)); ok {
				return at, true
			}
		}
	}
	for _, w := range e.whole {
		if w.ref == ref {
			return placed(w.place, w.marks, path)
		}
	}
	for _, r := range e.removes {
		if r.ref == ref && path == "" {
			return r.place, true
		}
	}
	return importer.Place{}, false
}

// written is the path of a field as the patch has it: items that are added are counted from the first
// that is written, in the record they come after those it held. It is "-" for an item the patch did not add.
func (p *patch) written(path string) string {
	for _, f := range p.fields {
		list, held := f.path, p.held[f.path]
		rest, ok := strings.CutPrefix(path, list+"[")
		digits, after, closed := strings.Cut(rest, "]")
		i, err := strconv.Atoi(digits)
		if !p.add || !ok || !closed || err != nil {
			continue
		}
		if i < held {
			return "-"
		}
		return list + "[" + strconv.Itoa(i-held) + "]" + after
	}
	return path
}

func placed(record importer.Place, marks []mark, path string) (importer.Place, bool) {
	if path == "" {
		return record, true
	}
	for _, m := range marks {
		if m.path == path {
			return importer.Place{File: record.File, Line: int(m.line), Column: int(m.column)}, true
		}
	}
	return importer.Place{}, false
}

// Problems puts broken rules to where the fields were written.
func (w *Workspace) Problems(v graph.Violations) importer.Problems {
	return w.problemsBefore(len(w.changes), v)
}

func (w *Workspace) problemsBefore(n int, v graph.Violations) importer.Problems {
	var out importer.Problems
	for _, one := range v {
		out = append(out, importer.Problem{
			Place: w.placeBefore(n, one.Record, one.Field), Record: one.Record, Field: one.Field,
			Sentence: one.Sentence, Remedy: one.Remedy, Nearest: one.Nearest,
		})
	}
	return out
}

// Locate adds places to an error with which a draft was refused; an error about anything else is
// returned as it is.
func (w *Workspace) Locate(err error) error {
	f := fault.Of(err)
	if f == nil {
		return err
	}
	if v, ok := f.Err.(graph.Violations); ok {
		return w.Problems(v).Err()
	}
	return err
}
