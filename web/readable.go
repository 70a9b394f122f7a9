package web

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"throughline/change"
	"throughline/graph"
	"throughline/web/view"
	"throughline/wording"
)

// naming turns the ids in a record's fields into the names of what they mean: by field, then by id.
type naming map[string]map[string]graph.Ref

// namesIn is what the fields of the records name; a record may be nil.
func namesIn(records ...graph.Record) naming {
	n := make(naming)
	for _, r := range records {
		if r == nil {
			continue
		}
		for _, m := range graph.Mentions(r) {
			field := m.Field[:strings.IndexAny(m.Field+".", ".[")]
			if n[field] == nil {
				n[field] = make(map[string]graph.Ref)
			}
			n[field][m.To.ID] = m.To
		}
	}
	return n
}

// between parts the items of a list, as package change writes it.
const between = "; "

// items is a field's value, one text for each item of a list.
func (n naming) items(v *visit, field, value string) []string {
	if value == "" {
		return nil
	}
	list := strings.Split(value, between)
	for i := range list {
		list[i] = n.readable(v, field, list[i])
	}
	return list
}

// readable is an item with names in the place of ids: "unit core, days 90" is "Core Services, days 90".
func (n naming) readable(v *visit, field, item string) string {
	ids := n[field]
	parts := strings.Split(item, ", ")
	if len(ids) == 0 && len(parts) == 1 {
		return dayWords(item)
	}
	for i, p := range parts {
		words := strings.SplitN(p, " ", 3)
		for j, w := range words {
			to, known := ids[w]
			if !known {
				continue
			}
			words[j] = label(v.now.Record(to), to)
			if j > 0 && words[j-1] == string(to.Kind) { // the name tells what it is
				words = slices.Delete(words, j-1, j)
			}
			break
		}
		for j, w := range words {
			words[j] = dayWords(w)
		}
		parts[i] = pair(strings.Join(words, " "), len(parts) > 1)
	}
	return strings.Join(parts, ", ")
}

// dayWords is a date as people write it; any other text as it is.
func dayWords(text string) string {
	if d, err := graph.ParseDate(text); err == nil {
		return wording.FullDay(d.Time())
	}
	return text
}

// pair is one part of an item as people say it: "days 90" is "90 days". Only an item of several parts has
// such pairs.
func pair(p string, several bool) string {
	name, value, found := strings.Cut(p, " ")
	if !found || !several {
		return p
	}
	switch name {
	case "days":
		return value + " days"
	case "name", "words":
		return value
	case "share":
		if share, err := strconv.ParseFloat(value, 64); err == nil {
			return wording.Percent(share)
		}
	}
	if value == "yes" {
		return name
	}
	return p
}

// isAmount matches a part of an item that is a quantity: 90 days, 75%.
var isAmount = regexp.MustCompile(`^[\d.,]+(%| days)?$`)

// resized takes from both lists the items that differ in one quantity alone, and tells it within the item.
func resized(old, now []string) (sized []view.Resized, left, came []string) {
	came = slices.Clone(now)
	for _, o := range old {
		before := strings.Split(o, ", ")
		at := slices.IndexFunc(came, func(n string) bool { return differsInAmount(before, strings.Split(n, ", ")) >= 0 })
		if at < 0 {
			left = append(left, o)
			continue
		}
		after := strings.Split(came[at], ", ")
		i := differsInAmount(before, after)
		r := view.Resized{Old: before[i], New: after[i], Before: strings.Join(before[:i], ", "), After: strings.Join(before[i+1:], ", ")}
		sized, came = append(sized, r), slices.Delete(came, at, at+1)
	}
	return sized, left, came
}

// differsInAmount is the place of the one part in which two items differ, where that is a quantity; −1 otherwise.
func differsInAmount(a, b []string) int {
	if len(a) != len(b) || len(a) < 2 {
		return -1
	}
	at := -1
	for i := range a {
		switch {
		case a[i] == b[i]:
		case at >= 0 || !isAmount.MatchString(a[i]) || !isAmount.MatchString(b[i]):
			return -1
		default:
			at = i
		}
	}
	return at
}

// changed is a field before and after. Of a list only what changed, what came and what left is told.
func (n naming) changed(v *visit, c change.FieldChange) view.Change {
	return without(c.Name, n.items(v, c.Name, c.Old), n.items(v, c.Name, c.New))
}

// without is a list before and after, without what stayed.
func without(field string, old, now []string) view.Change {
	out := view.Change{Name: fieldWords(field)}
	stands, kept := make(map[string]int), make(map[string]int)
	for _, item := range now {
		stands[item]++
	}
	for _, item := range old {
		if kept[item] < stands[item] {
			kept[item]++
			out.Same++
			continue
		}
		out.Old = append(out.Old, item)
	}
	for _, item := range now {
		if kept[item] > 0 {
			kept[item]--
			continue
		}
		out.New = append(out.New, item)
	}
	if len(out.Old) <= mostTold && len(out.New) <= mostTold {
		out.Sized, out.Old, out.New = resized(out.Old, out.New)
	}
	out.Old, out.New = firstOf(out.Old), firstOf(out.New)
	return out
}

// mostTold is how many entries of a list that came or left a version tells.
const mostTold = 50

// firstOf is the first entries, and how many more there are.
func firstOf(items []string) []string {
	if n := len(items) - mostTold; n > 0 {
		return append(slices.Clone(items[:mostTold]), "and "+wording.Number(float64(n))+" more")
	}
	return items
}
