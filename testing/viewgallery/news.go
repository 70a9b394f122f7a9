package viewgallery

import (
	"fmt"

	"throughline/web/view"
)

func newses(s view.Shell) []Page {
	s = at(s, -1, "News")
	s.Foot = []view.NavItem{{Name: "News", Href: "news-many.html", Icon: "bell", Count: "3", Current: true}, {Name: "Marta Reyes", Href: "desk-account.html", Icon: "person"}}
	chips := []view.ChipGroup{{Name: "Which", Chips: []view.Chip{{Text: "New", Href: "?", Current: true}, {Text: "All of 30 days", Href: "?all=yes"}}}}
	day := func(id, title string, records ...view.NewsRecord) view.NewsDay {
		return view.NewsDay{Part: view.Part{ID: id, Title: title}, Records: records}
	}
	read := &view.Form{ID: "read", Action: "/news", Button: "Mark as read", Small: true, Hidden: []view.Param{{Name: "position", Value: "1204"}}}
	cutover := view.NewsRecord{Kind: "Initiative", Title: view.Link{Text: "Ledger cutover", Href: "initiative-many.html"}, Items: []view.NewsItem{
		happened("Henrik Dahl named you", "15:04", func(i *view.NewsItem) {
			i.Named, i.Quote = true, view.Sentence{view.To("@Marta Reyes", "history-many.html"), view.Words(", can the freeze move by a week?\nThe servicing batch is not ready.")}
		}),
		happened("Joan Whitlock changed its name, its state, its lead and 2 more", "09:12", func(i *view.NewsItem) { i.Why = "The board asked for it." }),
	}}
	servicing := view.NewsRecord{Kind: "Unit", Title: view.Link{Text: "Loan Servicing", Href: "unit-many.html"}, Items: []view.NewsItem{
		happened("Somebody wrote down the dependency “An export of the evidence that auditors ask for, with the reasons of each decision and everybody who took part in it”", "18:40", nil),
	}}
	gone := view.NewsRecord{Kind: "Theme", Title: view.Link{Text: "Open the partner channel", Href: "history-many.html"}, Items: []view.NewsItem{
		happened("Henrik Dahl removed it", "11:00", func(i *view.NewsItem) { i.New = true }),
	}}
	many := view.News{
		Shell: s, Read: read, Filters: chips, Days: []view.NewsDay{day("d-2026-09-24", "Today", cutover), day("d-2026-09-23", "Yesterday", servicing, gone)},
		Lead:    view.Sentence{view.Num(view.Number("3")), view.Words(" records have news since you last looked; you were named once.")},
		Follows: someFollows(3), Foot: "14 more things happened; each record’s history has them.",
	}
	one := view.News{Shell: s, Read: read, Filters: chips, Days: []view.NewsDay{day("d-2026-09-24", "Today", servicing)}, Lead: view.Sentence{view.Num(view.Number("1")), view.Words(" record has news since you last looked.")}, Follows: someFollows(1)}
	empty := view.News{Shell: s, Filters: chips, Lead: view.Say("Nothing happened to what you follow since you last looked."), Follows: someFollows(0)}
	empty.Missing = &view.Missing{Title: "Nothing new.", Text: "What others change about the records you follow, and where they name you, would be here.", Add: "Follow a record with the button at the top of its page."}
	full := view.News{Shell: s, Filters: chips, Lead: view.Say("Nothing happened to what you follow since you last looked."), Missing: &view.Missing{Title: "Nothing new.", Text: "What others change about the records you follow, and where they name you, would be here."}, Follows: someFollows(300)}
	return []Page{{"news-many", view.NewsPage(many)}, {"news-one", view.NewsPage(one)}, {"news-empty", view.NewsPage(empty)}, {"news-full", view.NewsPage(full)}}
}

// someFollow is the button of a record that somebody follows, or may.
func someFollow(on bool) *view.Follow {
	return &view.Follow{Action: "/follow", On: on, What: "Ledger cutover", Hidden: []view.Param{{Name: "record", Value: "initiative/ledger-cutover"}, {Name: "next", Value: "/"}}}
}

