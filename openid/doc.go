// Package openid asks an OpenID Connect provider who somebody is.
//
// Vocabulary. A Provider is the sign-in of an organisation that the server trusts, known by its issuer. An Attempt is one sign-in
// that was begun in a browser and has not come back yet.
//
// Invariants. Nobody is vouched for by an answer that was not asked for in the same browser, that was signed by somebody else, that
// is for another program, or that is past its time. Secrets of the provider's answers (codes, tokens) are neither kept nor logged.
// A provider that cannot be reached keeps nobody from signing in another way.
package openid
