// Package account knows who may enter, with which rights.
//
// Vocabulary. An Account is somebody who can sign in: with a password, with an Identity of an OpenID
// Connect provider, or with both. A Session is a signed-in device, a Token a key for a program. A
// Member is an account's Role in a workspace, and the person record it is in there. A Secret is what
// opens a session, a token, an invitation or a one-time link: it is shown once, and only its digest is
// kept. An Event tells of one thing that happened to any of these; it never holds a secret.
//
// All of it stands in rows of a Store, beside the ledger and not in it: who signed in is no change of
// the organisation. The rows are opaque to the stores; accounttest says what every store must do.
//
// Invariants the Register keeps, whatever happens at the same time: a workspace never loses its last
// owner who can sign in, nor the server its last such administrator; a secret that was used, revoked
// or is past its time opens nothing; an account is at most one person in a workspace, and a person at
// most one account; no stranger learns from an answer whether an address has an account. Whether
// somebody may ask for an operation is not decided here.
package account
