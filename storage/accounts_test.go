package storage

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"throughline/account"
	"throughline/fault"
)

func TestAccountsStatement(t *testing.T) {
	d := Dialect{Mark: "$"}
	const all = "SELECT kind, id, key, owner, expires, version, body, mark FROM account WHERE kind = $1"
	for _, c := range []struct {
		q    account.Query
		text string
		args []any
	}{
		{account.Query{Kind: "token"}, " ORDER BY id", []any{"token"}},
		{account.Query{Kind: "token", Last: true}, " ORDER BY id DESC", []any{"token"}},
		{account.Query{Kind: "token", Owner: "ana", After: "a", Limit: 3}, " AND owner = $2 AND id > $3 ORDER BY id LIMIT $4", []any{"token", "ana", "a", int64(3)}},
		{account.Query{Kind: "token", After: "a", Last: true}, " AND id < $2 ORDER BY id DESC", []any{"token", "a"}},
	} {
		text, args := d.Accounts(c.q)
		if text != all+c.text || fmt.Sprint(args) != fmt.Sprint(c.args) {
			t.Errorf("Accounts(%+v) = %q, %v", c.q, text, args)
		}
	}
}

// stored is one row as a database gives it back.
type stored struct {
	row  account.Row
	mark int64
	err  error
	done bool
}

func (s *stored) Next() bool { first := !s.done; s.done = true; return first }
func (s *stored) Err() error { return nil }

func (s *stored) Scan(into ...any) error {
	key, _, expires, body, _ := AccountValues(&s.row)
	*into[0].(*string), *into[1].(*string), *into[2].(**string), *into[3].(*string) = s.row.Kind, s.row.ID, key, s.row.Owner
	*into[4].(**int64), *into[5].(*int64), *into[6].(*[]byte), *into[7].(*int64) = expires, s.row.Version, body, s.mark
	return s.err
}

// Every field but the version counts for the mark, and no two fields can be taken for one another.
func TestAccountMark(t *testing.T) {
	good := account.Row{Kind: "token", ID: "ab", Key: "c", Owner: "d", Expires: time.UnixMilli(1_800_000_000_000).UTC(), Version: 3, Body: []byte("ef")}
	mark := AccountMark(&good)
	all, err := ScanAccounts(&stored{row: good, mark: mark})
	if err != nil || len(all) != 1 || all[0].Key != "c" || !all[0].Expires.Equal(good.Expires) || string(all[0].Body) != "ef" || all[0].Version != 3 {
		t.Fatalf("ScanAccounts() = %+v, %v", all, err)
	}
	for what, change := range map[string]func(*account.Row){
		"the kind":            func(r *account.Row) { r.Kind = "tokem" },
		"the id":              func(r *account.Row) { r.ID = "aB" },
		"the key":             func(r *account.Row) { r.Key = "" },
		"the owner":           func(r *account.Row) { r.Owner = "e" },
		"the time":            func(r *account.Row) { r.Expires = r.Expires.Add(time.Millisecond) },
		"no time":             func(r *account.Row) { r.Expires = time.Time{} },
		"the body":            func(r *account.Row) { r.Body = []byte("eg") },
		"a letter moved":      func(r *account.Row) { r.ID, r.Key = "a", "bc" },
		"a letter moved back": func(r *account.Row) { r.Owner, r.Body = "de", []byte("f") },
	} {
		bad := good
		change(&bad)
		_, err := ScanAccounts(&stored{row: bad, mark: mark})
		if f := fault.Of(err); f == nil || f.Kind != fault.Corrupt || !strings.Contains(f.Sentence, "is not what was written") || f.Remedy == "" {
			t.Errorf("%s changed: ScanAccounts() = %v, want corrupt", what, err)
		}
	}
}

func TestAccountRowThatCannotBeRead(t *testing.T) {
	_, err := ScanAccounts(&stored{err: errors.New("a number where a text must be")})
	if _, ok := errors.AsType[Unreadable](err); !ok {
		t.Errorf("ScanAccounts() = %v, want unreadable", err)
	}
}
