package web

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"throughline/account"
	"throughline/door"
	"throughline/fault"
	"throughline/graph"
	"throughline/middleware"
	"throughline/web/view"
	"throughline/wording"
)

// The addresses of what people keep.
const (
	accountPath = "/account"
	membersPath = "/members"
)

// desk answers with a page of what a guest keeps, for who has it.
type desk func(context.Context, *visit) (view.Desk, error)

// deed is a change that a form of a desk asks for. What it hands over is shown once.
type deed func(context.Context, *visit, url.Values) (view.Handed, error)

// act is what the guest asks of the register.
func (s *Server) act(r *http.Request, g door.Guest) account.Act {
	return s.door.Act(r, account.ByAccount(g.Account.ID))
}

// keeps turns a desk into a handler.
func (s *Server) keeps(d desk) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v, err := s.visit(r)
		if err != nil {
			s.refuse(w, r, err)
			return
		}
		s.showDesk(w, v, d, func(*view.Desk) {}, http.StatusOK)
	}
}

// place is where on a desk the page goes on after what was sent was done.
type place func(url.Values) string

// onto is a place that is the same whatever was sent.
func onto(address string) place { return func(url.Values) string { return address } }

// does turns a deed on a desk into a handler. Afterwards the browser is sent back to the desk, to where the keyboard was, unless there is
// something to hand over or to say: then the form stands there as it was sent.
func (s *Server) does(d desk, at place, do deed) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v, err := s.visit(r)
		if err != nil {
			s.refuse(w, r, err)
			return
		}
		f, err := form(w, r)
		var handed view.Handed
		if err == nil {
			handed, err = do(r.Context(), v, f)
		}
		switch known := fault.Of(err); {
		case err == nil && handed.Title == "":
			goTo(w, r, at(f))
		case err == nil:
			s.showDesk(w, v, d, func(page *view.Desk) { page.Handed = handed }, http.StatusOK)
		case known == nil || middleware.Status(known.Kind) == http.StatusInternalServerError:
			s.refuse(w, r, err)
		default:
			s.showDesk(w, v, d, func(page *view.Desk) {
				page.Note = view.Note{Tone: view.Loss, Text: sayFault(known)}
				resume(page, r.URL.Path, f)
			}, middleware.Status(known.Kind))
		}
	}
}

// resume puts what was sent back into the form that sent it, and the keyboard there. Passwords are typed again.
func resume(page *view.Desk, action string, sent url.Values) {
	for p := range page.Parts {
		resumeAmong(page.Parts[p].Forms, action, sent)
		for r := range page.Parts[p].Rows {
			resumeAmong(page.Parts[p].Rows[r].Forms, action, sent)
		}
	}
}

func resumeAmong(forms []view.Form, action string, sent url.Values) {
	for n := range forms {
		f := &forms[n]
		if f.Action != action || slices.ContainsFunc(f.Hidden, func(h view.Param) bool { return sent.Get(h.Name) != h.Value }) {
			continue
		}
		f.Focus, f.Said = true, view.SaidID
		for n := range f.Fields {
			x := &f.Fields[n]
			if x.Type != "password" {
				x.Value = sent.Get(x.Name)
			}
			for c := range x.Choices {
				x.Choices[c].Current = x.Choices[c].Value == x.Value
			}
		}
	}
}

