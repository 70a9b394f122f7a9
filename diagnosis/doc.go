// Package diagnosis answers "a skills problem or an alignment problem?" with the evidence for both.
//
// Vocabulary. Capability is what a unit delivers of the work that nobody else held up; coordination is the
// part of the time its work is on its way that is not lost to waiting or to being displaced; alignment is
// the part of its work that stands where it was asked for. Their product is the yield: the part of the
// intended progress that was made. What is missing is split between the three.
//
// Invariants. The three parts add up to what is missing. There is no verdict on little evidence, and none
// about a person: no figure is about fewer than five people.
package diagnosis
