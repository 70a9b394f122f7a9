package storage

import (
	"fmt"
	"strings"
	"testing"

	"throughline/fault"
	"throughline/ledger"
	"throughline/ledger/ledgertest"
)

func five() []ledger.Entry {
	h := ledgertest.NewHistory("a")
	for i := range 5 {
		h.Next(ledgertest.Doc("unit", "core", int32(i+1), fmt.Sprintf(`{"n":%d}`, i)))
	}
	return h.Entries
}

// run passes the entries of the positions through the sequence of the query.
func run(q ledger.Query, positions []int) error {
	all := five()
	s := NewSequence(q, all[4].Head())
	for _, p := range positions {
		if err := s.Takes(&all[p-1]); err != nil {
			return err
		}
	}
	return s.Ends()
}

func TestSequenceOfAQuery(t *testing.T) {
	for name, c := range map[string]struct {
		query ledger.Query
		gives []int
		says  string // "" when all is well
	}{
		"all":                       {ledger.Query{}, []int{1, 2, 3, 4, 5}, ""},
		"all, the first lost":       {ledger.Query{}, []int{2, 3, 4, 5}, "entry 1"},
		"all, one lost":             {ledger.Query{}, []int{1, 2, 4, 5}, "entry 3"},
		"all, the last lost":        {ledger.Query{}, []int{1, 2, 3, 4}, "entry 5"},
		"all, none there":           {ledger.Query{}, nil, "entry 1"},
		"all, one twice":            {ledger.Query{}, []int{1, 2, 2}, "entry 3"},
		"after 3":                   {ledger.Query{After: 3}, []int{4, 5}, ""},
		"after 3, one lost":         {ledger.Query{After: 3}, []int{5}, "entry 4"},
		"after the head":            {ledger.Query{After: 5}, nil, ""},
		"after the head, something": {ledger.Query{After: 5}, []int{5}, "entry 6"},
		"from 2 until 4":            {ledger.Query{After: 1, Until: 4}, []int{2, 3, 4}, ""},
		"until 4, cut short":        {ledger.Query{Until: 4}, []int{1, 2}, "entry 3"},
		"until beyond the head":     {ledger.Query{Until: 99}, []int{1, 2, 3, 4, 5}, ""},
		"the first two":             {ledger.Query{Limit: 2}, []int{1, 2}, ""},
		"the first two, one there":  {ledger.Query{Limit: 2}, []int{1}, "entry 2"},
		"the first two, three":      {ledger.Query{Limit: 2}, []int{1, 2, 3}, "entry 3"},
		"newest first":              {ledger.Query{Last: true}, []int{5, 4, 3, 2, 1}, ""},
		"newest first, cut":         {ledger.Query{Last: true}, []int{5, 4}, "entry 3"},
		"the newest two":            {ledger.Query{Last: true, Limit: 2}, []int{5, 4}, ""},
		"the newest of until 3":     {ledger.Query{Last: true, Until: 3, Limit: 1}, []int{3}, ""},
		"of one record":             {ledger.Query{Kind: "unit", ID: "core"}, []int{2, 5}, ""},
		"negative after":            {ledger.Query{After: -7}, []int{1, 2, 3, 4, 5}, ""},
	} {
		err := run(c.query, c.gives)
		if c.says == "" && err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if c.says != "" && (!fault.Is(err, fault.Corrupt) || !strings.Contains(err.Error(), c.says+" of the history is not what was written: it is missing")) {
			t.Errorf("%s: %v, want that %s is missing", name, err, c.says)
		}
	}
}

func TestSequenceLooksIntoEntries(t *testing.T) {
	all := five()
	all[1].Documents[0].Body = []byte(`{"n":9}`)
	for _, q := range []ledger.Query{{}, {Kind: "unit"}} {
		s := NewSequence(q, all[4].Head())
		if err := s.Takes(&all[0]); err != nil {
			t.Fatal(err)
		}
		if err := s.Takes(&all[1]); !fault.Is(err, fault.Corrupt) || !strings.Contains(err.Error(), "entry 2") {
			t.Errorf("Takes() of a changed entry = %v", err)
		}
	}
}

func TestSequenceStopsForItsReader(t *testing.T) {
	all := five()
	give := NewSequence(ledger.Query{}, all[4].Head()).Then(func(e ledger.Entry, _ error) bool { return e.Position < 2 })
	if err := give(&all[0]); err != nil {
		t.Errorf("the first entry = %v", err)
	}
	if err := give(&all[1]); err != ErrLeft {
		t.Errorf("a reader that has enough gives %v", err)
	}
}

func TestOrderOfLatest(t *testing.T) {
	at := func(position int64, kind, id string) ledger.Version {
		return ledger.Version{Position: position, Document: ledgertest.Doc(kind, id, 1, `{}`)}
	}
	good := []ledger.Version{at(1, "theme", "z"), at(9, "unit", "a"), at(2, "unit", "a-b"), at(2, "unit", "b")}
	for name, c := range map[string]struct {
		all  []ledger.Version
		due  int64
		says string
	}{
		"as it must be":     {good, 4, ""},
		"one lost":          {good[1:], 4, "3 latest documents are stored where there must be 4"},
		"one too many":      {good, 3, "4 latest documents are stored where there must be 3"},
		"one twice":         {append(good[:2:2], good[1:]...), 5, "unit/a is not in its place"},
		"another order":     {[]ledger.Version{good[0], good[2], good[1]}, 3, "unit/a is not in its place"},
		"kinds mixed":       {[]ledger.Version{good[1], good[0]}, 2, "theme/z is not in its place"},
		"after the head":    {[]ledger.Version{at(10, "unit", "a")}, 1, "unit/a is not in its place"},
		"nothing of no one": {nil, 0, ""},
	} {
		o := NewOrder(ledger.Head{Position: 9}, c.due)
		give, err := o.Then(func(*ledger.Version) error { return nil }), error(nil)
		for i := range c.all {
			if err == nil {
				err = give(&c.all[i])
			}
		}
		if err == nil {
			err = o.Ends()
		}
		if c.says == "" && err != nil || c.says != "" && (!fault.Is(err, fault.Corrupt) || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
}
