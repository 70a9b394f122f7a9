package cli

import (
	"net"
	netmail "net/mail"
	"net/url"
	"os"
	"strings"
	"time"

	"throughline/account"
	"throughline/fault"
	"throughline/mail"
	"throughline/serve"
)

// passwordVariable names the environment variable that may hold the password for the mail server.
const passwordVariable = "THROUGHLINE_MAIL_PASSWORD"

// mailFlags say how letters are sent.
type mailFlags struct {
	PublicAddress    string `help:"Where people open the server, for the links in letters." env:"THROUGHLINE_PUBLIC_ADDRESS" placeholder:"URL"`
	MailServer       string `help:"The mail server that letters are handed to; left out, none are sent." env:"THROUGHLINE_MAIL_SERVER" placeholder:"HOST:PORT"`
	MailEncryption   string `help:"How the way to it is protected: starttls, tls, or none for a server on this machine." enum:"starttls,tls,none" default:"starttls" env:"THROUGHLINE_MAIL_ENCRYPTION"`
	MailFrom         string `help:"The address letters come from, with a name before it if you like." env:"THROUGHLINE_MAIL_FROM" placeholder:"ADDRESS"`
	MailUser         string `help:"Who signs in to the mail server; left out, nobody does." env:"THROUGHLINE_MAIL_USER" placeholder:"NAME"`
	MailPasswordFile string `help:"A file with the password of that user; or put it in THROUGHLINE_MAIL_PASSWORD." env:"THROUGHLINE_MAIL_PASSWORD_FILE" placeholder:"FILE"`
}

// sender is what sends letters; nil where no mail server is named.
func (f mailFlags) sender(a *app) (*mail.Sender, error) {
	if f.MailServer == "" {
		return nil, nil
	}
	password, err := f.password(a)
	if err != nil {
		return nil, err
	}
	return mail.New(mail.Settings{
		Server: f.MailServer, Encryption: mail.Encryption(f.MailEncryption), User: f.MailUser, Password: password, From: f.MailFrom,
	})
}

func (f mailFlags) password(a *app) (string, error) {
	if f.MailPasswordFile == "" {
		return a.w.Env(passwordVariable), nil
	}
	b, err := os.ReadFile(f.MailPasswordFile)
	if err != nil {
		return "", fault.Wrap(err, fault.Invalid, "the file with the password for the mail server cannot be read", "Name a file that whoever runs the program can read with --mail-password-file")
	}
	return strings.TrimRight(string(b), "\r\n"), nil
}

// public is the address people open, without a slash at its end.
func (f mailFlags) public() (string, error) {
	u, err := url.Parse(strings.TrimRight(f.PublicAddress, "/"))
	local := err == nil && (u.Hostname() == "localhost" || net.ParseIP(u.Hostname()).IsLoopback())
	if err != nil || u.Host == "" || u.Scheme != "https" && !(u.Scheme == "http" && local) || u.Path != "" || u.RawQuery != "" || u.User != nil {
		return "", fault.Invalidf("Write it as people type it, for instance --public-address=https://throughline.example.org", "letters need an address to lead to, and %q is none", f.PublicAddress)
	}
	return u.String(), nil
}

// digestFlags say when digests are sent.
type digestFlags struct {
	DigestHour int    `help:"From which hour of the reader's day digests are sent, 0 to 23." default:"7" env:"THROUGHLINE_DIGEST_HOUR" placeholder:"HOUR"`
	TimeZone   string `help:"The time zone of readers who have not chosen one." default:"UTC" env:"THROUGHLINE_TIME_ZONE" placeholder:"ZONE"`
}

// mail is how a server sends letters; nil where no mail server is named.
func (c *serveCmd) mail(a *app) (*serve.Mail, error) {
	sender, err := c.sender(a)
	if err != nil || sender == nil {
		return nil, err
	}
	m := &serve.Mail{Sender: sender}
	if m.Address, err = c.public(); err != nil {
		return nil, err
	}
	if m.Place, err = time.LoadLocation(c.TimeZone); err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "there is no time zone "+c.TimeZone, "Write one such as Europe/Vienna, or UTC")
	}
	if m.Hour = c.DigestHour; m.Hour < 0 || m.Hour > 23 {
		return nil, fault.Invalidf("Write a number from 0 to 23", "a day has no hour %d", m.Hour)
	}
	return m, nil
}

// mailCmd tries the settings.
type mailCmd struct {
	mailFlags `embed:""`
	To        string `arg:"" help:"The mail address to send a letter to."`
}

// Run sends a letter.
func (c *mailCmd) Run(a *app) error {
	sender, err := c.sender(a)
	if err != nil {
		return err
	}
	if sender == nil {
		return fault.New(fault.Invalid, "no mail server is named", "Name it with --mail-server, as for serve")
	}
	to, err := account.Address(c.To)
	if err != nil {
		return err
	}
	text := "This letter was sent to try the settings. It came, so they are right.\n"
	if c.PublicAddress != "" {
		address, err := c.public()
		if err != nil {
			return err
		}
		text += "\nLinks in letters lead to " + address + "\n"
	}
	now := a.w.Clock()
	err = sender.Send(a.ctx, mail.Letter{
		To: netmail.Address{Address: to}, Subject: "A letter to try the settings", Text: text, At: now, ID: "try." + now.UTC().Format("20060102T150405.000"),
	})
	if err != nil {
		return untaken(sender, err)
	}
	if a.g.JSON {
		return a.json(map[string]string{"server": sender.Server(), "from": sender.From(), "to": to})
	}
	a.printf("The mail server %s took a letter from %s to %s.\nLook whether it came.\n", sender.Server(), sender.From(), to)
	return nil
}

// untaken says why a letter was not taken, and what to do.
func untaken(s *mail.Sender, err error) error {
	switch mail.HowOf(err) {
	case mail.Unreachable:
		return fault.Wrap(err, fault.Unavailable, "the mail server "+s.Server()+" takes no letters: "+err.Error(), "Look at the settings of --mail-server, --mail-encryption, --mail-user and --mail-from, and whether it runs")
	case mail.Refused:
		return fault.Wrap(err, fault.Invalid, "the mail server "+s.Server()+" refuses this letter: "+err.Error(), "Look whether the address is right")
	case mail.Later:
		return fault.Wrap(err, fault.Unavailable, "the mail server "+s.Server()+" does not take the letter now: "+err.Error(), "Try again in a few minutes")
	}
	return fault.Wrap(err, fault.Unavailable, "the mail server "+s.Server()+" broke off and may have taken the letter: "+err.Error(), "Look whether it came")
}
