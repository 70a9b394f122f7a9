// Package archtest holds the laws of the house as tests.
//
// A law is a value: a name, a sentence saying what it protects, and a pure function from the parsed
// sources to violations. Sources are read in process (a file system is walked, files are parsed), so
// every file is an input of the test: a law that asked the go command instead would be answered from
// the test cache when a violation arrives. The data the laws stand on (which package is on which
// floor, who may look sideways, which modules are allowed, what is excused) is in floors.go,
// modules.go, excuses.go; change it in its own commit, with the reason.
package archtest
