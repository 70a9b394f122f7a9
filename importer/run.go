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
			var spent time.Duration
			if o.Now != nil {
				spent = o.Now().Sub(start)
			}
			o.Progress(Far(p.Unit, step.Done, p.Total, spent))
		}
	}
	return sum, nil
}

func stopped(ctx context.Context) error {
	return fault.Wrap(context.Cause(ctx), fault.Cancelled, "the import was stopped", "Run it again to go on: what is there already is left as it is")
}

// tellAfter is how long something must have run before the time left is more than a guess.
const tellAfter = time.Second

// Far is how far something has come in the time spent on it.
func Far(unit string, done, total int64, spent time.Duration) Progress {
	at := Progress{Done: done, Total: max(total, 0), Unit: unit}
	if spent > 0 && done > 0 {
		at.Rate = float64(done) / spent.Seconds()
		if left := total - done; left > 0 && spent >= tellAfter {
			at.Left = time.Duration(float64(left) / at.Rate * float64(time.Second))
		}
	}
	return at
}
