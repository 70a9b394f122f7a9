package view

import "strconv"

// Talk is what people say about a record.
type Talk struct {
	Part
	Done    *Done // what was recorded just now, on a page that does not say so itself
	Threads []TalkThread
	Settled []TalkThread // resolved, behind their number
	Say     *Act         // begins a conversation; nil for those who may not
	Why     Note         // why those cannot who might; without a text otherwise
}

// TalkThread is one conversation, oldest comment first.
type TalkThread struct {
	Comments []Comment
	Reply    *Act // nil for those who may not
	Resolve  *Act // nil for those who may not
}

// Comment is what somebody said.
type Comment struct {
	ID      string
	Who     Link
	When    string
	Machine string
	Text    Sentence // who is named in it is a link
}

func settledWords(list []TalkThread) string {
	if len(list) == 1 {
		return "One conversation is resolved"
	}
	return strconv.Itoa(len(list)) + " conversations are resolved"
}

// name tells conversations apart for those who cannot see them.
func (t TalkThread) name() string {
	if len(t.Comments) == 0 {
		return "Conversation"
	}
	return "Conversation begun by " + t.Comments[0].Who.Text + ", " + t.Comments[0].When
}
