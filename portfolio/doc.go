// Package portfolio holds the plan against what was locked, what there is room for, what it should serve.
//
// Vocabulary. Drift is the part of a locked plan that is no longer as locked: moved in time, or cut;
// what was not there at lock is added. Demand is the days that committed and likely initiatives ask of
// a unit. Work or an initiative is orphaned when no part of it serves a theme; a theme is starved when
// its planned share is below half its stated share. Activity is the part of the elapsed capacity for
// which days were logged; coherence the part of the executed days that traces to a theme.
//
// Invariants. Kept, moved and cut add up to the locked plan; kept, moved and added to today's. A figure
// without a declaration is undefined, never 0. No figure is about fewer than five people.
//
// Commands. Commitment goes one rung at a time: candidate, likely, committed, started, done; back one rung,
// and to a stop from any but done, with a reason. What has ended does not move. A move loses no day. What an
// initiative serves is at most the whole of it.
package portfolio
