package account_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"throughline/account"
	"throughline/account/accounttest"
	"throughline/fault"
	"throughline/testing/accounts"
)

// reader is a desk with a member of the workspace har/bor.
func reader(t *testing.T) (*accounttest.Desk, account.ID) {
	t.Helper()
	d := accounts.Open()
	d.SetUp(t, "har/bor")
	return d, d.Join(t, "har/bor", "ben@example.org", account.Reader).Account.ID
}

func TestThePortfolioOpensWithAView(t *testing.T) {
	d, ben := reader(t)
	act := d.Act(account.ByAccount(ben))
	state := func() account.Attention { return must[account.Attention](t)(d.Attention(t.Context(), "har/bor", ben)) }
	begun := state()
	wants(t, "OpenWith", d.OpenWith(t.Context(), act, "har/bor", ben, "by-theme"), "", "")
	first := state()
	if first.Opens != "by-theme" || first.Turn <= begun.Turn {
		t.Errorf("it opens with %q in turn %d after %d", first.Opens, first.Turn, begun.Turn)
	}
	wants(t, "OpenWith the same", d.OpenWith(t.Context(), act, "har/bor", ben, "by-theme"), "", "")
	if again := state(); again.Turn != first.Turn {
		t.Error("asking for what is so already changes something")
	}
	wants(t, "OpenWith a long one", d.OpenWith(t.Context(), act, "har/bor", ben, strings.Repeat("a", 161)), fault.Invalid, "no view")
	wants(t, "OpenWith where one is no member", d.OpenWith(t.Context(), act, "alps", ben, "by-theme"), fault.NotFound, "not a member")
	wants(t, "OpenWith nothing", d.OpenWith(t.Context(), act, "har/bor", ben, ""), "", "")
	if last := state(); last.Opens != "" {
		t.Errorf("it still opens with %q", last.Opens)
	}
}

func TestFollowing(t *testing.T) {
	d, ben := reader(t)
	act := d.Act(account.ByAccount(ben))
	follow := func(record string, since int64) error {
		return d.Follow(t.Context(), act, "har/bor", ben, account.Follow{Record: record, Since: since})
	}
	state := func() account.Attention { return must[account.Attention](t)(d.Attention(t.Context(), "har/bor", ben)) }
	if got := state(); len(got.Follows) != 0 || got.Digest != account.Daily || got.AtOnce || got.News {
		t.Errorf("at the beginning it is %+v", got)
	}
	wants(t, "Follow", follow("initiative/a", 7), "", "")
	wants(t, "Follow again", follow("initiative/a", 9), "", "")
	wants(t, "Follow another", follow("unit/b", 8), "", "")
	first := state()
	if since, ok := first.Following("initiative/a"); !ok || since != 7 || len(first.Follows) != 2 {
		t.Errorf("it follows %v", first.Follows)
	}
	wants(t, "Follow nothing", follow("", 1), fault.Invalid, "no record")
	wants(t, "Follow a long one", follow(strings.Repeat("a", 161), 1), fault.Invalid, "no record")
	wants(t, "Unfollow", d.Unfollow(t.Context(), act, "har/bor", ben, "initiative/a"), "", "")
	wants(t, "Unfollow again", d.Unfollow(t.Context(), act, "har/bor", ben, "initiative/a"), "", "")
	second := state()
	if _, ok := second.Following("initiative/a"); ok || len(second.Follows) != 1 || second.Turn <= first.Turn {
		t.Errorf("then it is %+v after %+v", second, first)
	}
	for n := len(second.Follows); n < account.MostFollows; n++ {
		wants(t, "Follow many", follow(fmt.Sprintf("theme/long-name-of-a-theme-%d", n), 1), "", "")
	}
	wants(t, "Follow one too many", follow("theme/last", 1), fault.Conflict, "the most")
	wants(t, "Follow where one is no member", d.Follow(t.Context(), act, "alps", ben, account.Follow{Record: "unit/b"}), fault.NotFound, "not a member")
}

func TestNewsAreReadForwards(t *testing.T) {
	d, ben := reader(t)
	for _, position := range []int64{5, 3, 9} {
		wants(t, "MarkRead", d.MarkRead(t.Context(), d.Act(account.ByAccount(ben)), "har/bor", ben, position), "", "")
	}
	if got := must[account.Attention](t)(d.Attention(t.Context(), "har/bor", ben)); got.Looked != 9 {
		t.Errorf("read up to %d, want 9", got.Looked)
	}
}

