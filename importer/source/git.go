package source

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"

	"throughline/fault"
)

// gitSource reads the committed history of a repository; the working tree does not count.
type gitSource struct {
	place   gitPlace
	storage gitStorage
	head    plumbing.Hash
	options Options
}

func openGit(location string, o Options) (Source, error) {
	place, err := findGit(location)
	if err != nil {
		return nil, err
	}
	storage, err := place.storage()
	if err != nil {
		return nil, err
	}
	defer storage.Close()
	g := &gitSource{place: place, storage: storage, options: o}
	return g, g.resolve()
}

// resolve finds the commit to read up to.
func (g *gitSource) resolve() error {
	repo, err := git.Open(g.storage, nil)
	if err != nil {
		return g.broken(err)
	}
	if _, err := repo.Head(); g.options.Ref == "" && errors.Is(err, plumbing.ErrReferenceNotFound) {
		return fault.Wrap(err, fault.Invalid, "nothing is committed on the current branch of "+g.place.location,
			"Commit first, or name another branch")
	}
	ref := cmp.Or(g.options.Ref, "HEAD")
	hash, err := repo.ResolveRevision(plumbing.Revision(ref))
	if err != nil {
		return fault.Wrap(err, fault.NotFound, fmt.Sprintf("there is no branch, tag or commit %q in %s", ref, g.place.location),
			"Name one that exists, or leave it out to read the current branch")
	}
	g.head = *hash
	return nil
}

func (g *gitSource) Versions(ctx context.Context) iter.Seq2[Version, error] {
	return func(yield func(Version, error) bool) {
		defer g.storage.Close()
		line, err := g.line(ctx)
		if err != nil {
			yield(Version{}, err)
			return
		}
		compare := &comparer{objects: g.storage.objects, options: g.options}
		var before plumbing.Hash
		for i, c := range line {
			if err := ctx.Err(); err != nil {
				yield(Version{}, cancelled(err))
				return
			}
			versions, err := g.versionsOf(compare, c, before)
			if err != nil {
				yield(Version{}, g.broken(err))
				return
			}
			for _, v := range versions {
				if !yield(v, nil) {
					return
				}
			}
			before = c.tree
			g.options.progress(i+1, len(line))
		}
	}
}

// versionsOf are the wanted files that a commit changed.
func (g *gitSource) versionsOf(compare *comparer, c lineCommit, before plumbing.Hash) ([]Version, error) {
	if before == c.tree {
		return nil, nil
	}
	changes, err := compare.compare("", before, c.tree, nil)
	if err != nil || len(changes) == 0 {
		return nil, err
	}
	var made, gone, out []tracked
	for _, t := range changes {
		switch {
		case t.before.IsZero():
			made = append(made, t)
		case t.after.IsZero():
			gone = append(gone, t)
		default:
			out = append(out, t)
		}
	}
	from, err := moves(made, gone, g.content)
	if err != nil {
		return nil, err
	}
	versions, err := g.versions(c, append(out, made...))
	if err != nil {
		return nil, err
	}
	moved := map[int]bool{}
	for i, j := range from {
		versions[len(out)+i].From, moved[j] = legible(gone[j].path), true
	}
	for j, t := range gone {
		if !moved[j] {
			v := c.version(t.path)
			v.Deleted = true
			versions = append(versions, v)
		}
	}
	slices.SortStableFunc(versions, func(a, b Version) int {
		return cmp.Or(compareBool(a.Deleted, b.Deleted), cmp.Compare(a.Path, b.Path))
	})
	return versions, nil
}

// versions are the files of a commit with their contents.
func (g *gitSource) versions(c lineCommit, files []tracked) ([]Version, error) {
	out := make([]Version, 0, len(files))
	for _, t := range files {
		v := c.version(t.path)
		var err error
		if v.Content, err = g.content(t.after); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// version is a version of a file that a commit made, without its content.
func (c lineCommit) version(path string) Version {
	return Version{Time: c.time, Told: c.told, Written: c.written, Commit: shortName(c.hash), Reference: c.request, Path: legible(path)}
}

// content is a whole file, within the limit of one file.
func (g *gitSource) content(h plumbing.Hash) ([]byte, error) {
	size, err := g.storage.size(h)
	if err != nil {
		return nil, err
	}
	limits := g.options.Limits.orDefault()
	if size > limits.FileBytes {
		return nil, tooBig(g.place.location, h.String(), limits)
	}
	return g.storage.content(plumbing.BlobObject, h)
}

// Paths are the files of the last commit.
func (g *gitSource) Paths(ctx context.Context) ([]string, error) {
	defer g.storage.Close()
	head, err := object.GetCommit(g.storage, g.head)
	if err != nil {
		return nil, g.broken(err)
	}
	names, err := g.pathsIn(ctx, "", head.TreeHash, nil)
	if err != nil {
		return nil, g.broken(err)
	}
	slices.Sort(names)
	return names, nil
}

func (g *gitSource) pathsIn(ctx context.Context, folder string, tree plumbing.Hash, out []string) ([]string, error) {
	t, err := object.GetTree(g.storage, tree)
	if err != nil {
		return nil, err
	}
	for _, e := range t.Entries {
		switch e.Mode {
		case filemode.Dir:
			if out, err = g.pathsIn(ctx, folder+e.Name+"/", e.Hash, out); err != nil {
				return nil, err
			}
		case filemode.Submodule:
		default:
			out = append(out, legible(folder+e.Name))
		}
	}
	return out, ctx.Err()
}

// broken explains an error while reading: most often something was left out when the repository
// was cloned.
func (g *gitSource) broken(err error) error {
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return cancelled(err)
	case fault.Of(err) != nil:
		return err
	case errors.Is(err, plumbing.ErrObjectNotFound) && g.place.shallow():
		return fault.Wrap(err, fault.Invalid, "the repository "+g.place.location+" is a shallow clone: its older history is missing",
			"Run git fetch --unshallow in it")
	case errors.Is(err, plumbing.ErrObjectNotFound) && g.place.partial():
		return fault.Wrap(err, fault.Invalid, "the repository "+g.place.location+" is a partial clone: contents of its history are missing",
			"Clone it again without --filter")
	}
	return corrupt(g.place.location, "a git repository", err)
}

// shortName is enough of a commit's hash to be unique in any repository of plans.
func shortName(h plumbing.Hash) string { return h.String()[:12] }
