package graph

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/fault"
)

func TestMomentsOfWorkAsTheyAreWritten(t *testing.T) {
	noon := time.Date(2026, 7, 3, 9, 30, 0, 0, time.UTC).Unix()
	midnight := On(2026, 7, 3).Time().Unix()
	for text, want := range map[string]Transition{
		"opened 2026-07-03":                  {Opened, midnight},
		"started 2026-07-03T09:30:00Z":       {Begun, noon},
		"paused 2026-07-03T11:30:00+02:00":   {Paused, noon},
		"finished 2026-07-03T09:30:00.75Z":   {Finished, noon}, // to the second
		"dropped 2026-07-03T00:00:00Z":       {Dropped, midnight},
		"finished 1969-12-31T23:59:59Z":      {Finished, -1},
		"opened 2024-02-29":                  {Opened, On(2024, 2, 29).Time().Unix()},
		"started 2026-07-03T09:30:00-00:00":  {Begun, noon},
		"finished 2026-07-02T23:30:00-10:00": {Finished, noon},
	} {
		var got Transition
		if err := got.UnmarshalText([]byte(text)); err != nil || got != want {
			t.Errorf("%q is %+v, %v; want %+v", text, got, err, want)
		}
	}
	for text, want := range map[string]Logged{
		"2026-07-03 0.5": {On(2026, 7, 3), .5}, "2026-07-03 1": {On(2026, 7, 3), 1}, "2026-07-03 0": {On(2026, 7, 3), 0},
	} {
		var got Logged
		if err := got.UnmarshalText([]byte(text)); err != nil || got != want {
			t.Errorf("%q is %+v, %v; want %+v", text, got, err, want)
		}
	}
	for text, want := range map[string]Block{
		"2026-07-03":                                        {"", midnight, 0},
		"2026-07-03 on payments":                            {"payments", midnight, 0},
		"2026-07-03 to 2026-07-03T09:30:00Z":                {"", midnight, noon},
		"2026-07-03 to 2026-07-03T09:30:00Z on loan-desk.1": {"loan-desk.1", midnight, noon},
	} {
		var got Block
		if err := got.UnmarshalText([]byte(text)); err != nil || got != want {
			t.Errorf("%q is %+v, %v; want %+v", text, got, err, want)
		}
		if back, err := got.MarshalText(); err != nil || string(back) != text {
			t.Errorf("%q is written %q, %v", text, back, err)
		}
	}
}

func TestMomentsOfWorkThatAreRefused(t *testing.T) {
	for _, text := range []string{
		"", "opened", "opened ", "openend 2026-07-03", " 2026-07-03", "opened 2026-7-3", "opened 2026-02-30", "opened 03.07.2026",
		"opened 2026-07-03T25:00:00Z", "opened 2026-07-03T09:60:00Z", "opened 2026-07-03T09:30", "opened yesterday", "opened 2025-02-29",
	} {
		var got Transition
		if err := got.UnmarshalText([]byte(text)); !fault.Is(err, fault.Invalid) || fault.Of(err).Remedy == "" {
			t.Errorf("%q is taken as %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "2026-07-03", "2026-07-03 ", "2026-07-03 much", "1 2026-07-03", "2026-13-03 1"} {
		var got Logged
		if err := got.UnmarshalText([]byte(text)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q is taken as %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "on payments", "2026-07-03 to on payments", "2026-07-03 to soon", "2026-07-03 - 2026-07-04"} {
		var got Block
		if err := got.UnmarshalText([]byte(text)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q is taken as %+v, %v", text, got, err)
		}
	}
	if _, err := ParseMove("finsihed"); fault.Of(err) == nil || fault.Of(err).Nearest[0] != "finished" {
		t.Errorf("ParseMove = %v, want the nearest word", err)
	}
	if got := Move(77).String(); got != "" {
		t.Errorf("a state that is none is %q", got)
	}
}

func TestMomentsReadAsTheLibraryReadsThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.Int64Range(On(1, 1, 1).Time().Unix(), On(9999, 12, 31).Time().Unix()).Draw(t, "at")
		text := time.Unix(at, 0).UTC().Format(time.RFC3339)
		got, err := parseMoment([]byte(text))
		if err != nil || got != at {
			t.Fatalf("%s is %d, %v; want %d", text, got, err, at)
		}
		back := string(appendMoment(nil, at))
		if back != text && back+"T00:00:00Z" != text {
			t.Fatalf("%s is written %s", text, back)
		}
	})
}

