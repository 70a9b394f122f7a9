// Package organisation knows the units as they stood on a day.
//
// Vocabulary. A charter is a unit's three lists of criteria with weights. Shared is the weight on which
// two charters agree, list by list.
//
// Invariants. Units are shown as they stood on the day asked for; a reorganisation never rewrites the
// past. No figure is about fewer than five people: a smaller unit stands inside the one above.
package organisation
