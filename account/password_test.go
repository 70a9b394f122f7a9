package account

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"throughline/fault"
)

func TestCheckPassword(t *testing.T) {
	whose := Holder{Address: "ana.lima@example.org", Name: "Ana Lima", Product: "throughline"}
	for password, says := range map[string]string{
		"otter lamp seventeen":           "",
		"correct horse battery staple":   "",
		"ottterrr laaamp":                "",
		"Пятнадцать человек":             "",
		"四つの馬が走る夜の山の上":                   "",
		"            a":                  "", // twelve spaces and a letter: odd, but not a pattern
		"password password!":             "made of words that half the world takes",
		"Password2026!":                  "made of words that half the world takes",
		"p@ssw0rd123456":                 "made of words that half the world takes",
		"!!Welcome-2026!!":               "made of words that half the world takes",
		"iloveyou123456":                 "made of words that half the world takes",
		"admin123admin":                  "made of words that half the world takes",
		"MyNewPassword1":                 "made of words that half the world takes",
		"Summer2026!!":                   "made of words that half the world takes",
		"letmein-qwerty":                 "made of words that half the world takes",
		"summer otter 26":                "", // a word that is not among them
		"love the new work you":          "", // five words
		"x7Kq9!pLw2mZ":                   "",
		"anna likes tea":                 "", // not Ana Lima
		strings.Repeat("lamp otter", 20): "", // a piece longer than the longest that is looked for

		"":                              "has 0 characters",
		"short one":                     "has 9 characters",
		"eleven char":                   "has 11 characters",
		"éééééé":                        "has 6 characters",
		strings.Repeat("ab cd ef!", 29): "has 261 characters",
		"tab\tin the middle":            "cannot be typed",
		"zero\x00in the middle":         "cannot be typed",
		"no text \xff\xfe at all":       "cannot be typed",
		"my ana.lima@example.org":       "the address it is for",
		"hello ANA.LIMA hello":          "the address it is for",
		"i am ana lima today":           "the name it is for",
		"i am AnaLima today":            "the name it is for",
		"Throughline2026":               "the word throughline",
		"aaaaaaaaaaaa":                  "one piece again and again",
		"abababababab":                  "one piece again and again",
		"abcabcabcabca":                 "one piece again and again",
		"passwordpassword":              "one piece again and again",
		"Passwordpassword":              "one piece again and again",
		strings.Repeat("lamp", 60):      "one piece again and again",
		"            ":                  "one piece again and again",
		"abcdefghijkl":                  "a row of letters or digits",
		"lkjihgfedcba":                  "a row of letters or digits",
		"123456789012":                  "a row of letters or digits",
		"98765432109876543210987654321": "a row of letters or digits",
		"qwertyuiop123":                 "a row of letters or digits",
		"qwertzuiop123":                 "a row of letters or digits",
		"abcdef123456":                  "a row of letters or digits",
		"111222333444":                  "a row of letters or digits",
		"aaaabbbbcccc":                  "a row of letters or digits",
		"QWERTYasdfgh":                  "a row of letters or digits",
		"xyzabcdefghi":                  "a row of letters or digits",
		"qwertyuiopasdfghjkl":           "a row of letters or digits",
		"abcdhgfe1234rewq":              "", // four rows: long enough to be let through
	} {
		err := CheckPassword(password, whose)
		if says == "" && err != nil || says != "" && (!fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), says)) {
			t.Errorf("CheckPassword(%q) = %v, want %q", password, err, says)
		}
		if f := fault.Of(err); f != nil && (f.Remedy == "" || len(password) > 8 && strings.Contains(f.Error(), password)) {
			t.Errorf("CheckPassword(%q) has no remedy or repeats the password: %v", password, f)
		}
	}
}

func TestCheckPasswordOfNobodyKnown(t *testing.T) {
	for _, whose := range []Holder{{}, {Name: "Li", Address: "li@x"}, {Name: "an", Address: "a@b"}} {
		if err := CheckPassword("a lion an island", whose); err != nil {
			t.Errorf("CheckPassword() for %+v = %v", whose, err)
		}
	}
}

// A letter that two keyboards write in two ways is the same letter in a password.
func TestPasswordsInOneForm(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := rapid.String().Draw(rt, "password")
		if normalPassword(norm.NFD.String(p)) != normalPassword(p) || normalPassword(normalPassword(p)) != normalPassword(p) {
			rt.Fatalf("%q has two forms", p)
		}
	})
}

// A piece again and again is a pattern, whatever the piece.
func TestRepeatedPieces(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		piece := []rune(rapid.StringMatching(`[a-z0-9]{1,8}`).Draw(rt, "piece"))
		var p []rune
		for len(p) < MinPassword || len(p) < 2*len(piece) {
			p = append(p, piece...)
		}
		if pattern(p) == "" {
			rt.Fatalf("pattern(%q) is none", string(p))
		}
	})
}
