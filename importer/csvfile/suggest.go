package csvfile

import (
	"slices"
	"strings"
	"unicode"

	"throughline/fault"
	"throughline/graph"
	"throughline/importer/shape"
)

// Suggest is a mapping made from the header and the first rows, to be read and corrected by a person.
// Without a kind, the one whose fields fit the header best is taken.
func (f *File) Suggest(k graph.Kind) (Mapping, error) {
	if k == "" {
		k = f.bestKind()
	}
	if _, ok := graph.Info(k); !ok {
		return Mapping{}, graph.UnknownKind(string(k))
	}
	s := &suggesting{file: f, targets: newTargets(k), m: Mapping{Kind: k}, taken: make(map[string]bool)}
	s.columns()
	s.key()
	s.defaults()
	return s.m, nil
}

// bestKind is the kind of which the most columns are fields; the first in the order of the design wins.
func (f *File) bestKind() graph.Kind {
	best, kind := 0, graph.KindInitiative
	for _, k := range []graph.Kind{
		graph.KindInitiative, graph.KindWork, graph.KindUnit, graph.KindPerson, graph.KindOutcome,
		graph.KindDependency, graph.KindDecision, graph.KindRequest, graph.KindCapacity, graph.KindFunding, graph.KindTheme, graph.KindPeriod,
	} {
		s := &suggesting{file: f, targets: newTargets(k), m: Mapping{Kind: k}, taken: make(map[string]bool)}
		s.columns()
		if n := len(s.m.Columns); n > best {
			best, kind = n, k
		}
	}
	return kind
}

// suggesting is one suggestion in the making.
type suggesting struct {
	file    *File
	targets *targets
	m       Mapping
	taken   map[string]bool
}

// columns finds a field for each column: first by its name, then by what others call it, then by the
// nearest name.
func (s *suggesting) columns() {
	names := s.targets.names()
	found := make([]string, len(s.file.header))
	for _, find := range []func(string) string{
		func(h string) string { return s.exact(h, names) },
		s.synonym,
		func(h string) string { return s.near(h, names) },
	} {
		for i, h := range s.file.header {
			if found[i] == "" && h != "" && !isKey(h) {
				found[i] = find(h)
			}
		}
	}
	for i, h := range s.file.header {
		switch {
		case found[i] != "":
			s.m.Columns = append(s.m.Columns, s.column(h, found[i], i))
		case h != "" && !isKey(h) && h != Reason:
			s.m.Ignore = append(s.m.Ignore, h)
		}
	}
}

// take keeps a field for one column.
func (s *suggesting) take(field string) string {
	if s.taken[field] {
		return ""
	}
	s.taken[field] = true
	return field
}

func (s *suggesting) exact(header string, names []string) string {
	for _, n := range names {
		if plainName(n) == plainName(header) {
			return s.take(n)
		}
	}
	return ""
}

func (s *suggesting) near(header string, names []string) string {
	if len(header) < 4 {
		return ""
	}
	for _, n := range fault.Nearest(plainName(header), names, 1) {
		t, ok := s.targets.find(n)
		diary := ok && shape.IsList(t.typ) && shape.IsText(t.typ.Elem()) // never meant by a word that is near
		if ok && !diary {
			return s.take(n)
		}
	}
	return ""
}

// synonym is the field that trackers and tables call by the name of the column.
func (s *suggesting) synonym(header string) string {
	if plainName(header) == string(s.m.Kind) { // the kind's own name stands above what a record is called
		for _, field := range nameFields() {
			if _, ok := s.targets.find(field); ok {
				return s.take(field)
			}
		}
	}
	for _, field := range synonyms()[plainName(header)] {
		if _, ok := s.targets.find(field); ok {
			return s.take(field)
		}
	}
	return ""
}

