package overview

import (
	"time"

	"throughline/finding"
	"throughline/graph"
)

// CascadeState is where the intent stands between a unit and whoever asks it.
type CascadeState string

// The states of the cascade, in the order of what is waited for.
const (
	CascadeWaits    CascadeState = "waits"    // the unit sent its reading; those above are to answer
	CascadeReturned CascadeState = "returned" // those above sent it back; the unit is to answer
	CascadeUnsent   CascadeState = "unsent"   // something is asked, and the unit has not sent how it reads it
	CascadeAccepted CascadeState = "accepted"
	CascadeUnasked  CascadeState = "unasked" // nothing is asked of the unit, nor of any above it
)

// CascadeStates is every state, in order.
func CascadeStates() []CascadeState {
	return []CascadeState{CascadeWaits, CascadeReturned, CascadeUnsent, CascadeAccepted, CascadeUnasked}
}

// CascadeLine is one unit: what was asked of it, how it reads that, and who is to move.
type CascadeLine struct {
	Unit   *graph.Unit
	Parent *graph.Unit   // nil at the top
	Depth  int           // 0 at the top
	Asked  *graph.Intent // of the unit, or of the nearest above it; nil for nothing
	Own    bool          // whether it was asked of the unit itself
	Read   *graph.Intent // sent or a draft; nil when the unit wrote nothing
	State  CascadeState
	Again  bool      // it was accepted once, and the strategy changed since
	Since  time.Time // when it came to stand so; zero when not known
	Days   int       // whole days since; 0 where nobody is to move
	Themes []CascadeTheme
}

// CascadeTheme is one theme between a unit and whoever asks it.
type CascadeTheme struct {
	Theme   *graph.Theme
	Place   int
	Asked   Share
	Read    Share          // not known while the unit declares no shares; that of a draft may still change
	Reading *graph.Reading // nil when the unit says nothing of it
}

// Gap is how far the unit reads the theme from what was asked, −1 to 1; ok is false where either is not known.
func (t *CascadeTheme) Gap() (gap float64, ok bool) {
	if !t.Asked.OK || !t.Read.OK {
		return 0, false
	}
	return t.Read.X - t.Asked.X, true
}

// Waiting reports whether somebody is to move.
func (l *CascadeLine) Waiting() bool {
	return l.State == CascadeWaits || l.State == CascadeReturned || l.State == CascadeUnsent
}

// Shift is the part of its emphasis that the unit reads otherwise than asked, 0 to 1; ok is false where either is
// not known.
func (l *CascadeLine) Shift() (shift float64, ok bool) {
	var up, down float64
	for n := range l.Themes {
		gap, known := l.Themes[n].Gap()
		if !known {
			return 0, false
		}
		up, down = up+max(gap, 0), down+max(-gap, 0)
	}
	return max(up, down), len(l.Themes) > 0
}

// Cascade is every unit in the order of the tree; without a period it is empty. Who states the strategy is left out
// until it says how it reads it.
func (b *Base) Cascade() []CascadeLine {
	if b.Period == nil {
		return nil
	}
	d := b.declared()
	var out []CascadeLine
	for _, u := range b.Tree.Units() {
		asked, own := d.Asked(u.ID)
		l := CascadeLine{Unit: u, Parent: b.Picture.Unit(u.Parent), Depth: b.Tree.Depth(u.ID), Asked: asked, Own: own, Read: d.Interpreted[u.ID]}
		if d.Stated != nil && d.Stated.Unit == u.ID {
			if l.Read == nil {
				continue
			}
			if asked == nil {
				l.Asked, l.Own = d.Stated, true // the top answers to what it states itself
			}
		}
		b.standing(&l)
		l.Themes = b.cascadeThemes(&l)
		out = append(out, l)
	}
	return out
}

// standing says where the line stands, since when, and how long that is.
func (b *Base) standing(l *CascadeLine) {
	var r graph.Receipt
	if l.Read != nil {
		r = l.Read.Receipt
	}
	switch {
	case r.State == graph.Accepted:
		l.State, l.Since = CascadeAccepted, r.AnsweredAt
	case r.State == graph.Returned:
		l.State, l.Since = CascadeReturned, r.AnsweredAt
	case r.State == graph.Sent:
		l.State, l.Since, l.Again = CascadeWaits, r.SentAt, r.Reason != ""
		if l.Again = l.Again || !r.ReopenedAt.IsZero(); l.Again { // it waits since the strategy changed
			l.Since = reopened(l.Read)
		}
	case l.Asked != nil:
		l.State, l.Since = CascadeUnsent, stamped(l.Asked)
	default:
		l.State = CascadeUnasked
	}
	if l.Waiting() && !l.Since.IsZero() {
		l.Days = max(0, int(b.Today()-graph.DateOf(l.Since)))
	}
}

// reopened is since when an accepted reading needs an answer again. Of one that was told before that was kept, it is when it came to
// be as it stands.
func reopened(i *graph.Intent) time.Time {
	if at := i.Receipt.ReopenedAt; !at.IsZero() {
		return at
	}
	return stamped(i)
}

// stamped is when the record came to be as it stands.
func stamped(r graph.Record) time.Time { return time.UnixMilli(r.Stamp().Effective).UTC() }

// cascadeThemes is one row for each theme that is asked of the unit or that it speaks of.
func (b *Base) cascadeThemes(l *CascadeLine) []CascadeTheme {
	var out []CascadeTheme
	for n, t := range b.Themes() {
		row := CascadeTheme{Theme: t, Place: n + 1}
		speaks := false
		if l.Asked != nil {
			row.Asked = Share{X: float64(l.Asked.Shares.Of(t.ID)), OK: true}
			speaks = row.Asked.X > 0
		}
		if l.Read != nil {
			row.Read = Share{X: float64(l.Read.Shares.Of(t.ID)), OK: len(l.Read.Shares) > 0}
			row.Reading = readingOf(l.Read, t.ID)
			speaks = speaks || row.Read.X > 0 || row.Reading != nil
		}
		if speaks {
			out = append(out, row)
		}
	}
	return out
}

// readingOf is how the unit reads the theme, nil where it says nothing.
func readingOf(i *graph.Intent, t graph.ThemeID) *graph.Reading {
	for n := range i.Readings {
		if i.Readings[n].Theme == t {
			return &i.Readings[n]
		}
	}
	return nil
}

// CascadeFindings is the open findings about the cascade, worst first.
func (b *Base) CascadeFindings() []*finding.Finding {
	var out []*finding.Finding
	for _, f := range b.Open() {
		if f.Check.Area == finding.Cascade {
			out = append(out, f)
		}
	}
	return out
}
