package gitmade

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Modes of a file.
const (
	Regular    = "100644"
	Executable = "100755"
	Link       = "120000"
	Submodule  = "160000" // the text is the hash of a commit
)

// Commit is one commit to make.
type Commit struct {
	Branch  string // "" is main
	Message string
	Person  string    // who wrote and committed it, as "Name <address>"; "" is a placeholder
	Written time.Time // by its author; zero is Time
	Time    time.Time // when it was committed
	From    int       // the number of its first parent, 0 for the branch's last commit
	Merge   int       // the number of a second parent, 0 for none
	Files   []File    // what it changes
}

// File is one file that a commit changes.
type File struct {
	Path string
	Text string
	Mode string // "" is Regular
	Gone bool   // the commit removes it
}

// Make makes a checkout of the commits, whose numbers are their places from 1 on, in a temporary folder.
func Make(t testing.TB, commits []Commit) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "made")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	Git(t, dir, "init", "--quiet", "--initial-branch=main")
	var b bytes.Buffer
	tips := map[string]int{}
	for i, c := range commits {
		c.write(&b, i+1, tips)
	}
	run(t, dir, &b, "fast-import", "--quiet", "--force")
	Git(t, dir, "checkout", "--quiet", "--force", "main")
	return dir
}

// write writes a commit as fast-import reads it.
func (c Commit) write(b *bytes.Buffer, number int, tips map[string]int) {
	branch, person, written := c.Branch, c.Person, c.Written
	if branch == "" {
		branch = "main"
	}
	if person == "" {
		person = "Placeholder <placeholder@example.org>"
	}
	if written.IsZero() {
		written = c.Time
	}
	from := c.From
	if from == 0 {
		from = tips[branch]
	}
	fmt.Fprintf(b, "commit refs/heads/%s\nmark :%d\n", branch, number)
	fmt.Fprintf(b, "author %s %s\ncommitter %s %s\n", person, stamp(written), person, stamp(c.Time))
	text(b, c.Message)
	if from != 0 {
		fmt.Fprintf(b, "from :%d\n", from)
	}
	if c.Merge != 0 {
		fmt.Fprintf(b, "merge :%d\n", c.Merge)
	}
	for _, f := range c.Files {
		f.write(b)
	}
	tips[branch] = number
}

// write writes a file as fast-import reads it.
func (f File) write(b *bytes.Buffer) {
	mode := f.Mode
	if mode == "" {
		mode = Regular
	}
	switch {
	case f.Gone:
		fmt.Fprintf(b, "D %s\n", f.Path)
	case mode == Submodule:
		fmt.Fprintf(b, "M %s %s %s\n", mode, f.Text, f.Path)
	default:
		fmt.Fprintf(b, "M %s inline %s\n", mode, f.Path)
		text(b, f.Text)
	}
}

func text(b *bytes.Buffer, s string) { fmt.Fprintf(b, "data %d\n%s\n", len(s), s) }

// stamp is a time as git keeps it, with its zone.
func stamp(t time.Time) string { return fmt.Sprintf("%d %s", t.Unix(), t.Format("-0700")) }

// Git runs git in a folder and ends the test when it fails. Nothing of the person's own
// configuration counts.
func Git(t testing.TB, dir string, args ...string) {
	t.Helper()
	run(t, dir, nil, args...)
}

func run(t testing.TB, dir string, in *bytes.Buffer, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "git", args...)
	cmd.Dir = dir
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "GIT_") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	cmd.Env = append(cmd.Env, "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0")
	if in != nil {
		cmd.Stdin = in
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}
