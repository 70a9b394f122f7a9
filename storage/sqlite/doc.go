// Package sqlite keeps the ledger, with the rows of accounts beside it, in one SQLite file.
//
// How it is safe. The file is in WAL mode with synchronous=FULL, so what Append acknowledged is on
// the disk. One connection writes, a few read, each from its own consistent picture. A lock file
// beside the data (NAME.lock) is held by the writing process for as long as it lives; it names the
// process, so that a second one, which may only read, can say who holds the data. The operating
// system frees the lock of a dead process, so a stale file blocks nobody.
//
// How damage shows. Entries must give their hashes, rows of documents their check numbers, the
// latest documents their count and order; what SQLite itself notices counts too. The first damage
// seen stops all writing until the file is opened again, restored or salvaged.
package sqlite
