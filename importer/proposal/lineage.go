package proposal

import (
	"fmt"
	"iter"
	"path"
	"slices"
	"strings"
	"time"

	"throughline/importer/source"
)

// Op is what one version did to a lineage.
type Op string

// The operations.
const (
	Create     Op = "create"
	Change     Op = "change"
	Move       Op = "move" // also holds changes made with the move
	Delete     Op = "delete"
	Unreadable Op = "unparseable" // the metadata could not be read; the proposal says nothing until it can
)

// Event is one version's effect.
type Event struct {
	Time      time.Time // UTC
	Commit    string
	Reference string
	Op        Op
	Lineage   int // index into the history's lineages
	Path      string
	From      string        // the path before a move
	Changes   []FieldChange // what differs from the version before, in the order of Fields
	After     *Proposal     // nil after a deletion and while unreadable
	Defects   []Defect
}

// Lineage is one proposal through time.
type Lineage struct {
	Key       string // short readable name, unique, from the path it began with; never changes
	Began     time.Time
	Ended     time.Time // zero while it exists
	Path      string    // the last one
	Number    int       // the number in the last path, 0 when none
	Forerun   int       // index of the lineage it took over from under another number, or -1
	Successor int       // the other way round, or -1
	Events    []int     // indexes into the history's events
}

// History is a repository's proposals through time.
type History struct {
	Events   []Event
	Lineages []Lineage
	Defects  []Defect // of the history itself, not of one version
}

// Replay follows the versions of proposals, oldest first, into lineages. Versions of other
// paths are left out. The error is that of the source.
func (m *Mapping) Replay(versions iter.Seq2[source.Version, error]) (*History, error) {
	r := &replay{mapping: m, history: &History{}, at: map[string]int{}, last: map[int]*Proposal{}, keys: map[string]bool{}}
	var commit []source.Version
	for v, err := range versions {
		if err != nil {
			return nil, err
		}
		if !m.IsProposal(v.Path) {
			continue
		}
		r.clock.see(v)
		if len(commit) > 0 && (v.Commit == "" || v.Commit != commit[0].Commit) {
			r.take(commit)
			commit = commit[:0]
		}
		commit = append(commit, v)
	}
	r.take(commit)
	r.history.Defects = append(r.history.Defects, r.clock.defects()...)
	return r.history, nil
}

// replay is the state while following.
type replay struct {
	mapping *Mapping
	history *History
	at      map[string]int    // path to lineage
	last    map[int]*Proposal // what a lineage says now
	keys    map[string]bool   // keys in use
	clock   clock
}

// take applies one commit. Moves look at the paths as they were before the commit, so that two
// files may change places.
func (r *replay) take(commit []source.Version) {
	moved := map[string]int{}
	for _, v := range commit {
		if l, ok := r.at[v.From]; ok && v.From != "" {
			moved[v.From] = l
			delete(r.at, v.From)
		}
	}
	for _, v := range commit {
		l, from := moved[v.From]
		switch {
		case v.Deleted:
			r.end(v)
		case from && r.same(v):
			r.move(v, l)
		case from:
			r.succeed(v, l)
		default:
			r.put(v)
		}
	}
}

// succeed ends a lineage that moved to another number. The proposal at the new path takes over:
// a new one, or the one that is there already.
func (r *replay) succeed(v source.Version, l int) {
	r.endLineage(v, l, v.From)
	r.put(v)
	next := r.at[v.Path]
	r.history.Lineages[next].Forerun = l
	r.history.Lineages[l].Successor = next
}

// same reports whether a moved file is still the same proposal.
func (r *replay) same(v source.Version) bool {
	return r.mapping.Identity.Moves == AnyMove || r.mapping.numberOf(v.From) == r.mapping.numberOf(v.Path)
}

func (r *replay) put(v source.Version) {
	l, ok := r.at[v.Path]
	if !ok {
		r.begin(v)
		return
	}
	r.change(v, l, Change)
}

// begin starts a lineage.
func (r *replay) begin(v source.Version) {
	l := len(r.history.Lineages)
	r.history.Lineages = append(r.history.Lineages, Lineage{
		Key: r.key(v.Path), Began: v.Time, Forerun: -1, Successor: -1,
	})
	r.at[v.Path] = l
	r.change(v, l, Create)
}

