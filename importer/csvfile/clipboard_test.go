package csvfile

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestCellsOfTheClipboard(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"quotes inside a cell":                     {"Name\tWhy\nPasted \"two\"\tso", "Name\tWhy\n\"Pasted \"\"two\"\"\"\tso"},
		"a quoted cell with a new line":            {"A\tB\r\n\"a\nb \"\"c\"\"\"\t1\r\n", "A\tB\r\n\"a\nb \"\"c\"\"\"\t1\r\n"},
		"a cell that begins with a quote as it is": {"A\tB\n\"two\" of them\t5\" wide\n", "A\tB\n\"\"\"two\"\" of them\"\t\"5\"\" wide\"\n"},
		"a quote that is never closed":             {"A\tB\n\"a\tb\nc\td\n", "A\tB\n\"\"\"a\"\tb\nc\td\n"},
		"the names of the columns":                 {"The \"name\"\tB\n1\t2\n", "\"The \"\"name\"\"\"\tB\n1\t2\n"},
		"no tab":                                   {"A,B\nPasted \"two\",1\n", "A,B\nPasted \"two\",1\n"},
		"nothing":                                  {"", ""},
	} {
		if got := Clipboard(c.text); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// What a spreadsheet copies comes back, cell by cell.
func TestTheClipboardLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.StringMatching("[a\" \t\n]{0,6}")
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, 2, 3), 1, 4).Draw(t, "rows")
		rows = slices.Insert(rows, 0, []string{"A", "B"})
		var text strings.Builder
		for _, row := range rows {
			for i, c := range row {
				if strings.ContainsAny(c, "\t\n") || strings.HasPrefix(c, `"`) {
					row[i] = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
				}
			}
			text.WriteString(strings.Join(row, "\t") + "\n")
			for i, c := range row {
				if strings.HasPrefix(c, `"`) {
					row[i] = strings.ReplaceAll(c[1:len(c)-1], `""`, `"`)
				}
			}
		}
		in := csv.NewReader(strings.NewReader(Clipboard(text.String())))
		in.Comma, in.FieldsPerRecord = '\t', -1
		got, err := in.ReadAll()
		if err != nil {
			t.Fatalf("%q: %v", text.String(), err)
		}
		if diff := cmp.Diff(rows, got); diff != "" {
			t.Fatalf("%q (-want +got):\n%s", text.String(), diff)
		}
	})
}
