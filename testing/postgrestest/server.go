package postgrestest

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Options say how a private server is started.
type Options struct {
	Durable  bool              // with fsync, for measuring; the default is a server that is fast and forgets
	Settings map[string]string // further settings of postgresql.conf
}

// Server is a private PostgreSQL server.
type Server struct {
	bin, root string
	account   *syscall.Credential
	opt       Options
	process   *exec.Cmd
	ended     chan struct{} // closed when the process has ended
}

// Start starts a private server for one test, whatever server the others share. Without the programs
// the test fails, or is skipped with -short.
func Start(t testing.TB, opt Options) *Server {
	t.Helper()
	s, err := start(opt)
	if err != nil && testing.Short() {
		t.Skipf("%v; without -short this fails", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	return s
}

// Database creates an empty database on the server and returns its address.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("throughline_%d", time.Now().UnixNano())
	execute(t, s.URL(), "CREATE DATABASE "+name+" ENCODING 'UTF8' TEMPLATE template0")
	return inDatabase(t, s.URL(), name)
}

// URL is the address of the server's first database.
func (s *Server) URL() string {
	q := url.Values{"host": {s.socket()}, "user": {"throughline"}}
	return "postgres:///postgres?" + q.Encode()
}

func (s *Server) data() string   { return filepath.Join(s.root, "data") }
func (s *Server) socket() string { return s.root }

func start(opt Options) (*Server, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	account, err := unprivileged()
	if err != nil {
		return nil, err
	}
	root, err := os.MkdirTemp("", "tlpg") // short: the path of a socket may have about 100 letters
	if err != nil {
		return nil, err
	}
	s := &Server{bin: bin, root: root, account: account, opt: opt}
	if err := errors.Join(s.own(root), s.initialise()); err != nil {
		return nil, errors.Join(err, os.RemoveAll(root))
	}
	if err := s.Restart(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(root))
	}
	return s, nil
}

// programs is the folder of the newest PostgreSQL on this machine.
func programs() (string, error) {
	if path, err := exec.LookPath("postgres"); err == nil {
		if _, err := os.Stat(filepath.Join(filepath.Dir(path), "initdb")); err == nil {
			return filepath.Dir(path), nil
		}
	}
	var found []string
	for _, pattern := range []string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin", "/usr/local/pgsql/bin"} {
		dirs, _ := filepath.Glob(pattern)
		for _, dir := range dirs {
			if _, err := os.Stat(filepath.Join(dir, "initdb")); err == nil {
				found = append(found, dir)
			}
		}
	}
	if len(found) == 0 {
		return "", fmt.Errorf("no PostgreSQL on this machine: install it (Debian: apt-get install postgresql), or give the address of a server in %s", Variable)
	}
	return slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) }), nil
}

// version is the first number in the path.
func version(path string) int {
	digits := strings.FieldsFunc(path, func(r rune) bool { return r < '0' || r > '9' })
	if len(digits) == 0 {
		return 0
	}
	n, _ := strconv.Atoi(digits[0])
	return n
}

// unprivileged is the account to run under when the tests run as root, whom PostgreSQL refuses; nil
// when the tests' own will do.
func unprivileged() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if errors.Join(err1, err2) == nil {
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
		}
	}
	return nil, errors.New("the tests run as root, and there is no account postgres or nobody to run PostgreSQL under")
}

func (s *Server) own(path string) error {
	if s.account == nil {
		return nil
	}
	return os.Chown(path, int(s.account.Uid), int(s.account.Gid))
}

// initialise creates the server's files, in a language whose order of letters differs from that of
// the bytes where this PostgreSQL can.
func (s *Server) initialise() error {
	common := []string{"-D", s.data(), "-U", "throughline", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C"}
	if _, err := s.run("initdb", append(common, "--locale-provider=icu", "--icu-locale=en")...); err == nil {
		return nil
	}
	if err := os.RemoveAll(s.data()); err != nil {
		return err
	}
	out, err := s.run("initdb", common...)
	if err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return nil
}

func (s *Server) run(program string, args ...string) ([]byte, error) {
	cmd := s.command(program, args...)
	return cmd.CombinedOutput()
}

func (s *Server) command(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, program), args...)
	cmd.Dir = s.root
	cmd.Env = append(os.Environ(), "LC_ALL=C", "TZ=UTC")
	cmd.SysProcAttr = attributes(s.account)
	return cmd
}

// settings are the command-line settings of the server.
func (s *Server) settings() []string {
	all := map[string]string{"listen_addresses": "", "unix_socket_directories": s.socket(), "max_connections": "200", "log_min_messages": "log"}
	if !s.opt.Durable {
		all["fsync"], all["full_page_writes"] = "off", "off"
	}
	for name, value := range s.opt.Settings {
		all[name] = value
	}
	var out []string
	for name, value := range all {
		out = append(out, "--"+name+"="+value)
	}
	slices.Sort(out)
	return out
}

// Restart starts the server after Kill, and waits until it answers.
func (s *Server) Restart() error {
	cmd := s.command("postgres", append([]string{"-D", s.data()}, s.settings()...)...)
	log, err := cmd.StderrPipe()
	if err != nil {
		return err
	}
	ended, ready := make(chan struct{}), make(chan error, 1)
	begun := make(chan error, 1)
	go func() { // the thread that starts the server must live as long: see attributes
		keepThread()
		begun <- cmd.Start()
		if cmd.Process != nil {
			ready <- awaitReady(log)
			_, _ = io.Copy(io.Discard, log)
			_ = cmd.Wait()
		}
		close(ended)
	}()
	if err := <-begun; err != nil {
		return fmt.Errorf("starting PostgreSQL: %w", err)
	}
	s.process, s.ended = cmd, ended
	if err := <-ready; err != nil {
		s.Kill()
		return fmt.Errorf("starting PostgreSQL: %w", err)
	}
	return nil
}

// awaitReady reads the server's log until it says that it takes connections.
func awaitReady(log io.Reader) error {
	var said bytes.Buffer
	lines := bufio.NewScanner(log)
	for lines.Scan() {
		said.WriteString(lines.Text() + "\n")
		if strings.Contains(lines.Text(), "ready to accept connections") {
			return nil
		}
	}
	return fmt.Errorf("it ended with\n%s", said.String())
}

// Kill ends the server and all its processes as a power cut would: no goodbye, no checkpoint. It
// returns once all are gone.
func (s *Server) Kill() {
	if s.process == nil {
		return
	}
	for _, pid := range append(children(s.process.Process.Pid), s.process.Process.Pid) {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
	<-s.ended
	s.process = nil
}

// Stop ends the server and removes its files.
func (s *Server) Stop() {
	if s.process != nil {
		_ = s.process.Process.Signal(syscall.SIGQUIT)
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		select {
		case <-s.ended:
			s.process = nil
		case <-ctx.Done():
			s.Kill()
		}
	}
	os.RemoveAll(s.root)
}
