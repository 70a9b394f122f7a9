package source

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/ulikunitz/xz"

	"throughline/fault"
)

// file is an entry of an archive made for a test.
type file struct{ name, text string }

func tarOf(t testing.TB, files ...file) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, f := range files {
		ok(t, w.WriteHeader(&tar.Header{Name: f.name, Mode: 0o644, Size: int64(len(f.text)), Typeflag: tar.TypeReg}))
		_, err := w.Write([]byte(f.text))
		ok(t, err)
	}
	ok(t, w.WriteHeader(&tar.Header{Name: "link", Linkname: "/etc/passwd", Typeflag: tar.TypeSymlink}))
	ok(t, w.Close())
	return b.Bytes()
}

func zipOf(t testing.TB, files ...file) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		e, err := w.Create(f.name)
		ok(t, err)
		_, err = e.Write([]byte(f.text))
		ok(t, err)
	}
	ok(t, w.Close())
	return b.Bytes()
}

func gzipOf(t testing.TB, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write(b)
	ok(t, err)
	ok(t, w.Close())
	return out.Bytes()
}

func xzOf(t testing.TB, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := xz.NewWriter(&out)
	ok(t, err)
	_, err = w.Write(b)
	ok(t, err)
	ok(t, w.Close())
	return out.Bytes()
}

func onDisk(t testing.TB, name string, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	ok(t, os.WriteFile(path, b, 0o644))
	return path
}

func texts(t *testing.T, s Source) map[string]string {
	t.Helper()
	out := map[string]string{}
	for v, err := range s.Versions(t.Context()) {
		ok(t, err)
		out[v.Path] = string(v.Content)
	}
	return out
}

func TestArchivesAndTreeGiveTheSame(t *testing.T) {
	files := []file{{"./b/two.yaml", "2"}, {"a/one.yaml", "old"}, {"a/one.yaml", "1"}, {"c.md", "x"}}
	want := map[string]string{"a/one.yaml": "1", "b/two.yaml": "2"}
	plain := tarOf(t, files...)
	dir := t.TempDir()
	for _, f := range files {
		ok(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, f.name)), 0o755))
		ok(t, os.WriteFile(filepath.Join(dir, f.name), []byte(f.text), 0o644))
	}
	ok(t, os.Symlink(filepath.Join(dir, "c.md"), filepath.Join(dir, "link.yaml")))
	for name, location := range map[string]string{
		"tar": onDisk(t, "x.tar", plain), "tar.gz": onDisk(t, "x.tar.gz", gzipOf(t, plain)),
		"tar.xz": onDisk(t, "x.tar.xz", xzOf(t, plain)), "zip": onDisk(t, "x.zip", zipOf(t, files...)),
		"wrong ending": onDisk(t, "x.zip", gzipOf(t, plain)), "folder": dir,
	} {
		s, err := Open(location, Options{Want: func(p string) bool { return strings.HasSuffix(p, ".yaml") }})
		ok(t, err)
		if d := cmp.Diff(want, texts(t, s)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
		paths, err := s.Paths(t.Context())
		ok(t, err)
		if d := cmp.Diff([]string{"a/one.yaml", "b/two.yaml", "c.md"}, paths); d != "" {
			t.Errorf("%s: paths (-want +got):\n%s", name, d)
		}
	}
}

