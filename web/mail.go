package web

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	netmail "net/mail"
	"net/url"
	"time"

	"throughline/account"
	"throughline/digest"
	"throughline/fault"
	"throughline/mail"
	"throughline/overview"
	"throughline/web/view"
)

// stopPath is the page on which a letter is ended without signing in.
const stopPath = digest.StopPath

// Mail is what pages know of how letters are sent.
type Mail struct {
	Sender interface {
		Send(ctx context.Context, l mail.Letter) error
	}
	From    string         // the address letters come from
	Address string         // the public address of the server
	Hour    int            // from which hour of the reader's day digests are sent
	Place   *time.Location // where readers are that do not say otherwise
}

// The words of the forms.
const (
	yes, no  = "yes", "no"
	byMail   = "mail" // a link is sent, and not shown
	byHand   = "link"
	sendName = "send"
)

// workspaceParam is the workspace of a letter in the address that ends it, which is one of the server.
const workspaceParam = "workspace"

// wishes is what somebody gets by mail, with the form to choose; false where no letters are sent.
func (s *Server) wishes(ctx context.Context, v *visit) (view.Kept, bool, error) {
	if s.mail == nil {
		return view.Kept{}, false, nil
	}
	sent, err := s.door.Register().DeliveriesTo(ctx, s.workspace, v.guest.Account.ID)
	if err != nil {
		return view.Kept{}, false, err
	}
	w := v.attention.Wishes
	k := view.Kept{
		Part: view.Part{ID: "mail", Title: "What you get by mail", Sub: fmt.Sprintf("A digest comes from %02d:00 on, on days when something is new or late; nothing else comes unless you choose it", s.mail.Hour)},
		Forms: []view.Form{{ID: "wish", Action: accountPath + "/mail", Button: "Save what you get", Fields: []view.Input{
			{Name: "digest", Label: "A digest of what you owe", Choices: rhythmChoices(w.Digest)},
			{Name: "news", Label: "What happened to what you follow", Choices: yesNo(w.News, "Also on days when nothing else is new", "Only in a digest that comes anyway")},
			{Name: "at_once", Label: "When somebody names you", Choices: yesNo(w.AtOnce, "A letter at once", "No letter of its own")},
			{Name: "zone", Label: "Your time zone", Value: w.Zone, Optional: true, Complete: "off", Hint: "Such as Europe/Vienna. Left empty, it is " + s.mail.Place.String() + "."},
		}}},
	}
	if v.guest.Account.Address == "" {
		k.Sub = "Your account has no mail address, so nothing is sent"
	}
	if len(sent) > 0 {
		k.Columns = []view.Column{{Name: "Letter"}, {Name: "Last sent", Short: true}, {Name: "State"}}
	}
	for _, d := range sent {
		k.Rows = append(k.Rows, view.KeptRow{Cells: []view.Cell{view.T(letterName(d.Letter)), view.T(s.when(d.Sent)), s.letterState(d)}})
	}
	return k, true, nil
}

func rhythmChoices(now account.Rhythm) []view.Choice {
	names := map[account.Rhythm]string{account.Daily: "At most once a day", account.Weekly: "On Mondays", account.Never: "Never"}
	var out []view.Choice
	for _, r := range account.Rhythms() {
		out = append(out, view.Choice{Value: string(r), Text: names[r], Current: r == now})
	}
	return out
}

func yesNo(now bool, yesText, noText string) []view.Choice {
	return []view.Choice{{Value: no, Text: noText, Current: !now}, {Value: yes, Text: yesText, Current: now}}
}

func letterName(l account.Letter) string {
	if l == account.Mentions {
		return "When somebody names you"
	}
	return "Digest"
}

// letterState is whether letters get through; where not, since when and why.
func (s *Server) letterState(d account.Delivery) view.Cell {
	if d.Failing.IsZero() {
		return view.T("Gets through")
	}
	return view.Cell{State: &view.State{Text: "Could not be sent since " + s.when(d.Failing), Tone: view.Loss}, Sub: d.Why}
}

// wish takes what somebody wants by mail.
func (s *Server) wish(ctx context.Context, v *visit, f url.Values) (view.Handed, error) {
	if err := myself(v); err != nil {
		return view.Handed{}, err
	}
	w := account.Wishes{Digest: account.Rhythm(f.Get("digest")), News: f.Get("news") == yes, AtOnce: f.Get("at_once") == yes, Zone: f.Get("zone")}
	if w.Since = v.attention.Since; w.AtOnce && !v.attention.AtOnce {
		w.Since = v.now.Position()
	}
	if _, err := time.LoadLocation(w.Zone); err != nil || w.Zone == "Local" {
		return view.Handed{}, fault.Invalidf("Take one such as Europe/Vienna, or leave it empty", "there is no time zone %.40q", w.Zone)
	}
	return view.Handed{}, s.door.Register().Wish(ctx, s.act(v.r, v.guest), s.workspace, v.guest.Account.ID, w)
}

// mostFailing is how many members the page lists whose letters do not get through.
const mostFailing = 50

