package source

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/fault"
	"throughline/testing/gitmade"
)

// on is a day of March 2024, noon in UTC.
func on(day int) time.Time { return time.Date(2024, 3, day, 12, 0, 0, 0, time.UTC) }

func put(path, text string) gitmade.File { return gitmade.File{Path: path, Text: text} }

// busy is a repository with something of everything beside its three plans: a merge, a move, an
// end, links, a repository within it, files nobody wants.
func busy(t *testing.T) string {
	t.Helper()
	return gitmade.Make(t, []gitmade.Commit{
		{Message: "Begin", Time: on(1), Files: []gitmade.File{
			put("plans/a/plan.yaml", plan("A")), put("plans/b/plan.yaml", plan("B")), put("README", "hello"),
			{Path: "plans/l/plan.yaml", Text: "../a/plan.yaml", Mode: gitmade.Link},
			{Path: "plans/s", Text: strings.Repeat("1", 40), Mode: gitmade.Submodule},
			{Path: "plans/l2", Text: "a", Mode: gitmade.Link},
		}},
		{Branch: "side", Message: "Draft", Time: on(2), From: 1, Files: []gitmade.File{put("plans/c/plan.yaml", plan("C, a draft"))}},
		{Branch: "side", Message: "Better", Time: on(3), Files: []gitmade.File{put("plans/c/plan.yaml", plan("C"))}},
		{Message: "Words", Time: on(4), Files: []gitmade.File{put("README", "hello again"), put("plans/a/notes.md", "n")}},
		{Message: "Merge pull request #5 from x/side", Time: on(5), Merge: 3, Files: []gitmade.File{put("plans/c/plan.yaml", plan("C"))}},
		{Message: "Move it (#6)", Time: on(6), Files: []gitmade.File{
			{Path: "plans/a/plan.yaml", Gone: true}, {Path: "plans/x/a/plan.yaml", Text: plan("A again"), Mode: gitmade.Executable},
		}},
		{Message: "End B", Time: on(7), Files: []gitmade.File{{Path: "plans/b/plan.yaml", Gone: true}}},
		{Message: "C becomes a link", Time: on(8), Files: []gitmade.File{{Path: "plans/c/plan.yaml", Text: "../x/a/plan.yaml", Mode: gitmade.Link}}},
		{Message: "A folder of a file's name", Time: on(9), Files: []gitmade.File{{Path: "README", Gone: true}, put("README/plan.yaml", plan("R"))}},
	})
}

var busyLines = []string{
	"03-01T12Z plans/a/plan.yaml", "03-01T12Z plans/b/plan.yaml", "03-05T12Z plans/c/plan.yaml #5",
	"03-06T12Z plans/x/a/plan.yaml from plans/a/plan.yaml #6", "03-07T12Z plans/b/plan.yaml deleted", "03-08T12Z plans/c/plan.yaml deleted",
}

// However a repository lies on the disk, its history is the same.
func TestGitForms(t *testing.T) {
	made := busy(t)
	beside := func(name string) string { return filepath.Join(t.TempDir(), name) }
	url := "file://" + filepath.ToSlash(made)
	forms := map[string]func() string{
		"loose": func() string { return made },
		"bare": func() string {
			to := beside("bare")
			gitmade.Git(t, made, "clone", "--quiet", "--bare", url, to)
			return to
		},
		"its own folder": func() string { return filepath.Join(made, ".git") },
		"second working tree": func() string {
			to := beside("tree")
			gitmade.Git(t, made, "worktree", "add", "--quiet", "--detach", to)
			return to
		},
		"borrowed, twice over": func() string {
			one, two := beside("one"), beside("two")
			gitmade.Git(t, made, "clone", "--quiet", "--shared", made, one)
			gitmade.Git(t, one, "clone", "--quiet", "--shared", one, two)
			return two
		},
		"borrowed by a relative path": func() string {
			to := filepath.Join(filepath.Dir(made), "relative")
			gitmade.Git(t, made, "clone", "--quiet", "--shared", made, to)
			ok(t, os.WriteFile(filepath.Join(to, ".git", "objects", "info", "alternates"), []byte("# a neighbour\n\n../../../made/.git/objects\n"), 0o644))
			return to
		},
		"by a link": func() string {
			to := beside("link")
			ok(t, os.MkdirAll(to, 0o755))
			ok(t, os.Symlink(filepath.Join(made, ".git"), filepath.Join(to, ".git")))
			return to
		},
		"with extensions": func() string {
			to := beside("extensions")
			gitmade.Git(t, made, "clone", "--quiet", url, to)
			for _, e := range []string{"worktreeConfig", "preciousObjects"} {
				gitmade.Git(t, to, "config", "extensions."+e, "true")
			}
			gitmade.Git(t, to, "config", "core.repositoryFormatVersion", "1")
			return to
		},
		"with a configuration nobody can read": func() string {
			to := beside("odd")
			gitmade.Git(t, made, "clone", "--quiet", url, to)
			ok(t, os.WriteFile(filepath.Join(to, ".git", "config"), []byte("[core\n"), 0o644))
			return to
		},
		"packed tightly": func() string {
			gitmade.Git(t, made, "tag", "v1")
			gitmade.Git(t, made, "gc", "--quiet", "--aggressive", "--prune=now")
			gitmade.Git(t, made, "pack-refs", "--all")
			gitmade.Git(t, made, "commit-graph", "write", "--reachable")
			return made
		},
	}
	o := Options{Under: []string{"plans"}, Want: func(p string) bool { return strings.HasSuffix(p, "/plan.yaml") }}
	for _, name := range []string{
		"loose", "bare", "its own folder", "second working tree", "borrowed, twice over", "borrowed by a relative path", "by a link",
		"with extensions", "with a configuration nobody can read", "packed tightly",
	} {
		s, err := Open(forms[name](), o)
		ok(t, err)
		for range 2 { // the second reading opens what the first has closed
			if d := cmp.Diff(busyLines, lines(t, s)); d != "" {
				t.Errorf("%s: versions (-want +got):\n%s", name, d)
			}
		}
		paths, err := s.Paths(t.Context())
		ok(t, err)
		want := []string{"README/plan.yaml", "plans/a/notes.md", "plans/c/plan.yaml", "plans/l/plan.yaml", "plans/l2", "plans/x/a/plan.yaml"}
		if d := cmp.Diff(want, paths); d != "" {
			t.Errorf("%s: paths (-want +got):\n%s", name, d)
		}
	}
}

