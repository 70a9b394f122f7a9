package sqlite

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"throughline/fault"
	"throughline/ledger"
	"throughline/ledger/ledgertest"
	"throughline/storage"
)

// raw opens the file as any other program would.
func raw(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func run(t testing.TB, db *sql.DB, text string, args ...any) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), text, args...); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

func makeForeign(t testing.TB, path string) {
	t.Helper()
	db := raw(t, path)
	run(t, db, "CREATE TABLE songs (name TEXT)")
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// closed is the path of a file with one entry that nobody has open.
func closed(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "data.db")
	s := open(t, path, Options{})
	h := ledgertest.NewHistory("harbor")
	h.Append(t, s, h.Next(ledgertest.Doc("unit", "core", 1, `{}`)))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestNewerLayoutIsRefused(t *testing.T) {
	path := closed(t)
	db := raw(t, path)
	run(t, db, `INSERT INTO `+storage.MigrationTable+` (version_id, is_applied, tstamp) VALUES (99, 1, datetime('now'))`)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for _, opt := range []Options{{}, {ReadOnly: true}} {
		_, err := Open(t.Context(), path, opt)
		if !fault.Is(err, fault.Newer) || !strings.Contains(err.Error(), path+" was written by a newer version of the program (its layout is number 99") {
			t.Errorf("Open(%+v) of a newer layout = %v", opt, err)
		}
	}
}

// Without a line in the book of migrations there are no tables, unless the book was damaged.
func TestTablesWithoutAMigrationAreDamage(t *testing.T) {
	path := closed(t)
	db := raw(t, path)
	run(t, db, `DELETE FROM `+storage.MigrationTable+` WHERE version_id > 0`)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path, Options{ReadOnly: true}); !fault.Is(err, fault.Corrupt) || !strings.Contains(err.Error(), path) {
		t.Errorf("Open() for reading of tables that no migration made = %v", err)
	}
}

func TestMigrationsOnlyGoForward(t *testing.T) {
	names, err := migrations.ReadDir("migrations")
	if err != nil || len(names) == 0 {
		t.Fatal(err)
	}
	for _, n := range names {
		b, err := migrations.ReadFile("migrations/" + n.Name())
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(b), "goose Down") {
			t.Errorf("%s goes backwards", n.Name())
		}
	}
}

func TestTheFileSaysWhatItIs(t *testing.T) {
	db := raw(t, closed(t))
	var id int
	if err := db.QueryRow("PRAGMA application_id").Scan(&id); err != nil || id != applicationID {
		t.Errorf("application_id = %x, %v, want %x", id, err, applicationID)
	}
}

func views() []ledger.View {
	return []ledger.View{
		{Kind: "unit", Name: "units", Columns: []ledger.Column{
			{Name: "name", Path: []string{"name"}, Type: ledger.TextColumn},
			{Name: "people", Path: []string{"size", "people"}, Type: ledger.NumberColumn},
			{Name: "open", Path: []string{"open"}, Type: ledger.FlagColumn},
			{Name: "leads", Path: []string{"leads"}, Type: ledger.JSONColumn},
		}},
		{Kind: "person", Name: "people"},
	}
}

func TestViewsForReportingTools(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.db")
	s := open(t, path, Options{Views: views()})
	defer s.Close()
	h := ledgertest.NewHistory("harbor")
	h.Append(t, s, h.Next(
		ledgertest.Doc("unit", "core", 1, `{"name":"Core's \"best\" é","size":{"people":12.5},"open":true,"leads":["ana"]}`),
		ledgertest.Doc("unit", "legal", 3, `{"name":7,"size":"big","open":"no"}`),
		ledgertest.Gone("unit", "sales", 2),
		h.Person("ana", 1, "Ana", "ana@example.org")))
	db := raw(t, path)
	rows, err := db.Query(`SELECT workspace, id, version, position, effective, name, people, open, leads FROM units ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var got []string
	for rows.Next() {
		cells := make([]sql.NullString, 9)
		into := make([]any, 9)
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprint(cells))
	}
	want := []string{
		`[{harbor true} {core true} {1 true} {1 true} {2026-07-06T08:00:01.000Z true} {Core's "best" é true} {12.5 true} {1 true} {["ana"] true}]`,
		`[{harbor true} {legal true} {3 true} {1 true} {2026-07-06T08:00:01.000Z true} { false} { false} { false} { false}]`,
	}
	if diff := ledgertest.Diff(want, got); diff != "" {
		t.Errorf("units (-want +got):\n%s", diff)
	}
	if _, err := db.Exec(`DELETE FROM units`); err == nil {
		t.Error("a view was written through")
	}
	var columns int
	if err := db.QueryRow(`SELECT count(*) FROM pragma_table_info('people')`).Scan(&columns); err != nil || columns != 5 {
		t.Errorf("people has %d columns, %v, want the 5 every view has and no personal text", columns, err)
	}
}

// viewNames are the views in the file.
func viewNames(t testing.TB, path string) (out []string) {
	t.Helper()
	db := raw(t, path)
	defer db.Close()
	rows, err := db.Query(`SELECT name || ' ' || instr(sql, 'people') FROM sqlite_schema WHERE type = 'view' ORDER BY name`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		name, _, _ = strings.Cut(name, " ")
		out = append(out, name)
	}
	return out
}

func TestViewsFollowTheirDefinitions(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.db")
	reopen := func(v []ledger.View) []string {
		s := open(t, path, Options{Views: v})
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		return viewNames(t, path)
	}
	changed := views()
	changed[0].Columns = changed[0].Columns[:1]
	for _, c := range []struct {
		views []ledger.View
		want  []string
	}{
		{nil, nil},
		{views(), []string{"people", "units"}},
		{nil, []string{"people", "units"}},
		{changed, []string{"people", "units"}},
		{changed[:1], []string{"units"}},
		{[]ledger.View{}, nil},
		{views(), []string{"people", "units"}},
	} {
		if diff := ledgertest.Diff(c.want, reopen(c.views)); diff != "" {
			t.Errorf("views (-want +got):\n%s", diff)
		}
	}
	reopen(changed)
	var columns int
	if err := raw(t, path).QueryRow(`SELECT count(*) FROM pragma_table_info('units')`).Scan(&columns); err != nil || columns != 6 {
		t.Errorf("the changed view has %d columns, %v, want 6", columns, err)
	}
}

func TestAViewOfSomebodyElseIsLeftAlone(t *testing.T) {
	path := closed(t)
	db := raw(t, path)
	run(t, db, `CREATE VIEW units AS SELECT 1 AS mine`)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path, Options{Views: views()}); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "units") {
		t.Errorf("Open() beside somebody else's view = %v", err)
	}
}
