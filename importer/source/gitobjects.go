package source

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/plumbing/format/idxfile"
	"github.com/go-git/go-git/v5/plumbing/format/objfile"
	"github.com/go-git/go-git/v5/plumbing/format/packfile"
)

// objects reads the objects of a repository from several folders. Each pack is opened once and
// stays open until it is closed: a history is a hundred thousand objects, and opening a file for
// each of them is most of the time it takes.
type objects struct {
	folders []string
	cache   cache.Object
	opened  bool
	packs   []*gitPack // the one that answered last comes first
}

// keptObjects bounds the objects that are remembered: most are differences from one read shortly before.
const keptObjects = 32 * cache.MiByte

// gitPack is one file of many objects.
type gitPack struct {
	index *idxfile.MemoryIndex
	file  *packfile.Packfile
}

func newObjects(folders []string) *objects {
	return &objects{folders: folders, cache: cache.NewObjectLRU(keptObjects)}
}

// EncodedObject finds an object of a type by its hash. The error is ErrObjectNotFound when no
// folder has it.
func (o *objects) EncodedObject(t plumbing.ObjectType, h plumbing.Hash) (plumbing.EncodedObject, error) {
	found, ok := o.cache.Get(h)
	if !ok {
		var err error
		if found, err = o.read(h); err != nil {
			return nil, err
		}
	}
	if t != plumbing.AnyObject && found.Type() != t {
		return nil, plumbing.ErrObjectNotFound
	}
	return found, nil
}

func (o *objects) read(h plumbing.Hash) (plumbing.EncodedObject, error) {
	p, at, err := o.find(h)
	if err != nil {
		return nil, err
	}
	if p != nil {
		return p.file.GetByOffset(at)
	}
	for _, folder := range o.folders {
		found, err := loose(folder, h)
		if err == nil {
			o.cache.Put(found)
		}
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return found, err
		}
	}
	return o.readAgain(h)
}

// readAgain looks into packs that came while reading: git may pack a repository at any time.
func (o *objects) readAgain(h plumbing.Hash) (plumbing.EncodedObject, error) {
	o.Close()
	p, at, err := o.find(h)
	if err != nil {
		return nil, err
	}
	if p == nil {
		return nil, plumbing.ErrObjectNotFound
	}
	return p.file.GetByOffset(at)
}

// find is the pack that holds an object and where in it, nil when none does.
func (o *objects) find(h plumbing.Hash) (*gitPack, int64, error) {
	if err := o.open(); err != nil {
		return nil, 0, err
	}
	for i, p := range o.packs {
		at, err := p.index.FindOffset(h)
		if errors.Is(err, plumbing.ErrObjectNotFound) {
			continue
		}
		if err != nil {
			return nil, 0, err
		}
		o.packs[0], o.packs[i] = p, o.packs[0]
		return p, at, nil
	}
	return nil, 0, nil
}

// size is how long an object is, without reading it where it can be told.
func (o *objects) size(h plumbing.Hash) (int64, error) {
	if found, ok := o.cache.Get(h); ok {
		return found.Size(), nil
	}
	p, at, err := o.find(h)
	if err != nil {
		return 0, err
	}
	if p != nil {
		return p.file.GetSizeByOffset(at)
	}
	found, err := o.read(h)
	if err != nil {
		return 0, err
	}
	return found.Size(), nil
}

// open opens the packs, unless they are open.
func (o *objects) open() error {
	if o.opened {
		return nil
	}
	for _, folder := range o.folders {
		names, err := filepath.Glob(filepath.Join(folder, "pack", "*.idx"))
		if err != nil {
			return err
		}
		for _, name := range names {
			p, err := o.openPack(name)
			if errors.Is(err, fs.ErrNotExist) {
				continue // packed anew since it was listed
			}
			if err != nil {
				return fmt.Errorf("%s: %w", filepath.Base(name), err)
			}
			o.packs = append(o.packs, p)
		}
	}
	o.opened = true
	return nil
}

// openPack reads an index and opens the objects beside it.
func (o *objects) openPack(name string) (*gitPack, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	index := idxfile.NewMemoryIndex()
	if err := idxfile.NewDecoder(f).Decode(index); err != nil {
		return nil, err
	}
	file, err := osfs.New(filepath.Dir(name)).Open(strings.TrimSuffix(filepath.Base(name), ".idx") + ".pack")
	if err != nil {
		return nil, err
	}
	return &gitPack{index: index, file: packfile.NewPackfileWithCache(index, nil, file, o.cache, 0)}, nil
}

// Close closes the packs; the next reading opens them again.
func (o *objects) Close() {
	for _, p := range o.packs {
		_ = p.file.Close() // it was only read
	}
	o.packs, o.opened = nil, false
	o.cache.Clear()
}

// loose reads an object that lies in a file of its own.
func loose(folder string, h plumbing.Hash) (plumbing.EncodedObject, error) {
	name := h.String()
	f, err := os.Open(filepath.Join(folder, name[:2], name[2:]))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r, err := objfile.NewReader(f)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	t, size, err := r.Header()
	if err != nil {
		return nil, err
	}
	out := &plumbing.MemoryObject{}
	out.SetType(t)
	out.SetSize(size)
	if _, err := io.Copy(out, io.LimitReader(r, size)); err != nil {
		return nil, err
	}
	return out, nil
}

// content is the whole of an object of a type.
func (o *objects) content(t plumbing.ObjectType, h plumbing.Hash) ([]byte, error) {
	found, err := o.EncodedObject(t, h)
	if err != nil {
		return nil, err
	}
	r, err := found.Reader()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}
