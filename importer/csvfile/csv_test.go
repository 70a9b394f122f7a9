package csvfile

import (
	"bytes"
	"context"
	"io"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/change"
	"throughline/graph"
	"throughline/importer"
)

// table is a file in memory.
func table(t *testing.T, text string) *File {
	t.Helper()
	f, err := New("t.csv", func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil })
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	return f
}

func mappingOf(t *testing.T, text string) Mapping {
	t.Helper()
	m, err := ReadMapping("m.yaml", []byte(text))
	if err != nil {
		t.Fatalf("ReadMapping: %v", err)
	}
	return m
}

// workspace is a picture that imports write to.
type workspace struct {
	s        *graph.Snapshot
	position int64
}

func newWorkspace(records ...graph.Record) *workspace {
	w := &workspace{s: graph.Empty()}
	w.put(records...)
	return w
}

func (w *workspace) put(records ...graph.Record) {
	b := w.s.Edit()
	for _, r := range records {
		w.position++
		version := int32(1)
		if old := w.s.Record(r.Ref()); old != nil {
			version = old.Stamp().Version + 1
		}
		b.Put(graph.WithStamp(copyOf(r), graph.Stamp{Version: version, Position: w.position, Effective: w.position}))
	}
	w.s = b.Snapshot(time.Unix(w.position, 0), w.position)
}

func (w *workspace) past(time.Time) (*graph.Snapshot, error) { return w.s, nil }

// imported carries the import out, and returns what was rejected and the summary.
func (w *workspace) imported(t *testing.T, f *File, m Mapping) (string, importer.Summary) {
	t.Helper()
	var rejected bytes.Buffer
	plan, err := f.Plan(w.past, m, &rejected)
	if err != nil {
		t.Fatalf("Plan: %v", err)
	}
	sum, err := importer.Run(t.Context(), plan, importer.Options{Apply: func(_ context.Context, s importer.Step) error {
		return w.apply(s)
	}})
	if err != nil {
		t.Fatalf("Run: %v", err)
	}
	return rejected.String(), sum
}

func (w *workspace) apply(s importer.Step) error {
	d, err := change.CopyDraft(s.Draft)
	if err != nil {
		return err
	}
	w.put(d.Puts...)
	if broken := graph.Check(w.s, d.Touches()); len(broken) > 0 {
		return broken
	}
	return nil
}

func harbor() *workspace {
	return newWorkspace(
		&graph.Unit{ID: "harbor", Name: "Harbor Lending"},
		&graph.Unit{ID: "core", Name: "Core Services", Short: "Core", Parent: "harbor", Code: "CS"},
		&graph.Unit{ID: "payments", Name: "Payments", Parent: "harbor"},
		&graph.Person{ID: "ana-lima", Name: "Ana Lima", Email: "ana@example.org", Handle: "alima"},
		&graph.Person{ID: "bo-ek", Name: "Bo Ek"},
		&graph.Theme{ID: "trusted", Name: "Stay trusted"},
		&graph.Period{ID: "h2", Name: "Second half", Kind: graph.Half, Start: graph.On(2026, 7, 1), End: graph.On(2026, 12, 31)},
		&graph.Initiative{ID: "ledger", Name: "Ledger cutover", State: graph.Committed, Key: "INI-1"},
	)
}

const workMapping = `
kind: work
id: Key
prefix: srv-
columns:
  Key: key
  Summary: title
  Team: unit
  Epic: initiative
  Points: size
  Created: opened
  Resolved: finished
`

const workTable = `Key,Summary,Team,Epic,Points,Created,Resolved
A-1,Move the batch,Core,INI-1,3,2026-07-02,2026-07-14
A-2,"Say ""why"",
on two lines",payments,Ledger cutover,2.5,2026-07-03 14:30,
A-3,No epic,CS,,,2026-07-04,
`

func TestRowsBecomeRecords(t *testing.T) {
	w := harbor()
	rejected, sum := w.imported(t, table(t, workTable), mappingOf(t, workMapping))
	if rejected != "" || sum.Rejected != 0 || sum.Done != 3 {
		t.Fatalf("rejected %q, summary %+v", rejected, sum)
	}
	for id, want := range map[graph.WorkID]graph.Work{
		"srv-a-1": {Key: "A-1", Title: "Move the batch", Unit: "core", Initiative: "ledger", Size: 3, States: []graph.Transition{
			{State: graph.Opened, At: graph.On(2026, 7, 2).Time().Unix()}, {State: graph.Finished, At: graph.On(2026, 7, 14).Time().Unix()},
		}},
		"srv-a-2": {Key: "A-2", Title: "Say \"why\",\non two lines", Unit: "payments", Initiative: "ledger", Size: 2.5, States: []graph.Transition{
			{State: graph.Opened, At: time.Date(2026, 7, 3, 14, 30, 0, 0, time.UTC).Unix()},
		}},
		"srv-a-3": {Key: "A-3", Title: "No epic", Unit: "core", States: []graph.Transition{{State: graph.Opened, At: graph.On(2026, 7, 4).Time().Unix()}}},
	} {
		want.ID = id
		if got := graph.Find[*graph.Work](w.s, string(id)); got == nil || !change.Same(got, &want) {
			t.Errorf("%s = %+v, want %+v", id, got, want)
		}
	}
}

