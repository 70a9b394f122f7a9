//go:build unix

package sqlite

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"throughline/fault"
	"throughline/ledger"
	"throughline/ledger/ledgertest"
)

func TestFullDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.db")
	out, err := child(t, "fill", path).Output()
	if err != nil {
		t.Fatalf("the process says %v\n%s", err, out)
	}
	if got := string(out); !strings.HasPrefix(got, "full: "+path+" cannot grow") || !strings.Contains(got, "Free some space") {
		t.Errorf("a write beyond the limit = %s", got)
	}
	s := open(t, path, Options{})
	defer s.Close()
	if _, err := ledger.Verify(t.Context(), s, "harbor", nil); err != nil {
		t.Errorf("Verify() after the disk was full = %v", err)
	}
}

// Where nothing can be written, whoever is on call can still look; and once there is room, the same process
// writes again. The larger limit leaves room for the lock, but not for the memory that SQLite shares.
func TestAFullDiskCanBeRead(t *testing.T) {
	for _, limit := range []string{"0", "100"} {
		_, path := shelf(t)
		chmod(t, path, 0o644)
		chmod(t, path+".lock", 0o644)
		for _, try := range []struct{ access, says string }{{"read", "read 3\n"}, {"read", "read 3\n"}, {"write", "read 3\nthen 4\n"}, {"write", "read 4\nthen 5\n"}} {
			out, err := child(t, "starve", path, limit, try.access).Output()
			if err != nil || string(out) != try.says {
				t.Errorf("files of at most %s bytes, opened to %s: %v, %q; want %q", limit, try.access, err, out, try.says)
			}
		}
	}
}

// shelf is a folder that another account can reach, with data of three entries in it that it may read.
func shelf(t testing.TB) (dir, path string) {
	t.Helper()
	top, err := os.MkdirTemp("", "throughline")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = filepath.Walk(top, func(path string, _ os.FileInfo, _ error) error { return os.Chmod(path, 0o755) })
		os.RemoveAll(top)
	})
	dir = filepath.Join(top, "shelf")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(dir, "data.db")
	s := open(t, path, Options{})
	h := ledgertest.NewHistory("harbor")
	for range 3 {
		h.Next(ledgertest.Doc("unit", "core", 1, `{}`))
	}
	h.Append(t, s, h.Entries...)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for name, mode := range map[string]os.FileMode{top: 0o755, path: 0o444, path + ".lock": 0o444} {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
	}
	return dir, path
}

func TestReadOnlyPlaces(t *testing.T) {
	for name, c := range map[string]struct {
		arrange func(t *testing.T, dir, path string)
		path    string // in the folder
		says    []string
	}{
		"a file that cannot be written": {
			func(*testing.T, string, string) {}, "data.db",
			[]string{"read 3\n", "read only: ", "data.db cannot be written: the file or its folder is read-only", "copy the file to a folder where you may write"},
		},
		"a folder that cannot be written": {
			func(t *testing.T, dir, _ string) { chmod(t, dir, 0o555) }, "data.db",
			[]string{"read 3\n", "read only: ", "data.db cannot be written"},
		},
		"a folder without a lock file": {
			func(t *testing.T, dir, path string) { remove(t, path+".lock"); chmod(t, dir, 0o555) }, "data.db",
			[]string{"read 3\n", "read only: ", "data.db cannot be written"},
		},
		"a new file in such a folder": {
			func(t *testing.T, dir, _ string) { chmod(t, dir, 0o555) }, "new.db",
			[]string{"read only: ", "new.db cannot be written"},
		},
		"a file that cannot be read": {
			func(t *testing.T, _, path string) { chmod(t, path, 0o000) }, "data.db",
			[]string{"unavailable: ", "data.db cannot be opened", "Check who may read the file"},
		},
		"while another process writes": {
			func(t *testing.T, _, path string) { keepWriting(t, path) }, "data.db",
			refusedBesideWriter(),
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, path := shelf(t)
			c.arrange(t, dir, path)
			cmd := child(t, "peek", filepath.Join(dir, c.path))
			asNobody(t, cmd, filepath.Dir(dir))
			out, err := cmd.Output()
			if err == nil {
				t.Errorf("a write was taken:\n%s", out)
			}
			for _, want := range c.says {
				if !strings.Contains(string(out), want) {
					t.Errorf("the process says\n%s\nwant %q", out, want)
				}
			}
		})
	}
}

