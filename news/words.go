package news

import (
	"strings"

	"throughline/graph"
	"throughline/wording"
)

// Words is what happened as a sentence without the record that it is about: "Ben Ode changed its name and its state". Who is what people
// call who did it; it is somebody where that is not known. The words of a comment are not in it: see Text.
func (h Happening) Words(who string) string {
	if who == "" {
		who = "Somebody"
	}
	of, its := "", "its "
	if h.Record != h.About {
		of, its = " "+h.called(), "the "
	}
	switch h.Sort {
	case Named:
		return who + " named you"
	case Said:
		return who + " said"
	case Begun:
		if of == "" {
			return who + " wrote it down"
		}
		return who + " wrote down" + of
	case Removed:
		if of == "" {
			return who + " removed it"
		}
		return who + " removed" + of
	}
	if h.Title != nil && h.Title.Ref().Kind == graph.KindComment {
		return who + " settled a conversation"
	}
	fields := make([]string, len(h.Fields))
	for n, f := range h.Fields {
		fields[n] = its + strings.ReplaceAll(f, "_", " ")
	}
	const most = 3
	switch {
	case len(fields) == 0 && of == "":
		return who + " changed it"
	case len(fields) == 0:
		return who + " changed" + of
	case of != "":
		of = " of" + of
	}
	return who + " changed " + wording.List(fields, most) + of
}

// called is the record that belongs to what it is about: the dependency “A freeze date”.
func (h Happening) called() string {
	kind := strings.ReplaceAll(string(h.Record.Kind), "changerequest", "change request")
	if h.Title == nil || h.Record.Kind == graph.KindIntent || h.Record.Kind == graph.KindComment {
		return "the " + kind
	}
	return "the " + kind + " “" + h.Title.Label() + "”"
}
