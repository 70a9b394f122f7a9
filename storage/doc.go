// Package storage is what the stores of the ledger share.
//
// Vocabulary. A Hub tells watchers that a head moved. A row's check number lets a reader notice that
// what comes back from a disk is not what went there. Restoring copies a history into an empty store.
package storage
