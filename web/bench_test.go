package web

import (
	"bytes"
	"context"
	"net/http/httptest"
	"testing"

	"throughline/catalog"
	"throughline/overview"
	"throughline/testing/fixture"
	"throughline/web/view"
)

func largeSheet(b *testing.B, n int) sheet {
	s := fixture.Large(b, n)
	v := &visit{r: httptest.NewRequest("GET", "/", nil), now: s, then: s, period: s.Period("h2")}
	return sheet{v, overview.Compute(overview.Frame{Picture: s, Period: v.period}, catalog.Checks())}
}

func BenchmarkPages(b *testing.B) {
	p := largeSheet(b, 100_000)
	full, _ := p.base.Sight("", "")
	for name, page := range map[string]func(*bytes.Buffer) error{
		"home": func(w *bytes.Buffer) error {
			var page view.WhereWeStand
			p.fillHome(&page, overview.Trend{Since: -1})
			return view.WhereWeStandPage(page).Render(context.Background(), w)
		},
		"sight": func(w *bytes.Buffer) error {
			var page view.LineOfSight
			if err := p.fillSight(&page, full, full); err != nil {
				return err
			}
			return view.LineOfSightPage(page).Render(context.Background(), w)
		},
		"flow": func(w *bytes.Buffer) error { p.flow(full, ""); return nil },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				var w bytes.Buffer
				if err := page(&w); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