func TestImportingTwiceChangesNothing(t *testing.T) {
	w := harbor()
	w.imported(t, table(t, workTable), mappingOf(t, workMapping))
	_, sum := w.imported(t, table(t, workTable), mappingOf(t, workMapping))
	if sum.Changes != 0 || sum.Unchanged != 3 {
		t.Errorf("the second import made %d changes and left %d, want 0 and 3", sum.Changes, sum.Unchanged)
	}
}

// TestARowChangesOnlyItsFields: what others wrote into the record stays, an empty cell says nothing.
func TestARowChangesOnlyItsFields(t *testing.T) {
	w := harbor()
	old := graph.Find[*graph.Initiative](w.s, "ledger")
	c := copyOf(old).(*graph.Initiative)
	c.Summary, c.Lead, c.Participants = "Move all accounts", "bo-ek", []graph.Participation{{Unit: "core", Days: 10}, {Unit: "payments", Days: 5}}
	w.put(c)
	w.imported(t, table(t, "Id;Status;Lead;Days\nLedger;In progress;;12,5\n"), mappingOf(t, `
kind: initiative
id: Id
columns:
  Status: {field: state, words: {in progress: started}}
  Lead: lead
  Days: participants.days
`))
	got := graph.Find[*graph.Initiative](w.s, "ledger")
	if got.State != graph.Started || got.Summary != "Move all accounts" || got.Lead != "bo-ek" || got.Name != "Ledger cutover" {
		t.Errorf("got %+v", got)
	}
	if got.Participants[0].Days != 12.5 || got.Participants[1].Days != 5 || c.Participants[0].Days != 10 {
		t.Errorf("participants = %v; of the old version %v", got.Participants, c.Participants)
	}
	w.imported(t, table(t, "Id;Lead\nledger;\n"), mappingOf(t, "kind: initiative\nid: Id\ncolumns: {Lead: {field: lead, empty: clear}}\n"))
	if got := graph.Find[*graph.Initiative](w.s, "ledger"); got.Lead != "" {
		t.Errorf("lead = %q, want it cleared", got.Lead)
	}
}

