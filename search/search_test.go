package search_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"throughline/search"
)

type entry = search.Entry[string]

// shelf is entries by key, as the model of an index.
type shelf map[string]entry

func (s shelf) entry(k string) (entry, bool) {
	e, ok := s[k]
	return e, ok
}

// indexed puts entries into an index, one change for each batch.
func indexed(batches ...[]entry) (*search.Index[string], shelf) {
	x, s := search.New(strings.Compare), shelf{}
	for _, b := range batches {
		for _, e := range b {
			s[e.Key] = e
		}
		x = x.With(b, nil, s.entry)
	}
	return x, s
}

func find(x *search.Index[string], words string) string {
	keys, total := x.Find(search.Query[string]{Words: words, Most: 10})
	return fmt.Sprint(strings.Join(keys, " "), " of ", total)
}

func TestFindBestFirst(t *testing.T) {
	x, _ := indexed([]entry{
		{Key: "core", Text: "Core Services"},
		{Key: "servicing", Text: "Loan Servicing"},
		{Key: "ledger", Text: "Ledger cutover for servicing LDG-7", Place: 1},
		{Key: "cut", Text: "Cut costs", Place: 1},
		{Key: "cafe", Text: "Café at Łódź", Place: 1},
		{Key: "serve", Text: "Serve", Place: 2},
	})
	for words, want := range map[string]string{
		"serv":            "serve core servicing ledger of 4", // it begins so, however late its kind comes
		"servicing":       "servicing ledger of 2",
		"loan":            "servicing of 1",
		"cut":             "cut ledger of 2",
		"ledger serv":     "ledger of 1",
		"serv ledger":     "ledger of 1",
		"ldg-7":           "ledger of 1",
		"LDG 7":           "ledger of 1",
		"cafe":            "cafe of 1",
		"CAFÉ":            "cafe of 1",
		"lodz":            "cafe of 1",
		"sevicing":        "servicing ledger of 2",
		"sericving":       "servicing ledger of 2",
		"ledgre cutovr":   "ledger of 1",
		"servicin ledger": "ledger of 1",
		"lon":             " of 0", // too short to forgive
		"nothing":         " of 0",
		"  -  ":           " of 0",
	} {
		if got := find(x, words); got != want {
			t.Errorf("Find(%q) = %s, want %s", words, got, want)
		}
	}
}

func TestAChangeReplacesAndTakesOut(t *testing.T) {
	x, s := indexed([]entry{{Key: "a", Text: "Alpha"}, {Key: "b", Text: "Beta"}, {Key: "c", Text: "Gamma"}})
	s["a"] = entry{Key: "a", Text: "Omega"}
	delete(s, "b")
	y := x.With([]entry{s["a"]}, []string{"b", "never"}, s.entry)
	for words, want := range map[string]string{"alpha": " of 0", "omega": "a of 1", "beta": " of 0", "gamma": "c of 1"} {
		if got := find(y, words); got != want {
			t.Errorf("after the change Find(%q) = %s, want %s", words, got, want)
		}
	}
	if got := find(x, "alpha") + find(x, "beta") + find(x, "omega"); got != "a of 1b of 1 of 0" {
		t.Errorf("the earlier index finds %s", got)
	}
	if x.Len() != 3 || y.Len() != 2 {
		t.Errorf("there are %d and %d entries, want 3 and 2", x.Len(), y.Len())
	}
}

func TestWhatIsHiddenIsNotCounted(t *testing.T) {
	x, _ := indexed([]entry{{Key: "a", Text: "Secret errand"}, {Key: "b", Text: "Secretary"}})
	keys, total := x.Find(search.Query[string]{Words: "secret", Most: 10, Hidden: []string{"a", "other"}})
	if fmt.Sprint(keys) != "[b]" || total != 1 {
		t.Errorf("found %v of %d, want only b", keys, total)
	}
	keys, total = x.Find(search.Query[string]{Words: "errand", Most: 10, Hidden: []string{"a"}})
	if len(keys) != 0 || total != 0 {
		t.Errorf("found %v of %d, want nothing", keys, total)
	}
}

