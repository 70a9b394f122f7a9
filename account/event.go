package account

import (
	"context"
	"fmt"
	"time"
)

// Verb is what happened, in the past tense. A verb is kept for ever.
type Verb string

// The verbs.
const (
	SetUpBegun         Verb = "setup.begun"
	AccountCreated     Verb = "account.created"
	AccountCorrected   Verb = "account.corrected"
	AccountDisabled    Verb = "account.disabled"
	AccountEnabled     Verb = "account.enabled"
	AccountRemoved     Verb = "account.removed"
	AdministratorMade  Verb = "administrator.made"
	AdministratorEnded Verb = "administrator.ended"
	SignedIn           Verb = "session.begun"
	SignedOut          Verb = "session.ended"
	SignInFailed       Verb = "signin.failed"
	SignInHeld         Verb = "signin.held" // too many failures: the next must wait
	PasswordChanged    Verb = "password.changed"
	PasswordWrong      Verb = "password.wrong" // when it was asked for again
	ResetLinked        Verb = "reset.linked"
	PasswordReset      Verb = "password.reset"
	AddressLinked      Verb = "address.linked"
	AddressVerified    Verb = "address.verified"
	TokenIssued        Verb = "token.issued"
	TokenRevoked       Verb = "token.revoked"
	WorkspaceOpened    Verb = "workspace.opened"
	MemberInvited      Verb = "member.invited"
	InvitationRevoked  Verb = "invitation.revoked"
	MemberJoined       Verb = "member.joined"
	RoleChanged        Verb = "role.changed"
	MemberRemoved      Verb = "member.removed"
	PersonLinked       Verb = "person.linked"
	PersonUnlinked     Verb = "person.unlinked"
	IdentityLinked     Verb = "identity.linked"
	IdentityUnlinked   Verb = "identity.unlinked"
)

// Event is one thing that happened. It names accounts by their ids, so that nothing of a person is left
// in it when the account is removed; it never holds a secret, a password or what somebody typed.
type Event struct {
	ID        string    `json:"-"` // in the order of time, and of what one operation tells
	At        time.Time `json:"at"`
	What      Verb      `json:"what"`
	By        Actor     `json:"by,omitzero"`
	About     ID        `json:"about,omitzero"`
	Workspace string    `json:"workspace,omitzero"`
	From      string    `json:"from,omitzero"`
	Note      string    `json:"note,omitzero"` // a few words more: a role, a device, the name of a token
}

const eventKind = "event"

func (e *Event) row() Row {
	owner := ""
	switch {
	case e.Workspace != "":
		owner = ofWorkspace(e.Workspace)
	case e.About != "":
		owner = ofAccount(e.About)
	}
	return Row{Kind: eventKind, ID: e.ID, Owner: owner, Expires: e.At.Add(e.What.kept())}
}

func (e *Event) body() any  { return e }
func (e *Event) from(r Row) { e.ID = r.ID }

// EventOf is the event that a row holds; false when it holds something else, or one that cannot be read.
func EventOf(r Row) (Event, bool) {
	var e Event
	if r.Kind != eventKind || decode(r, &e) != nil {
		return Event{}, false
	}
	return e, true
}

// The owners of events.
func ofWorkspace(name string) string { return "workspace/" + name }
func ofAccount(id ID) string         { return "account/" + string(id) }

// kept is how long an event of the verb is kept: more than a year, but what strangers can cause at will
// only a month.
func (v Verb) kept() time.Duration {
	if v == SignInFailed || v == SignInHeld || v == PasswordWrong {
		return 30 * 24 * time.Hour
	}
	return 400 * 24 * time.Hour
}

// tell writes an event; who, when and from where come from the act.
func (s *sheet) tell(e Event) error {
	chance, err := roll(s.act.Dice, 8)
	if err != nil {
		return err
	}
	e.ID = fmt.Sprintf("%013x-%02x-%x", s.act.At.UnixMilli(), s.told, chance)
	s.told++
	e.At, e.From, e.Note = s.act.At, s.act.From, plain(e.Note)
	if e.By == Nobody {
		e.By = s.act.By
	}
	return s.put(&e)
}

// Events is at most so many of all events, newest first, before the one with the id; "" is from the
// newest. It is for administrators.
func (r *Register) Events(ctx context.Context, before string, limit int) ([]Event, error) {
	return list[Event](r.look(ctx), Query{After: before, Limit: limit, Last: true})
}

// WorkspaceEvents is Events of what happened in a workspace.
func (r *Register) WorkspaceEvents(ctx context.Context, workspace, before string, limit int) ([]Event, error) {
	return listOf[Event](r.look(ctx), ofWorkspace(workspace), Query{After: before, Limit: limit, Last: true})
}

// AccountEvents is Events of what happened to an account, outside of workspaces.
func (r *Register) AccountEvents(ctx context.Context, id ID, before string, limit int) ([]Event, error) {
	return listOf[Event](r.look(ctx), ofAccount(id), Query{After: before, Limit: limit, Last: true})
}
