package fields

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"throughline/fault"
	"throughline/graph"
)

// Value is what stands in a field, as a person fills it in: one of Text, Parts for a group, and Rows for a list.
type Value struct {
	Text  string
	Parts []Value // in the order of the field's parts
	Rows  []Value
}

// empty reports whether nothing is filled in.
func (v *Value) empty() bool {
	if strings.TrimSpace(v.Text) != "" {
		return false
	}
	for _, list := range [][]Value{v.Parts, v.Rows} {
		for i := range list {
			if !list[i].empty() {
				return false
			}
		}
	}
	return true
}

// Show is how the value of a document stands in the field; nil is not set.
func (f *Field) Show(raw jsontext.Value) (Value, error) {
	switch {
	case raw == nil:
		return Value{}, nil
	case f.keyed:
		return f.showKeyed(raw)
	case f.List:
		return f.showList(raw)
	}
	return f.showOne(raw)
}

// members takes an object apart, in its order.
func members(raw jsontext.Value, each func(name string, value jsontext.Value) error) error {
	in := jsontext.NewDecoder(bytes.NewReader(raw))
	if t, err := in.ReadToken(); err != nil || t.Kind() != '{' {
		return errors.Join(err, errors.New("not an object"))
	}
	for in.PeekKind() != '}' {
		name, err := in.ReadToken()
		if err != nil {
			return err
		}
		key := name.String()
		value, err := in.ReadValue()
		if err != nil {
			return err
		}
		if err := each(key, value.Clone()); err != nil {
			return err
		}
	}
	return nil
}

func (f *Field) showKeyed(raw jsontext.Value) (out Value, err error) {
	err = members(raw, func(name string, value jsontext.Value) error {
		v, err := f.Parts[1].Show(value)
		out.Rows = append(out.Rows, Value{Parts: []Value{{Text: name}, v}})
		return err
	})
	return out, err
}

func (f *Field) showList(raw jsontext.Value) (out Value, err error) {
	var list []jsontext.Value
	if err := json.Unmarshal(raw, &list); err != nil {
		return out, err
	}
	for _, one := range list {
		v, err := f.showOne(one)
		if err != nil {
			return out, err
		}
		out.Rows = append(out.Rows, v)
	}
	return out, nil
}

// showOne shows a value that is no list.
func (f *Field) showOne(raw jsontext.Value) (out Value, err error) {
	if f.Control == Raw {
		whole := raw.Clone()
		err := whole.Indent()
		return Value{Text: string(whole)}, err
	}
	if f.Control == Group {
		out.Parts = make([]Value, len(f.Parts))
		given := make(map[string]jsontext.Value)
		if err := members(raw, func(name string, value jsontext.Value) error { given[name] = value; return nil }); err != nil {
			return out, err
		}
		for i := range f.Parts {
			if out.Parts[i], err = f.Parts[i].Show(given[f.Parts[i].Name]); err != nil {
				return out, err
			}
		}
		return out, nil
	}
	text := string(raw)
	if raw.Kind() == '"' {
		if err := json.Unmarshal(raw, &text); err != nil {
			return out, err
		}
	}
	switch f.Control {
	case Percent:
		x, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return out, err
		}
		text = shifted(strconv.FormatFloat(x, 'f', -1, 64), 2)
	case Moment:
		text = strings.TrimSuffix(text, "Z")
	case YesNo:
		text = map[string]string{"true": "yes"}[text]
	}
	return Value{Text: text}, nil
}

// shifted moves the point of a decimal number to the right, or to the left when by is negative, without rounding.
func shifted(number string, by int) string {
	digits, negative := strings.CutPrefix(number, "-")
	whole, part, _ := strings.Cut(digits, ".")
	at := len(whole) + by
	digits = whole + part
	if at < 0 {
		digits, at = strings.Repeat("0", -at)+digits, 0
	}
	if at > len(digits) {
		digits += strings.Repeat("0", at-len(digits))
	}
	whole, part = strings.TrimLeft(digits[:at], "0"), strings.TrimRight(digits[at:], "0")
	out := whole
	if out == "" {
		out = "0"
	}
	if part != "" {
		out += "." + part
	}
	if negative && out != "0" {
		out = "-" + out
	}
	return out
}

