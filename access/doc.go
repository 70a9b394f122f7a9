// Package access says whether somebody may see or change a record.
//
// Vocabulary. A viewer is who looks or acts, with a role in the workspace and, where an account is linked to one, a
// person. A record is confidential when it names an audience, and an incentive also without one: then leadership is its
// audience. What is about a confidential record is as confidential as it is.
//
// Invariants. What a viewer may not see answers exactly as what does not exist. A figure is the same for every viewer:
// confidential records count in sums, and no viewer's picture is used for one. Leads may change what belongs to their units
// and to the units below; whoever may change everything may still not see what is not for them.
package access
