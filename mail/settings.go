package mail

import (
	"crypto/x509"
	"fmt"
	"net"
	netmail "net/mail"
	"strings"

	"throughline/fault"
)

// Encryption is how the way to the mail server is protected.
type Encryption string

// The ways. None is for a server on this machine alone.
const (
	StartTLS Encryption = "starttls" // begins in the clear, refuses to go on so
	TLS      Encryption = "tls"      // from the first byte
	None     Encryption = "none"
)

// Settings say how letters are sent. Server and From are needed.
type Settings struct {
	Server     string     // host:port; without a port it is 587, and 465 under TLS
	Encryption Encryption // empty is StartTLS
	User       string     // "" sends without signing in
	Password   string
	From       string         // a mail address, with a name before it where one is wanted
	Roots      *x509.CertPool // who may vouch for the server; nil is whom this machine trusts
}

// New is a sender with the settings. What cannot be is an Invalid fault; the server is not asked yet.
func New(s Settings) (*Sender, error) {
	if s.Encryption == "" {
		s.Encryption = StartTLS
	}
	host, port, err := s.hostPort()
	if err != nil {
		return nil, err
	}
	switch s.Encryption {
	case StartTLS, TLS:
	case None:
		if !onThisMachine(host) {
			return nil, fault.Invalidf("Take starttls or tls; none is for a mail server on this machine", "letters to %s would be sent in the clear, for anybody on the way to read", host)
		}
	default:
		return nil, fault.Invalidf("Take starttls, tls or none", "%.40q is no way to protect letters", string(s.Encryption))
	}
	from, err := netmail.ParseAddress(s.From)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, fmt.Sprintf("%.60q is not an address to send letters from", s.From), "Write it as throughline@example.org, or as Throughline <throughline@example.org>")
	}
	if s.Password != "" && s.User == "" {
		return nil, fault.New(fault.Invalid, "there is a password for the mail server, and no user", "Name the user, or leave out the password")
	}
	return &Sender{settings: s, host: host, port: port, from: *from}, nil
}

// hostPort is where the server answers.
func (s Settings) hostPort() (host string, port int, err error) {
	at := s.Server
	if _, _, err := net.SplitHostPort(at); err != nil {
		usual := "587"
		if s.Encryption == TLS {
			usual = "465"
		}
		at = net.JoinHostPort(strings.Trim(at, "[]"), usual)
	}
	host, name, err := net.SplitHostPort(at)
	if err == nil {
		port, err = net.LookupPort("tcp", name)
	}
	if err != nil || host == "" || port == 0 || strings.ContainsAny(host, " /") {
		return "", 0, fault.Invalidf("Write host:port, for instance smtp.example.org:587", "%.60q is not where a mail server answers", s.Server)
	}
	return host, port, nil
}

// onThisMachine reports whether nobody else can listen on the way to the host.
func onThisMachine(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
