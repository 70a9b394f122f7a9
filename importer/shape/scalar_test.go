package shape

import (
	"testing"

	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"
)

func TestPlainAndQuoted(t *testing.T) {
	for _, c := range []struct{ text, block, flow string }{
		{"Core Services", "Core Services", "Core Services"},
		{"it's, and why?", "it's, and why?", `"it's, and why?"`},
		{"", `""`, `""`},
		{" a", `" a"`, `" a"`},
		{"a: b", `"a: b"`, `"a: b"`},
		{"a:b", "a:b", "a:b"},
		{"a:", `"a:"`, `"a:"`},
		{"a #b", `"a #b"`, `"a #b"`},
		{"a#b", "a#b", "a#b"},
		{"-5", `"-5"`, `"-5"`},
		{"5", `"5"`, `"5"`},
		{"1e5", `"1e5"`, `"1e5"`},
		{"0x1f", `"0x1f"`, `"0x1f"`},
		{"12:30", `"12:30"`, `"12:30"`},
		{"2026-07-20", "2026-07-20", "2026-07-20"},
		{"2026-h2", "2026-h2", "2026-h2"},
		{"9a", "9a", "9a"},
		{"Yes", `"Yes"`, `"Yes"`},
		{"null", `"null"`, `"null"`},
		{"a\tb", `"a\tb"`, `"a\tb"`},
		{"a\"b\\c", `a"b\c`, `a"b\c`},
		{"\"a\"", `"\"a\""`, `"\"a\""`},
		{"Größe", "Größe", "Größe"},
		{"\u0085", `"\x85"`, `"\x85"`},
		{"a\u2028", `"a\u2028"`, `"a\u2028"`},
		{"\U000e0001", `"\U000e0001"`, `"\U000e0001"`},
		{"a\nb", `"a\nb"`, `"a\nb"`},
	} {
		if got := Scalar(c.text, false); got != c.block {
			t.Errorf("%q alone = %s, want %s", c.text, got, c.block)
		}
		if got := Scalar(c.text, true); got != c.flow {
			t.Errorf("%q between brackets = %s, want %s", c.text, got, c.flow)
		}
	}
}

// TestScalarsReadBack: whatever the text, YAML reads the same one wherever it stands.
func TestScalarsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "text")
		for _, file := range []string{"a: " + Scalar(s, false) + "\nb: c\n", "{a: " + Scalar(s, true) + ", b: [" + Scalar(s, true) + "]}\n", Scalar(s, true) + ": x\n"} {
			var n yaml.Node
			if err := yaml.Unmarshal([]byte(file), &n); err != nil {
				t.Fatalf("%v in %s", err, file)
			}
			m := n.Content[0].Content
			if m[1].Value != s && m[0].Value != s {
				t.Fatalf("%q came back as %q in %s", s, m[1].Value, file)
			}
		}
	})
}
