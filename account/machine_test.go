package account_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/account"
	"throughline/account/accounttest"
	"throughline/fault"
	"throughline/testing/accounts"
)

// machine is a server on which anything may happen, and what is known to be true of it.
type machine struct {
	t *testing.T
	d *accounttest.Desk

	ids  []account.ID      // accounts that are or were
	keys map[string]opened // every secret there ever was
}

// fails is a test or one run of a property.
type fails interface {
	Fatalf(format string, args ...any)
}

// opened is what a secret opens.
type opened struct {
	of        account.ID // whose session or token it is
	workspace string     // of a token
	link      func(secret string) error
	dead      bool // it was seen to open nothing
}

func newMachine(t *testing.T) *machine {
	m := &machine{t: t, d: accounts.Open(), keys: map[string]opened{}}
	a := m.d.SetUp(t, "harbor", "alps")
	m.enter(a)
	return m
}

func (m *machine) enter(a account.Admission) {
	if !slices.Contains(m.ids, a.Account.ID) {
		m.ids = append(m.ids, a.Account.ID)
	}
	m.keys[a.Secret.Text()] = opened{of: a.Account.ID}
}

func (m *machine) act() account.Act { return m.d.Act(account.Terminal) }

func (m *machine) who(rt *rapid.T) account.ID { return rapid.SampledFrom(m.ids).Draw(rt, "who") }

func (m *machine) where(rt *rapid.T) string {
	return rapid.SampledFrom([]string{"harbor", "alps"}).Draw(rt, "where")
}

func (m *machine) role(rt *rapid.T) account.Role {
	return rapid.SampledFrom([]account.Role{account.Reader, account.Editor, account.Owner, account.Owner}).Draw(rt, "role")
}

// fine lets an operation be refused with a fault that tells people what to do; anything else is wrong.
func (m *machine) fine(rt fails, err error) bool {
	f := fault.Of(err)
	if err != nil && (f == nil || f.Remedy == "" || !slices.Contains([]fault.Kind{fault.Invalid, fault.NotFound, fault.Conflict, fault.Denied}, f.Kind)) {
		rt.Fatalf("an operation ends with %v", err)
	}
	return err == nil
}

