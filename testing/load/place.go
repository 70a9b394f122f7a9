package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"throughline/account"
	"throughline/graph"
	"throughline/serve"
)

// What everybody has in common.
const (
	workspace = "main"
	password  = "a long road home"
	device    = "load"
)

// place is what people find on the server: records to look at, and the secrets of their sessions.
type place struct {
	units       []string
	initiatives []string
	names       []string // of initiatives, as they were last changed
	turn        int      // the initiative that was written to last
	sessions    []session
}

// session is one person who is signed in.
type session struct {
	secret string
	writes bool // may change every record
	speaks bool // is a person of the organisation, so that they may say something
}

// found makes the organisation up where it is not kept, and signs its people in to a copy of it.
func found(ctx context.Context, o options, folder string) (p *place, file string, err error) {
	made := cmp.Or(o.data, filepath.Join(folder, "made.db"))
	if _, err := os.Stat(made); errors.Is(err, os.ErrNotExist) {
		make := exec.CommandContext(ctx, o.program, "generate", "-q", "--data", made, "-n", strconv.Itoa(o.records), "--seed", strconv.FormatUint(o.seed, 10))
		if text, err := make.CombinedOutput(); err != nil {
			return nil, "", fmt.Errorf("make an organisation up: %w: %s", err, text)
		}
	}
	file = filepath.Join(folder, "load.db")
	if err := copied(file, made); err != nil {
		return nil, "", err
	}
	data, err := serve.Open(ctx, file, serve.OpenOptions{Access: serve.Write})
	if err != nil {
		return nil, "", err
	}
	p, err = enter(ctx, data, o.people)
	return p, file, errors.Join(err, data.Close())
}

// copied copies a file that nobody writes to.
func copied(to, from string) error {
	b, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, b, 0o600)
	}
	if err != nil {
		return fmt.Errorf("copy the organisation: %w", err)
	}
	return nil
}

// enter reads what there is, and lets people in.
func enter(ctx context.Context, data *serve.Data, people int) (*place, error) {
	now, err := data.Engine.View(ctx, workspace)
	if err != nil {
		return nil, err
	}
	p := &place{}
	for i := range graph.All[*graph.Initiative](now) {
		p.initiatives, p.names = append(p.initiatives, string(i.ID)), append(p.names, i.Name)
	}
	for u := range graph.All[*graph.Unit](now) {
		if u.ExistsOn(now.Today()) {
			p.units = append(p.units, string(u.ID))
		}
	}
	var who []graph.PersonID
	for x := range graph.All[*graph.Person](now) {
		who = append(who, x.ID)
	}
	// A hash that costs little: signing in is not what is measured.
	all := account.New(data.Accounts, account.Terms{Product: "throughline", Cost: account.Cost{Memory: 64, Passes: 1, Lanes: 1}})
	p.sessions, err = letIn(ctx, all, who, people)
	return p, err
}

// letIn signs people in, every fourth as an editor, the others as contributors. As many as there are in it are people of the
// organisation.
func letIn(ctx context.Context, all *account.Register, who []graph.PersonID, people int) ([]session, error) {
	act := account.Act{By: account.Terminal, At: time.Now(), Dice: rand.Reader}
	key, err := all.BeginSetUp(ctx, act)
	if err != nil {
		return nil, err
	}
	if _, err := all.FinishSetUp(ctx, act, account.SetUp{Secret: key.Text(), Name: "Who runs it", Address: "runs@example.test", Password: password, UserAgent: device, Workspaces: []string{workspace}}); err != nil {
		return nil, err
	}
	out := make([]session, people)
	for n := range out {
		in := account.Invitation{Address: fmt.Sprintf("p%d@example.test", n), Role: account.Contributor}
		if n%4 == 0 {
			in.Role = account.Editor
		}
		if n < len(who) {
			in.Person = account.PersonID(who[n])
		}
		_, secret, err := all.Invite(ctx, act, workspace, in)
		if err != nil {
			return nil, err
		}
		a, err := all.AcceptNew(ctx, act, account.Entrant{Secret: secret.Text(), Name: fmt.Sprintf("Somebody %d", n), Password: password, UserAgent: device})
		if err != nil {
			return nil, err
		}
		out[n] = session{a.Secret.Text(), in.Role == account.Editor, in.Person != ""}
	}
	return out, nil
}
