package serve

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"time"
	_ "time/tzdata" // readers say in which time zone they live; not every machine knows them

	"throughline/account"
	"throughline/door"
	"throughline/fault"
	"throughline/figure"
	"throughline/mail"
	"throughline/post"
	"throughline/web"
)

// Mail says how letters are sent.
type Mail struct {
	Sender *mail.Sender
	post.Times
}

// web is what pages know of it.
func (m *Mail) web() *web.Mail {
	if m == nil {
		return nil
	}
	return &web.Mail{Sender: m.Sender, From: m.Sender.From(), Address: m.Address, Hour: m.Hour, Place: m.Place}
}

// offices send the letters of the workspaces that are served. They are used by one goroutine.
type offices struct {
	o       Options
	all     *account.Register
	figures *figure.Book
	names   *workspaces
	opened  map[string]*post.Office // by the address that its letters lead to
}

// offices is who sends the letters that are due; nil where none are sent.
func (o Options) offices(d *door.Door, figures *figure.Book, names *workspaces) (*offices, error) {
	if o.Mail == nil {
		return nil, nil
	}
	if d.Register() == nil {
		return nil, fault.New(fault.Invalid, "letters go to accounts, and this server has none", "Leave out the mail server, or let people sign in")
	}
	return &offices{o, d.Register(), figures, names, make(map[string]*post.Office)}, nil
}

// office is that of a workspace, whose letters lead to its addresses.
func (f *offices) office(workspace string, several bool) *post.Office {
	times := f.o.Mail.Times
	if several {
		times.Address = strings.TrimRight(times.Address, "/") + web.PrefixOf(workspace)
	}
	key := workspace + "\n" + times.Address
	if f.opened[key] == nil {
		f.opened[key] = post.New(post.Options{
			Engine: f.o.Data.Engine, Figures: f.figures, Register: f.all, Workspace: workspace, Sender: f.o.Mail.Sender,
			Clock: f.o.Clock, Dice: rand.Reader, Log: f.o.Log, Times: times,
		})
	}
	return f.opened[key]
}

// round sends what is due in every workspace. Trouble with one keeps no other waiting.
func (f *offices) round(ctx context.Context) error {
	names, err := f.names.Names(ctx)
	for _, name := range names {
		if ctx.Err() != nil {
			break
		}
		err = errors.Join(err, f.office(name, len(names) > 1).Round(ctx))
	}
	return err
}

const (
	// roundEvery is how often it is looked which letters are due.
	roundEvery = time.Minute
	// calm is how long after a change it is waited for more, so that what is said together is told together.
	calm = 5 * time.Second
)

// deliver sends letters that are due until the context ends: each minute, and soon after something changed in the first workspace. The
// others are not watched, so that they can leave memory.
func (o Options) deliver(ctx context.Context, all *offices) {
	for ctx.Err() == nil {
		watching, stop := context.WithCancel(ctx)
		_, moved, err := o.Data.Engine.Watch(watching, o.Workspace)
		if err == nil {
			err = all.round(ctx)
		}
		if err != nil && ctx.Err() == nil {
			o.Log.Error("letters could not be looked for", "err", err)
		}
		select {
		case <-moved:
			rest(ctx, calm)
		case <-time.After(roundEvery):
		case <-ctx.Done():
		}
		stop()
	}
}

// rest waits for a while, or until the context ends.
func rest(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}
