package source

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"throughline/fault"
)

// A version pack holds an index.jsonl, one row per version, and the contents under blobs/,
// named by the row's "sha" with any ending.
const (
	indexName  = "index.jsonl"
	blobFolder = "blobs/"
)

// row is one line of an index, or of a file of endings.
type row struct {
	Time    string `json:"t"`
	Commit  string `json:"commit"`
	Request any    `json:"pr"`
	Path    string `json:"path"`
	From    string `json:"from"`
	Blob    string `json:"sha"`
	Deleted bool   `json:"deleted"`
	Op      string `json:"op"`
}

// pack is a source of versions that somebody packed from a history.
type pack struct {
	location string
	files    folder
	blobs    map[string]string // sha to file name
	versions []packed
	options  Options
}

// packed is a version whose content is not read yet.
type packed struct {
	Version
	blob string
}

func openPack(location string, files folder, o Options) (Source, error) {
	p := &pack{location: location, files: files, blobs: blobNames(files), options: o}
	index, err := files.read(indexName)
	if err != nil {
		return nil, err
	}
	rows, err := readRows(lastPart(location)+": "+indexName, bytes.NewReader(index))
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		if r.Blob == "" && !r.Deleted {
			return nil, fault.Invalidf("Add the name of the content as sha, or mark the row as deleted",
				"in the version pack %s the version of %s at %s has no content", lastPart(location), r.Path, r.Time)
		}
		if err := p.add(r); err != nil {
			return nil, err
		}
	}
	if err := p.addEndings(); err != nil {
		return nil, err
	}
	p.sort()
	return p, nil
}

// add takes one row of the index, or of the endings as a deletion.
func (p *pack) add(r row) error {
	when, err := time.Parse(time.RFC3339, r.Time)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, fmt.Sprintf("in %s the time %q of %s cannot be read", lastPart(p.location), r.Time, r.Path),
			"Write times like 2024-02-09T02:00:00Z")
	}
	p.versions = append(p.versions, packed{
		Version: Version{
			Time: when.UTC(), Commit: r.Commit, Reference: reference(r.Request),
			Path: r.Path, From: r.From, Deleted: r.Deleted,
		},
		blob: r.Blob,
	})
	return nil
}

// addEndings takes deletions from the file beside the pack. The old path of a move is not a
// deletion: the row of the move says it already.
func (p *pack) addEndings() error {
	name := p.options.Endings
	if name == "" {
		name = endingsBeside(p.location)
	}
	if name == "" {
		return nil
	}
	rows, err := readEndings(name)
	if err != nil {
		return err
	}
	type place struct{ commit, path string }
	known := map[place]bool{}
	for _, v := range p.versions {
		known[place{v.Commit, v.From}] = true
		if v.Deleted {
			known[place{v.Commit, v.Path}] = true
		}
	}
	for _, r := range rows {
		if r.Op != "delete" || known[place{r.Commit, r.Path}] {
			continue
		}
		r.From, r.Blob, r.Deleted = "", "", true
		if err := p.add(r); err != nil {
			return err
		}
	}
	return nil
}

// sort puts versions in order of time, then of the index, a commit's deletions last.
func (p *pack) sort() {
	slices.SortStableFunc(p.versions, func(a, b packed) int { return a.Time.Compare(b.Time) })
	at := map[string]int{}
	for i, v := range p.versions {
		if _, ok := at[v.Commit]; !ok {
			at[v.Commit] = i
		}
	}
	slices.SortStableFunc(p.versions, func(a, b packed) int {
		return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(at[a.Commit], at[b.Commit]), compareBool(a.Deleted, b.Deleted), cmp.Compare(a.Path, b.Path))
	})
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

func (p *pack) Versions(ctx context.Context) iter.Seq2[Version, error] {
	return func(yield func(Version, error) bool) {
		for _, v := range p.versions {
			if !p.options.wanted(v.Path) {
				continue
			}
			if err := ctx.Err(); err != nil {
				yield(Version{}, cancelled(err))
				return
			}
			version, err := p.filled(v)
			if !yield(version, err) || err != nil {
				return
			}
		}
	}
}

// filled is the version with its content.
func (p *pack) filled(v packed) (Version, error) {
	if v.Deleted {
		return v.Version, nil
	}
	name, ok := p.blobs[v.blob]
	if !ok {
		return Version{}, fault.New(fault.Corrupt, fmt.Sprintf("the version pack %s lacks the content %s of %s", lastPart(p.location), v.blob, v.Path),
			"Fetch the version pack again; it may be cut off")
	}
	content, err := p.files.read(name)
	v.Content = content
	return v.Version, err
}

// Paths are the files that are there at the end of the pack's history.
func (p *pack) Paths(context.Context) ([]string, error) {
	there := map[string]bool{}
	for _, v := range p.versions {
		delete(there, v.From)
		if v.Deleted {
			delete(there, v.Path)
			continue
		}
		there[v.Path] = true
	}
	var names []string
	for name := range there {
		names = append(names, name)
	}
	slices.Sort(names)
	return names, nil
}

// blobNames finds the content file of each sha, whatever its ending.
func blobNames(files folder) map[string]string {
	names := map[string]string{}
	for _, name := range files.names {
		if rest, ok := strings.CutPrefix(name, blobFolder); ok {
			sha, _, _ := strings.Cut(rest, ".")
			names[sha] = name
		}
	}
	return names
}

// reference is the pull request as text; JSON has it as a number, a text or null.
func reference(v any) string {
	switch x := v.(type) {
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	case string:
		return x
	}
	return ""
}

// readRows reads JSON lines, empty lines aside.
func readRows(name string, r io.Reader) ([]row, error) {
	scan := bufio.NewScanner(r)
	scan.Buffer(nil, 16*mebibyte)
	var rows []row
	for line := 1; scan.Scan(); line++ {
		if len(bytes.TrimSpace(scan.Bytes())) == 0 {
			continue
		}
		var x row
		if err := json.Unmarshal(scan.Bytes(), &x); err != nil {
			return nil, fault.Wrap(err, fault.Corrupt, fmt.Sprintf("line %d of %s is not a row of a version index", line, name),
				"Each line must be one JSON object with t, commit, path and sha")
		}
		if x.Path == "" {
			return nil, fault.Invalidf("Add the path", "line %d of %s names no path", line, name)
		}
		rows = append(rows, x)
	}
	if err := scan.Err(); err != nil {
		return nil, corrupt(name, "JSON lines", err)
	}
	return rows, nil
}

// readEndings reads a file of endings, packed with gzip or not.
func readEndings(name string) ([]row, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, unreachable(name, err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		z, err := gzip.NewReader(f)
		if err != nil {
			return nil, corrupt(name, "a gzip file", err)
		}
		r = io.LimitReader(z, 256*mebibyte)
	}
	return readRows(lastPart(name), r)
}

// endingsBeside is the file of endings that belongs to the pack by its name, or "".
func endingsBeside(location string) string {
	before, ok := strings.CutSuffix(location, "-versions.tar.xz")
	if !ok {
		return ""
	}
	for _, ending := range []string{"-events.jsonl.gz", "-events.jsonl"} {
		if exists(before + ending) {
			return before + ending
		}
	}
	return ""
}
