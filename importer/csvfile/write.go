package csvfile

import (
	"maps"
	"slices"
	"strings"

	"throughline/graph"
	"throughline/importer/shape"
)

// YAML is the mapping as a file that reads back to the same mapping, with a word on what to look at.
func (m Mapping) YAML() []byte {
	var b strings.Builder
	b.WriteString("# Which column goes into which field. Read it through and fill in every \"?\".\n")
	b.WriteString("kind: " + string(m.Kind) + "\n")
	if len(m.ID) > 0 {
		b.WriteString("id: " + flow(m.ID) + "    # the cells that name the record; they must never change\n")
	}
	if m.Prefix != "" {
		b.WriteString("prefix: " + word(m.Prefix) + "\n")
	}
	b.WriteString("columns:")
	if len(m.Columns) == 0 {
		b.WriteString(" {}")
	}
	b.WriteString("\n")
	var order []string
	byName := make(map[string][]Column)
	for _, c := range m.Columns {
		if byName[c.Name] == nil {
			order = append(order, c.Name)
		}
		byName[c.Name] = append(byName[c.Name], c)
	}
	for _, name := range order {
		list := make([]string, len(byName[name]))
		for i, c := range byName[name] {
			list[i] = c.yaml()
		}
		text := list[0]
		if len(list) > 1 {
			text = "[" + strings.Join(list, ", ") + "]"
		}
		b.WriteString("  " + key(name, "\n  ") + ": " + text + "\n")
	}
	if len(m.Set) > 0 {
		b.WriteString("set:    # the same in all rows\n")
	}
	for _, c := range m.Set {
		b.WriteString("  " + word(c.Field) + ": " + word(c.Text) + "\n")
	}
	if len(m.Ignore) > 0 {
		b.WriteString("ignore: [" + joinWords(m.Ignore) + "]\n")
	}
	return []byte(b.String())
}

// yaml is what is said about a column: the field alone when that is all.
func (c Column) yaml() string {
	parts := []string{"field: " + word(c.Field)}
	if len(c.Words) > 0 {
		var words []string
		for _, from := range slices.Sorted(maps.Keys(c.Words)) {
			words = append(words, key(from, " ")+": "+word(c.Words[from]))
		}
		parts = append(parts, "words: {"+strings.Join(words, ", ")+"}")
	}
	for _, p := range []struct{ key, text string }{{"dates", string(c.Dates)}, {"decimal", string(c.Decimal)}, {"split", c.Split}} {
		if p.text != "" {
			parts = append(parts, p.key+": "+word(p.text))
		}
	}
	if c.Clear {
		parts = append(parts, "empty: clear")
	}
	if len(parts) == 1 {
		return word(c.Field)
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func flow(list []string) string {
	if len(list) == 1 {
		return word(list[0])
	}
	return "[" + joinWords(list) + "]"
}

func joinWords(list []string) string {
	parts := make([]string, len(list))
	for i, s := range list {
		parts[i] = word(s)
	}
	return strings.Join(parts, ", ")
}

// key writes a name before its colon. YAML takes no more than 1024 letters there, unless the name is
// marked as a key; the gap then stands before the colon.
func key(name, gap string) string {
	w := word(name)
	if len(w) > 1000 {
		return "? " + w + gap
	}
	return w
}

// word writes a text so that it stays one where it stands.
func word(s string) string { return shape.Scalar(s, true) }

// namesItself reports whether records of the kind need no of their own, because their fields name them.
func namesItself(k graph.Kind) bool { return k == graph.KindCapacity || k == graph.KindIntent }