// What cannot be read says why, and what to do.
func TestGitFormsThatCannotBeRead(t *testing.T) {
	made := busy(t)
	gitmade.Git(t, made, "config", "uploadpack.allowFilter", "true")
	url := "file://" + filepath.ToSlash(made)
	clone := func(args ...string) string {
		to := filepath.Join(t.TempDir(), "clone")
		gitmade.Git(t, made, append(append([]string{"clone", "--quiet"}, args...), to)...)
		return to
	}
	newFormat := t.TempDir()
	gitmade.Git(t, newFormat, "init", "--quiet", "--object-format=sha256")
	empty := t.TempDir()
	gitmade.Git(t, empty, "init", "--quiet")
	lost := clone("--shared", made)
	ok(t, os.WriteFile(filepath.Join(lost, ".git", "objects", "info", "alternates"), []byte("/no/such/place\n"), 0o644))
	stray := t.TempDir()
	ok(t, os.WriteFile(filepath.Join(stray, ".git"), []byte("gitdir: /no/such/place\n"), 0o644))
	cut := clone(url)
	packs, err := filepath.Glob(filepath.Join(cut, ".git", "objects", "pack", "*.pack"))
	ok(t, err)
	ok(t, os.Chmod(packs[0], 0o644))
	ok(t, os.Truncate(packs[0], 300))
	for _, c := range []struct {
		name, location string
		options        Options
		kind           fault.Kind
		words          string
	}{
		{"shallow", clone("--depth", "2", url), Options{}, fault.Invalid, "git fetch --unshallow"},
		{"partial", clone("--filter=blob:none", "--no-checkout", url), Options{}, fault.Invalid, "without --filter"},
		{"sha256", newFormat, Options{}, fault.Invalid, "sha256"},
		{"empty", empty, Options{}, fault.Invalid, "nothing is committed"},
		{"lender gone", lost, Options{}, fault.Corrupt, "/no/such/place"},
		{"stray", stray, Options{}, fault.Corrupt, "not there"},
		{"cut off", cut, Options{}, fault.Corrupt, "git repository"},
		{"no such branch", made, Options{Ref: "nowhere"}, fault.NotFound, `"nowhere"`},
		{"a file too large", made, Options{Limits: Limits{FileBytes: 4}}, fault.Full, "grows beyond"},
	} {
		s, err := Open(c.location, c.options)
		if err == nil {
			for _, e := range s.Versions(t.Context()) {
				err = e
			}
		}
		text := ""
		if f := fault.Of(err); f != nil {
			text = f.Sentence + " " + f.Remedy
		}
		if fault.KindOf(err) != c.kind || !strings.Contains(text, c.words) {
			t.Errorf("%s: fault %q %q, want %q with %q (%v)", c.name, fault.KindOf(err), text, c.kind, c.words, err)
		}
	}
}