func chmod(t *testing.T, path string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

// refusedBesideWriter is what somebody says who may only read what another process writes. Only root can be
// somebody else; any other account is the owner, who may write and meets the process.
func refusedBesideWriter() []string {
	if os.Geteuid() == 0 {
		return []string{"read 4\n", "read only: ", "data.db cannot be written"}
	}
	return []string{"read 4\n", "in use: ", "data.db is in use by process"}
}

// keepWriting opens the file for writing, changes it, and keeps it open, so that part of the data
// stands in the WAL; everybody may read that too.
func keepWriting(t *testing.T, path string) {
	t.Helper()
	chmod(t, path, 0o644)
	chmod(t, path+".lock", 0o644)
	s := open(t, path, Options{})
	t.Cleanup(func() { s.Close() })
	if err := refusal(t, s); err != nil {
		t.Fatal(err)
	}
	for _, end := range []string{"", "-wal", "-shm"} {
		chmod(t, path+end, 0o444)
	}
}

// Somebody reads a file in the folder of another, who opens it, changes it and closes it meanwhile.
func TestReadingInTheFolderOfAnother(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can run a process as somebody else")
	}
	dir, path := shelf(t)
	cmd := child(t, "count", path)
	asNobody(t, cmd, filepath.Dir(dir))
	in, ask, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer ask.Close()
	cmd.Stdin = in
	lines, _ := spoken(t, cmd)
	in.Close()
	expect := func(want, when string) {
		t.Helper()
		if got := <-lines; got != want {
			t.Fatalf("%s the other reads %q entries, want %s", when, got, want)
		}
		fmt.Fprintln(ask)
	}
	expect("3", "before")
	expect("3", "still before")
	for i := range 2 {
		chmod(t, path, 0o644)
		s := open(t, path, Options{})
		if err := refusal(t, s); err != nil {
			t.Fatal(err)
		}
		for _, end := range []string{"-wal", "-shm"} {
			chmod(t, path+end, 0o444)
		}
		<-lines // asked before the change
		fmt.Fprintln(ask)
		expect(fmt.Sprint(4+i), "while the owner has it open")
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		<-lines // asked before it was closed
		fmt.Fprintln(ask)
		expect(fmt.Sprint(4+i), "after the owner closed it")
	}
}

func TestPlacesThatCannotBe(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	foreign := filepath.Join(dir, "foreign.db")
	makeForeign(t, foreign)
	for name, c := range map[string]struct {
		path string
		opt  Options
		kind fault.Kind
		says string
	}{
		"a folder":                    {dir, Options{}, fault.Invalid, "is a folder"},
		"a folder that is missing":    {filepath.Join(dir, "a", "b.db"), Options{}, fault.NotFound, "the folder of"},
		"a missing file to read":      {filepath.Join(dir, "none.db"), Options{ReadOnly: true}, fault.NotFound, "there is no file"},
		"a text":                      {write("a.txt", strings.Repeat("hello world\n", 100)), Options{}, fault.Corrupt, "is not a Throughline file, or its beginning was damaged"},
		"a text to read":              {write("b.txt", strings.Repeat("hello world\n", 100)), Options{ReadOnly: true}, fault.Corrupt, "is not a Throughline file"},
		"no file at all":              {os.DevNull, Options{}, fault.Invalid, "is not a file"},
		"another program's SQLite":    {foreign, Options{}, fault.Invalid, "is a SQLite file of another program"},
		"another program's to read":   {foreign, Options{ReadOnly: true}, fault.Invalid, "is not a Throughline file"},
		"a view that cannot be named": {filepath.Join(dir, "v.db"), Options{Views: []ledger.View{{Kind: "unit", Name: "a b"}}}, fault.Internal, "cannot be made"},
	} {
		s, err := Open(t.Context(), c.path, c.opt)
		if err == nil {
			s.Close()
		}
		if f := fault.Of(err); f == nil || f.Kind != c.kind || !strings.Contains(err.Error(), c.says) || f.Remedy == "" {
			t.Errorf("%s: Open() = %v, want %s that says %q", name, err, c.kind, c.says)
		}
	}
	if b, err := os.ReadFile(filepath.Join(dir, "a.txt")); err != nil || string(b) != strings.Repeat("hello world\n", 100) {
		t.Error("a file that was refused was changed")
	}
	for _, refused := range []string{filepath.Join(dir, "a.txt"), os.DevNull} {
		if _, err := os.Stat(refused + ".lock"); err == nil {
			t.Errorf("%s.lock was left beside what is not ours", refused)
			os.Remove(refused + ".lock")
		}
	}
}

