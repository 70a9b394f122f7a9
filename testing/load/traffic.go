package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// refreshing is the name of what pages that stay open do by themselves; it is told apart from what people wait for.
const refreshing = "follow by itself"

// looking is how often memory is looked at.
const looking = 2 * time.Second

// traffic is people at work.
type traffic struct {
	options
	place  *place
	url    string
	people []*http.Client // each with connections of their own
	pages  *http.Client   // of the event streams
	begun  time.Time
	waits  waits
	open   atomic.Int64 // event streams that are open now
	most   atomic.Int64 // of them at the same time
}

func newTraffic(o options, p *place, url string) *traffic {
	t := &traffic{options: o, place: p, url: url, pages: client(0), begun: time.Now()}
	t.waits.took, t.waits.failed = make(map[string][]time.Duration), make(map[string]int)
	for range p.sessions {
		t.people = append(t.people, client(6)) // as many connections as browsers open
	}
	return t
}

// client is a browser without a limit on how long an answer may take: a wait is measured, not given up.
func client(connections int) *http.Client {
	return &http.Client{Transport: &http.Transport{MaxConnsPerHost: connections, MaxIdleConnsPerHost: 6}}
}

// bear lets everybody work until the time is over, and answers with the memory that the program held meanwhile.
func (t *traffic) bear(ctx context.Context, s *process) *memory {
	ctx, stop := context.WithTimeout(ctx, t.warm+t.lasts)
	defer stop()
	var m memory
	var group sync.WaitGroup
	group.Go(func() { t.come(ctx, &group) })
	group.Go(func() {
		if t.isWarm(ctx) {
			m.watch(ctx, looking, s.resident)
		}
	})
	t.arrivals(ctx, &group)
	group.Wait()
	return &m
}

// come opens the pages that stay open, one after another until everybody is there.
func (t *traffic) come(ctx context.Context, group *sync.WaitGroup) {
	for n := range t.live {
		select {
		case <-time.After(t.warm / time.Duration(t.live)):
			group.Go(func() { t.follow(ctx, n) })
		case <-ctx.Done():
			return
		}
	}
}

// isWarm waits until it is counted, and is false when it ended before.
func (t *traffic) isWarm(ctx context.Context) bool {
	select {
	case <-time.After(t.warm):
		return true
	case <-ctx.Done():
		return false
	}
}

// counts writes a wait down, from when it is counted on; what failed is always written down.
func (t *traffic) counts(ctx context.Context, name string, since time.Time, err error) {
	if ctx.Err() == nil && (err != nil || since.After(t.begun.Add(t.warm))) {
		t.waits.add(name, time.Since(since), err)
	}
}

// arrivals begins acts when they are due, as independent people do: the times between them are exponential.
func (t *traffic) arrivals(ctx context.Context, group *sync.WaitGroup) {
	dice := rand.New(rand.NewPCG(t.seed, 0)) // chance that can be repeated
	mean := float64(t.every) / float64(len(t.people))
	due := time.Now()
	for {
		due = due.Add(time.Duration(dice.ExpFloat64() * mean))
		who := dice.IntN(len(t.people))
		a, err := t.place.read(dice), error(nil)
		if dice.Float64() < t.writes {
			a, err = t.place.write(dice, t.place.sessions[who])
		}
		if err != nil {
			t.waits.add("make a change up", 0, err)
			continue
		}
		select {
		case <-time.After(time.Until(due)):
		case <-ctx.Done():
			return
		}
		begun := due
		group.Go(func() {
			_, err := t.do(ctx, who, a)
			t.counts(ctx, a.name, begun, err)
		})
	}
}

// do does it, and answers with the page that it leads to.
func (t *traffic) do(ctx context.Context, who int, a act) ([]byte, error) {
	method, body := http.MethodGet, io.Reader(nil)
	if a.form != nil {
		method, body = http.MethodPost, strings.NewReader(a.form.Encode())
	}
	r, err := t.request(ctx, method, who, a.path, body)
	if err != nil {
		return nil, err
	}
	if a.form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer, err := t.people[who].Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		plain, _ := unpacked(page) // what can be read of it
		err = fmt.Errorf("answers %d: %s", answer.StatusCode, heading.Find(plain))
	}
	return page, err
}

// heading finds what a page says first.
var heading = regexp.MustCompile(`(?s)<h1.*?</h1>`)

// unpacked is a body as it was before it was compressed for the way.
func unpacked(body []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// request is what the browser of a person sends.
func (t *traffic) request(ctx context.Context, method string, who int, path string, body io.Reader) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, method, t.url+path, body)
	if err != nil {
		return nil, err
	}
	r.AddCookie(&http.Cookie{Name: "throughline", Value: t.place.sessions[who].secret})
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Accept-Encoding", "gzip") // unpacking is the work of other machines
	return r, nil
}

// failed is how many acts failed.
func (t *traffic) failed() (n int) {
	t.waits.mu.Lock()
	defer t.waits.mu.Unlock()
	for _, times := range t.waits.failed {
		n += times
	}
	return n
}

func (t *traffic) tell(out io.Writer) {
	t.waits.tell(out, refreshing)
	fmt.Fprintf(out, "%d pages stayed open at the same time\n", t.most.Load())
}
