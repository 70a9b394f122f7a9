package door

import (
	"net/netip"
	"sync"
	"time"
)

// How often a network may try: so many times at once, and one more after each pause. Many people share a network.
const (
	mostKnocks = 60
	knockPause = 2 * time.Second
	mostKnown  = 10_000 // networks; with more, those that are quiet are forgotten, and then all
)

// knocks counts the attempts of each network, for as long as they count.
type knocks struct {
	clock func() time.Time

	mu    sync.Mutex // guards until
	until map[string]time.Time
}

// may counts an attempt, unless there were too many. What is kept of a network is the moment at which all its attempts are
// forgotten: each puts it off by a pause.
func (k *knocks) may(from string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	now, from := k.clock(), network(from)
	until := k.until[from]
	if until.Before(now) {
		until = now
	}
	if until = until.Add(knockPause); until.Sub(now) > mostKnocks*knockPause {
		return false
	}
	if k.until == nil || len(k.until) >= mostKnown {
		k.forget(now)
	}
	k.until[from] = until
	return true
}

// forget makes room.
func (k *knocks) forget(now time.Time) {
	for from, until := range k.until {
		if !now.Before(until) {
			delete(k.until, from)
		}
	}
	if k.until == nil || len(k.until) >= mostKnown {
		k.until = make(map[string]time.Time)
	}
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
