package fields

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/change"
	"throughline/fault"
	"throughline/graph"
	"throughline/importer/shape"
)

// fill sets every field of the value to something drawn.
func fill(t *rapid.T, v reflect.Value) {
	word := func() string { return rapid.StringMatching(`[a-zé][a-z "&<>]{0,8}[a-z]`).Draw(t, "text") }
	number := func() float64 { return float64(rapid.Int64Range(1, 9_999).Draw(t, "number")) / 16 }
	switch v.Type() {
	case shape.Time:
		v.Set(reflect.ValueOf(time.UnixMilli(rapid.Int64Range(1, 2e12).Draw(t, "ms")).UTC()))
		return
	case shape.Ref:
		v.Set(reflect.ValueOf(graph.Ref{Kind: graph.KindUnit, ID: "core"}))
		return
	case shape.Share:
		v.SetFloat(float64(rapid.IntRange(1, 1000).Draw(t, "share")) / 1000)
		return
	case shape.Shares:
		v.Set(reflect.ValueOf(graph.Shares{}.With("speed", 0.29).With("trust", graph.Share(rapid.IntRange(1, 70).Draw(t, "share"))/100)))
		return
	case reflect.TypeFor[graph.Transition]():
		v.Set(reflect.ValueOf(graph.Transition{State: graph.Opened, At: 86_400}))
		return
	case reflect.TypeFor[graph.Logged]():
		v.Set(reflect.ValueOf(graph.Logged{On: 20_000, Days: 1.5}))
		return
	case reflect.TypeFor[graph.Block]():
		v.Set(reflect.ValueOf(graph.Block{On: "core", From: 86_400}))
		return
	}
	if list := shape.Words()[v.Type()]; list != nil {
		v.SetString(rapid.SampledFrom(list).Draw(t, "word"))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(word())
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(rapid.Int64Range(1, 30_000).Draw(t, "int"))
	case reflect.Float32, reflect.Float64:
		v.SetFloat(number())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), rapid.IntRange(1, 3).Draw(t, "rows"), 3))
		for i := range v.Len() {
			fill(t, v.Index(i))
		}
	case reflect.Struct:
		for _, f := range make(shape.Cache).Of(v.Type()).Fields {
			if !f.Optional || rapid.Bool().Draw(t, f.Name) {
				fill(t, v.Field(f.Index))
			}
		}
	default:
		t.Fatalf("no value for %s", v.Type())
	}
}

// TestWhatIsShownIsRead fills records of every kind: each field, shown and read again, is the value it was.
func TestWhatIsShownIsRead(t *testing.T) {
	for _, k := range graph.Kinds() {
		list := Of(k.Kind)
		rapid.Check(t, func(t *rapid.T) {
			r := k.New()
			fill(t, reflect.ValueOf(r).Elem())
			body, err := json.Marshal(r, json.Deterministic(true))
			if err != nil {
				t.Fatal(err)
			}
			doc := make(map[string]jsontext.Value)
			if err := json.Unmarshal(body, &doc); err != nil {
				t.Fatal(err)
			}
			for i := range list {
				f := &list[i]
				v, err := f.Show(doc[f.Name])
				if err != nil {
					t.Fatalf("%s %s: %v", k.Kind, f.Name, err)
				}
				back, err := f.Read(v)
				if err != nil {
					t.Fatalf("%s %s: %v", k.Kind, f.Name, err)
				}
				if was := doc[f.Name]; was.String() != back.String() {
					t.Fatalf("%s %s: %s is shown as %+v and read as %s", k.Kind, f.Name, was, v, back)
				}
				delete(doc, f.Name)
			}
			if len(doc) > 0 {
				t.Fatalf("%s: no field for %v", k.Kind, doc)
			}
		})
	}
}

