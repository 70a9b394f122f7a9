package proposal

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"throughline/graph"
)

// Parse reads one version of a proposal. The proposal is nil only when its metadata cannot be
// read at all; then the first defect says why.
func (m *Mapping) Parse(path string, content []byte) (*Proposal, []Defect) {
	r := &report{path: path}
	content = legible(r, content)
	m.checkBytes(r, content)
	d, err := readDocument(path, content)
	if err != nil {
		r.add(InvalidYAML, 0, "", "", "the metadata cannot be read: %s", yamlTrouble(err))
		return nil, r.out
	}
	p := m.read(r, d)
	m.checkKeys(r, d)
	m.checkStatus(r, d, p)
	m.checkMilestones(r, d, p)
	m.checkUnits(r, d, p)
	m.checkAuthors(r, p)
	return p, r.out
}

// read takes the values over; defects of single values are reported on the way.
func (m *Mapping) read(r *report, d document) *Proposal {
	k := m.Keys
	text := func(key string) string { return strings.TrimSpace(scalar(r, key, d.get(key)).Text) }
	texts := func(key string) []string { return texts(list(r, key, d.get(key))) }
	people := func(key string) []Person { return m.people(r, key, list(r, key, d.get(key))) }
	p := &Proposal{
		Path: r.path, Number: m.numberOf(r.path), RawNumber: text(k.Number), Title: text(k.Title), Owner: text(k.Owner),
		Participants: texts(k.Participants), Status: text(k.Status), Stage: text(k.Stage), Latest: text(k.Latest),
		Authors: people(k.Authors), Reviewers: people(k.Reviewers), Approvers: people(k.Approvers),
		SeeAlso: texts(k.SeeAlso), Replaces: texts(k.Replaces), SupersededBy: texts(k.SupersededBy),
		RawCreated: text(k.Created), RawUpdated: text(k.Updated),
	}
	p.Created = readDate(r, d, k.Created, p.RawCreated)
	readDate(r, d, k.Updated, p.RawUpdated)
	p.Milestones = m.milestones(r, d)
	return p
}

// numberOf is the number in a path, 0 when there is none.
func (m *Mapping) numberOf(path string) int {
	n, _ := atoi(m.Identity.Number.group(path))
	return n
}

// milestones reads the object of milestones in the order of the stages, unknown ones last.
func (m *Mapping) milestones(r *report, d document) []Milestone {
	n := d.get(m.Keys.Milestones)
	if n == nil || isNull(n) {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		r.add(WrongShape, n.Line, m.Keys.Milestones, n.Value, "%s should be an object: stage, colon, release", m.Keys.Milestones)
		return nil
	}
	var out []Milestone
	for i := 0; i+1 < len(n.Content); i += 2 {
		stage, key := n.Content[i].Value, m.Keys.Milestones+"."+n.Content[i].Value
		if _, _, ok := m.stage(stage); !ok {
			r.add(MilestoneStageUnknown, n.Content[i].Line, key, stage, "%s is not a stage", stage)
		}
		v := scalar(r, key, resolve(n.Content[i+1]))
		if v.Null {
			r.add(MilestoneNull, v.Line, key, "", "%s has no value", key)
		}
		out = append(out, Milestone{Stage: stage, Raw: strings.TrimSpace(v.Text), Unset: v.Null})
	}
	slices.SortStableFunc(out, func(a, b Milestone) int { return m.order(a.Stage) - m.order(b.Stage) })
	return out
}

// order is a stage's place, unknown ones after all others.
func (m *Mapping) order(stage string) int {
	if _, at, ok := m.stage(stage); ok {
		return at
	}
	return len(m.Stages)
}

// dates have four, one or two, and one or two digits.
var dates = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)

// readDate reads a day. A day with single digits is reported and still read; a time of day
// after it is cut off.
func readDate(r *report, d document, key, raw string) time.Time {
	if raw == "" {
		return time.Time{}
	}
	line := d.get(key).Line
	if !dates.MatchString(raw) {
		r.add(DateOdd, line, key, raw, "%s is %q, not a day written as year-month-day", key, raw)
		day, err := time.Parse("2006-1-2", raw)
		if err != nil {
			return time.Time{}
		}
		return day
	}
	day, err := time.Parse(time.DateOnly, raw)
	if err != nil {
		r.add(DateImpossible, line, key, raw, "%s is %q, a day that does not exist", key, raw)
		return time.Time{}
	}
	return day
}