func TestDatesAreThoseOfTheCalendar(t *testing.T) {
	for text, want := range map[string]Date{
		"1970-01-01": 0, "1970-01-02": 1, "1969-12-31": -1, "2000-02-29": 11016, "2000-03-01": 11017, "2026-09-24": 20720,
		"0000-01-01": -719528, "0000-02-29": -719469, "0000-03-01": -719468, "9999-12-31": 2932896,
	} {
		if got, err := ParseDate(text); err != nil || got != want {
			t.Errorf("ParseDate(%s) = %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", "2026", "2026-1-01", "2026-00-01", "2026-13-01", "2026-04-31", "2023-02-29", "1900-02-29", "2026/01/01", "2026-01-01 ",
		"2026-01-0a", "-026-01-01", "２０２６-01-01",
	} {
		if got, err := ParseDate(text); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "year-month-day") {
			t.Errorf("ParseDate(%q) = %s, %v; want a refusal that says how", text, got, err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		moment := time.Unix(rapid.Int64Range(-62_167_219_200, 253_402_300_799).Draw(t, "s"), rapid.Int64Range(0, 1e9-1).Draw(t, "ns")).UTC()
		d := DateOf(moment)
		if d.Time().After(moment) || !(d + 1).Time().After(moment) {
			t.Fatalf("%s is on %s", moment, d.Time())
		}
		if y, m, day := moment.Date(); On(y, m, day) != d {
			t.Fatalf("%s is on %s, want %s", moment, d.Time(), On(y, m, day).Time())
		}
	})
}

func TestADayThatIsNotSet(t *testing.T) {
	var d Date
	if !d.IsZero() || d.String() != "" || On(2026, 9, 24).IsZero() {
		t.Error("the zero date is not set, every other is")
	}
	set := On(2026, 9, 24)
	if err := set.UnmarshalText(nil); err != nil || set != 0 {
		t.Errorf("an empty text is %s, %v", set, err)
	}
	if err := set.UnmarshalText([]byte("soon")); err == nil {
		t.Error("soon is no day")
	}
}

func TestIDsThatCanStandInAnAddress(t *testing.T) {
	for _, id := range []string{"a", "7", "core-services", "hl-204", "kep.1234_b:c", strings.Repeat("a", MaxID)} {
		if wrong := CheckID(id); wrong != "" {
			t.Errorf("CheckID(%q) = %s", id, wrong)
		}
	}
	for id, says := range map[string]string{
		"": "empty", strings.Repeat("a", MaxID+1): "longer than 120", "-a": `"-" at place 1`, ".": `"." at place 1`, "aB": `"B" at place 2`,
		"a/b": `"/" at place 2`, "a b": `" " at place 2`, "a\x00": "at place 2", "é": "at place 1", "a%2f": `"%" at place 2`,
	} {
		if wrong := CheckID(id); !strings.Contains(wrong, says) {
			t.Errorf("CheckID(%q) = %q, want …%s…", id, wrong, says)
		}
	}
	if got := Slug(strings.Repeat("long name ", 40)); len(got) > MaxID || CheckID(got) != "" {
		t.Errorf("the id of a long name is %d bytes: %s", len(got), got)
	}
}

func TestSharesAreNotChangedInPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func() ThemeShare {
			return ThemeShare{ThemeID(rapid.StringMatching(`[a-c]`).Draw(t, "theme")), Share(rapid.IntRange(0, 4).Draw(t, "share")) / 4}
		}
		var s Shares
		want := make(map[ThemeID]Share)
		for range rapid.IntRange(0, 8).Draw(t, "steps") {
			before, kept := s, append(Shares(nil), s...)
			p := draw()
			s = s.With(p.Theme, p.Share)
			want[p.Theme] = p.Share
			if diff := cmp.Diff(kept, append(Shares(nil), before...)); diff != "" {
				t.Fatalf("the shares before were changed:\n%s", diff)
			}
		}
		var sum Share
		for theme, share := range want {
			if s.Of(theme) != share {
				t.Fatalf("%s has %v, want %v", theme, s.Of(theme), share)
			}
			sum += share
		}
		if s.Sum() != sum || s.Of("z") != 0 || s.IsZero() != (len(want) == 0) {
			t.Fatalf("%v sums to %v, want %v", s, s.Sum(), sum)
		}
	})
}

func TestWordsOfAList(t *testing.T) {
	wrong, nearest := oneOf(Commitment("comitted"), Candidate, Likely, Committed)
	if wrong != `"comitted" is none of candidate, likely, committed` || len(nearest) != 1 || nearest[0] != "committed" {
		t.Errorf("oneOf = %s, %v", wrong, nearest)
	}
	if wrong, nearest := oneOf(Likely, Candidate, Likely); wrong != "" || nearest != nil {
		t.Errorf("a word of the list: %s, %v", wrong, nearest)
	}
}
