package cli

import (
	"errors"
	"io"
	"log/slog"
	"net"
	"os/exec"
	"runtime"
	"slices"

	"throughline/fault"
	"throughline/serve"
)

// serveCmd serves the pages.
type serveCmd struct {
	Listen          string   `help:"Where to listen; other addresses than loopback need a certificate or a proxy." default:"127.0.0.1:7070" env:"THROUGHLINE_LISTEN" placeholder:"HOST:PORT"`
	Certificate     string   `help:"Speak https, with this certificate in PEM." env:"THROUGHLINE_CERTIFICATE" placeholder:"FILE"`
	Key             string   `help:"The key of the certificate, in PEM." env:"THROUGHLINE_KEY" placeholder:"FILE"`
	BehindProxy     bool     `help:"A proxy speaks https with people and sets X-Forwarded-For." env:"THROUGHLINE_BEHIND_PROXY"`
	Only            []string `help:"Serve this workspace and no others; can be repeated. Without it every workspace of the data is served." placeholder:"NAME"`
	WithoutAccounts bool     `help:"Let in whoever reaches this machine's port, in the name of --as; only for data without accounts."`
	mailFlags       `embed:""`
	digestFlags     `embed:""`
	OpenID          openidFlags `embed:"" prefix:"openid-" group:"Flags for signing in at an OpenID Connect provider:"`
	Log             string      `help:"How much to log: debug, info or error." enum:"debug,info,error" default:"info"`
}

// openidFlags say which OpenID Connect provider vouches for people.
type openidFlags struct {
	Issuer     string   `help:"Let people sign in at this OpenID Connect provider too; the address it gives itself." env:"THROUGHLINE_OPENID_ISSUER" placeholder:"URL"`
	Client     string   `help:"The client id under which the provider knows this server." env:"THROUGHLINE_OPENID_CLIENT" placeholder:"ID"`
	SecretFile string   `help:"A file with the client secret. It may also stand in THROUGHLINE_OPENID_SECRET; nowhere for a client without one." env:"THROUGHLINE_OPENID_SECRET_FILE" placeholder:"FILE"`
	Name       string   `help:"What people call the provider; left out, it is the host of its address." env:"THROUGHLINE_OPENID_NAME" placeholder:"NAME"`
	Role       []string `help:"What a group at the provider gives, as GROUP=ROLE or, in another workspace, GROUP=WORKSPACE/ROLE; repeat it for each. Without any, accounts are made by invitation only." env:"THROUGHLINE_OPENID_ROLE" sep:";" placeholder:"GROUP=ROLE"`
	Groups     string   `help:"The claim that holds the groups; dots lead into what it holds." default:"groups" env:"THROUGHLINE_OPENID_GROUPS" placeholder:"CLAIM"`
	Scope      []string `help:"What to ask the provider for beside openid, profile and email; some want groups." env:"THROUGHLINE_OPENID_SCOPE" sep:";" placeholder:"SCOPE"`
}

// options are the flags with the secret, which is never on the command line.
func (f openidFlags) options(a *app) serve.OpenID {
	return serve.OpenID{
		Issuer: f.Issuer, Client: f.Client, Secret: a.w.Env("THROUGHLINE_OPENID_SECRET"), SecretFile: f.SecretFile,
		Name: f.Name, Scopes: f.Scope, Groups: f.Groups, Roles: f.Role,
	}
}

// Run serves until the program is interrupted.
func (c *serveCmd) Run(a *app) error {
	log := a.logger(c.Log)
	reach := serve.Reach{Certificate: c.Certificate, Key: c.Key, Proxied: c.BehindProxy}
	letters, err := c.mail(a)
	if err != nil {
		return err
	}
	l, err := a.listenAndOpen(c.Listen, false, reach, log)
	if err != nil {
		return err
	}
	o := serve.Options{Listener: l, Reach: reach, Mail: letters, OpenID: c.OpenID.options(a), Log: log, Only: c.Only}
	if err := c.home(a); err != nil {
		return errors.Join(err, l.Close())
	}
	if c.WithoutAccounts {
		o.Entry = serve.Anybody
	}
	return a.serve(o, func(at serve.Answers) {
		a.answers(at, "Throughline answers at "+at.URL+"\nStop it with Ctrl-C.\n")
	})
}

// home settles which workspace the addresses lead to that name none: the one of --workspace, or, where that is not said and there is
// none of the usual name, the first that there is.
func (c *serveCmd) home(a *app) error {
	names := slices.Sorted(slices.Values(c.Only))
	if len(names) == 0 {
		var err error
		if names, err = a.workspaces(); err != nil {
			return err
		}
	}
	if len(names) == 0 || slices.Contains(names, a.g.Workspace) {
		return nil
	}
	if a.typed("workspace") || a.w.Env("THROUGHLINE_WORKSPACE") != "" {
		if len(c.Only) > 0 {
			return fault.New(fault.Invalid, "the workspace "+a.g.Workspace+" is not among those that are served", "Name it with --only too, or leave out --workspace")
		}
		return nil // a new one
	}
	a.g.Workspace = names[0]
	return nil
}

// listenAndOpen takes the port and then the data, which others find in use at that address.
func (a *app) listenAndOpen(address string, next bool, reach serve.Reach, log *slog.Logger) (net.Listener, error) {
	l, err := serve.Listen(address, next, reach)
	if err != nil {
		return nil, err
	}
	if _, err := a.openAt(serve.URL(l, reach), log); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// answers tells where the pages are, and where the first account is made where there is none.
func (a *app) answers(at serve.Answers, words string) {
	if a.g.JSON {
		said := map[string]string{"url": at.URL}
		if at.SetUp != "" {
			said["set_up"] = at.SetUp
		}
		_ = a.jsonLine(said) // where it cannot be told the pages still answer
		return
	}
	if at.SetUp != "" {
		words = "There is no account yet. Make the first one, which owns the workspace, at\n  " + at.SetUp + "\nThe address works once, within a day; the next start prints a new one.\n" + words
	}
	a.printf("%s", words)
}

// serve runs the server on the opened data until the program is interrupted.
func (a *app) serve(o serve.Options, ready func(serve.Answers)) error {
	o.Data, o.Workspace, o.As, o.Clock, o.Version, o.Ready = a.data, a.g.Workspace, a.g.As, a.w.Clock, a.w.Version, ready
	return serve.Run(a.ctx, o)
}

func (a *app) logger(level string) *slog.Logger {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		l = slog.LevelInfo
	}
	var out io.Writer = a.w.Err
	return slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: l}))
}

// browse opens the address in a browser where there is one; where not, the printed address is enough.
func (a *app) browse(url string) {
	name, args := "xdg-open", []string{url}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", url}
	default:
		if a.w.Env("DISPLAY") == "" && a.w.Env("WAYLAND_DISPLAY") == "" {
			return
		}
	}
	cmd := exec.CommandContext(a.ctx, name, args...)
	if cmd.Start() == nil {
		a.owned.Go(func() { _ = cmd.Wait() }) // whether a browser came up is for the person to see
	}
}
