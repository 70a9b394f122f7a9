package examples

import (
	"embed"
	"io/fs"
	"time"
)

//go:embed harbor-lending
var files embed.FS

// HarborLending is the files of the demo organisation, as a person would import them.
func HarborLending() fs.FS {
	sub, err := fs.Sub(files, "harbor-lending")
	if err != nil {
		panic(err) // the directory is embedded above
	}
	return sub
}

// Told is the day up to which Harbor Lending is told: Thursday of the twelfth week of its second half.
func Told() time.Time { return time.Date(2026, time.September, 24, 0, 0, 0, 0, time.UTC) }
