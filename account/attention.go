package account

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"throughline/fault"
)

// Attention is what a member wants to be told of a workspace, how far they have looked, and where they begin. The zero Attention is
// what everybody begins with: follows nothing, a digest on days with something to say, nothing else by mail, all of the portfolio.
type Attention struct {
	Workspace string   `json:"-"`
	Account   ID       `json:"-"`
	Follows   []Follow `json:"follows,omitzero"` // oldest first
	Looked    int64    `json:"looked,omitzero"`  // the position in the history up to which they have read the news
	Wishes
	Opens string `json:"opens,omitzero"` // the id of the saved view that their ways to the portfolio lead to; "" for all of it
	// Turn grows with every change, so that pages made for one state are not taken for those of another.
	Turn int64 `json:"turn,omitzero"`
}

// Follow is a record that somebody follows.
type Follow struct {
	Record string `json:"record"` // kind/id
	Since  int64  `json:"since"`  // the position in the history from which on
}

// Wishes is what somebody wants by mail.
type Wishes struct {
	Digest Rhythm `json:"digest,omitzero"`
	News   bool   `json:"news,omitzero"`    // a digest also on days when only what they follow has changed
	AtOnce bool   `json:"at_once,omitzero"` // a letter as soon as somebody names them
	Since  int64  `json:"since,omitzero"`   // the position in the history from which on they want that
	Zone   string `json:"zone,omitzero"`    // the time zone of their days, as Europe/Vienna; "" is the server's
}

// Rhythm is how often a digest is sent at most.
type Rhythm string

// The rhythms.
const (
	Daily  Rhythm = "" // unless somebody says otherwise
	Weekly Rhythm = "weekly"
	Never  Rhythm = "never"
)

// Rhythms is all rhythms, the most frequent first.
func Rhythms() []Rhythm { return []Rhythm{Daily, Weekly, Never} }

const attentionKind = "attention"

func (a *Attention) row() Row {
	return Row{Kind: attentionKind, ID: memberID(a.Workspace, a.Account), Owner: a.Workspace}
}

func (a *Attention) body() any { return a }

func (a *Attention) from(r Row) {
	id, _, _ := strings.Cut(r.ID, "/")
	a.Workspace, a.Account = r.Owner, ID(id)
}

func (a *Attention) holder() ID { return a.Account }

// Following reports whether they follow the record, and since which position.
func (a Attention) Following(record string) (since int64, follows bool) {
	for _, f := range a.Follows {
		if f.Record == record {
			return f.Since, true
		}
	}
	return 0, false
}

// MostFollows is how many records one member can follow in a workspace.
const MostFollows = 300

// maxRecord is the greatest length of the name of a record in bytes: that of a kind, a slash, and an id.
const maxRecord = 160

// Attention is what the account wants to be told of the workspace; the zero one for who never said anything.
func (r *Register) Attention(ctx context.Context, workspace string, id ID) (Attention, error) {
	return r.look(ctx).attention(workspace, id)
}

// Attentions is what everybody who ever said anything wants to be told of the workspace, in the order of their accounts' ids.
func (r *Register) Attentions(ctx context.Context, workspace string) ([]Attention, error) {
	return listOf[Attention](r.look(ctx), workspace, Query{})
}

func (s *sheet) attention(workspace string, id ID) (Attention, error) {
	a, _, err := find[Attention](s, memberID(workspace, id))
	a.Workspace, a.Account = workspace, id
	return a, err
}

// attend changes what a member wants to be told.
func (r *Register) attend(ctx context.Context, act Act, workspace string, id ID, change func(*Attention) (changed bool, err error)) error {
	return r.do(ctx, act, func(s *sheet) error {
		if _, err := s.member(workspace, id); err != nil {
			return err
		}
		a, err := s.attention(workspace, id)
		if err != nil {
			return err
		}
		changed, err := change(&a)
		if err != nil || !changed {
			return err
		}
		return s.attend(&a)
	})
}

