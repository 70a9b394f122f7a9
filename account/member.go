package account

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"throughline/fault"
)

// PersonID is the id of a person record in a workspace.
type PersonID string

// Member is an account's place in a workspace.
type Member struct {
	Workspace string    `json:"-"`
	Account   ID        `json:"-"`
	Role      Role      `json:"role"`
	Person    PersonID  `json:"person,omitzero"` // who the account is in the workspace
	ByGroups  bool      `json:"by_groups,omitzero"`
	Since     time.Time `json:"since"`
}

// memberID has the account first, so that the places of one account stand together; account ids hold no
// slash.
func memberID(workspace string, id ID) string { return string(id) + "/" + workspace }

func (m *Member) row() Row {
	key := ""
	if m.Person != "" {
		key = personKey(m.Workspace, m.Person)
	}
	return Row{Kind: "member", ID: memberID(m.Workspace, m.Account), Key: key, Owner: m.Workspace}
}

func (m *Member) body() any { return m }

func (m *Member) from(r Row) {
	id, _, _ := strings.Cut(r.ID, "/")
	m.Workspace, m.Account = r.Owner, ID(id)
}

func (m *Member) holder() ID { return m.Account }

// personKey makes a person one account's; person ids hold no slash.
func personKey(workspace string, p PersonID) string { return string(p) + "/" + workspace }

// maxWorkspace is the greatest length of a workspace's name in bytes, as the ledger has it.
const maxWorkspace = 200

func checkWorkspace(name string) error {
	if name == "" || len(name) > maxWorkspace || !utf8.ValidString(name) || strings.IndexByte(name, 0) >= 0 {
		return fault.Invalidf("Choose another name", "%.40q cannot be the name of a workspace", name)
	}
	return nil
}

func checkPerson(p PersonID) error {
	if p == "" || len(p) > maxWorkspace || !utf8.ValidString(string(p)) || strings.ContainsAny(string(p), "/\x00") {
		return fault.Invalidf("Choose a person of the workspace", "%.40q is not the id of a person", string(p))
	}
	return nil
}

// place reads the place of the account in the workspace.
func (s *sheet) place(workspace string, id ID) (m Member, there bool, err error) {
	m, there, err = find[Member](s, memberID(workspace, id))
	if m.Workspace != workspace || m.Account != id { // a slash where none can be
		return Member{}, false, err
	}
	return m, there, err
}

// who reads who the person is in the workspace.
func (s *sheet) who(workspace string, p PersonID) (m Member, there bool, err error) {
	m, there, err = findKeyed[Member](s, personKey(workspace, p))
	if m.Workspace != workspace || m.Person != p {
		return Member{}, false, err
	}
	return m, there, err
}

// member is place, which must be there.
func (s *sheet) member(workspace string, id ID) (Member, error) {
	m, there, err := s.place(workspace, id)
	if err == nil && !there {
		err = fault.New(fault.NotFound, "the account is not a member of this workspace", "Look at the list of members")
	}
	return m, err
}

// OpenWorkspace gives a workspace its first owner. It is for administrators and the terminal.
func (r *Register) OpenWorkspace(ctx context.Context, act Act, workspace string, owner ID) error {
	return r.do(ctx, act, func(s *sheet) error {
		l, err := s.login(owner)
		if err != nil {
			return err
		}
		if l.Disabled {
			return fault.New(fault.Invalid, "the account is disabled", "Enable it first, or choose another")
		}
		return s.openWorkspace(workspace, &l)
	})
}

func (s *sheet) openWorkspace(workspace string, owner *login) error {
	if err := checkWorkspace(workspace); err != nil {
		return err
	}
	open, err := s.isOpen(workspace)
	if err != nil {
		return err
	}
	if open {
		return fault.New(fault.Conflict, fmt.Sprintf("the workspace %s has owners already", workspace), "Ask one of them for an invitation")
	}
	if err := s.tell(Event{What: WorkspaceOpened, Workspace: workspace, About: owner.ID}); err != nil {
		return err
	}
	return s.join(&Member{Workspace: workspace, Account: owner.ID, Role: Owner}, owner)
}

