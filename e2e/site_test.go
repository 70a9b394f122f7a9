package e2e_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"throughline/cli"
	"throughline/engine"
	"throughline/serve"
	"throughline/testing/browser"
)

// today is the day the demo is pinned to: Thursday of the twelfth week of its second half.
const today = "2026-09-24"

// endOfToday is the moment at which the demo stops the clock.
func endOfToday() time.Time { return time.Date(2026, 9, 24, 23, 59, 59, 0, time.UTC) }

// site is a running server.
type site struct {
	url    string // without a slash at the end
	engine *engine.Engine
}

// harbor serves the demo organisation, made by the demo command itself.
func harbor(t testing.TB) site {
	t.Helper()
	browser.Need(t)
	place := filepath.Join(t.TempDir(), "harbor.db")
	makeDemo(t, place)
	return serveAt(t, place)
}

// makeDemo puts the demo organisation at a place, as the demo command makes it.
func makeDemo(t testing.TB, place string) {
	t.Helper()
	made, err := demo()
	if err == nil {
		err = os.WriteFile(place, made, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// demo is the file that the demo command leaves, made once for all tests: the command runs until it answers, and is ended.
var demo = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "throughline-e2e-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	place := filepath.Join(folder, "harbor.db")
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	out, in := io.Pipe()
	var errs bytes.Buffer
	done := make(chan int, 1)
	go func() {
		status := cli.Run(ctx, cli.World{
			Args: []string{"demo", "--today", today, "--data", place, "--no-browser", "--listen", "127.0.0.1:0"},
			In:   strings.NewReader(""), Out: in, Err: &errs, Env: noEnvironment, Clock: endOfToday,
		})
		in.Close()
		done <- status
	}()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if regexp.MustCompile(`http://127\.0\.0\.1:\d+/`).MatchString(lines.Text()) {
			stop()
		}
	}
	if status := <-done; status != cli.ExitOK {
		return nil, fmt.Errorf("the demo ended with %d: %s", status, errs.String())
	}
	return os.ReadFile(place)
})

// generated serves an organisation made up from a seed.
func generated(t testing.TB, records string) site {
	t.Helper()
	browser.Need(t)
	place := filepath.Join(t.TempDir(), "generated.db")
	command(t, "generate", "-q", "--records", records, "--seed", "3", "--data", place)
	return serveAt(t, place)
}

// empty serves a workspace in which nothing was declared.
func empty(t testing.TB) site {
	t.Helper()
	browser.Need(t)
	return serveAt(t, "memory")
}

// command runs a command of the program.
func command(t testing.TB, args ...string) {
	t.Helper()
	var errs bytes.Buffer
	status := cli.Run(t.Context(), cli.World{Args: args, In: strings.NewReader(""), Out: io.Discard, Err: &errs, Env: noEnvironment, Clock: endOfToday})
	if status != cli.ExitOK {
		t.Fatalf("%q ended with %d: %s", args, status, errs.String())
	}
}

func noEnvironment(string) string { return "" }

// serveAt serves the data at a place on a free port, as the demo does, and ends with the test.
func serveAt(t testing.TB, place string) site {
	t.Helper()
	s, _ := serveTo(t, place, serve.Stage)
	return s
}

// serveTo is serveAt to those who come in by the entry; setUp is where the first account is made.
func serveTo(t testing.TB, place string, entry serve.Entry) (s site, setUp string) {
	t.Helper()
	return serveWith(t, place, serve.Options{Listener: freePort(t), Entry: entry, Clock: endOfToday})
}

func freePort(t testing.TB) net.Listener {
	t.Helper()
	l, err := serve.Listen("127.0.0.1:0", false, serve.Reach{})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// serveWith is serveTo with all that can be chosen.
func serveWith(t testing.TB, place string, o serve.Options) (s site, setUp string) {
	t.Helper()
	data, err := serve.Open(t.Context(), place, serve.OpenOptions{Access: serve.Write, Clock: endOfToday, Address: serve.URL(o.Listener, serve.Reach{})})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	ready := make(chan serve.Answers, 1)
	o.Data, o.Workspace, o.As, o.Log, o.Ready = data, "main", "person/ana-lima", slog.New(slog.DiscardHandler), func(a serve.Answers) { ready <- a }
	go func() {
		done <- serve.Run(ctx, o)
	}()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if err := data.Close(); err != nil {
			t.Error(err)
		}
	})
	select {
	case a := <-ready:
		return site{url: strings.TrimSuffix(a.URL, "/"), engine: data.Engine}, a.SetUp
	case err := <-done:
		done <- err
		t.Fatal(err)
		return site{}, ""
	}
}

