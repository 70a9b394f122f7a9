package serve

import (
	"cmp"
	"context"
	"crypto/rand"
	"log/slog"
	"net/url"
	"slices"
	"time"

	"throughline/access"
	"throughline/account"
	"throughline/door"
	"throughline/fault"
	"throughline/graph"
)

// Entry is how people come in.
type Entry int

// The ways in.
const (
	SignIn  Entry = iota // with an account
	Anybody              // whoever reaches the server is an owner, under one name; for this machine only
	Stage                // whoever reaches it is one of the organisation's people, and can be another; for this machine only
)

// newDoor is the door people come in by.
func (o Options) newDoor(ctx context.Context) (*door.Door, error) {
	switch {
	case o.Entry != SignIn && o.OpenID.Issuer != "":
		return nil, fault.New(fault.Invalid, "nobody signs in here, so no provider is asked who they are", "Leave out --openid-issuer, or let people sign in")
	case o.Entry != SignIn && o.outside():
		return nil, fault.New(fault.Denied, "the server can be reached from other machines, and nobody would have to sign in", "Listen on 127.0.0.1, or let people sign in")
	case o.Entry == Stage:
		return door.Stage(o.cast), nil
	case o.Entry == Anybody:
		return o.openDoor(ctx)
	case o.Data.Accounts == nil:
		return nil, fault.New(fault.Internal, "this data has no place for accounts", "Report this to whoever runs the program")
	}
	provider, err := o.OpenID.provider(o)
	if err != nil {
		return nil, err
	}
	d := door.New(door.Options{
		Register: register(audited{o.Data.Accounts, o.Log}), Clock: o.Clock, Secure: o.secure(), Proxied: o.Proxied, Provider: provider,
	})
	done, err := d.IsSetUp(ctx)
	if err != nil || done || !o.outside() {
		return d, err
	}
	return nil, fault.New(fault.Denied, "the server can be reached from other machines, and has no account yet", "Start it on 127.0.0.1 first, and make the first account at the address that it prints")
}

func register(s account.Store) *account.Register {
	return account.New(s, account.Terms{Product: "throughline"})
}

// openDoor is the door of a server without accounts. Data that has accounts is not opened past them.
func (o Options) openDoor(ctx context.Context) (*door.Door, error) {
	if o.Data.Accounts != nil {
		done, err := register(o.Data.Accounts).IsSetUp(ctx)
		if err != nil {
			return nil, err
		}
		if done {
			return nil, fault.New(fault.Denied, "this data has accounts, so people must sign in", "Leave out --without-accounts")
		}
	}
	g := door.Guest{Actor: o.As, Viewer: access.Viewer{Role: access.Owner}}
	if ref, err := graph.ParseRef(o.As); err == nil && ref.Kind == graph.KindPerson {
		g.Viewer.Person = graph.PersonID(ref.ID)
	}
	return door.Open(g), nil
}

// cast is the people of the organisation, as a demo lets visitors be them: who leads it owns the workspace, who works beside them edits, who
// leads a unit or an initiative contributes and may change what is theirs, and everybody else reads. The first leads it.
func (o Options) cast(ctx context.Context) ([]door.Guest, error) {
	s, err := o.Data.Engine.View(ctx, o.Workspace)
	if err != nil {
		return nil, err
	}
	roles := rolesOf(s)
	var out []door.Guest
	for p := range graph.All[*graph.Person](s) {
		if p.Until == 0 || p.Until >= s.Today() {
			out = append(out, door.Guest{
				Label: p.Name, Actor: p.ID.Ref().String(), Viewer: access.Viewer{Person: p.ID, Role: cmp.Or(roles[p.ID], access.Reader)},
			})
		}
	}
	rank := func(g door.Guest) int { return slices.Index(access.Roles(), g.Viewer.Role) }
	slices.SortStableFunc(out, func(a, b door.Guest) int { return cmp.Compare(rank(b), rank(a)) })
	if len(out) == 0 {
		out = []door.Guest{{Label: "The owner", Actor: o.As, Viewer: access.Viewer{Role: access.Owner}}}
	}
	return out, nil
}

// rolesOf is what each of the people may do in a demo who may more than read.
func rolesOf(s *graph.Snapshot) map[graph.PersonID]access.Role {
	roles := make(map[graph.PersonID]access.Role)
	may := func(role access.Role, people ...graph.PersonID) {
		for _, p := range people {
			if !roles[p].AtLeast(role) {
				roles[p] = role
			}
		}
	}
	for i := range graph.All[*graph.Initiative](s) {
		if i.Lead != "" {
			may(access.Contributor, i.Lead)
		}
	}
	for u := range graph.All[*graph.Unit](s) {
		switch {
		case !u.ExistsOn(s.Today()):
		case u.Parent == "":
			may(access.Owner, u.Leads...)
		default:
			may(access.Contributor, u.Leads...)
		}
	}
	for p := range graph.All[*graph.Person](s) {
		if u := s.Unit(p.Unit); u != nil && u.Parent == "" && u.ExistsOn(s.Today()) {
			may(access.Editor, p.ID)
		}
	}
	return roles
}

// setUp is the one-time address at which the first account is made; "" where there is one already.
func (o Options) setUp(ctx context.Context, d *door.Door) (string, error) {
	done, err := d.IsSetUp(ctx)
	if err != nil || done {
		return "", err
	}
	secret, err := d.Register().BeginSetUp(ctx, account.Act{By: account.Terminal, At: o.Clock(), Dice: rand.Reader})
	if err != nil {
		return "", err
	}
	return o.URL() + "set-up?key=" + url.QueryEscape(secret.Text()), nil
}

// tidyEvery is how often rows of accounts that are past their time are removed.
const tidyEvery = time.Hour

// tidy removes what is past its time, until the context ends. Nothing depends on it but the size of the data.
func tidy(ctx context.Context, r *account.Register, clock func() time.Time, log *slog.Logger) {
	beat := time.NewTicker(tidyEvery)
	defer beat.Stop()
	for {
		if _, err := r.Expire(ctx, clock()); err != nil && ctx.Err() == nil {
			log.Error("old sessions and links could not be removed", "err", err)
		}
		select {
		case <-beat.C:
		case <-ctx.Done():
			return
		}
	}
}
