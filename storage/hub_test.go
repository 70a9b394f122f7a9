package storage

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
)

func TestHubTellsOnlyThoseWhoWatch(t *testing.T) {
	var h Hub
	a, b := h.Watch(t.Context(), "a"), h.Watch(t.Context(), "b")
	h.Tell("a", "nobody")
	h.Tell("a")
	<-a
	select {
	case <-a:
		t.Error("two moves nobody took must be one value")
	case <-b:
		t.Error("b was told of a")
	default:
	}
	if got := h.Watched(); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("Watched() = %v", got)
	}
}

func TestHubEndsWithContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var h Hub
		ctx, cancel := context.WithCancel(t.Context())
		first, second := h.Watch(ctx, "a"), h.Watch(t.Context(), "a")
		cancel()
		if _, open := <-first; open {
			t.Error("the channel of an ended watch must be closed")
		}
		synctest.Wait()
		h.Tell("a")
		if _, open := <-second; !open {
			t.Error("the other watch must go on")
		}
	})
}

func TestHubClosesAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var h Hub
		ctx, cancel := context.WithCancel(t.Context())
		w := h.Watch(ctx, "a")
		h.Close()
		cancel()
		synctest.Wait() // ending a watch after Close must not close its channel twice
		if _, open := <-w; open {
			t.Error("Close must end a watch")
		}
		if _, open := <-h.Watch(t.Context(), "a"); open {
			t.Error("a watch of a closed hub must be closed")
		}
		h.Tell("a")
	})
}
