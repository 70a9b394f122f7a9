package source

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// lineCommit is what is kept of a commit of the main line.
type lineCommit struct {
	hash, tree plumbing.Hash
	time       time.Time // since when it counts
	told       time.Time // what it says itself, when that cannot be; else zero
	written    time.Time // when its author wrote it
	request    string
}

// line is the commits that first parents lead to, oldest first. A merge stands for all that came
// in with it: on the day of the merge the plan changed for those who read the main branch.
func (g *gitSource) line(ctx context.Context) ([]lineCommit, error) {
	var line []lineCommit
	for h := g.head; ; {
		if err := ctx.Err(); err != nil {
			return nil, cancelled(err)
		}
		c, err := object.GetCommit(g.storage, h)
		if err != nil {
			return nil, g.broken(err)
		}
		when := c.Committer.When
		if g.options.Written {
			when = c.Author.When
		}
		line = append(line, lineCommit{
			hash: c.Hash, tree: c.TreeHash, time: when.UTC(), written: c.Author.When.UTC(), request: requestOf(c.Message),
		})
		if c.NumParents() == 0 {
			break
		}
		h = c.ParentHashes[0]
	}
	slices.Reverse(line)
	settle(line, g.options.Now)
	if g.options.Written { // branches are written side by side: their days are mixed, and nothing is wrong with that
		for i := range line {
			line[i].told = time.Time{}
		}
	}
	return line, nil
}

// clockSkew is how far two clocks may be apart without anybody having to be told.
const clockSkew = 24 * time.Hour

// settle makes the times of a line never go back. The largest number of commits whose times fit
// together keeps them; each other one moves as little as it must. So one commit from a wrong
// clock, years ahead or back, moves itself and none of the others. Nothing happened after now.
func settle(line []lineCommit, now time.Time) {
	kept := inOrder(line, now)
	if len(kept) == 0 {
		kept = inOrder(line, time.Time{})
	}
	if len(kept) == 0 {
		return
	}
	at := line[kept[0]].time
	for i := range line {
		own := line[i].time
		if len(kept) > 0 && kept[0] == i {
			at, kept = own, kept[1:]
			continue
		}
		if len(kept) > 0 && own.After(at) {
			at = earlier(own, line[kept[0]].time)
		}
		if own.Sub(at).Abs() > clockSkew {
			line[i].told = own
		}
		line[i].time = at
	}
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// inOrder is the longest selection of a line in which times never go back and none is after now; a
// zero now is after all. What a clock shows that was never set is no time.
func inOrder(line []lineCommit, now time.Time) []int {
	before := make([]int, len(line)) // the one before it in the best selection that ends with it, or -1
	var ends []int                   // by length less one: the earliest last commit of a selection that long
	for i, c := range line {
		if c.time.Unix() <= 0 || !now.IsZero() && c.time.After(now.Add(clockSkew)) {
			continue
		}
		at, _ := slices.BinarySearchFunc(ends, c.time, func(e int, t time.Time) int {
			return cmp.Or(line[e].time.Compare(t), -1) // equal times follow one another
		})
		before[i] = -1
		if at > 0 {
			before[i] = ends[at-1]
		}
		if at == len(ends) {
			ends = append(ends, i)
			continue
		}
		ends[at] = i
	}
	if len(ends) == 0 {
		return nil
	}
	out := make([]int, 0, len(ends))
	for i := ends[len(ends)-1]; i >= 0; i = before[i] {
		out = append(out, i)
	}
	slices.Reverse(out)
	return out
}

// requests are the ways a hosting service writes a pull request into a commit's first line.
var requests = regexp.MustCompile(`^Merge pull request #(\d+)|\(#(\d+)\)\s*$|^Merged in .*\(pull request #(\d+)\)`)

// requestOf is the number of the pull request in a commit's message, or "".
func requestOf(message string) string {
	subject, _, _ := strings.Cut(message, "\n")
	m := requests.FindStringSubmatch(subject)
	if m == nil {
		return ""
	}
	return cmp.Or(m[1], m[2], m[3])
}
