package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"throughline/access"
	"throughline/account"
	"throughline/door"
	"throughline/fault"
	"throughline/graph"
	"throughline/web/view"
)

// The addresses by which people go to the provider and come back. The second is registered there.
const (
	providerPath = signInPath + "/openid"
	backPath     = providerPath + "/back"
	linkParam    = "link"
	outParam     = "out"
)

// mostOnward bounds an address that somebody goes on to, which the browser keeps meanwhile.
const mostOnward = 1500

// goToProvider sends the browser to the provider. It is a link and no form: a form that is led to another site is stopped by the
// policy of the page. What is begun lives in the browser alone.
func (s *Server) goToProvider(w http.ResponseWriter, r *http.Request) {
	e, err := s.errand(r)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	at, err := s.door.Leave(w, r, s.full(r, backPath), e)
	if err != nil {
		s.unvouched(w, r, e, err)
		return
	}
	goTo(w, r, at)
}

// errand is what somebody goes to the provider for.
func (s *Server) errand(r *http.Request) (door.Errand, error) {
	q := r.URL.Query()
	e := door.Errand{To: onward(q.Get(toParam)), Invitation: q.Get(keyParam)}
	if len(e.To) > mostOnward {
		e.To = "/"
	}
	if q.Has(linkParam) {
		guest, err := s.door.Who(r, s.workspace)
		if err != nil {
			return e, err
		}
		if guest.Session == "" {
			return e, fault.New(fault.Denied, "a sign-in is linked by people who have signed in", "Sign in in a browser")
		}
		return door.Errand{To: accountPath, Link: guest.Account.ID}, nil
	}
	if done, err := s.door.IsSetUp(r.Context()); err != nil || !done {
		_, err = s.door.Who(r, s.workspace)
		return e, err
	}
	return e, nil
}

// comeBack is where the provider sends the browser to, with its answer. It is a GET that begins a session, which the protocol wants
// so: what makes it safe is that the answer is to an attempt that was begun in this browser, and is used up.
func (s *Server) comeBack(w http.ResponseWriter, r *http.Request) {
	e, in, err := s.door.Return(w, r, s.full(r, backPath))
	if err != nil {
		s.unvouched(w, r, e, err)
		return
	}
	id := in.Account.ID
	if id == "" {
		id = e.Link
	}
	if err := s.claimAll(r, id, in); err != nil {
		s.log.Error("an account could not be linked with its person", "err", err)
	}
	goTo(w, r, onward(e.To))
}

// unvouched answers whom the provider does not let in, with the other ways in. Who is in already goes on.
func (s *Server) unvouched(w http.ResponseWriter, r *http.Request, e door.Errand, err error) {
	guest, unknown := s.door.Who(r, s.workspace)
	switch {
	case unknown == nil && guest.Session != "" && e.Link == "" && e.Invitation == "":
		goTo(w, r, onward(e.To))
	case unknown == nil && guest.Session != "":
		s.again(w, r, view.Outside{Title: "Nothing was changed", Next: []view.Link{{Text: "Your account", Href: accountPath}}}, err)
	default:
		s.again(w, r, s.signInForm("", e.To), err)
	}
}

// claimAll says in every workspace of the account who they are there.
func (s *Server) claimAll(r *http.Request, id account.ID, in account.Admission) error {
	all, err := s.door.Register().Memberships(r.Context(), id)
	for _, m := range all {
		if m.Person == "" && err == nil {
			err = s.claim(r, m, m.Since.Equal(in.Session.Created))
		}
	}
	return err
}

// claim makes a member who is nobody yet the one person of the organisation whose address the provider vouched for. Whoever could
// have written that address themselves is left to the owners, unless they came in just now.
func (s *Server) claim(r *http.Request, m account.Member, fresh bool) error {
	among, err := s.candidates(r.Context(), m, fresh)
	if err != nil {
		return err
	}
	err = s.door.Register().ClaimPerson(r.Context(), s.door.Act(r, account.ByAccount(m.Account)), m.Workspace, m.Account, among)
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.NotFound) || fault.Is(err, fault.Conflict) {
		return nil // no such person, or not one alone: the owners say who it is
	}
	return err
}

