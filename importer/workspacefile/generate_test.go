package workspacefile

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"pgregory.net/rapid"

	"throughline/graph"
	"throughline/importer/shape"
)

// The generators draw any record of any kind, structurally whole or not: what a file can hold must
// come back whatever it says.

func ids() *rapid.Generator[string] { return rapid.StringMatching(`[a-z0-9][a-z0-9._:-]{0,12}`) }

// anyText draws what people and machines put into text fields, with everything YAML could trip over.
func anyText() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.StringN(0, 20, 60),
		rapid.SampledFrom([]string{
			"", " ", "\n", "a\n", "a\n\n", "\na", " a", "a ", "a\nb", "a\n  b\nc", "a \nb", "a\n\nb\n", "\t", "a\tb", "a\r\nb", "true", "No", "null",
			"~", "1", "1.5", "0x1f", "1_000", "12:30", "2026-07-20", "2026-07-20T10:00:00Z", "- a", "a: b", "a:", ": a", "a #b", "#a", "[a]", "{a}", "a, b",
			"'a'", "\"a\"", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a`", "?", "? a", "---", "...", "\u0085", "\u2028x", "\ufeff", "\u00a0", "\u0001", "\u007f",
			"Grüße", "日本語", "😀 ok", "a\\b", "<<", "=", "on", "y", "nan", ".inf", "1e5", "1.", "3 days", "9a", "0o17", "Decide: now", "it's", "50 %",
			strings.Repeat("long words ", 14) + "end", "first line\n\tindented", "trailing\n ", "\ufffd",
		}),
		rapid.StringMatching(`[A-Z][a-z]{1,8}( [a-z,:;()'-]{1,9}){0,5}`),
	)
}

func draw(t *rapid.T, v reflect.Value, label string) {
	words := shape.Words()
	switch {
	case v.Type() == shape.Time:
		v.Set(reflect.ValueOf(drawTime(t, label)))
	case v.Type() == shape.Date:
		v.SetInt(int64(rapid.SampledFrom([]int{0, 1, 365, 20_000, 20_635, -3000, 2_000_000}).Draw(t, label)))
	case v.Type() == shape.Ref:
		v.Set(reflect.ValueOf(drawRef(t, label)))
	case v.Type() == reflect.TypeFor[graph.Transition]():
		v.Set(reflect.ValueOf(graph.Transition{State: graph.Move(rapid.IntRange(1, 5).Draw(t, label)), At: drawSeconds(t, label)}))
	case v.Type() == reflect.TypeFor[graph.Logged]():
		v.Set(reflect.ValueOf(graph.Logged{On: graph.Date(rapid.IntRange(1, 40_000).Draw(t, label)), Days: rapid.Float32Range(0, 9).Draw(t, label)}))
	case v.Type() == reflect.TypeFor[graph.Block]():
		v.Set(reflect.ValueOf(graph.Block{On: graph.UnitID(ids().Draw(t, label)), From: drawSeconds(t, label), To: rapid.SampledFrom([]int64{0, 1_800_000_000}).Draw(t, label)}))
	case v.Type() == shape.Shares:
		v.Set(reflect.ValueOf(drawShares(t, label)))
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				draw(t, v.Field(i), label+"."+f.Name)
			}
		}
	case v.Kind() == reflect.Slice:
		n := rapid.IntRange(-1, 3).Draw(t, label)
		if n < 0 {
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			draw(t, v.Index(i), fmt.Sprintf("%s[%d]", label, i))
		}
	case v.Kind() == reflect.String:
		v.SetString(drawString(t, v.Type(), words[v.Type()], label))
	case v.Kind() == reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, label))
	case v.CanFloat():
		drawFloat(t, v, label)
	default:
		v.SetInt(int64(rapid.Int32().Draw(t, label)))
	}
}

func drawString(t *rapid.T, typ reflect.Type, words []string, label string) string {
	if _, named := shape.KindOf(typ); named {
		return rapid.OneOf(ids(), rapid.Just("")).Draw(t, label)
	}
	if words != nil {
		return rapid.SampledFrom(append([]string{""}, words...)).Draw(t, label)
	}
	return storable(anyText().Draw(t, label))
}

// storable is a text as a store can keep it.
func storable(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "?"), "\x00", "?")
}

func drawFloat(t *rapid.T, v reflect.Value, label string) {
	if v.Type() == shape.Share {
		v.SetFloat(rapid.OneOf(rapid.Float64Range(0, 1), rapid.SampledFrom([]float64{0, .1, .333, 1, 1e-9})).Draw(t, label))
		return
	}
	if v.Kind() == reflect.Float32 {
		v.SetFloat(float64(rapid.Float32().Draw(t, label)))
		return
	}
	v.SetFloat(rapid.OneOf(rapid.Float64(), rapid.SampledFrom([]float64{0, .1, .333, 1, 1e-9, 1e21, -2.5})).Draw(t, label))
}

func drawSeconds(t *rapid.T, label string) int64 {
	return rapid.OneOf(rapid.Int64Range(1, 4_000_000_000), rapid.SampledFrom([]int64{0, 86_400, 1_783_382_400})).Draw(t, label)
}

func drawTime(t *rapid.T, label string) time.Time {
	switch rapid.IntRange(0, 3).Draw(t, label) {
	case 0:
		return time.Time{}
	case 1:
		return time.Unix(drawSeconds(t, label)/86_400*86_400, 0).UTC()
	case 2:
		return time.Unix(drawSeconds(t, label), int64(rapid.IntRange(0, 999_999_999).Draw(t, label))).UTC()
	}
	return time.Unix(drawSeconds(t, label), 0).In(time.FixedZone("", 60*rapid.IntRange(-12*60, 12*60).Draw(t, label)))
}

func drawRef(t *rapid.T, label string) graph.Ref {
	if rapid.Bool().Draw(t, label) {
		return graph.Ref{}
	}
	return graph.Ref{Kind: rapid.SampledFrom(graph.Kinds()).Draw(t, label).Kind, ID: ids().Draw(t, label)}
}

func drawShares(t *rapid.T, label string) graph.Shares {
	switch n := rapid.IntRange(-1, 3).Draw(t, label); n {
	case -1:
		return nil
	default:
		s := graph.Shares{}
		for range n {
			s = s.With(graph.ThemeID(ids().Draw(t, label)), graph.Share(rapid.Float64Range(0, 1).Draw(t, label)))
		}
		return s
	}
}

func drawRecord(t *rapid.T, k graph.KindInfo) graph.Record {
	r, err := graph.New(graph.Ref{Kind: k.Kind, ID: ids().Draw(t, "id")})
	if err != nil {
		t.Fatal(err)
	}
	v := reflect.ValueOf(r).Elem()
	for i := range v.NumField() {
		if f := v.Type().Field(i); f.IsExported() && f.Tag.Get("json") != "-" {
			draw(t, v.Field(i), f.Name)
		}
	}
	return r
}
