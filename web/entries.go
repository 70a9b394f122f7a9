package web

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"throughline/fault"
	"throughline/fields"
	"throughline/graph"
	"throughline/web/view"
	"throughline/wording"
)

const (
	mostRows    = 500   // rows of a list that are read from a form
	spareRows   = 2     // empty rows that a list offers
	mostChoices = 200   // records that are chosen from a list; beyond that they are typed
	mostOffered = 4_000 // choices of all the lists of a form; beyond that they are typed
	mostNear    = 4_000 // names that one which names nothing is held against
)

// clerk turns fields into what a person fills in, and back, over the picture that they see.
type clerk struct {
	picture *graph.Snapshot
	choices map[graph.Kind][]view.Choice
	lists   map[graph.Kind]view.Suggestions
	offered int    // options written so far
	apart   string // begins the ids of lists, where the page has some of its own
}

func newClerk(picture *graph.Snapshot) *clerk {
	return &clerk{picture: picture, choices: make(map[graph.Kind][]view.Choice), lists: make(map[graph.Kind]view.Suggestions)}
}

// entry is the field with its value, under a name in the form.
func (c *clerk) entry(f *fields.Field, name string, v fields.Value) view.Entry {
	e := view.Entry{Name: name, Label: fieldWords(f.Name), Control: string(f.Control), Hint: hint(f)}
	switch {
	case f.List:
		c.rows(&e, f, v)
	case f.Control == fields.Group:
		for i := range f.Parts {
			e.Parts = append(e.Parts, c.entry(&f.Parts[i], name+"."+f.Parts[i].Name, part(v, i)))
		}
	default:
		e.Value = v.Text
		c.choose(&e, f)
	}
	return e
}

func part(v fields.Value, i int) fields.Value {
	if i < len(v.Parts) {
		return v.Parts[i]
	}
	return fields.Value{}
}

// rows writes a list with room for more.
func (c *clerk) rows(e *view.Entry, f *fields.Field, v fields.Value) {
	one := *f
	one.List = false
	for i := range f.Parts {
		e.Columns = append(e.Columns, fieldWords(f.Parts[i].Name))
	}
	for i := range len(v.Rows) + spareRows {
		var row fields.Value
		if i < len(v.Rows) {
			row = v.Rows[i]
		}
		name := e.Name + "." + strconv.Itoa(i)
		cells := []view.Entry{c.entry(&one, name, row)}
		if f.Control == fields.Group {
			cells = cells[0].Parts
		}
		for j := range cells {
			cells[j].Hint = "" // there is no room for it in a row
		}
		e.Rows = append(e.Rows, cells)
	}
}

// hint says what is expected where the input does not.
func hint(f *fields.Field) string {
	switch {
	case f.Days:
		return "In person-days"
	case f.Control == fields.Any:
		return "Its kind and id, for instance unit/core-services"
	case f.Control == fields.Moment:
		return "In UTC"
	case f.Control == fields.Raw:
		return "As the document has it"
	}
	return ""
}

// choose writes what can be chosen from.
func (c *clerk) choose(e *view.Entry, f *fields.Field) {
	switch f.Control {
	case fields.Choice:
		e.Choices = []view.Choice{{Text: "Not said"}}
		for _, w := range f.Words {
			e.Choices = append(e.Choices, view.Choice{Value: w, Text: strings.ReplaceAll(w, "_", " ")})
		}
	case fields.YesNo:
		e.Choices = []view.Choice{{Text: "No"}, {Value: "yes", Text: "Yes"}}
	case fields.Record:
		list := c.candidates(f.Kind)
		if c.offered += len(list); len(list) > mostChoices || c.offered > mostOffered {
			e.Options = c.apart + "known-" + string(f.Kind)
			c.lists[f.Kind] = view.Suggestions{ID: e.Options, Href: optionsHref(f.Kind), List: list[:min(len(list), mostSuggested)]}
			return
		}
		e.Choices = append([]view.Choice{{Text: "None"}}, list...)
		if e.Value != "" && !slices.ContainsFunc(list, func(o view.Choice) bool { return o.Value == e.Value }) {
			e.Choices = append(e.Choices, view.Choice{Value: e.Value, Text: e.Value})
		}
	default:
		return
	}
	for i := range e.Choices {
		e.Choices[i].Current = e.Choices[i].Value == e.Value
	}
}

