package source

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"throughline/fault"
)

// renameScore is the likeness in percent from which a vanished and a new file of one commit
// are one moved file: git's own default.
const renameScore = 50

// gitSource reads the committed history of a repository; the working tree does not count.
type gitSource struct {
	location string
	repo     *git.Repository
	head     *object.Commit
	options  Options
}

func openGit(location string, o Options) (Source, error) {
	repo, err := git.PlainOpenWithOptions(location, &git.PlainOpenOptions{EnableDotGitCommonDir: true})
	if err != nil {
		return nil, corrupt(location, "a git repository", err)
	}
	ref := cmp.Or(o.Ref, "HEAD")
	hash, err := repo.ResolveRevision(plumbing.Revision(ref))
	if err != nil {
		return nil, fault.Wrap(err, fault.NotFound, fmt.Sprintf("%s has no branch, tag or commit %q", location, ref),
			"Name one that exists, or leave it out to read the current branch")
	}
	head, err := repo.CommitObject(*hash)
	if err != nil {
		return nil, corrupt(location, "a git repository", err)
	}
	return &gitSource{location: location, repo: repo, head: head, options: o}, nil
}

func (g *gitSource) Versions(ctx context.Context) iter.Seq2[Version, error] {
	return func(yield func(Version, error) bool) {
		commits, err := g.commits(ctx)
		if err != nil {
			yield(Version{}, err)
			return
		}
		for _, c := range commits {
			versions, err := g.versionsOf(ctx, c)
			if err != nil {
				yield(Version{}, err)
				return
			}
			for _, v := range versions {
				if !yield(v, nil) {
					return
				}
			}
		}
	}
}

func (g *gitSource) Paths(ctx context.Context) ([]string, error) {
	tree, err := g.head.Tree()
	if err != nil {
		return nil, g.broken(err)
	}
	var names []string
	err = tree.Files().ForEach(func(f *object.File) error {
		names = append(names, f.Name)
		return ctx.Err()
	})
	if err != nil {
		return nil, g.broken(err)
	}
	slices.Sort(names)
	return names, nil
}

// commits are those to read, parents before children.
func (g *gitSource) commits(ctx context.Context) ([]*object.Commit, error) {
	if g.options.AllCommits {
		return g.everyCommit(ctx)
	}
	var line []*object.Commit
	for c := g.head; ; {
		line = append(line, c)
		if err := ctx.Err(); err != nil {
			return nil, cancelled(err)
		}
		if c.NumParents() == 0 {
			break
		}
		parent, err := c.Parent(0)
		if err != nil {
			return nil, g.broken(err)
		}
		c = parent
	}
	slices.Reverse(line)
	return line, nil
}

// everyCommit walks all parents, each commit after its parents; branches follow one another
// in the order of the merge's parents, so the order depends on nothing but the history.
func (g *gitSource) everyCommit(ctx context.Context) ([]*object.Commit, error) {
	var order []*object.Commit
	done := map[plumbing.Hash]bool{}
	stack := []*object.Commit{g.head}
	for len(stack) > 0 {
		if err := ctx.Err(); err != nil {
			return nil, cancelled(err)
		}
		c := stack[len(stack)-1]
		if done[c.Hash] {
			stack = stack[:len(stack)-1]
			continue
		}
		open, err := g.firstOpenParent(c, done)
		if err != nil {
			return nil, err
		}
		if open != nil {
			stack = append(stack, open)
			continue
		}
		done[c.Hash] = true
		order = append(order, c)
	}
	return order, nil
}

// firstOpenParent is the first parent that was not walked yet, or nil.
func (g *gitSource) firstOpenParent(c *object.Commit, done map[plumbing.Hash]bool) (*object.Commit, error) {
	for _, h := range c.ParentHashes {
		if done[h] {
			continue
		}
		parent, err := g.repo.CommitObject(h)
		if err != nil {
			return nil, g.broken(err)
		}
		return parent, nil
	}
	return nil, nil
}

// versionsOf are the wanted files a commit changed against its first parent.
func (g *gitSource) versionsOf(ctx context.Context, c *object.Commit) ([]Version, error) {
	tree, err := c.Tree()
	if err != nil {
		return nil, g.broken(err)
	}
	parents, err := g.parentTrees(c)
	if err != nil {
		return nil, err
	}
	before := &object.Tree{}
	if len(parents) > 0 {
		before = parents[0]
	}
	var out []Version
	for _, under := range g.roots() {
		part, err := g.compare(ctx, c, under, before, tree)
		if err != nil {
			return nil, err
		}
		out = append(out, part...)
	}
	if g.options.AllCommits {
		out = slices.DeleteFunc(out, func(v Version) bool { return cameFromAParent(v, tree, parents) })
	}
	slices.SortStableFunc(out, func(a, b Version) int {
		return cmp.Or(compareBool(a.Deleted, b.Deleted), cmp.Compare(a.Path, b.Path))
	})
	return out, nil
}

// roots are the folders to compare; "" is the whole tree.
func (g *gitSource) roots() []string {
	if len(g.options.Under) == 0 {
		return []string{""}
	}
	return g.options.Under
}

