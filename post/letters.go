package post

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	netmail "net/mail"
	"net/url"
	"slices"
	"strings"
	"time"

	"throughline/access"
	"throughline/account"
	"throughline/digest"
	"throughline/discussion"
	"throughline/fault"
	"throughline/figure"
	"throughline/graph"
	"throughline/mail"
	"throughline/news"
	"throughline/overview"
)

// The bounds of what is told.
const (
	newsDays = 30 * 24 * time.Hour // a digest tells nothing older
	atOnce   = 24 * time.Hour      // nor does a letter that is sent at once: it would be none
)

// place is where the reader of a letter is.
func (p *Office) place(a account.Attention) *time.Location {
	if a.Zone != "" {
		if place, err := time.LoadLocation(a.Zone); err == nil {
			return place
		}
	}
	return p.o.Place
}

// digest sends a member's digest, when it is due and worth sending.
func (p *Office) digest(ctx context.Context, m member) error {
	now, place, was := p.now(), p.place(m.wishes), m.deliveries[account.Digest]
	day, due := digest.Due(now, place, p.o.Hour, m.wishes.Digest, was.Day)
	if !due || !free(was, now) {
		return nil
	}
	to, err := p.reader(ctx, m)
	if err != nil || to.Address == "" {
		return err
	}
	c, look, err := p.begin(ctx, m, account.Digest)
	if err != nil {
		return err
	}
	if err := p.fill(ctx, m, look, &c, max(was.Until, m.wishes.Looked)); err != nil {
		return err
	}
	words, worth := digest.Digest(c)
	until := look.Now.Position()
	taken := false
	err = p.o.Register.Deliver(ctx, p.act(), p.o.Workspace, m.Account, account.Digest, func(d *account.Delivery) bool {
		_, due := digest.Due(now, place, p.o.Hour, m.wishes.Digest, d.Day)
		if taken = false; !due || !free(*d, now) {
			return false
		}
		was = *d
		d.Day = day
		if !worth {
			settled(d)
			return true
		}
		taken, d.Until, d.Sending = true, until, now
		return true
	})
	if err != nil || !taken {
		return err
	}
	return p.hand(ctx, m, account.Digest, was, mail.Letter{
		To: to, Subject: words.Subject, Text: words.Text, HTML: words.HTML, ID: "digest." + day + "." + p.sign(m.Account), At: now, Stop: c.Stop,
	}, words.Marks)
}

// fill adds to a digest what waits and what happened.
func (p *Office) fill(ctx context.Context, m member, look *figure.Look, c *digest.Case, after int64) error {
	frame, err := p.o.Figures.Frame(ctx, look)
	if err != nil {
		return err
	}
	c.Told, c.NewsToo = m.deliveries[account.Digest].Told, m.wishes.News
	if m.Person != "" {
		c.Owed = frame.OwedBy(graph.PersonID(m.Person))
	}
	c.News, err = news.Read(ctx, p.o.Engine, news.Asked{
		Workspace: p.o.Workspace, Picture: look.Shown(), Sight: look.Sight, Actors: actors(m.Member),
		Follows: follows(m.wishes), After: after, From: p.now().Add(-newsDays),
	})
	return err
}

// actors is the names that the changes of a member bear.
func actors(m account.Member) []string {
	out := []string{string(account.ByAccount(m.Account))}
	if m.Person != "" {
		out = append(out, graph.PersonID(m.Person).Ref().String())
	}
	return out
}

func follows(a account.Attention) []news.Follow {
	var out []news.Follow
	for _, f := range a.Follows {
		if ref, err := graph.ParseRef(f.Record); err == nil {
			out = append(out, news.Follow{Record: ref, Since: f.Since})
		}
	}
	return out
}

// mentions tells a member who named them, when they want to know at once.
func (p *Office) mentions(ctx context.Context, m member) error {
	now, was := p.now(), m.deliveries[account.Mentions]
	c, look, err := p.begin(ctx, m, account.Mentions)
	if err != nil {
		return err
	}
	position := look.Now.Position()
	c.News = named(look, graph.PersonID(m.Person), max(was.Until, m.wishes.Since), now.Add(-atOnce))
	words, worth := digest.Mentions(c)
	if !worth {
		p.looked[m.Account] = position
		return nil
	}
	to, err := p.reader(ctx, m)
	if err != nil || to.Address == "" {
		return err
	}
	taken, seen := false, was.Until
	err = p.o.Register.Deliver(ctx, p.act(), p.o.Workspace, m.Account, account.Mentions, func(d *account.Delivery) bool {
		if taken = d.Until == seen && free(*d, now); taken {
			was = *d
			d.Until, d.Sending = position, now
		}
		return taken
	})
	if err != nil || !taken {
		return err
	}
	return p.hand(ctx, m, account.Mentions, was, mail.Letter{
		To: to, Subject: words.Subject, Text: words.Text, HTML: words.HTML, ID: fmt.Sprintf("mentions.%d.%s", position, p.sign(m.Account)), At: now, Stop: c.Stop,
	}, nil)
}

