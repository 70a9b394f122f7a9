package web

import (
	"bytes"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"throughline/account"
	"throughline/door"
	"throughline/fault"
	"throughline/middleware"
	"throughline/web/view"
	"throughline/wording"
)

// The addresses of those who are not in yet, and the parameter that holds the secret of a link.
const (
	signInPath  = "/sign-in"
	signOutPath = "/sign-out"
	setUpPath   = "/set-up"
	invitedPath = "/invitation"
	resetPath   = "/new-password"
	keyParam    = "key"
	toParam     = "to"
	keptParam   = "kept"
)

// mostForm bounds the bytes of a form.
const mostForm = 64 << 10

// form reads the fields of a form.
func form(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	r.Body = http.MaxBytesReader(w, r.Body, mostForm)
	if err := r.ParseForm(); err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "the form did not arrive whole", "Go back, shorten it and send it again")
	}
	return r.PostForm, nil
}

// onward is where somebody goes next who asked for an address of this server; "/" for any other.
func onward(to string) string {
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t") || strings.HasPrefix(to, signInPath) {
		return "/"
	}
	return to
}

// goTo sends the browser to another page after a change.
func goTo(w http.ResponseWriter, r *http.Request, to string) {
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// outside answers with a page for somebody who is not in.
func (s *Server) outside(w http.ResponseWriter, r *http.Request, status int, p view.Outside) {
	p.Assets = s.assets()
	var b bytes.Buffer
	if err := view.OutsidePage(p).Render(r.Context(), &b); err != nil {
		s.refuse(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(s.placed(b.Bytes())) // the reader may be gone; nothing is left to tell
	}
}

// again answers with the page of a form once more, and says what was wrong. What is not a fault fails as any page does.
func (s *Server) again(w http.ResponseWriter, r *http.Request, p view.Outside, err error) {
	f := fault.Of(err)
	status := middleware.Status(fault.KindOf(err))
	if f == nil || status == http.StatusInternalServerError {
		s.refuse(w, r, err)
		return
	}
	middleware.RetryAfter(w.Header(), err)
	p.Note = view.Note{Tone: view.Loss, Text: sayFault(f)}
	s.outside(w, r, status, p)
}

// sayFault is a fault in words.
func sayFault(f *fault.Fault) string {
	text := curly(wording.Opened(f.Sentence) + ".")
	if f.Remedy != "" {
		text += " " + curly(f.Remedy) + "."
	}
	return text
}

// stranger answers somebody who is not known: they may sign in, and come back to what they asked for.
func (s *Server) stranger(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case errors.Is(err, door.ErrNotSetUp):
		f := fault.Of(err)
		s.outside(w, r, http.StatusForbidden, view.Outside{Title: "Not set up yet", Lead: curly(f.Remedy) + "."})
	case r.Method != http.MethodGet && r.Method != http.MethodHead, r.URL.Path == eventsPath, r.Header.Get("Authorization") != "", r.Header.Get("HX-Request") != "":
		w.Header().Set("WWW-Authenticate", "Bearer")
		w.Header().Set("Cache-Control", "no-store")
		http.Error(w, "You are not signed in. Sign in and try again.", http.StatusUnauthorized)
	default:
		to := s.prefix + r.URL.RequestURI()
		address := signInPath
		if to != "/" {
			address += "?" + url.Values{toParam: {to}}.Encode()
		}
		goTo(w, r, address)
	}
}

// noMember answers somebody who signed in and has no place here.
func (s *Server) noMember(w http.ResponseWriter, r *http.Request, err error) {
	lead := sayFault(fault.Of(err))
	if p := s.door.Provider(); p != nil && len(p.Roles()) > 0 {
		lead += " Or ask whoever keeps the groups at " + p.Name() + " to add you to one that has a role here."
	}
	s.outside(w, r, http.StatusForbidden, view.Outside{
		Title: "Not for you", Lead: lead, Form: view.Form{ID: "out", Action: signOutPath, Button: "Sign out"},
	})
}

func (s *Server) signInForm(address, to string) view.Outside {
	p := view.Outside{Title: "Sign in", Form: view.Form{ID: "sign-in", Action: signInPath, Button: "Sign in", Fields: []view.Input{
		{Name: "address", Label: "Mail address", Type: "email", Value: address, Complete: "username"},
		{Name: "password", Label: "Password", Type: "password", Complete: "current-password"},
	}}}
	params := url.Values{}
	if to = onward(to); to != "/" {
		p.Form.Hidden = []view.Param{{Name: toParam, Value: to}}
		params.Set(toParam, to)
	}
	p.Elsewhere = s.elsewhere("Sign in", params)
	p.Lead = "If you have forgotten your password, ask an administrator for a link to set a new one."
	return p
}

// signInPage asks who somebody is.
func (s *Server) signInPage(w http.ResponseWriter, r *http.Request) {
	to := r.URL.Query().Get(toParam)
	_, err := s.door.Who(r, s.workspace)
	switch {
	case err == nil:
		goTo(w, r, onward(to))
	case !errors.Is(err, door.ErrStranger):
		s.refuse(w, r, err)
	default:
		p := s.signInForm("", to)
		switch q := r.URL.Query(); {
		case q.Has("reset"):
			p.Note = view.Note{Tone: view.Good, Text: "Your new password is set. Sign in with it."}
		case q.Has(keptParam):
			p.Note = view.Note{Text: "Your session has ended. What you filled in is kept in this browser, and is there again once you have signed in."}
		case q.Has(outParam):
			s.signedOut(r, &p)
		}
		s.outside(w, r, http.StatusOK, p)
	}
}

// signIn lets somebody in.
func (s *Server) signIn(w http.ResponseWriter, r *http.Request) {
	f, err := form(w, r)
	if err == nil {
		err = s.door.SignIn(w, r, f.Get("address"), f.Get("password"))
	}
	if err != nil {
		s.again(w, r, s.signInForm(f.Get("address"), f.Get(toParam)), err)
		return
	}
	goTo(w, r, onward(f.Get(toParam)))
}

// signOut lets somebody out.
func (s *Server) signOut(w http.ResponseWriter, r *http.Request) {
	to := s.afterwards(r)
	if err := s.door.SignOut(w, r); err != nil {
		s.refuse(w, r, err)
		return
	}
	w.Header().Set("Clear-Site-Data", `"cache"`) // pages that the browser kept are not for who comes next
	goTo(w, r, to)
}

// newPassword is the input for a password that is chosen.
func newPassword(label string) view.Input {
	return view.Input{Name: "password", Label: label, Type: "password", Complete: "new-password", Hint: "At least 12 characters; a few words that do not belong together are best."}
}

func keyed(key string) []view.Param { return []view.Param{{Name: keyParam, Value: key}} }

func setUpForm(key, name, address string) view.Outside {
	return view.Outside{
		Title: "Set up Throughline", Lead: "Make the first account. It owns the workspace and invites the others.",
		Form: view.Form{ID: "set-up", Action: setUpPath, Hidden: keyed(key), Button: "Make the account", Fields: []view.Input{
			{Name: "name", Label: "Your name", Value: name, Complete: "name"},
			{Name: "address", Label: "Mail address", Type: "email", Value: address, Complete: "username", Hint: "You sign in with it."},
			newPassword("Password"),
		}},
	}
}

// setUpPage asks for the first account, whoever has the address that the program printed.
func (s *Server) setUpPage(w http.ResponseWriter, r *http.Request) {
	done, err := s.door.IsSetUp(r.Context())
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	if done {
		goTo(w, r, signInPath)
		return
	}
	s.outside(w, r, http.StatusOK, setUpForm(r.URL.Query().Get(keyParam), "", ""))
}

// setUp makes the first account.
func (s *Server) setUp(w http.ResponseWriter, r *http.Request) {
	f, err := form(w, r)
	names := []string{s.workspace}
	if err == nil && s.spaces != nil {
		names, err = s.spaces.names(r.Context())
	}
	if err == nil {
		err = s.door.SetUp(w, r, account.SetUp{
			Secret: f.Get(keyParam), Name: f.Get("name"), Address: f.Get("address"), Password: f.Get("password"), Workspaces: names,
		})
	}
	if err != nil {
		s.again(w, r, setUpForm(f.Get(keyParam), f.Get("name"), f.Get("address")), err)
		return
	}
	goTo(w, r, "/")
}

// invitation is the page of an invitation for whoever has its address: who has an account signs in to accept.
func (s *Server) invitation(r *http.Request, key, name string) (view.Outside, error) {
	in, has, err := s.door.Register().Invitation(r.Context(), s.clock(), key)
	if err != nil {
		return view.Outside{}, err
	}
	p := view.Outside{
		Title: "You are invited", Lead: "to the workspace “" + in.Workspace + "”, as " + roleWords(in.Role) + ".",
		Form: view.Form{ID: "accept", Action: invitedPath, Hidden: keyed(key), Button: "Accept the invitation"},
	}
	p.Lead = wording.Capital(p.Lead)
	guest, err := s.door.Who(r, s.workspace)
	switch {
	case err == nil && guest.Session != "":
		p.Lead += " You are signed in as " + guest.Label + "."
	case err != nil && !errors.Is(err, door.ErrStranger):
		return view.Outside{}, err
	case has:
		p.Form = view.Form{}
		p.Lead += " There is an account for " + in.Address + "."
		p.Next = []view.Link{{Text: "Sign in to accept", Href: signInPath + "?" + url.Values{toParam: {invitedPath + "?" + url.Values{keyParam: {key}}.Encode()}}.Encode()}}
	default:
		p.Elsewhere = s.elsewhere("Accept", url.Values{keyParam: {key}})
		p.Lead += " Your account will be for " + in.Address + "."
		p.Form.Fields = []view.Input{{Name: "name", Label: "Your name", Value: name, Complete: "name"}, newPassword("Password")}
	}
	return p, nil
}

func (s *Server) invitationPage(w http.ResponseWriter, r *http.Request) {
	p, err := s.invitation(r, r.URL.Query().Get(keyParam), "")
	if err != nil {
		s.spent(w, r, err)
		return
	}
	s.outside(w, r, http.StatusOK, p)
}

// spent answers for a link that opens nothing.
func (s *Server) spent(w http.ResponseWriter, r *http.Request, err error) {
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Denied {
		s.refuse(w, r, err)
		return
	}
	s.outside(w, r, http.StatusForbidden, view.Outside{Title: "This link opens nothing", Lead: sayFault(f), Next: []view.Link{{Text: "Go to Throughline", Href: "/"}}})
}

// acceptInvitation makes who accepts a member: who is signed in as they are, anybody else with a new account.
func (s *Server) acceptInvitation(w http.ResponseWriter, r *http.Request) {
	f, err := form(w, r)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	key := f.Get(keyParam)
	to := "/"
	if in, _, e := s.door.Register().Invitation(r.Context(), s.clock(), key); e == nil && s.spaces != nil {
		to = s.spaces.address(r.Context(), in.Workspace)
	}
	if guest, e := s.door.Who(r, s.workspace); e == nil && guest.Session != "" {
		_, err = s.door.Register().Accept(r.Context(), s.act(r, guest), key, guest.Account.ID)
	} else {
		err = s.door.Join(w, r, account.Entrant{Secret: key, Name: f.Get("name"), Password: f.Get("password")})
	}
	if err == nil {
		goTo(w, r, to)
		return
	}
	p, e := s.invitation(r, key, f.Get("name"))
	if e != nil {
		s.spent(w, r, e)
		return
	}
	s.again(w, r, p, err)
}

func resetForm(key string) view.Outside {
	return view.Outside{
		Title: "Set a new password", Lead: "You are then signed out on all devices.",
		Form: view.Form{ID: "reset", Action: resetPath, Hidden: keyed(key), Button: "Set the password", Fields: []view.Input{newPassword("New password")}},
	}
}

func (s *Server) resetPage(w http.ResponseWriter, r *http.Request) {
	key := r.URL.Query().Get(keyParam)
	if _, err := s.door.Register().Reset(r.Context(), s.clock(), key); err != nil {
		s.spent(w, r, err)
		return
	}
	s.outside(w, r, http.StatusOK, resetForm(key))
}

// reset sets a new password with a one-time link.
func (s *Server) reset(w http.ResponseWriter, r *http.Request) {
	f, err := form(w, r)
	if err == nil {
		err = s.door.Reset(r, f.Get(keyParam), f.Get("password"))
	}
	if err != nil {
		s.again(w, r, resetForm(f.Get(keyParam)), err)
		return
	}
	goTo(w, r, signInPath+"?reset")
}

// roleWords is a role with its article.
func roleWords(r account.Role) string {
	switch r {
	case account.Owner, account.Editor:
		return "an " + string(r)
	}
	return "a " + string(r)
}
