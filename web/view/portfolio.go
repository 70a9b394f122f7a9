package view

import (
	"strconv"

	"github.com/a-h/templ"
)

// Portfolio is all initiatives across units, in one of four views.
type Portfolio struct {
	Shell Shell
	// Lead states the finding: "41 initiatives ask for 9,120 days in 2026 H2."
	Lead Sentence
	// Views are the ways to look at it: grid, board, timeline, capacity.
	Views []Chip
	// Saved are the views that were kept under a name.
	Saved  SavedViews
	Filter Filter
	Notes  []Note
	// One of the four is there; the others have no ID.
	Grid     InitiativeGrid
	Bulk     Bulk
	Board    Board
	Timeline Timeline
	Room     Room
	// Due is what comes due, Limits the constraints on the plan; without an ID they are left out.
	Due    List
	Limits List
	// Missing stands in the place of the views where nothing is listed.
	Missing *Missing
}

// Filter narrows a list by what stands in the address.
type Filter struct {
	// Action is the address without its query; Keep are the parameters to send along.
	Action string
	Keep   []Param
	Text   string
	Fields []Selector
	// Clear leads to the same page without a filter; "" where there is none.
	Clear string
}

// Selector is one of several values, in a field.
type Selector struct {
	Name    string // of the parameter
	Label   string
	Options []Option
}

// Option is one value of a choice.
type Option struct {
	Value   string // "" takes all
	Text    string
	Current bool
}

// InitiativeGrid is the list of initiatives in groups.
type InitiativeGrid struct {
	Part
	// Columns is for all groups; the first names the initiative.
	Columns []Column
	Groups  []GridGroup
	Foot    []Cell
	Pager   Pager
	// GroupBy and Picks open the two menus.
	GroupBy GridMenu
	Picks   GridPicks
	// Summary is one row for each group where not all groups fit on the page; without columns it is left out.
	Summary Table
	// Legend names the marks of the themes, where the groups do not.
	Legend []Theme
}

// GridGroup is some rows under a head; without cells there is no head.
type GridGroup struct {
	Head []Cell
	Rows []Row
}

// sums is where the sums of the head begin; the name spans the columns before.
func (g GridGroup) sums() int {
	for i, c := range g.Head {
		if i > 0 && !c.empty() {
			return i
		}
	}
	return len(g.Head)
}

func (g GridGroup) span() string { return strconv.Itoa(g.sums()) }

// GridMenu chooses by what the rows are grouped.
type GridMenu struct {
	Text    string // "Group: unit"
	Choices []Chip
}

// GridPicks chooses the columns.
type GridPicks struct {
	Action string
	Keep   []Param
	Picks  []Pick
}

// Pick is one column that may be shown.
type Pick struct {
	Value, Text string
	Shown       bool
}

// table is the grid without its rows, for what asks about columns.
func (g InitiativeGrid) table() Table { return Table{Columns: g.Columns, Cards: true} }

// Board is cards in columns, one for each commitment.
type Board struct {
	Part
	Columns []BoardColumn
	Legend  []Theme
}

// BoardColumn is the initiatives of one commitment.
type BoardColumn struct {
	ID string
	// Lane is the value that a card takes on by being put here.
	Lane  string
	State State
	Count string // "12 initiatives"
	Days  Figure
	Cards []Card
	// All leads to those that are not shown.
	All Link
}

// Card is one initiative on a board.
type Card struct {
	Theme Theme
	Owner string
	Days  Figure
	Marks []State
	Move  Move
	// OwnerEdit leads to the owner, for those who may change it.
	OwnerEdit Edit
}

// Move lets a card be put elsewhere, for those who may: it sets a field of a record where it is still as it was seen. Without
// a script its link opens the field.
type Move struct {
	ID     string // of the card
	Action string // "" for those who may not
	Field  string
	Seen   string
	Edit   Link
}

// Timeline is the initiatives over the periods.
type Timeline struct {
	Chart
	// How says how bars are moved, for those who may and whose browser runs scripts; Keys says how with the keyboard.
	How, Keys string
	Pager     Pager
}

// Room is the capacity against the demand, as a matrix and as a table.
type Room struct {
	Heat
	Twin  Table
	Pager Pager
}

func pickID(n int) string { return "column-" + strconv.Itoa(n+1) }

func choiceID(c Selector) string { return "filter-" + c.Name }

// only reports whether there is a single answer, so that there is nothing to choose.
func (c Selector) only() bool { return len(c.Options) < 2 }

// attributes are what the script that moves a card reads.
func (m Move) attributes() templ.Attributes {
	if m.Action == "" {
		return templ.Attributes{}
	}
	return templ.Attributes{"id": m.ID, "data-action": m.Action, "data-move": true, "data-field": m.Field, "data-seen": m.Seen}
}