func TestWishes(t *testing.T) {
	d, ben := reader(t)
	wish := func(w account.Wishes) error {
		return d.Wish(t.Context(), d.Act(account.ByAccount(ben)), "har/bor", ben, w)
	}
	w := account.Wishes{Digest: account.Weekly, News: true, AtOnce: true, Zone: "Asia/Tokyo"}
	wants(t, "Wish", wish(w), "", "")
	wants(t, "Wish hourly", wish(account.Wishes{Digest: "hourly"}), fault.Invalid, "hourly")
	wants(t, "Wish a zone", wish(account.Wishes{Zone: "a\x00"}), fault.Invalid, "time zone")
	all := must[[]account.Attention](t)(d.Attentions(t.Context(), "har/bor"))
	if len(all) != 1 || all[0].Wishes != w || all[0].Account != ben || all[0].Workspace != "har/bor" {
		t.Errorf("the wishes are %+v", all)
	}
}

// Of many servers that want to send the same letter one alone takes it up.
func TestOneServerTakesALetterUp(t *testing.T) {
	d, ben := reader(t)
	var group sync.WaitGroup
	taken := make(chan int, 8)
	for n := range 8 {
		group.Go(func() {
			mine := false
			err := d.Deliver(t.Context(), d.Act(account.Terminal), "har/bor", ben, account.Digest, func(v *account.Delivery) bool {
				if mine = v.Sending.IsZero(); mine {
					v.Sending, v.Tries = d.Now(), n
				}
				return mine
			})
			if err == nil && mine {
				taken <- n
			}
		})
	}
	group.Wait()
	close(taken)
	if len(taken) != 1 {
		t.Errorf("%d took it up", len(taken))
	}
	winner := <-taken
	list := must[[]account.Delivery](t)(d.DeliveriesTo(t.Context(), "har/bor", ben))
	if len(list) != 1 || list[0].Tries != winner || list[0].Letter != account.Digest {
		t.Errorf("the delivery is %+v, taken up by %d", list, winner)
	}
}

func TestWhatAMailServerSaysIsCut(t *testing.T) {
	d, ben := reader(t)
	said := "550\r\n no\x00 such " + strings.Repeat("user ", 200)
	err := d.Deliver(t.Context(), d.Act(account.Terminal), "har/bor", ben, account.Mentions, func(v *account.Delivery) bool {
		v.Why, v.Told = said, slices.Repeat([]string{"x"}, 2*account.MostTold)
		return true
	})
	wants(t, "Deliver", err, "", "")
	all := must[[]account.Delivery](t)(d.Deliveries(t.Context(), "har/bor"))
	if len(all) != 1 || len(all[0].Why) != 300 || !strings.HasPrefix(all[0].Why, "550 no such user") || len(all[0].Told) != account.MostTold {
		t.Errorf("it is kept as %+v", all)
	}
}

// Who does not want a letter any more is not told that it could not be sent.
func TestALetterThatIsNotWantedFailsNoMore(t *testing.T) {
	d, ben := reader(t)
	for _, l := range account.Letters() {
		wants(t, "Deliver", d.Deliver(t.Context(), d.Act(account.Terminal), "har/bor", ben, l, func(v *account.Delivery) bool {
			v.Failing, v.Why, v.Tries, v.Next, v.Day = d.Now(), "down", 3, d.Now(), "2026-07-06"
			return true
		}), "", "")
	}
	failing := func() (out []account.Letter) {
		for _, v := range must[[]account.Delivery](t)(d.Deliveries(t.Context(), "har/bor")) {
			if v.Day != "2026-07-06" {
				t.Errorf("the day of %s is forgotten", v.Letter)
			}
			if !v.Failing.IsZero() {
				out = append(out, v.Letter)
			}
		}
		return out
	}
	wish := func(w account.Wishes) {
		wants(t, "Wish", d.Wish(t.Context(), d.Act(account.ByAccount(ben)), "har/bor", ben, w), "", "")
	}
	wish(account.Wishes{AtOnce: true})
	if got := failing(); len(got) != 2 {
		t.Errorf("wanted, %v fail", got)
	}
	wish(account.Wishes{})
	if got := failing(); len(got) != 1 || got[0] != account.Digest {
		t.Errorf("without those at once, %v fail", got)
	}
	wish(account.Wishes{Digest: account.Never})
	if got := failing(); len(got) != 0 {
		t.Errorf("wanting none, %v fail", got)
	}
}

