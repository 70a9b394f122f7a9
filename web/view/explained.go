package view

import (
	"context"
	"io"
	"strconv"

	"github.com/a-h/templ"
)

// explained renders its children and then, once each, the explanations that
// their figures asked for. The list lives for this one rendering.
func explained() templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		children := templ.GetChildren(ctx)
		ctx, list := withWhys(templ.ClearChildren(ctx))
		if err := children.Render(ctx, w); err != nil {
			return err
		}
		for _, x := range list.order {
			if err := why(x).Render(ctx, w); err != nil {
				return err
			}
		}
		return nil
	})
}

func past(s Shell) templ.Attributes {
	if !s.AsOf.Past {
		return nil
	}
	return templ.Attributes{"data-past": ""}
}

func events(s Shell) templ.Attributes {
	out := templ.Attributes{}
	if s.Events != "" {
		out["data-events"] = s.Events
	}
	if s.Undo != "" {
		out["data-undo"] = s.Undo
	}
	if s.Keeper != "" {
		out["data-keeper"] = s.Keeper
	}
	return out
}

func goKey(n NavItem) templ.Attributes {
	if n.Key == "" {
		return nil
	}
	return templ.Attributes{"data-go": n.Key}
}

func bounds(a AsOf) templ.Attributes {
	b := templ.Attributes{}
	if a.Min != "" {
		b["min"] = a.Min
	}
	if a.Max != "" {
		b["max"] = a.Max
	}
	return b
}

// optionID names entry i of group g in the palette; -1 is the group's heading.
func optionID(g, i int) string {
	if i < 0 {
		return "cmdk-g" + strconv.Itoa(g)
	}
	return "cmdk-" + strconv.Itoa(g) + "-" + strconv.Itoa(i)
}

func firstOption(g, i int) string { return strconv.FormatBool(g == 0 && i == 0) }
