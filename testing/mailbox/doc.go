// Package mailbox is a mail server for tests.
//
// It speaks SMTP on a port of this machine, with encryption and signing in as a real one has, and keeps the letters it took, read as
// mail programs read them.
package mailbox
