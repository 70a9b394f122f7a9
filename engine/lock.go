package engine

import (
	"context"

	"throughline/finding"
	"throughline/graph"
)

// Locks is the baselines with the picture as it stood at each, in the same order.
func (e *Engine) Locks(ctx context.Context, workspace string, baselines []*graph.Baseline) ([]finding.Lock, error) {
	out := make([]finding.Lock, len(baselines))
	for i, b := range baselines {
		then, err := e.At(ctx, workspace, b.At)
		if err != nil {
			return nil, err
		}
		out[i] = finding.Lock{Baseline: b, Then: then}
	}
	return out, nil
}