// Read is the value of the document for what is filled in; nil takes the field out. Rows in which nothing is filled in are left
// out. What cannot be read is an Invalid fault that names the field.
func (f *Field) Read(v Value) (jsontext.Value, error) {
	if v.empty() {
		return nil, nil
	}
	if !f.List {
		return f.readOne(&v)
	}
	open, end := "[", "]"
	if f.keyed {
		open, end = "{", "}"
	}
	var out []string
	seen := make(map[string]bool)
	for i := range v.Rows {
		if v.Rows[i].empty() {
			continue
		}
		one, err := f.readRow(&v.Rows[i], seen)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return jsontext.Value(open + strings.Join(out, ",") + end), nil
}

// readRow reads one of a list; seen are the names met so far of a list whose first part names each.
func (f *Field) readRow(v *Value, seen map[string]bool) (string, error) {
	if !f.keyed {
		one, err := f.readOne(v)
		return string(one), err
	}
	parts := make([]jsontext.Value, len(f.Parts))
	for i := range f.Parts {
		var part Value
		if i < len(v.Parts) {
			part = v.Parts[i]
		}
		one, err := f.Parts[i].Read(part)
		if err != nil {
			return "", err
		}
		if one == nil {
			return "", fault.Invalidf("Fill in both, or leave the row empty", "a row of %s has no %s", words(f.Name), words(f.Parts[i].Name))
		}
		parts[i] = one
	}
	if name := string(parts[0]); seen[name] {
		return "", fault.Invalidf("Write it once", "%s stands twice in %s", name, words(f.Name))
	}
	seen[string(parts[0])] = true
	return string(parts[0]) + ":" + string(parts[1]), nil
}

// readOne reads a value that is no list and has something filled in.
func (f *Field) readOne(v *Value) (jsontext.Value, error) {
	if f.Control == Group {
		return f.readGroup(v)
	}
	text := strings.TrimSpace(strings.ReplaceAll(v.Text, "\r\n", "\n"))
	if most, n := f.room(), utf8.RuneCountInString(text); n > most {
		return nil, fault.Invalidf("Shorten it", "%s has %d characters, and room for %d", words(f.Name), n, most)
	}
	switch f.Control {
	case Number, Percent:
		return f.readNumber(text)
	case YesNo:
		switch strings.ToLower(text) {
		case "yes", "true", "on":
			return jsontext.Value("true"), nil
		case "no", "false":
			return nil, nil
		}
		return nil, fault.Invalidf("Write yes or no", "%s cannot be “%s”", words(f.Name), text)
	case Day:
		d, err := graph.ParseDate(text)
		if err != nil {
			return nil, err
		}
		text = d.String()
	case Moment:
		at, err := moment(text)
		if err != nil {
			return nil, err
		}
		text = at
	case Raw:
		raw := jsontext.Value(text)
		if err := raw.Compact(); err != nil {
			return nil, fault.Invalidf("Write it as JSON, as it stood there before", "%s cannot be read: %v", words(f.Name), err)
		}
		return raw, nil
	}
	raw, err := json.Marshal(text)
	return raw, err
}

// The most characters that are filled in. What is longer in a document already stays as it is.
const (
	mostName = 200    // of a name or a title
	mostLine = 2_000  // of another line: an address
	mostText = 20_000 // of a text
	mostRaw  = 1 << 20
)

// room is how many characters the field takes.
func (f *Field) room() int {
	switch {
	case f.Control == Raw:
		return mostRaw
	case f.Control == Text:
		return mostText
	case f.Name == "name" || f.Name == "title" || f.Name == "short" || f.Name == "code":
		return mostName
	}
	return mostLine
}

func (f *Field) readGroup(v *Value) (jsontext.Value, error) {
	var out []string
	for i := range f.Parts {
		var part Value
		if i < len(v.Parts) {
			part = v.Parts[i]
		}
		one, err := f.Parts[i].Read(part)
		if err != nil {
			return nil, err
		}
		if one != nil {
			out = append(out, strconv.Quote(f.Parts[i].Name)+":"+string(one))
		}
	}
	return jsontext.Value("{" + strings.Join(out, ",") + "}"), nil
}

// readNumber reads a number. Spaces between digits are left out, and a comma stands for the point where it cannot stand between
// thousands.
func (f *Field) readNumber(text string) (jsontext.Value, error) {
	plain := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, strings.TrimSuffix(text, "%"))
	if whole, part, comma := strings.Cut(plain, ","); comma && len(part) != 3 && !strings.ContainsAny(whole+part, ".,") {
		plain = whole + "." + part
	}
	x, err := strconv.ParseFloat(plain, 64)
	if err != nil || math.IsInf(x, 0) || math.IsNaN(x) {
		return nil, fault.Invalidf("Write digits and at most one point, for instance 1250.5", "%s cannot be “%s”", words(f.Name), text)
	}
	number := strconv.FormatFloat(x, 'f', -1, 64)
	if f.Control == Percent {
		number = shifted(number, -2)
	}
	return jsontext.Value(number), nil
}

// moment is a moment of UTC as documents have it.
func moment(text string) (string, error) {
	for _, layout := range []string{"2006-01-02T15:04:05.999999999Z07:00", "2006-01-02T15:04:05.999999999", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC().Format(time.RFC3339Nano), nil
		}
	}
	return "", fault.Invalidf("Write a day and a time of UTC, for instance 2026-07-20T12:00", "“%s” is no moment", text)
}

// words is the name of a field in a sentence.
func words(name string) string { return fmt.Sprintf("“%s”", strings.ReplaceAll(name, "_", " ")) }