func (s *Server) showDesk(w http.ResponseWriter, v *visit, d desk, with func(*view.Desk), status int) {
	page, err := d(v.r.Context(), v)
	if err != nil {
		s.refuse(w, v.r, err)
		return
	}
	with(&page)
	var b bytes.Buffer
	if err := view.DeskPage(page).Render(v.r.Context(), &b); err != nil {
		s.refuse(w, v.r, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if v.r.Method != http.MethodHead {
		_, _ = w.Write(s.placed(b.Bytes())) // the reader may be gone; nothing is left to tell
	}
}

// myself holds that somebody looks who signed in.
func myself(v *visit) error {
	if v.guest.Session == "" {
		return fault.New(fault.Denied, "this page is for people who have signed in", "Sign in in a browser")
	}
	return nil
}

// account is the page of one's own account.
func (s *Server) account(ctx context.Context, v *visit) (view.Desk, error) {
	if err := myself(v); err != nil {
		return view.Desk{}, err
	}
	sh, err := s.shell(ctx, v, "Your account", accountPath)
	if err != nil {
		return view.Desk{}, err
	}
	me := v.guest.Account
	devices, err := s.devices(ctx, v)
	if err != nil {
		return view.Desk{}, err
	}
	tokens, err := s.tokens(ctx, v)
	if err != nil {
		return view.Desk{}, err
	}
	identities, err := s.identities(ctx, v)
	if err != nil {
		return view.Desk{}, err
	}
	lead := "You are " + me.Name
	if me.Address != "" {
		lead += ", " + me.Address
	}
	lead += ", and " + roleWords(account.Role(v.guest.Viewer.Role)) + " of this workspace"
	if p := v.now.Person(v.guest.Viewer.Person); p != nil {
		lead += ", where you are " + p.Name
	}
	var parts []view.Kept
	if wishes, sent, err := s.wishes(ctx, v); err != nil {
		return view.Desk{}, err
	} else if sent {
		parts = append(parts, wishes)
	}
	parts = append(parts, devices, tokens)
	if len(identities.Rows)+len(identities.Elsewhere) > 0 {
		parts = append(parts, identities)
	}
	if me.HasPassword {
		parts = append(parts, passwordPart())
	}
	return view.Desk{Shell: sh, Title: "Your account", Lead: view.Say(lead + "."), Parts: parts}, nil
}

// passwordPart is where somebody changes the password they have.
func passwordPart() view.Kept {
	return view.Kept{
		Part: view.Part{ID: "password", Title: "Your password", Sub: "The other devices are signed out when it changes"},
		Forms: []view.Form{{ID: "change", Action: accountPath + "/password", Button: "Change the password", Fields: []view.Input{
			{Name: "was", Label: "Present password", Type: "password", Complete: "current-password"}, newPassword("New password"),
		}}},
	}
}

func (s *Server) devices(ctx context.Context, v *visit) (view.Kept, error) {
	all, err := s.door.Register().Sessions(ctx, s.clock(), v.guest.Account.ID)
	if err != nil {
		return view.Kept{}, err
	}
	k := view.Kept{
		Part:    view.Part{ID: "devices", Title: "Where you are signed in", Sub: "The device you used last stands first"},
		Columns: []view.Column{{Name: "Device"}, {Name: "From"}, {Name: "Signed in", Short: true}, {Name: "Last seen", Short: true}},
	}
	for _, d := range all {
		row := view.KeptRow{Cells: []view.Cell{view.T(d.Device), view.T(d.From), view.T(s.when(d.Created)), view.T(s.when(d.Seen))}}
		if d.ID == v.guest.Session {
			row.Cells[0].Sub = "this one"
			row.Forms = []view.Form{{ID: "out", Action: signOutPath, Button: "Sign out", Small: true}}
		} else {
			row.Forms = []view.Form{{ID: "end-" + string(d.ID), Action: accountPath + "/devices", Hidden: []view.Param{{Name: "id", Value: string(d.ID)}}, Button: "Sign out", Label: "Sign out of " + d.Device, Small: true}}
		}
		k.Rows = append(k.Rows, row)
	}
	if len(all) > 1 {
		k.Forms = []view.Form{{ID: "others", Action: accountPath + "/devices", Hidden: []view.Param{{Name: "others", Value: "yes"}}, Button: "Sign out everywhere else"}}
	}
	return k, nil
}

// when is a moment in words, as far as it matters today.
func (s *Server) when(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return moment(t, s.clock())
}

// endDevices signs out of one device, or of all others.
func (s *Server) endDevices(ctx context.Context, v *visit, f url.Values) (view.Handed, error) {
	if err := myself(v); err != nil {
		return view.Handed{}, err
	}
	all, me := s.door.Register(), v.guest.Account.ID
	if f.Has("others") {
		_, err := all.EndOtherSessions(ctx, s.act(v.r, v.guest), me, v.guest.Session)
		return view.Handed{}, err
	}
	return view.Handed{}, all.EndSession(ctx, s.act(v.r, v.guest), me, account.SessionID(f.Get("id")))
}

func (s *Server) changePassword(_ context.Context, v *visit, f url.Values) (view.Handed, error) {
	if err := myself(v); err != nil {
		return view.Handed{}, err
	}
	return view.Handed{}, s.door.ChangePassword(v.r, v.guest, f.Get("was"), f.Get("password"))
}

// usualToken is for how many days a token is made unless somebody says otherwise.
const usualToken = 90

func (s *Server) tokens(ctx context.Context, v *visit) (view.Kept, error) {
	all, err := s.door.Register().Tokens(ctx, v.guest.Account.ID)
	if err != nil {
		return view.Kept{}, err
	}
	now := s.clock()
	k := view.Kept{
		Part:    view.Part{ID: "tokens", Title: "Tokens for programs", Sub: "A program with a token acts in your name, in this workspace"},
		Columns: []view.Column{{Name: "Name"}, {Name: "May"}, {Name: "Begins with", Side: true}, {Name: "Last used", Short: true}, {Name: "Expires", Short: true}},
		Forms: []view.Form{{ID: "token", Action: accountPath + "/tokens", Button: "Make a token", Fields: []view.Input{
			{Name: "name", Label: "What it is for", Complete: "off"},
			{Name: "scope", Label: "What it may do", Choices: []view.Choice{{Value: string(account.Read), Text: "Read what you may see"}, {Value: string(account.Write), Text: "Read, and change what you may change"}}},
			{Name: "until", Label: "Last day", Type: "date", Value: graph.DateOf(now.AddDate(0, 0, usualToken)).String(), Hint: "Not later than in a year."},
		}}},
	}
	slices.SortStableFunc(all, func(a, b account.Token) int { return a.Created.Compare(b.Created) })
	for _, t := range all {
		if t.Workspace != s.workspace || !now.Before(t.Expires) {
			continue
		}
		may := "read"
		if t.Scope == account.Write {
			may = "read and change"
		}
		k.Rows = append(k.Rows, view.KeptRow{
			Cells: []view.Cell{view.T(t.Name), view.T(may), {Tag: t.Begins}, view.T(s.when(t.Used)), view.T(wording.Day(t.Expires.Add(-time.Second), now))},
			Forms: []view.Form{{ID: "revoke-" + string(t.ID), Action: accountPath + "/tokens/revoke", Hidden: []view.Param{{Name: "id", Value: string(t.ID)}}, Button: "Revoke", Label: "Revoke " + t.Name, Small: true}},
		})
	}
	return k, nil
}

// issueToken makes a token, and hands its secret over.
func (s *Server) issueToken(ctx context.Context, v *visit, f url.Values) (view.Handed, error) {
	if err := myself(v); err != nil {
		return view.Handed{}, err
	}
	until, err := graph.ParseDate(f.Get("until"))
	if err != nil {
		return view.Handed{}, err
	}
	t, secret, err := s.door.Register().IssueToken(ctx, s.act(v.r, v.guest), v.guest.Account.ID, account.Token{
		Name: f.Get("name"), Workspace: s.workspace, Scope: account.Scope(f.Get("scope")), Expires: until.Time().AddDate(0, 0, 1),
	})
	return view.Handed{
		Title: "The token “" + t.Name + "”", Text: "Copy it now: it is not shown again. Programs send it as Authorization: Bearer.", Label: "Token", Secret: secret.Text(),
	}, err
}

func (s *Server) revokeToken(ctx context.Context, v *visit, f url.Values) (view.Handed, error) {
	if err := myself(v); err != nil {
		return view.Handed{}, err
	}
	return view.Handed{}, s.door.Register().RevokeToken(ctx, s.act(v.r, v.guest), v.guest.Account.ID, account.TokenID(f.Get("id")))
}

// address is the address of a page with the key to it.
func (s *Server) address(r *http.Request, path, key string) string {
	return s.full(r, path) + "?" + url.Values{keyParam: {key}}.Encode()
}

// full is the address of a page as others open it, as far as it is known or the request tells.
func (s *Server) full(r *http.Request, path string) string {
	if s.mail != nil {
		return s.mail.Address + path
	}
	scheme := "http"
	if r.TLS != nil || s.door.IsSecure() {
		scheme = "https"
	}
	return scheme + "://" + strings.TrimSuffix(r.Host, "/") + path
}
