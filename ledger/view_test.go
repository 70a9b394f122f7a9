package ledger_test

import (
	"strings"
	"testing"

	"throughline/fault"
	"throughline/ledger"
)

func TestSoundViews(t *testing.T) {
	name := ledger.Column{Name: "name", Path: []string{"name"}, Type: ledger.TextColumn}
	days := ledger.Column{Name: "days_2", Path: []string{"size", "days"}, Type: ledger.NumberColumn}
	unit := func(columns ...ledger.Column) []ledger.View {
		return []ledger.View{{Kind: "unit", Name: "units", Columns: columns}}
	}
	for what, c := range map[string]struct {
		views []ledger.View
		says  string // "" when they are sound
	}{
		"none":                     {nil, ""},
		"two columns":              {unit(name, days), ""},
		"no columns":               {unit(), ""},
		"a name with a space":      {[]ledger.View{{Kind: "unit", Name: "my units"}}, "its name"},
		"a name in capitals":       {[]ledger.View{{Kind: "unit", Name: "Units"}}, "its name"},
		"no name":                  {[]ledger.View{{Kind: "unit"}}, "its name"},
		"no kind":                  {[]ledger.View{{Name: "units"}}, "its name"},
		"the name of a table":      {[]ledger.View{{Kind: "unit", Name: "entry"}}, "its name"},
		"the table of accounts":    {[]ledger.View{{Kind: "unit", Name: "account"}}, "its name"},
		"a name twice":             {append(unit(), unit()...), "its name"},
		"a quote in a column":      {unit(ledger.Column{Name: `a"b`, Path: []string{"a"}, Type: ledger.TextColumn}), "column name"},
		"a column twice":           {unit(name, name), `"name" is taken`},
		"a column every view has":  {unit(ledger.Column{Name: "effective", Path: []string{"a"}, Type: ledger.TextColumn}), `"effective" is taken`},
		"a column without a path":  {unit(ledger.Column{Name: "a", Type: ledger.TextColumn}), "has no path"},
		"an empty step in a path":  {unit(ledger.Column{Name: "a", Path: []string{"a", ""}, Type: ledger.TextColumn}), "has no path"},
		"a quote in a path":        {unit(ledger.Column{Name: "a", Path: []string{"it's"}, Type: ledger.TextColumn}), "has no path"},
		"a type that is not known": {unit(ledger.Column{Name: "a", Path: []string{"a"}, Type: "date"}), `unknown type "date"`},
	} {
		err := ledger.Sound(c.views)
		if c.says == "" && err != nil || c.says != "" && (!fault.Is(err, fault.Internal) || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("Sound() of %s = %v, want %q", what, err, c.says)
		}
	}
}