// plainName is a name without case, spaces and signs.
func plainName(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// synonyms are the fields that a column may be called after; the first the kind has is taken.
func synonyms() map[string][]string {
	return map[string][]string{
		"summary": {"title", "name", "what", "question", "summary"}, "title": {"title", "name", "what", "question"},
		"subject": {"title", "name", "what"}, "name": {"name", "title"}, "project": {"name", "initiative"},
		"initiative": {"name"}, "objective": {"name"}, "fullname": {"name"}, "displayname": {"name"}, "team": {"owner", "unit", "name"},
		"squad": {"owner", "unit", "name"}, "department": {"unit", "owner", "name"}, "component": {"unit", "owner"}, "group": {"unit", "owner"},
		"owningteam": {"owner", "unit"}, "assignedteam": {"unit", "owner"}, "status": {"state"}, "stage": {"state"}, "phase": {"state"},
		"assignee": {"lead"}, "manager": {"lead", "leads"}, "owner": {"owner", "lead", "by"}, "head": {"leads"}, "lead": {"leads", "lead"},
		"epic": {"initiative"}, "epiclink": {"initiative"}, "epicname": {"initiative"}, "parentlink": {"initiative", "parent"},
		"storypoints": {"size"}, "points": {"size"}, "estimate": {"size", "days"}, "storypointestimate": {"size"}, "effort": {"days", "participants.days", "size"},
		"effortdays": {"days", "participants.days"}, "persondays": {"days", "participants.days"}, "days": {"participants.days"},
		"created": {"opened", "raised", "asked"}, "createdat": {"opened"}, "createddate": {"opened"}, "opened": {"opened"},
		"started": {"started"}, "startdate": {"started", "start", "from"}, "inprogressdate": {"started"},
		"resolved": {"finished", "decided"}, "closed": {"finished"}, "completed": {"finished"}, "done": {"finished"}, "resolutiondate": {"finished"},
		"closedat": {"finished"}, "finishdate": {"finished", "end"}, "enddate": {"end", "until"}, "duedate": {"needed_by", "due", "mandate.due", "by"},
		"deadline": {"mandate.due", "due", "needed_by"}, "url": {"url", "link"}, "link": {"url", "link"}, "description": {"summary", "statement", "purpose", "pain"},
		"theme": {"contributes.theme", "theme"}, "pillar": {"contributes.theme", "theme"}, "outcome": {"contributes.outcome"}, "goal": {"contributes.outcome", "name"},
		"share": {"contributes.share", "share"}, "quarter": {"periods", "period"}, "half": {"periods", "period"}, "release": {"periods"},
		"mail": {"email"}, "emailaddress": {"email"}, "username": {"handle"}, "login": {"handle"}, "role": {"title"}, "jobtitle": {"title"},
		"headcount": {"people"}, "size": {"people", "size"}, "reportsto": {"parent"}, "parentteam": {"parent"}, "blockedby": {"on"}, "dependson": {"on"},
		"requester": {"from"}, "provider": {"on", "to"}, "amount": {"money"}, "budget": {"money"}, "decider": {"deciders"}, "decisionmaker": {"deciders"},
		"capacity": {"days"}, "capacitydays": {"days"}, "dailyrate": {"rate"},
	}
}

// isKey reports whether a column is called like one that names the row.
func isKey(header string) bool {
	return slices.Contains([]string{"key", "id", "issuekey", "issueid", "ticket", "number", "no", "ref", "reference", "identifier"}, plainName(header))
}

// key finds the column that names the record: a key, else the field that serves as its name.
func (s *suggesting) key() {
	for _, h := range s.file.header {
		if !isKey(h) {
			continue
		}
		if len(s.m.ID) > 0 {
			s.m.Ignore = append(s.m.Ignore, h)
			continue
		}
		s.m.ID = []string{h}
		if _, ok := s.targets.find("key"); ok {
			s.m.Columns = append(s.m.Columns, Column{Name: h, Field: "key"})
		}
	}
	if len(s.m.ID) > 0 || namesItself(s.m.Kind) {
		return
	}
	for _, field := range nameFields() {
		for _, c := range s.m.Columns {
			if c.Field == field && len(s.m.ID) == 0 {
				s.m.ID = []string{c.Name}
			}
		}
	}
}

// nameFields are the fields of which one says what a record of some kind is called.
func nameFields() []string { return []string{"name", "title", "what", "question"} }

// column adds what the words of the first rows probably mean.
func (s *suggesting) column(header, field string, index int) Column {
	c := Column{Name: header, Field: field}
	t, _ := s.targets.find(field)
	list := s.targets.words[t.typ]
	if list == nil {
		return c
	}
	for _, row := range s.file.sample {
		const longestWord = 100
		if index >= len(row) || row[index] == "" || len(row[index]) > longestWord || slices.Contains(list, folded(row[index])) {
			continue
		}
		if c.Words == nil {
			c.Words = make(map[string]string)
		}
		c.Words[folded(row[index])] = meaning(folded(row[index]), list)
	}
	return c
}

// fillIn stands in a suggestion where a person has to say what a word means.
const fillIn = "?"

// meaning is the word of the list that a tracker's word stands for, or fillIn when none is known.
func meaning(word string, list []string) string {
	for _, group := range [][]string{
		{"candidate", "open", "opened", "idea", "new", "backlog", "to do", "todo", "proposed", "draft", "funnel"},
		{"likely", "planned", "accepted", "next", "analysis", "selected for development", "ready"},
		{"committed", "approved", "scheduled", "decided", "funded"},
		{"started", "in progress", "doing", "active", "in development", "in review", "implementing", "ongoing", "wip"},
		{"done", "closed", "resolved", "complete", "completed", "finished", "released", "shipped"},
		{"stopped", "dropped", "cancelled", "canceled", "declined", "rejected", "won't do", "abandoned"},
		{"up", "increase", "higher", "more", "higher is better"},
		{"down", "decrease", "lower", "less", "lower is better"},
		{"half", "semester", "h1", "h2"},
		{"quarter", "q1", "q2", "q3", "q4"},
		{"regulatory", "compliance", "legal", "law"},
	} {
		if !slices.Contains(group, word) {
			continue
		}
		for _, w := range group {
			if slices.Contains(list, w) {
				return w
			}
		}
	}
	if near := fault.Nearest(word, list, 1); len(near) > 0 {
		return near[0]
	}
	return fillIn
}

// defaults are words that every record of the kind needs and no column gives.
func (s *suggesting) defaults() {
	for _, d := range []struct {
		kind        graph.Kind
		field, text string
	}{
		{graph.KindInitiative, "state", string(graph.Candidate)},
		{graph.KindDecision, "state", string(graph.DecisionOpen)},
		{graph.KindRequest, "state", string(graph.RequestOpen)},
		{graph.KindPeriod, "kind", string(graph.Own)},
	} {
		if d.kind == s.m.Kind && !s.taken[d.field] {
			s.m.Set = append(s.m.Set, Constant{Field: d.field, Text: d.text})
		}
	}
	if s.taken["contributes.theme"] || s.taken["contributes.outcome"] {
		if !s.taken["contributes.share"] {
			s.m.Set = append(s.m.Set, Constant{Field: "contributes.share", Text: "1"})
		}
	}
	if t, ok := s.targets.find("participants.days"); ok && s.taken[t.path] && !s.taken["participants.unit"] {
		for _, c := range s.m.Columns {
			if c.Field == "owner" {
				s.m.Columns = append(s.m.Columns, Column{Name: c.Name, Field: "participants.unit"})
				break
			}
		}
	}
}
