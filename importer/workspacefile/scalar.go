package workspacefile

import (
	"math"
	"strconv"
	"strings"
	"time"

	"throughline/importer/shape"
)

// decimal writes a number so that it reads back as the same one.
func decimal(f float64, bits int) string {
	format := byte('f')
	if a := math.Abs(f); a != 0 && (a < 1e-6 || a >= 1e15) {
		format = 'g'
	}
	return strconv.FormatFloat(f, format, -1, bits)
}

// momentText writes a moment: the day alone for midnight UTC.
func momentText(t time.Time) string {
	s := t.Format(time.RFC3339Nano)
	return strings.TrimSuffix(s, "T00:00:00Z")
}

// isBlock reports whether lines of text can be written as a block that reads back the same.
func isBlock(s string) bool {
	if s == "" || s[0] == ' ' || s[0] == '\n' || strings.HasSuffix(s, "\n") {
		return false
	}
	for line := range strings.SplitSeq(s, "\n") {
		if !shape.IsPrintable(line) || strings.HasSuffix(line, " ") {
			return false
		}
	}
	return true
}
