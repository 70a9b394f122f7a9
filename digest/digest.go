package digest

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"slices"
	"strconv"
	"time"

	"throughline/graph"
	"throughline/news"
	"throughline/overview"
	"throughline/wording"
)

// Case is everything a letter is made from.
type Case struct {
	Organisation string // what it is called
	Address      string // the public address of the workspace, without a slash at its end
	Stop         string // the address that ends letters of this sort
	Rhythm       string // how often it comes, in words: once a day
	Place        *time.Location

	Picture *graph.Snapshot // as the reader sees it
	Owed    *overview.Owed  // what waits for them; nil for who is nobody in the organisation
	Told    []string        // the marks of the last letter
	News    []news.Happening
	NewsToo bool                      // the news are worth a letter
	Name    func(actor string) string // what people call who did something; "" where that is not known
}

// Letter is the words of a letter.
type Letter struct {
	Subject    string
	Text, HTML string
	Marks      []string // of what waits
}

// The pages that letters lead to, beside those of records.
const (
	OwedPath     = "/owed"
	NewsPath     = "/news"
	StrategyPath = "/strategy"
	WishPath     = "/account#mail" // where somebody says what they want by mail
	StopPath     = "/letters/stop" // of the server: where a letter is ended; its key says whose and which, beside the workspace
)

// The most of each sort that a letter lists; it leads to the page with all of them.
const most = 20