// candidates is the records of a kind by name; of very many some more than are chosen from a list.
func (c *clerk) candidates(kind graph.Kind) []view.Choice {
	if list, ok := c.choices[kind]; ok {
		return list
	}
	list := []view.Choice{}
	for r := range c.picture.Records(kind, "") {
		if list = append(list, view.Choice{Value: r.Ref().ID, Text: r.Label()}); len(list) > mostChoices {
			break
		}
	}
	slices.SortStableFunc(list, func(a, b view.Choice) int { return cmp.Compare(strings.ToLower(a.Text), strings.ToLower(b.Text)) })
	c.choices[kind] = list
	return list
}

// suggestions is what the entries made so far suggest.
func (c *clerk) suggestions() (out []view.Suggestions) {
	for _, s := range c.lists {
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b view.Suggestions) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// filled is what stands in the form for a field.
func filled(f *fields.Field, form url.Values, name string) (v fields.Value) {
	switch {
	case f.List:
		one := *f
		one.List = false
		for i := range min(rowsIn(form, name), mostRows+1) {
			v.Rows = append(v.Rows, filled(&one, form, name+"."+strconv.Itoa(i)))
		}
	case f.Control == fields.Group:
		for i := range f.Parts {
			v.Parts = append(v.Parts, filled(&f.Parts[i], form, name+"."+f.Parts[i].Name))
		}
	default:
		v.Text = strings.TrimSpace(form.Get(name))
	}
	return v
}

// rowsIn is how many rows of a list the form has.
func rowsIn(form url.Values, name string) (count int) {
	for key := range form {
		rest, ours := strings.CutPrefix(key, name+".")
		number, _, _ := strings.Cut(rest, ".")
		if n, err := strconv.Atoi(number); ours && err == nil && n >= 0 && n < 1_000_000 {
			count = max(count, n+1)
		}
	}
	return count
}

// read is the document's value for what is filled in; names are taken for the records they name.
func (c *clerk) read(f *fields.Field, v fields.Value) (jsontext.Value, error) {
	if len(v.Rows) > mostRows {
		return nil, fault.Invalidf("Bring so much in with a file: throughline import", "%s has more than %d rows", fieldWords(f.Name), mostRows)
	}
	v, err := c.resolved(f, v)
	if err != nil {
		return nil, err
	}
	return f.Read(v)
}

// resolved has ids in the place of names.
func (c *clerk) resolved(f *fields.Field, v fields.Value) (fields.Value, error) {
	one := *f
	one.List = false
	rows, parts := slices.Clone(v.Rows), slices.Clone(v.Parts)
	for i := range rows {
		row, err := c.resolved(&one, rows[i])
		if err != nil {
			return v, err
		}
		rows[i] = row
	}
	for i := range parts {
		p, err := c.resolved(&f.Parts[i], parts[i])
		if err != nil {
			return v, err
		}
		parts[i] = p
	}
	v.Rows, v.Parts = rows, parts
	if f.Control == fields.Record && v.Text != "" {
		id, err := c.named(f.Kind, v.Text)
		if err != nil {
			return v, err
		}
		v.Text = id
	}
	return v, nil
}

// named is the id of the record that a text names: by its id, or by its name where only one has it.
func (c *clerk) named(kind graph.Kind, text string) (string, error) {
	if c.picture.Record(graph.Ref{Kind: kind, ID: text}) != nil {
		return text, nil
	}
	var ids, near []string
	for r := range c.picture.Records(kind, "") {
		if strings.EqualFold(r.Label(), text) {
			ids = append(ids, r.Ref().ID)
		}
		if len(near) < mostNear {
			near = append(near, r.Ref().ID)
		}
	}
	switch len(ids) {
	case 1:
		return ids[0], nil
	case 0:
		info, _ := graph.Info(kind)
		f := fault.Invalidf("Choose one of the "+many(info)+", by its name or its id", "there is no %s “%s”", one(kind), text)
		return "", f.WithNearest(fault.Nearest(text, near, 3))
	}
	return "", fault.Invalidf("Write its id: "+wording.List(ids, 5), "%d %s are called “%s”", len(ids), string(kind)+"s", text)
}