func (g *gitSource) parentTrees(c *object.Commit) ([]*object.Tree, error) {
	n := c.NumParents()
	if !g.options.AllCommits {
		n = min(n, 1)
	}
	var trees []*object.Tree
	for i := range n {
		p, err := c.Parent(i)
		if err != nil {
			return nil, g.broken(err)
		}
		t, err := p.Tree()
		if err != nil {
			return nil, g.broken(err)
		}
		trees = append(trees, t)
	}
	return trees, nil
}

// compare finds what changed under one folder. A folder whose hash did not change costs nothing.
func (g *gitSource) compare(ctx context.Context, c *object.Commit, under string, before, after *object.Tree) ([]Version, error) {
	old, err := subtree(before, under)
	if err != nil {
		return nil, g.broken(err)
	}
	now, err := subtree(after, under)
	if err != nil {
		return nil, g.broken(err)
	}
	if old != nil && now != nil && old.Hash == now.Hash {
		return nil, nil
	}
	changes, err := object.DiffTreeWithOptions(ctx, old, now, &object.DiffTreeOptions{DetectRenames: true, RenameScore: renameScore, RenameLimit: 400})
	if err != nil {
		return nil, g.broken(err)
	}
	var out []Version
	for _, change := range changes {
		found, err := g.version(c, under, change)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

// subtree is the tree of a folder, nil when there is none.
func subtree(t *object.Tree, under string) (*object.Tree, error) {
	under = strings.Trim(under, "/")
	if under == "" || len(t.Entries) == 0 {
		return t, nil
	}
	sub, err := t.Tree(under)
	if errors.Is(err, object.ErrDirectoryNotFound) {
		return nil, nil
	}
	return sub, err
}

// version turns a change into at most one version. A file that moved to or from an unwanted
// path counts as made or ended.
func (g *gitSource) version(c *object.Commit, under string, change *object.Change) ([]Version, error) {
	prefix := ""
	if under = strings.Trim(under, "/"); under != "" {
		prefix = under + "/"
	}
	from, to := join(prefix, change.From.Name), join(prefix, change.To.Name)
	v := Version{Time: c.Committer.When.UTC(), Commit: shortName(c.Hash), Reference: requestOf(c.Message), Path: to}
	switch {
	case to != "" && g.options.wanted(to):
		if from != to {
			v.From = from
		}
		content, err := g.content(change.To)
		v.Content = content
		return []Version{v}, err
	case from != "" && g.options.wanted(from):
		v.Path, v.Deleted = from, true
		return []Version{v}, nil
	}
	return nil, nil
}

func join(prefix, name string) string {
	if name == "" {
		return ""
	}
	return prefix + name
}

func (g *gitSource) content(e object.ChangeEntry) ([]byte, error) {
	if !e.TreeEntry.Mode.IsFile() {
		return nil, nil
	}
	blob, err := g.repo.BlobObject(e.TreeEntry.Hash)
	if err != nil {
		return nil, g.broken(err)
	}
	r, err := blob.Reader()
	if err != nil {
		return nil, g.broken(err)
	}
	defer r.Close()
	b, tooLong, err := limitedRead(r, g.options.Limits.orDefault().FileBytes)
	if err != nil {
		return nil, g.broken(err)
	}
	if tooLong {
		return nil, tooBig(g.location, e.Name, g.options.Limits.orDefault())
	}
	return b, nil
}

// cameFromAParent reports whether a merge took the file as it is from one of its other parents.
func cameFromAParent(v Version, tree *object.Tree, parents []*object.Tree) bool {
	for _, p := range parents[min(1, len(parents)):] {
		if hashAt(p, v.Path) == hashAt(tree, v.Path) {
			return true
		}
	}
	return false
}

// hashAt is the hash of the file at a path, zero when there is none.
func hashAt(t *object.Tree, path string) plumbing.Hash {
	e, err := t.FindEntry(path)
	if err != nil {
		return plumbing.ZeroHash
	}
	return e.Hash
}

// broken explains an error while walking: most often a shallow clone.
func (g *gitSource) broken(err error) error {
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return cancelled(err)
	case fault.Of(err) != nil:
		return err
	case errors.Is(err, plumbing.ErrObjectNotFound) && g.shallow():
		return fault.Wrap(err, fault.Invalid, g.location+" is a shallow clone: its older history is missing",
			"Run git fetch --unshallow in it")
	}
	return corrupt(g.location, "a git repository", err)
}

func (g *gitSource) shallow() bool {
	return exists(filepath.Join(g.location, ".git", "shallow")) || exists(filepath.Join(g.location, "shallow"))
}

// shortName is enough of a commit's hash to be unique in any repository of plans.
func shortName(h plumbing.Hash) string { return h.String()[:12] }

// requests are the ways a hosting service writes a pull request into a commit's first line.
var requests = regexp.MustCompile(`^Merge pull request #(\d+)|\(#(\d+)\)\s*$|^Merged in .*\(pull request #(\d+)\)`)

// requestOf is the number of the pull request in a commit's message, or "".
func requestOf(message string) string {
	subject, _, _ := strings.Cut(message, "\n")
	m := requests.FindStringSubmatch(subject)
	if m == nil {
		return ""
	}
	return cmp.Or(m[1], m[2], m[3])
}