func happened(what, when string, more func(*view.NewsItem)) view.NewsItem {
	i := view.NewsItem{What: view.Link{Text: what, Href: "history-many.html#v2"}, When: when, Machine: "2026-09-24T09:12:00Z"}
	if more != nil {
		more(&i)
	}
	return i
}

// someFollows is so many records that somebody follows.
func someFollows(n int) view.Kept {
	k := view.Kept{
		Part:    view.Part{ID: "follows", Title: "What you follow", Sub: "You are told what others change about it, what is said there, and what begins to belong to it"},
		Columns: []view.Column{{Name: "Record"}, {Name: "Kind", Short: true}},
	}
	for n := range n {
		name := fmt.Sprintf("Initiative number %d", n+1)
		k.Rows = append(k.Rows, view.KeptRow{Cells: []view.Cell{{Text: name, Href: "initiative-many.html"}, view.T("Initiative")}, Forms: []view.Form{{
			ID: fmt.Sprintf("stop-%d", n), Action: "/follow", Small: true, Button: "Stop following", Label: "Stop following: " + name, Hidden: []view.Param{{Name: "act", Value: "unfollow"}},
		}}})
	}
	if n == 0 {
		k.Missing = &view.Missing{Title: "You follow nothing.", Text: "The records you follow would be here.", Add: "Follow one with the button at the top of its page. Where you are named, and what you owe, is told in any case."}
	}
	return k
}

// desks are pages of what people keep, as far as letters stand on them.
func desks(s view.Shell) []Page {
	s = at(s, -1, "Your account")
	failing := view.Cell{State: &view.State{Text: "Could not be sent since 24 Sep, 07:00", Tone: view.Loss}, Sub: "sending SMTP RCPT TO command: 550 5.1.1 no such user here"}
	mine := view.Kept{
		Part:    view.Part{ID: "mail", Title: "What you get by mail", Sub: "A digest comes from 07:00 on, on days when something is new or late; nothing else comes unless you choose it"},
		Columns: []view.Column{{Name: "Letter"}, {Name: "Last sent", Short: true}, {Name: "State"}},
		Rows:    []view.KeptRow{{Cells: []view.Cell{view.T("Digest"), view.T("23 Sep, 07:00"), failing}}, {Cells: []view.Cell{view.T("When somebody names you"), view.T("never"), view.T("Gets through")}}},
		Forms: []view.Form{{ID: "wish", Action: "/account/mail", Button: "Save what you get", Fields: []view.Input{
			{Name: "digest", Label: "A digest of what you owe", Choices: []view.Choice{{Text: "At most once a day", Current: true}, {Value: "weekly", Text: "On Mondays"}, {Value: "never", Text: "Never"}}},
			{Name: "zone", Label: "Your time zone", Optional: true, Hint: "Such as Europe/Vienna. Left empty, it is UTC."},
		}}},
	}
	letters := view.Kept{
		Part:    view.Part{ID: "letters", Title: "Letters", Sub: "They come from throughline@example.org; digests go out from 07:00 on, UTC"},
		Columns: []view.Column{{Name: "To"}, {Name: "Letter", Short: true}, {Name: "State"}},
		Rows:    []view.KeptRow{{Cells: []view.Cell{{Text: "Marta Reyes", Sub: "marta@example.org"}, view.T("Digest"), failing}}},
	}
	none := letters
	none.Rows, none.Missing = nil, &view.Missing{Title: "All letters get through.", Text: "Whose could not be sent, since when and why, would be here."}
	sent := view.Handed{Title: "The invitation for ben@example.org", Text: "It was sent to ben@example.org, and is not shown here."}
	return []Page{
		{"desk-account", view.DeskPage(view.Desk{Shell: s, Title: "Your account", Lead: view.Say("You are Marta Reyes, marta@example.org, and an editor of this workspace."), Parts: []view.Kept{mine}})},
		{"desk-failing", view.DeskPage(view.Desk{Shell: s, Title: "Members", Lead: view.Say("Who may enter this workspace, and what they may do."), Parts: []view.Kept{letters}})},
		{"desk-members", view.DeskPage(view.Desk{Shell: s, Title: "Members", Lead: view.Say("Who may enter this workspace, and what they may do."), Handed: sent, Parts: []view.Kept{none}})},
	}
}
