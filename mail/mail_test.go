package mail_test

import (
	"context"
	"crypto/x509"
	"net"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"throughline/fault"
	"throughline/mail"
	"throughline/testing/mailbox"
)

// settings are those with which the server takes letters.
func settings(s *mailbox.Server) mail.Settings {
	return mail.Settings{
		Server: s.Address(), User: mailbox.User, Password: mailbox.Password, Roots: s.Roots(), From: "Throughline <throughline@example.org>",
	}
}

func letter() mail.Letter {
	return mail.Letter{
		To:      netmail.Address{Name: "Ana Lima", Address: "ana@example.org"},
		Subject: "3 things wait for you, Größe", Text: "Decide: Größe\n\nhttps://throughline.example.org/owed\n", HTML: "<p>Decide: Größe</p>",
		ID: "digest.2026-11-28.abc", At: time.Date(2026, 11, 28, 7, 0, 0, 0, time.UTC), Stop: "https://throughline.example.org/letters/stop?key=tlstop_a-digest-b",
	}
}

// send sends a letter and is how it fared, "" when it was taken.
func send(t *testing.T, s mail.Settings, l mail.Letter) (mail.How, string) {
	t.Helper()
	sender, err := mail.New(s)
	if err != nil {
		t.Fatal(err)
	}
	if err = sender.Send(t.Context(), l); err == nil {
		return "", ""
	}
	if strings.Contains(err.Error(), mailbox.Password) {
		t.Errorf("the password is told: %v", err)
	}
	return mail.HowOf(err), err.Error()
}

func TestALetterArrivesWhole(t *testing.T) {
	for name, c := range map[string]struct {
		o    mailbox.Options
		with mail.Encryption
		user bool
	}{
		"starttls":       {mailbox.Options{}, "", true},
		"tls":            {mailbox.Options{Implicit: true}, mail.TLS, true},
		"none":           {mailbox.Options{Plain: true}, mail.None, true},
		"none, nobody":   {mailbox.Options{Plain: true, Open: true}, mail.None, false},
		"starttls, open": {mailbox.Options{Open: true}, mail.StartTLS, false},
	} {
		server := mailbox.Start(t, c.o)
		s := settings(server)
		if s.Encryption = c.with; !c.user {
			s.User, s.Password = "", ""
		}
		if how, said := send(t, s, letter()); how != "" {
			t.Errorf("%s: the letter is %s: %s", name, how, said)
			continue
		}
		got := server.Letters()[0]
		want := letter()
		if got.Sender != "throughline@example.org" || got.Reader != "ana@example.org" || got.Encrypted != (c.with != mail.None) {
			t.Errorf("%s: it came from %s to %s, encrypted %v", name, got.Sender, got.Reader, got.Encrypted)
		}
		if got.Subject != want.Subject || got.Text != want.Text || got.HTML != want.HTML {
			t.Errorf("%s: it says %q, %q, %q", name, got.Subject, got.Text, got.HTML)
		}
		for header, want := range map[string]string{
			"From": `"Throughline" <throughline@example.org>`, "To": `"Ana Lima" <ana@example.org>`, "Message-Id": "<digest.2026-11-28.abc@example.org>",
			"Date": "Sat, 28 Nov 2026 07:00:00 +0000", "Auto-Submitted": "auto-generated", "Mime-Version": "1.0",
			"List-Unsubscribe": "<" + want.Stop + ">", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
		} {
			if got := got.Header.Get(header); got != want {
				t.Errorf("%s: %s is %q, want %q", name, header, got, want)
			}
		}
	}
}

func TestALetterCanBeTextAlone(t *testing.T) {
	server := mailbox.Start(t, mailbox.Options{})
	l := letter()
	l.HTML, l.Stop, l.Subject = "", "", "To try\r\nBcc: everybody@example.org"
	if how, said := send(t, settings(server), l); how != "" {
		t.Fatalf("the letter is %s: %s", how, said)
	}
	got := server.Letters()[0]
	if got.Text != l.Text || got.HTML != "" || got.Header.Get("List-Unsubscribe") != "" || got.Header.Get("Bcc") != "" {
		t.Errorf("it is %+v", got)
	}
}

