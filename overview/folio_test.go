package overview

import (
	"testing"

	"throughline/graph"
)

// What is not for somebody is not listed in their portfolio, nor in a count or a sum of it; and where it was not for them at
// the plan lock, they are not told where it stood then.
func TestThePortfolioOfAPartListsThatPart(t *testing.T) {
	whole, seen := secretive(t)
	all, some := whole.Portfolio(PortfolioAsk{Group: ByCommitment}), seen.Portfolio(PortfolioAsk{Group: ByCommitment})
	if len(all.Lines) != 3 || all.Days != 80 || all.Groups[0].Count != 3 {
		t.Errorf("all: %d lines with %v days", len(all.Lines), all.Days)
	}
	if len(some.Lines) != 2 || some.Days != 50 || some.Groups[0].Count != 2 || some.Groups[0].Days != 50 {
		t.Errorf("a part: %d lines with %v days, groups %+v", len(some.Lines), some.Days, some.Groups)
	}
	for _, l := range some.Lines {
		if l.Initiative.ID == "quiet" {
			t.Error("what is hidden is listed")
		}
	}
	locked := func(b *Base, id graph.InitiativeID) bool {
		bars := b.Stretches(b.Picture.Initiative(id), b.Horizons())
		return len(bars) > 0 && bars[0].LockedTo > 0
	}
	if !locked(whole, "late") || locked(seen, "late") {
		t.Error("where the lock held what was confidential then is told, or not told to those who see everything")
	}
	both, _ := seen.DemandOver(seen.Horizons(), "")
	every, _ := whole.DemandOver(whole.Horizons(), "")
	if both.Rows[0].Loads[0] != every.Rows[0].Loads[0] {
		t.Error("a figure is another for whom sees a part")
	}
}
