package csvfile

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"
	"time"

	"throughline/change"
	"throughline/fault"
	"throughline/graph"
	"throughline/importer"
	"throughline/importer/shape"
)

// How much one change holds, whichever is reached first: so many rows, which one durable write brings in,
// and so many bytes of them, however long the rows are.
const (
	perBatch      = 4000
	perBatchBytes = 8 << 20
)

// planning is one import of a table.
type planning struct {
	file     *File
	m        Mapping
	past     importer.Past
	targets  *targets
	columns  []*bound // constants first, then columns in the order of the mapping
	ids      []int    // the cells that make the id
	selfish  bool     // rows name other records of their own kind, which may be rows above
	total    int64
	notes    []string
	problems importer.Problems
	rejects  *rejects
}

// Plan says what the rows would change. Rows that cannot be taken are written to rejected, which may
// be nil, while the steps are run through. The steps can be run through once.
func (f *File) Plan(past importer.Past, m Mapping, rejected io.Writer) (importer.Plan, error) {
	p := &planning{file: f, m: m, past: past, targets: newTargets(m.Kind), notes: f.Notes(), rejects: newRejects(rejected, f)}
	if err := p.bind(); err != nil {
		return importer.Plan{}, err
	}
	if err := p.scan(); err != nil {
		return importer.Plan{}, err
	}
	return importer.Plan{Unit: "rows", Total: p.total, Steps: p.steps}, nil
}

// bind finds the fields and columns that the mapping names.
func (p *planning) bind() error {
	if _, ok := graph.Info(p.m.Kind); !ok {
		return graph.UnknownKind(string(p.m.Kind))
	}
	for _, c := range p.m.Set {
		p.column(Column{Name: c.Field, Field: c.Field, Words: map[string]string{"": c.Text}, place: c.place, Dates: YearFirst, Decimal: Point}, -1)
	}
	for _, c := range p.m.Columns {
		if i := p.find(c.Name, c.place); i >= 0 {
			p.column(c, i)
		}
	}
	for n, name := range p.m.ID {
		at := p.headerPlace()
		if n < len(p.m.places) {
			at = p.m.places[n]
		}
		if i := p.find(name, at); i >= 0 {
			p.ids = append(p.ids, i)
		}
	}
	if len(p.m.ID) == 0 && !namesItself(p.m.Kind) {
		p.problems = append(p.problems, p.nameless())
	}
	p.leftOut()
	return p.problems.Err()
}

// nameless is the problem of a mapping that does not say what names a record. In a table of one column
// the sign between the cells is probably another one.
func (p *planning) nameless() importer.Problem {
	out := importer.Problem{
		Place: p.headerPlace(), Sentence: "the mapping does not say which column names the record",
		Remedy: "Write id: and the column whose cells never change, for instance id: Key",
	}
	if len(p.file.header) == 1 {
		out.Value = p.file.header[0]
		out.Sentence += fmt.Sprintf(", and the file has the one column %q", out.Value)
		out.Remedy = "Separate the cells by commas, semicolons, tabs or bars, or name the sign in a first line, for instance sep=:"
	}
	return out
}

// find is the place of the column in a row, or -1 with a problem.
func (p *planning) find(name string, at importer.Place) int {
	same := func(h string) bool { return folded(h) == folded(name) }
	i := slices.IndexFunc(p.file.header, same)
	switch {
	case i < 0:
		p.problems = append(p.problems, importer.Problem{
			Place: at, Value: name, Sentence: fmt.Sprintf("the file has no column %q", name),
			Remedy: "Use one of: " + strings.Join(p.file.header, ", "), Nearest: fault.Nearest(name, p.file.header, 3),
		})
	case slices.IndexFunc(p.file.header[i+1:], same) >= 0:
		if at == (importer.Place{}) {
			at = p.headerPlace()
		}
		p.problems = append(p.problems, importer.Problem{
			Place: at, Value: name, Sentence: fmt.Sprintf("the file has several columns %q", name), Remedy: "Rename all but one in the file",
		})
		return -1
	}
	return i
}

