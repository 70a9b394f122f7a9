package main

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"

	"github.com/go-json-experiment/json"
)

// act is one thing somebody does: they open an address, or send a form to it.
type act struct {
	name string
	path string
	form url.Values // nil opens
}

// reading is a kind of page, and how often among a hundred it is what somebody opens.
type reading struct {
	name  string
	often int
	path  func(*place, *rand.Rand) string
}

// readings is what people open: their own pages and the ones they come by on the way, most often one unit or one initiative.
var readings = []reading{
	{"home", 10, always("/")},
	{"what I owe", 10, always("/owed")},
	{"line of sight", 4, always("/line-of-sight")},
	{"strategy", 3, always("/strategy")},
	{"findings", 8, always("/findings")},
	{"portfolio", 10, always("/portfolio")},
	{"board", 4, always("/portfolio?view=board")},
	{"capacity", 3, always("/portfolio?view=capacity")},
	{"drift", 3, always("/drift")},
	{"unit", 12, func(p *place, r *rand.Rand) string { return "/units/" + one(p.units, r) }},
	{"initiative", 16, func(p *place, r *rand.Rand) string { return "/initiatives/" + one(p.initiatives, r) }},
	{"record", 6, func(p *place, r *rand.Rand) string { return "/records/initiative/" + one(p.initiatives, r) }},
	{"list", 3, always("/records/initiative")},
	{"search", 8, func(p *place, r *rand.Rand) string {
		name := []rune(one(p.names, r))
		return "/search?q=" + url.QueryEscape(string(name[:min(len(name), 3+r.IntN(8))]))
	}},
}

func always(path string) func(*place, *rand.Rand) string {
	return func(*place, *rand.Rand) string { return path }
}

func one(list []string, r *rand.Rand) string { return list[r.IntN(len(list))] }

// read is something somebody opens.
func (p *place) read(r *rand.Rand) act {
	n := r.IntN(100)
	for _, k := range readings {
		if n -= k.often; n < 0 {
			return act{name: k.name, path: k.path(p, r)}
		}
	}
	panic("readings do not add up to a hundred")
}

// write is something somebody changes: they say something about an initiative, or, if they may change records, they rename one,
// each in its turn, so that no two do it to the same at once. Who may do neither reads.
func (p *place) write(r *rand.Rand, who session) (act, error) {
	if !who.speaks && !who.writes {
		return p.read(r), nil
	}
	p.turn = (p.turn + 1) % len(p.initiatives)
	at := p.turn
	path := "/records/initiative/" + p.initiatives[at]
	if !who.writes || who.speaks && r.IntN(2) == 0 {
		return act{"say something", path + "/comments", url.Values{"form": {"say"}, "text": {fmt.Sprintf("Is this still needed? (%d)", r.IntN(1000))}, "next": {path}}}, nil
	}
	seen, err := json.Marshal(p.names[at])
	if err != nil {
		return act{}, err
	}
	name, _, _ := strings.Cut(p.names[at], " (")
	p.names[at] = fmt.Sprintf("%s (%d)", name, r.IntN(1_000_000))
	return act{"change a field", path, url.Values{"field": {"name"}, "seen": {string(seen)}, "v": {p.names[at]}}}, nil
}
