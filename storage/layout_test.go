package storage

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"throughline/fault"
)

func TestNewest(t *testing.T) {
	files := fstest.MapFS{"00001_ledger.sql": {}, "00010_more.sql": {}, "00009_some.sql": {}, "README.md": {}, "x_y.sql": {}}
	if got := Newest(files); got != 10 {
		t.Errorf("Newest() = %d, want 10", got)
	}
	if got := Newest(fstest.MapFS{}); got != 0 {
		t.Errorf("Newest() of nothing = %d", got)
	}
}

func TestFits(t *testing.T) {
	for _, c := range []struct {
		layout, known int64
		canMigrate    bool
		kind          fault.Kind
		says          string
	}{
		{2, 2, false, "", ""},
		{1, 2, true, "", ""},
		{0, 2, true, "", ""},
		{3, 2, true, fault.Newer, "data.db was written by a newer version of the program (its layout is number 3, this version knows up to 2)"},
		{3, 2, false, fault.Newer, "Install that version"},
		{0, 2, false, fault.NotFound, "there is nothing in"},
		{1, 2, false, fault.InUse, "older layout number 1"},
	} {
		err := Fits("data.db", c.layout, c.known, c.canMigrate)
		if fault.KindOf(err) != c.kind || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("Fits(%d, %d, %v) = %v, want %s", c.layout, c.known, c.canMigrate, err, c.kind)
		}
	}
}

func TestCancelledTellsWhy(t *testing.T) {
	if f := Cancelled(fmt.Errorf("query: %w", context.DeadlineExceeded)); f.Kind != fault.Cancelled || !strings.Contains(f.Sentence, "ran out") {
		t.Errorf("Cancelled(deadline) = %v", f)
	}
	if f := Cancelled(context.Canceled); f.Kind != fault.Cancelled || !strings.Contains(f.Sentence, "on request") {
		t.Errorf("Cancelled(canceled) = %v", f)
	}
}
