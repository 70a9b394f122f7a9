package graph

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// genPlan is a few records of the kinds that a basis is read from, any of which may come again changed.
func genPlan(t *rapid.T) []Record {
	pick := func(name string, from ...string) string { return rapid.SampledFrom(from).Draw(t, name) }
	share := func(name string) Share { return Share(rapid.IntRange(0, 2).Draw(t, name)) / 4 }
	quarter := func(name string) PeriodID { return PeriodID(pick(name, "q1", "q2", "h1", "")) }
	var out []Record
	for range rapid.IntRange(0, 6).Draw(t, "records") {
		switch pick("kind", "theme", "outcome", "initiative", "initiative", "initiative", "capacity", "unit", "work", "work", "period") {
		case "theme":
			out = append(out, &Theme{ID: ThemeID(pick("id", "g", "t")), Name: "T", Order: rapid.IntRange(0, 3).Draw(t, "order")})
		case "outcome":
			out = append(out, &Outcome{
				ID: OutcomeID(pick("id", "o", "p")), Name: "O",
				Themes: SharesOf(ThemeShare{"g", share("g")}, ThemeShare{"t", share("t")}),
			})
		case "initiative":
			i := &Initiative{
				ID: InitiativeID(pick("id", "w", "x", "y", "z")), Name: "I", State: Commitment(pick("state", "likely", "committed", "done")),
				Periods: []PeriodID{quarter("periods")}, Contributes: []Contribution{{Outcome: OutcomeID(pick("outcome", "o", "p", "lost")), Share: share("out")}},
			}
			if rapid.Bool().Draw(t, "direct") {
				i.Contributes = append(i.Contributes, Contribution{Theme: ThemeID(pick("theme", "g", "t")), Share: share("direct")})
			}
			for range rapid.IntRange(0, 2).Draw(t, "participants") {
				i.Participants = append(i.Participants, Participation{UnitID(pick("unit", "a", "b")), Days(rapid.IntRange(0, 9).Draw(t, "days")), quarter("days of")})
			}
			out = append(out, i)
		case "capacity":
			p := PeriodID(pick("of", "q1", "h1"))
			u := UnitID(pick("unit", "a", "b"))
			out = append(out, &Capacity{ID: CapacityID(fmt.Sprint(u, "-", p)), Unit: u, Period: p, Days: Days(rapid.IntRange(0, 60).Draw(t, "days"))})
		case "unit":
			out = append(out, &Unit{ID: UnitID(pick("id", "a", "b")), Name: "U", Parent: UnitID(pick("parent", "", "top")), People: rapid.IntRange(0, 9).Draw(t, "people")})
		case "work":
			out = append(out, genWork(t))
		case "period":
			out = append(out, &Period{ID: "q1", Name: "Q1", Kind: Quarter, Start: On(2026, 1, 1), End: On(2026, 3, 29) + Date(rapid.IntRange(0, 2).Draw(t, "end"))})
		}
	}
	return out
}

// TestABasisAfterAnotherIsTheSame changes a picture step by step: what is taken from the basis before must
// be what would be read anew.
func TestABasisAfterAnotherIsTheSame(t *testing.T) {
	opts := []cmp.Option{cmp.Exporter(func(reflect.Type) bool { return true }), cmpopts.EquateEmpty(), cmpopts.IgnoreTypes(new(Snapshot))}
	rapid.Check(t, func(t *rapid.T) {
		s := pictureOf(On(2026, 2, 11), year()...)
		var before *Basis
		today := On(2026, 2, 11)
		for step := range int64(rapid.IntRange(1, 6).Draw(t, "steps")) {
			b := s.Edit()
			for _, r := range genPlan(t) {
				if rapid.IntRange(0, 5).Draw(t, "remove") == 0 && s.Record(r.Ref()) != nil && r.Ref().Kind != KindPeriod {
					b.Remove(r.Ref(), Stamp{1, step + 2, step + 2})
				} else {
					b.Put(WithStamp(r, Stamp{1, step + 2, step + 2}))
				}
			}
			if rapid.IntRange(0, 5).Draw(t, "days later") == 0 {
				today++
			}
			s = b.Snapshot(today.Time().Add(time.Duration(step)), step+2)
			period := s.Period(rapid.SampledFrom([]PeriodID{"q1", "q1", "h1"}).Draw(t, "period"))
			fresh := BasisOf(s, period)
			after := BasisAfter(before, s, period)
			if diff := cmp.Diff(fresh, after, opts...); diff != "" {
				t.Fatalf("step %d (-anew +after):\n%s", step, diff)
			}
			before = after
		}
	})
}
