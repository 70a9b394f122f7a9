package viewgallery

import (
	"fmt"
	"slices"

	"throughline/web/view"
)

func oweds(s view.Shell) []Page {
	s = at(s, 5, "What I owe")
	list := func(items ...view.OwedItem) view.OwedList {
		return view.OwedList{Part: view.Part{ID: "owed", Title: "What waits", Sub: "The oldest promise first; with what is owed for Core Services Platform"}, Items: items}
	}
	all := someDebts()
	many := view.Owed{
		Shell: s, Title: "What I owe", List: list(all...),
		Lead:    view.Sentence{view.Num(view.Number("6")), view.Words(" things wait for you; "), view.Num(view.Figure{Text: "2", Tone: view.Loss}), view.Words(" are past the day they were promised for, by up to 26 days.")},
		Filters: []view.ChipGroup{{Name: "What", Chips: []view.Chip{{Text: "All", Href: "?", Current: true, Count: "6"}, {Text: "Answers", Href: "?what=answers", Count: "3"}, {Text: "Decisions", Href: "?what=decisions", Count: "1"}}}},
	}
	many.Shell.Done = &view.Done{Text: "Outcome read.", Undo: &view.Undo{Action: "/undo", Position: "1204", Next: "/owed"}}
	one := view.Owed{Shell: s, Title: "What I owe", Lead: view.Say("1 thing waits for you; none is past the day it was promised for."), List: list(all[3])}
	past := view.Owed{Shell: before(s), Title: "What waits for Marta Reyes", Lead: many.Lead, List: list(slices.Clone(all)...)}
	for n := range past.List.Items {
		past.List.Items[n].Act, past.List.Items[n].Next = nil, view.Link{}
	}
	empty := view.Owed{Shell: s, Title: "What I owe", Lead: view.Say("Nothing waits for you."), List: list()}
	empty.List.Missing = &view.Missing{Title: "Nothing waits.", Text: "Readings and asks to answer, decisions to take and metrics to read would be here, the oldest promise first."}
	nobody := view.Owed{Shell: s, Title: "What I owe", Lead: view.Say("It is not known who you are in this organisation, so nothing can be waiting for you."), List: list()}
	nobody.List.Missing = &view.Missing{Title: "Your account is linked to no person.", Text: "What waits for you would be here.", Add: "Ask an owner of the workspace to link your account to your person record, on the page Members."}
	return []Page{
		{"owed-many", view.OwedPage(many)},
		{"owed-one", view.OwedPage(one)},
		{"owed-past", view.OwedPage(past)},
		{"owed-empty", view.OwedPage(empty)},
		{"owed-nobody", view.OwedPage(nobody)},
	}
}

// someAct is a form of some fields behind a name.
func someAct(id, name, about string, fields []view.Input, buttons ...view.ActButton) *view.Act {
	return &view.Act{Name: name, Label: name + ": " + about, Buttons: buttons, Form: view.Form{ID: id, Action: "/owed", Hidden: []view.Param{{Name: "form", Value: id}}, Fields: fields}}
}

func words(label string) view.Input { return view.Input{Name: "text", Label: label, Type: "long"} }