func TestRejectedRowsComeBack(t *testing.T) {
	w := harbor()
	text := "\ufeffKey;Titel;Team;Stand;Größe;Seit\r\n" +
		"A-1;Gut;Core;done;1,5;01.02.2026\r\n" +
		"A-2;Schlecht;Paymnts;done;1;02.02.2026\r\n" +
		";Ohne Schlüssel;Core;done;1;02.02.2026\r\n" +
		"a-1;Doppelt;Core;done;1;02.02.2026\r\n" +
		"A-5;Zu viel;Core;done;1;02.02.2026;mehr\r\n" +
		"A-6;;Core;done;viel;31.02.2026\r\n" +
		"A-7;Ein \" Zeichen;Core;done;1;02.02.2026\r\n" +
		"A-8;;Core;done;1;02.02.2026\r\n" +
		";;;;;\r\n" +
		"A-9;Auch gut;Core;done;2;\r\n"
	m := mappingOf(t, "kind: work\nid: Key\ncolumns: {Titel: title, Team: unit, Größe: size, Seit: opened}\nignore: [Stand]\n")
	rejected, sum := w.imported(t, table(t, text), m)
	want := "\ufeffKey;Titel;Team;Stand;Größe;Seit;reason\r\n" +
		"A-2;Schlecht;Paymnts;done;1;02.02.2026;\"Team: there is no unit \"\"Paymnts\"\"; nearest: Payments\"\r\n" +
		";Ohne Schlüssel;Core;done;1;02.02.2026;the cell of Key, which names the record, is empty\r\n" +
		"a-1;Doppelt;Core;done;1;02.02.2026;a row above names work/a-1 already\r\n" +
		"A-5;Zu viel;Core;done;1;02.02.2026;mehr;\"the row has 7 cells and the header 6; a cell with a delimiter needs quotes\"\r\n" +
		"A-6;;Core;done;viel;31.02.2026;\"Größe: \"\"viel\"\" is not a number, for instance 2.5; Seit: \"\"31.02.2026\"\" is not a day written day-month-year\"\r\n" +
		"\"A-7;Ein \"\" Zeichen;Core;done;1;02.02.2026\";;;;;;\"a quote stands inside a cell that does not begin with one; write the cell in quotes and double the quote\"\r\n" +
		"A-8;;Core;done;1;02.02.2026;title: the title is empty\r\n"
	if rejected != want {
		t.Errorf("got\n%s\nwant\n%s", rejected, want)
	}
	if sum.Rejected != 7 || sum.Done != 9 || graph.Find[*graph.Work](w.s, "a-9") == nil || w.s.Count(graph.KindWork) != 2 {
		t.Errorf("rejected %d of %d, %d records", sum.Rejected, sum.Done, w.s.Count(graph.KindWork))
	}
	// Mended, the file of rejected rows imports as it is; a reason that stays is replaced.
	mended := strings.NewReplacer("Paymnts;", "Payments;", "A-8;;", "A-8;Titel;", ";\"Team: there is no unit \"\"Paymnts\"\"; nearest: Payments\"", ";x").Replace(rejected)
	again, sum := w.imported(t, table(t, mended), m)
	if sum.Rejected != 4 || graph.Find[*graph.Work](w.s, "a-8") == nil || graph.Find[*graph.Work](w.s, "a-2") == nil {
		t.Errorf("again rejected %d:\n%s", sum.Rejected, again)
	}
	if header, _, _ := strings.Cut(again, "\r\n"); header != "\ufeffKey;Titel;Team;Stand;Größe;Seit;reason" {
		t.Errorf("header = %q, want the reason once", header)
	}
}

// A character that no store keeps rejects its row and no other.
func TestAZeroCharacterRejectsItsRow(t *testing.T) {
	w := newWorkspace()
	rejected, sum := w.imported(t, table(t, "Key,Title,Note\na,x\x00y,\nb,good,\x00\nc,good,\nd\x00,bad,\n"), mappingOf(t, "kind: work\nid: Key\ncolumns: {Title: title}\n"))
	if sum.Rejected != 2 || w.s.Count(graph.KindWork) != 2 || !strings.Contains(rejected, "holds a zero character") {
		t.Errorf("rejected %d, %d records:\n%s", sum.Rejected, w.s.Count(graph.KindWork), rejected)
	}
}

