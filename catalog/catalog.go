package catalog

import (
	"cmp"
	"slices"

	"throughline/cadence"
	"throughline/decision"
	"throughline/dependency"
	"throughline/diagnosis"
	"throughline/discussion"
	"throughline/finding"
	"throughline/graph"
	"throughline/intent"
	"throughline/ledger"
	"throughline/measure"
	"throughline/organisation"
	"throughline/outcome"
	"throughline/portfolio"
	"throughline/strategy"
)

// Kinds is every kind of record, in the order of the design.
func Kinds() []graph.KindInfo { return graph.Kinds() }

// Checks is every check, by area in the order areas are shown, then by code.
func Checks() []*finding.Check {
	out := slices.Concat(
		organisation.Checks(), strategy.Checks(), intent.Checks(), outcome.Checks(), portfolio.Checks(),
		dependency.Checks(), decision.Checks(), cadence.Checks(), discussion.Checks(), diagnosis.Checks(),
	)
	areas := finding.Areas()
	slices.SortStableFunc(out, func(a, b *finding.Check) int {
		return cmp.Or(cmp.Compare(slices.Index(areas, a.Area), slices.Index(areas, b.Area)), cmp.Compare(a.Code, b.Code))
	})
	return out
}

// CheckOf is the check with the code; ok is false when there is none.
func CheckOf(code string) (c *finding.Check, ok bool) {
	for _, c := range Checks() {
		if c.Code == code {
			return c, true
		}
	}
	return nil, false
}

// Methods is every method of measurement, in the order of the capabilities.
func Methods() []*measure.Method {
	return slices.Concat(
		intent.Methods(), outcome.Methods(), portfolio.Methods(), dependency.Methods(), decision.Methods(), organisation.Methods(),
		diagnosis.Methods(),
	)
}

// Validate holds the lists sound. An error is a defect of the program.
func Validate() error {
	if err := finding.Sound(Checks()); err != nil {
		return err
	}
	if err := soundMethods(Methods()); err != nil {
		return err
	}
	return ledger.Sound(Views())
}
