package cli

import (
	"io"
	"log/slog"
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
	if _, err := a.openAt(c.Listen); err != nil {
		return err
	}
	return a.serve(serve.Options{Listen: c.Listen, Log: a.logger(c.Log)}, func(url string) {
		a.printf("Throughline answers at %s\nStop it with Ctrl-C.\n", url)
	})
}

// serve runs the server on the opened data until the program is interrupted.
func (a *app) serve(o serve.Options, ready func(url string)) error {
	o.Data, o.Workspace, o.Clock, o.Ready = a.data, a.g.Workspace, a.w.Clock, ready
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
