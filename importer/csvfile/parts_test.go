package csvfile

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"throughline/fault"
	"throughline/graph"
	"throughline/importer"
)

func TestDays(t *testing.T) {
	for _, c := range []struct {
		text  string
		order Order
		want  string // "" when it cannot be read
	}{
		{"2026-07-20", YearFirst, "2026-07-20T00:00:00Z"},
		{"2026/7/5", YearFirst, "2026-07-05T00:00:00Z"},
		{"2026-07-20", DayFirst, ""},
		{"2026-07-20T14:30:00+02:00", YearFirst, "2026-07-20T12:30:00Z"},
		{"2026-07-20 14:30", YearFirst, "2026-07-20T14:30:00Z"},
		{"2026-07-20T14:30:05.123+0200", YearFirst, "2026-07-20T12:30:05Z"},
		{"20.07.2026", DayFirst, "2026-07-20T00:00:00Z"},
		{"20.7.26", DayFirst, "2026-07-20T00:00:00Z"},
		{"20.07.2026 09:15", DayFirst, "2026-07-20T09:15:00Z"},
		{"07.20.2026", MonthFirst, ""},
		{"7/20/2026", MonthFirst, "2026-07-20T00:00:00Z"},
		{"7/20/2026 2:05 PM", MonthFirst, "2026-07-20T14:05:00Z"},
		{"7/20/2026 12:05am", MonthFirst, "2026-07-20T00:05:00Z"},
		{"7/20/2026", DayFirst, ""},
		{"20/Jul/26", DayFirst, "2026-07-20T00:00:00Z"},
		{"20-Jul-2026", MonthFirst, "2026-07-20T00:00:00Z"},
		{"July 20, 2026", DayFirst, "2026-07-20T00:00:00Z"},
		{"Jul 20, 1999", MonthFirst, "1999-07-20T00:00:00Z"},
		{"1 Sept 2026", DayFirst, "2026-09-01T00:00:00Z"},
		{"1/1/70", DayFirst, "1970-01-01T00:00:00Z"},
		{"31.02.2026", DayFirst, ""},
		{"29.02.2024", DayFirst, "2024-02-29T00:00:00Z"},
		{"0.1.2026", DayFirst, ""},
		{"1.13.2026", DayFirst, ""},
		{"46223", Serial, "2026-07-20T00:00:00Z"},
		{"46223.5", Serial, "2026-07-20T12:00:00Z"},
		{"12", Serial, ""},
		{"46223", DayFirst, ""},
		{"", DayFirst, ""},
		{"soon", DayFirst, ""},
		{"20.07.", DayFirst, ""},
		{"20:15", DayFirst, ""},
		{"1.7.2026 25:00", DayFirst, ""},
		{"1.7.202", DayFirst, ""},
		{"1.Foo.2026", DayFirst, ""},
		{"001.7.2026", DayFirst, ""},
		{"1.7.1600", DayFirst, ""},
	} {
		got, ok := parseMoment(c.text, c.order)
		text := ""
		if ok {
			text = got.Truncate(time.Second).Format(time.RFC3339)
		}
		if text != c.want {
			t.Errorf("%q as %s = %q, want %q", c.text, c.order, text, c.want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		text         string
		point, comma string // "" when it cannot be read
	}{
		{"12", "12", "12"},
		{"1.5", "1.5", ""},
		{"1,5", "", "1.5"},
		{"1.234", "1.234", "1234"},
		{"1,234", "1234", "1.234"},
		{"1,234.5", "1234.5", ""},
		{"1.234,5", "", "1234.5"},
		{"1 234,5", "", "1234.5"},
		{"1'234.5", "1234.5", ""},
		{"1 234 567", "1234567", "1234567"},
		{"12 34", "", ""},
		{"-3", "-3", "-3"},
		{"−3", "-3", "-3"},
		{"25%", "0.25", "0.25"},
		{"33.3 %", "0.333", ""},
		{".5", "0.5", ""},
		{"5.", "", ""},
		{",5", "", "0.5"},
		{"", "", ""},
		{"-", "", ""},
		{"1e3", "", ""},
		{"NaN", "", ""},
		{"1,2,3", "", ""},
		{"12,34,567", "", ""},
		{"€ 5", "", ""},
		{"0x10", "", ""},
		{"--1", "", ""},
	} {
		for sign, want := range map[Decimal]string{Point: c.point, Comma: c.comma} {
			got, ok := parseNumber(c.text, sign)
			text := ""
			if ok {
				text = floatText(got)
			}
			if text != want {
				t.Errorf("%q with a decimal %s = %q, want %q", c.text, sign, text, want)
			}
		}
	}
}

// TestGroupedNumbersReadBack writes numbers as people of two habits do.
func TestGroupedNumbersReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(-1e12, 1e12).Draw(t, "n")
		digits := strings.TrimPrefix(floatText(float64(n)), "-")
		for _, c := range []struct {
			group string
			sign  Decimal
		}{{",", Point}, {".", Comma}, {" ", Comma}, {"'", Point}, {"\u202f", Comma}} {
			text := grouped(digits, c.group)
			if n < 0 {
				text = "-" + text
			}
			if got, ok := parseNumber(text, c.sign); !ok || got != float64(n) {
				t.Fatalf("%q with a decimal %s = %v, %v; want %d", text, c.sign, got, ok, n)
			}
		}
	})
}

