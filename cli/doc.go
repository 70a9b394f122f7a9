// Package cli is the terminal: one command per file, each a struct of flags with a Run method.
//
// Every command reads where the data is from --data (a path, memory, or a PostgreSQL address), prints
// plain text or, with --json, one JSON value or one per line, and ends with a documented exit status.
// Colour appears only on a terminal and never with NO_COLOR. Commands do not compute: they call the
// engine, the capabilities and the importers, and print.
package cli
