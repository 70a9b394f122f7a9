//go:build unix

package sqlite

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"throughline/fault"
	"throughline/ledger"
	"throughline/ledger/ledgertest"
)

// Bad luck needs processes of its own. The test program is then started again with this variable,
// which holds the name of a job; its arguments stand in the variable after it.
const (
	jobVariable = "THROUGHLINE_TEST_JOB"
	argVariable = "THROUGHLINE_TEST_ARGUMENTS"
)

func TestMain(m *testing.M) {
	job := os.Getenv(jobVariable)
	if job == "" {
		os.Exit(m.Run())
	}
	jobs := map[string]func(args []string) error{"hold": hold, "write": writeUntilKilled, "fill": fill, "starve": starve, "peek": peek, "count": count}
	if err := jobs[job](strings.Split(os.Getenv(argVariable), "\n")); err != nil {
		fmt.Printf("%s: %v (%v)\n", fault.KindOf(err), err, errors.Unwrap(err))
		os.Exit(1)
	}
	os.Exit(0)
}

// child prepares a process that does the job.
func child(t testing.TB, job string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), jobVariable+"="+job, argVariable+"="+strings.Join(args, "\n"))
	cmd.Stderr = os.Stderr
	return cmd
}

// spoken starts the process and returns the lines it prints, until it ends, and a function that
// kills it.
func spoken(t testing.TB, cmd *exec.Cmd) (lines <-chan string, kill func()) {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if cmd.Stdin == nil && err == nil {
		_, err = cmd.StdinPipe() // held open until Wait
	}
	if err := errors.Join(err, cmd.Start()); err != nil {
		t.Fatal(err)
	}
	said := make(chan string)
	go func() {
		defer close(said)
		for scan := bufio.NewScanner(out); scan.Scan(); {
			said <- scan.Text()
		}
	}()
	kill = func() { _ = cmd.Process.Kill() }
	t.Cleanup(func() {
		kill()
		for range said { // to the end, or Wait would take it away
		}
		_ = cmd.Wait()
	})
	return said, kill
}

// hold writes one change, says so, and holds the file until its input ends.
func hold(args []string) error {
	s, err := Open(context.Background(), args[0], Options{})
	if err != nil {
		return err
	}
	if err := s.Announce(args[1]); err != nil {
		return err
	}
	head, err := s.Head(context.Background(), "harbor")
	if err != nil {
		return err
	}
	e := ledger.Entry{Recorded: ledgertest.Start(), Actor: "person/ana", Verb: "x", Documents: []ledger.Document{ledgertest.Doc("unit", "core", 1, `{}`)}}.Follow(head)
	if err := s.Append(context.Background(), "harbor", head, []ledger.Entry{e}); err != nil {
		return err
	}
	fmt.Println("ready")
	_, _ = io.Copy(io.Discard, os.Stdin)
	return s.Close()
}

// writeUntilKilled lets several writers race, and prints every change that was acknowledged.
func writeUntilKilled(args []string) error {
	s, err := Open(context.Background(), args[0], Options{})
	if err != nil {
		return err
	}
	var wg sync.WaitGroup
	failed := make(chan error, 4)
	for w := range 4 {
		wg.Go(func() {
			failed <- ledgertest.Race(context.Background(), s, "harbor", args[1]+"-"+strconv.Itoa(w), 1_000_000, func(e ledger.Entry) {
				fmt.Printf("%d %s\n", e.Position, e.Hash) // one write, whole or not at all
			})
		})
	}
	return <-failed
}

// fill appends under a limit of the file size until it is refused, then with the limit raised.
func fill(args []string) error {
	signal.Ignore(syscall.SIGXFSZ) // the refused write shall answer, not kill
	s, err := Open(context.Background(), args[0], Options{})
	if err != nil {
		return err
	}
	lift, err := files(600_000)
	if err != nil {
		return err
	}
	h := ledgertest.NewHistory("harbor")
	var refused error
	for refused == nil && len(h.Entries) < 10_000 {
		before := *h
		e := h.Next(ledgertest.Doc("unit", "core", int32(len(h.Entries)+1), `{"text":"`+strings.Repeat("x", 5000)+`"}`))
		if refused = s.Append(context.Background(), "harbor", before.Head, []ledger.Entry{e}); refused != nil {
			*h = before
		}
	}
	fmt.Printf("%s: %v\n", fault.KindOf(refused), refused)
	if err := holdsExactly(s, h); err != nil {
		return fmt.Errorf("while full: %w", err)
	}
	if err := lift(); err != nil {
		return err
	}
	after := h.Head
	if err := s.Append(context.Background(), "harbor", after, []ledger.Entry{h.Next(ledgertest.Doc("unit", "core", 2, `{}`))}); err != nil {
		return fmt.Errorf("with room again: %w", err)
	}
	if err := holdsExactly(s, h); err != nil {
		return fmt.Errorf("with room again: %w", err)
	}
	return s.Close()
}

