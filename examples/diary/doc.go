// Package diary turns a table of days by unit, initiative, month into the weekly readings of a tracker.
//
// The demo organisation's work items are too many to write by hand. What is written by hand is the
// script: how many days each unit logs on each initiative each month, what the items are called, and
// who waits for whom. Write plays it week by week: items are opened, begun, logged on, held up and
// finished, and each reading of the tracker becomes one workspace file.
//
// The same script gives the same files, byte for byte; a test holds the files in the repository to it.
package diary