// isOpen reports whether anybody is in charge of the workspace.
func (s *sheet) isOpen(workspace string) (bool, error) {
	_, there, err := find[charge](s, ofWorkspace(workspace))
	return there, err
}

// Workspaces is the names of the workspaces that have owners, in the order of their bytes.
func (r *Register) Workspaces(ctx context.Context) ([]string, error) {
	all, err := listPrefix[charge](r.look(ctx), ofWorkspace(""))
	var out []string
	for _, c := range all {
		out = append(out, strings.TrimPrefix(c.Of, ofWorkspace("")))
	}
	return out, err
}

// Member is the place of the account in the workspace; false when it has none.
func (r *Register) Member(ctx context.Context, workspace string, id ID) (Member, bool, error) {
	return r.look(ctx).place(workspace, id)
}

// MemberWho is who the person is in the workspace; false when that is no account.
func (r *Register) MemberWho(ctx context.Context, workspace string, p PersonID) (Member, bool, error) {
	return r.look(ctx).who(workspace, p)
}

// Members is at most so many members of the workspace, in the order of their accounts' ids, after one
// of them.
func (r *Register) Members(ctx context.Context, workspace string, after ID, limit int) ([]Member, error) {
	q := Query{Limit: limit}
	if after != "" {
		q.After = memberID(workspace, after)
	}
	return listOf[Member](r.look(ctx), workspace, q)
}

// Memberships is the places of the account, in the order of the workspaces.
func (r *Register) Memberships(ctx context.Context, id ID) ([]Member, error) {
	return listPrefix[Member](r.look(ctx), memberID("", id))
}

// join makes the account a member.
func (s *sheet) join(m *Member, l *login) error {
	m.Since = s.act.At
	if m.Role == Owner {
		if err := s.take(ofWorkspace(m.Workspace), l); err != nil {
			return err
		}
	}
	if err := s.put(m); err != nil {
		return err
	}
	return s.tell(Event{What: MemberJoined, Workspace: m.Workspace, About: l.ID, Note: string(m.Role)})
}

// SetRole gives a member another role. The last owner who can sign in keeps theirs. A role that is set
// is no longer that of a group.
func (r *Register) SetRole(ctx context.Context, act Act, workspace string, id ID, role Role) error {
	if err := role.check(); err != nil {
		return err
	}
	return r.do(ctx, act, func(s *sheet) error {
		m, err := s.member(workspace, id)
		if err != nil {
			return err
		}
		l, err := s.login(id)
		if err != nil || m.Role == role && !m.ByGroups {
			return err
		}
		m.ByGroups = false
		return s.setRole(&m, &l, role)
	})
}

func (s *sheet) setRole(m *Member, l *login, role Role) (err error) {
	was := m.Role
	switch {
	case was != Owner && role == Owner:
		err = s.take(ofWorkspace(m.Workspace), l)
	case was == Owner && role != Owner:
		err = s.leave(ofWorkspace(m.Workspace), l)
	}
	if err != nil {
		return err
	}
	m.Role = role
	if err := s.put(m); err != nil || was == role {
		return err
	}
	return s.tell(Event{What: RoleChanged, Workspace: m.Workspace, About: l.ID, Note: string(was) + " → " + string(role)})
}

// RemoveMember takes the account out of the workspace, with its tokens there.
func (r *Register) RemoveMember(ctx context.Context, act Act, workspace string, id ID) error {
	return r.do(ctx, act, func(s *sheet) error {
		m, err := s.member(workspace, id)
		if err != nil {
			return err
		}
		l, err := s.login(id)
		if err != nil {
			return err
		}
		return s.removeMember(&m, &l)
	})
}

