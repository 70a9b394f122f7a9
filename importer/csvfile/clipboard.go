package csvfile

import "strings"

// Clipboard is the text of a table as a spreadsheet puts it on the clipboard, written as this package reads it. A spreadsheet
// separates cells by tabs and puts a cell in quotes only where it holds a tab or a new line, or begins with a quote; in any other
// cell a quote is a letter like others. Lines stay where they are. Text whose first line has no tab is returned as it stands.
func Clipboard(text string) string {
	first, _, _ := strings.Cut(text, "\n")
	if !strings.Contains(first, "\t") || !strings.Contains(text, `"`) {
		return text
	}
	var out strings.Builder
	for len(text) > 0 {
		n := quoted(text)
		if n == 0 {
			if n = strings.IndexAny(text, "\t\r\n"); n < 0 {
				n = len(text)
			}
			writeCell(&out, text[:n])
		} else {
			out.WriteString(text[:n])
		}
		if text = text[n:]; text != "" { // the tab or the line's end
			out.WriteByte(text[0])
			text = text[1:]
		}
	}
	return out.String()
}

// quoted is the length of the quoted cell with which the text begins, 0 where it does not begin with a whole one.
func quoted(text string) int {
	if text == "" || text[0] != '"' {
		return 0
	}
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] != '"':
		case i+1 == len(text) || strings.IndexByte("\t\r\n", text[i+1]) >= 0:
			return i + 1
		case text[i+1] == '"':
			i++
		default:
			return 0
		}
	}
	return 0
}

func writeCell(out *strings.Builder, cell string) {
	if !strings.Contains(cell, `"`) {
		out.WriteString(cell)
		return
	}
	out.WriteString(`"` + strings.ReplaceAll(cell, `"`, `""`) + `"`)
}
