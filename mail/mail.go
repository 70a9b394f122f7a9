package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// Letter is what is sent to one reader.
type Letter struct {
	To      netmail.Address
	Subject string
	Text    string // plain, for every program
	HTML    string // the same; "" is text alone
	ID      string // the same for a letter that is tried again, so that programs show it once; without the part after the @
	At      time.Time
	Stop    string // the address at which a POST ends letters of this sort; "" for a letter that is sent because somebody asked for it
}

// Sender hands letters to one mail server. It may be used by many goroutines.
type Sender struct {
	settings Settings
	host     string
	port     int
	from     netmail.Address
}

// From is the address letters come from.
func (s *Sender) From() string { return s.from.Address }

// Server is the host and port of the mail server.
func (s *Sender) Server() string { return net.JoinHostPort(s.host, fmt.Sprint(s.port)) }

// patience is how long the mail server may take for all of one letter.
const patience = 15 * time.Second

// Send hands the letter on. When it returns without an error the server has taken it. Its error is a Trouble.
func (s *Sender) Send(ctx context.Context, l Letter) error {
	m, err := s.message(l)
	if err != nil {
		return &Trouble{How: Refused, Said: err.Error(), cause: err}
	}
	c, err := s.client()
	if err != nil {
		return &Trouble{How: Unreachable, Said: err.Error(), cause: err}
	}
	conversation, err := c.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return &Trouble{How: Unreachable, Said: said(err), cause: err}
	}
	defer func() { _ = c.CloseWithSMTPClient(conversation) }() // the letter is taken or not by then
	if err := c.SendWithSMTPClient(conversation, m); err != nil && !m.IsDelivered() {
		return trouble(err)
	}
	return nil
}

func (s *Sender) client() (*gomail.Client, error) {
	o := []gomail.Option{
		gomail.WithPort(s.port), gomail.WithTimeout(patience), gomail.WithoutNoop(),
		gomail.WithTLSConfig(&tls.Config{ServerName: s.host, RootCAs: s.settings.Roots, MinVersion: tls.VersionTLS12}),
	}
	way := gomail.SMTPAuthAutoDiscover
	switch s.settings.Encryption {
	case TLS:
		o = append(o, gomail.WithSSL())
	case None:
		o, way = append(o, gomail.WithTLSPolicy(gomail.NoTLS)), gomail.SMTPAuthPlainNoEnc // nobody listens on this machine
	default:
		o = append(o, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if s.settings.User != "" {
		o = append(o, gomail.WithSMTPAuth(way), gomail.WithUsername(s.settings.User), gomail.WithPassword(s.settings.Password))
	}
	return gomail.NewClient(s.host, o...)
}

// message is the letter as it is sent.
func (s *Sender) message(l Letter) (*gomail.Msg, error) {
	m := gomail.NewMsg()
	m.FromMailAddress(&s.from)
	if _, err := netmail.ParseAddress(l.To.String()); err != nil {
		return nil, fmt.Errorf("read the address of the reader: %w", err)
	}
	m.ToMailAddress(&l.To)
	m.Subject(strings.Join(strings.Fields(l.Subject), " "))
	m.SetDateWithValue(l.At)
	m.SetUserAgent("Throughline")
	_, domain, _ := strings.Cut(s.from.Address, "@")
	m.SetMessageIDWithValue(l.ID + "@" + domain)
	m.SetGenHeader("Auto-Submitted", "auto-generated") // so that nobody's holiday answers it
	if l.Stop != "" {
		m.SetGenHeader("Precedence", "bulk")
		if err := m.SetListUnsubscribeOneClick(l.Stop); err != nil { // one click is for https alone, as its standard says
			m.SetListUnsubscribe(l.Stop)
		}
	}
	m.SetBodyString(gomail.TypeTextPlain, l.Text)
	if l.HTML != "" {
		m.AddAlternativeString(gomail.TypeTextHTML, l.HTML)
	}
	return m, nil
}

// How is how a letter fared that was not taken for certain.
type How string

// The ways it can fare.
const (
	Unreachable How = "unreachable" // the server is not there, not to be trusted, or lets nobody in: every letter would fare so
	Refused     How = "refused"     // this letter will not be taken
	Later       How = "later"       // this letter may be taken later
	Unsure      How = "unsure"      // the server broke off after it had everything: it may have taken the letter
)

// Trouble is the error of a letter that was not taken for certain.
type Trouble struct {
	How   How
	Said  string // in words for who runs the server; never the letter, nor the password
	cause error
}

// Error is what was said.
func (t *Trouble) Error() string { return t.Said }

// Unwrap is the cause.
func (t *Trouble) Unwrap() error { return t.cause }

// HowOf is how the letter of an error fared; Unsure for an error that is no Trouble.
func HowOf(err error) How {
	if t, ok := errors.AsType[*Trouble](err); ok {
		return t.How
	}
	return Unsure
}

// The codes of SMTP.
const (
	codeLater   = 400
	codeRefused = 500
)

// trouble reads why a letter was not taken.
func trouble(err error) *Trouble {
	t := &Trouble{How: Later, Said: said(err), cause: err}
	e, ok := errors.AsType[*gomail.SendError](err)
	if !ok {
		return t
	}
	code := e.ErrorCode()
	switch {
	case code >= codeRefused && e.Reason == gomail.ErrSMTPMailFrom:
		t.How = Unreachable // it takes nothing from this sender
	case code >= codeRefused:
		t.How = Refused
	case code >= codeLater:
		t.How = Later
	case e.Reason == gomail.ErrSMTPDataClose:
		t.How = Unsure
	}
	return t
}

// said is what a mail server or the network said, in one line.
func said(err error) string {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return "the certificate of the mail server cannot be trusted: " + err.Error()
	}
	text, _, _ := strings.Cut(err.Error(), ", affected ") // the reader and the letter are known to who asks
	return strings.Join(strings.Fields(text), " ")
}
