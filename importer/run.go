package importer

import (
	"context"
	"time"

	"throughline/fault"
)

// Options say how a plan is carried out.
type Options struct {
	// Apply makes one change; nil makes none, which is a dry run.
	Apply func(context.Context, Step) error
	// Progress is told after each step; nil is told nothing.
	Progress func(Progress)
	// Seen is shown each step before it is applied, for instance to print the difference; may be nil.
	Seen func(Step)
	// Now reads the clock, for the rate; nil leaves the rate out.
	Now func() time.Time
}

// Progress is how far an import has come.
type Progress struct {
	Done, Total int64 // Total is 0 when it is not known
	Unit        string
	Rate        float64       // units per second since the start; 0 when not known yet
	Left        time.Duration // time left at this rate; 0 when not known
}

// Run carries out the plan step by step and says what became of it. After an error the summary
// tells what was done before; running the import again goes on from there.
func Run(ctx context.Context, p Plan, o Options) (Summary, error) {
	sum := Summary{DryRun: o.Apply == nil, Unit: p.Unit}
	var start time.Time
	if o.Now != nil {
		start = o.Now()
	}
	for step, err := range p.Steps {
		if err != nil {
			return sum, err
		}
		if ctx.Err() != nil {
			return sum, stopped(ctx)
		}
		if o.Seen != nil {
			o.Seen(step)
		}
		if o.Apply != nil && !step.Draft.IsEmpty() {
			if err := o.Apply(ctx, step); err != nil {
				return sum, err
			}
		}
		sum.add(step)
		if o.Progress != nil {
			o.Progress(progress(p, step.Done, start, o.Now))
		}
	}
	return sum, nil
}

func stopped(ctx context.Context) error {
	return fault.Wrap(context.Cause(ctx), fault.Cancelled, "the import was stopped", "Run it again to go on: what is there already is left as it is")
}

func progress(p Plan, done int64, start time.Time, now func() time.Time) Progress {
	at := Progress{Done: done, Total: max(p.Total, 0), Unit: p.Unit}
	if now == nil {
		return at
	}
	if spent := now().Sub(start).Seconds(); spent > 0 && done > 0 {
		at.Rate = float64(done) / spent
		if left := p.Total - done; left > 0 {
			at.Left = time.Duration(float64(left) / at.Rate * float64(time.Second))
		}
	}
	return at
}
