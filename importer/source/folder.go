package source

import (
	"context"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"throughline/fault"
)

// folder is a set of files without history: their names, and how to read one.
type folder struct {
	names []string // sorted, slash-separated
	held  map[string][]byte
	root  string // where files that are not held lie on disk, "" when all are held
}

// lookup reports whether the folder has the file; found is its name.
func (f folder) lookup(name string) (string, bool) {
	_, ok := slices.BinarySearch(f.names, name)
	return name, ok
}

// read is the content of a file of the folder.
func (f folder) read(name string) ([]byte, error) {
	if b, ok := f.held[name]; ok {
		return b, nil
	}
	if f.root == "" {
		return nil, fault.New(fault.NotFound, "there is no file "+name+" in the archive", "Check the archive")
	}
	b, err := os.ReadFile(filepath.Join(f.root, filepath.FromSlash(name)))
	if err != nil {
		return nil, unreachable(filepath.Join(f.root, name), err)
	}
	return b, nil
}

// rooted drops the one folder around everything, as archives of repositories have it, when no
// file is wanted with it and some is without it.
func (f folder) rooted(o Options) folder {
	top, _, ok := strings.Cut(first(f.names), "/")
	if !ok || slices.ContainsFunc(f.names, o.wanted) {
		return f
	}
	prefix := top + "/"
	inner := folder{held: make(map[string][]byte, len(f.held))}
	for _, name := range f.names {
		rest, ok := strings.CutPrefix(name, prefix)
		if !ok {
			return f
		}
		inner.names = append(inner.names, rest)
		if b, held := f.held[name]; held {
			inner.held[rest] = b
		}
	}
	if f.root != "" {
		inner.root = filepath.Join(f.root, top)
	}
	if !slices.ContainsFunc(inner.names, o.wanted) {
		return f
	}
	return inner
}

func first(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return names[0]
}

// readFolder lists the files of a folder on disk. Links and devices are left out.
func readFolder(root string, o Options) (folder, error) {
	limits := o.Limits.orDefault()
	f := folder{root: root}
	err := filepath.WalkDir(root, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return unreachable(name, err)
		}
		if !e.Type().IsRegular() {
			return nil
		}
		if len(f.names) >= limits.Files {
			return tooMany(root, limits)
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return unreachable(name, err)
		}
		f.names = append(f.names, filepath.ToSlash(rel))
		return nil
	})
	slices.Sort(f.names)
	return f, err
}

// tree is a source without history: one version of each file, without a time.
type tree struct {
	files   folder
	options Options
}

func (t tree) Versions(ctx context.Context) iter.Seq2[Version, error] {
	return func(yield func(Version, error) bool) {
		for _, name := range t.files.names {
			if !t.options.wanted(name) {
				continue
			}
			if err := ctx.Err(); err != nil {
				yield(Version{}, cancelled(err))
				return
			}
			content, err := t.files.read(name)
			if !yield(Version{Path: name, Content: content}, err) || err != nil {
				return
			}
		}
	}
}

func (t tree) Paths(context.Context) ([]string, error) { return slices.Clone(t.files.names), nil }

// cancelled is the fault for a context that ended.
func cancelled(err error) error {
	return fault.Wrap(err, fault.Cancelled, "reading was stopped", "Start it again; it goes on where it was")
}

// limitedRead reads a whole file of at most n bytes; more is an error of its own.
func limitedRead(r io.Reader, n int64) (b []byte, tooLong bool, err error) {
	b, err = io.ReadAll(io.LimitReader(r, n+1))
	return b, int64(len(b)) > n, err
}
