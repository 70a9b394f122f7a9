package workspacefile

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"throughline/fault"
	"throughline/graph"
	"throughline/importer"
)

// Options say how files are read. The zero value has the default limits.
type Options struct {
	// Now is the moment after which no change may be dated; zero checks nothing.
	Now time.Time
	// Shift moves every day and moment of the files by so many days, so that an example stays young.
	// Whole weeks keep the days of the week.
	Shift int
	// MaxFile and MaxTotal bound one file and all files together, in bytes; 0 means 64 MiB and 512 MiB.
	MaxFile, MaxTotal int64
}

const mebibyte = 1 << 20

func (o Options) limits() (file, total int64) {
	return cmp.Or(o.MaxFile, 64*mebibyte), cmp.Or(o.MaxTotal, 512*mebibyte)
}

// Workspace is what was read from files: changes in the order in which they happened.
type Workspace struct {
	files    int
	changes  []*entry
	records  int // how many records and patches there are in all
	problems importer.Problems
}

// Err is what is wrong in the files on their own, nil when nothing is: a fault whose cause is an
// importer.Problems. Plan tells it together with what is wrong in the picture the files would make.
func (w *Workspace) Err() error { return w.problems.Err() }

// settings is the file whose header holds for all files of a directory.
const settings = "workspace.yaml"

// Open reads a file, or all workspace files in a directory. The error says that they cannot be read at
// all; what is wrong in them is told by Plan and Err.
func Open(name string, o Options) (*Workspace, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, unreadable(name, err)
	}
	if info.IsDir() {
		return read(os.DirFS(name), filepath.ToSlash(name), o)
	}
	dir, base := filepath.Split(name)
	if dir == "" {
		dir = "."
	}
	return newLoader(os.DirFS(dir), filepath.ToSlash(filepath.Dir(name)), o).load([]string{base})
}

// Read reads all workspace files of the file system. Places name files by their path in it.
func Read(files fs.FS, o Options) (*Workspace, error) { return read(files, "", o) }

// Parse reads one file that is in memory already.
func Parse(name string, data []byte, o Options) *Workspace {
	l := newLoader(nil, "", o)
	l.parse(name, data)
	return l.finish()
}

func read(files fs.FS, prefix string, o Options) (*Workspace, error) {
	names, err := list(files)
	if err != nil {
		return nil, unreadable(prefix, err)
	}
	if len(names) == 0 {
		return nil, fault.New(fault.NotFound, fmt.Sprintf("there is no workspace file in %q", prefix), "Name a directory with files that end in .yaml, or a file")
	}
	return newLoader(files, prefix, o).load(names)
}

// list is the workspace files, workspace.yaml first and then by path.
func list(files fs.FS) ([]string, error) {
	var names []string
	err := fs.WalkDir(files, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		hidden := p != "." && strings.ContainsRune("._", rune(d.Name()[0]))
		switch {
		case hidden && d.IsDir():
			return fs.SkipDir
		case hidden || d.IsDir():
		case path.Ext(p) == ".yaml" || path.Ext(p) == ".yml":
			names = append(names, p)
		}
		return nil
	})
	slices.SortFunc(names, func(a, b string) int {
		first := func(s string) int {
			if s == settings {
				return 0
			}
			return 1
		}
		return cmp.Or(cmp.Compare(first(a), first(b)), cmp.Compare(a, b))
	})
	return names, err
}

func unreadable(name string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fault.Wrap(err, fault.NotFound, fmt.Sprintf("there is no file or directory %q", name), "Check the name")
	case errors.Is(err, fs.ErrPermission):
		return fault.Wrap(err, fault.Denied, fmt.Sprintf("%q may not be read", name), "Give yourself the right to read it")
	}
	return fault.Wrap(err, fault.Unavailable, fmt.Sprintf("%q cannot be read", name), "Check the disk and try again")
}

// loader reads files into a workspace.
type loader struct {
	*reader
	files   fs.FS
	prefix  string
	common  header
	tops    []*entry // what stands at the top level of files
	history []*entry
	count   int
	total   int64
	blank   bool // nothing was written in any file so far
}

func newLoader(files fs.FS, prefix string, o Options) *loader {
	return &loader{reader: newReader(o), files: files, prefix: prefix, blank: true}
}

func (l *loader) load(names []string) (*Workspace, error) {
	for _, name := range names {
		data, err := l.bytes(name)
		if err != nil {
			return nil, err
		}
		l.parse(path.Join(l.prefix, name), data)
	}
	if l.blank {
		return nil, l.nothing(names)
	}
	return l.finish(), nil
}

// nothing is the fault of files in which nothing is written.
func (l *loader) nothing(names []string) error {
	what := "the files of " + l.prefix + " hold nothing"
	if len(names) == 1 {
		what = "the file " + path.Join(l.prefix, names[0]) + " holds nothing"
	}
	return fault.New(fault.Invalid, what, "Begin with a section, for instance units:")
}

// bytes reads a file within the limits.
func (l *loader) bytes(name string) ([]byte, error) {
	shown := path.Join(l.prefix, name)
	f, err := l.files.Open(name)
	if err != nil {
		return nil, unreadable(shown, err)
	}
	defer f.Close()
	file, total := l.opt.limits()
	data, err := io.ReadAll(io.LimitReader(f, file+1))
	if err != nil {
		return nil, unreadable(shown, err)
	}
	l.total += int64(len(data))
	if int64(len(data)) > file {
		return nil, fault.New(fault.Full, fmt.Sprintf("the file %q is larger than %d MiB", shown, file/mebibyte), "Split it into several files in a directory")
	}
	if l.total > total {
		return nil, fault.New(fault.Full, fmt.Sprintf("the files are together larger than %d MiB", total/mebibyte), "Import them in several directories, or use an archive")
	}
	return data, nil
}

