package change

import (
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"throughline/graph"
)

func genWork(t *rapid.T) *graph.Work {
	w := &graph.Work{
		ID: "w", Key: rapid.StringMatching(`[A-Z]{0,3}`).Draw(t, "key"), Title: rapid.String().Draw(t, "title"),
		Unit:       graph.UnitID(rapid.SampledFrom([]string{"", "core", "pay"}).Draw(t, "unit")),
		Initiative: graph.InitiativeID(rapid.StringMatching(`[a-z-]{0,8}`).Draw(t, "initiative")),
		Size:       float32(rapid.IntRange(0, 80).Draw(t, "size")) / 8, URL: rapid.StringMatching(`[a-z/:."\\]{0,9}`).Draw(t, "url"),
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "states") {
		w.States = append(w.States, graph.Transition{State: graph.Move(1 + i), At: rapid.Int64Range(0, 4e9).Draw(t, "at")})
	}
	for range rapid.IntRange(0, 3).Draw(t, "logged") {
		w.Logged = append(w.Logged, graph.Logged{On: graph.Date(rapid.IntRange(1, 40_000).Draw(t, "on")), Days: float32(rapid.IntRange(1, 16).Draw(t, "days")) / 8})
	}
	for range rapid.IntRange(0, 2).Draw(t, "blocked") {
		w.Blocked = append(w.Blocked, graph.Block{On: "pay", From: rapid.Int64Range(1, 4e9).Draw(t, "from"), To: rapid.Int64Range(0, 4e9).Draw(t, "to")})
	}
	return w
}

func TestTheHandWrittenDecoderReadsWhatTheLibraryReads(t *testing.T) {
	var decoder workDecoder
	rapid.Check(t, func(t *rapid.T) {
		w := genWork(t)
		body, err := json.Marshal(w, json.Deterministic(true))
		if err != nil {
			t.Fatal(err)
		}
		byHand, byLibrary := &graph.Work{ID: "w"}, &graph.Work{ID: "w"}
		if err := decoder.decode(body, byHand); err != nil {
			t.Fatalf("%s: %v", body, err)
		}
		if err := json.Unmarshal(body, byLibrary); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(byLibrary, byHand, cmpopts.IgnoreUnexported(graph.Work{}), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%s\n%s", body, diff)
		}
	})
}

func FuzzDecodeWork(f *testing.F) {
	f.Add([]byte(`{"title":"Move the batch","unit":"core","size":3,"states":["opened 2026-07-07"],"logged":["2026-07-08 0.5"]}`))
	f.Add([]byte(`{"title":1}`))
	f.Add([]byte(`{"states":["x\u0020y"]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		var d workDecoder
		byHand, byLibrary := &graph.Work{}, &graph.Work{}
		if d.decode(body, byHand) != nil {
			return
		}
		if err := json.Unmarshal(body, byLibrary); err != nil {
			t.Fatalf("by hand %q is read, by the library it is not: %v", body, err)
		}
		if diff := cmp.Diff(byLibrary, byHand, cmpopts.IgnoreUnexported(graph.Work{}), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%q by library and by hand:\n%s", body, diff)
		}
	})
}

func BenchmarkDecodeWork(b *testing.B) {
	body := []byte(`{"title":"Hardship form asks for the reason and keeps it","unit":"loan-servicing","initiative":"hardship-self-service","size":3,"states":["opened 2026-07-02","started 2026-07-06T09:30:00Z","finished 2026-07-14T16:00:00Z"],"logged":["2026-07-06 1","2026-07-07 0.5"]}`)
	b.Run("by hand", func(b *testing.B) {
		b.ReportAllocs()
		var d workDecoder
		for b.Loop() {
			if err := d.decode(body, &graph.Work{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("library", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := json.Unmarshal(body, &graph.Work{}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func TestEscapedLettersInAWaitAreReadAsTheLibraryReadsThem(t *testing.T) {
	body := []byte(`{"title":"x","blocked":["2026-07-05 on pa\"y","2026-07-0\u0035 on p"]}`)
	byHand, byLibrary := &graph.Work{}, &graph.Work{}
	if err := new(workDecoder).decode(body, byHand); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(body, byLibrary); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(byLibrary, byHand, cmpopts.IgnoreUnexported(graph.Work{})); diff != "" {
		t.Errorf("by library and by hand:\n%s", diff)
	}
}
