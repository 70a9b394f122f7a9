package overview_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"throughline/catalog"
	"throughline/finding"
	"throughline/graph"
	"throughline/overview"
	"throughline/testing/alter"
	"throughline/testing/fixture"
)

// whole compares two bases in all that they hold, seen and unseen, but for where it came from: the pictures, the
// round, and what was worked out on the way.
func whole() []cmp.Option {
	return []cmp.Option{
		cmp.Exporter(func(reflect.Type) bool { return true }),
		cmpopts.IgnoreTypes(new(graph.Snapshot), new(finding.Round)),
		the[graph.Initiative](), the[graph.Outcome](), the[graph.Theme](), the[graph.Unit](), the[graph.Period](), the[finding.Check](),
		cmpopts.EquateEmpty(), cmpopts.EquateNaNs(),
		cmp.FilterPath(func(p cmp.Path) bool {
			switch p.Last().String() {
			case ".cells", ".spread", ".fresh", ".trail", ".weighed":
				return true
			}
			return false
		}, cmp.Ignore()),
	}
}

// the holds that both point to the very same thing.
func the[T any]() cmp.Option { return cmp.Comparer(func(x, y *T) bool { return x == y }) }

// org is an organisation whose plan was locked, or not, and the period that is looked at.
type org struct {
	now    *graph.Snapshot
	period graph.PeriodID
	locks  []finding.Lock
}

func (o org) frame(s *graph.Snapshot) overview.Frame {
	return overview.Frame{Picture: s, Period: s.Period(o.period), Locks: o.locks}
}

// underLock is the organisation with a lock of its plan as it is, and after some changes.
func underLock(t *rapid.T, s *graph.Snapshot) org {
	lock := &graph.Baseline{ID: "lock", Name: "Lock", Period: "h2", At: fixture.Moment(t, "2026-09-01T12:00:00Z")}
	then := fixture.On(t, s).Put(lock).Picture()
	return org{alter.Picture(t, then), "h2", []finding.Lock{{Baseline: lock, Then: then}}}
}

// TestComputeAfterIsCompute: a base made after others is the base made from nothing, whatever changed in between.
func TestComputeAfterIsCompute(t *testing.T) {
	large, checks, opts := fixture.Large(t, 300), catalog.Checks(), whole()
	rapid.Check(t, func(t *rapid.T) {
		s := large
		if rapid.Bool().Draw(t, "small") {
			s = stated(t)
		}
		o := org{s, "h2", nil}
		if rapid.IntRange(0, 2).Draw(t, "locked") > 0 {
			o = underLock(t, s)
		}
		s = o.now
		var before *overview.Base
		for range rapid.IntRange(2, 4).Draw(t, "steps") {
			after, fresh := overview.ComputeAfter(before, o.frame(s), checks), overview.Compute(o.frame(s), checks)
			if d := cmp.Diff(fresh, after, opts...); d != "" {
				t.Fatalf("a base after another (-made from nothing +after):\n%s", d)
			}
			before = after
			if s = alter.Picture(t, s); rapid.IntRange(0, 9).Draw(t, "later") == 0 {
				s = s.As(s.AsOf().Add(24 * time.Hour))
			}
			if rapid.IntRange(0, 9).Draw(t, "other") == 0 {
				o.period = rapid.SampledFrom([]graph.PeriodID{"h2", "q3"}).Draw(t, "period")
			}
		}
	})
}

// TestWhatIsSaidChangesNoVerdict: after a comment what was resampled is taken over, as it would come out anew; after a change of
// the work it is resampled.
func TestWhatIsSaidChangesNoVerdict(t *testing.T) {
	s, checks := fixture.Large(t, 300), catalog.Checks()
	frame := func(s *graph.Snapshot) overview.Frame { return overview.Frame{Picture: s, Period: s.Period("h2")} }
	next := func(before *overview.Base, r graph.Record) (after, fresh *overview.Base) {
		b := before.Picture.Edit()
		b.Put(graph.WithStamp(r, graph.Stamp{Version: r.Stamp().Version + 1, Position: before.Picture.Position() + 1, Effective: s.AsOf().UnixMilli()}))
		then := b.Snapshot(s.AsOf(), before.Picture.Position()+1)
		return overview.ComputeAfter(before, frame(then), checks), overview.Compute(frame(then), checks)
	}
	first := overview.Compute(frame(s), checks)
	weighed := first.Diagnose("")
	sure := first.Intervals("")
	if sure.Kept == nil || weighed.N == 0 {
		t.Fatalf("there is nothing to weigh: %+v %+v", sure, weighed.Result)
	}
	var unit *graph.Unit
	for unit = range graph.All[*graph.Unit](s) {
		break
	}
	after, fresh := next(first, &graph.Comment{ID: "why", On: unit.Ref(), Text: "Why?", At: s.AsOf()})
	if d := cmp.Diff(fresh.Diagnose(""), after.Diagnose(""), whole()...); d != "" {
		t.Errorf("after a comment (-made from nothing +after):\n%s", d)
	}
	if after.Diagnose("").Position != after.Picture.Position() || weighed.Position != s.Position() {
		t.Error("a diagnosis does not say of which picture it is")
	}
	if after.Intervals("").Kept != sure.Kept {
		t.Error("after a comment it was resampled again")
	}
	var work graph.Record
	for w := range graph.All[*graph.Work](s) {
		if w.Unit != "" && w.Size > 0 {
			altered := *w
			altered.Size *= 40
			work = &altered
			break
		}
	}
	moved, anew := next(after, work)
	if moved.Intervals("").Kept == sure.Kept {
		t.Error("after a change of the work it was not resampled")
	}
	if d := cmp.Diff(anew.Diagnose(""), moved.Diagnose(""), whole()...); d != "" {
		t.Errorf("after a change of the work (-made from nothing +after):\n%s", d)
	}
}
