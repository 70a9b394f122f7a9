package provider

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// World is what the provider knows. Its fields are those of the program.
type World struct {
	Client  Client
	People  []Person
	InToken bool          // the ID token tells of the person; else only the endpoint for that does
	Life    time.Duration // of an ID token; 0 is five minutes
}

// Client is the server that sends people to sign in.
type Client struct {
	ID, Secret string
	Back, Out  []string // where people are sent after they signed in, and out
}

// Person is somebody who can sign in, by their subject.
type Person struct {
	Subject, Password, Name, Email string
	Verified                       bool // the provider vouches for the address
	Groups                         []string
}

// Server is a provider that runs.
type Server struct {
	Issuer string
	t      testing.TB
	file   string
	stdin  io.Closer
	done   chan error
}

// Free is an address of this machine at which nobody answers.
func Free(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// Start runs a provider at the address; "" is any.
func Start(t testing.TB, at string, w World) *Server {
	t.Helper()
	s := &Server{t: t, file: filepath.Join(t.TempDir(), "world.json"), done: make(chan error, 1)}
	s.Becomes(w)
	c := exec.Command("go", "-C", program(t), "run", ".", "-listen", cmp.Or(at, "127.0.0.1:0"), "-world", s.file)
	c.Stderr = os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	s.stdin = in
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatalf("the provider does not start: %v", c.Wait())
	}
	s.Issuer = lines.Text()
	go func() { s.done <- c.Wait() }()
	t.Cleanup(s.Stop)
	return s
}

// program is the folder of the program.
func program(t testing.TB) string {
	t.Helper()
	module, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(filepath.Dir(strings.TrimSpace(string(module))), "testing", "provider", "program")
}

// Becomes changes what the provider knows.
func (s *Server) Becomes(w World) {
	s.t.Helper()
	w.Life = cmp.Or(w.Life, 5*time.Minute)
	text, err := json.Marshal(w)
	if err != nil {
		s.t.Fatal(err)
	}
	fresh := s.file + ".new"
	if err := errors.Join(os.WriteFile(fresh, text, 0o600), os.Rename(fresh, s.file)); err != nil { // never half of it
		s.t.Fatal(err)
	}
}

// Stop ends the provider; it may be called again.
func (s *Server) Stop() {
	s.t.Helper()
	if s.stdin == nil {
		return
	}
	_ = s.stdin.Close() // its end is what the program waits for
	s.stdin = nil
	if err := <-s.done; err != nil {
		s.t.Errorf("the provider ended with %v", err)
	}
}
