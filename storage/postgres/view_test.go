package postgres

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"throughline/fault"
	"throughline/ledger"
	"throughline/ledger/ledgertest"
	"throughline/testing/postgrestest"
)

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

// unit is a row of the view units.
type unit struct {
	Workspace string
	ID        string
	Version   int32
	Position  int64
	Effective string
	Name      *string
	People    *float64
	Open      *bool
	Leads     *string
}

func TestViewsForReportingTools(t *testing.T) {
	address := postgrestest.Database(t)
	s := open(t, address, Options{Views: views()})
	defer s.Close()
	h := ledgertest.NewHistory("harbor")
	h.Append(t, s, h.Next(
		ledgertest.Doc("unit", "core", 1, `{"name":"Core's \"best\" é","size":{"people":12.5},"open":true,"leads":["ana"]}`),
		ledgertest.Doc("unit", "huge", 1, `{"name":"a","size":{"people":1e300},"other":1e999999}`),
		ledgertest.Doc("unit", "legal", 3, `{"name":7,"size":"big","open":"no"}`),
		ledgertest.Gone("unit", "sales", 2),
		h.Person("ana", 1, "Ana", "ana@example.org")))
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	rows, err := conn.Query(t.Context(), `SELECT workspace, id, version, position, to_char(effective AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS'), name, people, open, leads::text FROM units ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	got, err := pgx.CollectRows(rows, pgx.RowToStructByPos[unit])
	if err != nil {
		t.Fatal(err)
	}
	at := "2026-07-06 08:00:01.000"
	want := []unit{
		{"harbor", "core", 1, 1, at, new(`Core's "best" é`), new(12.5), new(true), new(`["ana"]`)},
		{"harbor", "huge", 1, 1, at, new("a"), new(1e300), nil, nil},
		{"harbor", "legal", 3, 1, at, nil, nil, nil, nil},
	}
	if diff := ledgertest.Diff(want, got); diff != "" {
		t.Errorf("units (-want +got):\n%s", diff)
	}
	if _, err := conn.Exec(t.Context(), `DELETE FROM units`); err == nil {
		t.Error("a view was written through")
	}
	if columns := columnsOf(t, address, "people"); columns != 5 {
		t.Errorf("people has %d columns, want the 5 every view has and no personal text", columns)
	}
}

// columnsOf counts the columns of a view; 0 when there is none.
func columnsOf(t testing.TB, address, view string) (n int) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if err := conn.QueryRow(t.Context(), `SELECT count(*) FROM information_schema.columns WHERE table_name = $1`, view).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestViewsFollowTheirDefinitions(t *testing.T) {
	address := postgrestest.Database(t)
	changed := views()
	changed[0].Columns = changed[0].Columns[:1]
	for _, c := range []struct {
		views         []ledger.View
		units, people int
	}{
		{nil, 0, 0}, {views(), 9, 5}, {nil, 9, 5}, {changed, 6, 5}, {changed[:1], 6, 0}, {[]ledger.View{}, 0, 0}, {views(), 9, 5},
	} {
		open(t, address, Options{Views: c.views}).Close()
		if units, people := columnsOf(t, address, "units"), columnsOf(t, address, "people"); units != c.units || people != c.people {
			t.Errorf("units has %d columns, people %d, want %d and %d", units, people, c.units, c.people)
		}
	}
}

func TestWhatStandsInTheWayOfViews(t *testing.T) {
	address := postgrestest.Database(t)
	open(t, address, Options{Views: views()}).Close()
	run(t, address, `CREATE VIEW mine AS SELECT name FROM units`)
	changed := views()
	changed[0].Columns = changed[0].Columns[1:]
	if _, err := Open(t.Context(), address, Options{Views: changed}); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "stands on the view units") {
		t.Errorf("Open() with a view that somebody uses = %v", err)
	}
	open(t, address, Options{Views: views()}).Close() // unchanged ones are left alone
	other := postgrestest.Database(t)
	run(t, other, `CREATE VIEW units AS SELECT 1 AS mine`)
	if _, err := Open(t.Context(), other, Options{Views: views()}); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "units that the program did not make") {
		t.Errorf("Open() beside somebody else's view = %v", err)
	}
}
