package rehearsal_test

import (
	"fmt"
	"strings"
	"testing"

	"throughline/change"
	"throughline/fault"
	"throughline/graph"
	"throughline/testing/fixture"
	"throughline/testing/rehearsal"
)

// complaint catches what a stage complains about.
type complaint struct {
	*testing.T
	text string
}

func (c *complaint) Fatalf(format string, args ...any) {
	c.text = fmt.Sprintf(format, args...)
	panic(c)
}

// rename is a sound command.
func rename(s *graph.Snapshot, by change.By, name string) (change.Draft, error) {
	t, err := change.Take[*graph.Theme](s, graph.ThemeID("growth"))
	if err != nil {
		return change.Draft{}, err
	}
	if t.Name = name; name == "" {
		return change.Draft{}, fault.Invalidf("Write one", "no name is given")
	}
	d := change.Draft{Verb: "theme.renamed", Reason: "as " + string(by.Person)}
	d.Update(s, t)
	return d, nil
}

func TestASoundCommand(t *testing.T) {
	st := rehearsal.New(t, fixture.New(t).Themes("growth"), graph.KindTheme)
	at := st.Time()
	if s := st.Do("ana", rehearsal.Of(rename, "Growth")); s.Theme("growth").Name != "Growth" || st.Last.Reason != "as ana" || st.Time() == at {
		t.Errorf("the theme is %+v after %q", s.Theme("growth"), st.Last.Reason)
	}
	st.Nothing("ben", rehearsal.Of(rename, "Growth"))
	st.Refused("ben", rehearsal.Of(rename, ""), fault.Invalid, "no name", "Write")
	if st.Last.Reason != "as ana" || st.Try("ben", rehearsal.Of(rename, "")) || !st.Try("ben", rehearsal.Of(rename, "G")) {
		t.Error("only what changes something is the last")
	}
	if got := st.Today("2026-10-01").Time(); got.Format("2006-01-02 15:04") != "2026-10-01 09:01" {
		t.Errorf("it is %s", got)
	}
}

func TestAStageFindsWhatIsWrong(t *testing.T) {
	times := 0
	for name, c := range map[string]struct {
		run  rehearsal.Command
		want string
	}{
		"it changes the picture": {func(s *graph.Snapshot, _ change.By) (change.Draft, error) {
			s.Theme("growth").Name = "Mine"
			return change.Draft{}, nil
		}, "changed the picture it was given"},
		"it wants something else each time": {func(*graph.Snapshot, change.By) (change.Draft, error) {
			times++
			return change.Draft{Verb: "theme.renamed", Reason: fmt.Sprint(times)}, nil
		}, "asked twice it wants"},
		"it writes what is another's": {func(*graph.Snapshot, change.By) (change.Draft, error) {
			return change.Draft{Verb: "unit.opened", Puts: []graph.Record{&graph.Unit{ID: "u", Name: "U"}}}, nil
		}, "writes unit/u, which is not its own"},
		"it does not say what happened": {func(*graph.Snapshot, change.By) (change.Draft, error) {
			return change.Draft{Verb: "Rename", Puts: []graph.Record{&graph.Theme{ID: "u", Name: "U"}}}, nil
		}, `"Rename" is no verb`},
		"it finds nothing to do": {func(*graph.Snapshot, change.By) (change.Draft, error) { return change.Draft{}, nil }, "found nothing to change"},
		"it is refused":          {rehearsal.Of(rename, ""), "the command was refused: no name is given"},
	} {
		t.Run(name, func(t *testing.T) {
			f := &complaint{T: t}
			defer func() {
				if recover() == nil || !strings.Contains(f.text, c.want) {
					t.Errorf("the complaint is %q, want something about %q", f.text, c.want)
				}
			}()
			rehearsal.New(f, fixture.New(t).Themes("growth"), graph.KindTheme).Do("ana", c.run)
		})
	}
}
