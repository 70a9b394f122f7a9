package news_test

import (
	"testing"

	"throughline/graph"
	"throughline/news"
)

func TestWhatHappenedInWords(t *testing.T) {
	open, dep := graph.Ref{Kind: graph.KindInitiative, ID: "open"}, graph.Ref{Kind: graph.KindDependency, ID: "d"}
	said := graph.Ref{Kind: graph.KindComment, ID: "c"}
	freeze := &graph.Dependency{ID: "d", What: "A freeze date"}
	for _, c := range []struct {
		h    news.Happening
		who  string
		want string
	}{
		{news.Happening{Sort: news.Named, About: open, Record: said}, "Ben Ode", "Ben Ode named you"},
		{news.Happening{Sort: news.Said, About: open, Record: said}, "", "Somebody said"},
		{news.Happening{Sort: news.Begun, About: open, Record: open}, "Ben Ode", "Ben Ode wrote it down"},
		{news.Happening{Sort: news.Begun, About: open, Record: dep, Title: freeze}, "Ben Ode", "Ben Ode wrote down the dependency “A freeze date”"},
		{news.Happening{Sort: news.Removed, About: open, Record: open}, "Ben Ode", "Ben Ode removed it"},
		{news.Happening{Sort: news.Removed, About: open, Record: dep, Title: freeze}, "Ben Ode", "Ben Ode removed the dependency “A freeze date”"},
		{news.Happening{Sort: news.Changed, About: open, Record: open, Fields: []string{"name"}}, "Ben Ode", "Ben Ode changed its name"},
		{news.Happening{Sort: news.Changed, About: open, Record: open, Fields: []string{"name", "state", "value_case", "owner", "lead"}}, "Ben Ode", "Ben Ode changed its name, its state, its value case and 2 more"},
		{news.Happening{Sort: news.Changed, About: open, Record: dep, Title: freeze, Fields: []string{"turns"}}, "Ben Ode", "Ben Ode changed the turns of the dependency “A freeze date”"},
		{news.Happening{Sort: news.Changed, About: open, Record: dep, Title: freeze}, "Ben Ode", "Ben Ode changed the dependency “A freeze date”"},
		{news.Happening{Sort: news.Changed, About: open, Record: said, Title: &graph.Comment{ID: "c"}, Fields: []string{"resolved"}}, "Ben Ode", "Ben Ode settled a conversation"},
		{news.Happening{Sort: news.Changed, About: open, Record: graph.Ref{Kind: graph.KindIntent, ID: "i"}, Title: &graph.Intent{ID: "i"}, Fields: []string{"receipt"}}, "Ben Ode", "Ben Ode changed the receipt of the intent"},
	} {
		if got := c.h.Words(c.who); got != c.want {
			t.Errorf("Words(%s) = %q, want %q", c.h.Sort, got, c.want)
		}
	}
}
