package importer

import (
	"encoding"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"

	"throughline/graph"
)

// unset is how a value that is not there reads.
const unset = "not set"

// show writes a value for a person: names instead of ids, a unit with every number.
func (w *Words) show(v reflect.Value) string {
	_, day := v.Interface().(graph.Date)
	if v.IsZero() && (day || v.Kind() != reflect.Bool && !isNumber(v)) {
		return unset
	}
	switch x := v.Interface().(type) {
	case graph.Share:
		return percent(x)
	case graph.Days:
		if x == 1 {
			return "1 day"
		}
		return decimal(float64(x), 64) + " days"
	case graph.Date:
		return x.Time().Format("2 Jan 2006")
	case time.Time:
		return moment(x)
	case graph.Ref:
		return w.Name(x)
	case interface{ Ref() graph.Ref }:
		return w.Name(x.Ref())
	case encoding.TextMarshaler:
		b, _ := x.MarshalText()
		return string(b)
	case string:
		return strconv.Quote(x)
	}
	return w.plain(v)
}

func isNumber(v reflect.Value) bool { return v.CanInt() || v.CanFloat() }

// plain writes values without a meaning of their own.
func (w *Words) plain(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Bool:
		if v.Bool() {
			return "yes"
		}
		return "no"
	case reflect.Int, reflect.Int32:
		return strconv.FormatInt(v.Int(), 10)
	case reflect.Float32, reflect.Float64:
		return decimal(v.Float(), v.Type().Bits())
	case reflect.Struct:
		return w.group(v)
	case reflect.Slice:
		var parts []string
		for i := range v.Len() {
			parts = append(parts, w.show(v.Index(i)))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return v.String()
}

// group writes the fields of an item that are set: "Core, days 40 days".
func (w *Words) group(v reflect.Value) string {
	var parts []string
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			continue
		}
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		text := w.show(v.Field(i))
		if i > 0 && v.Field(i).Type() != reflect.TypeFor[graph.Days]() {
			text = strings.ReplaceAll(name, "_", " ") + " " + text
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}

func percent(s graph.Share) string { return decimal(math.Round(float64(s)*1e8)/1e6, 64) + " %" }

func decimal(f float64, bits int) string {
	return strings.Replace(strconv.FormatFloat(f, 'f', -1, bits), "-", "−", 1)
}

// moment writes a day, with the time when it is not midnight UTC.
func moment(t time.Time) string {
	t = t.UTC()
	if t.Equal(t.Truncate(24 * time.Hour)) {
		return t.Format("2 Jan 2006")
	}
	return t.Format("2 Jan 2006 15:04")
}

// longest is how many letters of a text are shown.
const longest = 60

// apart shows two texts that differ, cut to the part in which they do.
func apart(a, b string) (x, y string) {
	r, s := []rune(a), []rune(b)
	same := 0
	for same < len(r) && same < len(s) && r[same] == s[same] {
		same++
	}
	from := 0
	if most := longest / 3; same > most && max(len(r), len(s)) > longest {
		from = same - most
	}
	return cut(r, from), cut(s, from)
}

// cut is the text from a letter on, quoted, with dots where something is left out.
func cut(r []rune, from int) string {
	before, after, end := "", "", len(r)
	if from > 0 {
		before = "…"
	}
	if end-from > longest {
		after, end = "…", from+longest
	}
	return strconv.Quote(before + string(r[from:end]) + after)
}

// short is a phrase cut to what can be read at a glance.
func short(s string) string {
	if r := []rune(s); len(r) > 2*longest {
		return string(r[:2*longest]) + "…"
	}
	return s
}
