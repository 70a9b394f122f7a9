package door

import (
	"crypto/sha256"
	"net/http"
	"sync"
	"time"

	"throughline/fault"
)

// mostStays is how many streams one session, or one token, may hold open at once. A browser opens one for each page it shows.
const mostStays = 100

// heldStay is after how long it may help to try again.
const heldStay = time.Minute

// stays counts the streams that are open, by a digest of the secret they came with.
type stays struct {
	mu   sync.Mutex // guards open
	open map[[sha256.Size]byte]int
}

// Stay counts a stream that the request opens, until leave is called. It is a fault when as many are open already as one session or
// token may have. It does not find out whether the secret opens anything: a stranger's stream ends at once.
func (d *Door) Stay(r *http.Request) (leave func(), err error) {
	secret, there := bearer(r)
	if !there {
		secret = d.secretOf(r)
	}
	if secret == "" { // nobody, or somebody for whom nothing is counted
		return func() {}, nil
	}
	key, s := sha256.Sum256([]byte(secret)), &d.stays
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[key] >= mostStays {
		return nil, fault.New(fault.TooMany, "you have as many pages or streams open as one session can have", "Close some and try again").WithWait(heldStay)
	}
	if s.open == nil {
		s.open = make(map[[sha256.Size]byte]int)
	}
	s.open[key]++
	return sync.OnceFunc(func() { s.leave(key) }), nil
}

func (s *stays) leave(key [sha256.Size]byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[key]--; s.open[key] == 0 {
		delete(s.open, key)
	}
}
