package account

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json"

	"throughline/fault"
)

// noun is something that is kept in one row.
type noun interface {
	row() Row   // kind, id, key, owner and time; not the body
	body() any  // what is written as the body, by pointer
	from(r Row) // takes what stands in the row beside the body
}

// belonging is a noun that belongs to an account. When one comes, the account's own row is written too,
// so that whoever closes the account in the same moment sees it or is seen.
type belonging interface{ holder() ID }

// encode is the row of a noun with its body.
func encode(n noun) (Row, error) {
	r := n.row()
	b, err := json.Marshal(n.body(), json.Deterministic(true))
	if err != nil {
		return Row{}, fault.Wrap(err, fault.Internal, "a "+r.Kind+" cannot be written", "Please report this")
	}
	r.Body = b
	return r, nil
}

// decode reads what encode wrote. The row is known to be what was written, so a body that cannot be
// read was written by a newer program.
func decode(r Row, into noun) error {
	if err := json.Unmarshal(r.Body, into.body(), json.RejectUnknownMembers(true)); err != nil {
		return fault.Wrap(err, fault.Newer, "the stored "+r.Kind+" has a form this version of the program does not know", "Install the version that wrote it, or a later one; nothing was changed")
	}
	into.from(r)
	return nil
}

// sheet is one operation on the rows: what it has read, and what it wants written. It lives as long as
// the operation, hence the context in it.
type sheet struct {
	ctx   context.Context
	store Store
	act   Act
	rows  map[rowName]*line
	order []rowName // of the lines that are to be written, as they came
	told  int       // events
}

type rowName struct{ kind, id string }

// line is a row as it was read, and as it shall become.
type line struct {
	was, now Row
	gone     bool
	written  bool
}

func newSheet(ctx context.Context, store Store, act Act) *sheet {
	return &sheet{ctx: ctx, store: store, act: act, rows: map[rowName]*line{}}
}

// line is the row's line, read from the store when it was not yet.
func (s *sheet) line(kind, id string) (*line, error) {
	if l := s.rows[rowName{kind, id}]; l != nil {
		return l, nil
	}
	if !nameable(id) {
		return &line{gone: true}, nil
	}
	r, err := s.store.Row(s.ctx, kind, id)
	if err != nil {
		return nil, err
	}
	return s.note(rowName{kind, id}, r), nil
}

// nameable reports whether a row can have the name. What comes from outside can be anything.
func nameable(s string) bool {
	return s != "" && len(s) <= MaxName && utf8.ValidString(s) && strings.IndexByte(s, 0) < 0
}

// note keeps a row as it was read, unless it was read before.
func (s *sheet) note(name rowName, r Row) *line {
	if l := s.rows[name]; l != nil {
		return l
	}
	l := &line{was: r, now: r, gone: !r.There()}
	s.rows[name] = l
	return l
}

// change puts the line among those that are to be written.
func (s *sheet) change(name rowName, l *line) {
	if !l.written {
		l.written = true
		s.order = append(s.order, name)
	}
}

// find reads the noun with the id.
func find[T any, P interface {
	*T
	noun
}](s *sheet, id string) (v T, there bool, err error) {
	kind := P(&v).row().Kind
	l, err := s.line(kind, id)
	if err != nil || l.gone {
		return v, false, err
	}
	return v, true, decode(l.now, P(&v))
}

// findKeyed reads the noun with the key.
func findKeyed[T any, P interface {
	*T
	noun
}](s *sheet, key string) (v T, there bool, err error) {
	if !nameable(key) {
		return v, false, nil
	}
	r, err := s.store.Keyed(s.ctx, P(&v).row().Kind, key)
	if err != nil || !r.There() {
		return v, false, err
	}
	l := s.note(rowName{r.Kind, r.ID}, r)
	if l.gone || !same(l.now.Key, key) { // changed on this sheet
		return v, false, nil
	}
	return v, true, decode(l.now, P(&v))
}

// list reads the nouns that the query chooses; its kind is filled in.
func list[T any, P interface {
	*T
	noun
}](s *sheet, q Query) ([]T, error) {
	if q.After != "" && !nameable(q.After) || q.Owner != "" && !nameable(q.Owner) {
		return nil, nil
	}
	var zero T
	q.Kind = P(&zero).row().Kind
	rows, err := s.store.List(s.ctx, q)
	if err != nil {
		return nil, err
	}
	var out []T
	for _, r := range rows {
		l := s.note(rowName{r.Kind, r.ID}, r)
		if l.gone {
			continue
		}
		var v T
		if err := decode(l.now, P(&v)); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// listOf reads the nouns that belong to the owner, which must have a name: a query without one would
// choose everybody's.
func listOf[T any, P interface {
	*T
	noun
}](s *sheet, owner string, q Query) ([]T, error) {
	if q.Owner = owner; owner == "" {
		return nil, nil
	}
	return list[T, P](s, q)
}

// page is how many rows listPrefix reads at a time.
const page = 100

// listPrefix reads the nouns whose ids begin with the prefix; they stand together in the order of bytes.
func listPrefix[T any, P interface {
	*T
	noun
}](s *sheet, prefix string) ([]T, error) {
	var out []T
	for after := prefix; ; {
		got, err := list[T, P](s, Query{After: after, Limit: page})
		if err != nil {
			return nil, err
		}
		for i := range got {
			if after = P(&got[i]).row().ID; !strings.HasPrefix(after, prefix) {
				return out, nil
			}
			out = append(out, got[i])
		}
		if len(got) < page {
			return out, nil
		}
	}
}

// put writes a noun, new or over what was read of it.
func (s *sheet) put(n noun) error {
	r, err := encode(n)
	if err != nil {
		return err
	}
	name := rowName{r.Kind, r.ID}
	l := s.rows[name]
	if l == nil { // not looked for, so it has a name nothing else can have
		l = s.note(name, Row{})
	}
	if b, ok := n.(belonging); ok && !l.was.There() {
		if err := s.touch(b.holder()); err != nil {
			return err
		}
	}
	r.Version = l.was.Version
	l.now, l.gone = r, false
	s.change(name, l)
	return nil
}

// drop removes a noun that was read.
func (s *sheet) drop(n noun) {
	r := n.row()
	name := rowName{r.Kind, r.ID}
	if l := s.rows[name]; l != nil {
		l.gone = true
		s.change(name, l)
	}
}

// touch writes the account's row as it is, so that the operation only holds with the account as it was
// read.
func (s *sheet) touch(id ID) error {
	if id == "" {
		return nil
	}
	l, err := s.line(accountKind, string(id))
	if err != nil {
		return err
	}
	if l.gone {
		return noAccount()
	}
	s.change(rowName{accountKind, string(id)}, l)
	return nil
}

// batch is what the sheet wants written.
func (s *sheet) batch() Batch {
	var b Batch
	for _, name := range s.order {
		l := s.rows[name]
		switch {
		case l.gone && l.was.There():
			b.Remove = append(b.Remove, l.was)
		case !l.gone:
			b.Put = append(b.Put, l.now)
		}
	}
	return b
}