func TestASecretEndsOneLetter(t *testing.T) {
	d, ben := reader(t)
	wants(t, "Wish", d.Wish(t.Context(), d.Act(account.ByAccount(ben)), "har/bor", ben, account.Wishes{AtOnce: true, News: true}), "", "")
	secret := func(l account.Letter) string {
		return must[account.Secret](t)(d.StopSecret(t.Context(), d.Act(account.Terminal), "har/bor", account.Stop{Account: ben, Letter: l})).Text()
	}
	digest, mentions := secret(account.Digest), secret(account.Mentions)
	if digest == mentions || digest != secret(account.Digest) {
		t.Error("the secrets are not one for each letter")
	}
	for _, wrong := range []string{"", "tlstop_", digest[:len(digest)-1], strings.Replace(digest, "digest", "mentions", 1), digest + "-a", strings.Replace(digest, string(ben), "x", 1)} {
		_, err := d.StopMail(t.Context(), d.Act(account.Nobody), "har/bor", wrong)
		wants(t, "StopMail of "+wrong, err, fault.Denied, "not whole")
	}
	_, err := d.StopMail(t.Context(), d.Act(account.Nobody), "alps", digest)
	wants(t, "StopMail of another workspace", err, fault.Denied, "not whole")
	if stop := must[account.Stop](t)(d.Stopping(t.Context(), "har/bor", digest)); stop != (account.Stop{Account: ben, Letter: account.Digest}) {
		t.Errorf("it would end %v", stop)
	}
	for range 2 {
		_, err := d.StopMail(t.Context(), d.Act(account.Nobody), "har/bor", digest)
		wants(t, "StopMail", err, "", "")
	}
	got := must[account.Attention](t)(d.Attention(t.Context(), "har/bor", ben))
	if got.Wishes != (account.Wishes{Digest: account.Never, AtOnce: true}) {
		t.Errorf("after that they want %+v", got.Wishes)
	}
	_, err = d.StopMail(t.Context(), d.Act(account.Nobody), "har/bor", mentions)
	wants(t, "StopMail", err, "", "")
	if got := must[account.Attention](t)(d.Attention(t.Context(), "har/bor", ben)); got.AtOnce {
		t.Error("letters at once go on")
	}
}

// Who leaves takes along what they wanted to be told.
func TestAttentionGoesWithItsMember(t *testing.T) {
	for name, leave := range map[string]func(*accounttest.Desk, account.ID) error{
		"member": func(d *accounttest.Desk, id account.ID) error {
			return d.RemoveMember(t.Context(), d.Act(account.Terminal), "har/bor", id)
		},
		"account": func(d *accounttest.Desk, id account.ID) error {
			return d.Remove(t.Context(), d.Act(account.Terminal), id)
		},
	} {
		d, ben := reader(t)
		wants(t, "Follow", d.Follow(t.Context(), d.Act(account.ByAccount(ben)), "har/bor", ben, account.Follow{Record: "unit/a"}), "", "")
		for _, l := range account.Letters() {
			wants(t, "Deliver", d.Deliver(t.Context(), d.Act(account.Terminal), "har/bor", ben, l, func(v *account.Delivery) bool { v.Sent = d.Now(); return true }), "", "")
		}
		stop := must[account.Secret](t)(d.StopSecret(t.Context(), d.Act(account.Terminal), "har/bor", account.Stop{Account: ben, Letter: account.Digest}))
		wants(t, "removing the "+name, leave(d, ben), "", "")
		if left := must[[]account.Attention](t)(d.Attentions(t.Context(), "har/bor")); len(left) != 0 {
			t.Errorf("removing the %s leaves %v", name, left)
		}
		if left := must[[]account.Delivery](t)(d.Deliveries(t.Context(), "har/bor")); len(left) != 0 {
			t.Errorf("removing the %s leaves %v", name, left)
		}
		_, err := d.StopMail(t.Context(), d.Act(account.Nobody), "har/bor", stop.Text())
		wants(t, "StopMail of who left", err, "", "")
		wants(t, "Deliver to who left", d.Deliver(t.Context(), d.Act(account.Terminal), "har/bor", ben, account.Digest, func(*account.Delivery) bool { return true }), fault.NotFound, "not a member")
		d.Later(time.Hour)
	}
}
