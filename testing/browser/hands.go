package browser

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// steps is how many moves a drag has, so that a page sees it come.
const steps = 8

// point is a place in the window in CSS pixels.
type point struct{ x, y float64 }

// at is the middle of the element that a script finds, which must be in the window.
func (b *Tab) at(element string) point {
	b.t.Helper()
	text := b.Text(`(r => r.left + r.width / 2 + ' ' + (r.top + r.height / 2))((` + element + `).getBoundingClientRect())`)
	xs, ys, _ := strings.Cut(text, " ")
	x, errX := strconv.ParseFloat(xs, 64)
	y, errY := strconv.ParseFloat(ys, 64)
	if errX != nil || errY != nil {
		b.t.Fatalf("%s is at %q", element, text)
	}
	return point{x, y}
}

// way is the points from one to the other.
func way(from, to point) []point {
	var out []point
	for n := range steps {
		part := float64(n+1) / steps
		out = append(out, point{from.x + (to.x-from.x)*part, from.y + (to.y-from.y)*part})
	}
	return out
}

// Drag presses the mouse in the middle of the element that a script finds, takes it to the middle of another, moved by so many
// pixels to the right, and lets go.
func (b *Tab) Drag(from, to string, right float64) {
	b.t.Helper()
	start, end := b.at(from), b.at(to)
	end.x += right
	mouse := func(what input.DispatchMouseEventType, p point, buttons int64) {
		b.Must(func(ctx context.Context, s *chromedp.Target) (chromedp.Void, error) {
			_, err := cdp.Call(ctx, s, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: what, X: p.x, Y: p.y, Button: input.MouseButtonLeft, Buttons: buttons, ClickCount: 1})
			return chromedp.Void{}, err
		})
	}
	mouse(input.DispatchMouseEventTypeMousePressed, start, 1)
	for _, p := range way(start, end) {
		mouse(input.DispatchMouseEventTypeMouseMoved, p, 1)
	}
	mouse(input.DispatchMouseEventTypeMouseReleased, end, 0)
}

// Swipe is Drag with a finger, by so many pixels to the right and down.
func (b *Tab) Swipe(from, to string, right, down float64) {
	b.t.Helper()
	start, end := b.at(from), b.at(to)
	b.swipe(start, point{end.x + right, end.y + down})
}

// SwipeEnd takes an element by its right end with a finger, and pulls by so many pixels to the right.
func (b *Tab) SwipeEnd(of string, right float64) {
	b.t.Helper()
	start := b.at(of)
	width, err := strconv.ParseFloat(b.Text(`String((`+of+`).getBoundingClientRect().width)`), 64)
	if err != nil {
		b.t.Fatal(err)
	}
	start.x += width/2 - 6
	b.swipe(start, point{start.x + right, start.y})
}

func (b *Tab) swipe(start, end point) {
	b.t.Helper()
	touch := func(what input.DispatchTouchEventType, at ...point) {
		points := []*input.TouchPoint{}
		for _, p := range at {
			points = append(points, &input.TouchPoint{X: p.x, Y: p.y})
		}
		b.Must(func(ctx context.Context, s *chromedp.Target) (chromedp.Void, error) {
			_, err := cdp.Call(ctx, s, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: what, TouchPoints: points})
			return chromedp.Void{}, err
		})
	}
	touch(input.DispatchTouchEventTypeTouchStart, start)
	for _, p := range way(start, end) {
		touch(input.DispatchTouchEventTypeTouchMove, p)
	}
	touch(input.DispatchTouchEventTypeTouchEnd)
}

// PressEnter presses Enter as a keyboard does: what a page takes for itself is not typed as well. Press sends the key and the new line
// as two things, of which a page refuses only the first.
func (b *Tab) PressEnter() {
	b.t.Helper()
	for _, what := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
		e := input.DispatchKeyEventParams{Type: what, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13}
		if what == input.DispatchKeyEventTypeKeyDown {
			e.Text = "\r"
		}
		b.Must(func(ctx context.Context, s *chromedp.Target) (chromedp.Void, error) {
			_, err := cdp.Call(ctx, s, input.DispatchKeyEvent, e)
			return chromedp.Void{}, err
		})
	}
}

// Offline says whether the page has no connection.
func (b *Tab) Offline(is bool) {
	b.t.Helper()
	all := network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{{Offline: is, DownloadThroughput: -1, UploadThroughput: -1}}}
	b.Must(func(ctx context.Context, s *chromedp.Target) (chromedp.Void, error) {
		if _, err := cdp.Call(ctx, s, network.Enable, network.EnableParams{}); err != nil {
			return chromedp.Void{}, err
		}
		if _, err := cdp.Call(ctx, s, network.EmulateNetworkConditionsByRule, all); err != nil {
			return chromedp.Void{}, fmt.Errorf("conditions: %w", err)
		}
		_, err := cdp.Call(ctx, s, network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: is, DownloadThroughput: -1, UploadThroughput: -1})
		return chromedp.Void{}, err
	})
}
