// Package address opens a store from one string: a path to a SQLite file, the word memory, or a
// PostgreSQL address.
package address
