package account

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"throughline/fault"
)

func TestAddress(t *testing.T) {
	for text, want := range map[string]string{
		"ana@example.org": "ana@example.org", "  Ana@Example.ORG ": "ana@example.org", "a@b": "a@b", "o'neil+x@sub.example.org": "o'neil+x@sub.example.org",
		"JOSE\u0301@example.org": "jos\u00e9@example.org", "РОМА@пример.рф": "рома@пример.рф",
		"": "", "ana": "", "@example.org": "", "ana@": "", "a@b@c": "", "Ana <ana@example.org>": "", "a b@c": "", "a@b c": "", "a\n@b": "", "a\x00@b": "", "a@b\xff": "", "a@b\u200b": "",
		strings.Repeat("a", 65) + "@b": "", "a@" + strings.Repeat("b", 253): "", "a,b@c": "", `"a"@b`: "",
	} {
		got, err := Address(text)
		if got != want || (err == nil) != (want != "") || err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("Address(%q) = %q, %v, want %q", text, got, err, want)
		}
	}
}

func TestAddressesHaveOneForm(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		a, err := Address(rapid.StringMatching(`[\p{L}0-9.]{1,20}@[\p{L}0-9.]{1,20}`).Draw(rt, "address"))
		if err != nil {
			return
		}
		for _, again := range []string{a, " " + a, strings.ToLower(a)} {
			if b, err := Address(again); b != a || err != nil {
				rt.Fatalf("Address(%q) = %q, %v, want %q", again, b, err, a)
			}
		}
	})
}

func TestLabel(t *testing.T) {
	for text, want := range map[string]string{
		" Ana Lima ": "Ana Lima", "JOSE\u0301": "JOS\u00c9", strings.Repeat("é", 100): strings.Repeat("é", 100),
		"": "", " \t ": "", strings.Repeat("é", 101): "", "a\nb": "", "a\xff": "",
	} {
		if got, err := label(text, "the token"); got != want || (err == nil) != (want != "") {
			t.Errorf("label(%q) = %q, %v, want %q", text, got, err, want)
		}
	}
}

func TestPlain(t *testing.T) {
	for text, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "2001:db8::1": "2001:db8::1", "a\nb\x00c\xffd\u202e": "abcd", strings.Repeat("é", 300): strings.Repeat("é", 100), "": "",
	} {
		if got := plain(text); got != want {
			t.Errorf("plain(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestRoles(t *testing.T) {
	for i, r := range Roles() {
		if r.Rank() != i+1 || r.check() != nil {
			t.Errorf("%s.Rank() = %d, check() = %v", r, r.Rank(), r.check())
		}
	}
	for _, r := range []Role{"", "OWNER", "admin"} {
		if err := r.check(); r.Rank() != 0 || !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: rank %d, %v", r, r.Rank(), err)
		}
	}
	if f := fault.Of(Role("editr").check()); len(f.Nearest) == 0 || f.Nearest[0] != "editor" {
		t.Errorf("nearest to editr: %v", f.Nearest)
	}
}

func TestScopeLimits(t *testing.T) {
	for _, c := range []struct {
		scope Scope
		role  Role
		want  Role
	}{
		{Read, Owner, Reader}, {Read, Reader, Reader}, {Write, Owner, Owner}, {Write, Reader, Reader}, {Read, "", ""}, {Read, "x", ""}, {"", Owner, ""}, {"all", Owner, ""},
	} {
		if got := c.scope.Limit(c.role); got != c.want {
			t.Errorf("%q.Limit(%q) = %q, want %q", c.scope, c.role, got, c.want)
		}
	}
}

func TestGrants(t *testing.T) {
	m := Mapping{
		{"staff", "harbor", Reader}, {"leads", "harbor", Editor}, {"board", "harbor", Owner}, {"staff", "alps", Contributor}, {"nonsense", "harbor", "boss"},
	}
	for _, c := range []struct {
		groups []string
		want   []Grant
	}{
		{nil, nil},
		{[]string{"strangers", "Staff", ""}, nil},
		{[]string{"staff"}, []Grant{{"alps", Contributor}, {"harbor", Reader}}},
		{[]string{"staff", "leads"}, []Grant{{"alps", Contributor}, {"harbor", Editor}}},
		{[]string{"board", "leads", "staff", "staff"}, []Grant{{"alps", Contributor}, {"harbor", Owner}}},
		{[]string{"nonsense"}, nil},
	} {
		if got := m.Grants(c.groups); !slices.Equal(got, c.want) {
			t.Errorf("Grants(%v) = %v, want %v", c.groups, got, c.want)
		}
	}
	if got := (Mapping{{"", "harbor", Owner}}).Grants([]string{"staff"}); got != nil {
		t.Errorf("a mapping of no group gives %v", got)
	}
}

// More groups never give less, and the order of groups and rules does not matter.
func TestGrantsGrow(t *testing.T) {
	names := rapid.SampledFrom([]string{"a", "b", "c"})
	rapid.Check(t, func(rt *rapid.T) {
		var m Mapping
		for range rapid.IntRange(0, 6).Draw(rt, "rules") {
			m = append(m, GroupRole{names.Draw(rt, "group"), names.Draw(rt, "workspace"), rapid.SampledFrom(Roles()).Draw(rt, "role")})
		}
		groups := rapid.SliceOfN(names, 1, 3).Draw(rt, "groups")
		all, fewer := m.Grants(groups), m.Grants(groups[1:])
		for _, f := range fewer {
			at := slices.IndexFunc(all, func(g Grant) bool { return g.Workspace == f.Workspace })
			if at < 0 || all[at].Role.Rank() < f.Role.Rank() {
				rt.Fatalf("%v give %v, %v give %v", groups, all, groups[1:], fewer)
			}
		}
		slices.Reverse(m)
		slices.Reverse(groups)
		if got := m.Grants(groups); !slices.Equal(got, all) {
			rt.Fatalf("in another order %v become %v", all, got)
		}
	})
}

func TestDevice(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36":                                "Chrome on Windows",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.2903.70":              "Edge on Windows",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0":                                                               "Firefox on Windows",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15":                          "Safari on a Mac",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1":        "Safari on an iPhone",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1": "Chrome on an iPhone",
		"Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/133.0 Mobile/15E148 Safari/605.1.15":               "Firefox on an iPad",
		"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36":                                "Chrome on Android",
		"Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36":     "Samsung Internet on Android",
		"Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0":                                                                         "Firefox on Linux",
		"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36":                                 "Chrome on ChromeOS",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 OPR/115.0.0.0":                  "Opera on Windows",
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0.0.0 Safari/537.36":                                  "Chrome on Linux",
		"curl/8.5.0":                "curl",
		"SomethingNew/1.0 (Linux)":  "a browser on Linux",
		"":                          "an unknown device",
		"<script>alert(1)</script>": "an unknown device",
	} {
		if got := Device(agent); got != want {
			t.Errorf("Device(%q) = %q, want %q", agent, got, want)
		}
	}
}
