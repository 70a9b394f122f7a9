package source

import (
	"context"
	"iter"
	"slices"
	"strings"
	"time"
)

// Version is one state of one file at one moment.
type Version struct {
	Time      time.Time // UTC, to the second; never before the version yielded before it; zero when the place has no history
	Told      time.Time // the time the commit itself gives, when that cannot be by a day or more; else zero
	Written   time.Time // when the author wrote the commit; zero when the place does not tell
	Commit    string    // name of the commit, "" when the place has none
	Reference string    // number of the pull request that brought it, "" when unknown
	Path      string    // slash-separated, relative to the root, cleaned
	From      string    // the path before, when this version moved the file; else ""
	Deleted   bool      // the file ended here; Content is empty
	Content   []byte    // the whole file; do not write to it
}

// Source is a place that yields versions of files.
type Source interface {
	// Versions yields the wanted versions oldest first: by commit as the history runs, within
	// a commit by path with deletions last. An error ends the sequence.
	Versions(ctx context.Context) iter.Seq2[Version, error]
	// Paths are all files the place holds at its end, wanted or not, sorted. A place that
	// holds only some files of a repository lists only those.
	Paths(ctx context.Context) ([]string, error)
}

// Options say what to read. The zero value reads every file with the default limits.
type Options struct {
	// Want chooses the paths whose versions are yielded; nil wants all.
	Want func(path string) bool
	// Under are folders outside of which nothing is wanted. It saves the time to look there.
	Under []string
	// Ref is the git branch, tag or commit to read up to; "" is HEAD.
	Ref string
	// Written dates commits by when their authors wrote them, not by when they came to the branch.
	Written bool
	// Now is a moment that no commit is later than; the zero time is none.
	Now time.Time
	// Progress is told how many commits of how many were read; may be nil.
	Progress func(done, total int)
	// Endings is a file of JSON lines (.jsonl, or .jsonl.gz) that tells where files ended, for
	// a version pack whose index does not. "" takes NAME-events.jsonl.gz beside
	// NAME-versions.tar.xz when there is one. Rows count when their "op" is "delete".
	Endings string
	// Limits bound what is read from an archive.
	Limits Limits
}

// Limits bound an archive, against files made to exhaust memory. Zero fields take the defaults.
type Limits struct {
	Files      int   // number of entries, default 200,000
	FileBytes  int64 // bytes of one file, default 32 MiB
	TotalBytes int64 // bytes of all files together, default 1 GiB
}

const mebibyte = 1 << 20

// orDefault fills the zero fields.
func (l Limits) orDefault() Limits {
	if l.Files == 0 {
		l.Files = 200_000
	}
	if l.FileBytes == 0 {
		l.FileBytes = 32 * mebibyte
	}
	if l.TotalBytes == 0 {
		l.TotalBytes = 1024 * mebibyte
	}
	return l
}

// wanted applies Want and Under to a path.
func (o Options) wanted(path string) bool {
	if len(o.Under) > 0 && !slices.ContainsFunc(o.Under, func(u string) bool { return inside(path, u) }) {
		return false
	}
	return o.Want == nil || o.Want(path)
}

// inside reports whether the path is the folder or lies in it.
func inside(path, folder string) bool {
	folder = strings.Trim(folder, "/")
	return folder == "" || path == folder || strings.HasPrefix(path, folder+"/")
}

// reaches reports whether something wanted may lie in a folder.
func (o Options) reaches(folder string) bool {
	return len(o.Under) == 0 || slices.ContainsFunc(o.Under, func(u string) bool {
		return inside(folder, u) || inside(strings.Trim(u, "/"), folder)
	})
}

func (o Options) progress(done, total int) {
	if o.Progress != nil {
		o.Progress(done, total)
	}
}