// named is who named the person since a position, newest first, of what they may see.
func named(look *figure.Look, who graph.PersonID, after int64, from time.Time) (out []news.Happening) {
	shown := look.Shown()
	person := graph.Find[*graph.Person](shown, string(who))
	if person == nil {
		return nil
	}
	for _, c := range discussion.NamingSince(shown, person, after, from) {
		if c.At.After(from) && discussion.Beginning(shown, c).Resolved == 0 {
			out = append(out, news.Happening{
				Sort: news.Named, About: c.On, Record: c.Ref(), Title: c, Position: c.Stamp().Position, By: c.By.Ref().String(), At: c.At, Text: c.Text,
			})
		}
	}
	slices.SortStableFunc(out, func(a, b news.Happening) int { return cmp.Compare(b.Position, a.Position) })
	return out
}

// begin is the letter as far as it depends on its reader alone, and what they may see.
func (p *Office) begin(ctx context.Context, m member, l account.Letter) (digest.Case, *figure.Look, error) {
	look, err := p.o.Figures.Look(ctx, p.o.Workspace, access.Viewer{Role: access.Role(m.Role), Person: graph.PersonID(m.Person)}, time.Time{})
	if err != nil {
		return digest.Case{}, nil, err
	}
	stop, err := p.o.Register.StopSecret(ctx, p.act(), p.o.Workspace, account.Stop{Account: m.Account, Letter: l})
	if err != nil {
		return digest.Case{}, nil, err
	}
	c := digest.Case{
		Organisation: overview.Organisation(look.Shown()), Address: p.o.Address + p.o.Prefix, Place: p.place(m.wishes), Picture: look.Shown(), Rhythm: "once a day",
		Stop: p.o.Address + digest.StopPath + "?" + url.Values{"key": {stop.Text()}, "workspace": {p.o.Workspace}}.Encode(), Name: p.names(ctx, look.Shown()),
	}
	if m.wishes.Digest == account.Weekly {
		c.Rhythm = "once a week"
	}
	return c, look, nil
}

// names is what people call who did something.
func (p *Office) names(ctx context.Context, s *graph.Snapshot) func(string) string {
	return func(actor string) string {
		if id, is := strings.CutPrefix(actor, string(account.ByAccount(""))); is {
			a, err := p.o.Register.Account(ctx, account.ID(id))
			if err != nil {
				return "" // a name is no reason to keep a letter back
			}
			return a.Name
		}
		if ref, err := graph.ParseRef(actor); err == nil && ref.ID != "" {
			if r := s.Record(ref); r != nil {
				return r.Label()
			}
		}
		return ""
	}
}

// reader is to whom letters to a member go; no address where there is none, or the account is disabled.
func (p *Office) reader(ctx context.Context, m member) (netmail.Address, error) {
	a, err := p.o.Register.Account(ctx, m.Account)
	if fault.Is(err, fault.NotFound) || err == nil && a.Disabled {
		return netmail.Address{}, nil
	}
	return netmail.Address{Name: a.Name, Address: a.Address}, err
}

// sign tells the letters of readers apart, without naming anybody.
func (p *Office) sign(id account.ID) string {
	sum := sha256.Sum256([]byte(p.o.Workspace + "\n" + string(id)))
	return hex.EncodeToString(sum[:8])
}

// hand hands a letter on that was taken up, and writes down how it fared.
func (p *Office) hand(ctx context.Context, m member, l account.Letter, was account.Delivery, letter mail.Letter, marks []string) error {
	sent := p.o.Sender.Send(ctx, letter)
	now, how := p.now(), mail.How("")
	if sent != nil {
		how = mail.HowOf(sent)
		p.o.Log.Error("a letter could not be sent", "letter", l, "account", m.Account, "how", how, "err", sent)
	}
	ended := ctx.Err() != nil && how == mail.Unreachable // the server was not asked, because the program ends
	err := p.o.Register.Deliver(context.WithoutCancel(ctx), p.act(), p.o.Workspace, m.Account, l, func(d *account.Delivery) bool {
		switch {
		case ended:
			*d = was
		case how == "":
			took(d, now, marks)
		case how == mail.Unsure:
			unsure(d, now, sent.Error())
		default:
			failed(d, was, now, how, sent.Error())
		}
		return true
	})
	switch {
	case err != nil:
		return err
	case ended:
		return ctx.Err()
	case how == mail.Unreachable:
		p.tries++
		p.closed = now.Add(min(wait(how, p.tries), 15*time.Minute))
		return errClosed
	case how == "":
		p.tries = 0
	}
	return nil
}