// model is what Find must answer, told in the simplest way.
func (s shelf) model(q search.Query[string]) (keys []string, total int) {
	words := search.Terms(q.Words)
	if len(words) == 0 {
		return nil, 0
	}
	for _, forgiving := range []bool{false, true} {
		type match struct {
			entry
			rank int
		}
		var found []match
		for _, e := range s {
			terms := search.Terms(e.Text)
			if slices.Contains(q.Hidden, e.Key) || slices.Contains(q.Found, e.Key) || !all(words, func(w string) bool {
				return slices.ContainsFunc(terms, func(t string) bool { return strings.HasPrefix(t, w) || forgiving && nearly(t, w) })
			}) {
				continue
			}
			rank := 2
			if all(words, func(w string) bool { return slices.Contains(terms, w) }) {
				rank = 1
			}
			if strings.HasPrefix(terms[0], words[0]) || forgiving && nearly(terms[0], words[0]) {
				rank = 0
			}
			found = append(found, match{e, rank})
		}
		slices.SortFunc(found, func(a, b match) int {
			return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.Place, b.Place), cmp.Compare(len(a.Text), len(b.Text)), strings.Compare(a.Key, b.Key))
		})
		if total = len(found); total > 0 || q.Exact {
			for _, m := range found[:min(q.Most, total)] {
				keys = append(keys, m.Key)
			}
			return keys, total
		}
	}
	return nil, 0
}

func all(words []string, ok func(string) bool) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !ok(w) })
}

// nearly reports whether some beginning of the term is the word but for one or two slips, by the length of the word.
func nearly(term, word string) bool {
	slips := 0
	if len(word) >= 4 {
		slips = 1
	}
	if len(word) >= 8 {
		slips = 2
	}
	for n := range len(term) + 1 {
		if slips > 0 && distance(term[:n], word) <= slips {
			return true
		}
	}
	return false
}

// distance is the optimal string alignment distance, by its definition.
func distance(a, b string) int {
	if a == "" || b == "" {
		return len(a) + len(b)
	}
	cost := 1
	if a[len(a)-1] == b[len(b)-1] {
		cost = 0
	}
	d := min(distance(a[:len(a)-1], b)+1, distance(a, b[:len(b)-1])+1, distance(a[:len(a)-1], b[:len(b)-1])+cost)
	if len(a) > 1 && len(b) > 1 && a[len(a)-1] == b[len(b)-2] && a[len(a)-2] == b[len(b)-1] {
		d = min(d, distance(a[:len(a)-2], b[:len(b)-2])+1)
	}
	return d
}

func genWord(t *rapid.T, name string) string {
	return rapid.OneOf(
		rapid.SampledFrom([]string{"ledger", "ledge", "core", "corn", "cutover", "x", "serv"}),
		rapid.StringMatching(`[abc]{1,6}`),
	).Draw(t, name)
}

// However the entries came into the index, it finds what the model finds, in its order.
func TestFindIsWhatTheModelFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, s := search.New(strings.Compare), shelf{}
		for range rapid.IntRange(1, 8).Draw(t, "changes") {
			var put []entry
			var gone []string
			seen := map[string]bool{}
			for range rapid.IntRange(0, 5).Draw(t, "records") {
				key := fmt.Sprint("k", rapid.IntRange(0, 12).Draw(t, "key"))
				if seen[key] {
					continue
				}
				seen[key] = true
				if rapid.IntRange(0, 4).Draw(t, "goes") == 0 {
					gone = append(gone, key)
					delete(s, key)
					continue
				}
				e := entry{Key: key, Text: genWord(t, "word") + " " + genWord(t, "word"), Place: uint8(rapid.IntRange(0, 2).Draw(t, "place"))}
				put = append(put, e)
				s[key] = e
			}
			x = x.With(put, gone, s.entry)
		}
		q := search.Query[string]{Words: genWord(t, "asked"), Most: rapid.IntRange(1, 6).Draw(t, "most"), Exact: rapid.Bool().Draw(t, "exact")}
		if rapid.Bool().Draw(t, "two") {
			q.Words += " " + genWord(t, "asked too")
		}
		if rapid.Bool().Draw(t, "hides") {
			for n := range rapid.IntRange(1, 9).Draw(t, "hidden") { // more, fewer and as many as there are matches
				q.Hidden = append(q.Hidden, fmt.Sprint("k", n))
			}
		}
		if rapid.Bool().Draw(t, "found") {
			q.Found = []string{"k5", "k3"}
		}
		want, wantTotal := s.model(q)
		got, total := x.Find(q)
		if !slices.Equal(got, want) || total != wantTotal {
			t.Fatalf("Find(%+v) = %v of %d, want %v of %d", q, got, total, want, wantTotal)
		}
		if x.Len() != len(s) {
			t.Fatalf("there are %d entries, want %d", x.Len(), len(s))
		}
	})
}

func FuzzTerms(f *testing.F) {
	for _, s := range []string{"Café", "ǅ İ ſ", "a-b_c", "\xff", "e\u0301", "ﬁle", "123,5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, w := range search.Terms(text) {
			if w == "" {
				t.Fatal("an empty term")
			}
			if again := search.Terms(w); utf8.ValidString(text) && !slices.Equal(again, []string{w}) {
				t.Fatalf("the term %q reads as %q", w, again)
			}
		}
	})
}
