package account

import (
	"slices"

	"throughline/fault"
)

// charge names who is in charge of a workspace, or of the server: its owners, its administrators, as far
// as they can sign in. Whoever comes or goes writes this one row, so that the last cannot go in the
// moment in which another does.
type charge struct {
	Of      string `json:"-"`
	Holders []ID   `json:"holders"` // in their order
}

const chargeKind = "charge"

func (c *charge) row() Row   { return Row{Kind: chargeKind, ID: c.Of} }
func (c *charge) body() any  { return c }
func (c *charge) from(r Row) { c.Of = r.ID }

// ofServer is what administrators are in charge of; workspaces have their names after ofWorkspace.
const ofServer = "server"

// take puts the account in charge, if it can sign in.
func (s *sheet) take(of string, l *login) error {
	c, _, err := find[charge](s, of)
	if err != nil {
		return err
	}
	if i, there := slices.BinarySearch(c.Holders, l.ID); !there && !l.Disabled {
		c.Holders = slices.Insert(slices.Clone(c.Holders), i, l.ID)
	}
	return s.settle(of, c, l.ID)
}

// leave takes the account out of charge. The last in charge cannot go.
func (s *sheet) leave(of string, l *login) error {
	c, _, err := find[charge](s, of)
	if err != nil {
		return err
	}
	if i, there := slices.BinarySearch(c.Holders, l.ID); there {
		if len(c.Holders) == 1 {
			return lastInCharge(of)
		}
		c.Holders = slices.Delete(slices.Clone(c.Holders), i, i+1)
	}
	return s.settle(of, c, l.ID)
}

// settle writes the row and the account's, even when neither changed: whoever closes the account or
// comes and goes in the same moment must meet this.
func (s *sheet) settle(of string, c charge, id ID) error {
	c.Of = of
	if err := s.touch(id); err != nil {
		return err
	}
	return s.put(&c)
}

func lastInCharge(of string) *fault.Fault {
	if of == ofServer {
		return fault.New(fault.Invalid, "this is the last administrator of the server who can sign in", "Make somebody else an administrator first")
	}
	return fault.New(fault.Invalid, "this is the last owner of the "+spoken(of)+" who can sign in", "Make somebody else an owner first")
}

// spoken is "workspace harbor" for workspace/harbor.
func spoken(of string) string { return "workspace " + of[len(ofWorkspace("")):] }