// Mark stands for a debt among those of its reader. It is another one when the same thing begins to wait again.
func Mark(d overview.Debt) string {
	h := sha256.New()
	for _, part := range []string{string(d.Duty), d.Record.Ref().String(), string(d.Unit), d.Since.String(), d.Words} {
		h.Write([]byte(strconv.Quote(part)))
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// Digest is the letter that tells what waits, and what happened. There is none on days on which nothing began to wait and nothing is late,
// unless the news alone are worth one.
func Digest(c Case) (Letter, bool) {
	l := Letter{Marks: []string{}}
	var late, fresh, rest []overview.Debt
	if c.Owed != nil {
		for _, d := range c.Owed.Debts {
			mark := Mark(d)
			l.Marks = append(l.Marks, mark)
			switch {
			case d.Late(c.Picture.Today()) > 0:
				late = append(late, d)
			case !slices.Contains(c.Told, mark):
				fresh = append(fresh, d)
			default:
				rest = append(rest, d)
			}
		}
	}
	if len(late)+len(fresh) == 0 && (!c.NewsToo || len(c.News) == 0) {
		return l, false
	}
	p := paper{Title: c.subject(len(l.Marks), len(late)), Lead: c.lead(len(l.Marks), len(late))}
	p.add(c.debts("Past its day", late))
	p.add(c.debts("New", fresh))
	p.add(c.debts("Also waits", rest))
	p.add(c.happenings("What happened to what you follow", c.unowed()))
	c.foot(&p, "You get this "+c.Rhythm+", on days when something is new or late.", "Stop these letters")
	l.Subject, l.Text, l.HTML = p.Title, p.text(), p.html()
	return l, true
}

// Mentions is the letter that tells that somebody named its reader.
func Mentions(c Case) (Letter, bool) {
	if len(c.News) == 0 {
		return Letter{}, false
	}
	first := c.News[0]
	who := cmp.Or(c.Name(first.By), "Somebody")
	p := paper{Title: who + " named you: " + c.label(first.About)}
	if n := len(c.News); n > 1 {
		p.Title = "You were named " + strconv.Itoa(n) + " times at " + c.Organisation
	}
	p.Lead = "It waits on your page What I owe until you answer."
	p.add(c.happenings("What was said", c.News))
	c.foot(&p, "You get this at once because you asked for it.", "Stop letters about being named")
	return Letter{Subject: p.Title, Text: p.text(), HTML: p.html()}, true
}

// unowed is what happened without what waits for the reader, which the letter names before.
func (c Case) unowed() []news.Happening {
	return slices.DeleteFunc(slices.Clone(c.News), func(h news.Happening) bool {
		return c.Owed != nil && slices.ContainsFunc(c.Owed.Debts, func(d overview.Debt) bool { return d.Record.Ref() == h.Record })
	})
}

func (c Case) subject(all, late int) string {
	switch {
	case all == 0:
		return "News of what you follow at " + c.Organisation
	case late > 0:
		return things(all) + " for you at " + c.Organisation + ", " + wording.Number(float64(late)) + " late"
	}
	return things(all) + " for you at " + c.Organisation
}

func things(n int) string { return wording.Count(n, "thing waits", "things wait") }

func (c Case) lead(all, late int) string {
	switch {
	case all == 0:
		return "Nothing waits for you."
	case late == 0:
		return things(all) + " for you; none is past the day it was promised for."
	case late == 1:
		return things(all) + " for you; 1 is past the day it was promised for."
	}
	return things(all) + " for you; " + wording.Number(float64(late)) + " are past the day they were promised for."
}

// debts is what waits, as a part of the letter.
func (c Case) debts(title string, list []overview.Debt) part {
	p := part{Title: title}
	for _, d := range list[:min(len(list), most)] {
		p.Items = append(p.Items, item{Before: d.Duty.Words(), Title: d.Title(c.Picture), Href: c.owedHref(d), After: c.waits(d)})
	}
	if n := len(list) - len(p.Items); n > 0 {
		p.More, p.All = wording.Count(n, "other is", "others are")+" on your page", c.Address+OwedPath
	}
	return p
}

// waits is for whom a debt is, how long it waits, and by when it was promised.
func (c Case) waits(d overview.Debt) string {
	today, out := c.Picture.Today(), ""
	if u := c.Picture.Unit(d.Unit); u != nil {
		out = "For " + u.Name + ". "
	}
	if who := c.Picture.Person(d.By); who != nil {
		out += who.Label() + " waits. "
	}
	switch late := d.Late(today); {
	case late > 0:
		return out + wording.Count(late, "day", "days") + " late."
	case d.Due == today:
		return out + "Due today."
	case d.Due != 0:
		return out + "By " + wording.Day(d.Due.Time(), today.Time()) + "."
	case d.Waits(today) == 0:
		return out + "Waits since today."
	}
	return out + "Waits for " + wording.Count(d.Waits(today), "day", "days") + "."
}

// happenings is what happened, as a part of the letter.
func (c Case) happenings(title string, list []news.Happening) part {
	p := part{Title: title}
	for _, h := range list[:min(len(list), most)] {
		at := item{Title: c.label(h.About), Href: c.href(h.About), After: h.Words(c.Name(h.By)), When: h.At.In(c.Place).Format("2 Jan, 15:04")}
		switch {
		case h.Text != "":
			at.After += ":"
			at.Quote = h.Text
		default:
			at.After += "."
		}
		p.Items = append(p.Items, at)
	}
	if n := len(list) - len(p.Items); n > 0 {
		p.More, p.All = wording.Count(n, "other is", "others are")+" among your news", c.Address+NewsPath
	}
	return p
}

func (c Case) label(ref graph.Ref) string {
	if r := c.Picture.Record(ref); r != nil {
		return overview.Title(c.Picture, r)
	}
	return ref.ID
}

func (c Case) href(ref graph.Ref) string { return c.Address + Path(ref) }

// owedHref is the page on which what waits is done: the strategy is read on its own, where one says so.
func (c Case) owedHref(d overview.Debt) string {
	if d.Duty == overview.DutyAcknowledge {
		return c.Address + StrategyPath
	}
	return c.href(d.About())
}

// Path is the page of a record.
func Path(ref graph.Ref) string {
	switch ref.Kind {
	case graph.KindUnit:
		return "/units/" + url.PathEscape(ref.ID)
	case graph.KindInitiative:
		return "/initiatives/" + url.PathEscape(ref.ID)
	}
	return "/records/" + url.PathEscape(string(ref.Kind)) + "/" + url.PathEscape(ref.ID)
}

// foot says why the letter comes, and how that ends.
func (c Case) foot(p *paper, why, stop string) {
	p.Foot = []item{
		{After: why},
		{Title: "Open what I owe", Href: c.Address + OwedPath},
		{Title: "Choose what you get", Href: c.Address + WishPath},
		{Title: stop, Href: c.Stop},
	}
}
