package workspacefile

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// The parser names a line near a tear, and seldom the one where it begins. The tear is where the longest
// beginning of a file that can be read ends: the first line from which on nothing mends it.

const (
	// tearSize is how much of a file is looked through for a tear, in bytes.
	tearSize = 256 << 10
	// tearAhead is how many lines a value over several lines may need until it can be read.
	tearAhead = 12
)

// tear finds the first line that cannot be read, given the line that the parser named: its number, the
// column of its first sign, and its text.
func tear(data []byte, named int) (line, column int, words string, ok bool) {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return 0, 0, "", false
	}
	lines := strings.SplitAfter(string(data), "\n")
	from := sectionBefore(lines, named)
	lines = lines[from:within(lines, from)]
	good := readable(lines)
	if good >= len(lines) {
		return 0, 0, "", false // it is torn further on than was looked
	}
	text := strings.TrimRight(lines[good], "\r\n")
	words = strings.TrimSpace(text)
	indent, _, _ := strings.Cut(text, words)
	column = utf8.RuneCountInString(indent) + 1
	if tab := strings.IndexByte(indent, '\t'); tab >= 0 {
		column = tab + 1
	}
	return from + good + 1, column, shorten(words), words != ""
}

// sectionBefore is the line to begin at: the first of the file, or in a large one that of the last section
// before the line that was named.
func sectionBefore(lines []string, named int) int {
	size := 0
	for _, l := range lines {
		size += len(l)
	}
	if size <= tearSize {
		return 0
	}
	for i := min(named, len(lines)) - 1; i > 0; i-- {
		if c := lines[i][:min(1, len(lines[i]))]; c != "" && !strings.ContainsAny(c, " \t\r\n#-}]") {
			return i
		}
	}
	return 0
}

// within is the line to end before, so that what is looked through is not too large.
func within(lines []string, from int) int {
	size := 0
	for i := from; i < len(lines); i++ {
		if size += len(lines[i]); size > tearSize {
			return i
		}
	}
	return len(lines)
}

// readable is how many lines the longest beginning has that can be read.
func readable(lines []string) int {
	low, high := 0, len(lines) // the beginning of low lines can be read
	for low < high {
		middle := (low + high + 1) / 2
		found := -1
		for n := middle; n <= min(middle+tearAhead, high); n++ {
			if isYAML(strings.Join(lines[:n], "")) {
				found = n
				break
			}
		}
		if found < 0 {
			high = middle - 1
			continue
		}
		low = found
	}
	return low
}

// isYAML reports whether a text can be read.
func isYAML(text string) bool {
	d := yaml.NewDecoder(strings.NewReader(text))
	for {
		_, err := next(d)
		if errors.Is(err, io.EOF) {
			return true
		}
		if err != nil {
			return false
		}
	}
}
