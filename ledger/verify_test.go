package ledger_test

import (
	"context"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/fault"
	"throughline/ledger"
	"throughline/ledger/ledgertest"
)

// paper is a store that says whatever is written on it.
type paper struct {
	ledger.Store
	head     ledger.Head
	entries  []ledger.Entry
	latest   []ledger.Version
	timeline []ledger.Version
	fails    error // after the last entry
}

func (p *paper) Head(context.Context, string) (ledger.Head, error) { return p.head, nil }

func (p *paper) Entries(_ context.Context, _ string, q ledger.Query) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		for _, e := range p.entries {
			if e.Position > q.After && !yield(e, nil) {
				return
			}
		}
		if p.fails != nil {
			yield(ledger.Entry{}, p.fails)
		}
	}
}

func (p *paper) Latest(context.Context, string, func(ledger.Head)) iter.Seq2[ledger.Version, error] {
	return each(p.latest)
}

func (p *paper) Between(context.Context, string, time.Time, time.Time) iter.Seq2[ledger.Version, error] {
	return each(p.timeline)
}

func each(all []ledger.Version) iter.Seq2[ledger.Version, error] {
	return func(yield func(ledger.Version, error) bool) {
		for _, v := range all {
			if !yield(v, nil) {
				return
			}
		}
	}
}

// written is a paper with a good history: core twice, legal once, told late.
func written() *paper {
	h := ledgertest.NewHistory("harbor")
	h.Next(ledgertest.Doc("unit", "core", 1, `{"n":1}`))
	h.Since(ledgertest.Start(), ledgertest.Doc("unit", "legal", 1, `{}`))
	h.Next(ledgertest.Doc("unit", "core", 2, `{"n":2}`))
	version := func(i int) ledger.Version {
		e := h.Entries[i]
		return ledger.Version{Position: e.Position, Effective: e.Effective, Document: e.Documents[0]}
	}
	latest := func(i int) ledger.Version {
		v := version(i)
		v.Highest = v.Document.Version
		return v
	}
	return &paper{
		head: h.Head, entries: h.Entries,
		latest: []ledger.Version{latest(2), latest(1)}, timeline: []ledger.Version{version(1), version(0), version(2)},
	}
}

func TestVerifyTakesWhatIsGood(t *testing.T) {
	p := written()
	r, err := ledger.Verify(t.Context(), p, "harbor", nil)
	if err != nil || r.Entries != 3 || r.Documents != 3 || r.Head != p.head {
		t.Errorf("Verify() = %+v, %v", r, err)
	}
}

func TestVerifyNamesWhatIsBad(t *testing.T) {
	other := ledgertest.NewHistory("other")
	other.Next(ledgertest.Doc("unit", "core", 1, `{}`))
	for name, c := range map[string]struct {
		spoil func(p *paper)
		says  string
	}{
		"a changed reason":           {func(p *paper) { p.entries[1].Reason = "x" }, "entry 2 of the history"},
		"a missing entry":            {func(p *paper) { p.entries = slices.Delete(p.entries, 1, 2) }, "entry 2 of the history"},
		"two entries swapped":        {func(p *paper) { p.entries[0], p.entries[1] = p.entries[1], p.entries[0] }, "entry 1 of the history"},
		"another first entry":        {func(p *paper) { p.entries[0] = other.Entries[0] }, "entry 2 of the history"},
		"a changed last entry":       {func(p *paper) { p.entries[2].Documents = nil }, "entry 3 of the history"},
		"a lost end":                 {func(p *paper) { p.entries = p.entries[:2] }, "entry 3 of the history is not what was written: the entry is missing"},
		"a head that lags":           {func(p *paper) { p.head = p.entries[1].Head() }, "the head does not name the last entry"},
		"a head of another history":  {func(p *paper) { p.head.Hash[0]++ }, "the head does not name the last entry"},
		"a latest that is older":     {func(p *paper) { p.latest[0] = p.timeline[1] }, "unit/core is not the latest"},
		"a latest that is changed":   {func(p *paper) { p.latest[0].Document.Body = []byte(`{"n":3}`) }, "unit/core is not the latest"},
		"a latest of another time":   {func(p *paper) { p.latest[1].Effective = p.latest[0].Effective }, "unit/legal is not the latest"},
		"a latest out of nowhere":    {func(p *paper) { p.latest[1].Document.ID = "sales" }, "unit/sales is not the latest"},
		"a number that is forgotten": {func(p *paper) { p.latest[0].Highest = 1 }, "it is not known that unit/core has a version 2"},
		"a latest that is lost":      {func(p *paper) { p.latest = p.latest[:1] }, "1 latest documents are missing"},
		"a version lost in time":     {func(p *paper) { p.timeline = p.timeline[1:] }, "order in time"},
		"a version changed in time":  {func(p *paper) { p.timeline[1].Document.Version = 9 }, "order in time"},
		"a version twice in time":    {func(p *paper) { p.timeline[0] = p.timeline[1] }, "order in time"},
		"versions in another order":  {func(p *paper) { p.timeline[0], p.timeline[2] = p.timeline[2], p.timeline[0] }, "in its place in time"},
		"a store that fails to read": {func(p *paper) { p.fails = ledger.Bad(4, "the page is torn") }, "the page is torn"},
	} {
		p := written()
		c.spoil(p)
		_, err := ledger.Verify(t.Context(), p, "harbor", nil)
		if !fault.Is(err, fault.Corrupt) || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "throughline restore") {
			t.Errorf("%s: Verify() = %v, want corrupt that says %q", name, err, c.says)
		}
	}
}

