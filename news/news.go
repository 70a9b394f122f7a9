package news

import (
	"cmp"
	"context"
	"slices"
	"time"

	"throughline/access"
	"throughline/change"
	"throughline/discussion"
	"throughline/engine"
	"throughline/graph"
)

// Sort is what sort of thing happened.
type Sort string

// The sorts.
const (
	Named   Sort = "named"   // the reader was named in a comment
	Said    Sort = "said"    // something was said
	Begun   Sort = "begun"   // a record was written down
	Changed Sort = "changed" // a record was changed
	Removed Sort = "removed" // a record was taken out
)

// Happening is one thing that happened.
type Happening struct {
	Sort     Sort
	About    graph.Ref // the record that is followed, or that was spoken of
	Record   graph.Ref // the record that changed, itself or one that belongs to it
	Title    graph.Record
	Number   int32     // of its version
	Position int64     // of the change
	By       string    // the actor of the change
	At       time.Time // when it was recorded
	Verb     string    // of the change, in the words that the reader may see
	Reason   string
	Fields   []string // which fields of it changed, by their names in the document
	Text     string   // what was said
}

// Follow is a record that is followed, from a position in the history on.
type Follow struct {
	Record graph.Ref
	Since  int64
}

// Asked says whose news are read.
type Asked struct {
	Workspace string
	Picture   *graph.Snapshot // the newest, as the reader sees it
	Sight     *access.Sight   // what they may see of it; nil is everything
	Person    graph.PersonID  // who they are in the organisation; "" for nobody
	Actors    []string        // the names that their own changes bear
	Follows   []Follow
	After     int64     // they have read up to this position
	From      time.Time // nothing is told that was recorded before
	Most      int       // at most so many records are looked at; 0 is Most
}

// The bounds of what is told.
const (
	Most         = 200 // records whose histories are read
	mostVersions = 10  // versions that are told of each
)

// moved is a record that moved since the reader looked.
type moved struct {
	record, about graph.Ref
	since         int64
	position      int64
	named         bool
}

// Read is what happened, newest first.
func Read(ctx context.Context, e *engine.Engine, a Asked) ([]Happening, error) {
	told := e.TellPast(ctx, a.Workspace, a.Sight)
	var out []Happening
	for _, m := range a.moved() {
		versions, err := told.Versions(m.record, 0, time.Time{}, mostVersions+1)
		if err != nil {
			return nil, err
		}
		for n, v := range versions[:min(len(versions), mostVersions)] {
			if v.Entry.Position <= m.since {
				break
			}
			if slices.Contains(a.Actors, v.Entry.Actor) || v.Entry.Recorded.Before(a.From) {
				continue
			}
			var older graph.Record
			if n+1 < len(versions) {
				older = versions[n+1].Record
			}
			h, err := happening(m, v, older)
			if err != nil {
				return nil, err
			}
			h.Verb, h.Reason = told.Words(&v.Entry)
			out = append(out, h)
		}
	}
	slices.SortStableFunc(out, func(a, b Happening) int {
		return cmp.Or(cmp.Compare(b.Position, a.Position), cmp.Compare(a.About.String(), b.About.String()), cmp.Compare(a.Record.String(), b.Record.String()))
	})
	return out, told.Err()
}

// Fresh is the records of which there may be news, each once, the latest first; it reads no history.
func (a Asked) Fresh() []graph.Ref {
	var out []graph.Ref
	for _, m := range a.moved() {
		if !slices.Contains(out, m.about) {
			out = append(out, m.about)
		}
	}
	return out
}

