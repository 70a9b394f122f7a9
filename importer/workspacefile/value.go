package workspacefile

import (
	"encoding"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"throughline/fault"
	"throughline/graph"
	"throughline/importer/shape"
)

// value reads a node into v, whose type decides what is expected. Nothing stands for the zero value.
func (r *reader) value(n *yaml.Node, v reflect.Value, path string) {
	n, ok := r.visit(n)
	if !ok {
		return
	}
	r.at(path, n)
	if isNull(n) {
		v.SetZero()
		return
	}
	t := v.Type()
	switch {
	case t == shape.Shares:
		r.shares(n, v, path)
	case shape.IsText(t):
		r.text(n, v, path)
	case t.Kind() == reflect.Struct:
		r.group(n, v, path)
	case t.Kind() == reflect.Slice:
		r.list(n, v, path)
	default:
		r.scalar(n, v, path)
	}
}

// group reads fields into a struct.
func (r *reader) group(n *yaml.Node, v reflect.Value, path string) {
	if n.Kind != yaml.MappingNode {
		r.wrong(n, path, "Write it as fields: "+strings.Join(r.shapes.Of(v.Type()).Names(), ", "), "%s stands where fields are expected", describe(n))
		return
	}
	sh := r.shapes.Of(v.Type())
	for key, val := range r.pairs(n, path) {
		f, ok := sh.Field(key.Value)
		if !ok {
			r.unknownKey(key, path, sh.Names())
			continue
		}
		r.value(val, v.Field(f.Index), join(path, f.Name))
	}
}

// list reads items into a slice; a single item needs no list.
func (r *reader) list(n *yaml.Node, v reflect.Value, path string) {
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = n.Content
	}
	v.Set(reflect.MakeSlice(v.Type(), len(items), len(items)))
	for i, item := range items {
		at := path + r.ordinal(i)
		if isNull(item) {
			r.wrong(item, at, "Write a value after the hyphen, or take the line out", "the item is empty")
			continue
		}
		r.value(item, v.Index(i), at)
	}
}

// shares reads theme: share.
func (r *reader) shares(n *yaml.Node, v reflect.Value, path string) {
	const remedy = "Write a share for each theme, for instance {good-standing: 40%, trusted: 0.6}"
	if n.Kind != yaml.MappingNode {
		r.wrong(n, path, remedy, "%s stands where shares of themes are expected", describe(n))
		return
	}
	shares := graph.Shares{}
	for key, val := range r.pairs(n, path) {
		at := join(path, key.Value)
		var s graph.Share
		r.value(val, reflect.ValueOf(&s).Elem(), at)
		shares = shares.With(graph.ThemeID(key.Value), s)
	}
	for i, s := range shares {
		r.alias(path+r.ordinal(i), join(path, string(s.Theme)))
	}
	v.Set(reflect.ValueOf(shares))
}

// text reads what has a text form of its own: days, moments, references, the diary of work.
func (r *reader) text(n *yaml.Node, v reflect.Value, path string) {
	if n.Kind != yaml.ScalarNode {
		r.wrong(n, path, "Write it as one text", "%s stands where one text is expected", describe(n))
		return
	}
	var err error
	if v.Type() == shape.Time {
		var t time.Time
		t, err = moment(n.Value)
		v.Set(reflect.ValueOf(t))
	} else {
		err = v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(n.Value))
	}
	if err != nil {
		r.refused(n, path, err)
		return
	}
	r.shift(v)
}

