package measure

import (
	"fmt"
	"math"
	"testing"

	"throughline/graph"
)

func kept() *Method {
	return &Method{ID: "intent.kept", Version: 1, Title: "Intent kept", Unit: "share of stated emphasis", Range: "0 to 1"}
}

func TestAnUndefinedResultHasAReasonAndNoValue(t *testing.T) {
	m := kept()
	r := Undefined(m, "nothing was stated for the period")
	if r.Defined() {
		t.Error("an undefined result is defined")
	}
	if r.Method != m || r.Reason != "nothing was stated for the period" {
		t.Errorf("Undefined = %+v", r)
	}
	if r.Value != 0 || r.Interval != nil || r.Bounds != nil || r.Reference != nil || r.Rows != nil {
		t.Errorf("a result without a value says more than its reason: %+v", r)
	}
}

func TestAResultIsDefinedWheneverThereIsNoReason(t *testing.T) {
	for _, v := range []float64{0, 1, -3.5, math.Inf(1)} { // 0 is a value like any other
		r := Result{Method: kept(), Value: v}
		if !r.Defined() {
			t.Errorf("the value %v is taken for none", v)
		}
	}
	r := Result{Method: kept(), Value: 0.7, Reason: "too few items"}
	if r.Defined() {
		t.Error("a result with a reason has no value, whatever stands in its field")
	}
}

func TestTheZeroResultIsNotMistakenForAnother(t *testing.T) {
	var r Result
	if !r.Subject.IsZero() || r.Subject.String() != "" {
		t.Errorf("the zero subject is %q, want the whole organisation", r.Subject)
	}
	if r.Adds || r.Total != 0 {
		t.Error("rows are said to add up where there are none")
	}
}

// A figure says how it was computed, what it stands on, and what was not declared.
func ExampleResult() {
	r := Result{
		Method:  kept(),
		Subject: graph.UnitID("core").Ref(),
		Value:   0.68,
		Rows: []Row{
			{Label: "loan desk", Value: 12, Unit: "days"},
			{Label: "payments", Value: 20, Unit: "days"},
		},
		Adds:    true,
		Total:   32,
		Missing: []Missing{{What: "capacity of Legal in 2026 H2", Then: "its work is left out"}},
	}
	sum := 0.0
	for _, row := range r.Rows {
		sum += row.Value
	}
	fmt.Println(r.Method.Title, "of", r.Subject, "is", r.Value, r.Method.Unit)
	fmt.Println("the rows sum to", sum, "of", r.Total)
	fmt.Println("without", r.Missing[0].What+":", r.Missing[0].Then)
	// Output:
	// Intent kept of unit/core is 0.68 share of stated emphasis
	// the rows sum to 32 of 32
	// without capacity of Legal in 2026 H2: its work is left out
}
