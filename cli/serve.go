package cli

import (
	"errors"
	"io"
	"log/slog"
	"net"
	"os/exec"
	"runtime"

	"throughline/serve"
)

// serveCmd serves the pages.
type serveCmd struct {
	Listen string `help:"Where to listen, on this machine only." default:"127.0.0.1:7070" env:"THROUGHLINE_LISTEN" placeholder:"HOST:PORT"`
	Log    string `help:"How much to log: debug, info or error." enum:"debug,info,error" default:"info"`
}

// Run serves until the program is interrupted.
func (c *serveCmd) Run(a *app) error {
	log := a.logger(c.Log)
	l, err := a.listenAndOpen(c.Listen, false, log)
	if err != nil {
		return err
	}
	return a.serve(serve.Options{Listener: l, Log: log}, func(url string) {
		a.answers("Throughline answers at %s\nStop it with Ctrl-C.\n", url)
	})
}

// listenAndOpen takes the port and then the data, which others find in use at that address.
func (a *app) listenAndOpen(address string, next bool, log *slog.Logger) (net.Listener, error) {
	l, err := serve.Listen(address, next)
	if err != nil {
		return nil, err
	}
	if _, err := a.openAt(serve.URL(l), log); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// answers tells where the pages are.
func (a *app) answers(words, url string) {
	if a.g.JSON {
		_ = a.jsonLine(map[string]string{"url": url}) // where it cannot be told the pages still answer
		return
	}
	a.printf(words, url)
}

// serve runs the server on the opened data until the program is interrupted.
func (a *app) serve(o serve.Options, ready func(url string)) error {
	o.Data, o.Workspace, o.As, o.Clock, o.Ready = a.data, a.g.Workspace, a.g.As, a.w.Clock, ready
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
