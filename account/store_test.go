package account

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"throughline/fault"
)

func TestAdmit(t *testing.T) {
	good := Row{Kind: "token", ID: "a", Key: "k", Owner: "o", Expires: time.UnixMilli(1_800_000_000_123).UTC(), Body: []byte("x")}
	with := func(change func(*Row)) Batch {
		r := good
		change(&r)
		return Batch{Put: []Row{r}}
	}
	many := func(n int) Batch {
		var b Batch
		for i := range n {
			b.Put = append(b.Put, Row{Kind: "token", ID: fmt.Sprint(i)})
		}
		return b
	}
	for name, c := range map[string]struct {
		batch Batch
		says  string
	}{
		"nothing":               {Batch{}, ""},
		"one row":               {Batch{Put: []Row{good}}, ""},
		"no key, owner, time":   {Batch{Put: []Row{{Kind: "token", ID: "a"}}}, ""},
		"the longest":           {with(func(r *Row) { r.ID, r.Body = strings.Repeat("i", MaxName), make([]byte, MaxBody) }), ""},
		"as many as there may":  {many(MaxBatch), ""},
		"a removal":             {Batch{Remove: []Row{{Kind: "token", ID: "a", Version: 7}}}, ""},
		"one too many":          {many(MaxBatch + 1), "1001 rows at once"},
		"a row twice":           {Batch{Put: []Row{good, good}}, "twice"},
		"removed and put":       {Batch{Remove: []Row{{Kind: "token", ID: "a", Version: 7}}, Put: []Row{good}}, "twice"},
		"no kind":               {with(func(r *Row) { r.Kind = "" }), "no name"},
		"no id":                 {with(func(r *Row) { r.ID = "" }), "no name"},
		"a kind too long":       {with(func(r *Row) { r.Kind = strings.Repeat("k", MaxName+1) }), "longer than 500"},
		"a key too long":        {with(func(r *Row) { r.Key = strings.Repeat("k", MaxName+1) }), "longer than 500"},
		"an owner too long":     {with(func(r *Row) { r.Owner = strings.Repeat("k", MaxName+1) }), "longer than 500"},
		"a zero character":      {with(func(r *Row) { r.Key = "a\x00" }), "not text"},
		"an id that is no text": {with(func(r *Row) { r.ID = "\xff" }), "not text"},
		"a body too large":      {with(func(r *Row) { r.Body = make([]byte, MaxBody+1) }), "larger than 65536"},
		"a negative version":    {with(func(r *Row) { r.Version = -1 }), "no version -1"},
		"removal of no version": {Batch{Remove: []Row{{Kind: "token", ID: "a"}}}, "no version 0"},
		"a time too early":      {with(func(r *Row) { r.Expires = time.UnixMilli(0).UTC() }), "its time"},
		"a time too late":       {with(func(r *Row) { r.Expires = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) }), "its time"},
		"a time too fine":       {with(func(r *Row) { r.Expires = r.Expires.Add(1) }), "its time"},
		"a time somewhere":      {with(func(r *Row) { r.Expires = r.Expires.In(time.FixedZone("x", 60)) }), "its time"},
	} {
		err := c.batch.Admit()
		if c.says == "" && err != nil || c.says != "" && (!fault.Is(err, fault.Internal) || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: Admit() = %v, want %q", name, err, c.says)
		}
	}
}

func TestAdmitLeavesTheBatchAlone(t *testing.T) {
	removes := make([]Row, 1, 8)
	removes[0] = Row{Kind: "token", ID: "a", Version: 1}
	b := Batch{Remove: removes, Put: []Row{{Kind: "token", ID: "b"}}}
	if err := b.Admit(); err != nil {
		t.Fatal(err)
	}
	if spare := removes[:2][1]; spare.ID != "" {
		t.Errorf("Admit() wrote %v behind the rows it was given", spare)
	}
}

func TestMoved(t *testing.T) {
	if !IsMoved(fmt.Errorf("writing: %w", Moved())) || IsMoved(nil) || IsMoved(fault.New(fault.Full, "x", "y")) {
		t.Error("IsMoved() does not know Moved()")
	}
}
