package storage

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"throughline/fault"
)

// MigrationTable is the table in which both SQL stores keep which migrations were applied.
const MigrationTable = "migration"

// Newest is the highest number of the migrations, which are files named NUMBER_word.sql.
func Newest(migrations fs.FS) int64 {
	names, _ := fs.Glob(migrations, "*.sql")
	newest := int64(0)
	for _, name := range names {
		number, _, _ := strings.Cut(name, "_")
		if n, err := strconv.ParseInt(number, 10, 64); err == nil {
			newest = max(newest, n)
		}
	}
	return newest
}

// Empty is the fault of a place in which no ledger was ever made, asked for by somebody who only reads.
func Empty(where string) *fault.Fault {
	return fault.New(fault.NotFound, "there is nothing in "+where+" yet", "Import something first, or say where the data is with --data")
}

// Fits refuses data whose layout this program does not know: a newer one always, an older one unless
// it can be brought forward now. where names the data.
func Fits(where string, layout, known int64, canMigrate bool) error {
	switch {
	case layout > known:
		return fault.New(fault.Newer,
			fmt.Sprintf("%s was written by a newer version of the program (its layout is number %d, this version knows up to %d)", where, layout, known),
			"Install that version or a later one; nothing was changed")
	case layout == 0 && !canMigrate:
		return Empty(where)
	case layout < known && !canMigrate:
		return fault.New(fault.InUse,
			fmt.Sprintf("%s has the older layout number %d and cannot be brought to number %d while it is only read", where, layout, known),
			"Open it once for writing with this version, after stopping the process that uses it")
	}
	return nil
}
