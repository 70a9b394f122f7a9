package storage

import (
	"math"
	"strconv"
	"strings"

	"throughline/ledger"
)

// Dialect is what the statements of the two SQL stores say differently.
type Dialect struct {
	Mark string // before the number of a parameter: ? or $
	Body string // the column body as bytes, %s being its table
	Most string // the function that gives the greatest of several numbers
}

// place is the n-th parameter.
func (d Dialect) place(n int) string { return d.Mark + strconv.Itoa(n) }

func (d Dialect) body(table string) string { return strings.ReplaceAll(d.Body, "%s", table) }

// Entries is the statement of a query, and its parameters. Its rows are read by ScanEntries. A
// bounded query chooses its entries before their documents are joined, so that the bound counts
// entries.
func (d Dialect) Entries(workspace string, q ledger.Query) (string, []any) {
	args := []any{workspace, q.After, int64(math.MaxInt64)}
	if q.Until > 0 {
		args[2] = q.Until
	}
	where := " WHERE e.workspace = " + d.place(1) + " AND e.position > " + d.place(2) + " AND e.position <= " + d.place(3)
	if q.Kind != "" {
		args = append(args, q.Kind)
		where += " AND e.position IN (SELECT position FROM version WHERE workspace = " + d.place(1) + " AND kind = " + d.place(4)
		if q.ID != "" {
			args = append(args, q.ID)
			where += " AND id = " + d.place(5)
		}
		where += ")"
	}
	order := " ORDER BY e.position"
	if q.Last {
		order += " DESC"
	}
	from := " FROM entry e"
	if q.Limit > 0 {
		args = append(args, int64(q.Limit))
		from, where = " FROM (SELECT e.* FROM entry e"+where+order+" LIMIT "+d.place(len(args))+") e", ""
	}
	return "SELECT e.position, e.recorded, e.effective, e.actor, e.channel, e.verb, e.reason, e.prev, e.hash, " +
		"v.ordinal, v.kind, v.id, v.version, v.format, " + d.body("v") + ", v.personal" + from +
		" LEFT JOIN version v ON v.workspace = e.workspace AND v.position = e.position" + where + order + ", v.ordinal", args
}

// Latest is the statement of all latest documents of workspace 1; its rows are read by ScanLatest.
func (d Dialect) Latest() string {
	return "SELECT " + d.columns() + ", v.highest FROM latest v WHERE workspace = " + d.place(1) + " ORDER BY kind, id"
}

// Between is the statement of the versions of workspace 1 that hold since after 2 and until 3, in
// milliseconds; its rows are read by ScanVersions.
func (d Dialect) Between() string {
	return d.Versions("version v WHERE workspace = ") + d.place(1) +
		" AND effective > " + d.place(2) + " AND effective <= " + d.place(3) + " ORDER BY effective, position, ordinal"
}

// Versions is a statement that reads versions from what follows FROM, where their table is called v; its
// rows are read by ScanVersions.
func (d Dialect) Versions(from string) string { return "SELECT " + d.columns() + " FROM " + from }

func (d Dialect) columns() string {
	return "v.position, v.effective, v.kind, v.id, v.version, v.format, " + d.body("v") + ", v.personal, v.mark"
}

// Renew is the end of a statement that inserts into latest: of two versions of a record the later one stands,
// and the highest number of any is kept.
func (d Dialect) Renew() string {
	set := []string{"highest = " + d.Most + "(excluded.highest, latest.highest, latest.version)"}
	for _, column := range []string{"position", "version", "format", "effective", "body", "personal", "mark"} {
		set = append(set, column+" = CASE WHEN (excluded.effective, excluded.position) > (latest.effective, latest.position)"+
			" THEN excluded."+column+" ELSE latest."+column+" END")
	}
	return "ON CONFLICT (workspace, kind, id) DO UPDATE SET " + strings.Join(set, ", ")
}

// Head is the statement of the head of workspace 1, and whether the last entry is the one it names;
// its row is read by ScanHead.
func (d Dialect) Head() string {
	return "SELECT h.position, h.hash, h.recorded, h.records, coalesce(e.hash = h.hash AND e.recorded = h.recorded, false) " +
		"FROM head h LEFT JOIN entry e ON e.workspace = h.workspace AND e.position = h.position WHERE h.workspace = " + d.place(1)
}