// Where nobody asked for a file of rejected rows, the first of them say why.
func TestRejectedRowsTellWhy(t *testing.T) {
	text := "Key,Title\n" + strings.Repeat(",x\n", 7) + "a,good\n"
	plan, err := table(t, text).Plan(newWorkspace().past, mappingOf(t, "kind: work\nid: Key\ncolumns: {Title: title}\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	sum, err := importer.Run(t.Context(), plan, importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, n := range sum.Notes {
		if strings.HasPrefix(n, "Line ") {
			told = append(told, n)
		}
	}
	if len(told) != 5 || told[0] != "Line 2: the cell of Key, which names the record, is empty." || told[4] != "Line 6: the cell of Key, which names the record, is empty." {
		t.Errorf("notes = %q", sum.Notes)
	}
}

func TestATableOfNoRowsSaysSo(t *testing.T) {
	_, sum := newWorkspace().imported(t, table(t, "Key,Title\n"), mappingOf(t, "kind: work\nid: Key\ncolumns: {Title: title}\n"))
	if !slices.Contains(sum.Notes, "There are no rows below the names of the columns.") {
		t.Errorf("notes = %q", sum.Notes)
	}
}

func TestRowsMayNameRowsAbove(t *testing.T) {
	for _, dry := range []bool{false, true} {
		w := newWorkspace()
		var b strings.Builder
		b.WriteString("Name,Parent\nHarbor,\n")
		for range 2 * perBatch {
			b.WriteString("Unit " + strings.Repeat("x", b.Len()%7) + importerCount(b.Len()) + ",Harbor\n")
		}
		b.WriteString("Late,Nobody\n")
		var rejected bytes.Buffer
		plan, err := table(t, b.String()).Plan(w.past, mappingOf(t, "kind: unit\nid: Name\ncolumns: {Name: name, Parent: parent}\n"), &rejected)
		if err != nil {
			t.Fatal(err)
		}
		o := importer.Options{}
		if !dry {
			o.Apply = func(_ context.Context, s importer.Step) error { return w.apply(s) }
		}
		sum, err := importer.Run(t.Context(), plan, o)
		if err != nil || sum.Rejected != 1 || !strings.Contains(rejected.String(), `there is no unit ""Nobody""`) {
			t.Errorf("dry run %v: rejected %d: %v\n%s", dry, sum.Rejected, err, rejected.String())
		}
	}
}

func importerCount(n int) string {
	return strings.Repeat("i", n%11) + string(rune('a'+n%26)) + time.Duration(n).String()
}

// However long the rows are, those of one change fit into a few megabytes.
func TestChangesAreBoundedByTheirText(t *testing.T) {
	w := harbor()
	var b strings.Builder
	b.WriteString("On,Text\n")
	const rows, long, most = 60, 400 << 10, 8 << 20
	for i := range rows {
		b.WriteString("unit/core," + importerCount(i) + strings.Repeat("x", long) + "\n")
	}
	plan, err := table(t, b.String()).Plan(w.past, mappingOf(t, "kind: comment\nid: Text\ncolumns: {On: on, Text: text}\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	steps, done := 0, int64(0)
	for s, err := range plan.Steps {
		if err != nil {
			t.Fatal(err)
		}
		steps++
		if held := (s.Done - done) * long; held > most+long {
			t.Errorf("a change holds rows of %d bytes", held)
		}
		done = s.Done
	}
	if done != rows || steps < rows*long/most {
		t.Errorf("%d rows in %d changes", done, steps)
	}
}

func TestAnInterruptedImportGoesOn(t *testing.T) {
	w := newWorkspace()
	var b strings.Builder
	b.WriteString("Key,Title\n")
	for i := range 3*perBatch + 10 {
		b.WriteString("k" + time.Duration(i).String() + ",T\n")
	}
	m := mappingOf(t, "kind: work\nid: Key\ncolumns: {Title: title}\n")
	plan, err := table(t, b.String()).Plan(w.past, m, nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	sum, err := importer.Run(ctx, plan, importer.Options{Apply: func(_ context.Context, s importer.Step) error {
		if s.Done == 2*perBatch {
			stop()
		}
		return w.apply(s)
	}})
	if err == nil || sum.Done != 2*perBatch || plan.Total != 3*perBatch+10 {
		t.Fatalf("stopped after %d of %d rows: %v", sum.Done, plan.Total, err)
	}
	_, sum = w.imported(t, table(t, b.String()), m)
	if sum.Unchanged != 2*perBatch || w.s.Count(graph.KindWork) != 3*perBatch+10 {
		t.Errorf("%d rows were there already of %d, want %d", sum.Unchanged, w.s.Count(graph.KindWork), 2*perBatch)
	}
}

func TestOtherKinds(t *testing.T) {
	w := harbor()
	w.imported(t, table(t, "Unit\tPeriod\tDays\nCore Services\tSecond half\t1 250,5\nPayments\th2\t480\n"),
		mappingOf(t, "kind: capacity\ncolumns: {Unit: unit, Period: period, Days: days}\n"))
	if c := graph.Find[*graph.Capacity](w.s, "core-h2"); c == nil || c.Days != 1250.5 {
		t.Errorf("capacity = %+v", c)
	}
	w.imported(t, table(t, "Unit,Level,Share\ncore,assigned,40%\n"),
		mappingOf(t, "kind: intent\ncolumns: {Unit: unit, Level: level, Share: shares.trusted}\nset: {period: h2}\n"))
	if i := graph.Find[*graph.Intent](w.s, "core-h2-assigned"); i == nil || math.Abs(float64(i.Shares.Of("trusted"))-.4) > 1e-15 {
		t.Errorf("intent = %+v", i)
	}
	w.imported(t, table(t, "Question,Who,Decided,State\nWhich day?,\"Ana Lima; bo ek\",15 Jul 2026,decided\n"),
		mappingOf(t, "kind: decision\nid: Question\ncolumns: {Question: question, Who: deciders, Decided: decided, State: state}\n"))
	d := graph.Find[*graph.Decision](w.s, "which-day")
	if d == nil || len(d.Deciders) != 2 || d.Deciders[0] != "ana-lima" || d.Deciders[1] != "bo-ek" || d.Decided != graph.On(2026, 7, 15) {
		t.Errorf("decision = %+v", d)
	}
	w.imported(t, table(t, "On,Text\nunit/core,Why?\n"), mappingOf(t, "kind: comment\nid: Text\ncolumns: {On: on, Text: text}\n"))
	if c := graph.Find[*graph.Comment](w.s, "why"); c == nil || c.On.ID != "core" {
		t.Errorf("comment = %+v", c)
	}
}