// secretOf is one of the secrets that begin with a word.
func (m *machine) secretOf(rt *rapid.T, word string) string {
	var all []string
	for _, s := range slices.Sorted(maps.Keys(m.keys)) {
		if strings.HasPrefix(s, word) {
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		return ""
	}
	return rapid.SampledFrom(all).Draw(rt, "secret")
}

func (m *machine) people() map[string]func(*rapid.T) {
	ctx, d := m.t.Context(), m.d
	return map[string]func(*rapid.T){
		"invite": func(rt *rapid.T) {
			address := fmt.Sprintf("p%d@example.org", rapid.IntRange(0, 3).Draw(rt, "address"))
			in := account.Invitation{Address: address, Role: m.role(rt), Person: account.PersonID(rapid.SampledFrom([]string{"", "x", "y"}).Draw(rt, "person"))}
			_, secret, err := d.Invite(ctx, m.act(), m.where(rt), in)
			if m.fine(rt, err) {
				m.keys[secret.Text()] = opened{link: func(s string) error { _, _, err := d.Invitation(ctx, d.Now(), s); return err }}
			}
		},
		"accept anew": func(rt *rapid.T) {
			a, err := d.AcceptNew(ctx, m.act(), account.Entrant{Secret: m.secretOf(rt, "tlinvite_"), Name: "Somebody", Password: password})
			if m.fine(rt, err) {
				m.enter(a)
			}
		},
		"accept": func(rt *rapid.T) {
			_, err := d.Accept(ctx, m.act(), m.secretOf(rt, "tlinvite_"), m.who(rt))
			m.fine(rt, err)
		},
		"set a role":    func(rt *rapid.T) { m.fine(rt, d.SetRole(ctx, m.act(), m.where(rt), m.who(rt), m.role(rt))) },
		"remove member": func(rt *rapid.T) { m.fine(rt, d.RemoveMember(ctx, m.act(), m.where(rt), m.who(rt))) },
		"link person": func(rt *rapid.T) {
			p := account.PersonID(rapid.SampledFrom([]string{"x", "y"}).Draw(rt, "person"))
			m.fine(rt, d.LinkPerson(ctx, m.act(), m.where(rt), m.who(rt), p))
		},
		"unlink person": func(rt *rapid.T) { m.fine(rt, d.UnlinkPerson(ctx, m.act(), m.where(rt), m.who(rt))) },
		"disable":       func(rt *rapid.T) { m.fine(rt, d.Disable(ctx, m.act(), m.who(rt))) },
		"enable":        func(rt *rapid.T) { m.fine(rt, d.Enable(ctx, m.act(), m.who(rt))) },
		"administrator": func(rt *rapid.T) {
			m.fine(rt, d.SetAdministrator(ctx, m.act(), m.who(rt), rapid.Bool().Draw(rt, "is")))
		},
		"remove": func(rt *rapid.T) {
			if rapid.IntRange(0, 3).Draw(rt, "seldom") == 0 {
				m.fine(rt, d.Remove(ctx, m.act(), m.who(rt)))
			}
		},
	}
}

func (m *machine) doors() map[string]func(*rapid.T) {
	ctx, d := m.t.Context(), m.d
	return map[string]func(*rapid.T){
		"sign in": func(rt *rapid.T) {
			address := rapid.SampledFrom([]string{"ana@example.org", "p0@example.org", "p1@example.org", "eve@example.org"}).Draw(rt, "address")
			a, err := d.SignIn(ctx, m.act(), account.Credentials{Address: address, Password: rapid.SampledFrom([]string{password, another}).Draw(rt, "password")})
			if m.fine(rt, err) {
				m.enter(a)
			}
		},
		"come by a provider": func(rt *rapid.T) {
			groups := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"staff", "leads", "board"}), 0, 3, rapid.ID).Draw(rt, "groups")
			a, err := comes(m.t, d, claims(rapid.SampledFrom([]string{"p0", "q1"}).Draw(rt, "subject"), groups...))
			if m.fine(rt, err) {
				m.enter(a)
			}
		},
		"sign out":   func(rt *rapid.T) { m.fine(rt, d.SignOut(ctx, m.act(), m.secretOf(rt, "tlsession_"))) },
		"end others": func(rt *rapid.T) { _, err := d.EndOtherSessions(ctx, m.act(), m.who(rt), ""); m.fine(rt, err) },
		"change password": func(rt *rapid.T) {
			words := rapid.Permutation([]string{password, another}).Draw(rt, "passwords")
			m.fine(rt, d.ChangePassword(ctx, m.act(), m.who(rt), account.NewPassword{Old: words[0], New: words[1]}))
		},
		"make a reset link": func(rt *rapid.T) {
			secret, err := d.ResetLink(ctx, m.act(), m.who(rt))
			if m.fine(rt, err) {
				m.keys[secret.Text()] = opened{link: func(s string) error { _, err := d.Reset(ctx, d.Now(), s); return err }}
			}
		},
		"reset": func(rt *rapid.T) { m.fine(rt, d.FinishReset(ctx, m.act(), m.secretOf(rt, "tlreset_"), password)) },
		"issue a token": func(rt *rapid.T) {
			of, where := m.who(rt), m.where(rt)
			_, secret, err := d.IssueToken(ctx, m.act(), of, account.Token{Name: "x", Workspace: where, Scope: account.Write, Expires: d.Now().Add(100 * time.Hour)})
			if m.fine(rt, err) {
				m.keys[secret.Text()] = opened{of: of, workspace: where}
			}
		},
		"revoke tokens": func(rt *rapid.T) {
			of := m.who(rt)
			for _, k := range must[[]account.Token](m.t)(d.Tokens(ctx, of)) {
				m.fine(rt, d.RevokeToken(ctx, m.act(), of, k.ID))
			}
		},
		"time passes": func(rt *rapid.T) {
			d.Later(time.Duration(rapid.IntRange(1, 30).Draw(rt, "hours")) * time.Hour)
			if rapid.Bool().Draw(rt, "clean") {
				_, err := d.Expire(ctx, d.Now())
				m.fine(rt, err)
			}
		},
	}
}