// files limits how large a file may become, until lift is called.
func files(limit uint64) (lift func() error, err error) {
	var whole unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_FSIZE, &whole); err != nil {
		return nil, err
	}
	lift = func() error { return unix.Setrlimit(unix.RLIMIT_FSIZE, &whole) }
	return lift, unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: limit, Max: whole.Max})
}

// starve opens where no file may grow beyond the limit given, reads, is refused a write, and writes once
// there is room again.
func starve(args []string) error {
	signal.Ignore(syscall.SIGXFSZ) // the refused write shall answer, not kill
	limit, err := strconv.ParseUint(args[1], 10, 64)
	if err != nil {
		return err
	}
	lift, err := files(limit)
	if err != nil {
		return err
	}
	ctx := context.Background()
	s, err := Open(ctx, args[0], Options{ReadOnly: args[2] == "read"})
	if err != nil {
		return err
	}
	defer s.Close()
	report, err := ledger.Verify(ctx, s, "harbor", nil)
	if err != nil {
		return err
	}
	fmt.Printf("read %d\n", report.Entries)
	if args[2] == "read" {
		return nil
	}
	e := ledger.Entry{Recorded: ledgertest.Start(), Actor: "person/ana", Verb: "x"}.Follow(report.Head)
	if err := s.Append(ctx, "harbor", report.Head, []ledger.Entry{e}); !fault.Is(err, fault.Full) {
		return fmt.Errorf("a write where there is no room = %w", err)
	}
	if err := errors.Join(lift(), s.Append(ctx, "harbor", report.Head, []ledger.Entry{e})); err != nil {
		return err
	}
	report, err = ledger.Verify(ctx, s, "harbor", nil)
	fmt.Printf("then %d\n", report.Entries)
	return err
}

// holdsExactly compares the store with the history.
func holdsExactly(s ledger.Store, h *ledgertest.History) error {
	var got []ledger.Entry
	for e, err := range s.Entries(context.Background(), h.Workspace, ledger.Query{}) {
		if err != nil {
			return err
		}
		got = append(got, e)
	}
	if diff := ledgertest.Diff(h.Entries, got); diff != "" {
		return errors.New("the entries differ: " + diff)
	}
	_, err := ledger.Verify(context.Background(), s, h.Workspace, nil)
	return err
}

// peek opens, counts the entries, and tries to write one more.
func peek(args []string) error {
	s, err := Open(context.Background(), args[0], Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	n := 0
	for _, err := range s.Entries(context.Background(), "harbor", ledger.Query{}) {
		if err != nil {
			return err
		}
		n++
	}
	fmt.Printf("read %d\n", n)
	head, err := s.Head(context.Background(), "harbor")
	if err != nil {
		return err
	}
	return s.Append(context.Background(), "harbor", head, []ledger.Entry{ledger.Entry{Recorded: ledgertest.Start(), Actor: "person/ana", Verb: "x"}.Follow(head)})
}

// count opens, and says how many entries there are whenever it is asked.
func count(args []string) error {
	s, err := Open(context.Background(), args[0], Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	for asked := bufio.NewScanner(os.Stdin); ; asked.Scan() {
		n := 0
		for _, err := range s.Entries(context.Background(), "harbor", ledger.Query{}) {
			if err != nil {
				return err
			}
			n++
		}
		fmt.Println(n)
	}
}

// asNobody makes the process run as somebody who is not root, whom no permission stops. It needs a
// copy of the program that anybody may run, in the folder given.
func asNobody(t testing.TB, cmd *exec.Cmd, dir string) {
	t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	program, err := os.ReadFile(cmd.Path)
	if err != nil {
		t.Fatal(err)
	}
	cmd.Path = filepath.Join(dir, "program")
	if err := os.WriteFile(cmd.Path, program, 0o755); err != nil {
		t.Fatal(err)
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
}