// moved is which records moved, the latest first.
func (a Asked) moved() []moved {
	seen := make(map[graph.Ref]moved)
	add := func(m moved, r graph.Record) {
		if m.position = r.Stamp().Position; m.position <= m.since {
			return
		}
		if was, there := seen[m.record]; !there || m.named && !was.named || m.named == was.named && closer(m, was) {
			seen[m.record] = m
		}
	}
	if p := graph.Find[*graph.Person](a.Picture, string(a.Person)); p != nil {
		for _, c := range discussion.NamingSince(a.Picture, p, a.After, a.From) {
			add(moved{record: c.Ref(), about: c.On, since: a.After, named: true}, c)
		}
	}
	for _, f := range a.Follows {
		since := max(a.After, f.Since)
		r := a.Picture.Record(f.Record)
		if r == nil { // taken out, or not for them any more: its history tells which
			seen[f.Record] = moved{record: f.Record, about: f.Record, since: since}
			continue
		}
		add(moved{record: f.Record, about: f.Record, since: since}, r)
		for _, kind := range attached() {
			for ref := range a.Picture.MentionedIn(kind, f.Record) {
				if r := a.Picture.Record(ref); slices.Contains(Belongs(r), f.Record) {
					add(moved{record: ref, about: f.Record, since: since}, r)
				}
			}
		}
	}
	out := make([]moved, 0, len(seen))
	for _, m := range seen {
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b moved) int {
		return cmp.Or(cmp.Compare(b.position, a.position), cmp.Compare(a.record.String(), b.record.String()))
	})
	return out[:min(len(out), cmp.Or(a.Most, Most))]
}

// closer reports whether a record is told rather as news of the one than of the other: of itself before what it belongs to.
func closer(m, was moved) bool {
	if own := m.record == m.about; own != (was.record == was.about) {
		return own
	}
	return m.about.String() < was.about.String()
}

// attached are the kinds of records whose changes are news of the record that they belong to.
func attached() []graph.Kind {
	return []graph.Kind{graph.KindComment, graph.KindInitiative, graph.KindOutcome, graph.KindIntent, graph.KindDependency, graph.KindRequest, graph.KindDecision}
}

// Belongs is the records of which a change of this one is news, besides itself: what is said of something, what a unit answers for, what
// an initiative waits for.
func Belongs(r graph.Record) []graph.Ref {
	switch r := r.(type) {
	case *graph.Comment:
		return []graph.Ref{r.On}
	case *graph.Initiative:
		return []graph.Ref{r.Owner.Ref()}
	case *graph.Outcome:
		return []graph.Ref{r.Owner.Ref()}
	case *graph.Intent:
		return []graph.Ref{r.Unit.Ref()}
	case *graph.Dependency:
		return []graph.Ref{r.Initiative.Ref(), r.From.Ref(), r.On.Ref()}
	case *graph.Request:
		return []graph.Ref{r.From.Ref(), r.To.Ref()}
	case *graph.Decision:
		return []graph.Ref{r.Unit.Ref()}
	}
	return nil
}

// happening is a version as news.
func happening(m moved, v engine.Version, older graph.Record) (Happening, error) {
	h := Happening{
		Sort: Changed, About: m.about, Record: m.record, Title: v.Record, Number: v.Number,
		Position: v.Entry.Position, By: v.Entry.Actor, At: v.Entry.Recorded,
	}
	c, comment := v.Record.(*graph.Comment)
	switch {
	case v.Record == nil:
		h.Sort, h.Title = Removed, older
		return h, nil
	case comment && older == nil:
		h.Text, h.Sort = c.Text, Said
		if m.named {
			h.Sort = Named
		}
		return h, nil
	case older == nil:
		h.Sort = Begun
		return h, nil
	}
	diff, err := change.Diff(older, v.Record)
	for _, d := range diff {
		h.Fields = append(h.Fields, d.Name)
	}
	return h, err
}

// Day is what happened on one day.
type Day struct {
	On      graph.Date
	Records []About
}

// About is what happened to one record on a day, newest first.
type About struct {
	Record graph.Ref
	List   []Happening
}

// ByDay puts what happened together by day and record, newest first; the day is that of the place.
func ByDay(list []Happening, place *time.Location) []Day {
	var out []Day
	for _, h := range list {
		on := graph.On(h.At.In(place).Date())
		if n := len(out); n == 0 || out[n-1].On != on {
			out = append(out, Day{On: on})
		}
		day := &out[len(out)-1]
		at := slices.IndexFunc(day.Records, func(a About) bool { return a.Record == h.About })
		if at < 0 {
			day.Records, at = append(day.Records, About{Record: h.About}), len(day.Records)
		}
		day.Records[at].List = append(day.Records[at].List, h)
	}
	return out
}