func TestFieldsSayHowTheyAreFilledIn(t *testing.T) {
	find := func(kind graph.Kind, name string) Field {
		list := Of(kind)
		at := slices.IndexFunc(list, func(f Field) bool { return f.Name == name })
		if at < 0 {
			t.Fatalf("%s has no %s", kind, name)
		}
		return list[at]
	}
	for _, c := range []struct {
		kind graph.Kind
		want Field
	}{
		{"initiative", Field{Name: "name", Control: Line, Required: true}},
		{"initiative", Field{Name: "summary", Control: Text}},
		{"initiative", Field{Name: "owner", Control: Record, Kind: "unit"}},
		{"initiative", Field{Name: "periods", Control: Record, Kind: "period", List: true}},
		{"initiative", Field{Name: "state", Control: Choice, Required: true, Words: []string{"candidate", "likely", "committed", "started", "done", "stopped"}}},
		{"initiative", Field{Name: "participants", Control: Group, List: true, Parts: []Field{
			{Name: "unit", Control: Record, Kind: "unit", Required: true},
			{Name: "days", Control: Number, Days: true, Required: true},
			{Name: "period", Control: Record, Kind: "period"},
		}}},
		{"intent", Field{Name: "shares", Control: Group, List: true, Required: true, keyed: true, Parts: []Field{
			{Name: "theme", Control: Record, Kind: "theme", Required: true}, {Name: "share", Control: Percent, Required: true},
		}}},
		{"period", Field{Name: "lock", Control: Moment}},
		{"period", Field{Name: "reserve", Control: Percent}},
		{"unit", Field{Name: "people", Control: Number}},
		{"unit", Field{Name: "from", Control: Day}},
		{"framework", Field{Name: "lower_is_better", Control: YesNo}},
		{"framework", Field{Name: "inputs", Control: Raw}},
		{"comment", Field{Name: "on", Control: Any, Required: true}},
		{"work", Field{Name: "states", Control: Line, List: true}},
	} {
		if diff := cmp.Diff(c.want, find(c.kind, c.want.Name), cmp.AllowUnexported(Field{})); diff != "" {
			t.Errorf("%s %s (-want +got):\n%s", c.kind, c.want.Name, diff)
		}
	}
	if got := Of("nonsense"); got != nil {
		t.Errorf("a word that names no kind has fields %v", got)
	}
}

// A document made from what is filled in is one the codec takes.
func TestADocumentOfFields(t *testing.T) {
	list := Of("intent")
	given := map[string]Value{
		"level": {Text: "assigned"}, "unit": {Text: "core"}, "period": {Text: "h2"},
		"shares": {Rows: []Value{
			{Parts: []Value{{Text: "speed"}, {Text: "40 %"}}}, {}, {Parts: []Value{{Text: "trust"}, {Text: "12,5"}}},
		}},
		"stops":   {Rows: []Value{{Text: "the old portal"}, {Text: "  "}}},
		"receipt": {Parts: []Value{{Text: "sent"}, {Text: "2026-07-20T09:30"}}},
	}
	var parts []string
	for i := range list {
		raw, err := list[i].Read(given[list[i].Name])
		if err != nil {
			t.Fatal(err)
		}
		if raw != nil {
			parts = append(parts, fmt.Sprintf("%q:%s", list[i].Name, raw))
		}
	}
	r, err := change.FromFields(graph.Ref{Kind: "intent", ID: "x"}, jsontext.Value("{"+strings.Join(parts, ",")+"}"))
	if err != nil {
		t.Fatal(err)
	}
	want := &graph.Intent{
		ID: "x", Level: graph.Assigned, Unit: "core", Period: "h2", Stops: []string{"the old portal"},
		Shares:  graph.Shares{}.With("speed", 0.4).With("trust", 0.125),
		Receipt: graph.Receipt{State: graph.Sent, SentAt: time.Date(2026, 7, 20, 9, 30, 0, 0, time.UTC)},
	}
	if !change.Same(r, want) {
		t.Errorf("the record is %+v, want %+v", r, want)
	}
}

func TestWhatCannotBeRead(t *testing.T) {
	shares := Field{Name: "shares", Control: Group, List: true, keyed: true, Parts: []Field{{Name: "theme", Control: Record}, {Name: "share", Control: Percent}}}
	row := func(parts ...string) (v Value) {
		for _, p := range parts {
			v.Parts = append(v.Parts, Value{Text: p})
		}
		return v
	}
	for _, c := range []struct {
		field Field
		value Value
		says  string
	}{
		{Field{Name: "days", Control: Number}, Value{Text: "many"}, "“days” cannot be “many”"},
		{Field{Name: "days", Control: Number}, Value{Text: "1,250"}, "at most one point"},
		{Field{Name: "days", Control: Number}, Value{Text: "1.250,5"}, "at most one point"},
		{Field{Name: "days", Control: Number}, Value{Text: "NaN"}, "cannot be"},
		{Field{Name: "days", Control: Number}, Value{Text: "1e999"}, "cannot be"},
		{Field{Name: "due", Control: Day}, Value{Text: "soon"}, "year-month-day"},
		{Field{Name: "lock", Control: Moment}, Value{Text: "noon"}, "“noon” is no moment"},
		{Field{Name: "lower_is_better", Control: YesNo}, Value{Text: "perhaps"}, "“lower is better” cannot be “perhaps”"},
		{Field{Name: "inputs", Control: Raw}, Value{Text: "{"}, "as JSON"},
		{shares, Value{Rows: []Value{row("speed", "10"), row("speed", "20")}}, "stands twice"},
		{shares, Value{Rows: []Value{row("speed")}}, "has no “share”"},
		{shares, Value{Rows: []Value{row("", "20")}}, "has no “theme”"},
	} {
		raw, err := c.field.Read(c.value)
		if f := fault.Of(err); f == nil || f.Kind != fault.Invalid || !strings.Contains(f.Sentence+". "+f.Remedy, c.says) {
			t.Errorf("%+v is read as %s, %v; want a refusal with %q", c.value, raw, err, c.says)
		}
	}
}

