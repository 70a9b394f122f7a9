package cli_test

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"throughline/cli"
)

// running is the program in this process, serving.
type running struct {
	url  string
	stop context.CancelFunc // as an interrupt does
	done chan int           // gets the exit status
	errs *bytes.Buffer      // to be read once it is done
}

// start runs a command that serves, and waits until it tells where.
func start(t *testing.T, args ...string) *running { return startTelling(t, nil, args...) }

// startTelling is start of a command that tells where in JSON, which is read into told; nil reads nothing.
func startTelling(t *testing.T, told any, args ...string) *running {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	r := &running{stop: stop, done: make(chan int, 1), errs: &bytes.Buffer{}}
	out, in := io.Pipe()
	go func() {
		status := cli.Run(ctx, cli.World{
			Args: args, In: strings.NewReader(""), Out: in, Err: r.errs, Env: func(string) string { return "" }, Clock: storyClock,
		})
		in.Close()
		r.done <- status
	}()
	t.Cleanup(stop)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if url := regexp.MustCompile(`http://[0-9.:]+/`).FindString(lines.Text()); url != "" {
			r.url = url
			if told != nil {
				if err := json.Unmarshal(lines.Bytes(), told); err != nil {
					t.Fatal(err)
				}
			}
			go func() { _, _ = io.Copy(io.Discard, out) }() // ends with the program
			return r
		}
	}
	t.Fatalf("status %d before an address was told: %s", <-r.done, r.errs)
	return nil
}

// end interrupts the program and returns its exit status.
func (r *running) end() int {
	r.stop()
	return <-r.done
}

func get(t *testing.T, url string) (status int, text string) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	answer, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(b)
}

// lantern is data with the company of the stories.
func lantern(t *testing.T) string {
	t.Helper()
	data := filepath.Join(t.TempDir(), "lantern.db")
	run(t, cli.ExitOK, "import", "-q", filepath.Join("testdata", "companies", "lantern.yaml"), "--data", data)
	return data
}

// run runs a command in this process, holds its exit status, and returns what it printed.
func run(t *testing.T, want int, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	ctx, stop := context.WithTimeout(t.Context(), time.Minute) // what should have been refused may serve for ever
	defer stop()
	got := cli.Run(ctx, cli.World{
		Args: args, In: strings.NewReader(""), Out: &out, Err: &errs, Env: func(string) string { return "" }, Clock: storyClock,
	})
	if got != want {
		t.Fatalf("%q ended with %d, want %d: %s", args, got, want, errs.String())
	}
	return out.String() + errs.String()
}

// The demo is one command: no port to choose, nothing left behind, gone with Ctrl-C.
func TestTheDemoOpensAndEnds(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	first := start(t, "demo", "--today", "2026-09-24", "--no-browser", "--listen", "127.0.0.1:0")
	if status, page := get(t, first.url); status != http.StatusOK || !strings.Contains(page, "Harbor Lending") || !strings.Contains(page, "24 Sep") {
		t.Errorf("the first page answers %d and does not show Harbor Lending on 24 Sep", status)
	}
	port := strings.TrimSuffix(first.url[strings.LastIndex(first.url, ":")+1:], "/")
	second := start(t, "demo", "--today", "2026-09-24", "--no-browser", "--listen", "127.0.0.1:"+port)
	if second.url == first.url {
		t.Errorf("two demos answer at %s", first.url)
	}
	for _, r := range []*running{first, second} {
		if status := r.end(); status != cli.ExitOK {
			t.Errorf("interrupted, the demo ends with %d: %s", status, r.errs)
		}
	}
	left, err := os.ReadDir(os.Getenv("TMPDIR"))
	if err != nil || len(left) > 0 {
		t.Errorf("the demo leaves %v behind (%v)", left, err)
	}
}

func TestTheDemoIsKept(t *testing.T) {
	place := filepath.Join(t.TempDir(), "kept.db")
	for _, today := range []string{"2026-09-24", "2026-09-24", "2026-11-28"} { // the first time only it is brought in
		r := start(t, "demo", "--today", today, "--no-browser", "--listen", "127.0.0.1:0", "--data", place)
		if status := r.end(); status != cli.ExitOK {
			t.Fatalf("ends with %d: %s", status, r.errs)
		}
	}
	var report struct{ Entries int }
	if err := json.Unmarshal([]byte(run(t, cli.ExitOK, "verify", "--json", "-q", "--data", place)), &report); err != nil || report.Entries < 100 {
		t.Errorf("kept: %+v, %v; want a year of history", report, err)
	}
	if said := run(t, cli.ExitOK, "log", "--limit", "1", "--data", place); !strings.Contains(said, "24 Sep 2026") {
		t.Errorf("the last change of the demo kept in September is now %s", said)
	}
}

