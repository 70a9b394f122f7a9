// Package post sends the letters that are due.
//
// An Office looks, in rounds, for whom a digest is due and who was named, has the letter written by package digest from what its reader may
// see, and hands it to a mail server. It starts nothing by itself: whoever runs the server asks for rounds.
//
// Invariants. A letter is never sent twice, whatever dies in between and however many servers there are: that it is taken up is written to the
// reader's account before it is handed on, over the version that was read, so that one server alone takes it up. When it is not known
// whether the mail server took it, it counts as sent. Nothing is lost by that: what a digest named is known to its reader only once it was
// taken for certain, and stands in the next one as new until then; what somebody asked waits on their page in any case. A letter that
// was certainly not taken is tried again, at growing distances, and its reader and the owners of the workspace see since when and why.
package post