func TestNumbersAndMoments(t *testing.T) {
	for _, c := range []struct {
		control    Control
		text, want string
	}{
		{Number, "12.5", "12.5"},
		{Number, " 12,5 ", "12.5"},
		{Number, "1 250", "1250"},
		{Number, "-3", "-3"},
		{Number, "1e3", "1000"},
		{Percent, "40", "0.4"},
		{Percent, "40%", "0.4"},
		{Percent, "7.25 %", "0.0725"},
		{Percent, "0.1", "0.001"},
		{Percent, "100", "1"},
		{Percent, "0", "0"},
		{Percent, "-5", "-0.05"},
		{YesNo, "Yes", "true"},
		{YesNo, "no", ""},
		{Day, "2026-07-20", `"2026-07-20"`},
		{Moment, "2026-07-20", `"2026-07-20T00:00:00Z"`},
		{Moment, "2026-07-20T12:30", `"2026-07-20T12:30:00Z"`},
		{Moment, "2026-07-20T14:30:00+02:00", `"2026-07-20T12:30:00Z"`},
		{Line, " a & b\r\n", `"a & b"`},
		{Text, "a\r\nb", `"a\nb"`},
		{Line, "  ", ""},
	} {
		f := Field{Name: "x", Control: c.control}
		got, err := f.Read(Value{Text: c.text})
		if err != nil || string(got) != c.want {
			t.Errorf("%s %q is read as %s, %v; want %s", c.control, c.text, got, err, c.want)
		}
	}
	for raw, want := range map[string]string{"0.29": "29", "0.07": "7", "1": "100", "0": "0", "0.001": "0.1", "0.12345": "12.345", "-0.05": "-5", "1e-7": "0.00001"} {
		f := Field{Control: Percent}
		if got, err := f.Show(jsontext.Value(raw)); err != nil || got.Text != want {
			t.Errorf("%s is shown as %q, %v; want %q", raw, got.Text, err, want)
		}
	}
}

// FuzzRead reads whatever is filled in: what is taken is a value that shows and reads the same again.
func FuzzRead(f *testing.F) {
	controls := []Control{Line, Text, Choice, Day, Moment, Number, Percent, YesNo, Record, Any, Raw}
	for i, text := range []string{"a", "b\nc", "sent", "2026-07-20", "2026-07-20T12:00", "12,5", "40 %", "yes", "core", "unit/core", `{"a":[1]}`} {
		f.Add(byte(i), text)
	}
	f.Fuzz(func(t *testing.T, at byte, text string) {
		one := Field{Name: "x", Control: controls[int(at)%len(controls)]}
		raw, err := one.Read(Value{Text: text})
		if err != nil {
			return // a text that is no UTF-8 is refused by the JSON library
		}
		v, err := one.Show(raw)
		if err != nil {
			t.Fatalf("%s %q is read as %s, which cannot be shown: %v", one.Control, text, raw, err)
		}
		if again, err := one.Read(v); err != nil || string(again) != string(raw) {
			t.Errorf("%s %q is read as %s, shown as %q and read as %s, %v", one.Control, text, raw, v.Text, again, err)
		}
	})
}

// What is filled in has room for a sensible length, counted in characters.
func TestThereIsRoomForSoMuch(t *testing.T) {
	for _, c := range []struct {
		field Field
		most  int
	}{
		{Field{Name: "name", Control: Line}, 200}, {Field{Name: "link", Control: Line}, 2_000}, {Field{Name: "summary", Control: Text}, 20_000},
	} {
		if _, err := c.field.Read(Value{Text: strings.Repeat("é", c.most)}); err != nil {
			t.Errorf("%s of %d characters: %v", c.field.Name, c.most, err)
		}
		_, err := c.field.Read(Value{Text: strings.Repeat("é", c.most+1)})
		if want := fmt.Sprintf("“%s” has %d characters, and room for %d", c.field.Name, c.most+1, c.most); fault.Of(err) == nil || fault.Of(err).Sentence != want || fault.Of(err).Remedy != "Shorten it" {
			t.Errorf("a longer %s: %v, want %q", c.field.Name, err, want)
		}
	}
}