// The environment names somebody's own data: the demo leaves it alone, and does not mix with it when told to.
func TestTheDemoKeepsOutOfOtherData(t *testing.T) {
	data := lantern(t)
	before, err := os.ReadFile(data)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("THROUGHLINE_DATA", data)
	args := []string{"demo", "--today", "2026-09-24", "--no-browser", "--listen", "127.0.0.1:0"}
	if status := start(t, args...).end(); status != cli.ExitOK {
		t.Fatalf("ends with %d", status)
	}
	if after, err := os.ReadFile(data); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the data named by the environment was written to (%v)", err)
	}
	said := run(t, cli.ExitRefused, append(args, "--data", data)...)
	if !strings.Contains(said, "holds another organisation") {
		t.Errorf("says %q", said)
	}
}

// Whoever tries the examples of the help on the demo gets an answer.
func TestExamplesAnswerOnTheDemo(t *testing.T) {
	t.Chdir(t.TempDir())
	r := start(t, "demo", "--today", "2026-09-24", "--no-browser", "--listen", "127.0.0.1:0", "--data", "throughline.db")
	if status := r.end(); status != cli.ExitOK {
		t.Fatalf("the demo ends with %d: %s", status, r.errs)
	}
	ran := 0
	for _, words := range cli.WordsOfExamples("export", "check", "report", "measure", "explain", "diff", "log", "verify", "backup", "restore") {
		if strings.Contains(strings.Join(words, " "), "postgres:") || words[0] == "restore" && words[1] == "--salvage" {
			continue // these want a server, and damaged data
		}
		var out, errs bytes.Buffer
		status := cli.Run(t.Context(), cli.World{Args: words, Out: &out, Err: &errs, Env: func(string) string { return "" }, Clock: storyClock})
		if status != cli.ExitOK && (words[0] != "check" || status != cli.ExitFound) {
			t.Errorf("%q ends with %d: %s", words, status, errs.String())
		}
		if out.Len()+errs.Len() == 0 {
			t.Errorf("%q says nothing", words)
		}
		ran++
	}
	if ran < 20 {
		t.Errorf("%d examples ran, want them all", ran)
	}
}

// A second process may read while the first one serves; its change is refused in words that help.
func TestASecondProcessIsToldWhoHoldsTheData(t *testing.T) {
	data := lantern(t)
	r := start(t, "serve", "--data", data, "--listen", "127.0.0.1:0", "--json")
	other := func(args ...string) (int, string) {
		var errs bytes.Buffer
		cmd := exec.Command("throughline", append(args, "--data", data)...)
		cmd.Stderr = &errs
		err := cmd.Run()
		if cmd.ProcessState == nil {
			t.Fatal(err)
		}
		return cmd.ProcessState.ExitCode(), errs.String()
	}
	if status, said := other("measure", "intent.kept"); status != cli.ExitOK {
		t.Errorf("reading beside the server ends with %d: %s", status, said)
	}
	status, said := other("undo", "5")
	if status != cli.ExitData || !strings.Contains(said, "is in use by process ") || !strings.Contains(said, "at "+r.url) || !strings.Contains(said, "Stop that process") {
		t.Errorf("writing beside the server ends with %d and says %q; want %d, who has the data and where", status, said, cli.ExitData)
	}
	if status := r.end(); status != cli.ExitOK {
		t.Errorf("the server ends with %d: %s", status, r.errs)
	}
	if status, said := other("undo", "5"); status != cli.ExitOK {
		t.Errorf("once the server has ended, undo ends with %d: %s", status, said)
	}
}

// The history of one record is found through an index, which the chain of hashes says nothing about.
func TestVerifyLooksAtTheIndexesToo(t *testing.T) {
	data := lantern(t)
	db, err := sql.Open("sqlite", data)
	if err != nil {
		t.Fatal(err)
	}
	var page, size int
	err = db.QueryRow(`SELECT rootpage, page_size FROM sqlite_schema, pragma_page_size WHERE name = 'version_of_record'`).Scan(&page, &size)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(data)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(b[(page-1)*size:page*size], []byte("mainunit"))
	if at < 0 {
		t.Fatal("the index does not hold the units on its first page")
	}
	b[(page-1)*size+at+len("main")] ^= 1
	if err := os.WriteFile(data, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if said := run(t, cli.ExitCorrupt, "verify", "--data", data); !strings.Contains(said, data+" is damaged") {
		t.Errorf("verify says %q", said)
	}
}

// brim is a place with room for so many bytes.
type brim struct{ left int }

func (b *brim) Write(p []byte) (int, error) {
	n := min(b.left, len(p))
	if b.left -= n; n < len(p) {
		return n, &os.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.ENOSPC}
	}
	return n, nil
}