// move carries a lineage to a new path. A lineage that is there already ends.
func (r *replay) move(v source.Version, l int) {
	if there, ok := r.at[v.Path]; ok {
		r.note(v.Path, MoveOntoAnotherProposal, "another proposal was moved here from %s; the one that was here ended", v.From)
		r.endLineage(v, there, v.Path)
	}
	r.at[v.Path] = l
	r.change(v, l, Move)
}

// change records what a version says about a lineage.
func (r *replay) change(v source.Version, l int, op Op) {
	after, defects := r.mapping.Parse(v.Path, v.Content)
	e := r.event(v, l, op)
	e.Path, e.After, e.Defects = v.Path, after, defects
	if op == Move {
		e.From = v.From
	}
	if after == nil {
		if op == Change {
			e.Op = Unreadable
		}
	} else {
		e.Changes = r.mapping.Compare(r.last[l], after, e.From)
	}
	r.last[l] = after
	lineage := &r.history.Lineages[l]
	lineage.Path, lineage.Number = v.Path, r.mapping.numberOf(v.Path)
	r.record(e)
}

func (r *replay) end(v source.Version) {
	l, ok := r.at[v.Path]
	if !ok {
		r.note(v.Path, EndOfSomethingNeverBegun, "commit %s ended a file that was not there", v.Commit)
		return
	}
	r.endLineage(v, l, v.Path)
}

// endLineage records the end of a lineage at a path.
func (r *replay) endLineage(v source.Version, l int, path string) {
	if r.at[path] == l {
		delete(r.at, path)
	}
	e := r.event(v, l, Delete)
	e.Path = path
	r.last[l] = nil
	r.history.Lineages[l].Ended = v.Time
	r.record(e)
}

func (r *replay) event(v source.Version, l int, op Op) Event {
	return Event{Time: v.Time, Commit: v.Commit, Reference: v.Reference, Op: op, Lineage: l}
}

func (r *replay) record(e Event) {
	r.history.Lineages[e.Lineage].Events = append(r.history.Lineages[e.Lineage].Events, len(r.history.Events))
	r.history.Events = append(r.history.Events, e)
}

func (r *replay) note(path string, code Code, format string, args ...any) {
	r.history.Defects = append(r.history.Defects, Defect{Code: code, Path: path, Sentence: fmt.Sprintf(format, args...)})
}

// key makes a short name from a path: its folder's name, or the file's when every file is a
// proposal of its own; a name that is taken gets a number.
func (r *replay) key(p string) string {
	base := path.Base(path.Dir(p))
	if r.mapping.aloneFile(p) {
		base = strings.TrimSuffix(path.Base(p), path.Ext(p))
	}
	name := slug(base)
	key := name
	for n := 2; r.keys[key]; n++ {
		key = fmt.Sprintf("%s-%d", name, n)
	}
	r.keys[key] = true
	return key
}

// aloneFile reports whether a proposal is a file among others, not a folder of its own.
func (m *Mapping) aloneFile(p string) bool {
	return slices.ContainsFunc(m.Files.Proposals, func(g string) bool { return strings.ContainsAny(path.Base(g), "*?[") && match(g, p) })
}

// slug is the text in lower case with dashes for all but letters and digits.
func slug(s string) string {
	var b strings.Builder
	for _, c := range strings.ToLower(s) {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			b.WriteRune(c)
			continue
		}
		if b.Len() > 0 && !strings.HasSuffix(b.String(), "-") {
			b.WriteByte('-')
		}
	}
	if out := strings.TrimSuffix(b.String(), "-"); out != "" {
		return out
	}
	return "proposal"
}

// At is what each lineage says at a time, that moment included; nil for those that do not
// exist or cannot be read then. The index is the lineage's.
func (h *History) At(t time.Time) []*Proposal {
	state := make([]*Proposal, len(h.Lineages))
	for _, e := range h.Events {
		if !e.Time.After(t) {
			state[e.Lineage] = e.After
		}
	}
	return state
}

// Head is what each lineage says at the end.
func (h *History) Head() []*Proposal {
	state := make([]*Proposal, len(h.Lineages))
	for _, e := range h.Events {
		state[e.Lineage] = e.After
	}
	return state
}

// Now is the proposals that exist at the end, in the order of their paths.
func (h *History) Now() []*Proposal {
	var out []*Proposal
	for _, p := range h.Head() {
		if p != nil {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b *Proposal) int { return strings.Compare(a.Path, b.Path) })
	return out
}
