package help_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"throughline/docs"
	"throughline/testing/htmlcheck"
	"throughline/web/help"
)

func book(t *testing.T) *help.Book {
	t.Helper()
	b, err := help.Open(docs.Files())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Every guide is rendered, has a title and a sentence, and stands in the contents once.
func TestEveryDocumentIsRenderedAndListed(t *testing.T) {
	b := book(t)
	listed := make(map[string]int)
	for _, g := range b.Groups() {
		for _, p := range g.Pages {
			listed[p.ID]++
		}
	}
	for _, p := range b.All() {
		if p.Title == "" || p.Lead == "" || len(p.HTML) < 200 || listed[p.ID] != 1 {
			t.Errorf("%s is called %q, begins with %q, has %d bytes and is listed %d times", p.ID, p.Title, p.Lead, len(p.HTML), listed[p.ID])
		}
		if strings.Contains(p.HTML, "<h1") || strings.Contains(p.HTML, "<!--") || strings.Contains(p.HTML, "style=") || strings.Contains(p.HTML, "<script") {
			t.Errorf("%s has HTML that may not stand on a page", p.ID)
		}
		n, err := htmlcheck.Parse(strings.NewReader("<main><p>" + p.Opening + "</p>" + p.HTML + "</main>"))
		if err != nil || n.Count("p") == 0 {
			t.Errorf("%s is not HTML: %v", p.ID, err)
		}
	}
}

// Every link inside the product leads to a document and a part of it, or to an address that the product has.
func TestEveryLinkOfADocumentLeadsSomewhere(t *testing.T) {
	b := book(t)
	links := 0
	for _, p := range b.All() {
		for _, to := range p.Targets {
			links++
			id, part, has := strings.Cut(strings.TrimPrefix(to, help.Path+"/"), "#")
			other := b.Page(id)
			if strings.HasPrefix(to, "#") {
				other = p
			}
			switch {
			case to == "/api/" || to == "/api/v1/openapi.json":
			case other == nil:
				t.Errorf("%s leads to %s, which is not there", p.ID, to)
			case has && !other.Has(part):
				t.Errorf("%s leads to %s, which has no such part", p.ID, to)
			}
		}
	}
	if links < 40 {
		t.Errorf("only %d links were looked at", links)
	}
}

// What the product does today has a guide: for each capability the guide that stands for it, and words it must say.
func TestEveryCapabilityHasAGuide(t *testing.T) {
	b := book(t)
	for capability, c := range map[string]struct{ guide, says string }{
		"strategy": {"strategy", "themes"}, "the cascade": {"cascade", "accept"}, "intent": {"where-we-stand", "waterfall"}, "line of sight": {"line-of-sight", "no line back"},
		"outcomes": {"outcomes", "evergreen"}, "portfolio": {"portfolio", "initiatives"}, "charters": {"units", "weights"}, "decisions": {"decisions", "decider"},
		"dependencies": {"dependencies", "promise"}, "cadence": {"cadence", "lock"}, "findings": {"findings", "Waive"}, "diagnosis": {"findings", "skills problem"},
		"history": {"history", "as of"}, "bringing data in": {"import", "CSV"}, "editing": {"editing", "Undo"}, "what is owed": {"owed", "oldest"},
		"getting started": {"start", "three themes"}, "following": {"following", "ollow"}, "mail": {"mail", "mail"}, "single sign-on": {"single-sign-on", "OpenID Connect"}, "workspaces": {"workspaces", "workspace"}, "another server from the terminal": {"remote", "token"}, "accounts": {"accounts", "role"}, "the surface for programs": {"api", "token"}, "assistants": {"assistants", "Model Context Protocol"},
		"installing": {"running", "Install"}, "backing up": {"running", "backup"}, "restoring": {"running", "restore"}, "upgrading": {"running", "Upgrade"}, "PostgreSQL": {"running", "postgres://"},
	} {
		p := b.Page(c.guide)
		if p == nil || p.Listed || !strings.Contains(p.Opening+p.HTML, c.says) {
			t.Errorf("%s has no guide that says %q", capability, c.says)
		}
	}
}

// A title is found by its words, a part of a guide too; a guide comes before its parts.
func TestGuidesAreFound(t *testing.T) {
	b := book(t)
	for words, want := range map[string]string{"outcomes": "outcomes#", "postgresql": "running#postgresql", "restor": "running#back-up-and-restore", "glossary": "glossary#", "checking in": "outcomes#checking-in-takes-half-a-minute"} {
		hits := b.Find(words, 4)
		if len(hits) == 0 || hits[0].Page.ID+"#"+hits[0].Part.ID != want {
			t.Errorf("%q finds %+v, want %s first", words, hits, want)
		}
	}
	if hits := b.Find("", 4); hits != nil {
		t.Errorf("no words find %v", hits)
	}
}

// What may not reach a page does not: HTML of the text, images, links into the repository. Code and tables scroll by themselves.
func TestWhatReachesAPage(t *testing.T) {
	files := fstest.MapFS{
		"guide/a.md": {Data: []byte("# A & B\n\nThe *first* `words`.\n\n<script>alert(1)</script>\n\nA <b onclick=x>word</b> ![x](y.png) [other](b.md#part) [repo](../Makefile) [api](http://127.0.0.1:7070/api/) [out](https://example.org/) [js](javascript:alert(1))\n\n```\n<tag> & more\n```\n\n| a | b |\n|---|---:|\n| 1 | 2 |\n\nBetween.\n\n| | |\n|---|---|\n| x | y |\n\nBetween.\n\n| | b |\n|---|---|\n| z | y |\n")},
		"guide/b.md": {Data: []byte("# B\n\nText.\n\n# Part\n\nMore.\n")},
	}
	for _, name := range []string{"findings.md", "measures.md", "glossary.md", "commands.md", "csv.md", "workspace-files.md", "schema/fields.md"} {
		files[name] = &fstest.MapFile{Data: []byte("# X\n\nText.\n")}
	}
	b, err := help.Open(files)
	if err != nil {
		t.Fatal(err)
	}
	p := b.Page("a")
	if p.Title != "A & B" || p.Lead != "The first words." || p.Opening != "The <em>first</em> <code>words</code>." || strings.Contains(p.HTML, "first") {
		t.Errorf("it is called %q and begins with %q", p.Title, p.Lead)
	}
	for _, must := range []string{`<a href="/help/b#part">other</a>`, ` repo `, `<a href="/api/">api</a>`, `<a href="https://example.org/">out</a>`, "&lt;tag&gt; &amp; more", `<pre class="code" tabindex="0">`, `<div class="table-wrap" tabindex="0"`, "<th scope=\"col\">a</th>", "<td>2</td>", "<th scope=\"row\">x</th>", "<span class=\"vh\">What</span></th>", "<td>z</td>"} {
		if !strings.Contains(p.HTML, must) {
			t.Errorf("the page lacks %q: %s", must, p.HTML)
		}
	}
	for _, never := range []string{"<script", "alert(1)</script>", "onclick", "<img", "javascript:", "style="} {
		if strings.Contains(p.HTML, never) {
			t.Errorf("the page has %q: %s", never, p.HTML)
		}
	}
	if other := b.Page("b"); len(other.Parts) != 1 || other.Parts[0].ID != "part" || !strings.Contains(other.HTML, `<h2 id="part">`) {
		t.Errorf("the parts are %+v of %s", other.Parts, other.HTML)
	}
	if _, err := help.Open(fstest.MapFS{}); err == nil {
		t.Error("a help without its lists opens")
	}
}