// An answer that did not fit is not taken for a whole one.
func TestAnAnswerThatDoesNotFitIsAFailure(t *testing.T) {
	data := lantern(t)
	for _, args := range [][]string{{"log"}, {"check"}, {"check", "--fail", "never"}, {"measure", "--json"}, {"report"}, {"report", "--format", "html"}, {"export", "-"}, {"export", "--archive", "-"}, {"backup", "-"}, {"completion", "bash"}, {"version"}} {
		var errs bytes.Buffer
		status := cli.Run(t.Context(), cli.World{
			Args: append(args, "--data", data), Out: &brim{left: 10}, Err: &errs, Env: func(string) string { return "" }, Clock: storyClock,
		})
		if said := errs.String(); status != cli.ExitData || !strings.Contains(said, "he standard output cannot be written: the disk is full") || strings.Contains(said, "/dev/stdout") {
			t.Errorf("%q on a full output ends with %d and says %q; want %d and what is full", args, status, said, cli.ExitData)
		}
	}
}

func TestServingElsewhereIsRefused(t *testing.T) {
	data := lantern(t)
	for _, listen := range []string{"0.0.0.0:7070", "example.org:80", "seven"} {
		said := run(t, cli.ExitRefused, "serve", "--data", data, "--listen", listen)
		if !strings.HasPrefix(said, "throughline: ") || strings.Count(said, "\n") != 2 {
			t.Errorf("--listen %s: %q, want a sentence and a remedy", listen, said)
		}
	}
}

// An import that is interrupted says so, and goes on when it is run again.
func TestAnInterruptedImportIsNotDone(t *testing.T) {
	data := filepath.Join(t.TempDir(), "stopped.db")
	ctx, stop := context.WithCancel(t.Context())
	var errs bytes.Buffer
	calls := 0
	status := cli.Run(ctx, cli.World{
		Args: []string{"import", filepath.Join("testdata", "companies", "lantern.yaml"), "--data", data},
		Out:  io.Discard, Err: &errs, Env: func(string) string { return "" },
		Clock: func() time.Time { // read at least once for every change
			if calls++; calls == 12 {
				stop()
			}
			return storyClock()
		},
	})
	if status != cli.ExitStopped || !strings.Contains(errs.String(), "Run it again to go on") {
		t.Errorf("ends with %d and says %q; want %d and how to go on", status, errs.String(), cli.ExitStopped)
	}
	run(t, cli.ExitOK, "import", "-q", filepath.Join("testdata", "companies", "lantern.yaml"), "--data", data)
	if said := run(t, cli.ExitOK, "verify", "-q", "--data", data); !strings.Contains(said, "5 changes") {
		t.Errorf("after going on: %s, want 5 changes", said)
	}
}

// Whoever may write the data lets somebody in again who cannot sign in.
func TestANewPasswordFromTheTerminal(t *testing.T) {
	data := lantern(t)
	if said := run(t, cli.ExitRefused, "password", "ana@example.org", "--data", data); !strings.Contains(said, "no such account") {
		t.Errorf("without an account it says %q", said)
	}
	if said := run(t, cli.ExitRefused, "password", "ana@example.org", "--data", data+"x"); !strings.Contains(said, "no data at") {
		t.Errorf("without data it says %q", said)
	}
	var told struct {
		URL   string
		SetUp string `json:"set_up"`
		Link  string
	}
	r := startTelling(t, &told, "serve", "--data", data, "--listen", "127.0.0.1:0", "--json")
	post := func(address string, values url.Values) (int, string) {
		client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		answer, err := client.PostForm(address, values)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		return answer.StatusCode, answer.Header.Get("Location")
	}
	key := func(link string) url.Values {
		u, err := url.Parse(link)
		if err != nil {
			t.Fatal(err)
		}
		return url.Values{"key": {u.Query().Get("key")}, "name": {"Ana"}, "address": {"ana@example.org"}, "password": {"otter lamp seventeen"}}
	}
	if status, to := post(told.URL+"set-up", key(told.SetUp)); status != http.StatusSeeOther || to != "/" {
		t.Fatalf("setting up answers %d to %q", status, to)
	}
	if status := r.end(); status != cli.ExitOK {
		t.Fatal(r.errs)
	}
	if err := json.Unmarshal([]byte(run(t, cli.ExitOK, "password", "Ana@example.org", "--json", "--data", data)), &told); err != nil || !strings.HasPrefix(told.Link, "http://127.0.0.1:7070/new-password?key=tlreset_") {
		t.Fatalf("the link is %q, %v", told.Link, err)
	}
	old := told.SetUp
	told.SetUp = ""
	r = startTelling(t, &told, "serve", "--data", data, "--listen", "127.0.0.1:0", "--json")
	if told.SetUp != "" {
		t.Errorf("with an account, %s is told after %s", told.SetUp, old)
	}
	if status, to := post(told.URL+"new-password", key(told.Link)); status != http.StatusSeeOther || to != "/sign-in?reset" {
		t.Errorf("the new password is answered %d to %q", status, to)
	}
	r.end()
	if said := run(t, cli.ExitRefused, "serve", "--without-accounts", "--data", data, "--listen", "127.0.0.1:0"); !strings.Contains(said, "has accounts") {
		t.Errorf("past its accounts, serve says %q", said)
	}
}
