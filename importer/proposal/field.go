package proposal

import (
	"slices"
	"strings"
)

// Field names a part of a proposal that is followed through time.
type Field string

// The followed fields. A milestone's field is FieldMilestone with the stage behind a dot.
const (
	FieldTitle        Field = "title"
	FieldNumber       Field = "number"
	FieldOwner        Field = "owner"
	FieldParticipants Field = "participants"
	FieldStatus       Field = "status"
	FieldStage        Field = "stage"
	FieldLatest       Field = "latest"
	FieldMilestone    Field = "milestone"
	FieldAuthors      Field = "authors"
	FieldReviewers    Field = "reviewers"
	FieldApprovers    Field = "approvers"
	FieldSeeAlso      Field = "see-also"
	FieldReplaces     Field = "replaces"
	FieldSupersededBy Field = "superseded-by"
	FieldPath         Field = "path"
)

// Stage is the stage of a milestone's field, "" for the others.
func (f Field) Stage() string {
	stage, _ := strings.CutPrefix(string(f), string(FieldMilestone)+".")
	if stage == string(f) {
		return ""
	}
	return stage
}

// FieldChange is a field that differs between two versions. A field with one value has at most
// one text on each side; lists are sorted, each text once, without spaces around it.
type FieldChange struct {
	Field  Field
	Before []string
	After  []string
}

// Old is the single value before, "" when there was none.
func (c FieldChange) Old() string { return only(c.Before) }

// New is the single value after, "" when there is none.
func (c FieldChange) New() string { return only(c.After) }

func only(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// field is one field's value.
type field struct {
	name  Field
	value []string
}

// Compare lists what changed between two versions of a proposal, in the order of the fields;
// before may be nil. from is the path before, when the file moved.
func (m *Mapping) Compare(before, after *Proposal, from string) []FieldChange {
	a, b := m.fields(before), m.fields(after)
	var out []FieldChange
	for _, f := range b {
		old := valueOf(a, f.name)
		if !slices.Equal(old, f.value) {
			out = append(out, FieldChange{f.name, old, f.value})
		}
	}
	for _, f := range a {
		if len(f.value) > 0 && !slices.ContainsFunc(b, func(x field) bool { return x.name == f.name }) {
			out = append(out, FieldChange{f.name, f.value, nil})
		}
	}
	if from != "" && from != after.Path {
		out = append(out, FieldChange{FieldPath, []string{from}, []string{after.Path}})
	}
	return out
}

func valueOf(list []field, name Field) []string {
	for _, f := range list {
		if f.name == name {
			return f.value
		}
	}
	return nil
}

// fields is a proposal's followed fields; a nil proposal has none.
func (m *Mapping) fields(p *Proposal) []field {
	if p == nil {
		return nil
	}
	out := []field{
		{FieldTitle, one(p.Title)},
		{FieldNumber, one(p.RawNumber)},
		{FieldOwner, one(p.Owner)},
		{FieldParticipants, trimmedSet(p.Participants)},
		{FieldStatus, one(p.Status)},
		{FieldStage, one(p.Stage)},
		{FieldLatest, one(p.Latest)},
	}
	for _, s := range p.Milestones {
		if _, _, known := m.stage(s.Stage); known && !s.Unset {
			out = append(out, field{FieldMilestone + Field("."+s.Stage), []string{s.Raw}})
		}
	}
	return append(out, []field{
		{FieldAuthors, trimmedSet(raws(p.Authors))},
		{FieldReviewers, trimmedSet(raws(p.Reviewers))},
		{FieldApprovers, trimmedSet(raws(p.Approvers))},
		{FieldSeeAlso, trimmedSet(p.SeeAlso)},
		{FieldReplaces, trimmedSet(p.Replaces)},
		{FieldSupersededBy, trimmedSet(p.SupersededBy)},
	}...)
}

func one(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

func trimmedSet(list []string) []string {
	out := make([]string, 0, len(list))
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return sortedSet(out)
}

func raws(people []Person) []string {
	var out []string
	for _, p := range people {
		out = append(out, p.Raw)
	}
	return out
}
