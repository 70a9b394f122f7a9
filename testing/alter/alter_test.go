package alter_test

import (
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"throughline/graph"
	"throughline/testing/alter"
	"throughline/testing/fixture"
)

// TestEverythingIsAlteredInTheEnd: no kind, and no field of a kind that is there, is out of reach.
func TestEverythingIsAlteredInTheEnd(t *testing.T) {
	if testing.Short() {
		t.Skip("few are drawn then, and not everything is met")
	}
	from := fixture.Large(t, 1_000)
	altered := make(map[string]bool)
	changed, gone, came := 0, 0, 0
	for range 6 { // so often that none is missed by chance
		rapid.Check(t, func(t *rapid.T) {
			s := from
			for range 10 {
				s = alter.Picture(t, s)
			}
			refs, ok := s.Since(from)
			if !ok {
				t.Fatal("the way is lost")
			}
			for _, r := range refs {
				was, is := from.Record(r), s.Record(r)
				switch {
				case was == nil && is == nil:
				case is == nil:
					gone++
				case was == nil:
					came++
				default:
					changed++
					for _, name := range differing(was, is) {
						altered[name] = true
					}
				}
			}
		})
	}
	if changed == 0 || gone == 0 || came == 0 {
		t.Errorf("%d changed, %d gone, %d came", changed, gone, came)
	}
	for _, want := range []string{
		"initiative.State", "initiative.Participants", "initiative.Contributes", "work.Logged", "work.Unit", "outcome.Themes", "capacity.Days",
		"intent.Shares", "unit.Parent", "unit.People", "theme.Order", "period.End", "funding.Days", "comment.On",
	} {
		if !altered[want] {
			t.Errorf("%s was never altered", want)
		}
	}
}

// differing is the fields in which two versions of a record differ.
func differing(a, b graph.Record) []string {
	var out []string
	x, y := reflect.ValueOf(a).Elem(), reflect.ValueOf(b).Elem()
	for n := range x.NumField() {
		if f := x.Type().Field(n); f.IsExported() && !reflect.DeepEqual(x.Field(n).Interface(), y.Field(n).Interface()) {
			out = append(out, fmt.Sprintf("%s.%s", a.Ref().Kind, f.Name))
		}
	}
	return out
}
