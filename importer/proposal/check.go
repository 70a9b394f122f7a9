package proposal

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Check finds the defects between proposals: those no single file shows. units are the names of
// all units that exist now, sorted; nil leaves the units unchecked. The proposals come in the
// order of their paths, and so do the defects of each kind.
func (m *Mapping) Check(now []*Proposal, units []string, x *Index) []Defect {
	out := numbersTwice(now)
	out = append(out, sameTitles(now)...)
	out = append(out, m.spellings(now)...)
	for _, p := range now {
		if units != nil {
			out = append(out, m.unknownUnits(p, units)...)
		}
		out = append(out, linkDefects(x.Links(p))...)
	}
	return out
}

func numbersTwice(now []*Proposal) []Defect {
	return groups(now, func(p *Proposal) string {
		if p.Number == 0 {
			return ""
		}
		return fmt.Sprint(p.Number)
	}, func(number string, paths []string) Defect {
		return Defect{Code: NumberTwice, Raw: number, Sentence: fmt.Sprintf("the number %s is also that of %s", number, strings.Join(paths[1:], ", "))}
	})
}

func sameTitles(now []*Proposal) []Defect {
	return groups(now, func(p *Proposal) string {
		return strings.ToLower(strings.Join(strings.Fields(p.Title), " "))
	}, func(title string, paths []string) Defect {
		return Defect{Code: SameTitle, Raw: title, Sentence: fmt.Sprintf("the title %q is also that of %s", title, strings.Join(paths[1:], ", "))}
	})
}

// groups makes one defect of each key that several proposals share, at the first path.
func groups(now []*Proposal, key func(*Proposal) string, defect func(key string, paths []string) Defect) []Defect {
	byKey := map[string][]string{}
	var order []string
	for _, p := range now {
		k := key(p)
		if k == "" {
			continue
		}
		if byKey[k] == nil {
			order = append(order, k)
		}
		byKey[k] = append(byKey[k], p.Path)
	}
	var out []Defect
	for _, k := range order {
		if len(byKey[k]) > 1 {
			d := defect(k, byKey[k])
			d.Path = byKey[k][0]
			out = append(out, d)
		}
	}
	return out
}

// Spelling is one way a person's handle is written, and how often.
type Spelling struct {
	Raw   string
	Times int
}

// Spellings lists the ways each handle is written, by handle; within one by how often, then by
// text. Only handles written as such count, not those found among other words.
func (m *Mapping) Spellings(now []*Proposal) map[string][]Spelling {
	out := map[string][]Spelling{}
	for _, p := range now {
		for _, person := range slices.Concat(p.Authors, p.Reviewers, p.Approvers) {
			if person.Kind != Human || strings.ContainsAny(person.Raw, quotes) {
				continue
			}
			list := out[person.Handle]
			i := slices.IndexFunc(list, func(s Spelling) bool { return s.Raw == person.Raw })
			if i < 0 {
				out[person.Handle] = append(list, Spelling{person.Raw, 1})
				continue
			}
			list[i].Times++
		}
	}
	for _, list := range out {
		slices.SortFunc(list, func(a, b Spelling) int {
			return cmp.Or(cmp.Compare(b.Times, a.Times), cmp.Compare(a.Raw, b.Raw))
		})
	}
	return out
}

// spellings reports handles written in several ways, at the first path that names them.
func (m *Mapping) spellings(now []*Proposal) []Defect {
	all := m.Spellings(now)
	var out []Defect
	for _, p := range now {
		for _, person := range slices.Concat(p.Authors, p.Reviewers, p.Approvers) {
			list := all[person.Handle]
			if len(list) < 2 {
				continue
			}
			delete(all, person.Handle)
			var ways []string
			for _, s := range list {
				ways = append(ways, fmt.Sprintf("%q %d times", s.Raw, s.Times))
			}
			out = append(out, Defect{
				Code: SpeltSeveralWays, Path: p.Path, Raw: person.Handle,
				Sentence: "one person is written in several ways: " + strings.Join(ways, ", "),
			})
		}
	}
	return out
}

func (m *Mapping) unknownUnits(p *Proposal, units []string) []Defect {
	var out []Defect
	unknown := func(name string) bool {
		_, ok := slices.BinarySearch(units, name)
		return !ok
	}
	if p.Owner != "" && unknown(p.Owner) {
		out = append(out, Defect{Code: OwnerUnknown, Path: p.Path, Key: m.Keys.Owner, Raw: p.Owner, Sentence: fmt.Sprintf("the owner %q is no unit today", p.Owner)})
	}
	for _, name := range p.Participants {
		if unknown(name) {
			out = append(out, Defect{Code: ParticipantUnknown, Path: p.Path, Key: m.Keys.Participants, Raw: name, Sentence: fmt.Sprintf("the participant %q is no unit today", name)})
		}
	}
	return out
}
