package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"
)

// follow is a page that stays open: it hears of what moves, and opens its address again, once at a time, where it does not show
// that yet, as the script of the pages does.
func (t *traffic) follow(ctx context.Context, n int) {
	who := n % len(t.people)
	dice := rand.New(rand.NewPCG(t.seed, uint64(n)+1)) // chance that can be repeated
	page := t.place.read(dice)
	for strings.HasPrefix(page.path, "/search") { // no page
		page = t.place.read(dice)
	}
	heard := make(chan string, 1)
	go func() {
		defer close(heard)
		if err := t.hear(ctx, who, heard); err != nil && ctx.Err() == nil {
			t.waits.add("stay open", 0, err)
		}
	}()
	var head string
	for word := range heard {
		if position, _, _ := strings.Cut(word, "."); head == word || head == position {
			continue
		}
		begun := time.Now()
		body, err := t.do(ctx, who, page)
		t.counts(ctx, refreshing, begun, err)
		head = headOf(body)
	}
}

// headOf is the word for what a page shows; it stands near its beginning.
func headOf(page []byte) string {
	z, err := gzip.NewReader(bytes.NewReader(page))
	if err != nil {
		return ""
	}
	lines := bufio.NewReader(io.LimitReader(z, 64<<10))
	const mark = `data-head="`
	for {
		part, err := lines.ReadString('>')
		if _, rest, ok := strings.Cut(part, mark); ok {
			head, _, _ := strings.Cut(rest, `"`)
			return head
		}
		if err != nil {
			return ""
		}
	}
}

// hear tells the newest word of the stream; one that was not listened to gives way to the next.
func (t *traffic) hear(ctx context.Context, who int, heard chan string) error {
	r, err := t.request(ctx, http.MethodGet, who, "/events", nil)
	if err != nil {
		return err
	}
	answer, err := t.pages.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("answers %d", answer.StatusCode)
	}
	t.open.Add(1)
	defer t.open.Add(-1)
	lines := bufio.NewScanner(answer.Body)
	for lines.Scan() {
		word, ok := strings.CutPrefix(lines.Text(), "data: ")
		if !ok {
			continue
		}
		select {
		case <-heard:
		default:
		}
		heard <- word // there is room: nobody else sends
		t.most.Store(max(t.most.Load(), t.open.Load()))
	}
	if ctx.Err() == nil {
		return fmt.Errorf("the stream ended: %w", lines.Err())
	}
	return nil
}