// candidates is the people of today whose address was written by others than the member.
func (s *Server) candidates(ctx context.Context, m account.Member, fresh bool) ([]account.Candidate, error) {
	now, err := s.engine.View(ctx, m.Workspace)
	if err != nil {
		return nil, err
	}
	sight, err := s.engine.Sight(ctx, now, access.Viewer{Role: access.Role(m.Role)})
	if err != nil {
		return nil, err
	}
	var out []account.Candidate
	for p := range graph.All[*graph.Person](now) {
		gone := p.Until != 0 && p.Until < now.Today()
		if p.Email != "" && !gone && (fresh || sight.May([]access.Touch{{Before: p, After: p}}) != nil) {
			out = append(out, account.Candidate{Person: account.PersonID(p.ID), Address: p.Email})
		}
	}
	return out, nil
}

// elsewhere is how to get in by the provider; none where there is none.
func (s *Server) elsewhere(verb string, params url.Values) []view.Way {
	p := s.door.Provider()
	if p == nil {
		return nil
	}
	way := view.Way{Text: verb + " with " + p.Name(), Href: providerPath}
	if len(params) > 0 {
		way.Href += "?" + params.Encode()
	}
	if f := fault.Of(p.Ready()); f != nil {
		way = view.Way{Why: sayFault(f)}
	}
	return []view.Way{way}
}

// identities is the sign-ins at providers by which the account can be entered.
func (s *Server) identities(ctx context.Context, v *visit) (view.Kept, error) {
	all, err := s.door.Register().Identities(ctx, v.guest.Account.ID)
	if err != nil {
		return view.Kept{}, err
	}
	k := view.Kept{
		Part:    view.Part{ID: "identities", Title: "Sign-ins elsewhere", Sub: "Whoever can sign in there as you can sign in here as you"},
		Columns: []view.Column{{Name: "Where"}, {Name: "Linked", Short: true}, {Name: "Last used", Short: true}},
	}
	p := s.door.Provider()
	slices.SortStableFunc(all, func(a, b account.Identity) int { return a.Linked.Compare(b.Linked) })
	linked := false
	for _, i := range all {
		where := view.Cell{Text: i.Issuer}
		if p != nil && i.Issuer == p.Issuer() {
			linked, where = true, view.Cell{Text: p.Name(), Sub: strings.TrimPrefix(i.Issuer, "https://")}
		}
		k.Rows = append(k.Rows, view.KeptRow{
			Cells: []view.Cell{where, view.T(s.when(i.Linked)), view.T(s.when(i.Used))},
			Forms: []view.Form{{ID: "unlink-" + string(i.ID), Action: accountPath + "/identities/unlink", Hidden: []view.Param{{Name: "id", Value: string(i.ID)}}, Button: "Unlink", Label: "Unlink " + where.Text, Small: true}},
		})
	}
	if !linked {
		k.Elsewhere = s.elsewhere("Link your sign-in", url.Values{linkParam: {"yes"}})
	}
	return k, nil
}

// unlink takes back a link with a provider's name.
func (s *Server) unlink(ctx context.Context, v *visit, f url.Values) (view.Handed, error) {
	if err := myself(v); err != nil {
		return view.Handed{}, err
	}
	return view.Handed{}, s.door.Register().UnlinkIdentity(ctx, s.act(v.r, v.guest), v.guest.Account.ID, account.IdentityID(f.Get("id")))
}

// afterwards is where somebody who signs out goes: who came from the provider is told that they are signed in there still.
func (s *Server) afterwards(r *http.Request) string {
	guest, err := s.door.Who(r, s.workspace)
	if err != nil || s.door.Provider() == nil {
		return signInPath
	}
	all, err := s.door.Register().Identities(r.Context(), guest.Account.ID)
	if err != nil || !slices.ContainsFunc(all, func(i account.Identity) bool { return i.Issuer == s.door.Provider().Issuer() }) {
		return signInPath
	}
	return signInPath + "?" + outParam
}

// signedOut says that somebody is out here, and how they get out at the provider too.
func (s *Server) signedOut(r *http.Request, p *view.Outside) {
	p.Note = view.Note{Tone: view.Good, Text: "You are signed out here."}
	provider := s.door.Provider()
	if provider == nil {
		return
	}
	p.Note.Text += " You may still be signed in at " + provider.Name() + "."
	if at := provider.Leave(s.full(r, signInPath)); at != "" {
		p.Next = append(p.Next, view.Link{Text: "Sign out of " + provider.Name() + " too", Href: at})
	}
}