// checkBytes looks at the file before its meaning.
func (m *Mapping) checkBytes(r *report, content []byte) {
	if len(content) > 0 && content[len(content)-1] != '\n' {
		r.add(NoFinalNewline, 0, "", "", "the last line does not end")
	}
	if i := bytes.Index(content, []byte("\r\n")); i >= 0 {
		r.add(CarriageReturns, bytes.Count(content[:i], []byte("\n"))+1, "", "", "lines end the Windows way")
	}
	if strange := nonASCII(content); strange != "" && !isMarkdown(r.path) {
		r.add(NonASCII, 0, "", strange, "the file holds characters that are easily mistaken: %s", strange)
	}
}

// nonASCII lists the distinct characters beyond ASCII, in code order.
func nonASCII(content []byte) string {
	var found []rune
	for i := 0; i < len(content); {
		c, size := utf8.DecodeRune(content[i:])
		if c >= utf8.RuneSelf && !slices.Contains(found, c) {
			found = append(found, c)
		}
		i += size
	}
	slices.Sort(found)
	var names []string
	for _, c := range found {
		names = append(names, fmt.Sprintf("U+%04X", c))
	}
	return strings.Join(names, ", ")
}

// checkKeys compares the keys with those the mapping knows.
func (m *Mapping) checkKeys(r *report, d document) {
	known := slices.Concat(m.Keys.names(), m.Unused, m.Required)
	seen := map[string]bool{}
	for i := 0; i+1 < len(d.root.Content); i += 2 {
		key, n := d.root.Content[i], resolve(d.root.Content[i+1])
		if !slices.Contains(known, key.Value) {
			r.add(UnknownKey, key.Line, key.Value, n.Value, "the key %q is not known", key.Value)
		}
		if seen[key.Value] {
			r.add(RepeatedKey, key.Line, key.Value, "", "the key %q stands twice; the last counts", key.Value)
		}
		seen[key.Value] = true
		nullItems(r, key.Value, n)
	}
	for _, key := range m.Required {
		switch n := d.get(key); {
		case n == nil:
			r.add(RequiredMissing, 0, key, "", "%s is missing", key)
		case isNull(n) || n.Kind == yaml.ScalarNode && strings.TrimSpace(n.Value) == "" || n.Kind == yaml.SequenceNode && len(n.Content) == 0:
			r.add(RequiredEmpty, n.Line, key, "", "%s is empty", key)
		}
	}
}

// nullItems reports the empty items of a list.
func nullItems(r *report, key string, n *yaml.Node) {
	if n.Kind != yaml.SequenceNode {
		return
	}
	for i, item := range n.Content {
		if isNull(resolve(item)) {
			r.add(NullItem, item.Line, fmt.Sprintf("%s[%d]", key, i), "", "item %d of %s is empty", i+1, key)
		}
	}
}

// checkStatus compares status and stage with the vocabulary and with each other.
func (m *Mapping) checkStatus(r *report, d document, p *Proposal) {
	commitment, known := m.Statuses[p.Status]
	if p.Status != "" && !known && len(m.Statuses) > 0 {
		r.add(StatusUnknown, d.get(m.Keys.Status).Line, m.Keys.Status, p.Status,
			"the status %q is not in use; the proposal counts as a candidate", p.Status)
	}
	stage, _, ok := m.stage(p.Stage)
	if p.Stage != "" && !ok && len(m.Stages) > 0 {
		r.add(StageUnknown, d.get(m.Keys.Stage).Line, m.Keys.Stage, p.Stage, "the stage %q is not in use", p.Stage)
	}
	if commitment == graph.Done && ok && !stage.Final && !stage.WindingDown {
		r.add(DoneBelowFinal, d.get(m.Keys.Status).Line, m.Keys.Stage, p.Stage, "the status is %s, but the stage is only %s", p.Status, p.Stage)
	}
	if n, ok := atoi(p.RawNumber); ok {
		m.checkNumber(r, d, p, n)
	}
}

