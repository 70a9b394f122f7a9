// Package postgres keeps the ledger, with the rows of accounts beside it, in a PostgreSQL database.
//
// Several processes may write to one database: the compare-and-swap on the head orders them. A batch
// is one statement, hence one round trip and one durable commit. The others hear of it by
// notification, and look by themselves now and then in case one was lost.
//
// A connection that breaks while a batch is on its way leaves open whether it was written. Append
// finds that out from the server before it answers, and so does writing accounts; only when the
// server stays away do they say that they do not know.
package postgres