// attend writes what a member wants to be told.
func (s *sheet) attend(a *Attention) error {
	a.Turn = max(a.Turn+1, s.act.At.UnixMilli())
	if err := s.put(a); err != nil {
		return err
	}
	for _, l := range Letters() {
		if l == Digest && a.Digest != Never || l == Mentions && a.AtOnce {
			continue
		}
		d, there, err := find[Delivery](s, deliveryID(a.Workspace, a.Account, l))
		if err != nil {
			return err
		}
		if there && !d.Failing.IsZero() { // nobody waits for it any more
			d.Failing, d.Why, d.Tries, d.Next = time.Time{}, "", 0, time.Time{}
			if err := s.put(&d); err != nil {
				return err
			}
		}
	}
	return nil
}

// Follow begins to follow a record, from the position in the history on. Whether they may see it is not decided here.
func (r *Register) Follow(ctx context.Context, act Act, workspace string, id ID, f Follow) error {
	if len(f.Record) == 0 || len(f.Record) > maxRecord || !nameable(f.Record) || f.Since < 0 {
		return fault.Invalidf("Name a record, for instance initiative/ledger-cutover", "%.40q is no record", f.Record)
	}
	return r.attend(ctx, act, workspace, id, func(a *Attention) (bool, error) {
		if _, there := a.Following(f.Record); there {
			return false, nil
		}
		if len(a.Follows) >= MostFollows {
			return false, fault.New(fault.Conflict, fmt.Sprintf("you follow %d records, which is the most", MostFollows), "Stop following one that does not matter any more; they stand on the page News")
		}
		a.Follows = append(slices.Clone(a.Follows), f)
		return true, nil
	})
}

// Unfollow ends following a record.
func (r *Register) Unfollow(ctx context.Context, act Act, workspace string, id ID, record string) error {
	return r.attend(ctx, act, workspace, id, func(a *Attention) (bool, error) {
		left := slices.DeleteFunc(slices.Clone(a.Follows), func(f Follow) bool { return f.Record == record })
		changed := len(left) < len(a.Follows)
		a.Follows = left
		return changed, nil
	})
}

// MarkRead says that they have read the news up to a position in the history. It never goes back.
func (r *Register) MarkRead(ctx context.Context, act Act, workspace string, id ID, position int64) error {
	return r.attend(ctx, act, workspace, id, func(a *Attention) (bool, error) {
		changed := position > a.Looked
		a.Looked = max(a.Looked, position)
		return changed, nil
	})
}

// OpenWith says to which saved view the ways to the portfolio lead; "" is all of it. Whether they may see the view is not decided here.
func (r *Register) OpenWith(ctx context.Context, act Act, workspace string, id ID, view string) error {
	if len(view) > maxRecord || view != "" && !nameable(view) {
		return fault.Invalidf("Name a saved view by its id", "%.40q is no view", view)
	}
	return r.attend(ctx, act, workspace, id, func(a *Attention) (bool, error) {
		changed := a.Opens != view
		a.Opens = view
		return changed, nil
	})
}

// Wish says what a member wants by mail.
func (r *Register) Wish(ctx context.Context, act Act, workspace string, id ID, w Wishes) error {
	if !slices.Contains(Rhythms(), w.Digest) {
		return fault.Invalidf("Take daily, weekly or never", "a digest cannot be sent %.40q", string(w.Digest))
	}
	if len(w.Zone) > maxRecord || w.Zone != "" && !nameable(w.Zone) {
		return fault.Invalidf("Take one such as Europe/Vienna", "%.40q is no time zone", w.Zone)
	}
	return r.attend(ctx, act, workspace, id, func(a *Attention) (bool, error) {
		changed := a.Wishes != w
		a.Wishes = w
		return changed, nil
	})
}

// Letter is a sort of mail.
type Letter string

// The letters.
const (
	Digest   Letter = "digest"   // what waits, and what happened to what is followed
	Mentions Letter = "mentions" // somebody was named
)

// Letters is all sorts of letters.
func Letters() []Letter { return []Letter{Digest, Mentions} }

