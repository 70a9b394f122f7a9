package live

import (
	"container/list"
	"fmt"
	"time"

	"throughline/engine"
)

// page is one open page. Only the goroutine of its room uses it, once it is in it.
type page struct {
	line
	reader Reader
	place  *list.Element // in its room; nil once it is closed
	told   engine.State
	heard  time.Time // when it was told anything
	waits  bool      // for its turn
	asked  bool      // the guard asks for its reader at this moment
}

// tell tells the page what it depends on; it is false when that does not reach it.
func (o *page) tell(s engine.State) bool {
	o.told = s
	return o.hear(fmt.Sprintf("event: head\ndata: %s\n\n", s))
}

func (o *page) hear(words string) bool {
	o.heard = time.Now()
	return o.say(words)
}

// close ends the page. It is called once.
func (o *page) close() {
	o.end()
	o.gone()
}

func (o *page) gone() {
	if o.reader.Gone != nil {
		o.reader.Gone()
	}
}
