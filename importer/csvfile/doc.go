// Package csvfile imports the rows of a table: a CSV file as Excel and trackers write it.
//
// Vocabulary. The dialect is how the file is written: its character set, its delimiter, its line
// ends. A mapping says which kind of record a row is and which column goes into which field. A row
// that cannot be taken is rejected: it comes back in a file of the same dialect with a reason.
//
// Invariants. A file is read as a stream, twice: first to find out how its columns write days and
// numbers, then row by row. Whatever its size, only one batch of rows is held. A guess is made only
// when all cells of a column agree on it, and is told; what stays ambiguous is refused. A row changes
// only the fields that are mapped, and a row that stands so already changes nothing.
package csvfile
