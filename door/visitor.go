package door

import (
	"net/http"
	"slices"

	"throughline/account"
)

// Visitor is who sends the request, whatever it is about, and which of the workspaces that are served are for them, in the order
// of those. What they may do in one of them is what Who says.
func (d *Door) Visitor(r *http.Request, served []string) (Guest, []string, error) {
	switch {
	case d.anybody != nil:
		return *d.anybody, served, nil
	case d.cast != nil:
		g, err := d.player(r)
		return g, served, err
	}
	if secret, there := bearer(r); there {
		p, err := d.pass(r.Context(), secret)
		if err != nil {
			return Guest{}, nil, err
		}
		return named(p.Account, true), among(served, []string{p.Token.Workspace}), nil
	}
	a, session, err := d.session(r)
	if err != nil {
		return Guest{}, nil, err
	}
	all, err := d.o.Register.Memberships(r.Context(), a.ID)
	if err != nil {
		return Guest{}, nil, err
	}
	var mine []string
	for _, m := range all {
		mine = append(mine, m.Workspace)
	}
	g := named(a, false)
	g.Session, g.Administrator = session.ID, a.Administrator
	return g, among(served, mine), nil
}

// named is an account without a place in any workspace.
func named(a account.Account, byToken bool) Guest {
	return Guest{Account: a, Label: labelOf(a), Actor: string(account.ByAccount(a.ID)), ByToken: byToken}
}

// among is those of the names that are also among mine.
func among(names, mine []string) []string {
	var out []string
	for _, name := range names {
		if slices.Contains(mine, name) {
			out = append(out, name)
		}
	}
	return out
}
