package web

import (
	"net/url"
	"slices"
	"strings"

	"throughline/graph"
	"throughline/web/view"
)

// mostSuggested is how many records a field suggests at once.
const mostSuggested = 50

// optionsHref is where a field that names one of very many records of a kind asks for those that match what is typed.
func optionsHref(k graph.Kind) string {
	return "/search?" + url.Values{"format": {"options"}, "kind": {string(k)}}.Encode()
}

// suggested is the records of a kind whose name or id has all the words that were typed, those that begin so first; at most
// mostSuggested of each.
func suggested(picture *graph.Snapshot, k graph.Kind, typed string) []view.Choice {
	words := strings.Fields(strings.ToLower(typed))
	var begin, have []view.Choice
	for r := range picture.Records(k, "") {
		name := strings.ToLower(r.Label())
		within := name + " " + r.Ref().ID
		if slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(within, w) }) {
			continue
		}
		list := &have
		if len(words) > 0 && (strings.HasPrefix(name, words[0]) || strings.HasPrefix(r.Ref().ID, words[0])) {
			list = &begin
		}
		if len(*list) < mostSuggested {
			*list = append(*list, view.Choice{Value: r.Ref().ID, Text: r.Label()})
		}
		if len(begin) == mostSuggested {
			break
		}
	}
	all := append(begin, have...)
	return all[:min(len(all), mostSuggested)]
}