// letters is whose letters do not get through, for the owners of the workspace; false where no letters are sent.
func (s *Server) letters(ctx context.Context) (view.Kept, bool, error) {
	if s.mail == nil {
		return view.Kept{}, false, nil
	}
	k := view.Kept{
		Part:    view.Part{ID: "letters", Title: "Letters", Sub: fmt.Sprintf("They come from %s; digests go out from %02d:00 on, %s", s.mail.From, s.mail.Hour, s.mail.Place)},
		Columns: []view.Column{{Name: "To"}, {Name: "Letter", Short: true}, {Name: "State"}},
	}
	all, err := s.door.Register().Deliveries(ctx, s.workspace)
	if err != nil {
		return k, false, err
	}
	for _, d := range all {
		if d.Failing.IsZero() {
			continue
		}
		if len(k.Rows) == mostFailing {
			k.Foot = "There are more; these came first."
			break
		}
		a, err := s.door.Register().Account(ctx, d.Account)
		if fault.Is(err, fault.NotFound) { // removed a moment ago
			continue
		}
		if err != nil {
			return k, false, err
		}
		k.Rows = append(k.Rows, view.KeptRow{Cells: []view.Cell{{Text: a.Name, Sub: a.Address}, view.T(letterName(d.Letter)), s.letterState(d)}})
	}
	if len(k.Rows) == 0 {
		k.Missing = &view.Missing{Title: "All letters get through.", Text: "Whose could not be sent, since when and why, would be here."}
	}
	return k, true, nil
}

// stopForm asks whether a letter shall end. To look at it ends nothing: programs follow links in letters.
func (s *Server) stopForm(r *http.Request, stop account.Stop) view.Outside {
	what := "the digest of what you owe"
	if stop.Letter == account.Mentions {
		what = "letters when somebody names you"
	}
	return view.Outside{
		Title: "Stop these letters", Lead: "You will not get " + what + " any more. You can begin again on the page of your account.",
		Form: view.Form{ID: "stop", Action: stopPath + "?" + r.URL.RawQuery, Button: "Stop these letters"},
	}
}

// stopped is of which workspace a letter shall end, and its key, which holds for no other.
func (s *Server) stopped(r *http.Request) (workspace, key string) {
	q := r.URL.Query()
	return cmp.Or(q.Get(workspaceParam), s.workspace), q.Get(keyParam)
}

func (s *Server) stopPage(w http.ResponseWriter, r *http.Request) {
	workspace, key := s.stopped(r)
	stop, err := s.door.Register().Stopping(r.Context(), workspace, key)
	if err != nil {
		s.again(w, r, view.Outside{Title: "Stop these letters"}, err)
		return
	}
	s.outside(w, r, http.StatusOK, s.stopForm(r, stop))
}

// stop ends a letter: for who presses the button, and for mail programs that do it for them, which send nothing but that they do.
func (s *Server) stop(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, mostForm)
	workspace, key := s.stopped(r)
	_, err := s.door.Register().StopMail(r.Context(), s.door.Act(r, account.Nobody), workspace, key)
	if err != nil {
		s.again(w, r, view.Outside{Title: "Stop these letters"}, err)
		return
	}
	s.outside(w, r, http.StatusOK, view.Outside{
		Title: "You will not get these letters any more", Lead: "Choose again what you get on the page of your account.", Next: []view.Link{{Text: "Open your account", Href: digest.WishPath}},
	})
}

// sendWays offers to send a link by mail, where letters are sent.
func (s *Server) sendWays() []view.Input {
	if s.mail == nil {
		return nil
	}
	return []view.Input{{Name: sendName, Label: "How it gets there", Choices: []view.Choice{{Value: byMail, Text: "By mail, to that address"}, {Value: byHand, Text: "Show me the link"}}}}
}

// resetWays is sendWays for a link to an account.
func (s *Server) resetWays(a account.Account) []view.Input {
	out := s.sendWays()
	for n := range out {
		out[n].Label = "How the link gets to " + a.Name
	}
	if a.Address == "" {
		return nil
	}
	return out
}

// linked is a link for somebody else: sent to them where that was asked for, and shown where not, or where it could not be.
func (s *Server) linked(ctx context.Context, f url.Values, to netmail.Address, l mail.Letter, h view.Handed) view.Handed {
	if s.mail == nil || f.Get(sendName) != byMail {
		return h
	}
	l.To, l.At = to, s.clock()
	l.ID = fmt.Sprintf("link.%d", l.At.UnixNano())
	l.Text += "\n\n" + h.Secret + "\n\nGive it to nobody. If you did not expect this letter, leave it alone.\n"
	if err := s.mail.Sender.Send(ctx, l); err != nil {
		s.log.Error("a link could not be sent by mail", "err", err)
		h.Text = "It could not be sent by mail, because " + err.Error() + ". " + h.Text
		return h
	}
	return view.Handed{Title: h.Title, Text: "It was sent to " + to.Address + ", and is not shown here."}
}

// inviteLetter is what comes with the link of an invitation.
func (s *Server) inviteLetter(v *visit) mail.Letter {
	name := overview.Organisation(v.now)
	return mail.Letter{
		Subject: "An invitation to " + name, Text: v.guest.Label + " invites you to " + name + " on Throughline. Accept the invitation within a week, at an address that works once:",
	}
}

// resetLetter is what comes with the link for a new password.
func resetLetter() mail.Letter {
	return mail.Letter{Subject: "A new password", Text: "An administrator made a link for you to set a new password. It works once, within a day:"}
}
