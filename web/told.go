package web

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"throughline/change"
	"throughline/graph"
	"throughline/web/view"
	"throughline/wording"
)

// sentencesOf is a field of a record that is told in sentences, one for each of its items: what was said of a dependency, and what a proposal
// changes. Of other fields is is false.
func sentencesOf(v *visit, r graph.Record, field string) (sentences []string, is bool) {
	switch r := r.(type) {
	case *graph.Dependency:
		if is = field == "turns"; is {
			for n := range r.Turns {
				sentences = append(sentences, turnTold(v, r, n))
			}
		}
	case *graph.Proposal:
		if is = field == "changes"; is {
			for _, c := range r.Changes {
				sentences = append(sentences, proposedTold(v, c))
			}
		}
	}
	return sentences, is
}

// turnTold is one turn: "Loan Servicing asked on 19 Aug, for 14 Sep: “Before the freeze”".
func turnTold(v *visit, d *graph.Dependency, n int) string {
	t := sheet{visit: v}.turn(d, d.Turns, n)
	text := t.Unit + " " + t.Verb
	if t.When != "" {
		text += " on " + t.When
	}
	for _, term := range t.Terms {
		text += ", for " + term.New
		if term.Old != "" {
			text += " in place of " + term.Old
		}
	}
	if t.Text != "" {
		text += ": “" + t.Text + "”"
	}
	return strings.TrimSpace(text)
}

// proposedTold is one change of a proposal: "Initiative Decline notices: name becomes Plain notices".
func proposedTold(v *visit, c graph.Proposed) string {
	subject := one(c.Record.Kind) + " " + label(v.now.Record(c.Record), c.Record)
	if c.Body == "" {
		return wording.Capital(subject) + ": taken out"
	}
	draft, err := change.Proposed(v.now, "proposal.read", []graph.Proposed{c})
	if err != nil || len(draft.Puts) != 1 {
		return wording.Capital(subject) + ": changed, in a way that cannot be read today"
	}
	after := draft.Puts[0]
	if !c.Partial && v.now.Record(c.Record) == nil {
		subject = "new " + one(c.Record.Kind) + " " + label(after, c.Record)
	}
	var words []string
	for _, f := range proposedFields(c, after) {
		name := strings.ToLower(fieldWords(f.Name))
		if f.Value == "" {
			words = append(words, name+" is taken out")
			continue
		}
		words = append(words, name+" becomes "+strings.Join(namesIn(after).items(v, f.Name, f.Value), between))
	}
	return wording.Capital(subject) + ": " + strings.Join(words, between)
}

// proposedFields is the fields that a change sets, and without a value those that it takes out.
func proposedFields(c graph.Proposed, after graph.Record) []change.Field {
	all, err := change.Read(after)
	if err != nil || !c.Partial {
		return all
	}
	set := make(map[string]jsontext.Value)
	if err := json.Unmarshal([]byte(c.Body), &set); err != nil {
		return all
	}
	var out []change.Field
	for _, f := range all {
		if _, is := set[f.Name]; is {
			out = append(out, f)
			delete(set, f.Name)
		}
	}
	gone := make([]string, 0, len(set))
	for name := range set {
		gone = append(gone, name)
	}
	slices.Sort(gone)
	for _, name := range gone {
		out = append(out, change.Field{Name: name})
	}
	return out
}

// retold is a field before and after, as changed is, of which the items are told in sentences where they are.
func (n naming) retold(v *visit, c change.FieldChange, older, newer graph.Record) view.Change {
	now, is := sentencesOf(v, newer, c.Name)
	if !is {
		return n.changed(v, c)
	}
	old, _ := sentencesOf(v, older, c.Name)
	return without(c.Name, old, now)
}
