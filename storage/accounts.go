package storage

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"time"

	"throughline/account"
	"throughline/fault"
	"throughline/ledger"
)

// accountColumns are what ScanAccounts reads.
const accountColumns = "kind, id, key, owner, expires, version, body, mark"

// Account is the statement of the row of kind 1 with the id 2; its row is read by ScanAccounts.
func (d Dialect) Account() string {
	return "SELECT " + accountColumns + " FROM account WHERE kind = " + d.place(1) + " AND id = " + d.place(2)
}

// AccountKeyed is the statement of the row of kind 1 with the key 2; its row is read by ScanAccounts.
func (d Dialect) AccountKeyed() string {
	return "SELECT " + accountColumns + " FROM account WHERE kind = " + d.place(1) + " AND key = " + d.place(2)
}

// Accounts is the statement of a query, and its parameters. Its rows are read by ScanAccounts.
func (d Dialect) Accounts(q account.Query) (string, []any) {
	text, args := "SELECT "+accountColumns+" FROM account WHERE kind = "+d.place(1), []any{q.Kind}
	also := func(condition string, value any) {
		args = append(args, value)
		text += condition + d.place(len(args))
	}
	if q.Owner != "" {
		also(" AND owner = ", q.Owner)
	}
	beyond, order := " AND id > ", " ORDER BY id"
	if q.Last {
		beyond, order = " AND id < ", " ORDER BY id DESC"
	}
	if q.After != "" {
		also(beyond, q.After)
	}
	text += order
	if q.Limit > 0 {
		also(" LIMIT ", int64(q.Limit))
	}
	return text, args
}

// AccountMark is the check number of a row of accounts: 64 bits over everything in it but its version,
// which the engine gives.
func AccountMark(r *account.Row) int64 {
	b := make([]byte, 0, 256+len(r.Body))
	for _, s := range []string{r.Kind, r.ID, r.Key, r.Owner} {
		b = binary.BigEndian.AppendUint64(b, uint64(len(s)))
		b = append(b, s...)
	}
	b = binary.BigEndian.AppendUint64(b, uint64(r.Expires.UnixMilli()))
	digest := sha256.Sum256(append(b, r.Body...))
	return int64(binary.BigEndian.Uint64(digest[:8]))
}

// AccountValues are the columns key, owner, expires, body and mark of a row. No key and no time are NULL.
func AccountValues(r *account.Row) (key *string, owner string, expires *int64, body []byte, mark int64) {
	if r.Key != "" {
		key = &r.Key
	}
	if !r.Expires.IsZero() {
		at := r.Expires.UnixMilli()
		expires = &at
	}
	if body = r.Body; body == nil {
		body = []byte{}
	}
	return key, r.Owner, expires, body, AccountMark(r)
}

// ScanAccounts reads the rows of Dialect.Accounts, each held against its mark.
func ScanAccounts(rows Rows) ([]account.Row, error) {
	var out []account.Row
	for rows.Next() {
		r, err := scanAccount(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

func scanAccount(row Row) (r account.Row, err error) {
	var key *string
	var expires *int64
	var mark int64
	if err := row.Scan(&r.Kind, &r.ID, &key, &r.Owner, &expires, &r.Version, &r.Body, &mark); err != nil {
		return account.Row{}, Unreadable{err}
	}
	if key != nil {
		r.Key = *key
	}
	if expires != nil {
		r.Expires = time.UnixMilli(*expires).UTC()
	}
	if AccountMark(&r) != mark {
		return account.Row{}, fault.New(fault.Corrupt, fmt.Sprintf("the stored row of the %s %.40q is not what was written", r.Kind, r.ID), ledger.Repair())
	}
	return r, nil
}
