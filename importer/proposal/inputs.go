package proposal

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"throughline/fault"
	"throughline/importer/source"
)

// Inputs is everything an import of proposals is made of, read and not yet compared with anything.
type Inputs struct {
	Mapping    *Mapping
	Today      time.Time // dates what has no time of its own
	History    *History
	Groups     []GroupsAt // oldest first
	Cycles     []Cycle    // in the order of the releases
	Now        []*Proposal
	Index      *Index
	Approvals  []Approval    // as they are at the end, by path
	Approved   []ApprovalsAt // through time, as the history of their place runs
	Exceptions []Exception
	Defects    []Defect // of all files as they are at the end, of the history, and between files
}

// GroupsAt is the groups from a moment on.
type GroupsAt struct {
	Time   time.Time // zero when the place has no history: they always held
	Groups []Group
}

// At are the places of an import at one location: the folder's own parts, when it holds several
// as the mapping lists them, else the location as the place of the proposals.
func (m *Mapping) At(location string) Places {
	if m.Places.Proposals == "" || !there(location, m.Places.Proposals) {
		return Places{Proposals: location}
	}
	part := func(name string) string {
		if name == "" || !there(location, name) {
			return ""
		}
		return filepath.Join(location, filepath.FromSlash(name))
	}
	p := m.Places
	return Places{
		Proposals: part(p.Proposals), Groups: part(p.Groups), GroupsNow: part(p.GroupsNow),
		Calendar: part(p.Calendar), Approvals: part(p.Approvals), Exceptions: part(p.Exceptions),
	}
}

func there(folder, name string) bool {
	_, err := os.Stat(filepath.Join(folder, filepath.FromSlash(name)))
	return err == nil
}

// Read reads the places. Only the proposals must be there. now dates what has no time of its own,
// in a place without a history. The faults are those of the source.
func (m *Mapping) Read(ctx context.Context, p Places, o source.Options, now time.Time) (*Inputs, error) {
	in := &Inputs{Mapping: m, Today: now}
	o.Now = now
	paths, err := in.readProposals(ctx, p, o)
	if err != nil {
		return nil, err
	}
	o.Ref = "" // it names something in the place of the proposals
	if err := in.readCalendar(p.Calendar); err != nil {
		return nil, err
	}
	if err := in.readGroups(ctx, p, o); err != nil {
		return nil, err
	}
	in.Now = in.History.Now()
	in.Index = m.NewIndex(in.Now, paths)
	if err := in.readBeside(ctx, p, o); err != nil {
		return nil, err
	}
	in.Defects = append(in.History.defects(), in.Defects...)
	in.Defects = append(in.Defects, m.Check(in.Now, in.unitsNow(), in.Index)...)
	in.Defects = append(in.Defects, CheckApprovals(in.Approvals, in.Index)...)
	return in, nil
}

// options are the source's options for some kinds of file of the mapping.
func (m *Mapping) options(o source.Options, want func(string) bool, patterns ...[]string) source.Options {
	o.Want, o.Under = want, nil
	for _, p := range slices.Concat(patterns...) {
		o.Under = append(o.Under, fixedPart(p))
	}
	slices.Sort(o.Under)
	o.Under = slices.Compact(o.Under)
	if slices.Contains(o.Under, "") {
		o.Under = nil
	}
	return o
}

// fixedPart is the folders of a pattern before its first variable part.
func fixedPart(pattern string) string {
	var fixed []string
	parts := strings.Split(pattern, "/")
	for _, part := range parts[:len(parts)-1] {
		if strings.ContainsAny(part, "*?[\\") {
			break
		}
		fixed = append(fixed, part)
	}
	return strings.Join(fixed, "/")
}

// readProposals reads the proposals, and with them the approvals that lie in the same place: a
// history is walked once.
func (i *Inputs) readProposals(ctx context.Context, p Places, o source.Options) (paths []string, err error) {
	m := i.Mapping
	want, patterns := m.IsProposal, m.Files.Proposals
	if p.Approvals == "" {
		want = func(path string) bool { return m.IsProposal(path) || m.IsApproval(path) }
		patterns = slices.Concat(patterns, m.Files.Approvals)
	}
	s, err := source.Open(p.Proposals, m.options(o, want, patterns))
	if err != nil {
		return nil, err
	}
	beside := i.approvalsOf()
	i.History, err = m.Replay(func(yield func(source.Version, error) bool) {
		for v, err := range s.Versions(ctx) {
			if err == nil && m.IsApproval(v.Path) {
				beside.take(v)
				continue
			}
			if !yield(v, err) {
				return
			}
		}
	})
	if err != nil {
		return nil, err
	}
	if len(i.History.Events) == 0 {
		return nil, noProposals(p.Proposals, m)
	}
	beside.end()
	return s.Paths(ctx)
}

// noProposals is the fault for a place that holds none. A part of a checkout has lost its history
// and its paths, so the whole is meant.
func noProposals(location string, m *Mapping) error {
	remedy := "Check the patterns under files: proposals: in the mapping: " + strings.Join(m.Files.Proposals, ", ")
	if whole := source.Checkout(location); whole != "" && whole != location {
		remedy = "Give the whole checkout, which is " + whole
	}
	return fault.New(fault.Invalid, fmt.Sprintf("there is no proposal in %s as the mapping %q describes them", location, m.Name), remedy)
}

