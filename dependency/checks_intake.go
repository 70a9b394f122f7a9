package dependency

import (
	"fmt"

	"throughline/finding"
	"throughline/graph"
	"throughline/wording"
)

// openRequests is the requests to one unit that nobody has answered, by id.
type openRequests struct {
	to   graph.UnitID
	list []*graph.Request
}

// eachQueue calls look for each unit with requests that are open and that keep answers to, by the first
// request's id.
func eachQueue(p *finding.Pass, keep func(*graph.Request) bool, look func(openRequests)) {
	at := make(map[graph.UnitID]int)
	var queues []openRequests
	for r := range graph.All[*graph.Request](p.Now) {
		if r.State != graph.RequestOpen || r.Answered != 0 || !keep(r) {
			continue
		}
		n, ok := at[r.To]
		if !ok {
			n = len(queues)
			at[r.To] = n
			queues = append(queues, openRequests{to: r.To})
		}
		queues[n].list = append(queues[n].list, r)
	}
	for _, q := range queues {
		look(q)
	}
}

// finding is the finding of a queue: on the unit, and on its requests.
func (q openRequests) finding(p *finding.Pass, sentence string) finding.Finding {
	f := finding.Finding{Sentence: sentence, Records: []graph.Ref{q.to.Ref()}, Unit: q.to, Mends: p.Lead(q.to)}
	for _, r := range q.list {
		f.Records = append(f.Records, r.Ref())
	}
	return f
}

func requestLate() *finding.Check {
	return &finding.Check{
		Code: "DEP011", Area: finding.Dependencies, Severity: finding.Warning,
		Title: "Requests are past the day by which an answer was promised",
		Doc: "Looks at open requests to each unit whose promised day of answer has passed. A request without an " +
			"answer becomes a side door: whoever asked finds another way in. " +
			"All is well when each gets an answer, a no with a reason included.",
		Mends: "the lead of the asked unit",
		Next:  "Answer them: accept, merge or decline with a reason",
		Run: func(p *finding.Pass) {
			eachQueue(p, func(r *graph.Request) bool { return r.AnswerBy != 0 && r.AnswerBy < p.Today() }, func(q openRequests) {
				names := make([]string, len(q.list))
				for i, r := range q.list {
					names[i] = r.Title
				}
				p.Report(q.finding(p, fmt.Sprintf("%s owes an answer to %s, past the promised day: %s",
					p.Unit(q.to), wording.Count(len(q.list), "request", "requests"), finding.List(names))))
			})
		},
	}
}

func requestsPileUp() *finding.Check {
	return &finding.Check{
		Code: "DEP012", Area: finding.Dependencies, Severity: finding.Warning,
		Title: "Requests pile up at a unit",
		Doc: fmt.Sprintf("Counts the open requests to each unit that were asked more than %d working days ago and "+
			"have no promised day of answer. %d and more are a pile: more comes in than is answered, and the wait "+
			"grows for everyone. "+
			"All is well when they are answered, or when the unit says what it will not take.", PatienceDays, PiledUp),
		Mends: "the lead of the asked unit",
		Next:  "Answer the oldest first, and say openly what will not be taken on",
		Run: func(p *finding.Pass) {
			eachQueue(p, func(r *graph.Request) bool { return r.AnswerBy == 0 && p.Since(r.Asked) > PatienceDays }, func(q openRequests) {
				if len(q.list) < PiledUp {
					return
				}
				oldest := q.list[0]
				for _, r := range q.list {
					if r.Asked < oldest.Asked {
						oldest = r
					}
				}
				p.Report(q.finding(p, fmt.Sprintf("%d requests to %s have waited for more than %d working days "+
					"without a day of answer, the oldest since %s", len(q.list), p.Unit(q.to), PatienceDays, p.Day(oldest.Asked))))
			})
		},
	}
}
