package post

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"time"

	"throughline/account"
	"throughline/engine"
	"throughline/fault"
	"throughline/figure"
	"throughline/mail"
)

// Sender hands letters on; package mail has the one that speaks with mail servers.
type Sender interface {
	// Send hands a letter on; without an error it was taken. What went wrong is read with mail.HowOf.
	Send(ctx context.Context, l mail.Letter) error
}

// Options wire an office. All but Prefix are needed.
type Options struct {
	Engine    *engine.Engine
	Figures   *figure.Book
	Register  *account.Register
	Workspace string
	Prefix    string // of the addresses of the workspace; "" where the server has no other
	Sender    Sender
	Clock     func() time.Time
	Dice      io.Reader
	Log       *slog.Logger
	Times
}

// Times is when and from where letters are written.
type Times struct {
	Address string         // the public address of the server
	Hour    int            // from which hour of the reader's day digests are sent
	Place   *time.Location // where readers are that do not say otherwise
}

// Office sends letters. It is used by one goroutine.
type Office struct {
	o      Options
	closed time.Time            // until when no letter is tried, because the mail server let none in
	tries  int                  // how often in a row that was so
	looked map[account.ID]int64 // the position in the history up to which nobody named somebody who would be told at once
}

// New returns an office.
func New(o Options) *Office {
	o.Address = strings.TrimRight(o.Address, "/")
	return &Office{o: o, looked: make(map[account.ID]int64)}
}

// member is somebody who may get letters.
type member struct {
	account.Member
	wishes     account.Attention
	deliveries map[account.Letter]account.Delivery
}

// errClosed ends a round: the mail server lets no letter in.
var errClosed = errors.New("the mail server lets no letter in")

// Round sends all letters that are due. Its error is trouble with the data; that of the mail server is kept with the letter.
func (p *Office) Round(ctx context.Context) error {
	now := p.now()
	if now.Before(p.closed) && p.closed.Sub(now) <= longestWait { // else the clock went back
		return nil
	}
	position, err := p.o.Engine.Head(ctx, p.o.Workspace)
	if err != nil {
		return err
	}
	all, err := p.members(ctx)
	if err != nil {
		return err
	}
	for _, m := range all {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		err := p.serve(ctx, m, position)
		if errors.Is(err, errClosed) {
			return nil
		}
		if err != nil && !fault.Is(err, fault.NotFound) { // removed a moment ago
			return err
		}
	}
	return nil
}

func (p *Office) now() time.Time { return p.o.Clock().UTC().Truncate(time.Millisecond) }

// serve sends a member what is due.
func (p *Office) serve(ctx context.Context, m member, position int64) error {
	if err := p.digest(ctx, m); err != nil {
		return err
	}
	if !m.wishes.AtOnce || position <= p.looked[m.Account] {
		return nil
	}
	return p.mentions(ctx, m)
}

// pageOf is how many members are read at a time.
const pageOf = 200

// members is everybody who may get letters, in the order of their accounts' ids.
func (p *Office) members(ctx context.Context) ([]member, error) {
	wishes := make(map[account.ID]account.Attention)
	said, err := p.o.Register.Attentions(ctx, p.o.Workspace)
	if err != nil {
		return nil, err
	}
	for _, a := range said {
		wishes[a.Account] = a
	}
	deliveries := make(map[account.ID]map[account.Letter]account.Delivery)
	sent, err := p.o.Register.Deliveries(ctx, p.o.Workspace)
	if err != nil {
		return nil, err
	}
	for _, d := range sent {
		if deliveries[d.Account] == nil {
			deliveries[d.Account] = make(map[account.Letter]account.Delivery)
		}
		deliveries[d.Account][d.Letter] = d
	}
	var out []member
	for after := account.ID(""); ; {
		page, err := p.o.Register.Members(ctx, p.o.Workspace, after, pageOf)
		if err != nil {
			return nil, err
		}
		for _, m := range page {
			out = append(out, member{m, wishes[m.Account], deliveries[m.Account]})
		}
		if len(page) < pageOf {
			return out, nil
		}
		after = page[len(page)-1].Account
	}
}

// act is what the office does in the books of the accounts.
func (p *Office) act() account.Act {
	return account.Act{By: account.Terminal, At: p.o.Clock(), Dice: p.o.Dice}
}
