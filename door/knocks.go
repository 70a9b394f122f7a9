package door

import (
	"net/netip"
	"sync"
	"time"

	"throughline/fault"
)

// pace is how often somebody may do something: so many times at once, and one more after each pause.
type pace struct {
	most  int
	pause time.Duration
}

// knockPace is how often a network may try to get in. Many people share one.
func knockPace() pace { return pace{60, 2 * time.Second} }

// askPace is how often an account may be asked about on its devices, and each of its tokens for itself: two hundred times a second, and a
// minute of that at once. A request asks once or twice, so that it is at least half as many requests. No person and no program that
// does its work in order comes near it.
func askPace() pace { return pace{12_000, 5 * time.Millisecond} }

// mostKnown is of how many it is kept how often they did it; with more, those that are quiet are forgotten, and then all.
const mostKnown = 10_000

// knocks counts what each does, for as long as it counts.
type knocks struct {
	pace
	clock func() time.Time

	mu    sync.Mutex // guards until
	until map[string]time.Time
}

// may counts one more, unless there were too many; then it says after how long there may be another. What is kept of each is the
// moment at which all they did is forgotten: each time puts it off by a pause.
func (k *knocks) may(who string) (wait time.Duration) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.clock()
	until := k.until[who]
	if until.Before(now) {
		until = now
	}
	until = until.Add(k.pause)
	if over := until.Sub(now) - time.Duration(k.most)*k.pause; over > 0 {
		return over
	}
	if k.until == nil || len(k.until) >= mostKnown {
		k.forget(now)
	}
	k.until[who] = until
	return 0
}

// forget makes room.
func (k *knocks) forget(now time.Time) {
	for who, until := range k.until {
		if !now.Before(until) {
			delete(k.until, who)
		}
	}
	if k.until == nil || len(k.until) >= mostKnown {
		k.until = make(map[string]time.Time)
	}
}

// asks counts a request of somebody who is known, or refuses it.
func (d *Door) asks(who string) error {
	wait := d.asked.may(who)
	if wait == 0 {
		return nil
	}
	return fault.New(fault.TooMany, "you ask more often than the server can bear from one account",
		"Wait a second and go on more slowly; a program does best to send many changes in one request").WithWait(wait)
}

// network is what one subscriber usually has: an address, and of the long ones the half that names the network.
func network(from string) string {
	a, err := netip.ParseAddr(from)
	if err != nil {
		return from
	}
	if a = a.Unmap(); a.Is6() {
		const half = 64
		p, err := a.WithZone("").Prefix(half)
		if err == nil {
			return p.Addr().String()
		}
	}
	return a.String()
}
