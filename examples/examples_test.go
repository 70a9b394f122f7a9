package examples_test

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"throughline/examples"
)

func day(t *testing.T, text string) time.Time {
	t.Helper()
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// names is every file that is there, in order.
func names(t *testing.T, files fs.FS) []string {
	t.Helper()
	var out []string
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestFilesAreAFileSystem(t *testing.T) {
	if err := fstest.TestFS(examples.HarborLending(), "workspace.yaml", "organisation.yaml", "h1/plan.yaml", "h2/read.yaml"); err != nil {
		t.Error(err)
	}
}

// Each day of the week sees what was told by then, and always of the twelfth week.
func TestTheWeekGoesOn(t *testing.T) {
	for _, c := range []struct {
		today string
		days  int
		last  string // the newest file named by a day
	}{
		{"2026-09-24", 0, "2026-09-24"},
		{"2026-09-21", 0, "2026-09-18"},
		{"2026-09-22", 0, "2026-09-22"},
		{"2026-09-27", 0, "2026-09-26"},
		{"2026-09-28", 7, "2026-09-18"},
		{"2026-09-20", -7, "2026-09-26"},
		{"2028-02-29", 525, "2026-09-22"}, // a Tuesday, 75 weeks later
	} {
		files, days := examples.HarborLendingOn(day(t, c.today))
		if days != c.days {
			t.Errorf("on %s all days move by %d, want %d", c.today, days, c.days)
		}
		last := ""
		for _, n := range names(t, files) {
			if at, ok := strings.CutPrefix(n, "work/"); ok {
				last = max(last, strings.TrimSuffix(at, ".yaml"))
			}
		}
		if last != c.last {
			t.Errorf("on %s the newest reading of the tracker is %s, want %s", c.today, last, c.last)
		}
		if _, err := fs.ReadFile(files, "work/2026-09-26.yaml"); (err == nil) != (c.last == "2026-09-26") {
			t.Errorf("on %s reading the last file: %v", c.today, err)
		}
	}
}

func TestDaysMoveByWholeWeeks(t *testing.T) {
	start := day(t, "2024-01-01")
	for i := 0; i < 1500; i += 11 {
		today := start.AddDate(0, 0, i)
		_, days := examples.HarborLendingOn(today.Add(23 * time.Hour))
		if days%7 != 0 {
			t.Fatalf("on %s days move by %d, which is no number of weeks", today, days)
		}
		// The half begins on a Wednesday; its twelfth full week begins on the Monday 82 days later.
		half := time.Date(2026, time.July, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, days)
		if since := int(today.Sub(half).Hours() / 24); since < 82 || since > 88 {
			t.Fatalf("on %s the half began %d days ago, want 82 to 88", today, since)
		}
	}
}

func TestPeriodsAreNamedByTheYearTheyLieIn(t *testing.T) {
	for _, c := range []struct {
		today string
		want  []string
	}{
		{"2026-09-24", []string{`name: "2026"`, "name: 2026 H1", "name: 2026 H2", "name: 2026 Q3"}},
		{"2026-11-23", []string{`name: "2026–27"`, "name: 2026–27 H1", "name: 2026–27 H2", "name: 2026–27 Q4"}},
		{"2026-09-17", []string{`name: "2025–26"`, "name: 2025–26 H2"}},
		{"2054-09-24", []string{`name: "2054"`, "name: 2054 H2"}}, // after 28 years the calendar is the same
	} {
		files, _ := examples.HarborLendingOn(day(t, c.today))
		body, err := fs.ReadFile(files, "organisation.yaml")
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range c.want {
			if !strings.Contains(string(body), want) {
				t.Errorf("on %s no period has %s", c.today, want)
			}
		}
	}
}

// A text that names a day would lie when the days move.
func TestNoTextNamesADay(t *testing.T) {
	months := regexp.MustCompile(`(?i)\b(?:\d{1,2} )?(?:january|february|march|april|june|july|august|september|october|november|december)\b|\b(?:monday|tuesday|wednesday|thursday) \d|\b\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\b`)
	value := regexp.MustCompile(`(?:why|text|words|question|name|title|summary|statement|restatement|reason|rationale|pain|wanted|note|impact|forces|forbids|short|purpose|success):\s*(.*)`)
	found := 0
	for _, n := range names(t, examples.HarborLending()) {
		body, err := fs.ReadFile(examples.HarborLending(), n)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range value.FindAllStringSubmatch(string(body), -1) {
			found++
			if bad := months.FindString(m[1]); bad != "" {
				t.Errorf("%s: %q names a day: %s", n, bad, m[1])
			}
			if strings.Contains(m[1], "202") && n != "organisation.yaml" && !strings.Contains(m[1], "{") && !strings.Contains(m[1], ": 202") {
				t.Errorf("%s: %q names a year", n, m[1])
			}
		}
	}
	if found < 1500 {
		t.Errorf("only %d texts were looked at", found)
	}
}
