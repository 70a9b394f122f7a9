package serve

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"
	_ "time/tzdata" // readers say in which time zone they live; not every machine knows them

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

// offices send the letters that are due, of each workspace by an office of its own.
type offices struct {
	names *workspaces
	with  post.Options // of each, but for the workspace
	open  map[string]*counter
}

// counter is an office, and when it was last asked to look.
type counter struct {
	office   *post.Office
	looked   time.Time // by the clock of the machine
	position int64     // of the last change, as it was then
}

// offices is who sends letters; nil where none are sent.
func (o Options) offices(d *door.Door, figures *figure.Book, names *workspaces) (*offices, error) {
	if o.Mail == nil {
		return nil, nil
	}
	if d.Register() == nil {
		return nil, fault.New(fault.Invalid, "letters go to accounts, and this server has none", "Leave out the mail server, or let people sign in")
	}
	return &offices{names: names, open: make(map[string]*counter), with: post.Options{
		Engine: o.Data.Engine, Figures: figures, Register: d.Register(), Sender: o.Mail.Sender,
		Clock: o.Clock, Dice: rand.Reader, Log: o.Log, Times: o.Mail.Times,
	}}, nil
}

const (
	// beat is how often it is looked whether something changed, so that what is said together is told together.
	beat = 10 * time.Second
	// roundEvery is how often it is looked which letters are due when nothing changed.
	roundEvery = time.Minute
)

// deliver sends letters that are due until the context ends: each minute, and soon after something changed.
func (o *offices) deliver(ctx context.Context) {
	every := time.NewTicker(beat)
	defer every.Stop()
	for {
		if err := o.round(ctx); err != nil && ctx.Err() == nil {
			o.with.Log.Error("letters could not be looked for", "err", err)
		}
		select {
		case <-every.C:
		case <-ctx.Done():
			return
		}
	}
}

// round lets the offices look whose time it is. One that fails keeps none of the others waiting.
func (o *offices) round(ctx context.Context) error {
	names, err := o.names.Names(ctx)
	if err != nil {
		return err
	}
	for _, name := range names {
		position, failed := o.with.Engine.Head(ctx, name)
		at := o.at(name, len(names) > 1)
		if failed == nil && position == at.position && time.Since(at.looked) < roundEvery {
			continue
		}
		if failed == nil {
			at.looked, at.position = time.Now(), position
			failed = at.office.Round(ctx)
		}
		if failed != nil {
			err = errors.Join(err, fmt.Errorf("of workspace %s: %w", name, failed))
		}
	}
	return err
}

// at is the office of a workspace, which has its addresses below its name where the server has several.
func (o *offices) at(name string, several bool) *counter {
	prefix := ""
	if several {
		prefix = web.PrefixOf(name)
	}
	key := prefix + " " + name
	if o.open[key] == nil {
		with := o.with
		with.Workspace, with.Prefix = name, prefix
		o.open[key] = &counter{office: post.New(with)}
	}
	return o.open[key]
}
