package accounttest

import (
	"fmt"
	"testing"
	"time"

	"throughline/account"
	"throughline/fault"
)

func lifeChecks() []check {
	return []check{
		{"rows whose time came are removed, others stay", expiry},
		{"a row past its time is there until it is removed", pastItsTime},
		{"many rows past their time", manyPastTheirTime},
		{"closed and opened again", reopened},
		{"a second process sees what the first wrote", besideSees},
		{"what is opened for reading is not written", readOnly},
		{"a closed store answers with a fault", closedStore},
	}
}

// until is a row with a time.
func until(id string, moment time.Time) account.Row {
	return account.Row{Kind: "thing", ID: id, Key: id, Expires: moment}
}

func expiry(t *testing.T, s Subject) {
	store := s.open(t)
	other := until("a", Start())
	other.Kind = "other"
	put(t, store, until("before", Start().Add(-time.Millisecond)), until("then", Start()), until("after", Start().Add(time.Millisecond)), plain("never", ""), other)
	if n, err := store.Expire(t.Context(), Start()); n != 3 || err != nil {
		t.Errorf("Expire() = %d, %v, want 3", n, err)
	}
	if got := ids(list(t, store, account.Query{Kind: "thing"})); Diff([]string{"after", "never"}, got) != "" {
		t.Errorf("after Expire() there are %v", got)
	}
	if at(t, store, "other", "a").There() || keyed(t, store, "thing", "then").There() {
		t.Error("a removed row is found")
	}
	put(t, store, until("then", Start())) // name and key are free
	if n, err := store.Expire(t.Context(), Start().Add(time.Hour)); n != 2 || err != nil {
		t.Errorf("Expire() an hour later = %d, %v, want 2", n, err)
	}
}

func pastItsTime(t *testing.T, s Subject) {
	store := s.open(t)
	r := put(t, store, until("a", Start().Add(-time.Hour)))[0]
	if !keyed(t, store, "thing", "a").There() || len(list(t, store, account.Query{Kind: "thing"})) != 1 {
		t.Error("a store without a clock knew the time")
	}
	r.Expires = Start().Add(time.Hour)
	put(t, store, r)
	if n, err := store.Expire(t.Context(), Start()); n != 0 || err != nil {
		t.Errorf("Expire() of a row whose time was put off = %d, %v", n, err)
	}
}

func manyPastTheirTime(t *testing.T, s Subject) {
	store := s.open(t)
	const n = 2500
	for from := 0; from < n; from += 500 {
		var b account.Batch
		for i := range 500 {
			b.Put = append(b.Put, until(fmt.Sprintf("t-%05d", from+i), Start().Add(time.Duration(from+i)*time.Millisecond)))
		}
		if err := store.Write(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := store.Expire(t.Context(), Start().Add(2345*time.Millisecond)); got != 2346 || err != nil {
		t.Errorf("Expire() = %d, %v, want 2346", got, err)
	}
	if rest := list(t, store, account.Query{Kind: "thing"}); len(rest) != n-2346 || rest[0].ID != "t-02346" {
		t.Errorf("%d rows are left, want %d", len(rest), n-2346)
	}
}

func reopened(t *testing.T, s Subject) {
	if s.Reopen == nil {
		return // the store forgets on purpose
	}
	store := s.Open(t)
	first := put(t, store, full("a"), plain("b", "1"))
	remove(t, store, first[1])
	store = s.Reopen(t, store)
	if diff := Diff(first[0], at(t, store, "thing", "a")); diff != "" {
		t.Errorf("after opening again (-before +after):\n%s", diff)
	}
	second := put(t, store, plain("b", "2"))[0]
	if second.Version == first[1].Version {
		t.Errorf("after opening again the version %d is given a second time", second.Version)
	}
	store = s.Reopen(t, store)
	if diff := Diff([]account.Row{first[0], second}, list(t, store, account.Query{Kind: "thing"})); diff != "" {
		t.Errorf("after opening twice (-before +after):\n%s", diff)
	}
	s.Close(t, store)
}

func besideSees(t *testing.T, s Subject) {
	if s.Beside == nil {
		return
	}
	store := s.open(t)
	put(t, store, full("a"))
	beside := s.Beside(t, store)
	defer s.Close(t, beside)
	holds(t, beside, full("a"))
	put(t, store, full("b"))
	holds(t, beside, full("b"))
	remove(t, store, at(t, store, "thing", "a"))
	if at(t, beside, "thing", "a").There() {
		t.Error("the second process finds a row that was removed")
	}
}

func readOnly(t *testing.T, s Subject) {
	if s.ReadOnly == nil {
		return
	}
	store := s.open(t)
	put(t, store, full("a"))
	reader := s.ReadOnly(t, store)
	defer s.Close(t, reader)
	holds(t, reader, full("a"))
	if got := list(t, reader, account.Query{Kind: "thing"}); len(got) != 1 {
		t.Errorf("List() = %v", got)
	}
	for what, err := range map[string]error{
		"Write()":           reader.Write(t.Context(), account.Batch{Put: []account.Row{plain("b", "1")}}),
		"Write() of no row": reader.Write(t.Context(), account.Batch{}),
		"Expire()":          second(reader.Expire(t.Context(), Start().Add(time.Hour))),
	} {
		if f := fault.Of(err); f == nil || f.Kind != fault.ReadOnly || f.Remedy == "" {
			t.Errorf("%s where only reading was asked for = %v", what, err)
		}
	}
	holds(t, store, full("a"))
}

func second(_ int, err error) error { return err }

func closedStore(t *testing.T, s Subject) {
	store := s.Open(t)
	put(t, store, full("a"))
	s.Close(t, store)
	_, row := store.Row(t.Context(), "thing", "a")
	_, key := store.Keyed(t.Context(), "thing", "key-a")
	_, all := store.List(t.Context(), account.Query{Kind: "thing"})
	for what, err := range map[string]error{
		"Row()": row, "Keyed()": key, "List()": all,
		"Write()":  store.Write(t.Context(), account.Batch{Put: []account.Row{plain("b", "1")}}),
		"Expire()": second(store.Expire(t.Context(), Start())),
	} {
		if f := fault.Of(err); f == nil || f.Kind != fault.Unavailable || f.Remedy == "" {
			t.Errorf("%s of a closed store = %v, want unavailable", what, err)
		}
	}
}
