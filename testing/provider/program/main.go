// Command program is an OpenID Connect provider for tests: the certified library of others, with a page to sign in and people that a
// test writes down. It has a module of its own, so that the product knows nothing of what it is built from.
package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"flag"
	"fmt"
	"html/template"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/zitadel/oidc/v3/pkg/op"
)

// world is what the test writes down. It is read again with every request, so that it may change.
type world struct {
	Client struct {
		ID, Secret string
		Back, Out  []string // where people are sent after they signed in, and out
	}
	People  []person
	InToken bool // the ID token tells of the person; else only the endpoint for that does
	Life    time.Duration
}

// person is somebody who can sign in.
type person struct {
	Subject, Password, Name, Email string
	Verified                       bool
	Groups                         []string
}

func main() {
	at := flag.String("listen", "127.0.0.1:0", "where to answer")
	file := flag.String("world", "", "the file with the client and the people")
	flag.Parse()
	go func() { // the test that started it is gone
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err := run(*at, *file); err != nil {
		fmt.Fprintln(os.Stderr, "provider:", err)
		os.Exit(1)
	}
}

func run(at, file string) error {
	l, err := net.Listen("tcp", at)
	if err != nil {
		return err
	}
	issuer := "http://" + l.Addr().String()
	s, err := newStore(file)
	if err != nil {
		return err
	}
	c := &op.Config{CodeMethodS256: true, AuthMethodPost: true, DefaultLogoutRedirectURI: "/out", SupportedClaims: []string{"sub", "email", "groups"}}
	if _, err := rand.Read(c.CryptoKey[:]); err != nil {
		return err
	}
	p, err := op.NewProvider(c, s, op.StaticIssuer(issuer), op.WithAllowInsecure())
	if err != nil {
		return err
	}
	all := http.NewServeMux()
	all.HandleFunc("GET /sign-in", s.page)
	all.Handle("POST /sign-in", op.NewIssuerInterceptor(p.IssuerFromRequest).HandlerFunc(s.signIn(op.AuthCallbackURL(p))))
	all.HandleFunc("GET /out", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "You are signed out.") })
	all.Handle("/", p)
	fmt.Println(issuer)
	return http.Serve(l, all)
}

// form is the page to sign in.
var form = template.Must(template.New("form").Parse(`<!DOCTYPE html>
<html lang="en"><head><title>Provider</title><link rel="icon" href="data:,"></head><body><main><h1>Sign in at the provider</h1>
{{with .Wrong}}<p role="alert">{{.}}</p>{{end}}
<form method="post" action="/sign-in"><input type="hidden" name="id" value="{{.ID}}">
<label>Name <input id="who" name="who"></label> <label>Password <input id="password" name="password" type="password"></label>
<button name="do" value="in">Sign in</button> <button name="do" value="no">Decline</button></form></main></body></html>
`))

type shown struct{ ID, Wrong string }

func (s *store) page(w http.ResponseWriter, r *http.Request) { s.show(w, shown{ID: r.FormValue("id")}) }

func (s *store) show(w http.ResponseWriter, x shown) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = form.Execute(w, x)
}

// signIn lets somebody in who gives their password, and sends them back where they came from.
func (s *store) signIn(onward func(context.Context, string) string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id := r.FormValue("id")
		q, err := s.request(id)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		if r.FormValue("do") == "no" {
			http.Redirect(w, r, q.GetRedirectURI()+"?"+url.Values{"error": {"access_denied"}, "state": {q.GetState()}}.Encode(), http.StatusFound)
			return
		}
		who, err := s.person(r.FormValue("who"))
		if err != nil || who.Password != r.FormValue("password") {
			s.show(w, shown{id, "That is nobody here."})
			return
		}
		s.enter(q, who)
		http.Redirect(w, r, onward(r.Context(), id), http.StatusFound)
	}
}

// read is the world as it is written down now.
func (s *store) read() (world, error) {
	var w world
	text, err := os.ReadFile(s.file)
	if err != nil {
		return w, err
	}
	return w, json.Unmarshal(text, &w)
}
