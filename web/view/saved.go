package view

// SavedViews are the views of a page that were saved, for one person or for everybody.
type SavedViews struct {
	// All leads to the page as it is without any.
	All   Link
	Views []SavedView
	// More are in a menu; Rest leads to all where even the menu has not all.
	More []SavedView
	Rest Link
	// Button opens Forms, which save what is shown or change the view that it is; "" for those who may not.
	Button string
	Forms  []Form
	// Error says why what was asked was not done; then the forms stand open.
	Error string
}

// SavedView is one of them.
type SavedView struct {
	Name    string
	Href    string
	Shared  bool
	Current bool
	Opens   bool // the page opens with it, for whoever looks
}

// said is what the marks of a view say to those who do not see them.
func (v SavedView) said() string {
	var out string
	if v.Shared {
		out = ", shared"
	}
	if v.Opens {
		out += ", the portfolio opens with it"
	}
	return out
}
