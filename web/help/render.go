package help

import (
	"bytes"
	"path"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// render makes the page of a document; names is the ids of all documents by their paths.
func render(body []byte, name string, names map[string]string) (*Page, error) {
	md := goldmark.New(
		goldmark.WithExtensions(extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone))),
		goldmark.WithParserOptions(parser.WithAutoHeadingID()),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(wide{}, 100))),
	)
	root := md.Parser().Parse(text.NewReader(body))
	p := &Page{}
	opening := p.takeTitle(root, body)
	r := reader{page: p, body: body, folder: path.Dir(name), names: names}
	if err := ast.Walk(root, r.visit); err != nil {
		return nil, err
	}
	for _, n := range r.gone {
		n.Parent().RemoveChild(n.Parent(), n)
	}
	r.unlink()
	var out bytes.Buffer
	if opening != nil {
		root.RemoveChild(root, opening)
		if err := md.Renderer().Render(&out, body, opening); err != nil {
			return nil, err
		}
		p.Opening = strings.TrimSuffix(strings.TrimPrefix(out.String(), "<p>"), "</p>\n")
		out.Reset()
	}
	if err := md.Renderer().Render(&out, body, root); err != nil {
		return nil, err
	}
	p.HTML = out.String()
	return p, nil
}

// takeTitle takes the first heading out of the document, which stands above it on the page. opening is the first paragraph, where it
// can stand there too; nil where something follows it at once.
func (p *Page) takeTitle(root ast.Node, body []byte) (opening ast.Node) {
	h, is := root.FirstChild().(*ast.Heading)
	if !is {
		return nil
	}
	p.Title = words(h, body)
	root.RemoveChild(root, h)
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		if first, is := n.(*ast.Paragraph); is {
			p.Lead = firstSentence(words(first, body))
			if strings.HasSuffix(words(first, body), ".") {
				return first
			}
			return nil
		}
	}
	return nil
}

// firstSentence is the first sentence of a paragraph.
func firstSentence(paragraph string) string {
	first, _, more := strings.Cut(paragraph, ". ")
	if more {
		first += "."
	}
	return strings.TrimSuffix(first, ":")
}

// reader goes through a document.
type reader struct {
	page   *Page
	body   []byte
	folder string
	names  map[string]string
	gone   []ast.Node  // what does not reach the page
	plain  []*ast.Link // links that lead nowhere in the product
}

func (r *reader) visit(n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	switch n := n.(type) {
	case *ast.Heading:
		r.heading(n)
	case *ast.Link:
		r.link(n)
	case *ast.HTMLBlock:
		r.gone = append(r.gone, n)
	case *ast.RawHTML:
		r.gone = append(r.gone, n)
	case *ast.Image:
		r.gone = append(r.gone, n)
	}
	return ast.WalkContinue, nil
}

// heading notes a part; no part is as large as the title of the page.
func (r *reader) heading(h *ast.Heading) {
	h.Level = max(h.Level, 2)
	if id, has := h.AttributeString("id"); has {
		if raw, is := id.([]byte); is {
			r.page.Parts = append(r.page.Parts, Part{ID: string(raw), Title: words(h, r.body), Level: h.Level})
		}
	}
}

// link leads to the page of another document. What stands in the repository alone becomes words.
func (r *reader) link(l *ast.Link) {
	to := string(l.Destination)
	file, part, has := strings.Cut(to, "#")
	if has {
		part = "#" + part
	}
	switch id, known := r.names[path.Join(r.folder, file)]; {
	case strings.HasPrefix(to, "https://"):
		return
	case strings.HasPrefix(to, "http://127.0.0.1:7070/"): // where the guides say that the program answers
		l.Destination = []byte(strings.TrimPrefix(to, "http://127.0.0.1:7070"))
	case file == "":
		r.page.Targets = append(r.page.Targets, part)
		return
	case known:
		l.Destination = []byte(Path + "/" + id + part)
	case strings.HasPrefix(to, "/"):
	case strings.HasSuffix(file, "openapi.json"):
		l.Destination = []byte("/api/v1/openapi.json")
	default:
		r.plain = append(r.plain, l)
		return
	}
	r.page.Targets = append(r.page.Targets, string(l.Destination))
}

// unlink puts the words of links that lead nowhere in their place.
func (r *reader) unlink() {
	for _, l := range r.plain {
		parent := l.Parent()
		for c := l.FirstChild(); c != nil; c = l.FirstChild() {
			l.RemoveChild(l, c)
			parent.InsertBefore(parent, l, c)
		}
		parent.RemoveChild(parent, l)
	}
}

// words is the text of a node.
func words(n ast.Node, body []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) { // nothing in it fails
		if t, is := c.(*ast.Text); is && entering {
			b.Write(t.Segment.Value(body))
			if t.SoftLineBreak() || t.HardLineBreak() {
				b.WriteByte(' ')
			}
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// wide renders what may be wider than a page: it scrolls by itself, and the keyboard reaches it.
type wide struct{}

// RegisterFuncs says what wide renders.
func (w wide) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindFencedCodeBlock, w.code)
	reg.Register(ast.KindCodeBlock, w.code)
	reg.Register(extast.KindTable, w.table)
	reg.Register(extast.KindTableHeader, w.head)
	reg.Register(extast.KindTableCell, w.cell)
}

func (wide) code(out util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	_, _ = out.WriteString(`<pre class="code" tabindex="0"><code>`) // a buffer does not fail
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		_, _ = out.Write(util.EscapeHTML(line.Value(source)))
	}
	_, _ = out.WriteString("</code></pre>\n")
	return ast.WalkSkipChildren, nil
}

func (wide) table(out util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = out.WriteString(`<div class="table-wrap" tabindex="0" role="group" aria-label="Table"><table class="table">` + "\n")
	} else {
		_, _ = out.WriteString("</table></div>\n")
	}
	return ast.WalkContinue, nil
}

// head is the row of the heads; where none of them has words the table has none, and each row is named by its first cell.
func (wide) head(out util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	open, end := "<thead><tr>\n", "</tr></thead>\n"
	if !named(n) {
		open, end = "", ""
	}
	if entering {
		_, _ = out.WriteString(open)
		if end == "" {
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	}
	_, _ = out.WriteString(end)
	if n.NextSibling() != nil {
		_, _ = out.WriteString("<tbody>\n")
	}
	return ast.WalkContinue, nil
}

// named reports whether a head of the row has words.
func named(head ast.Node) bool {
	for c := head.FirstChild(); c != nil; c = c.NextSibling() {
		if c.HasChildren() {
			return true
		}
	}
	return false
}

// cell says of the head of a column, and of a row without heads above it, that it is one; a head without words
// among others says what it is to those who only hear it.
func (wide) cell(out util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	open, end := "<td>", "</td>\n"
	_, head := n.Parent().(*extast.TableHeader)
	switch {
	case head && n.HasChildren():
		open, end = `<th scope="col">`, "</th>\n"
	case !head && n.PreviousSibling() == nil && !named(n.Parent().Parent().FirstChild()):
		open, end = `<th scope="row">`, "</th>\n"
	}
	if head && !n.HasChildren() && named(n.Parent()) {
		open, end = `<th scope="col"><span class="vh">What</span>`, "</th>\n"
	}
	if entering {
		_, _ = out.WriteString(open)
	} else {
		_, _ = out.WriteString(end)
	}
	return ast.WalkContinue, nil
}
