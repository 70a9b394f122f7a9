package proposal

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"throughline/change"
	"throughline/graph"
	"throughline/importer"
)

// workspace is a workspace in memory: every change is placed on the picture by the same rules as
// in the product, and the picture after each is kept.
type workspace struct {
	pictures []picture // in the order of the changes
}

type picture struct {
	effective time.Time
	snapshot  *graph.Snapshot
}

// apply places a step; changes must come in the order of time.
func (w *workspace) apply(_ context.Context, s importer.Step) error {
	base := w.latest()
	b := base.Edit()
	position := base.Position() + 1
	if err := change.Place(b, &s.Draft, position, s.Draft.Effective); err != nil {
		return fmt.Errorf("%s %s: %w", s.Draft.Effective, s.Draft.Reason, err)
	}
	w.pictures = append(w.pictures, picture{s.Draft.Effective, b.Snapshot(s.Draft.Effective, position)})
	return nil
}

func (w *workspace) latest() *graph.Snapshot {
	if len(w.pictures) == 0 {
		return graph.Empty()
	}
	return w.pictures[len(w.pictures)-1].snapshot
}

// past is the picture at a moment.
func (w *workspace) past(at time.Time) (*graph.Snapshot, error) {
	if at.IsZero() {
		return w.latest(), nil
	}
	i := len(w.pictures)
	for i > 0 && w.pictures[i-1].effective.After(at) {
		i--
	}
	if i == 0 {
		return graph.Empty(), nil
	}
	return w.pictures[i-1].snapshot, nil
}

// run imports into the workspace.
func (w *workspace) run(t testing.TB, in *Inputs) importer.Summary {
	t.Helper()
	plan, err := in.Plan(w.past)
	if err != nil {
		t.Fatal(err)
	}
	sum, err := importer.Run(t.Context(), plan, importer.Options{Apply: w.apply})
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// errStopped is how runUntil ends an import.
var errStopped = errors.New("stopped")

// runUntil imports and stops after so many changes.
func (w *workspace) runUntil(t testing.TB, in *Inputs, changes int) {
	t.Helper()
	plan, err := in.Plan(w.past)
	if err != nil {
		t.Fatal(err)
	}
	_, err = importer.Run(t.Context(), plan, importer.Options{Apply: func(ctx context.Context, s importer.Step) error {
		if len(w.pictures) == changes {
			return errStopped
		}
		return w.apply(ctx, s)
	}})
	if err != nil && !errors.Is(err, errStopped) {
		t.Fatal(err)
	}
}

// said is every record of a picture as text, by name.
func said(t testing.TB, s *graph.Snapshot) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, kind := range graph.Kinds() {
		for r := range s.Records(kind.Kind, "") {
			fields, err := change.Fields(r)
			if err != nil {
				t.Fatal(err)
			}
			out[r.Ref().String()] = string(fields)
		}
	}
	return out
}