func floatText(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func grouped(digits, sign string) string {
	var parts []string
	for len(digits) > 3 {
		parts = append([]string{digits[len(digits)-3:]}, parts...)
		digits = digits[:len(digits)-3]
	}
	return strings.Join(append([]string{digits}, parts...), sign)
}

const umlauts = "Name;Größe\r\nMüller;1,5\r\nŁódź;2\r\n"

func TestDialects(t *testing.T) {
	utf16 := func(e unicode.Endianness, p unicode.BOMPolicy, s string) string {
		out, err := unicode.UTF16(e, p).NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	western, _ := charmap.Windows1252.NewEncoder().String("Name;Größe\r\nMüller;1,5 €\r\n")
	for _, c := range []struct {
		name, text string
		want       Dialect
		header     string
	}{
		{"plain", "a,b\n1,2\n", Dialect{Charset: UTF8, Delimiter: ','}, "a|b"},
		{"mark", "\ufeffa;b\n1;2\n", Dialect{Charset: UTF8, Mark: true, Delimiter: ';'}, "a|b"},
		{"tabs", "a\tb\r\n1\t2\r\n", Dialect{Charset: UTF8, Delimiter: '\t', CRLF: true}, "a|b"},
		{"hint", "sep=;\r\na;b\r\n1,2;3\r\n", Dialect{Charset: UTF8, Delimiter: ';', CRLF: true, Hint: true}, "a|b"},
		{"commas in numbers", "a;b\n1,5;2,5\n", Dialect{Charset: UTF8, Delimiter: ';'}, "a|b"},
		{"commas in quotes", "a;b\n\"1, 2, 3\";4\n", Dialect{Charset: UTF8, Delimiter: ';'}, "a|b"},
		{"bars", "a|b\n1,2|3\n", Dialect{Charset: UTF8, Delimiter: '|'}, "a|b"},
		{"old line ends", "a;b\r1;2\r3;4\r", Dialect{Charset: UTF8, Delimiter: ';', CR: true}, "a|b"},
		{"old line ends and lines in a cell", "a;b\r\"1\n2\";3\r", Dialect{Charset: UTF8, Delimiter: ';', CR: true}, "a|b"},
		{"an odd sign in a cell", "a;b\n1\r2;3\n", Dialect{Charset: UTF8, Delimiter: ';'}, "a|b"},
		{"one column", "name\nx\n", Dialect{Charset: UTF8, Delimiter: ','}, "name"},
		{"umlauts", umlauts, Dialect{Charset: UTF8, Delimiter: ';', CRLF: true}, "Name|Größe"},
		{"little-endian", utf16(unicode.LittleEndian, unicode.UseBOM, umlauts), Dialect{Charset: UTF16LE, Mark: true, Delimiter: ';', CRLF: true}, "Name|Größe"},
		{"big-endian", utf16(unicode.BigEndian, unicode.UseBOM, umlauts), Dialect{Charset: UTF16BE, Mark: true, Delimiter: ';', CRLF: true}, "Name|Größe"},
		{"little-endian without a mark", utf16(unicode.LittleEndian, unicode.IgnoreBOM, umlauts), Dialect{Charset: UTF16LE, Delimiter: ';', CRLF: true}, "Name|Größe"},
		{"big-endian without a mark", utf16(unicode.BigEndian, unicode.IgnoreBOM, umlauts), Dialect{Charset: UTF16BE, Delimiter: ';', CRLF: true}, "Name|Größe"},
		{"Windows-1252", western, Dialect{Charset: Windows1252, Delimiter: ';', CRLF: true}, "Name|Größe"},
		{"a header with spaces and lines", "\" a \n b\",c\n", Dialect{Charset: UTF8, Delimiter: ','}, "a \n b|c"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := table(t, c.text)
			if f.Dialect() != c.want {
				t.Errorf("dialect = %+v, want %+v", f.Dialect(), c.want)
			}
			if got := strings.Join(f.Header(), "|"); got != c.header {
				t.Errorf("header = %q, want %q", got, c.header)
			}
			if notes := f.Notes(); !strings.Contains(notes[0], string(c.want.Charset)) {
				t.Errorf("notes = %q", notes)
			}
		})
	}
}

// TestRejectedRowsKeepTheDialect sends a row with every character through rejection and back.
func TestRejectedRowsKeepTheDialect(t *testing.T) {
	for _, e := range []Charset{UTF8, UTF16LE, UTF16BE, Windows1252} {
		for _, mark := range []bool{true, false} {
			d := Dialect{Charset: e, Mark: mark && e != Windows1252, Delimiter: ';', CRLF: true}
			var b bytes.Buffer
			to, err := d.encoded(&b)
			if err != nil {
				t.Fatal(err)
			}
			io.WriteString(to, "Key;Größe\r\n;Müller\r\n")
			f := table(t, b.String())
			if f.Dialect() != d {
				t.Errorf("dialect = %+v, want %+v", f.Dialect(), d)
			}
			rejected, _ := newWorkspace().imported(t, f, mappingOf(t, "kind: theme\nid: Key\ncolumns: {Größe: name}\n"))
			text, err := io.ReadAll(d.decoded(strings.NewReader(rejected)))
			if err != nil || string(text) != "Key;Größe;reason\r\n;Müller;the cell of Key, which names the record, is empty\r\n" {
				t.Errorf("%s: %q, %v", e, text, err)
			}
		}
	}
}

func TestCharsetLooksAtTheWholeFile(t *testing.T) {
	long := strings.Repeat("abcdefg,é\n", 30_000)
	d, err := charset(strings.NewReader(long))
	if err != nil || d.Charset != UTF8 {
		t.Errorf("%+v, %v; characters cut by the end of a buffer are still whole", d, err)
	}
	if d, err := charset(strings.NewReader(long + "M\xfcller")); err != nil || d.Charset != Windows1252 {
		t.Errorf("%+v, %v; want Windows-1252 for the last line", d, err)
	}
	if _, err := charset(strings.NewReader(long + "\x81\xff")); !fault.Is(err, fault.Invalid) {
		t.Errorf("err = %v, want that it is no text", err)
	}
	broken := errors.New("broken")
	if _, err := charset(io.MultiReader(strings.NewReader("abcdef"), failing{broken})); !errors.Is(err, broken) {
		t.Errorf("err = %v, want the reader's", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestFilesThatCannotBeRead(t *testing.T) {
	dir := t.TempDir()
	empty := filepath.Join(dir, "empty.csv")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]fault.Kind{filepath.Join(dir, "none.csv"): fault.NotFound, empty: fault.Invalid, dir: fault.Unavailable} {
		if _, err := Open(name); !fault.Is(err, want) {
			t.Errorf("Open(%s) = %v, want %s", name, err, want)
		}
	}
	if _, err := New("x", func() (io.ReadCloser, error) { return nil, fs.ErrPermission }); !fault.Is(err, fault.Denied) {
		t.Errorf("err = %v, want denied", err)
	}
	if _, err := New("x", func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader("a,b\"c\n1,2\n")), nil
	}); !fault.Is(err, fault.Invalid) {
		t.Errorf("err = %v, want that the header is torn", err)
	}
}

// TestAQuoteThatIsNeverClosed must not swallow a file of any size.
func TestAQuoteThatIsNeverClosed(t *testing.T) {
	text := "Key,Title\na,ok\nb,\"open\n" + strings.Repeat("c,more\n", longest/4)
	_, err := New("t.csv", func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil })
	if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "the row after line 2 of \"t.csv\" is longer than 1 MiB") {
		t.Errorf("err = %v", err)
	}
	far := strings.Repeat("c,more\n", 2*lookAhead)
	_, err = table(t, "Key,Title\n"+far+text).Plan(newWorkspace().past, mappingOf(t, "kind: work\nid: Key\ncolumns: {Title: title}\n"), nil)
	if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "1 MiB") {
		t.Errorf("err = %v", err)
	}
}

func TestSeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := newSeen(1 << 20)
		known := make(map[string]bool)
		for range rapid.IntRange(0, 3000).Draw(t, "n") {
			id := rapid.StringMatching(`[a-c]{0,5}`).Draw(t, "id")
			if got := s.add(id); got != known[id] {
				t.Fatalf("add(%q) = %v, want %v", id, got, known[id])
			}
			known[id] = true
		}
	})
	small := newSeen(512)
	for i := range 5000 {
		small.add(time.Duration(i).String())
	}
	if len(small.table) != 1024 {
		t.Errorf("the table grew to %d places, want 1024", len(small.table))
	}
	if !small.add(time.Duration(4999).String()) {
		t.Error("what was seen last must be remembered")
	}
}

func TestDaysAndNumbersAreFoundFromTheirColumn(t *testing.T) {
	const head = "Key\tTitle\tSince\tSize\n"
	m := mappingOf(t, "kind: work\nid: Key\ncolumns: {Title: title, Since: opened, Size: size}\n")
	for _, c := range []struct {
		name, rows, since, want string
		size                    float32
		sentence                string
	}{
		{"a cell settles the column", "a\tT\t01/02/2026\t1\nb\tT\t13/02/2026\t1\n", "2026-02-01", "were read as day-month-year", 1, ""},
		{"or the other way", "a\tT\t01/02/2026\t1\nb\tT\t02/13/2026\t1\n", "2026-01-02", "were read as month-day-year", 1, ""},
		{"nothing settles it", "a\tT\t01/02/2026\t1\nb\tT\t03/02/2026\t1\n", "", "", 0, `the days of the column "Since" can be read as day-month-year and as month-day-year: "03/02/2026"`},
		{"several orders", "a\tT\t13/02/2026\t1\nb\tT\t02/14/2026\t1\n", "", "", 0, `the days of the column "Since" are written in several orders: "13/02/2026" is day-month-year, "02/14/2026" is month-day-year`},
		{"a slip among many", strings.Repeat("a\tT\t13/02/2026\t1\n", 30) + "b\tT\t02/14/2026\t1\n", "2026-02-13", "were read as day-month-year", 1, ""},
		{"several signs", "a\tT\t\t1,5\nb\tT\t\t1.5\n", "", "", 0, `the numbers of the column "Size" are written in several ways: "1.5" has a decimal point, "1,5" has a decimal comma`},
		{"both are the same", "a\tT\t02/02/2026\t1\n", "2026-02-02", "", 1, ""},
		{"dirt does not decide", "a\tT\t01/02/2026\t1\nb\tT\t13/02/2026\t1\nc\tT\t14/02/2026\t1\nd\tT\tsoon\t1\n", "2026-02-01", "", 1, ""},
		{"serials", "a\tT\t46223\t1\n", "2026-07-20", "were read as serial", 1, ""},
		{"a decimal comma", "a\tT\t\t1,5\n", "", "with a decimal comma", 1.5, ""},
		{"groups settle it", "a\tT\t\t1,5\nb\tT\t\t1.234,5\n", "", "with a decimal comma", 1.5, ""},
		{"nothing settles the sign", "a\tT\t\t1,234\n", "", "", 0, `the numbers of the column "Size" can be read with a decimal point and with a decimal comma: "1,234"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorkspace()
			plan, err := table(t, head+c.rows).Plan(w.past, m, nil)
			if c.sentence != "" {
				if err == nil || !strings.Contains(err.Error(), c.sentence) {
					t.Errorf("err = %v, want %q", err, c.sentence)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			for s := range plan.Steps {
				first := s.Draft.Puts[0].(*graph.Work)
				at, ok := first.When(graph.Opened)
				if day := graph.DateOf(time.Unix(at, 0)).String(); ok && day != c.since || first.Size != c.size {
					t.Errorf("opened %s, size %v; want %s, %v", day, first.Size, c.since, c.size)
				}
				if c.want != "" && !strings.Contains(strings.Join(s.Notes, " "), c.want) {
					t.Errorf("notes = %q, want %q", s.Notes, c.want)
				}
			}
		})
	}
	for delimiter, want := range map[string]float32{";": 1.234, ",": 1234} {
		text := strings.ReplaceAll("Key\tTitle\tSize\na\tT\t\"1,234\"\n", "\t", delimiter)
		plan, err := table(t, text).Plan(newWorkspace().past, mappingOf(t, "kind: work\nid: Key\ncolumns: {Title: title, Size: size}\n"), nil)
		if err != nil {
			t.Fatal(err)
		}
		for s := range plan.Steps {
			if got := s.Draft.Puts[0].(*graph.Work).Size; got != want {
				t.Errorf("between %q 1,234 is %v, want %v", delimiter, got, want)
			}
		}
	}
}

func TestNamesOfRecords(t *testing.T) {
	w := harbor()
	w.put(&graph.Person{ID: "ana-b", Name: "Ana Lima"})
	n := newNames(w.s)
	for _, c := range []struct {
		kind       graph.Kind
		text, want string
		sentence   string
	}{
		{graph.KindUnit, "core", "core", ""},
		{graph.KindUnit, "CORE  services", "core", ""},
		{graph.KindUnit, "cs", "core", ""},
		{graph.KindUnit, "Payments", "payments", ""},
		{graph.KindInitiative, "ini-1", "ledger", ""},
		{graph.KindPerson, "ana@example.org", "ana-lima", ""},
		{graph.KindPerson, "ALIMA", "ana-lima", ""},
		{graph.KindPerson, "Ana-Lima", "ana-lima", ""},
		{graph.KindPeriod, "second half", "h2", ""},
		{graph.KindPerson, "Bo Ek!", "bo-ek", ""},
		{graph.KindPerson, "Bó Ék", "bo-ek", ""},
		{graph.KindPerson, "Ana Lima", "", `"Ana Lima" names several records of the kind person; write the id`},
		{graph.KindUnit, "Paymnet", "", `there is no unit "Paymnet"; nearest: Payments`},
	} {
		id, wrong := n.resolve(c.kind, c.text)
		if id != c.want || wrong == nil && c.sentence != "" || wrong != nil && wrong.String() != c.sentence {
			t.Errorf("%s %q = %q, %v; want %q, %s", c.kind, c.text, id, wrong, c.want, c.sentence)
		}
	}
}

func problemsOf(err error) importer.Problems {
	if f := fault.Of(err); f != nil {
		if p, ok := f.Err.(importer.Problems); ok {
			return p
		}
	}
	return nil
}

func TestMappingsThatAreWrong(t *testing.T) {
	for _, c := range []struct{ name, text, place, sentence, nearest string }{
		{"no kind", "columns: {A: name}\n", "m.yaml:1:1", "the mapping has no kind", ""},
		{"wrong kind", "kind: untt\n", "m.yaml:1:7", `"untt" is not a kind of record`, "unit"},
		{"wrong key", "kind: unit\ncolumn: {A: name}\n", "m.yaml:2:1", `"column" is not known here`, "columns"},
		{"wrong option", "kind: unit\ncolumns:\n  A: {feld: name}\n", "m.yaml:3:7", `"feld" is not known here`, "field"},
		{"wrong order", "kind: unit\ncolumns: {A: {field: from, dates: day-first}}\n", "m.yaml:2:35", `"day-first" is not known here`, ""},
		{"list for a text", "kind: [unit]\n", "m.yaml:1:7", "one text is expected here", ""},
		{"columns as a list", "kind: unit\ncolumns: [A]\n", "m.yaml:2:10", "columns are expected here", ""},
		{"no field", "kind: unit\nid: Name\ncolumns: {Name: nmae}\n", "m.yaml:3:11", `"nmae" is not a field of units`, "name"},
		{"half a path", "kind: outcome\nid: Name\ncolumns: {Name: metric}\n", "m.yaml:3:11", `"metric" is not a field of outcomes`, ""},
		{"no column", "kind: unit\nid: Name\ncolumns: {Nam: name}\n", "m.yaml:3:11", `the file has no column "Nam"`, "Name"},
		{"no key column", "kind: unit\nid: Nummer\ncolumns: {Name: name}\n", "m.yaml:2:5", `the file has no column "Nummer"`, ""},
		{"no second key column", "kind: unit\nid: [Name, Nummer]\ncolumns: {Name: name}\n", "m.yaml:2:12", `the file has no column "Nummer"`, ""},
		{"no id", "kind: unit\ncolumns: {Name: name}\n", "t.csv:1", "the mapping does not say which column names the record", ""},
		{"a word to be filled in", "kind: initiative\nid: Name\ncolumns: {Name: {field: state, words: {Offen: \"?\"}}}\n", "m.yaml:3:11", `it is not filled in what "offen" in the column "Name" means`, ""},
		{"column twice", "kind: unit\nid: Name\ncolumns: {Team: short}\n", "m.yaml:3:11", `the file has several columns "Team"`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, err := ReadMapping("m.yaml", []byte(c.text))
			if err == nil {
				_, err = table(t, "Name,Team,team\nx,y,z\n").Plan(newWorkspace().past, m, nil)
			}
			all := problemsOf(err)
			if len(all) == 0 {
				t.Fatalf("err = %v, want a problem", err)
			}
			p := all[0]
			if p.Place.String() != c.place || !strings.HasPrefix(p.Sentence, c.sentence) || p.Remedy == "" {
				t.Errorf("got  %s\nwant %s: %s", p, c.place, c.sentence)
			}
			if c.nearest != "" && !slices.Contains(p.Nearest, c.nearest) {
				t.Errorf("nearest = %v, want %s", p.Nearest, c.nearest)
			}
		})
	}
	for _, text := range []string{"", "- a\n", "a: [\n"} {
		if _, err := ReadMapping("m.yaml", []byte(text)); !fault.Is(err, fault.Invalid) {
			t.Errorf("ReadMapping(%q) = %v, want a fault", text, err)
		}
	}
	if _, err := table(t, "a,b\n").Plan(newWorkspace().past, Mapping{}, nil); !fault.Is(err, fault.Invalid) {
		t.Errorf("a mapping without a kind: %v", err)
	}
}

func TestMappingsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.StringMatching(`[A-Za-z][A-Za-z0-9 ]{0,8}[a-z]`), rapid.SampledFrom([]string{"a: b", "#x", "1", "Größe", "yes", "\"q\"", "a\\b", "[x]", "a\tb", "a\nb", "'", "\u2028", strings.Repeat("long", 400)}))
		m := Mapping{Kind: graph.KindWork, ID: rapid.SliceOfN(text, 1, 3).Draw(t, "id"), Ignore: rapid.SliceOfN(text, 0, 3).Draw(t, "ignore"), Prefix: rapid.SampledFrom([]string{"", "srv-"}).Draw(t, "prefix")}
		if len(m.Ignore) == 0 {
			m.Ignore = nil
		}
		for _, name := range rapid.SliceOfNDistinct(text, 0, 4, rapid.ID).Draw(t, "names") {
			c := Column{Name: name, Field: rapid.SampledFrom([]string{"title", "unit", "size"}).Draw(t, "field"), Split: rapid.SampledFrom([]string{"", "|"}).Draw(t, "split")}
			c.Clear = rapid.Bool().Draw(t, "clear")
			c.Dates = rapid.SampledFrom(append(orders(), "")).Draw(t, "dates")
			c.Decimal = rapid.SampledFrom([]Decimal{"", Point, Comma}).Draw(t, "decimal")
			for _, from := range rapid.SliceOfN(text, 0, 2).Draw(t, "words") {
				if c.Words == nil {
					c.Words = make(map[string]string)
				}
				c.Words[folded(from)] = rapid.SampledFrom([]string{"started", "x: y"}).Draw(t, "to")
			}
			m.Columns = append(m.Columns, c)
		}
		got, err := ReadMapping("m.yaml", m.YAML())
		if err != nil {
			t.Fatalf("%v\n%s", err, m.YAML())
		}
		for i := range got.Columns {
			got.Columns[i].place = importer.Place{}
		}
		got.places = nil
		if diff := cmp.Diff(m, got, cmp.AllowUnexported(Mapping{}, Column{}, Constant{})); diff != "" {
			t.Fatalf("(-want +got):\n%s\n%s", diff, m.YAML())
		}
	})
}

func TestIDsOfOtherLetters(t *testing.T) {
	for text, want := range map[string]string{
		"SRV-12": "srv-12", "Zoë Åkesson": "zoe-akesson", "Größe & Maß": "grosse-mass", "Łódź Øre": "lodz-ore", "a.b:c_d": "a.b:c_d", "日本": "", "Ana's team": "anas-team",
	} {
		if got := idOf(text); got != want {
			t.Errorf("the id of %q is %q, want %q", text, got, want)
		}
	}
}

// A table is text in UTF-8 whatever it is written in, and what is no text is refused.
func TestText(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"UTF-8":           {"Name\nZoë\n", "Name\nZoë\n"},
		"UTF-8 marked":    {"\xef\xbb\xbfName\n", "Name\n"},
		"UTF-16":          {"\xff\xfeN\x00a\x00\xeb\x00", "Naë"},
		"Windows-1252":    {"Name\nZo\xeb\n", "Name\nZoë\n"},
		"nothing":         {"", ""},
		"not text at all": {"PK\x03\x04\x00\x00\x81", ""},
	} {
		got, err := Text([]byte(c.body))
		if refused := fault.Of(err) != nil; got != c.want || refused != (name == "not text at all") {
			t.Errorf("%s is %q, %v; want %q", name, got, err, c.want)
		}
	}
}