// parse reads a file that is in memory.
func (l *loader) parse(name string, data []byte) {
	l.file, l.count = name, l.count+1
	root, problem := parse(name, data)
	l.blank = l.blank && problem == nil && (root == nil || isNull(root))
	if problem != nil {
		l.tell(*problem)
		return
	}
	if root == nil || isNull(root) {
		return
	}
	if root.Kind != yaml.MappingNode {
		l.wrong(root, "", "Begin with a section, for instance units:", "%s stands where sections are expected", describe(root))
		return
	}
	l.budget = weigh(root) + spare
	l.top(root, path.Base(name) == settings && (l.prefix == "" && name == settings || name == path.Join(l.prefix, settings)))
}

// top reads the top level of a file.
func (l *loader) top(root *yaml.Node, common bool) {
	own := &header{}
	e := &entry{place: l.place(root)}
	var history *yaml.Node
	for key, val := range l.pairs(root, "") {
		switch key.Value {
		case keyFormat:
			l.format(val)
		case keyHistory:
			history = val
		default:
			if !l.section(e, key, val) {
				l.unknownSection(key, topKeys())
			}
		}
		own.note(key.Value, val)
	}
	if common {
		l.common = *own
	}
	l.inherit(e, own)
	if len(e.whole)+len(e.patches)+len(e.removes) > 0 {
		l.tops = append(l.tops, e)
	}
	if history != nil {
		l.entries(history, e)
	}
}

// note remembers a key of the header.
func (h *header) note(key string, val *yaml.Node) {
	switch key {
	case keyOn:
		h.on = val
	case keyBy:
		h.by = val
	case keyWhy:
		h.why = val
	}
}

// inherit fills what the file does not say from workspace.yaml.
func (l *loader) inherit(e *entry, own *header) {
	if own.on == nil && l.common.on != nil {
		e.on = l.quiet().on(l.common.on)
	}
	if own.by == nil && l.common.by != nil {
		e.by, e.byAt = l.quiet().by(l.common.by), l.place(l.common.by)
	}
	if own.why == nil && l.common.why != nil {
		e.why = l.common.why.Value
	}
}

// quiet is a reader that tells nothing, for what was told already.
func (l *loader) quiet() *reader {
	q := newReader(l.opt)
	q.budget = spare
	return q
}

// format reads the number of the form, so that an older program refuses a newer file.
func (l *loader) format(n *yaml.Node) {
	if n.Value != "1" {
		l.wrong(n, keyFormat, "Write throughline: 1, or install the version of the program that wrote the file", "%s is not a form of workspace files that is known", describe(n))
	}
}

// entries reads the history of a file.
func (l *loader) entries(n *yaml.Node, file *entry) {
	n, ok := l.visit(n)
	if !ok || isNull(n) {
		return
	}
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = n.Content
	}
	for _, item := range items {
		item, ok := l.visit(item)
		if !ok {
			return
		}
		if item.Kind != yaml.MappingNode {
			l.wrong(item, keyHistory, "Write a change: on, by, why, and what changed", "%s stands where a change is expected", describe(item))
			continue
		}
		l.entry(item, file)
	}
}

func (l *loader) entry(item *yaml.Node, file *entry) {
	e := &entry{place: l.place(item), by: file.by, byAt: file.byAt}
	dated := false
	for key, val := range l.pairs(item, "") {
		dated = dated || key.Value == keyOn && !isNull(val)
		if !l.section(e, key, val) {
			l.unknownSection(key, entryKeys())
		}
	}
	if !dated {
		l.wrong(item, keyOn, "Begin it with the day it holds from, for instance on: 2026-07-20", "the change in history has no date")
		return
	}
	l.history = append(l.history, e)
}

// finish puts the changes in order.
func (l *loader) finish() *Workspace {
	w := &Workspace{files: l.count, changes: append(merge(l.tops), l.history...)}
	slices.SortStableFunc(w.changes, func(a, b *entry) int {
		if a.on.IsZero() != b.on.IsZero() {
			if a.on.IsZero() {
				return 1
			}
			return -1
		}
		return a.on.Compare(b.on)
	})
	for _, e := range w.changes {
		l.twice(e)
		slices.SortStableFunc(e.patches, func(a, b *patch) int { return setFirst(a) - setFirst(b) })
		w.records += len(e.whole) + len(e.patches) + len(e.removes)
	}
	w.problems = l.problems
	return w
}

func setFirst(p *patch) int {
	if p.add {
		return 1
	}
	return 0
}

// merge makes one change of what has the same moment, author and reason.
func merge(tops []*entry) []*entry {
	var out []*entry
	for _, e := range tops {
		i := slices.IndexFunc(out, func(o *entry) bool {
			return o.on.Equal(e.on) && o.by == e.by && o.why == e.why && o.verb == e.verb
		})
		if i < 0 {
			out = append(out, e)
			continue
		}
		o := out[i]
		o.whole = append(o.whole, e.whole...)
		o.patches = append(o.patches, e.patches...)
		o.removes = append(o.removes, e.removes...)
	}
	return out
}

// twice tells records that are written more than once in a change.
func (l *loader) twice(e *entry) {
	first := make(map[graph.Ref]importer.Place, len(e.whole))
	for _, w := range e.whole {
		if at, ok := first[w.ref]; ok {
			l.tell(importer.Problem{
				Place: w.place, Record: w.ref, Sentence: "the record is written twice; the first is at " + at.String(),
				Remedy: "Keep one of the two, or give the second an id of its own",
			})
			continue
		}
		first[w.ref] = w.place
	}
}