func (s *sheet) removeMember(m *Member, l *login) error {
	if m.Role == Owner {
		if err := s.leave(ofWorkspace(m.Workspace), l); err != nil {
			return err
		}
	}
	if err := s.touch(l.ID); err != nil { // a token made in this moment must not be missed
		return err
	}
	tokens, err := listOf[Token](s, string(l.ID), Query{})
	if err != nil {
		return err
	}
	for i := range tokens {
		if tokens[i].Workspace == m.Workspace {
			s.drop(&tokens[i])
		}
	}
	if err := s.dropAttention(m.Workspace, l.ID); err != nil {
		return err
	}
	s.drop(m)
	return s.tell(Event{What: MemberRemoved, Workspace: m.Workspace, About: l.ID, Note: string(m.Role)})
}

// LinkPerson says who a member is in the workspace. It is for who may say so: see ClaimPerson for what
// a member may say alone.
func (r *Register) LinkPerson(ctx context.Context, act Act, workspace string, id ID, p PersonID) error {
	if err := checkPerson(p); err != nil {
		return err
	}
	return r.do(ctx, act, func(s *sheet) error {
		m, err := s.member(workspace, id)
		if err != nil || m.Person == p {
			return err
		}
		return s.linkPerson(&m, p)
	})
}

func (s *sheet) linkPerson(m *Member, p PersonID) error {
	if err := s.isFree(m.Workspace, p); err != nil {
		return err
	}
	m.Person = p
	if err := s.put(m); err != nil {
		return err
	}
	return s.tell(Event{What: PersonLinked, Workspace: m.Workspace, About: m.Account, Note: string(p)})
}

// isFree refuses a person that is an account already.
func (s *sheet) isFree(workspace string, p PersonID) error {
	_, taken, err := s.who(workspace, p)
	if taken {
		return fault.New(fault.Conflict, "the person "+string(p)+" is another account already", "Unlink that account first, or choose another person")
	}
	return err
}

// UnlinkPerson takes back who a member is.
func (r *Register) UnlinkPerson(ctx context.Context, act Act, workspace string, id ID) error {
	return r.do(ctx, act, func(s *sheet) error {
		m, err := s.member(workspace, id)
		if err != nil || m.Person == "" {
			return err
		}
		was := m.Person
		m.Person = ""
		if err := s.put(&m); err != nil {
			return err
		}
		return s.tell(Event{What: PersonUnlinked, Workspace: workspace, About: id, Note: string(was)})
	})
}

// Candidate is a person of the workspace with the mail address its record has.
type Candidate struct {
	Person  PersonID
	Address string
}

// ClaimPerson links a member with the one person among the candidates that has the account's address,
// which must be verified. It changes nothing for a member who is somebody already.
func (r *Register) ClaimPerson(ctx context.Context, act Act, workspace string, id ID, among []Candidate) error {
	return r.do(ctx, act, func(s *sheet) error {
		m, err := s.member(workspace, id)
		if err != nil || m.Person != "" {
			return err
		}
		l, err := s.login(id)
		if err != nil {
			return err
		}
		p, err := claim(l.Account, among)
		if err != nil {
			return err
		}
		if err := s.touch(id); err != nil { // the address must be verified still
			return err
		}
		return s.linkPerson(&m, p)
	})
}

// claim is the person whose address the account has proved to be its own.
func claim(a Account, among []Candidate) (PersonID, error) {
	if !a.Verified || a.Address == "" {
		return "", fault.New(fault.Invalid, "the address of the account is not verified", "Verify it first, or ask an administrator to link you")
	}
	var found []PersonID
	for _, c := range among {
		if address, err := Address(c.Address); err == nil && address == a.Address {
			found = append(found, c.Person)
		}
	}
	switch len(found) {
	case 1:
		return found[0], checkPerson(found[0])
	case 0:
		return "", fault.New(fault.NotFound, "no person of the workspace has this address", "Ask an administrator to link you")
	}
	return "", fault.New(fault.Invalid, "several people of the workspace have this address", "Ask an administrator to link you")
}