// someDebts is one of each look: late, due, without a day, with a quote, with a link, at once.
func someDebts() []view.OwedItem {
	unit := view.Link{Text: "Core Services Platform", Href: "unit-many.html"}
	item := func(n int, icon, kind, title, text string) view.OwedItem {
		return view.OwedItem{ID: fmt.Sprintf("o-%d", n), Icon: icon, Kind: kind, Title: view.Link{Text: title, Href: "history-many.html"}, Text: text, For: unit}
	}
	days := func(n string) view.Figure { return view.Figure{Text: n, Unit: "days"} }
	read := item(1, "pulse", "Read a metric", "Payment runs at 99.95%", "The metric is successful runs; it was 99.6% on 1 Aug, and is to be 99.95%.")
	read.Waits, read.State = days("54"), view.State{Text: "26 days late", Tone: view.Loss}
	read.Act = someAct("act-1", "Check in", read.Title.Text, []view.Input{
		{Name: "value", Label: "Successful runs, %", Value: "many"},
		{Name: "confidence", Label: "How sure are you to reach the target?", Optional: true, Choices: []view.Choice{{Text: "Not said"}, {Value: "70", Text: "70%", Current: true}}},
		words("A note"),
	}, view.ActButton{Value: "read", Text: "Record the reading", First: true})
	read.Act.Open, read.Act.Error = true, "“many” is no number. Write a number, for instance 12.5."

	ask := item(2, "swap", "Answer an ask", "Freeze date for the servicing batch", "Loan Servicing needs it by 12 Oct.")
	ask.Waits, ask.Quote = days("27"), view.Say("“Without it the batch cannot move”")
	ask.State = view.State{Text: "needed 12 Sep", Tone: view.Loss}
	ask.Act = someAct("act-2", "Answer", ask.Title.Text, []view.Input{{Name: "day", Label: "By", Type: "date", Optional: true, Hint: "Needed by 12 Oct"}, words("What there is to say")},
		view.ActButton{Value: "commit", Text: "Promise the day", First: true}, view.ActButton{Value: "offer", Text: "Offer it"}, view.ActButton{Value: "counter", Text: "Counter"}, view.ActButton{Value: "decline", Text: "Decline"})

	named := item(3, "decide", "Name the one who decides", "How long do we keep declined applications?", "2 people are named who decide, and you are one of them.")
	named.For, named.Waits, named.Next = view.Link{}, days("16"), view.Link{Text: "Name the decider", Href: "history-many.html"}

	strategy := item(4, "sight", "Read the strategy", "Stated intent of Harbor Lending for 2026 H2", "It stands so since 8 Jun, and you have not said that you read it.")
	strategy.For, strategy.Waits, strategy.Next = view.Link{}, days("108"), view.Link{Text: "Open it", Href: "history-many.html"}
	strategy.Act = someAct("act-4", "Read", "", nil, view.ActButton{Value: "read", Text: "I have read it", First: true})
	strategy.Act.Label = strategy.Title.Text

	asked := item(5, "swap", "Answer a comment", "Hardship self-service", "Henrik Dahl named you on 24 Sep.")
	asked.For, asked.Waits = view.Link{}, view.Number("today")
	asked.Quote = view.Sentence{view.To("@Joan Whitlock", "history-many.html"), view.Words(", does the notice cover this?")}
	asked.Act = someAct("act-5", "Answer", asked.Title.Text+", comment", []view.Input{words("Your answer")}, view.ActButton{Value: "reply", Text: "Answer", First: true}, view.ActButton{Value: "resolve", Text: "Resolve it"})

	long := item(6, "swap", "Answer a request", "An export of the evidence that auditors ask for, with the reasons of each decision and everybody who took part in it", "Legal & Compliance asked on 1 Sep.")
	long.Waits, long.State = days("23"), view.State{Text: "by 1 Oct", Icon: "clock", Quiet: true}
	return []view.OwedItem{read, ask, named, strategy, asked, long}
}

// someTalk is what people say about a record.
func someTalk() view.Talk {
	said := func(id, who, when string, text ...view.Span) view.Comment {
		return view.Comment{ID: id, Who: view.Link{Text: who, Href: "history-many.html"}, When: when, Machine: "2026-09-24T09:00:00Z", Text: text}
	}
	open := view.TalkThread{Comments: []view.Comment{
		said("c-1", "Henrik Dahl", "24 Sep, 09:00", view.To("@Joan Whitlock", "history-many.html"), view.Words(", does the notice cover this?")),
		said("c-2", "Joan Whitlock", "24 Sep, 10:12", view.Words("It does.\nThe reasons have to stand in it.")),
	}}
	open.Reply = someAct("reply-c-2", "Reply", "Joan Whitlock, 24 Sep", []view.Input{words("What there is to say")}, view.ActButton{Value: "say", Text: "Reply", First: true})
	open.Resolve = someAct("resolve-c-1", "Resolve", "the conversation", nil, view.ActButton{Value: "resolve", Text: "Resolve"})
	settled := view.TalkThread{Comments: []view.Comment{said("c-0", "Somebody", "2 Jul", view.Words("The form is ready."))}}
	return view.Talk{
		Part:    view.Part{ID: "talk", Title: "What people say", Sub: "Write @ and a name to ask somebody; it waits on their page until they answer"},
		Threads: []view.TalkThread{open}, Settled: view.Settled{Name: "One conversation is resolved", Threads: []view.TalkThread{settled}},
		Say: someAct("say", "Say something", "about this", []view.Input{words("What there is to say")}, view.ActButton{Value: "say", Text: "Say it", First: true}),
	}
}

// readTalk is the same for those who only read.
func readTalk() view.Talk {
	t := someTalk()
	t.Say = nil
	for n := range t.Threads {
		t.Threads[n].Reply, t.Threads[n].Resolve = nil, nil
	}
	return t
}