func (i *Inputs) readCalendar(path string) error {
	if path == "" {
		return nil
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return fault.Wrap(err, fault.NotFound, "the release calendar "+path+" cannot be read", "Check the path")
	}
	cycles, defects, err := i.Mapping.Calendar(filepath.Base(path), b)
	i.Cycles = cycles
	i.Defects = append(i.Defects, defects...)
	return err
}

// readGroups reads the files of groups through time. A file's time is that of its version; in
// a place without a history, that of the start of the release its folder is named after.
func (i *Inputs) readGroups(ctx context.Context, p Places, o source.Options) error {
	if p.Groups != "" {
		want := func(name string) bool { return matchAny(i.Mapping.Files.Groups, filepath.Base(name)) }
		if err := i.groupsFrom(ctx, p.Groups, i.Mapping.options(o, want)); err != nil {
			return err
		}
	}
	if p.GroupsNow == "" {
		return nil
	}
	b, err := os.ReadFile(p.GroupsNow)
	if err != nil {
		return fault.Wrap(err, fault.NotFound, "the file of groups "+p.GroupsNow+" cannot be read", "Check the path")
	}
	groups, defects := i.Mapping.Groups(filepath.Base(p.GroupsNow), b)
	i.Defects = append(i.Defects, defects...)
	if len(i.Groups) == 0 && groups != nil {
		i.Groups = []GroupsAt{{Groups: groups}}
	}
	return nil
}

func (i *Inputs) groupsFrom(ctx context.Context, location string, o source.Options) error {
	s, err := source.Open(location, o)
	if err != nil {
		return err
	}
	for v, err := range s.Versions(ctx) {
		if err != nil {
			return err
		}
		groups, defects := i.Mapping.Groups(v.Path, v.Content)
		i.Defects = append(i.Defects, defects...)
		if groups == nil {
			continue
		}
		i.Groups = append(i.Groups, GroupsAt{Time: i.timeOf(v), Groups: groups})
	}
	slices.SortStableFunc(i.Groups, func(a, b GroupsAt) int { return a.Time.Compare(b.Time) })
	return nil
}

// timeOf is since when a file of groups held.
func (i *Inputs) timeOf(v source.Version) time.Time {
	if !v.Time.IsZero() {
		return v.Time
	}
	folder, _, _ := strings.Cut(v.Path, "/")
	at := slices.IndexFunc(i.Cycles, func(c Cycle) bool { return c.Release == folder })
	if at < 0 {
		return time.Time{}
	}
	return i.Cycles[at].Start
}

// unitsNow are the names of the units at the end, nil when no file of groups was read.
func (i *Inputs) unitsNow() []string {
	if len(i.Groups) == 0 {
		return nil
	}
	return Names(i.Groups[len(i.Groups)-1].Groups)
}

// readBeside reads approvals that lie in a place of their own, and exceptions.
func (i *Inputs) readBeside(ctx context.Context, p Places, o source.Options) error {
	m := i.Mapping
	if p.Approvals != "" && len(m.Files.Approvals) > 0 {
		if err := i.readApprovals(ctx, p.Approvals, o); err != nil {
			return err
		}
	}
	if p.Exceptions == "" {
		return nil
	}
	return latest(ctx, p.Exceptions, m.options(o, m.IsException, m.Files.Exceptions), func(v source.Version) {
		list, defects := m.Exceptions(v.Path, v.Content)
		i.Exceptions = append(i.Exceptions, list...)
		i.Defects = append(i.Defects, defects...)
	})
}

func (i *Inputs) readApprovals(ctx context.Context, location string, o source.Options) error {
	s, err := source.Open(location, i.Mapping.options(o, i.Mapping.IsApproval, i.Mapping.Files.Approvals))
	if err != nil {
		return err
	}
	beside := i.approvalsOf()
	for v, err := range s.Versions(ctx) {
		if err != nil {
			return err
		}
		beside.take(v)
	}
	beside.end()
	return nil
}

// latest calls use with the last version of each file that is still there, by path.
func latest(ctx context.Context, location string, o source.Options, use func(source.Version)) error {
	s, err := source.Open(location, o)
	if err != nil {
		return err
	}
	last := map[string]source.Version{}
	for v, err := range s.Versions(ctx) {
		if err != nil {
			return err
		}
		delete(last, v.From)
		if v.Deleted {
			delete(last, v.Path)
			continue
		}
		last[v.Path] = v
	}
	for _, path := range sortedKeys(last) {
		use(last[path])
	}
	return nil
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// defects are those of the proposals as they are at the end, of versions that could not be read,
// and of the history itself.
func (h *History) defects() []Defect {
	out := slices.Clone(h.Defects)
	for _, l := range h.Lineages {
		for i, e := range l.Events {
			event := h.Events[e]
			last := i == len(l.Events)-1
			if event.Op != Delete && (last || event.After == nil) {
				out = append(out, dated(event, last)...)
			}
		}
	}
	return out
}

// dated are an event's defects; those of a version that is no longer there say when it was.
func dated(e Event, last bool) []Defect {
	out := slices.Clone(e.Defects)
	if last {
		return out
	}
	out = slices.DeleteFunc(out, func(d Defect) bool { return d.Code != InvalidYAML })
	for i := range out {
		out[i].Sentence += " (in the version of " + e.Time.Format("2 Jan 2006") + ", commit " + e.Commit + ")"
	}
	return out
}
