package serve

import (
	"context"
	"crypto/rand"
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

// office is who sends the letters that are due; nil where none are sent.
func (o Options) office(d *door.Door, figures *figure.Book) (*post.Office, error) {
	if o.Mail == nil {
		return nil, nil
	}
	if d.Register() == nil {
		return nil, fault.New(fault.Invalid, "letters go to accounts, and this server has none", "Leave out the mail server, or let people sign in")
	}
	return post.New(post.Options{
		Engine: o.Data.Engine, Figures: figures, Register: d.Register(), Workspace: o.Workspace, Sender: o.Mail.Sender,
		Clock: o.Clock, Dice: rand.Reader, Log: o.Log, Times: o.Mail.Times,
	}), nil
}

const (
	// roundEvery is how often it is looked which letters are due.
	roundEvery = time.Minute
	// calm is how long after a change it is waited for more, so that what is said together is told together.
	calm = 5 * time.Second
)

// deliver sends letters that are due until the context ends: each minute, and soon after something changed.
func (o Options) deliver(ctx context.Context, office *post.Office) {
	for ctx.Err() == nil {
		watching, stop := context.WithCancel(ctx)
		_, moved, err := o.Data.Engine.Watch(watching, o.Workspace)
		if err == nil {
			err = office.Round(ctx)
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
