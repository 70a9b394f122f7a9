package source

import (
	"cmp"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// tracked is a wanted file that differs between two trees. A zero hash is a file that is not there.
type tracked struct {
	path          string
	before, after plumbing.Hash
}

// comparer finds what changed between trees. It reads only folders that differ and can hold
// something wanted, and each of them once for the two commits that share it.
type comparer struct {
	objects    *objects
	options    Options
	young, old map[plumbing.Hash][]object.TreeEntry
}

// keptTrees is how many folders are remembered from commit to commit, at least.
const keptTrees = 4096

// entries are the entries of a tree in the order of their names; a zero hash has none.
func (c *comparer) entries(h plumbing.Hash) ([]object.TreeEntry, error) {
	if h.IsZero() {
		return nil, nil
	}
	if list, ok := c.young[h]; ok {
		return list, nil
	}
	list, ok := c.old[h]
	if !ok {
		found, err := c.objects.EncodedObject(plumbing.TreeObject, h)
		if err != nil {
			return nil, err
		}
		var tree object.Tree
		if err := tree.Decode(found); err != nil {
			return nil, err
		}
		list = tree.Entries
		slices.SortFunc(list, func(a, b object.TreeEntry) int { return strings.Compare(a.Name, b.Name) })
	}
	if len(c.young) >= keptTrees {
		c.young, c.old = nil, c.young
	}
	if c.young == nil {
		c.young = map[plumbing.Hash][]object.TreeEntry{}
	}
	c.young[h] = list
	return list, nil
}

// compare adds the wanted files that differ between two trees, in the order of their paths within
// each folder. Links and other repositories within this one are no files.
func (c *comparer) compare(folder string, before, after plumbing.Hash, out []tracked) ([]tracked, error) {
	a, err := c.entries(before)
	if err != nil {
		return nil, err
	}
	b, err := c.entries(after)
	if err != nil {
		return nil, err
	}
	for len(a) > 0 || len(b) > 0 {
		var x, y object.TreeEntry
		order := 0
		if len(a) == 0 || len(b) == 0 {
			order = cmp.Compare(len(b), len(a))
		} else {
			order = strings.Compare(a[0].Name, b[0].Name)
		}
		if order <= 0 {
			x, a = a[0], a[1:]
		}
		if order >= 0 {
			y, b = b[0], b[1:]
		}
		if x.Hash == y.Hash && x.Mode == y.Mode {
			continue
		}
		if out, err = c.entry(folder+cmp.Or(x.Name, y.Name), x, y, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// entry compares what stands under one name.
func (c *comparer) entry(path string, x, y object.TreeEntry, out []tracked) ([]tracked, error) {
	if t := (tracked{path, fileOf(x), fileOf(y)}); t.before != t.after && c.options.wanted(legible(path)) {
		out = append(out, t)
	}
	before, after := folderOf(x), folderOf(y)
	if before == after || !c.options.reaches(path) {
		return out, nil
	}
	return c.compare(path+"/", before, after, out)
}

func fileOf(e object.TreeEntry) plumbing.Hash {
	switch e.Mode {
	case filemode.Regular, filemode.Executable, filemode.Deprecated:
		return e.Hash
	}
	return plumbing.ZeroHash
}

func folderOf(e object.TreeEntry) plumbing.Hash {
	if e.Mode == filemode.Dir {
		return e.Hash
	}
	return plumbing.ZeroHash
}

// legible is a path as text: what is not UTF-8 in it is replaced.
func legible(path string) string { return strings.ToValidUTF8(path, "\uFFFD") }
