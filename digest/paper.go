package digest

import (
	"html"
	"strings"
)

// paper is a letter before it is text or HTML.
type paper struct {
	Title string
	Lead  string
	Parts []part
	Foot  []item
}

// part is a heading with a list.
type part struct {
	Title string
	Items []item
	More  string // what is left out
	All   string // where all of it is
}

// item is a line or two, which lead somewhere.
type item struct {
	Before, Title, Href, After, When, Quote string
}

func (p *paper) add(one part) {
	if len(one.Items) > 0 {
		p.Parts = append(p.Parts, one)
	}
}

// oneLine is a text without breaks, so that a name cannot pass for more than it is.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// quoted is what somebody said, a line of text for each of its lines, within a bound.
func quoted(text string) []string {
	const longest, mostLines = 500, 8
	var out []string
	for line := range strings.Lines(text) {
		if line = oneLine(line); line == "" {
			continue
		}
		if runes := []rune(line); len(runes) > longest {
			line = string(runes[:longest]) + "…"
		}
		if out = append(out, line); len(out) == mostLines {
			return append(out, "…")
		}
	}
	return out
}

// head is the first line of an item.
func (i item) head() string {
	head := oneLine(i.Title)
	if i.Before != "" {
		head = i.Before + ": " + head
	}
	return head
}

// tail is what follows it.
func (i item) tail() string {
	tail := oneLine(i.After)
	if i.When != "" {
		tail = i.When + ". " + tail
	}
	return tail
}

// text is the letter for every program.
func (p *paper) text() string {
	var b strings.Builder
	b.WriteString(p.Lead + "\n")
	for _, part := range p.Parts {
		b.WriteString("\n" + strings.ToUpper(part.Title) + "\n")
		for _, i := range part.Items {
			b.WriteString("\n* " + i.head() + "\n  " + i.tail() + "\n")
			for _, line := range quoted(i.Quote) {
				b.WriteString("  > " + line + "\n")
			}
			b.WriteString("  " + i.Href + "\n")
		}
		if part.More != "" {
			b.WriteString("\n  " + part.More + ": " + part.All + "\n")
		}
	}
	b.WriteString("\n-- \n")
	for _, i := range p.Foot {
		if i.Href == "" {
			b.WriteString(i.After + "\n")
		} else {
			b.WriteString(i.Title + ": " + i.Href + "\n")
		}
	}
	return b.String()
}

// The looks of a letter. Mail programs know no stylesheets but those on the elements.
const (
	bodyStyle  = "margin:0;padding:24px;font-family:Inter,Helvetica,Arial,sans-serif;font-size:15px;line-height:1.5;color:#1a1a18"
	innerStyle = "max-width:600px;margin:0 auto"
	headStyle  = "font-size:13px;font-weight:600;margin:24px 0 4px"
	listStyle  = "list-style:none;margin:0;padding:0"
	itemStyle  = "padding:10px 0;border-top:1px solid #dddbd4"
	dimStyle   = "color:#5f5d57"
	quoteStyle = "margin:6px 0 0;padding-left:10px;border-left:3px solid #dddbd4"
	footStyle  = "margin-top:28px;padding-top:12px;border-top:1px solid #dddbd4;font-size:13px;color:#5f5d57"
)

// html is the letter with links.
func (p *paper) html() string {
	var b strings.Builder
	b.WriteString("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + html.EscapeString(oneLine(p.Title)) + "</title></head>\n" +
		"<body style=\"" + bodyStyle + "\"><div style=\"" + innerStyle + "\">\n<p>" + html.EscapeString(oneLine(p.Lead)) + "</p>\n")
	for _, part := range p.Parts {
		b.WriteString("<h2 style=\"" + headStyle + "\">" + html.EscapeString(part.Title) + "</h2>\n<ul style=\"" + listStyle + "\">\n")
		for _, i := range part.Items {
			i.html(&b)
		}
		b.WriteString("</ul>\n")
		if part.More != "" {
			b.WriteString("<p>" + html.EscapeString(part.More) + ": " + anchor(part.All, "see all") + "</p>\n")
		}
	}
	b.WriteString("<div style=\"" + footStyle + "\">\n")
	for _, i := range p.Foot {
		if i.Href == "" {
			b.WriteString("<p>" + html.EscapeString(i.After) + "</p>\n")
		} else {
			b.WriteString("<p>" + anchor(i.Href, i.Title) + "</p>\n")
		}
	}
	b.WriteString("</div>\n</div></body></html>\n")
	return b.String()
}

func (i item) html(b *strings.Builder) {
	b.WriteString("<li style=\"" + itemStyle + "\">")
	if i.Before != "" {
		b.WriteString("<span style=\"" + dimStyle + "\">" + html.EscapeString(i.Before) + "</span><br>")
	}
	b.WriteString(anchor(i.Href, i.Title) + "<br><span style=\"" + dimStyle + "\">" + html.EscapeString(i.tail()) + "</span>")
	if lines := quoted(i.Quote); len(lines) > 0 {
		for n := range lines {
			lines[n] = html.EscapeString(lines[n])
		}
		b.WriteString("<blockquote style=\"" + quoteStyle + "\">" + strings.Join(lines, "<br>") + "</blockquote>")
	}
	b.WriteString("</li>\n")
}

func anchor(href, text string) string {
	return "<a href=\"" + html.EscapeString(href) + "\">" + html.EscapeString(oneLine(text)) + "</a>"
}
