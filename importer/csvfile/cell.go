package csvfile

import (
	"encoding"
	"math"
	"reflect"
	"strings"
	"time"

	"throughline/fault"
	"throughline/graph"
	"throughline/importer/shape"
)

// bound is a column of the mapping that was found in the file.
type bound struct {
	Column
	index   int // of the cell in a row; -1 for a constant
	target  target
	order   Order
	decimal Decimal
	known   map[string]reflect.Value // cells read before; nil where the same cell may come to mean something else
}

// read makes a value of a cell. Days and names repeat from row to row, so they are read once.
func (b *bound) read(text string, c *conversion) (reflect.Value, *trouble) {
	if v, ok := b.known[text]; ok {
		return v, nil
	}
	v, t := b.convert(text, c)
	if t == nil && b.known != nil && len(b.known) < keep {
		b.known[strings.Clone(text)] = v
	}
	return v, t
}

// convert reads a cell by the type of its field.
func (b *bound) convert(text string, c *conversion) (reflect.Value, *trouble) {
	typ := b.target.typ
	v := reflect.New(typ).Elem()
	if text == "" {
		if b.target.theme != "" {
			v = reflect.New(shape.Share).Elem()
		}
		return v, nil
	}
	switch {
	case b.target.theme != "":
		v = reflect.New(shape.Share).Elem()
		return v, b.number(v, text)
	case b.target.isMoment():
		return v, b.moment(v, text)
	case shape.IsList(typ):
		return b.list(typ, text, c)
	}
	return v, b.one(v, text, c)
}

// conversion is what cells need to know about the workspace.
type conversion struct {
	names *names
	words map[reflect.Type][]string
}

// list takes the items of a cell apart.
func (b *bound) list(typ reflect.Type, text string, c *conversion) (reflect.Value, *trouble) {
	split := func(r rune) bool { return r == ',' || r == ';' || r == '\n' }
	if b.Split != "" {
		split = func(r rune) bool { return strings.ContainsRune(b.Split, r) }
	}
	v := reflect.New(typ).Elem()
	for part := range strings.FieldsFuncSeq(text, split) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		item := reflect.New(typ.Elem()).Elem()
		if t := b.one(item, part, c); t != nil {
			return v, t
		}
		v = reflect.Append(v, item)
	}
	return v, nil
}

// one reads a single value.
func (b *bound) one(v reflect.Value, text string, c *conversion) *trouble {
	if u, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		return refused(u.UnmarshalText([]byte(text)))
	}
	switch v.Kind() {
	case reflect.String:
		return b.text(v, text, c)
	case reflect.Bool:
		return yesNo(v, text)
	case reflect.Int, reflect.Int32:
		n, ok := parseNumber(text, b.decimal)
		if !ok || n != math.Trunc(n) || math.Abs(n) > math.MaxInt32 {
			return troublef("%q is not a whole number", text)
		}
		v.SetInt(int64(n))
		return nil
	}
	return b.number(v, text)
}

func refused(err error) *trouble {
	if err == nil {
		return nil
	}
	if f := fault.Of(err); f != nil {
		return &trouble{f.Sentence, f.Nearest}
	}
	return troublef("%v", err)
}

func (b *bound) text(v reflect.Value, text string, c *conversion) *trouble {
	if kind, ok := shape.KindOf(v.Type()); ok {
		id, t := c.names.resolve(kind, text)
		v.SetString(id)
		return t
	}
	list := c.words[v.Type()]
	if list == nil {
		v.SetString(strings.Clone(text))
		return nil
	}
	for _, w := range list {
		if folded(text) == w || strings.ReplaceAll(folded(text), " ", "-") == w {
			v.SetString(w)
			return nil
		}
	}
	t := troublef("%q is none of %s; say in the mapping, under words, what it means", text, strings.Join(list, ", "))
	t.nearest = fault.Nearest(text, list, 2)
	return t
}

func yesNo(v reflect.Value, text string) *trouble {
	switch folded(text) {
	case "yes", "true", "1", "x", "y":
		v.SetBool(true)
	case "no", "false", "0", "n":
	default:
		return troublef("%q is neither yes nor no", text)
	}
	return nil
}

func (b *bound) number(v reflect.Value, text string) *trouble {
	n, ok := parseNumber(text, b.decimal)
	if !ok {
		return troublef("%q is not %s", text, b.target.example())
	}
	v.SetFloat(n)
	return nil
}

func (b *bound) moment(v reflect.Value, text string) *trouble {
	t, ok := parseMoment(text, b.order)
	if !ok {
		return troublef("%q is not a day written %s", text, b.order)
	}
	if v.Type() == shape.Date {
		v.SetInt(int64(graph.DateOf(t)))
		return nil
	}
	v.Set(reflect.ValueOf(t.In(time.UTC)))
	return nil
}
