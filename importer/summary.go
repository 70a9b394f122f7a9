package importer

import (
	"fmt"
	"strings"

	"throughline/graph"
	"throughline/wording"
)

// Summary is what became of an import.
type Summary struct {
	DryRun    bool
	Unit      string // what Done and Rejected count
	Done      int64
	Changes   int // how many drafts
	Unchanged int // records that stood so already
	Rejected  int
	Kinds     []Tally // by kind in the order of graph.Kinds; only kinds with something to tell
	Notes     []string
}

// Tally counts the records of a kind.
type Tally struct {
	Kind                      graph.Kind
	Created, Changed, Removed int
}

// add counts a step.
func (s *Summary) add(step Step) {
	s.Done = max(s.Done, step.Done)
	s.Unchanged += step.Unchanged
	s.Rejected += step.Rejected
	s.Notes = append(s.Notes, step.Notes...)
	if step.Draft.IsEmpty() {
		return
	}
	s.Changes++
	var t *Tally
	for i, r := range step.Draft.Puts {
		if kind := r.Ref().Kind; t == nil || t.Kind != kind {
			t = s.tally(kind)
		}
		if i < len(step.Before) && step.Before[i] != nil {
			t.Changed++
		} else {
			t.Created++
		}
	}
	for _, r := range step.Draft.Removes {
		s.tally(r.Kind).Removed++
	}
}

// tally is the count of the kind, put in the order of the kinds.
func (s *Summary) tally(k graph.Kind) *Tally {
	at := 0
	for _, info := range graph.Kinds() {
		if at < len(s.Kinds) && s.Kinds[at].Kind == info.Kind {
			if info.Kind == k {
				return &s.Kinds[at]
			}
			at++
		} else if info.Kind == k {
			break
		}
	}
	s.Kinds = append(s.Kinds[:at], append([]Tally{{Kind: k}}, s.Kinds[at:]...)...)
	return &s.Kinds[at]
}

// Words is the summary as lines to read at a terminal.
func (s Summary) Words() []string {
	out := s.records()
	changes := wording.Count(s.Changes, "change", "changes")
	switch {
	case s.DryRun:
		out = append(out, changes+" would be made. This was a dry run: nothing was written.")
	case s.Changes > 0:
		out = append(out, changes+" made.")
	}
	return append(out, s.Notes...)
}

// Preview is the summary of a dry run as lines to read above the button that makes the changes.
func (s Summary) Preview() []string {
	return append(append(s.records(), "Nothing is changed yet."), s.Notes...)
}

// records says what becomes of the records.
func (s Summary) records() []string {
	var out []string
	for _, t := range s.Kinds {
		out = append(out, t.words(s.DryRun))
	}
	if len(s.Kinds) == 0 {
		out = append(out, "Nothing to change.")
	}
	if s.Unchanged > 0 {
		out = append(out, fmt.Sprintf("%s already there and unchanged.", wording.Count(s.Unchanged, "record", "records")))
	}
	if s.Rejected > 0 {
		out = append(out, wording.Count(s.Rejected, strings.TrimSuffix(s.Unit, "s"), s.Unit)+" rejected.")
	}
	return out
}

func (t Tally) words(dry bool) string {
	plural := spoken(t.Kind) + "s"
	if info, ok := graph.Info(t.Kind); ok && string(t.Kind) == spoken(t.Kind) {
		plural = info.Plural
	}
	var parts []string
	for _, p := range []struct {
		n    int
		verb string
	}{{t.Created, "created"}, {t.Changed, "changed"}, {t.Removed, "removed"}} {
		if p.n > 0 && dry {
			parts = append(parts, fmt.Sprintf("%s would be %s", wording.Number(float64(p.n)), p.verb))
		} else if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%s %s", wording.Number(float64(p.n)), p.verb))
		}
	}
	return strings.ToUpper(plural[:1]) + plural[1:] + ": " + strings.Join(parts, ", ") + "."
}

// spoken is what a person calls one record of a kind; files write it as one word.
func spoken(k graph.Kind) string {
	if k == graph.KindChangeRequest {
		return "change request"
	}
	return string(k)
}