// A clock that is wrong moves its own commit and no other, and says so.
func TestGitTimesThatCannotBe(t *testing.T) {
	hour := func(h int) time.Time { return on(1).Add(time.Duration(h) * time.Hour) }
	at := []time.Time{
		time.Unix(0, 0), hour(0), hour(30), time.Date(2098, 1, 1, 0, 0, 0, 0, time.UTC), hour(29), hour(60), time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC), hour(90),
	}
	var commits []gitmade.Commit
	for i, when := range at {
		commits = append(commits, gitmade.Commit{Message: "x", Time: when, Written: hour(i), Files: []gitmade.File{put("p.yaml", plan(fmt.Sprint(i)))}})
	}
	made := gitmade.Make(t, commits)
	for _, c := range []struct {
		name string
		o    Options
		want []string
	}{
		{"committed", Options{Now: hour(1000)}, []string{
			"03-01T12Z told 1970-01-01", "03-01T12Z", "03-02T17Z", "03-02T17Z told 2098-01-01", "03-02T17Z", "03-04T00Z", "03-04T00Z told 2001-01-01", "03-05T06Z",
		}},
		{"written", Options{Written: true}, []string{"03-01T12Z", "03-01T13Z", "03-01T14Z", "03-01T15Z", "03-01T16Z", "03-01T17Z", "03-01T18Z", "03-01T19Z"}},
	} {
		s, err := Open(made, c.o)
		ok(t, err)
		var got []string
		for v, err := range s.Versions(t.Context()) {
			ok(t, err)
			line := v.Time.Format("01-02T15Z")
			if !v.Told.IsZero() {
				line += " told " + v.Told.Format(time.DateOnly)
			}
			got = append(got, line)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
}

// A clock that runs after our own is not believed, unless all are.
func TestGitTimesAfterNow(t *testing.T) {
	line := []lineCommit{{time: on(1)}, {time: on(9)}, {time: on(9)}, {time: on(9)}}
	settle(line, on(3))
	if got := line[3].time; got != on(1) || line[3].told != on(9) {
		t.Errorf("a commit after now counts as of %v, told %v", got, line[3].told)
	}
	line = []lineCommit{{time: on(8)}, {time: on(9)}}
	settle(line, on(3))
	if line[1].time != on(9) || !line[1].told.IsZero() {
		t.Errorf("where all are after now, the last counts as of %v", line[1].time)
	}
}

// Whatever the clocks say, times never go back, and no selection of more commits keeps its times.
func TestSettleKeepsTheMost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hours := rapid.SliceOfN(rapid.IntRange(1, 30), 1, 12).Draw(t, "hours")
		now := rapid.IntRange(0, 40).Draw(t, "now")
		line := make([]lineCommit, len(hours))
		for i, h := range hours {
			line[i].time = on(1).Add(time.Duration(h) * 48 * time.Hour)
		}
		ceiling := on(1).Add(time.Duration(now) * 48 * time.Hour)
		settle(line, ceiling)
		most := 0
		for set := range 1 << len(hours) { // every selection
			n, last := 0, 0
			for i, h := range hours {
				if set>>i&1 == 1 {
					if h < last || h > now {
						n = -1
						break
					}
					n, last = n+1, h
				}
			}
			most = max(most, n)
		}
		kept := 0
		for i, c := range line {
			if i > 0 && c.time.Before(line[i-1].time) {
				t.Fatalf("hours %v: commit %d goes back", hours, i)
			}
			if c.told.IsZero() {
				kept++
			}
		}
		if most > 0 && kept < most {
			t.Fatalf("hours %v, now %d: %d commits keep their times, %d could", hours, now, kept, most)
		}
	})
}

