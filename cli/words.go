package cli

import (
	"fmt"
	"strings"
)

// pad is a position, right-aligned.
func pad(n int64) string { return fmt.Sprintf("%6d", n) }

// table lays rows out in columns; the columns named in right are right-aligned.
func table(rows [][]string, right ...int) string {
	width := widths(rows)
	aligned := make(map[int]bool)
	for _, i := range right {
		aligned[i] = true
	}
	var b strings.Builder
	for _, r := range rows {
		var line strings.Builder
		for i, c := range r {
			gap := strings.Repeat(" ", width[i]-len([]rune(c)))
			if i > 0 {
				line.WriteString("  ")
			}
			if aligned[i] {
				line.WriteString(gap + c)
			} else {
				line.WriteString(c + gap)
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return b.String()
}

func widths(rows [][]string) []int {
	var width []int
	for _, r := range rows {
		for i, c := range r {
			if i == len(width) {
				width = append(width, 0)
			}
			width[i] = max(width[i], len([]rune(c)))
		}
	}
	return width
}
