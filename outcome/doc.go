// Package outcome knows the changes in the world that themes ask for: their metrics with targets and
// readings, who answers for them, whether anything that is planned serves them.
package outcome