// view is one address with a name for messages and pictures.
type view struct{ name, path string }

// harborPages is every page of the demo, in the states a person meets.
func harborPages() []view {
	return []view{
		{"where we stand", "/"},
		{"where we stand, on an earlier day", "/?asof=2026-07-20"},
		{"where we stand, the half before", "/?period=h1"},
		{"line of sight", "/line-of-sight"},
		{"line of sight of a theme", "/line-of-sight?theme=good-standing"},
		{"line of sight of an initiative", "/line-of-sight?select=initiative%2Fhardship-self-service"},
		{"portfolio", "/portfolio"},
		{"portfolio in groups", "/portfolio?group=unit&sort=name"},
		{"portfolio of a unit, every column", "/portfolio?unit=core-services-platform&columns=key,owner,lead,theme,serves,state,when,units,bears,due,days,all"},
		{"portfolio as a board", "/portfolio?view=board"},
		{"portfolio over time", "/portfolio?view=timeline"},
		{"portfolio against capacity", "/portfolio?view=capacity"},
		{"strategy", "/strategy"},
		{"strategy, what changed since", "/strategy?since=2025-12-01"},
		{"strategy with its shares open", "/strategy?edit=shares"},
		{"cascade", "/cascade"},
		{"cascade, a restatement open", "/cascade?edit=read%2Floan-servicing"},
		{"cascade, side by side on a theme", "/cascade?theme=resilient-core"},
		{"a unit", "/units/core-services-platform"},
		{"a unit, its charter open", "/units/core-services-platform?edit=charter"},
		{"outcomes", "/outcomes"},
		{"outcomes that are in doubt", "/outcomes?state=doubt"},
		{"an outcome", "/outcomes/late-loans"},
		{"an outcome nobody reads", "/outcomes/partner-ten-days"},
		{"a file to bring in", "/paste/work"},
		{"an initiative", "/initiatives/ledger-cutover"},
		{"drift", "/drift"},
		{"drift since the first lock", "/drift?lock=lock-1"},
		{"findings", "/findings"},
		{"findings of one severity", "/findings?severity=error"},
		{"a finding", "/findings/INT001:intent/core-services-platform-h2-interpreted:resilient-core"},
		{"a finding, to be asked about", "/findings/INT001:intent/core-services-platform-h2-interpreted:resilient-core?open=ask"},
		{"what I owe", "/owed"},
		{"what somebody else owes", "/owed?person=henrik-dahl"},
		{"records", "/records"},
		{"records of a kind", "/records/initiative"},
		{"the history of a record", "/records/initiative/ledger-cutover"},
		{"a field that is open", "/records/initiative/decline-notices?edit=participants"},
		{"a group that is open", "/records/outcome/decision-in-hours?edit=metric"},
		{"a record to write down", "/new/initiative"},
		{"what to write down", "/new"},
		{"search", "/search?q=ledger"},
		{"help", "/help"},
		{"a guide", "/help/running"},
		{"the list of findings", "/help/list-of-findings"},
		{"nowhere", "/units/payment-solution"},
	}
}

// emptyPages is the same of a workspace in which nothing was declared.
func emptyPages() []view {
	return []view{
		{"nothing: where we stand", "/"},
		{"nothing: line of sight", "/line-of-sight"},
		{"nothing: portfolio", "/portfolio"},
		{"nothing: strategy", "/strategy"},
		{"nothing: outcomes", "/outcomes"},
		{"nothing: cascade", "/cascade"},
		{"nothing: drift", "/drift"},
		{"nothing: findings", "/findings"},
		{"nothing: records", "/records"},
		{"nothing: search", "/search?q=ledger"},
	}
}

// The files of axe-core are as published, with their licence.
func TestVendoredFilesAreUntouched(t *testing.T) {
	manifest, err := os.ReadFile(filepath.Join("testdata", "MANIFEST"))
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	for line := range strings.Lines(string(manifest)) {
		fields := strings.Fields(line)
		if strings.HasPrefix(line, "#") || len(fields) != 4 {
			continue
		}
		body, err := os.ReadFile(filepath.Join("testdata", filepath.FromSlash(fields[0])))
		if err != nil {
			t.Fatal(err)
		}
		sum := sha512.Sum384(body)
		if got := "sha384-" + base64.StdEncoding.EncodeToString(sum[:]); got != fields[3] {
			t.Errorf("%s has the digest %s, want %s", fields[0], got, fields[3])
		}
		files++
	}
	if files != 3 {
		t.Errorf("%d files in the manifest, want the script and two licences", files)
	}
}
