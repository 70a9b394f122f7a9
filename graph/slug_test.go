package graph

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// themed is a picture with themes of the ids, from which those that follow a "-" were removed.
func themed(ids ...string) *Snapshot {
	b := Empty().Edit()
	for n, id := range ids {
		id, gone := strings.CutPrefix(id, "-")
		b.Put(WithStamp(&Theme{ID: ThemeID(id), Name: id}, Stamp{1, int64(n + 1), 1}))
		if gone {
			b.Remove(ThemeID(id).Ref(), Stamp{2, int64(n + 1), 1})
		}
	}
	return b.Snapshot(time.Unix(1, 0), int64(len(ids)))
}

func TestNewID(t *testing.T) {
	const long = "A very long name of a thing that nobody would ever read to its end"
	for _, c := range []struct {
		name, label, want string
		taken             []string
	}{
		{"a name", "Decision in 4 hours", "decision-in-4-hours", nil},
		{"taken", "Growth", "growth-2", []string{"growth"}},
		{"taken by one that was removed", "Growth", "growth-2", []string{"-growth"}},
		{"taken twice", "Growth", "growth-3", []string{"growth", "-growth-2"}},
		{"another kind may have it", "web", "web", nil},
		{"no Latin letter", "日本", "theme", nil},
		{"no Latin letter, again", "成長", "theme-2", []string{"theme"}},
		{"cut at the end of a word", long, "a-very-long-name-of-a-thing-that-nobody-would", nil},
		{"a number fits in", long, "a-very-long-name-of-a-thing-that-nobody-would-2", []string{"a-very-long-name-of-a-thing-that-nobody-would"}},
		{"one word", strings.Repeat("x", 60), strings.Repeat("x", 48), nil},
		{"one word, again", strings.Repeat("x", 60), strings.Repeat("x", 46) + "-2", []string{strings.Repeat("x", 48)}},
		{"a word that ends there", strings.Repeat("x", 48) + " y", strings.Repeat("x", 48), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := NewID(themed(c.taken...), KindTheme, c.label); got != c.want {
				t.Errorf("NewID(%q) = %q, want %q", c.label, got, c.want)
			}
		})
	}
}

func TestAThousandRecordsOfOneNameGetAThousandIDs(t *testing.T) {
	b, seen := Empty().Edit(), make(map[string]bool)
	for n := range 1000 {
		id := NewID(b.Current(), KindTheme, "Same")
		if want := "same-" + fmt.Sprint(n+1); n > 0 && id != want {
			t.Fatalf("the id of number %d is %q, want %q", n+1, id, want)
		}
		seen[id] = true
		b.Put(WithStamp(&Theme{ID: ThemeID(id), Name: "Same"}, Stamp{1, int64(n), 1}))
	}
	if len(seen) != 1000 {
		t.Errorf("%d ids", len(seen))
	}
}

func TestANewIDIsGoodShortAndNobodys(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		label := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-c -]{0,60}`), rapid.Just("a")).Draw(t, "label")
		base := NewID(Empty(), KindTheme, label)
		var taken []string
		for range rapid.IntRange(0, 12).Draw(t, "how many are taken") {
			id := base
			if n := rapid.IntRange(1, 8).Draw(t, "number"); n > 1 {
				id = numbered(base, n)
			}
			taken = append(taken, rapid.SampledFrom([]string{"", "-"}).Draw(t, "removed")+id)
		}
		s := themed(taken...)
		id := NewID(s, KindTheme, label)
		if _, there := s.Stamp(Ref{KindTheme, id}); there {
			t.Fatalf("%q is somebody's", id)
		}
		if wrong := CheckID(id); wrong != "" || len(id) > MaxMadeID || strings.HasSuffix(id, "-") {
			t.Fatalf("%q: %s", id, wrong)
		}
		if again := NewID(s, KindTheme, label); again != id {
			t.Fatalf("the same question gives %q and %q", id, again)
		}
	})
}