// sound holds everything that can be seen against what must always be true.
func (m *machine) sound(rt fails) {
	all := map[account.ID]account.Account{}
	administrators := map[account.ID]bool{}
	for _, a := range must[[]account.Account](m.t)(m.d.Accounts(m.t.Context(), "", 0)) {
		all[a.ID] = a
		if a.Administrator && !a.Disabled {
			administrators[a.ID] = true
		}
	}
	m.inCharge(rt, "server", administrators)
	for _, workspace := range []string{"harbor", "alps"} {
		owners, people := map[account.ID]bool{}, map[account.PersonID]bool{}
		for _, member := range must[[]account.Member](m.t)(m.d.Members(m.t.Context(), workspace, "", 0)) {
			a, there := all[member.Account]
			if !there || member.Workspace != workspace || member.Person != "" && people[member.Person] {
				rt.Fatalf("%s has the member %+v, an account: %v", workspace, member, there)
			}
			people[member.Person] = true
			if member.Role == account.Owner && !a.Disabled {
				owners[a.ID] = true
			}
		}
		m.inCharge(rt, "workspace/"+workspace, owners)
	}
	for _, s := range slices.Sorted(maps.Keys(m.keys)) {
		m.keys[s] = m.soundSecret(rt, s, m.keys[s], all)
	}
}

// inCharge compares who is in charge with who is written down to be.
func (m *machine) inCharge(rt fails, of string, want map[account.ID]bool) {
	r, err := m.d.Store.Row(m.t.Context(), "charge", of)
	var got struct {
		Holders []account.ID `json:"holders"`
	}
	if err == nil {
		err = json.Unmarshal(r.Body, &got)
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(want)), got.Holders); err != nil || len(want) == 0 || diff != "" {
		rt.Fatalf("in charge of %s are %d, %v (-are +written):\n%s", of, len(want), err, diff)
	}
}

// soundSecret looks what the secret opens. Once it opened nothing it never opens anything again.
func (m *machine) soundSecret(rt fails, secret string, o opened, all map[account.ID]account.Account) opened {
	var err error
	of := o.of
	switch {
	case o.link != nil:
		err = o.link(secret)
	case o.workspace != "":
		var p account.Pass
		p, err = m.d.Pass(m.t.Context(), m.d.Now(), secret)
		if of = p.Account.ID; err == nil && (p.Token.Workspace != o.workspace || p.Role != roleIn(m.t, m.d, o.workspace, o.of)) {
			rt.Fatalf("a token of %s passes as %+v", o.workspace, p)
		}
	default:
		var a account.Account
		a, _, err = m.d.Visit(m.t.Context(), m.d.Now(), secret)
		of = a.ID
	}
	m.fine(rt, err)
	switch {
	case err != nil:
		o.dead = true
	case o.dead:
		rt.Fatalf("%.14s… opens again", secret)
	case of != o.of:
		rt.Fatalf("%.14s… of %s opens %s", secret, o.of, of)
	case o.link == nil && all[of].Disabled:
		rt.Fatalf("%.14s… opens a disabled account", secret)
	}
	return o
}

// Whatever people do in whatever order, the register stays sound.
func TestAnythingMayHappen(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := newMachine(t)
		steps := m.people()
		maps.Copy(steps, m.doors())
		steps[""] = func(rt *rapid.T) { m.sound(rt) }
		rt.Repeat(steps)
	})
}
