package workspacefile

import (
	"fmt"
	"reflect"
	"strings"

	"throughline/graph"
	"throughline/importer/shape"
)

// Fields is the page of the documentation that lists every field of every kind, in Markdown.
func Fields(describe Describe) []byte {
	p := &page{describe: describe, shapes: make(shape.Cache), words: shape.Words()}
	p.line("# Fields of workspace files")
	p.line("")
	p.line("Every kind of record with its fields, in the order in which an export writes them. How values are")
	p.line("written is told in [workspace-files.md](../workspace-files.md). This page is made from the program.")
	group := ""
	for _, k := range graph.Kinds() {
		if k.Group != group {
			group = k.Group
			p.line("")
			p.line("## %s%s", strings.ToUpper(group[:1]), group[1:])
		}
		p.kind(k)
	}
	return []byte(p.b.String())
}

// page is the page in the making.
type page struct {
	b        strings.Builder
	describe Describe
	shapes   shape.Cache
	words    map[reflect.Type][]string
}

func (p *page) line(format string, args ...any) { fmt.Fprintf(&p.b, format+"\n", args...) }

func (p *page) kind(k graph.KindInfo) {
	t := shape.OfKind(k.Kind)
	p.line("")
	p.line("### %s", k.Plural)
	p.line("")
	if words := p.describe(t.Name(), ""); words != "" {
		p.line("%s", words)
		p.line("")
	}
	p.line("| field | what is written | meaning |")
	p.line("|---|---|---|")
	p.rows(t, "")
	for _, n := range nests() {
		if n.outer == k.Kind {
			p.line("| `%s` | records | written inside, see [the format](../workspace-files.md#writing-a-record-inside-another) |", n.key)
		}
	}
}

func (p *page) rows(t reflect.Type, prefix string) {
	for _, f := range p.shapes.Of(t).Fields {
		name := prefix + f.Name
		p.line("| `%s` | %s | %s |", name, p.written(f.Type), p.describe(t.Name(), f.Name))
		switch {
		case shape.IsGroup(f.Type):
			p.rows(f.Type, name+".")
		case shape.IsList(f.Type) && shape.IsGroup(f.Type.Elem()):
			p.rows(f.Type.Elem(), name+"[].")
		}
	}
}

// written says what a value of the type looks like.
func (p *page) written(t reflect.Type) string {
	switch {
	case t == shape.Shares:
		return "theme: share"
	case t == shape.Time:
		return "moment"
	case t == shape.Date:
		return "day"
	case t == shape.Ref:
		return "kind/id"
	case t == reflect.TypeFor[graph.Transition]():
		return "state day"
	case t == reflect.TypeFor[graph.Logged]():
		return "day days"
	case t == reflect.TypeFor[graph.Block]():
		return "day to day on unit"
	case shape.IsList(t):
		return "list: " + p.written(t.Elem())
	case t.Kind() == reflect.Struct:
		return "fields"
	}
	return p.scalar(t)
}

func (p *page) scalar(t reflect.Type) string {
	if k, ok := shape.KindOf(t); ok {
		return "id of " + string(k)
	}
	if list := p.words[t]; list != nil {
		return strings.Join(list, ", ")
	}
	switch {
	case t == shape.Share:
		return "share"
	case t == shape.Days:
		return "days"
	case t.Kind() == reflect.Bool:
		return "true or false"
	case t.Kind() == reflect.String:
		return "text"
	case t.Kind() == reflect.Int || t.Kind() == reflect.Int32:
		return "whole number"
	}
	return "number"
}