func TestHowALetterFares(t *testing.T) {
	whole := mailbox.Start(t, mailbox.Options{})
	down := mailbox.Start(t, mailbox.Options{})
	down.Down()
	broken := mailbox.Start(t, mailbox.Options{})
	broken.HangUp(true)
	clear := mailbox.Start(t, mailbox.Options{Plain: true})
	whole.Refuse(func(to string) error {
		switch to {
		case "gone@example.org":
			return mailbox.Gone()
		case "busy@example.org":
			return mailbox.Busy()
		}
		return nil
	})
	wrong, stranger, unknown := settings(whole), settings(whole), settings(whole)
	wrong.Password, stranger.Roots = "wrong", x509.NewCertPool()
	unknown.User, unknown.Password = "", ""
	for name, c := range map[string]struct {
		s    mail.Settings
		to   string
		how  mail.How
		says string
	}{
		"down":           {settings(down), "ana@example.org", mail.Unreachable, "refused"},
		"no encryption":  {settings(clear), "ana@example.org", mail.Unreachable, "does not support STARTTLS"},
		"wrong password": {wrong, "ana@example.org", mail.Unreachable, "535"},
		"not trusted":    {stranger, "ana@example.org", mail.Unreachable, "cannot be trusted"},
		"not signed in":  {unknown, "ana@example.org", mail.Unreachable, "502"},
		"nobody there":   {settings(whole), "gone@example.org", mail.Refused, "no such user here"},
		"busy":           {settings(whole), "busy@example.org", mail.Later, "come again later"},
		"broken off":     {settings(broken), "ana@example.org", mail.Unsure, ""},
		"no address":     {settings(whole), "nobody", mail.Refused, "address"},
	} {
		l := letter()
		l.To.Address = c.to
		if how, said := send(t, c.s, l); how != c.how || !strings.Contains(said, c.says) || strings.ContainsAny(said, "\r\n") {
			t.Errorf("%s: the letter is %s: %q, want %s with %q", name, how, said, c.how, c.says)
		}
	}
	if len(whole.Letters())+len(clear.Letters())+len(down.Letters()) != 0 {
		t.Error("a letter came that was told not to")
	}
}

func TestNobodyWaitsForEver(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	sender, err := mail.New(mail.Settings{Server: silent.Addr().String(), From: "throughline@example.org"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := sender.Send(ctx, letter()); mail.HowOf(err) != mail.Unreachable {
		t.Errorf("Send() = %v", err)
	}
}

func TestSettings(t *testing.T) {
	fine := mail.Settings{Server: "smtp.example.org", From: "throughline@example.org"}
	for name, c := range map[string]struct {
		change func(*mail.Settings)
		server string // where it would be sent
		says   string // of the fault
	}{
		"usual":       {func(*mail.Settings) {}, "smtp.example.org:587", ""},
		"tls":         {func(s *mail.Settings) { s.Encryption = mail.TLS }, "smtp.example.org:465", ""},
		"a port":      {func(s *mail.Settings) { s.Server += ":25" }, "smtp.example.org:25", ""},
		"six":         {func(s *mail.Settings) { s.Server = "[2001:db8::1]" }, "[2001:db8::1]:587", ""},
		"local":       {func(s *mail.Settings) { s.Server, s.Encryption = "localhost:25", mail.None }, "localhost:25", ""},
		"no server":   {func(s *mail.Settings) { s.Server = "" }, "", "where a mail server answers"},
		"odd port":    {func(s *mail.Settings) { s.Server += ":mails" }, "", "where a mail server answers"},
		"an address":  {func(s *mail.Settings) { s.Server = "https://smtp.example.org" }, "", "where a mail server answers"},
		"in clear":    {func(s *mail.Settings) { s.Encryption = mail.None }, "", "in the clear"},
		"odd way":     {func(s *mail.Settings) { s.Encryption = "rot13" }, "", "rot13"},
		"from nobody": {func(s *mail.Settings) { s.From = "" }, "", "send letters from"},
		"from odd":    {func(s *mail.Settings) { s.From = "throughline" }, "", "send letters from"},
		"no user":     {func(s *mail.Settings) { s.Password = "x" }, "", "no user"},
	} {
		s := fine
		c.change(&s)
		sender, err := mail.New(s)
		switch f := fault.Of(err); {
		case c.says == "" && err != nil:
			t.Errorf("%s: New() = %v", name, err)
		case c.says == "" && (sender.Server() != c.server || sender.From() != "throughline@example.org"):
			t.Errorf("%s: letters go to %s from %s", name, sender.Server(), sender.From())
		case c.says != "" && (f == nil || f.Kind != fault.Invalid || !strings.Contains(f.Sentence, c.says) || f.Remedy == ""):
			t.Errorf("%s: New() = %v, want that it says %q", name, err, c.says)
		}
	}
}
