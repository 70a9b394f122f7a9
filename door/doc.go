// Package door says who sends a request: it knows people by their session, programs by their token, and lets both in and out.
//
// Vocabulary. A Guest is who came, with what they may see and do in a workspace. A stranger is who cannot be told from
// anybody else: not signed in, or no longer. A server either has accounts, or is open: then whoever reaches it is one guest.
//
// Invariants. A secret is read from a cookie or from the Authorization header and from nowhere else; what a stranger is answered
// does not depend on why they are one. At most as many passwords are hashed at once as the machine has processors, and how often
// one network may try is bounded.
package door
