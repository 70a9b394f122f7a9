package stat

import (
	"errors"
	"fmt"
	"math"
	"testing"
)

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		name string
		n    Number
		ok   bool
		text string
	}{
		{"zero is a value", Of(0), true, "0"},
		{"a share", Of(0.25), true, "0.25"},
		{"not a number", Of(math.NaN()), false, "undefined: the calculation has no finite result"},
		{"infinite", Of(math.Inf(1)), false, "undefined: the calculation has no finite result"},
		{"a reason", None("no one answered"), false, "undefined: no one answered"},
		{"the zero value", Number{}, false, "undefined"},
	} {
		if c.n.OK != c.ok || c.n.String() != c.text {
			t.Errorf("%s: OK %v, %q; want %v, %q", c.name, c.n.OK, c.n, c.ok, c.text)
		}
		if p := c.n.Ptr(); (p != nil) != c.ok {
			t.Errorf("%s: Ptr() = %v", c.name, p)
		}
	}
	if p := Of(0.5).Ptr(); *p != 0.5 {
		t.Errorf("Ptr() points to %v, want 0.5", *p)
	}
}

func TestUndefinedIsToldFromMalformed(t *testing.T) {
	if !IsUndefined(fmt.Errorf("surviving: %w", Undefined("nothing was stated"))) {
		t.Error("an Undefined inside another error must be found")
	}
	for _, err := range []error{nil, Malformed("ragged"), errors.New("disk")} {
		if IsUndefined(err) {
			t.Errorf("IsUndefined(%v) = true", err)
		}
	}
}