// A path that is not UTF-8 is made legible, and read all the same.
func TestGitPathOfOtherCharacters(t *testing.T) {
	made := gitmade.Make(t, []gitmade.Commit{
		{Message: "one", Time: on(1), Files: []gitmade.File{put("plans/M\xfcnster/plan.yaml", plan("M"))}},
		{Message: "two", Time: on(2), Files: []gitmade.File{{Path: "plans/M\xfcnster/plan.yaml", Gone: true}, put("plans/Münster/plan.yaml", plan("M"))}},
	})
	s, err := Open(made, Options{})
	ok(t, err)
	want := []string{"03-01T12Z plans/M\uFFFDnster/plan.yaml", "03-02T12Z plans/Münster/plan.yaml from plans/M\uFFFDnster/plan.yaml"}
	if d := cmp.Diff(want, lines(t, s)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// counted is a store of objects that counts how often each was read.
type counted struct {
	cache.Object
	reads map[plumbing.Hash]int
}

func (c counted) Put(o plumbing.EncodedObject) {
	c.reads[o.Hash()]++
	c.Object.Put(o)
}

// Only folders that changed and can hold something wanted are read, each once.
func TestGitReadsOnlyWhatIsWanted(t *testing.T) {
	var commits []gitmade.Commit
	for i := range 12 {
		files := []gitmade.File{put(fmt.Sprintf("src/d%d/f%d.txt", i%7, i), strings.Repeat("x\n", i))}
		if i%4 == 0 {
			files = append(files, put("plans/a/plan.yaml", plan(fmt.Sprint(i))), put("plans/b/readme.md", fmt.Sprint(i)))
		}
		commits = append(commits, gitmade.Commit{Message: "x", Time: on(1), Files: files})
	}
	s, err := Open(gitmade.Make(t, commits), Options{Under: []string{"plans/a"}})
	ok(t, err)
	c := counted{cache.NewObjectLRUDefault(), map[plumbing.Hash]int{}}
	s.(*gitSource).storage.cache = c
	if got := len(lines(t, s)); got != 3 {
		t.Fatalf("%d versions, want 3", got)
	}
	// 12 commits and their 12 trees; three times plans, plans/a and the plan.
	if len(c.reads) != 12+12+9 {
		t.Errorf("%d objects were read, want 33", len(c.reads))
	}
	for h, n := range c.reads {
		if n > 1 {
			t.Errorf("object %s was read %d times", h, n)
		}
	}
}

// Of files that moved at once each is paired with the one it was, whatever else is as like it.
func TestMoves(t *testing.T) {
	blobs := map[plumbing.Hash][]byte{}
	hash := func(text string) plumbing.Hash {
		h := plumbing.ComputeHash(plumbing.BlobObject, []byte(text))
		blobs[h] = []byte(text)
		return h
	}
	reads := 0
	content := func(h plumbing.Hash) ([]byte, error) { reads++; return blobs[h], nil }
	gone := func(path, text string) tracked { return tracked{path: path, before: hash(text)} }
	made := func(path, text string) tracked { return tracked{path: path, after: hash(text)} }
	half := "1\n2\n3\n4\n"
	for _, c := range []struct {
		name       string
		made, gone []tracked
		want       map[int]int
	}{
		{"nothing vanished", []tracked{made("a", "x")}, nil, map[int]int{}},
		{"the same", []tracked{made("b", "x")}, []tracked{gone("a", "x")}, map[int]int{0: 0}},
		{
			"two of the same keep their folders",
			[]tracked{made("n/1/plan", "x"), made("n/2/plan", "x")},
			[]tracked{gone("o/2/plan", "x"), gone("o/1/plan", "x")},
			map[int]int{0: 1, 1: 0},
		},
		{
			"a folder's name counts before likeness",
			[]tracked{made("n/1/plan", plan("A, changed")), made("n/2/plan", plan("B, changed"))},
			[]tracked{gone("o/1/plan", plan("B")), gone("o/2/plan", plan("A"))},
			map[int]int{0: 0, 1: 1},
		},
		{
			"then likeness",
			[]tracked{made("n/c/plan", half+"5\n6\n"), made("n/d/plan", half+"7\n")},
			[]tracked{gone("o/a/plan", half+"7\n8\n"), gone("o/b/plan", half+"5\n")},
			map[int]int{0: 1, 1: 0},
		},
		{"half is enough", []tracked{made("b", half+"a\nb\nc\nd\n")}, []tracked{gone("a", half+"e\nf\ng\nh\n")}, map[int]int{0: 0}},
		{"less is not", []tracked{made("b", half+"a\nb\nc\nd\n")}, []tracked{gone("a", half+"e\nf\ng\nh\ni\n")}, map[int]int{}},
		{"one copy is the move", []tracked{made("b", "x"), made("c/a", "x")}, []tracked{gone("a", "x")}, map[int]int{1: 0}},
		{"new ends of lines", []tracked{made("b", strings.ReplaceAll(half, "\n", "\r\n"))}, []tracked{gone("a", half)}, map[int]int{0: 0}},
	} {
		got, err := moves(c.made, c.gone, content)
		ok(t, err)
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
	var many, before []tracked
	for i := range 1100 {
		many = append(many, made(fmt.Sprintf("n/%d/plan", i), plan(fmt.Sprint(i))+"more\n"))
		before = append(before, gone(fmt.Sprintf("o/%d/plan", i), plan(fmt.Sprint(i))))
	}
	many[7].path, reads = "n/other/plan", 0
	got, err := moves(many, before, content)
	ok(t, err)
	if len(got) != 1099 || got[8] != 8 || reads > 2200 {
		t.Errorf("%d of 1,100 files moved, %d contents were read; want 1,099 that kept their folders, each content once", len(got), reads)
	}
}
