// Package organisation knows the units as they stood on a day.
//
// Vocabulary. A charter is a unit's three lists of criteria with weights. Shared is the weight on which
// two charters agree, list by list.
//
// Invariants. Units are shown as they stood on the day asked for; a reorganisation never rewrites the
// past. No figure is about fewer than five people: a smaller unit stands inside the one above.
//
// Commands. Units stay one tree. A unit moves from a day on, and never below itself; it is closed on a day after
// which nothing stands below it or is planned with it. No more is set aside than there is; the weights of a list
// are the whole or none. People leave and stay in the history.
package organisation
