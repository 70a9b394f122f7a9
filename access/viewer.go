package access

import (
	"throughline/fault"
	"throughline/graph"
)

// Role is what a member may do in a workspace.
type Role string

// The roles, weakest first. Each may do what the ones before it may.
const (
	Reader      Role = "reader"      // looks, acknowledges, saves views of their own
	Contributor Role = "contributor" // says, proposes, and acts where named: as a lead, as a decider
	Editor      Role = "editor"      // changes every record they may see
	Owner       Role = "owner"       // an editor who also says who the members are
)

// Roles is the roles, weakest first.
func Roles() []Role { return []Role{Reader, Contributor, Editor, Owner} }

// ParseRole reads a role.
func ParseRole(s string) (Role, error) {
	names := make([]string, 0, len(Roles()))
	for _, r := range Roles() {
		if string(r) == s {
			return r, nil
		}
		names = append(names, string(r))
	}
	f := fault.Invalidf("Use reader, contributor, editor or owner", "%q is not a role", s)
	return "", f.WithNearest(fault.Nearest(s, names, 2))
}

// rank is the place of the role, 0 for none.
func (r Role) rank() int {
	for n, one := range Roles() {
		if one == r {
			return n + 1
		}
	}
	return 0
}

// AtLeast reports whether the role may do all that the other may. No role is less than any.
func (r Role) AtLeast(o Role) bool { return r.rank() > 0 && r.rank() >= o.rank() }

// Viewer is who looks at a workspace or acts in it. The zero Viewer may do nothing.
type Viewer struct {
	Person   graph.PersonID // the person the account is linked to; "" for none
	Role     Role
	ReadOnly bool // came with a token that may only read
}
