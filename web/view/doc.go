// Package view turns plain structs into the pages of Throughline.
//
// It is blind: it imports nothing of the product and computes nothing. Whoever
// fills a struct has already counted, rounded, sorted and worded everything;
// figures arrive as text, charts as finished SVG. In return every state of
// every page (empty, not declared, one, many, in the past, too small to show,
// failed) can be rendered in a test.
//
// # How a page is built
//
// Each page is a struct that holds a [Shell] (navigation, period, date, search)
// and its own parts, and has one templ component of the same name:
//
//	view.WhereWeStandPage(page).Render(ctx, w)
//
// A part that has nothing to show because nobody declared its input carries a
// [Missing] instead: what would be here, and what to add to see it. A part that
// does not exist in this view is nil or empty and is left out.
//
// # Numbers
//
// Every calculated number is a [Figure]. With a [Why] it becomes a button that
// opens the formula, the inputs and the records; all explanations of a page are
// written once, at the end of its main region, whatever number of places show
// the figure. Why.ID is the address of the explanation (#why-68), so it must be
// stable: derive it from the measure and the record, never from the value.
//
// # Live pages
//
// The main region has the id "main" and carries in data-head one word for all
// the page depends on: the ledger's position, and what of earlier moments was
// ready to be shown; the navigation has the id "nav". When that word moves the
// script fetches the same address again and morphs those two, so a handler only
// ever answers with the whole page.
package view
