package viewgallery

import (
	"fmt"

	"throughline/web/view"
)

// bulks are the pages that a change of many records is answered with when nothing was changed.
func bulks(s view.Shell) []Page {
	s = at(s, -1, "Nothing was changed")
	answer := view.BulkAnswer{
		Shell: s, Title: "Nothing was changed", Crumbs: []view.Crumb{{Text: "Records", Href: "records-index.html"}, {Text: "Initiatives", Href: "records-many.html"}},
		Lead: view.Say("Of 12 initiatives selected, 1 was changed by somebody since you looked and 1 is not yours to change. All are as they were."),
		Back: view.Link{Text: "Back to the list", Href: "portfolio-many.html"},
	}
	cells := func(c ...view.Cell) []view.Row { return []view.Row{{Cells: c}} }
	answer.Lists = []view.List{
		{Part: view.Part{ID: "meanwhile", Title: "Changed meanwhile", Sub: "Each as it was looked at, and who changed it last"}, Table: view.Table{Caption: "Changed meanwhile", Cards: true, Columns: []view.Column{{Name: "Initiative"}, {Name: "By"}, {Name: "When"}, {Name: "What"}}, Rows: cells(view.A("Ledger cutover", "history-many.html"), view.T("Grace Adeyemi"), view.T("24 Sep, 10:40"), view.T("Initiative changed"))}},
		{Part: view.Part{ID: "not-yours", Title: "Not yours to change"}, Table: view.Table{Caption: "Not yours to change", Cards: true, Columns: []view.Column{{Name: "Initiative"}, {Name: "Unit"}}, Rows: cells(view.A("Hardship self-service", "history-many.html"), view.T("Loan Servicing"))}},
	}
	hidden := []view.Param{{Name: "do", Value: "owner"}, {Name: "pick", Value: "3:ledger-cutover"}}
	answer.Forms = []view.Form{{ID: "others", Action: "#", Hidden: hidden, Button: "Change the other 10 initiatives"}, {ID: "all", Action: "#", Hidden: hidden, Button: "Change 11 initiatives all the same"}}
	wrong := view.BulkAnswer{Shell: s, Title: answer.Title, Lead: view.Say("Of 12 initiatives selected, none was changed. There is no unit “Paymnts”. Near it: payments. Choose one of the units, by its name or its id."), Back: answer.Back}
	return []Page{{"bulk-many", view.BulkAnswerPage(answer)}, {"bulk-error", view.BulkAnswerPage(wrong)}}
}

// boxed puts a box before the first rows of a grid.
func boxed(g view.InitiativeGrid) (view.InitiativeGrid, view.Bulk) {
	bar := bulkBar()
	g.Columns[0].Picks = bar.ID
	for n := range g.Groups {
		for i := range g.Groups[n].Rows {
			name := g.Groups[n].Rows[i].Cells[0].Theme.Name
			g.Groups[n].Rows[i].Cells[0].Check = &view.Check{Form: bar.ID, Value: fmt.Sprintf("3:initiative-%d-%d", n, i), Label: "Select " + name}
		}
	}
	return g, bar
}

// bulkBar is the bar for what is selected.
func bulkBar() view.Bulk {
	owner := view.Entry{Name: "owner", Label: "Owner", Control: "record", Choices: []view.Choice{{Text: "None"}, {Value: "core", Text: "Core Services Platform"}}}
	period := view.Entry{Name: "periods.0", Label: "Periods", Control: "record", Choices: owner.Choices}
	button := func(value, text string) []view.ActButton {
		return []view.ActButton{{Value: value, Text: text, First: true}}
	}
	return view.Bulk{ID: "bulk", Action: "#", Next: "/portfolio", What: "initiatives", Acts: []view.BulkAct{
		{ID: "many-owner", Name: "Owner", Title: "Change the owner", Entries: []view.Entry{owner}, Hint: "Left empty, it is taken out.", Buttons: button("owner", "Change owner")},
		{ID: "many-periods", Name: "Periods", Title: "Change the periods", Entries: []view.Entry{{Name: "periods", Label: "Periods", Rows: [][]view.Entry{{period}}}}, Buttons: button("periods", "Change periods")},
		{ID: "many-end", Name: "End", Title: "End them", Hint: "Stopped initiatives keep the days they were promised.", Buttons: []view.ActButton{{Value: "done", Text: "Done"}, {Value: "stopped", Text: "Stopped"}}},
	}}
}
