package proposal

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Group is a unit that owns proposals or takes part in them: a special interest group, a
// working group, a committee.
type Group struct {
	ID           string // its folder, as proposals name it
	Name         string
	Kind         string // the list it stands in: sigs, workinggroups, …
	Purpose      string
	Leads        []Lead // chairs and technical leads, each person once
	Chairs       int
	TechLeads    int
	Subprojects  []string
	Stakeholders []string // names of the groups that have a stake in it
}

// Lead is somebody who leads a group.
type Lead struct {
	Handle string // lower case, without @
	Name   string
	Roles  []string // chair, technical lead
}

// Groups reads a file of groups: an object of lists; what is not a list is passed over. Nil
// groups come with a defect that says why.
func (m *Mapping) Groups(path string, content []byte) ([]Group, []Defect) {
	r := &report{path: path}
	d, err := readDocument(path, legible(r, content))
	if err != nil {
		r.add(GroupsInvalid, 0, "", "", "the groups cannot be read: %s", yamlTrouble(err))
		return nil, r.out
	}
	var out []Group
	for i := 0; i+1 < len(d.root.Content); i += 2 {
		kind, items := d.root.Content[i].Value, resolve(d.root.Content[i+1])
		if items.Kind != yaml.SequenceNode {
			continue
		}
		for _, item := range items.Content {
			if g, ok := m.group(r, kind, resolve(item)); ok {
				out = append(out, g)
			}
		}
	}
	return out, r.out
}

func (m *Mapping) group(r *report, kind string, n *yaml.Node) (Group, bool) {
	g := Group{
		ID: textOf(n, "dir"), Name: textOf(n, "name"), Kind: kind, Purpose: strings.Join(strings.Fields(textOf(n, "mission_statement")), " "),
		Stakeholders: itemsOf(n, "stakeholder_sigs", ""), Subprojects: itemsOf(n, "subprojects", "name"),
	}
	if g.ID == "" {
		r.add(GroupsInvalid, n.Line, "dir", "", "a group in %s has no dir", kind)
		return g, false
	}
	leadership := child(n, "leadership")
	g.Chairs = m.leads(r, &g, "chair", child(leadership, "chairs"))
	g.TechLeads = m.leads(r, &g, "technical lead", child(leadership, "tech_leads"))
	return g, true
}

// leads adds the people of one role and returns how many entries there were.
func (m *Mapping) leads(r *report, g *Group, role string, n *yaml.Node) int {
	if n == nil || n.Kind != yaml.SequenceNode {
		return 0
	}
	for _, item := range n.Content {
		name, handle := textOf(resolve(item), "name"), textOf(resolve(item), "github")
		p := m.Person(handle)
		if p.Handle == "" {
			r.add(GroupLeadWithoutHandle, item.Line, g.ID, name, "a %s of %s has no handle; the name alone is not enough to know who it is", role, g.ID)
			continue
		}
		i := slices.IndexFunc(g.Leads, func(l Lead) bool { return l.Handle == p.Handle })
		if i < 0 {
			g.Leads = append(g.Leads, Lead{Handle: p.Handle, Name: name, Roles: []string{role}})
			continue
		}
		g.Leads[i].Roles = append(g.Leads[i].Roles, role)
	}
	return len(n.Content)
}

// textOf is the single value of a key, "" when there is none.
func textOf(n *yaml.Node, key string) string {
	v := child(n, key)
	if v == nil || v.Kind != yaml.ScalarNode || isNull(v) {
		return ""
	}
	return strings.TrimSpace(v.Value)
}

// itemsOf is the values of a list, or one key of each of its objects.
func itemsOf(n *yaml.Node, key, of string) []string {
	list := child(n, key)
	if list == nil || list.Kind != yaml.SequenceNode {
		return nil
	}
	var out []string
	for _, item := range list.Content {
		item = resolve(item)
		switch {
		case item.Kind == yaml.ScalarNode && !isNull(item):
			out = append(out, strings.TrimSpace(item.Value))
		case item.Kind == yaml.MappingNode:
			out = append(out, textOf(item, of))
		}
	}
	return out
}

// Names are the names of groups, sorted.
func Names(groups []Group) []string {
	var out []string
	for _, g := range groups {
		out = append(out, g.ID)
	}
	return sortedSet(out)
}

// Difference is the groups that appeared and that went between two moments, sorted.
func Difference(before, after []Group) (appeared, gone []string) {
	a, b := Names(before), Names(after)
	return without(b, a), without(a, b)
}

// without is the names of a that are not in the sorted b.
func without(a, b []string) []string {
	var out []string
	for _, name := range a {
		if _, there := slices.BinarySearch(b, name); !there {
			out = append(out, name)
		}
	}
	return out
}

// String names the group with its kind.
func (g Group) String() string { return fmt.Sprintf("%s (%s)", g.ID, g.Kind) }