func TestFolderAroundEverythingIsDropped(t *testing.T) {
	o := Options{Under: []string{"plans"}}
	s, err := Open(onDisk(t, "x.tar", tarOf(t, file{"repo-main/plans/a.yaml", "1"}, file{"repo-main/README", "2"})), o)
	ok(t, err)
	if d := cmp.Diff(map[string]string{"plans/a.yaml": "1"}, texts(t, s)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestArchiveFaults(t *testing.T) {
	one := []file{{"a.txt", strings.Repeat("x", 1000)}, {"b.txt", strings.Repeat("y", 1000)}}
	whole := gzipOf(t, tarOf(t, one...))
	for _, c := range []struct {
		name string
		body []byte
		l    Limits
		want fault.Kind
	}{
		{"too many files", tarOf(t, one...), Limits{Files: 1}, fault.Full},
		{"one file too long", tarOf(t, one...), Limits{FileBytes: 999}, fault.Full},
		{"too much together", zipOf(t, one...), Limits{TotalBytes: 1999}, fault.Full},
		{"just fits", tarOf(t, one...), Limits{Files: 3, FileBytes: 1000, TotalBytes: 2000}, ""},
		{"cut off", whole[:len(whole)/2], Limits{}, fault.Corrupt},
		{"no archive", []byte("hello"), Limits{}, fault.Invalid},
		{"empty", nil, Limits{}, fault.Invalid},
		{"points out", tarOf(t, file{"../../etc/x", "1"}), Limits{}, fault.Invalid},
		{"absolute", zipOf(t, file{"/etc/x", "1"}), Limits{}, fault.Invalid},
		{"points out, Windows way", zipOf(t, file{`..\x`, "1"}), Limits{}, fault.Invalid},
	} {
		_, err := Open(onDisk(t, "a.bin", c.body), Options{Limits: c.l})
		if got := fault.KindOf(err); got != c.want {
			t.Errorf("%s: fault %q, want %q (%v)", c.name, got, c.want, err)
		}
	}
}

func TestOpenMissing(t *testing.T) {
	_, err := Open(filepath.Join(t.TempDir(), "nothing"), Options{})
	if !fault.Is(err, fault.NotFound) {
		t.Errorf("Open = %v, want not found", err)
	}
}

// index is a small version pack: two files, a move, an end told in the index.
const index = `{"t":"2024-01-02T00:00:00Z","commit":"c2","pr":5,"path":"p/a2.yaml","from":"p/a.yaml","sha":"bb"}
{"t":"2024-01-01T00:00:00Z","commit":"c1","pr":null,"path":"p/a.yaml","from":null,"sha":"aa"}

{"t":"2024-01-01T00:00:00Z","commit":"c1","pr":"x","path":"p/b.yaml","sha":"cc"}
{"t":"2024-01-03T00:00:00+01:00","commit":"c3","path":"p/b.yaml","deleted":true}
`

func packFiles() []file {
	return []file{{"index.jsonl", index}, {"blobs/aa.yaml", "1"}, {"blobs/bb.yaml", "2"}, {"blobs/cc", "3"}}
}

func TestPack(t *testing.T) {
	s, err := Open(onDisk(t, "pack.tar.xz", xzOf(t, tarOf(t, packFiles()...))), Options{})
	ok(t, err)
	want := []string{
		"01-01T00Z p/a.yaml", "01-01T00Z p/b.yaml #x",
		"01-02T00Z p/a2.yaml from p/a.yaml #5", "01-02T23Z p/b.yaml deleted",
	}
	if d := cmp.Diff(want, lines(t, s)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	paths, err := s.Paths(t.Context())
	ok(t, err)
	if d := cmp.Diff([]string{"p/a2.yaml"}, paths); d != "" {
		t.Errorf("paths (-want +got):\n%s", d)
	}
}

func TestPackEndingsBeside(t *testing.T) {
	dir := t.TempDir()
	location := filepath.Join(dir, "my-versions.tar.xz")
	ok(t, os.WriteFile(location, xzOf(t, tarOf(t, packFiles()...)), 0o644))
	endings := `{"t":"2024-01-02T00:00:00Z","commit":"c2","op":"delete","path":"p/a.yaml"}
{"t":"2024-01-02T00:00:00Z","commit":"c2","op":"change","path":"p/b.yaml"}
{"t":"2024-01-03T05:00:00Z","commit":"c4","op":"delete","path":"p/a2.yaml"}
`
	ok(t, os.WriteFile(filepath.Join(dir, "my-events.jsonl.gz"), gzipOf(t, []byte(endings)), 0o644))
	s, err := Open(location, Options{})
	ok(t, err)
	got := lines(t, s)
	if len(got) != 5 || got[4] != "01-03T05Z p/a2.yaml deleted" {
		t.Errorf("versions = %q, want one more ending, and none for the move", got)
	}
}

func TestPackFaults(t *testing.T) {
	row := `{"t":"2024-01-01T00:00:00Z","commit":"c","path":"a","sha":"aa"}`
	for _, c := range []struct {
		name, index string
		want        fault.Kind
	}{
		{"not JSON", "{", fault.Corrupt},
		{"no path", `{"t":"2024-01-01T00:00:00Z","sha":"aa"}`, fault.Invalid},
		{"bad time", `{"t":"yesterday","path":"a","sha":"aa"}`, fault.Invalid},
		{"no content", `{"t":"2024-01-01T00:00:00Z","path":"a"}`, fault.Invalid},
		{"content missing", strings.Replace(row, "aa", "zz", 1), fault.Corrupt},
		{"fine", row, ""},
	} {
		s, err := Open(onDisk(t, "p.tar", tarOf(t, file{"index.jsonl", c.index}, file{"blobs/aa", "1"})), Options{})
		if err == nil {
			for _, e := range s.Versions(t.Context()) {
				err = e
			}
		}
		if got := fault.KindOf(err); got != c.want {
			t.Errorf("%s: fault %q, want %q (%v)", c.name, got, c.want, err)
		}
	}
}

func TestStopping(t *testing.T) {
	r := branched(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, location := range []string{r.dir, onDisk(t, "p.tar", tarOf(t, packFiles()...)), onDisk(t, "t.tar", tarOf(t, file{"a", "1"}))} {
		s, err := Open(location, Options{})
		ok(t, err)
		var last error
		for _, err := range s.Versions(ctx) {
			last = err
		}
		if !fault.Is(last, fault.Cancelled) {
			t.Errorf("%T stopped with %v, want cancelled", s, last)
		}
	}
}

// The window of a real xz file is read from its head; the writer's default is 8 MiB.
func TestXZWindow(t *testing.T) {
	packed := xzOf(t, tarOf(t, packFiles()...))
	if got := xzWindow(packed); got != 8*mebibyte {
		t.Errorf("xzWindow = %d, want %d", got, 8*mebibyte)
	}
	i := bytes.Index(packed[12:], []byte{0x21, 1}) + 12
	packed[i+2] = 39 // 3 GiB
	if got := xzWindow(packed); got != 3<<30 {
		t.Errorf("xzWindow = %d, want %d", got, int64(3<<30))
	}
	if _, err := Open(onDisk(t, "x.tar.xz", packed), Options{}); !fault.Is(err, fault.Full) {
		t.Errorf("Open = %v, want full", err)
	}
	if xzWindow(nil) != 0 || xzWindow(make([]byte, 40)) != 0 {
		t.Error("a head without a block has no window")
	}
}

// A packed stream of entries nobody keeps ends too.
func TestStreamIsBounded(t *testing.T) {
	c := &collector{location: "x", limits: Limits{TotalBytes: 10, Files: 1}}
	b, err := io.ReadAll(c.bounded(strings.NewReader(strings.Repeat("x", 10_000))))
	if len(b) != 10+4096 || !fault.Is(c.unreadable(err), fault.Full) {
		t.Errorf("read %d bytes, then %v, want 4106 and a full fault", len(b), err)
	}
}

// FuzzArchive: whatever the bytes, reading ends with a source or a fault, within the limits.
func FuzzArchive(f *testing.F) {
	plain := tarOf(f, packFiles()...)
	for _, b := range [][]byte{plain, gzipOf(f, plain), xzOf(f, plain), zipOf(f, packFiles()...), []byte("PK\x03\x04"), nil} {
		f.Add(b)
	}
	o := Options{Limits: Limits{Files: 50, FileBytes: 1 << 16, TotalBytes: 1 << 18}}
	f.Fuzz(func(t *testing.T, b []byte) {
		files, err := readArchive("fuzzed", bytes.NewReader(b), o)
		if err != nil {
			if fault.Of(err) == nil {
				t.Fatalf("an error that is no fault: %v", err)
			}
			return
		}
		total := 0
		for _, name := range files.names {
			total += len(files.held[name])
		}
		if len(files.names) > 50 || total > 1<<18 {
			t.Fatalf("%d files of %d bytes are beyond the limits", len(files.names), total)
		}
		if _, err := packOrTree("fuzzed", files, o); err != nil && fault.Of(err) == nil {
			t.Fatalf("an error that is no fault: %v", err)
		}
	})
}
