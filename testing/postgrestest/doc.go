// Package postgrestest gives tests a PostgreSQL server.
//
// A package whose tests need one calls Main from its TestMain; each test then takes a database of its
// own with Database. The server is the one whose address stands in THROUGHLINE_TEST_POSTGRES, else a
// private one that is started from the programs found on this machine, without a network port, under
// an unprivileged account when the tests run as root, and thrown away at the end. A test that kills
// servers starts its own with Start.
package postgrestest
