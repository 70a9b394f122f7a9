package csvfile

import (
	"reflect"
	"strings"

	"throughline/graph"
	"throughline/importer/shape"
)

// value is what a column says in a row.
type value struct {
	v    reflect.Value
	skip bool // it says nothing
}

// zero is the character that no store keeps.
const zero = "\x00"

// values reads the cells of all columns; everything that is wrong is told at once.
func (b *batch) values(cells []string) (out []value, wrong string) {
	out = make([]value, len(b.columns))
	var reasons []string
	for i, c := range b.columns {
		text := c.cell(cells)
		if c.index < 0 {
			text = c.Words[""]
		}
		if text == "" && !c.Clear {
			out[i].skip = true
			continue
		}
		v, t := c.read(text, b.conv)
		if t == nil && strings.Contains(text, zero) {
			t = troublef("the cell holds a zero character; take it out")
		}
		if t != nil {
			reasons = append(reasons, c.Name+": "+t.String())
			continue
		}
		out[i].v = v
	}
	b.idle(out)
	return out, strings.Join(reasons, "; ")
}

// idle leaves constants inside a list out where no column fills the list: they would make an item of
// nothing.
func (b *batch) idle(values []value) {
	for i, c := range b.columns {
		if c.index >= 0 || c.target.list == "" {
			continue
		}
		filled := false
		for j, other := range b.columns {
			filled = filled || other.index >= 0 && other.target.list == c.target.list && !values[j].skip
		}
		values[i].skip = !filled
	}
}

// ref names the record of a row: by the cells of its key, or by the fields that name it.
func (b *batch) ref(cells []string, values []value) (ref graph.Ref, wrong string) {
	parts := make([]string, 0, 3)
	for i, at := range b.ids {
		cell := ""
		if at < len(cells) {
			cell = strings.TrimSpace(cells[at])
		}
		if cell == "" {
			return ref, "the cell of " + b.m.ID[i] + ", which names the record, is empty"
		}
		parts = append(parts, cell)
	}
	if len(b.m.ID) == 0 {
		if parts, wrong = b.implied(values); wrong != "" {
			return ref, wrong
		}
	}
	key := strings.Join(parts, "-")
	if strings.Contains(key, zero) {
		return ref, "the cell that names the record holds a zero character; take it out"
	}
	id := idOf(b.m.Prefix + key)
	if bad := graph.CheckID(id); bad != "" {
		return ref, "no id can be made of " + key
	}
	return graph.Ref{Kind: b.m.Kind, ID: id}, ""
}

// idOf makes an id of a key: small letters as it stands where that is an id, else words joined by
// hyphens, letters with marks as their plain ones; "" when nothing is left.
func idOf(key string) string {
	if id := strings.ToLower(key); graph.CheckID(id) == "" {
		return strings.Clone(id)
	}
	return graph.Slug(key)
}

// implied is the parts of the id of a capacity or an intent.
func (b *batch) implied(values []value) (parts []string, wrong string) {
	fields := []string{"unit", "period"}
	if b.m.Kind == graph.KindIntent {
		fields = append(fields, "level")
	}
	for _, name := range fields {
		text := ""
		for i, c := range b.columns {
			if c.Field == name && !values[i].skip {
				text = values[i].v.String()
			}
		}
		if text == "" {
			return nil, name + " is empty"
		}
		parts = append(parts, text)
	}
	return parts, ""
}

// names reports whether the target names records of the kind.
func (t target) names(k graph.Kind) bool {
	typ := t.typ
	if shape.IsList(typ) {
		typ = typ.Elem()
	}
	named, ok := shape.KindOf(typ)
	return ok && named == k || typ == shape.Ref
}
