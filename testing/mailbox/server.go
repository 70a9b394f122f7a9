package mailbox

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// The user that may send, and the password.
const (
	User     = "throughline"
	Password = "lamp otter nineteen"
)

// Options say how a server behaves. The zero Options are one that asks for encryption and signing in, and takes everything.
type Options struct {
	Plain    bool // it knows no encryption
	Implicit bool // it is encrypted from the first byte
	Open     bool // nobody has to sign in
}

// Server is a mail server.
type Server struct {
	o     Options
	t     testing.TB
	cert  tls.Certificate
	roots *x509.CertPool
	pem   []byte

	mu      sync.Mutex // guards all below
	running *smtp.Server
	port    net.Listener
	address string
	refuse  func(to string) error
	letters []Letter
	hangUp  bool
	came    chan struct{} // closed and replaced when a letter comes
}

// Start starts a server, until the test ends.
func Start(t testing.TB, o Options) *Server {
	t.Helper()
	s := &Server{o: o, t: t, roots: x509.NewCertPool(), came: make(chan struct{})}
	s.cert, s.pem = certificate(t)
	s.roots.AppendCertsFromPEM(s.pem)
	s.address = "127.0.0.1:0"
	s.Up()
	t.Cleanup(s.Down)
	return s
}

// Address is where it answers, also while it is down.
func (s *Server) Address() string { return s.address }

// Roots are who vouches for it.
func (s *Server) Roots() *x509.CertPool { return s.roots }

// PEM is its certificate, as a file has it.
func (s *Server) PEM() []byte { return s.pem }

// Up starts it again at the same address.
func (s *Server) Up() {
	s.t.Helper()
	l, err := net.Listen("tcp", s.address)
	if err != nil {
		s.t.Fatal(err)
	}
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &session{server: s, conn: c}, nil }))
	server.Domain, server.ErrorLog = "localhost", log.New(io.Discard, "", 0)
	server.AllowInsecureAuth = s.o.Plain
	server.EnableSMTPUTF8 = true
	keys := &tls.Config{Certificates: []tls.Certificate{s.cert}}
	switch {
	case s.o.Implicit:
		l = tls.NewListener(l, keys)
	case !s.o.Plain:
		server.TLSConfig = keys
	}
	s.mu.Lock()
	s.running, s.port, s.address = server, l, l.Addr().String()
	s.mu.Unlock()
	go func() { _ = server.Serve(l) }() // ends with Down
}

// Down stops it, as if its machine were switched off.
func (s *Server) Down() {
	s.mu.Lock()
	running, port := s.running, s.port
	s.running = nil
	s.mu.Unlock()
	if running != nil {
		_, _ = port.Close(), running.Close() // the port first: serving may not have begun
	}
}

// Refuse makes it answer letters to an address with the error; nil is taken. Use [Gone] and [Busy].
func (s *Server) Refuse(why func(to string) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse = why
}

// HangUp makes it break off after each letter it took, before it says so.
func (s *Server) HangUp(yes bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hangUp = yes
}

// Gone is the answer for an address that is nobody's.
func Gone() error {
	return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user here"}
}

// Busy is the answer of a server that asks to come again.
func Busy() error {
	return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "come again later"}
}

// Letters is what it took, oldest first.
func (s *Server) Letters() []Letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Letter(nil), s.letters...)
}

// Wait waits until it has taken so many letters, and is all of them.
func (s *Server) Wait(n int) []Letter {
	s.t.Helper()
	late := time.After(30 * time.Second)
	for {
		s.mu.Lock()
		have, came := len(s.letters), s.came
		s.mu.Unlock()
		if have >= n {
			return s.Letters()
		}
		select {
		case <-came:
		case <-late:
			s.t.Fatalf("%d letters came, want %d", have, n)
		}
	}
}

func (s *Server) take(l Letter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.letters = append(s.letters, l)
	close(s.came)
	s.came = make(chan struct{})
}

// session is one conversation.
type session struct {
	server   *Server
	conn     *smtp.Conn
	known    bool
	from, to string
}

// AuthMechanisms is how one may sign in.
func (c *session) AuthMechanisms() []string { return []string{sasl.Plain} }

// Auth lets the user in.
func (c *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != User || password != Password {
			return smtp.ErrAuthFailed
		}
		c.known = true
		return nil
	}), nil
}

// Mail begins a letter.
func (c *session) Mail(from string, _ *smtp.MailOptions) error {
	if !c.known && !c.server.o.Open {
		return smtp.ErrAuthRequired
	}
	c.from = from
	return nil
}

// Rcpt names its reader.
func (c *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	c.server.mu.Lock()
	refuse := c.server.refuse
	c.server.mu.Unlock()
	if refuse != nil {
		if err := refuse(to); err != nil {
			return err
		}
	}
	c.to = to
	return nil
}

// Data takes the letter.
func (c *session) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	l, err := Read(b)
	if err != nil {
		return err
	}
	l.Sender, l.Reader = c.from, c.to
	_, l.Encrypted = c.conn.TLSConnectionState()
	l.Encrypted = l.Encrypted || c.server.o.Implicit
	c.server.take(l)
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	if c.server.hangUp {
		_ = c.conn.Conn().Close() // before it is said that the letter was taken
	}
	return nil
}

// Reset forgets the letter.
func (c *session) Reset() { c.from, c.to = "", "" }

// Logout ends the conversation.
func (c *session) Logout() error { return nil }

// certificate is one for this machine, that vouches for itself.
func certificate(t testing.TB) (tls.Certificate, []byte) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mailbox"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, about, about, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}