func TestVerifyNamesNumbersGivenTwice(t *testing.T) {
	h := ledgertest.NewHistory("harbor")
	h.Next(ledgertest.Doc("unit", "core", 1, `{}`), ledgertest.Doc("unit", "legal", 1, `{}`))
	h.Since(ledgertest.Start(), ledgertest.Doc("unit", "core", 2, `{}`))
	h.Next(ledgertest.Doc("unit", "core", 2, `{}`), ledgertest.Doc("unit", "legal", 2, `{}`))
	h.Next(ledgertest.Doc("unit", "core", 3, `{}`), ledgertest.Gone("unit", "legal", 2))
	for n := range 20 {
		h.Next(ledgertest.Doc("unit", "core", 4, `{}`), ledgertest.Doc("unit", "legal", int32(n+3), `{}`))
	}
	p := &paper{head: h.Head, entries: h.Entries}
	for _, e := range h.Entries {
		for _, d := range e.Documents {
			p.timeline = append(p.timeline, ledger.Version{Position: e.Position, Effective: e.Effective, Document: d})
		}
	}
	slices.SortStableFunc(p.timeline, func(a, b ledger.Version) int { return a.Effective.Compare(b.Effective) })
	n := len(p.timeline)
	p.latest = slices.Clone(p.timeline[n-2:])
	p.latest[0].Highest, p.latest[1].Highest = 4, 22
	r, err := ledger.Verify(t.Context(), p, "harbor", nil)
	if err != nil || r.Entries != 24 || r.Repeated != 21 || len(r.Repeats) != 10 {
		t.Fatalf("Verify() = %+v, %v", r, err)
	}
	core, legal := ledger.Record{Kind: "unit", ID: "core"}, ledger.Record{Kind: "unit", ID: "legal"}
	if diff := ledgertest.Diff([]ledger.Repeat{{core, 2, 3}, {legal, 2, 4}, {core, 4, 6}}, r.Repeats[:3]); diff != "" {
		t.Errorf("repeats (-want +got):\n%s", diff)
	}
}

func TestVerifyReportsHowFarItIsGood(t *testing.T) {
	p := written()
	p.entries[2].Reason = "x"
	r, err := ledger.Verify(t.Context(), p, "harbor", nil)
	if err == nil || r.Entries != 2 || r.Head != p.entries[1].Head() {
		t.Errorf("Verify() = %+v, %v, want the head of entry 2", r, err)
	}
}

func TestVerifyLetsOthersWriteMeanwhile(t *testing.T) {
	p := written()
	later := ledgertest.NewHistory("harbor")
	later.Head, later.Entries = p.head, slices.Clone(p.entries)
	e := later.Next(ledgertest.Doc("unit", "core", 3, `{}`), ledgertest.Doc("unit", "sales", 1, `{}`))
	all := p.entries
	p.head = later.Head
	p.entries = later.Entries
	for _, d := range e.Documents {
		p.timeline = append(p.timeline, ledger.Version{Position: e.Position, Effective: e.Effective, Document: d})
	}
	p.latest = []ledger.Version{p.timeline[3], p.latest[1], p.timeline[4]}
	p.latest[0].Highest, p.latest[1].Highest, p.latest[2].Highest = 3, 4, 1 // legal was told something late
	r, err := ledger.Verify(t.Context(), &meanwhile{paper: p, first: all}, "harbor", nil)
	if err != nil || r.Entries != 3 {
		t.Errorf("Verify() while another process appends = %+v, %v", r, err)
	}
}

// meanwhile reads a shorter history the first time.
type meanwhile struct {
	*paper
	first []ledger.Entry
}

func (m *meanwhile) Entries(ctx context.Context, w string, q ledger.Query) iter.Seq2[ledger.Entry, error] {
	if q == (ledger.Query{}) {
		return (&paper{entries: m.first}).Entries(ctx, w, q)
	}
	return m.paper.Entries(ctx, w, q)
}

func TestVerifyTellsProgress(t *testing.T) {
	h := ledgertest.NewHistory("harbor")
	for range 20_001 {
		h.Next()
	}
	var told []int64
	_, err := ledger.Verify(t.Context(), &paper{head: h.Head, entries: h.Entries}, "harbor", func(r ledger.Report) { told = append(told, r.Entries) })
	if err != nil || !slices.Equal(told, []int64{10_000, 20_000}) {
		t.Errorf("progress was told at %v, %v", told, err)
	}
}
