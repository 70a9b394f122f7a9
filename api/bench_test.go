package api_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"throughline/access"
	"throughline/graph"
	"throughline/storage/memory"
	"throughline/testing/fixture"
)

// BenchmarkAsk is requests to an organisation of 100,000 records, nine in ten of them work, to who sees all and to who does not
// see one initiative in a thousand.
func BenchmarkAsk(b *testing.B) {
	o := fixture.On(b, fixture.Large(b, 100_000)).Person("carl")
	n := 0
	var unit string
	for i := range graph.All[*graph.Initiative](o.Picture()) {
		if n++; n%1000 == 0 {
			c := *i
			c.Audience = []graph.PersonID{"carl"}
			o.Put(&c)
		}
		unit = string(i.Owner)
	}
	s := open(b, memory.New()).holds(o.Picture(), "2026-07-01")
	for _, who := range []graph.PersonID{"carl", "ana"} {
		s.as(who, access.Owner)
		for name, address := range map[string]string{
			"a page of work":           "/records/work?limit=50",
			"a page of a unit's work":  "/records/work?limit=50&unit=" + unit,
			"a page of few":            "/records/work?title=None",
			"a record":                 "/records/unit/" + unit,
			"the newest changes":       "/changes?after=1",
			"the figures of a measure": "/measures/intent.kept",
		} {
			b.Run(string(who)+"/"+name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					w := httptest.NewRecorder()
					s.handler.ServeHTTP(w, httptest.NewRequest("GET", "/api/v1/main"+address, nil))
					if w.Code != 200 {
						b.Fatal(w.Body)
					}
				}
			})
		}
		b.Run(string(who)+"/a change", func(b *testing.B) {
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				r := httptest.NewRequest("POST", "/api/v1/main/changes", strings.NewReader(changing(fmt.Sprintf(`{"record":"unit/%s","set":{"purpose":"%d"}}`, unit, n))))
				r.Header.Set("Content-Type", "application/json")
				w := httptest.NewRecorder()
				if s.handler.ServeHTTP(w, r); w.Code != 200 {
					b.Fatal(w.Body)
				}
			}
		})
	}
}
