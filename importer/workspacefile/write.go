package workspacefile

import (
	"bufio"
	"encoding"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"throughline/graph"
	"throughline/importer/shape"
)

// wide is how long a line may become before a list or a group is written one item below the other.
const wide = 100

// writer writes records in the canonical form. The form is our own and not a library's, so that an
// export stays the same byte for byte when a library changes its mind.
type writer struct {
	out    *bufio.Writer
	shapes shape.Cache
	err    error
}

func newWriter(out *bufio.Writer) *writer { return &writer{out: out, shapes: make(shape.Cache)} }

// record writes a record below its section.
func (w *writer) record(r graph.Record) error {
	ref := r.Ref()
	v := reflect.ValueOf(r).Elem()
	w.out.WriteString("  " + shape.Scalar(ref.ID, true) + ":")
	if !w.fields(v, 4) {
		w.out.WriteString(" {}\n")
	}
	if w.err != nil {
		return fmt.Errorf("write %s: %w", ref, w.err)
	}
	return nil
}

// fields writes the fields that are set, one on a line; it reports whether there was one.
func (w *writer) fields(v reflect.Value, indent int) bool {
	some := false
	for _, f := range w.shapes.Of(v.Type()).Fields {
		x := v.Field(f.Index)
		if isUnset(x) {
			continue
		}
		if !some {
			w.out.WriteByte('\n')
		}
		some = true
		w.spaces(indent)
		w.out.WriteString(f.Name + ":")
		w.after(x, indent)
	}
	return some
}

// isUnset reports whether the value is left out.
func isUnset(v reflect.Value) bool {
	if z, ok := v.Interface().(interface{ IsZero() bool }); ok {
		return z.IsZero()
	}
	if v.CanFloat() {
		return math.Float64bits(v.Float()) == 0 // −0 is a number that was written
	}
	return v.IsZero()
}

// after writes a value after its name and colon, to the end of the line or below.
func (w *writer) after(v reflect.Value, indent int) {
	switch {
	case v.Kind() == reflect.Slice && v.Type() != shape.Shares:
		w.list(v, indent)
	case shape.IsGroup(v.Type()):
		if !w.fields(v, indent+2) {
			w.out.WriteString(" {}\n")
		}
	case v.Kind() == reflect.String && strings.Contains(v.String(), "\n"):
		w.out.WriteByte(' ')
		w.text(v.String(), indent+2)
	default:
		w.out.WriteByte(' ')
		w.out.WriteString(w.inline(v, false))
		w.out.WriteByte('\n')
	}
}

// list writes a list on one line when it is short, else one item below the other.
func (w *writer) list(v reflect.Value, indent int) {
	if !shape.IsGroup(v.Type().Elem()) {
		if line := w.inline(v, true); indent+len(line) <= wide || v.Len() == 0 {
			w.out.WriteString(" " + line + "\n")
			return
		}
	}
	if v.Len() == 0 {
		w.out.WriteString(" []\n")
		return
	}
	w.out.WriteByte('\n')
	for i := range v.Len() {
		w.item(v.Index(i), indent+2)
	}
}

func (w *writer) item(v reflect.Value, indent int) {
	w.spaces(indent)
	w.out.WriteByte('-')
	if !shape.IsGroup(v.Type()) {
		w.after(v, indent)
		return
	}
	if line := w.inline(v, true); indent+len(line) <= wide && w.isFlat(v) {
		w.out.WriteString(" " + line + "\n")
		return
	}
	first := true
	for _, f := range w.shapes.Of(v.Type()).Fields {
		x := v.Field(f.Index)
		if isUnset(x) {
			continue
		}
		if first {
			w.out.WriteByte(' ')
		} else {
			w.spaces(indent + 2)
		}
		first = false
		w.out.WriteString(f.Name + ":")
		w.after(x, indent+2)
	}
	if first {
		w.out.WriteString(" {}\n")
	}
}

// isFlat reports whether a group has neither groups nor lists nor lines in it.
func (w *writer) isFlat(v reflect.Value) bool {
	for _, f := range w.shapes.Of(v.Type()).Fields {
		x := v.Field(f.Index)
		if shape.IsGroup(f.Type) || x.Kind() == reflect.Slice && x.Len() > 0 || x.Kind() == reflect.String && strings.Contains(x.String(), "\n") {
			return false
		}
	}
	return true
}

// inline writes a value on one line; flow says that it stands between brackets.
func (w *writer) inline(v reflect.Value, flow bool) string {
	switch x := v.Interface().(type) {
	case graph.Shares:
		parts := make([]string, len(x))
		for i, s := range x {
			parts[i] = shape.Scalar(string(s.Theme), true) + ": " + decimal(float64(s.Share), 64)
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case time.Time:
		return momentText(x)
	case encoding.TextMarshaler:
		b, err := x.MarshalText()
		w.fail(err)
		return shape.Scalar(string(b), flow)
	}
	switch v.Kind() {
	case reflect.String:
		if !utf8.ValidString(v.String()) {
			w.fail(fmt.Errorf("the text %q is not UTF-8", v.String()))
		}
		return shape.Scalar(v.String(), flow)
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case reflect.Float32, reflect.Float64:
		return decimal(v.Float(), v.Type().Bits())
	case reflect.Slice:
		parts := make([]string, v.Len())
		for i := range parts {
			parts[i] = w.inline(v.Index(i), true)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case reflect.Struct:
		return w.inlineGroup(v)
	}
	return strconv.FormatInt(v.Int(), 10)
}

func (w *writer) inlineGroup(v reflect.Value) string {
	var parts []string
	for _, f := range w.shapes.Of(v.Type()).Fields {
		if x := v.Field(f.Index); !isUnset(x) {
			parts = append(parts, f.Name+": "+w.inline(x, true))
		}
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func (w *writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// text writes a text of several lines as a block when that keeps every character, else quoted.
func (w *writer) text(s string, indent int) {
	body, mark := s, "|-"
	if cut, ok := strings.CutSuffix(s, "\n"); ok {
		body, mark = cut, "|"
	}
	if !isBlock(body) {
		w.out.WriteString(w.inline(reflect.ValueOf(s), false) + "\n")
		return
	}
	w.out.WriteString(mark + "\n")
	for line := range strings.SplitSeq(body, "\n") {
		if line != "" {
			w.spaces(indent)
			w.out.WriteString(line)
		}
		w.out.WriteByte('\n')
	}
}

func (w *writer) spaces(n int) {
	for range n {
		w.out.WriteByte(' ')
	}
}