func (p *planning) column(c Column, index int) {
	t, ok := p.targets.find(c.Field)
	if !ok {
		names := p.targets.names()
		p.problems = append(p.problems, importer.Problem{
			Place: c.place, Value: c.Field, Sentence: fmt.Sprintf("%q is not a field of %s", c.Field, p.plural()),
			Remedy: "Use one of: " + strings.Join(names, ", "), Nearest: fault.Nearest(c.Field, names, 3),
		})
		return
	}
	for _, from := range slices.Sorted(maps.Keys(c.Words)) {
		if c.Words[from] == fillIn {
			p.problems = append(p.problems, importer.Problem{
				Place: c.place, Value: from, Sentence: fmt.Sprintf("it is not filled in what %q in the column %q means", from, c.Name),
				Remedy: "Write one of: " + strings.Join(p.targets.words[t.typ], ", "),
			})
		}
	}
	if t.names(p.m.Kind) {
		p.selfish = true
	}
	b := &bound{Column: c, index: index, target: t, order: c.Dates, decimal: c.Decimal}
	if _, named := shape.KindOf(t.typ); t.isMoment() || named && !t.names(p.m.Kind) {
		b.known = make(map[string]reflect.Value)
	}
	p.columns = append(p.columns, b)
}

func (p *planning) plural() string {
	info, _ := graph.Info(p.m.Kind)
	return info.Plural
}

// leftOut tells which columns are not read.
func (p *planning) leftOut() {
	var out []string
	for i, h := range p.file.header {
		used := slices.Contains(p.ids, i) || h == "" || h == Reason || slices.Contains(p.m.Ignore, h) ||
			slices.ContainsFunc(p.columns, func(b *bound) bool { return b.index == i })
		if !used {
			out = append(out, h)
		}
	}
	if len(out) > 0 {
		p.notes = append(p.notes, "These columns are not read: "+strings.Join(out, ", ")+".")
	}
}

var errStop = errors.New("stop")

// steps reads the file row by row and yields a step for each batch.
func (p *planning) steps(yield func(importer.Step, error) bool) {
	b := &batch{planning: p, seen: newSeen(remembered)}
	b.step.Notes = p.notes
	err := p.file.reading(func(r io.Reader) error {
		return p.file.each(r, func(next row) error {
			if err := b.begin(); err != nil {
				return err
			}
			b.row(next)
			if (b.rows == perBatch || b.bytes >= perBatchBytes) && !b.end(yield) {
				return errStop
			}
			return nil
		})
	})
	if errors.Is(err, errStop) {
		return
	}
	if b.end(yield) && err != nil {
		yield(importer.Step{}, err)
	}
}

// batch is the rows of one step.
type batch struct {
	*planning
	seen    *seen
	done    int64
	rows    int
	bytes   int
	step    importer.Step
	base    *graph.Snapshot
	builder *graph.Builder
	conv    *conversion
	order   int64
	told    int
}

// begin takes a fresh picture for a new batch. Where rows name rows above them, the picture made of
// the rows so far goes on instead: in a dry run nobody else would keep it.
func (b *batch) begin() error {
	if b.builder != nil {
		return nil
	}
	if b.base == nil || !b.selfish {
		base, err := b.past(time.Time{})
		if err != nil {
			return err
		}
		b.base = base
	}
	b.builder = b.base.Edit()
	if b.conv == nil {
		b.conv = &conversion{names: newNames(b.base), words: b.targets.words}
	}
	b.conv.names.s = b.base
	return nil
}

