package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"
)

// options say how large a load is.
type options struct {
	program string        // the program under load
	records int           // of the made-up organisation
	people  int           // who are signed in
	every   time.Duration // how often one of them does something, on average
	writes  float64       // the share of acts that change something
	live    int           // pages that stay open and follow the history
	warm    time.Duration // before it is counted: people come one after another
	lasts   time.Duration // how long it is counted
	seed    uint64
	data    string // where the organisation is kept for other times; "" keeps none
}

func main() {
	var o options
	flag.StringVar(&o.program, "program", "bin/throughline", "the program under load")
	flag.IntVar(&o.records, "records", 100_000, "records of the organisation that is made up")
	flag.IntVar(&o.people, "people", 200, "people who are signed in")
	flag.DurationVar(&o.every, "every", 5*time.Second, "how often each of them opens a page or changes something, on average")
	flag.Float64Var(&o.writes, "writes", 0.05, "share of what they do that changes something")
	flag.IntVar(&o.live, "live", 200, "pages that stay open and follow the history, each by its own connection")
	flag.DurationVar(&o.warm, "warm", 20*time.Second, "how long people take to come, one after another; nothing is counted until all are there")
	flag.DurationVar(&o.lasts, "for", 10*time.Minute, "how long it is counted")
	flag.Uint64Var(&o.seed, "seed", 1, "the same seed makes the same organisation and the same acts")
	flag.StringVar(&o.data, "data", "", "a file to keep the organisation in, used when it is there; what people do to it is not kept")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ok, err := run(ctx, o, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
	}
	if err != nil || !ok {
		stop()
		os.Exit(1)
	}
}

// run bears the load and tells what came of it; it is false when an act failed.
func run(ctx context.Context, o options, out io.Writer) (bool, error) {
	folder, err := os.MkdirTemp("", "throughline-load-")
	if err != nil {
		return false, fmt.Errorf("make folder: %w", err)
	}
	defer os.RemoveAll(folder)
	place, file, err := found(ctx, o, folder)
	if err != nil {
		return false, err
	}
	s, err := start(ctx, o.program, file)
	if err != nil {
		return false, err
	}
	defer s.stop()
	fmt.Fprintf(out, "%d records, %d people who do something every %s each, %.0f %% of it writing, %d live pages, for %s\n",
		o.records, o.people, o.every, 100*o.writes, o.live, o.lasts)
	t := newTraffic(o, place, s.url)
	memory := t.bear(ctx, s)
	t.tell(out)
	memory.tell(out)
	return t.failed() == 0, s.alive()
}