// moment reads a day or a day and time; without a zone it is UTC.
func moment(s string) (time.Time, error) {
	for _, layout := range []string{time.DateOnly, time.RFC3339Nano, "2006-01-02 15:04", "2006-01-02 15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fault.Invalidf("Write a day or a day and time, for instance 2026-07-20 or 2026-07-20T14:30:00Z", "%q is not a moment", shorten(s))
}

// scalar reads words, texts, numbers and yes or no.
func (r *reader) scalar(n *yaml.Node, v reflect.Value, path string) {
	if n.Kind != yaml.ScalarNode {
		r.wrong(n, path, "Write "+expected(v.Type()), "%s stands where %s is expected", describe(n), expected(v.Type()))
		return
	}
	switch v.Kind() {
	case reflect.String:
		r.word(n, v, path)
	case reflect.Bool:
		if n.Value != "true" && n.Value != "false" {
			r.wrong(n, path, "Write true or false", "%s is neither true nor false", describe(n))
			return
		}
		v.SetBool(n.Value == "true")
	case reflect.Int, reflect.Int32:
		i, err := strconv.ParseInt(n.Value, 10, 32)
		if err != nil {
			r.wrong(n, path, "Write a whole number, for instance 12", "%s is not a whole number", describe(n))
			return
		}
		v.SetInt(i)
	default:
		f, ok := number(n.Value, v.Type())
		if !ok {
			r.wrong(n, path, "Write "+expected(v.Type()), "%s is not a number", describe(n))
			return
		}
		if v.Type() == shape.Share && (f < 0 || f > 1) {
			r.wrong(n, path, shareRemedy(n.Value, f), "%s is not between 0 and 1", describe(n))
			return
		}
		v.SetFloat(f)
	}
}

// shareRemedy says how to write a share. Who writes 70 means a percentage.
func shareRemedy(written string, f float64) string {
	if f >= 2 && f <= 100 && !strings.HasSuffix(written, "%") {
		percent := strconv.FormatFloat(f, 'f', -1, 64)
		return "Write it as a part of 1 or with its sign, for instance " + strconv.FormatFloat(f/100, 'g', 6, 64) + " or " + percent + "%"
	}
	return "Write a part of 1 or of 100%, for instance 0.25 or 25%"
}

// number reads a number of the type; a share may be written as a percentage.
func number(s string, t reflect.Type) (float64, bool) {
	if t == shape.Share && strings.HasSuffix(s, "%") {
		s = strings.TrimSpace(strings.TrimSuffix(s, "%"))
		if strings.ContainsAny(s, "eExX") {
			return 0, false
		}
		s += "e-2" // so that 33.3 % is the same number as 0.333
	}
	f, err := strconv.ParseFloat(s, t.Bits())
	return f, err == nil && !math.IsNaN(f) && !math.IsInf(f, 0)
}

// word reads text into a string type: an id, a word of a list, or free text.
func (r *reader) word(n *yaml.Node, v reflect.Value, path string) {
	if n.Tag == "!!binary" {
		r.wrong(n, path, "Write it as text", "the value is binary")
		return
	}
	v.SetString(n.Value)
	if n.Value == "" {
		return
	}
	if strings.Contains(n.Value, "\x00") {
		r.wrong(n, path, "Take it out: nothing can keep it", "the text holds a zero character")
		return
	}
	if list := r.words[v.Type()]; list != nil && !slices.Contains(list, n.Value) {
		p := r.wrong(n, path, "Use one of: "+strings.Join(list, ", "), "%s is not one of the words", describe(n))
		p.Nearest = fault.Nearest(n.Value, list, 3)
	}
	if kind, ok := shape.KindOf(v.Type()); ok && strings.Contains(n.Value, "/") {
		_, id, _ := strings.Cut(n.Value, "/")
		r.wrong(n, path, fmt.Sprintf("Write only the id of the %s, for instance %s", kind, id), "%s is not an id", describe(n))
	}
}

// expected says what a value of the type looks like.
func expected(t reflect.Type) string {
	switch {
	case t == shape.Share:
		return "a share, for instance 0.25 or 25%"
	case t == shape.Days:
		return "a number of days, for instance 2.5"
	case t.Kind() == reflect.Bool:
		return "true or false"
	case t.Kind() == reflect.String:
		if k, ok := shape.KindOf(t); ok {
			return "the id of a " + string(k)
		}
		return "a text"
	case t.Kind() == reflect.Int || t.Kind() == reflect.Int32:
		return "a whole number"
	}
	return "a number, for instance 2.5"
}

// shift moves a day or moment by the days that were asked for.
func (r *reader) shift(v reflect.Value) {
	if r.opt.Shift == 0 {
		return
	}
	days := r.opt.Shift
	seconds := int64(days) * int64(24*time.Hour/time.Second)
	switch p := v.Addr().Interface().(type) {
	case *graph.Date:
		if *p != 0 {
			*p += graph.Date(days)
		}
	case *time.Time:
		if !p.IsZero() {
			*p = p.AddDate(0, 0, days)
		}
	case *graph.Transition:
		p.At += seconds
	case *graph.Logged:
		p.On += graph.Date(days)
	case *graph.Block:
		p.From += seconds
		if p.To != 0 {
			p.To += seconds
		}
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