// end yields the batch and begins another; it reports whether to go on.
func (b *batch) end(yield func(importer.Step, error) bool) bool {
	if err := b.rejects.flush(); err != nil {
		yield(importer.Step{}, fault.Wrap(err, fault.Unavailable, "the rejected rows cannot be written", "Check the disk and the name of the file"))
		return false
	}
	step := b.step
	step.Done = b.done
	if b.builder != nil && b.selfish {
		b.base = b.builder.Snapshot(b.base.AsOf(), b.base.Position())
	}
	b.rows, b.bytes, b.step, b.builder = 0, 0, importer.Step{}, nil
	return yield(step, nil)
}

// row takes a row, or rejects it.
func (b *batch) row(next row) {
	b.rows, b.done, b.bytes = b.rows+1, b.done+1, b.bytes+next.size()
	if wrong := b.take(next); wrong != "" {
		b.step.Rejected++
		b.rejects.write(next, wrong)
		if b.told++; b.rejects.to == nil && b.told <= toldRejects {
			b.step.Notes = append(b.step.Notes, fmt.Sprintf("Line %d: %s.", next.line, wrong))
		}
	}
}

// toldRejects is how many rejected rows say why in the summary, where they are not written to a file.
const toldRejects = 5

// take makes a record of a row; what is wrong with it is returned.
func (b *batch) take(next row) string {
	if next.wrong != "" {
		return next.wrong
	}
	if n := len(b.file.header); len(next.cells) > n && !isEmpty(next.cells[n:]) {
		return fmt.Sprintf("the row has %d cells and the header %d; a cell with a delimiter needs quotes", len(next.cells), n)
	}
	values, wrong := b.values(next.cells)
	if wrong != "" {
		return wrong
	}
	ref, wrong := b.ref(next.cells, values)
	if wrong != "" {
		return wrong
	}
	if b.seen.add(ref.ID) {
		return fmt.Sprintf("a row above names %s already", ref)
	}
	old := b.builder.Current().Record(ref)
	after, err := graph.New(ref)
	if err != nil {
		return err.Error()
	}
	if old != nil {
		after = copyOf(old)
	}
	for i, v := range values {
		if !v.skip {
			b.columns[i].target.put(after, v.v)
		}
	}
	if old != nil && same(old, after) {
		b.step.Unchanged++
		return ""
	}
	return b.put(ref, old, after)
}

// same reports whether two versions have the same fields. Comparing them in memory settles it for the
// many rows of a repeated import; only what differs there is compared as documents.
func same(old, after graph.Record) bool {
	return reflect.DeepEqual(copyOf(old), after) || change.Same(old, after)
}

// put checks the record in the picture it would make, and takes it out again when it breaks a rule.
func (b *batch) put(ref graph.Ref, old, after graph.Record) string {
	b.builder.Put(graph.WithStamp(copyOf(after), b.stamp()))
	if broken := graph.Check(b.builder.Current(), []graph.Ref{ref}); len(broken) > 0 {
		if old != nil {
			b.builder.Put(graph.WithStamp(copyOf(old), b.stamp()))
		} else {
			b.builder.Remove(ref, b.stamp())
		}
		return sentences(broken)
	}
	if b.selfish {
		b.conv.names.add(after)
	}
	b.step.Draft.Verb = string(ref.Kind) + ".imported"
	b.step.Draft.Reason = "Import of " + b.file.name
	b.step.Draft.Puts = append(b.step.Draft.Puts, after)
	b.step.Before = append(b.step.Before, old)
	return ""
}

func (b *batch) stamp() graph.Stamp {
	b.order++
	return graph.Stamp{Version: 1, Position: math.MaxInt64/2 + b.order, Effective: math.MaxInt64}
}

// sentences tells broken rules as one reason.
func sentences(v graph.Violations) string {
	parts := make([]string, len(v))
	for i, one := range v {
		t := trouble{one.Sentence, one.Nearest}
		parts[i] = t.String()
		if one.Field != "" {
			parts[i] = one.Field + ": " + parts[i]
		}
	}
	return strings.Join(parts, "; ")
}