func TestAnEmptyFileBecomesALedger(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t, path, Options{})
	defer s.Close()
	if err := refusal(t, s); err != nil {
		t.Errorf("a write to a file that was empty = %v", err)
	}
}

func TestDataIsForTheOwnerOnly(t *testing.T) {
	s := fresh(t)
	if err := refusal(t, s); err != nil {
		t.Fatal(err)
	}
	for _, end := range []string{"", "-wal", "-shm", ".lock"} {
		info, err := os.Stat(s.Path() + end)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, %v, want 0600: it holds people's data", end, info.Mode(), err)
		}
	}
}

// Whoever copies a closed file has everything.
func TestCloseLeavesOneFile(t *testing.T) {
	path := closed(t)
	for _, end := range []string{"-wal", "-shm"} {
		if _, err := os.Stat(path + end); err == nil {
			t.Errorf("%s is left after Close", end)
		}
	}
}

func TestEverySettingHoldsOnEveryConnection(t *testing.T) {
	s := fresh(t)
	want := map[string]string{"journal_mode": "wal", "synchronous": "2", "cell_size_check": "1", "trusted_schema": "0", "busy_timeout": "5000"}
	for range 3 {
		conn, err := s.readers.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		for name, value := range want {
			var got string
			if err := conn.QueryRowContext(t.Context(), "PRAGMA "+name).Scan(&got); err != nil || got != value {
				t.Errorf("a reader has %s = %s, %v, want %s", name, got, err, value)
			}
		}
		if _, err := conn.ExecContext(t.Context(), "DELETE FROM head"); err == nil {
			t.Error("a reading connection wrote")
		}
	}
	want["secure_delete"] = "1"
	for name, value := range want {
		var got string
		if err := s.writer.conn.QueryRowContext(t.Context(), "PRAGMA "+name).Scan(&got); err != nil || got != value {
			t.Errorf("the writer has %s = %s, %v, want %s", name, got, err, value)
		}
	}
}

// Erased text must not be found in any of the files by whoever looks at the bytes.
func TestErasedTextIsGoneFromTheFiles(t *testing.T) {
	s := fresh(t)
	h := ledgertest.NewHistory("harbor")
	for i := range 200 {
		h.Next(h.Person(fmt.Sprintf("p-%d", i%20), int32(i/20+1), fmt.Sprintf("Secretname%d", i%20), "x@example.org"))
	}
	h.Append(t, s, h.Entries...)
	if !foundIn(t, s.Path(), "Secretname7\"") {
		t.Fatal("the text is not in the files before: the test would prove nothing")
	}
	if n, err := s.Erase(t.Context(), "harbor", "person", "p-7"); n != 20 || err != nil {
		t.Fatalf("Erase() = %d, %v", n, err)
	}
	if foundIn(t, s.Path(), "Secretname7\"") {
		t.Error("erased text is still in the files")
	}
	if !foundIn(t, s.Path(), "Secretname8\"") {
		t.Error("text of others was erased")
	}
}

func TestErasedTextIsGoneOnceReadersAre(t *testing.T) {
	s := fresh(t)
	h := ledgertest.NewHistory("harbor")
	h.Append(t, s, h.Next(h.Person("ana", 1, "Secretname", "x@example.org")), h.Next())
	for range s.Entries(t.Context(), "harbor", ledger.Query{}) { // holds the older picture
		if _, err := s.Erase(t.Context(), "harbor", "person", "ana"); err != nil {
			t.Fatal(err)
		}
		if !s.unclean {
			t.Error("a reader holds the old picture, so the WAL cannot be clean yet")
		}
		break
	}
	h.Append(t, s, h.Next())
	if s.unclean || foundIn(t, s.Path(), "Secretname") {
		t.Error("erased text is still in the files after the next change")
	}
}

// foundIn reports whether the text stands in the data file or the WAL.
func foundIn(t testing.TB, path, text string) bool {
	t.Helper()
	found := false
	for _, end := range []string{"", "-wal"} {
		b, err := os.ReadFile(path + end)
		if err != nil {
			t.Fatal(err)
		}
		found = found || strings.Contains(string(b), text)
	}
	return found
}