// Delivery is how far the letters of one sort to a member have come. It is written before a letter is handed on and after it, so
// that several servers never send one twice.
type Delivery struct {
	Workspace string `json:"-"`
	Account   ID     `json:"-"`
	Letter    Letter `json:"-"`

	Day     string    `json:"day,omitzero"`     // of the last digest, in the days of its reader: 2026-11-28
	Told    []string  `json:"told,omitzero"`    // marks of what the last one named
	Until   int64     `json:"until,omitzero"`   // the position in the history up to which the last one told
	Sending time.Time `json:"sending,omitzero"` // since when one is under way; zero for none
	Sent    time.Time `json:"sent,omitzero"`    // when the last one was handed on
	Failing time.Time `json:"failing,omitzero"` // since when none gets through; zero when all is well
	Why     string    `json:"why,omitzero"`     // what the mail server said to that
	Tries   int       `json:"tries,omitzero"`   // how often one was tried in vain
	Next    time.Time `json:"next,omitzero"`    // before this none is tried
}

// MostTold is how many marks a delivery keeps.
const MostTold = 1000

// deliveryID has the account first, as memberID; the letter next, for the name of the workspace may hold slashes.
func deliveryID(workspace string, id ID, l Letter) string {
	return string(id) + "/" + string(l) + "/" + workspace
}

func (d *Delivery) row() Row {
	return Row{Kind: "delivery", ID: deliveryID(d.Workspace, d.Account, d.Letter), Owner: d.Workspace}
}

func (d *Delivery) body() any { return d }

func (d *Delivery) from(r Row) {
	id, rest, _ := strings.Cut(r.ID, "/")
	letter, _, _ := strings.Cut(rest, "/")
	d.Workspace, d.Account, d.Letter = r.Owner, ID(id), Letter(letter)
}

func (d *Delivery) holder() ID { return d.Account }

// Deliveries is how far all letters of the workspace have come, in the order of accounts and letters.
func (r *Register) Deliveries(ctx context.Context, workspace string) ([]Delivery, error) {
	return listOf[Delivery](r.look(ctx), workspace, Query{})
}

// DeliveriesTo is those to one account.
func (r *Register) DeliveriesTo(ctx context.Context, workspace string, id ID) ([]Delivery, error) {
	s := r.look(ctx)
	var out []Delivery
	for _, l := range Letters() {
		d, there, err := find[Delivery](s, deliveryID(workspace, id, l))
		if err != nil {
			return nil, err
		}
		if there {
			out = append(out, d)
		}
	}
	return out, nil
}

// Deliver changes how far letters of a sort to a member have come, or leaves it when the function says so. The function is run again
// on what is there then when somebody else was faster, so that of two servers one alone takes a letter up.
func (r *Register) Deliver(ctx context.Context, act Act, workspace string, id ID, l Letter, change func(*Delivery) bool) error {
	return r.do(ctx, act, func(s *sheet) error {
		if _, err := s.member(workspace, id); err != nil {
			return err
		}
		d, _, err := find[Delivery](s, deliveryID(workspace, id, l))
		if err != nil {
			return err
		}
		d.Workspace, d.Account, d.Letter = workspace, id, l
		if !change(&d) {
			return nil
		}
		d.Told, d.Why = d.Told[:min(len(d.Told), MostTold)], cut(d.Why)
		return s.put(&d)
	})
}

// cut is a text from outside cut to what may be kept and shown; it is longer than a name may be.
func cut(text string) string {
	const most = 300
	var out strings.Builder
	for word := range strings.FieldsSeq(text) {
		if out.Len() > 0 {
			out.WriteByte(' ')
		}
		out.WriteString(plain(word))
	}
	if runes := []rune(out.String()); len(runes) > most {
		return string(runes[:most])
	}
	return out.String()
}

// dropAttention drops what an account wants to be told of a workspace, and what was sent to it.
func (s *sheet) dropAttention(workspace string, id ID) error {
	a, there, err := find[Attention](s, memberID(workspace, id))
	if err != nil {
		return err
	}
	if there {
		s.drop(&a)
	}
	for _, l := range Letters() {
		d, there, err := find[Delivery](s, deliveryID(workspace, id, l))
		if err != nil {
			return err
		}
		if there {
			s.drop(&d)
		}
	}
	return nil
}
