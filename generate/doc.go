// Package generate makes a believable organisation out of a seed: units, strategy, plan, work, a history of dated changes.
//
// Vocabulary. An Organisation is what the options and the seed determine. Its Drafts are the changes
// that would have made it, oldest first. A misalignment is planted on purpose; the Key lists every one,
// with the records it stands on and the effect a measure must show.
//
// Invariants. The same options give the same drafts, byte for byte. Everything but what was planted is
// aligned: without plants, all that was stated is planned. Work items are made one by one while they
// are asked for, so that memory does not grow with their number. No draft breaks a structural rule.
package generate
