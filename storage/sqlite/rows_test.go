package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"testing"

	"throughline/fault"
	"throughline/ledger"
	"throughline/ledger/ledgertest"
)

func TestPut(t *testing.T) {
	var n64 int64
	var n32 int32
	var text string
	var maybe *string
	var bytes []byte
	var flag bool
	for _, c := range []struct {
		place any
		value driver.Value
		fits  bool
	}{
		{&n64, int64(1) << 40, true},
		{&n64, nil, false},
		{&n64, "7", false},
		{&n64, 1.5, false},
		{&n32, int64(7), true},
		{&n32, int64(1) << 31, false},
		{&n32, -int64(1)<<31 - 1, false},
		{&n32, nil, false},
		{&text, "a", true},
		{&text, nil, false},
		{&text, []byte("a"), false},
		{&text, int64(1), false},
		{&maybe, "a", true},
		{&maybe, nil, true},
		{&maybe, int64(1), false},
		{&bytes, []byte("a"), true},
		{&bytes, nil, true},
		{&bytes, "a", false},
		{&flag, true, false},
	} {
		if got := put(c.place, c.value); got != c.fits {
			t.Errorf("put(%T, %v) = %v, want %v", c.place, c.value, got, c.fits)
		}
	}
	if put(&maybe, "x"); maybe == nil || *maybe != "x" {
		t.Errorf("put left %v", maybe)
	}
	if put(&maybe, nil); maybe != nil {
		t.Errorf("put left %q in place of nothing", *maybe)
	}
}

// Bodies are kept by whoever reads them, so the driver must not write into one twice.
func TestTheDriverGivesEachRowItsOwnBytes(t *testing.T) {
	s := fresh(t)
	h := ledgertest.NewHistory("harbor")
	for i := range 500 {
		h.Next(ledgertest.Work(i, 1))
	}
	h.Append(t, s, h.Entries...)
	_, kept := ledgertest.Latest(t, s, "harbor")
	for i, v := range kept {
		if want := ledgertest.Work(i, 1); string(v.Document.Body) != string(want.Body) {
			t.Fatalf("row %d became %s, want %s", i, v.Document.Body, want.Body)
		}
	}
}

func TestReadingIsStoppedInTheMiddle(t *testing.T) {
	s := fresh(t)
	h := ledgertest.NewHistory("harbor")
	h.Filled(t, s, 2000)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	var last error
	for _, err := range s.Latest(ctx, "harbor", nil) {
		if last = err; err == nil {
			n++
		}
		if n == 700 {
			cancel()
		}
	}
	if !errors.Is(last, context.Canceled) || !fault.Is(last, fault.Cancelled) || n < 700 || n > 1100 {
		t.Errorf("a stopped reading gave %d of 2000 rows and %v", n, last)
	}
	if _, all := ledgertest.Latest(t, s, "harbor"); len(all) != 2000 {
		t.Errorf("the next reading gave %d rows", len(all))
	}
}

// A reader that panics must not leave a connection that holds an old picture.
func TestReadingOutlivesAPanic(t *testing.T) {
	s := fresh(t)
	h := ledgertest.NewHistory("harbor")
	h.Append(t, s, h.Next(ledgertest.Doc("unit", "core", 1, `{}`)))
	for range 5 {
		func() {
			defer func() { _ = recover() }()
			for range s.Latest(t.Context(), "harbor", nil) {
				panic("a reader's own")
			}
		}()
	}
	h.Append(t, s, h.Next(ledgertest.Doc("unit", "core", 2, `{}`)))
	for range 5 {
		if all := ledgertest.All(t, s, "harbor", ledger.Query{}); len(all) != 2 {
			t.Fatalf("after a panic a reading gave %d entries, want 2", len(all))
		}
	}
	if stats := s.readers.Stats(); stats.InUse != 0 {
		t.Errorf("%d connections are still held", stats.InUse)
	}
}

func TestScanCountsItsPlaces(t *testing.T) {
	s := fresh(t)
	conn, err := s.readers.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	err = straight(t.Context(), conn, `SELECT 1, 2`, nil, func(r *driverRows) error {
		var one, two int64
		if !r.Next() {
			return errors.New("no row")
		}
		if r.Scan(&one) == nil {
			t.Error("two columns went into one place")
		}
		return r.Scan(&one, &two)
	})
	if err != nil {
		t.Errorf("straight() = %v", err)
	}
}
