package view

// Talk is what people say about a record.
type Talk struct {
	Part
	Done    *Done // what was recorded just now, on a page that does not say so itself
	Threads []TalkThread
	Pager   Pager
	Settled Settled
	Say     *Act // begins a conversation; nil for those who may not
	Why     Note // why those cannot who might; without a text otherwise
}

// Settled is the conversations that are resolved, behind their number.
type Settled struct {
	Name    string // how many there are; "" for none
	Threads []TalkThread
	Pager   Pager
	Open    bool // it was leafed through
}

// NameOption is somebody who can be named with an @.
type NameOption struct {
	Name   string
	Unit   string
	Writes string // what stands in the text for them: "@Ana Lima"
}

// TalkThread is one conversation, oldest comment first.
type TalkThread struct {
	Comments []Comment
	// More leads to the replies that are left out after the first comment.
	More    Link
	Pager   Pager
	Reply   *Act // nil for those who may not
	Resolve *Act // nil for those who may not
}

// Comment is what somebody said.
type Comment struct {
	ID      string
	Who     Link
	When    string
	Machine string
	Text    Sentence // who is named in it is a link
}

// name tells conversations apart for those who cannot see them.
func (t TalkThread) name() string {
	if len(t.Comments) == 0 {
		return "Conversation"
	}
	return "Conversation begun by " + t.Comments[0].Who.Text + ", " + t.Comments[0].When
}
