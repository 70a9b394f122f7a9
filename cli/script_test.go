package cli_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"throughline/cli"
	"throughline/testing/mailbox"
)

var update = flag.Bool("update", false, "write what the program prints into the stories, to be read before it is committed")

// The environment variables that stand for the world a story takes place in.
const (
	nowVariable      = "STORY_NOW"      // the moment the clock shows; left out, it is noon of 24 September 2026
	terminalVariable = "STORY_TERMINAL" // set, both outputs are terminals
	raceVariable     = "GORACE"         // how the race detector goes about it, for the programs of a story as for the tests
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"throughline": program})
}

// program is the program as main starts it, in the world of the story.
func program() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	terminal := os.Getenv(terminalVariable) != ""
	status := cli.Run(ctx, cli.World{
		Args: os.Args[1:], In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Env: os.Getenv, Clock: storyClock,
		OutTerminal: terminal, ErrTerminal: terminal, Version: "v0.0.0-story",
	})
	stop()
	os.Exit(status)
}

func storyClock() time.Time {
	if now := os.Getenv(nowVariable); now != "" {
		t, err := time.Parse(time.RFC3339, now)
		if err != nil {
			panic(err)
		}
		return t
	}
	return time.Date(2026, 9, 24, 12, 0, 0, 0, time.UTC)
}

// Each file of testdata/script is a story: what a person types, and what comes of it.
func TestStories(t *testing.T) {
	post := mailServers(t)
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script", Setup: post.setUp, UpdateScripts: *update, RequireUniqueNames: true, RequireExplicitExec: true,
		Condition: condition,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "json": isJSON, "column": column, "flip": flip, "cut": cut, "sql": statement,
			"serving": serving, "stopping": stopping, "issued": issued, "certified": certified, "fetched": fetched, "mailed": post.mailed,
		},
	})
}

// mailed are the mail servers of the stories: one as they should be, one without encryption.
type mailed struct{ box, clear *mailbox.Server }

func mailServers(t *testing.T) mailed {
	m := mailed{mailbox.Start(t, mailbox.Options{}), mailbox.Start(t, mailbox.Options{Plain: true, Open: true})}
	m.box.Refuse(func(to string) error {
		if strings.HasPrefix(to, "gone@") {
			return mailbox.Gone()
		}
		return nil
	})
	return m
}

// mailed holds that a letter to somebody came, with the words: mailed ana@example.org 'the settings'
func (m mailed) mailed(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: mailed ADDRESS WORDS")
	}
	came := slices.ContainsFunc(append(m.box.Letters(), m.clear.Letters()...), func(l mailbox.Letter) bool { return l.Reader == args[0] && strings.Contains(l.Text, args[1]) })
	if came == neg {
		ts.Fatalf("a letter to %s with %q came: %v", args[0], args[1], came)
	}
}

// setUp gives every story the files of the companies, a home of its own, and mail servers.
func (m mailed) setUp(env *testscript.Env) error {
	env.Setenv("HOME", env.WorkDir)
	env.Setenv(raceVariable, os.Getenv(raceVariable))
	env.Values[servedKey{}] = &belongings{}
	env.Setenv("MAIL_SERVER", m.box.Address())
	env.Setenv("CLEAR_MAIL_SERVER", m.clear.Address())
	env.Setenv("MAIL_PASSWORD", mailbox.Password)
	if err := os.WriteFile(filepath.Join(env.WorkDir, "mailbox.pem"), m.box.PEM(), 0o600); err != nil {
		return err
	}
	return os.CopyFS(filepath.Join(env.WorkDir, "companies"), os.DirFS(filepath.Join("testdata", "companies")))
}

// condition is what a story may ask for beside the usual: whether root runs it, whom no file mode stops.
func condition(name string) (bool, error) {
	if name != "root" {
		return false, fmt.Errorf("unknown condition %q", name)
	}
	return os.Getuid() == 0, nil
}

// exits runs a command and holds its exit status: exits 3 throughline import plan.yaml
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS COMMAND ARGUMENT...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		exit, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// isJSON holds that a file or an output is one JSON value or several, each on its own: json stdout
func isJSON(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: json FILE")
	}
	values, err := decode(ts.ReadFile(args[0]))
	if err != nil {
		ts.Fatalf("%s is not JSON: %v", args[0], err)
	}
	if values == 0 {
		ts.Fatalf("%s holds no JSON", args[0])
	}
}

// decode counts the JSON values of a text.
func decode(text string) (int, error) {
	d := json.NewDecoder(strings.NewReader(text))
	for n := 0; ; n++ {
		var v any
		err := d.Decode(&v)
		if errors.Is(err, io.EOF) {
			return n, nil
		}
		if err != nil {
			return n, err
		}
	}
}

// column sets an environment variable to the field of a JSON value at a path of names and positions:
// column HEAD stdout head
func column(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: column VARIABLE FILE NAME...")
	}
	var v any
	ts.Check(json.NewDecoder(strings.NewReader(ts.ReadFile(args[1]))).Decode(&v))
	for _, name := range args[2:] {
		switch at := v.(type) {
		case map[string]any:
			v = at[name]
		case []any:
			i, err := strconv.Atoi(name)
			ts.Check(err)
			v = at[i]
		default:
			ts.Fatalf("there is no %s in %s", name, args[1])
		}
	}
	ts.Setenv(args[0], fmt.Sprint(v))
}

// flip changes one byte of a file in the middle of the first place where a text stands: flip harbor.db Ana
func flip(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: flip FILE TEXT")
	}
	path := ts.MkAbs(args[0])
	b, err := os.ReadFile(path)
	ts.Check(err)
	i := bytes.Index(b, []byte(args[1]))
	if i < 0 {
		ts.Fatalf("%s does not hold %q", args[0], args[1])
	}
	b[i+len(args[1])/2] ^= 1
	ts.Check(os.WriteFile(path, b, 0o600))
}

// cut copies the first bytes of a file: cut whole.gz 1000 part.gz
func cut(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: cut FILE BYTES TO")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	b, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	if len(b) <= n {
		ts.Fatalf("%s has only %d bytes", args[0], len(b))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), b[:n], 0o600))
}

// statement changes a data file behind the program's back: sql harbor.db 'DELETE FROM entry'
func statement(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: sql FILE STATEMENT")
	}
	db, err := sql.Open("sqlite", ts.MkAbs(args[0]))
	ts.Check(err)
	_, err = db.Exec(args[1])
	ts.Check(errors.Join(err, db.Close()))
}
