package viewgallery

import "throughline/web/view"

func helps(s view.Shell) []Page {
	s = at(s, -1, "Help")
	groups := []view.HelpGroup{
		{Part: view.Part{ID: "help-begin", Title: "Begin"}, Pages: []view.HelpEntry{
			{Link: view.Link{Text: "Getting started", Href: "guide-many.html"}, Text: "From an empty workspace to the first waterfall in ten minutes."},
			{Link: view.Link{Text: "Bringing data in", Href: "guide-one.html"}, Text: "Three ways, for three sizes.", Current: true},
		}},
		{Part: view.Part{ID: "help-list", Title: "Look things up"}, Pages: []view.HelpEntry{{Link: view.Link{Text: "Glossary", Href: "guide-one.html"}, Text: "The words of Throughline."}}},
	}
	const body = `<h2 id="a-table">A table</h2>
<p>On the list of any kind of record, see <a href="guide-one.html">editing</a>.</p>
<pre class="code" tabindex="0"><code>throughline import --mapping work-mapping.yaml --rejected rejected.csv --dry-run a-file-with-a-long-name.csv
</code></pre>
<div class="table-wrap" tabindex="0" role="group" aria-label="Table"><table class="table"><thead><tr><th scope="col">stage</th><th scope="col">what is counted</th></tr></thead><tbody><tr><td>Stated</td><td>the share of capacity that leadership asks for</td></tr></tbody></table></div>
<ul><li>One, with <code>code</code></li><li>Two</li></ul>
`
	guide := view.Guide{Shell: s, Title: "Bringing data in", Crumbs: []view.Crumb{{Text: "Help", Href: "help-many.html"}}, Opening: "Three ways, for <strong>three sizes</strong>.", Body: body, Groups: groups, Parts: []view.Link{{Text: "A table", Href: "#a-table"}}}
	one := guide
	one.Opening, one.Parts, one.Body = "", nil, "<p>One sentence.</p>"
	return []Page{
		{"help-many", view.HelpPage(view.Help{Shell: s, Lead: view.Say("A guide for each thing that is done here."), Groups: groups})},
		{"guide-many", view.GuidePage(guide)},
		{"guide-one", view.GuidePage(one)},
	}
}
