package account

import (
	"cmp"
	"slices"

	"throughline/fault"
)

// Role is what an account may do in a workspace.
type Role string

// The roles. Each may do what those before it may.
const (
	Reader      Role = "reader"      // reads
	Contributor Role = "contributor" // comments, answers, asks
	Editor      Role = "editor"      // changes records
	Owner       Role = "owner"       // decides who is a member
)

// Roles is all roles, the least first.
func Roles() []Role { return []Role{Reader, Contributor, Editor, Owner} }

// Rank is the place of the role among Roles, from 1; 0 is no role.
func (r Role) Rank() int { return slices.Index(Roles(), r) + 1 }

// check refuses what is no role, with the nearest that are.
func (r Role) check() error {
	if r.Rank() > 0 {
		return nil
	}
	var names []string
	for _, known := range Roles() {
		names = append(names, string(known))
	}
	f := fault.Invalidf("Take reader, contributor, editor or owner", "%.40q is no role", string(r))
	return f.WithNearest(fault.Nearest(string(r), names, 2))
}

// Scope is what a token may do at most.
type Scope string

// The scopes.
const (
	Read  Scope = "read"  // what a reader may
	Write Scope = "write" // what its account may
)

// Limit is the role that is left of one under the scope; "" when there is none.
func (s Scope) Limit(r Role) Role {
	switch {
	case s == Write:
		return r
	case s == Read && r.Rank() > 0:
		return Reader
	}
	return ""
}

// Mapping says which groups of an OpenID Connect provider give which role where.
type Mapping []GroupRole

// GroupRole is what being in a group gives.
type GroupRole struct {
	Group     string
	Workspace string
	Role      Role
}

// Grant is a role in a workspace.
type Grant struct {
	Workspace string
	Role      Role
}

// Grants is what the groups give: in each workspace the highest role, in the order of workspaces.
func (m Mapping) Grants(groups []string) []Grant {
	best := map[string]Role{}
	for _, g := range m {
		if slices.Contains(groups, g.Group) && g.Role.Rank() > best[g.Workspace].Rank() {
			best[g.Workspace] = g.Role
		}
	}
	var out []Grant
	for workspace, role := range best {
		out = append(out, Grant{workspace, role})
	}
	slices.SortFunc(out, func(a, b Grant) int { return cmp.Compare(a.Workspace, b.Workspace) })
	return out
}
