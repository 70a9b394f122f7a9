// Package outcome knows the changes in the world that themes ask for: their metrics with targets and
// readings, who answers for them, whether anything that is planned serves them.
//
// Vocabulary. Progress is how far the last reading stands on the way from baseline to target; expected is
// how much of the time to the day it is due is over. Confidence is how sure the owner is to get there. What has neither a period nor a day that is due is evergreen.
//
// Invariants. Without a target or a reading there is no progress, never 0. Readings after the day of the
// picture are not read yet.
//
// Commands. Readings stand in the order of days, one for a day, none of a day to come. A target moves and the
// baseline stays. An outcome is retired on a day after which nothing that goes on serves it.
package outcome
