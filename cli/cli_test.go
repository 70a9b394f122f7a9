package cli

import (
	"errors"
	"io"
	"testing"

	"throughline/fault"
)

// The status tells a program that calls this one whether to change what it asks, or to wait for the data.
func TestStatusOfAFault(t *testing.T) {
	denied := fault.New(fault.Denied, "the database does not let this user in", "Check the password")
	absent := fault.New(fault.NotFound, "there is no such place", "Check the name")
	for name, c := range map[string]struct {
		err  error
		want int
	}{
		"nothing wrong":                  {nil, ExitOK},
		"data that lets nobody in":       {unopened{denied}, ExitData},
		"data that is not there":         {unopened{absent}, ExitData},
		"a record that is not there":     {absent, ExitRefused},
		"an address that is not allowed": {denied, ExitRefused},
		"data in use":                    {fault.New(fault.InUse, "it is in use", "Wait"), ExitData},
		"damaged data":                   {unopened{fault.New(fault.Corrupt, "it is damaged", "Restore")}, ExitCorrupt},
		"a defect":                       {errors.New("nil"), ExitInternal},
	} {
		a := &app{w: World{Out: io.Discard, Err: io.Discard}}
		if got := a.end(c.err); got != c.want {
			t.Errorf("%s: status %d, want %d", name, got, c.want)
		}
	}
}