// checkNumber compares the number in the metadata with the one in the path.
func (m *Mapping) checkNumber(r *report, d document, p *Proposal, n int) {
	line := d.get(m.Keys.Number).Line
	if len(p.RawNumber) > 1 && p.RawNumber[0] == '0' {
		r.add(NumberLeadingZero, line, m.Keys.Number, p.RawNumber, "the number %s begins with 0", p.RawNumber)
	}
	if p.Number != 0 && n != p.Number {
		r.add(NumberDiffersFromFolder, line, m.Keys.Number, p.RawNumber, "the number is %s, but the folder's is %s", p.RawNumber, strconv.Itoa(p.Number))
	}
}

// checkMilestones compares the milestones with their spelling, the stage and each other.
func (m *Mapping) checkMilestones(r *report, d document, p *Proposal) {
	line := func(key string) int {
		if n := d.get(key); n != nil {
			return n.Line
		}
		return 0
	}
	odd := func(key, raw string, at int) {
		if raw != "" && !m.Milestones.Proper.matches(raw, true) {
			r.add(MilestoneOdd, at, key, raw, "%s is %q, not a release as it should be written", key, raw)
		}
	}
	odd(m.Keys.Latest, p.Latest, line(m.Keys.Latest))
	for _, s := range p.Milestones {
		odd(m.Keys.Milestones+"."+s.Stage, s.Raw, line(m.Keys.Milestones))
	}
	m.checkStageMilestone(r, p, line(m.Keys.Stage))
	for i := 1; i < len(p.Milestones); i++ {
		a, b := p.Milestones[i-1], p.Milestones[i]
		x, okX := m.Release(a.Raw)
		y, okY := m.Release(b.Raw)
		if okX && okY && x == y && m.order(b.Stage) == m.order(a.Stage)+1 && !m.windsDown(b.Stage) {
			r.add(StagesShareMilestone, line(m.Keys.Milestones), m.Keys.Milestones+"."+b.Stage, b.Raw,
				"%s and %s are both planned for %s", a.Stage, b.Stage, b.Raw)
		}
	}
}

func (m *Mapping) windsDown(stage string) bool {
	s, _, ok := m.stage(stage)
	return ok && s.WindingDown
}

// checkStageMilestone compares the milestone of the present stage with the latest one.
func (m *Mapping) checkStageMilestone(r *report, p *Proposal, line int) {
	latest, ok := m.Release(p.Latest)
	if _, _, known := m.stage(p.Stage); !ok || !known {
		return
	}
	raw, key := p.Milestone(p.Stage), m.Keys.Milestones+"."+p.Stage
	n, ok := m.Release(raw)
	switch {
	case !ok:
		r.add(StageMilestoneMissing, line, key, raw, "the stage is %s, but no release is set for it", p.Stage)
	case n < latest:
		r.add(StageMilestoneBefore, line, key, raw, "%s was planned for %s, but the proposal is worked on for %s", p.Stage, raw, p.Latest)
	case n > latest:
		r.add(StageMilestoneAfter, line, key, raw, "%s is planned for %s, but the proposal is worked on for %s", p.Stage, raw, p.Latest)
	}
}

// checkUnits compares the owner with the folder and the participants with the owner.
func (m *Mapping) checkUnits(r *report, d document, p *Proposal) {
	if unit := m.Identity.Unit.group(p.Path); unit != "" && p.Owner != "" && unit != p.Owner {
		r.add(OwnerDiffersFromFolder, d.get(m.Keys.Owner).Line, m.Keys.Owner, p.Owner,
			"the owner is %s, but the file lies in the folder of %s", p.Owner, unit)
	}
	if p.Owner != "" && slices.Contains(p.Participants, p.Owner) {
		r.add(OwnerParticipates, d.get(m.Keys.Participants).Line, m.Keys.Participants, p.Owner,
			"the owner %s is also listed as a participant; it counts once, as the owner", p.Owner)
	}
}

// checkAuthors looks for people who approve their own proposal.
func (m *Mapping) checkAuthors(r *report, p *Proposal) {
	var both []string
	authors := Handles(p.Authors)
	for _, h := range Handles(p.Approvers) {
		if slices.Contains(authors, h) {
			both = append(both, h)
		}
	}
	if len(both) > 0 {
		r.add(AuthorApproves, 0, m.Keys.Approvers, strings.Join(both, ", "), "%s both wrote and approves it", strings.Join(both, ", "))
	}
}
