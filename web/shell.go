package web

import (
	"cmp"
	"context"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"

	"throughline/access"
	"throughline/fault"
	"throughline/graph"
	"throughline/overview"
	"throughline/web/help"
	"throughline/web/view"
	"throughline/wording"
)

// navPage is one page of the navigation.
type navPage struct{ name, short, path, icon, key, id string }

func navPages() []navPage {
	return []navPage{
		{"Where we stand", "Home", "/", "home", "h", "home"},
		{"What I owe", "I owe", owedPath, "clock", "o", "owed"},
		{"Line of sight", "Sight", "/line-of-sight", "sight", "l", "sight"},
		{"Portfolio", "", portfolioPath, "board", "p", "portfolio"},
		{"Findings", "", "/findings", "warn", "f", "findings"},
		{"Strategy", "", "/strategy", "flag", "s", "strategy"},
		{"Cascade", "", "/cascade", "two", "c", "cascade"},
		{"Outcomes", "", outcomesPath, "pulse", "m", "outcomes"},
		{"Drift since the plan", "Drift", "/drift", "flow", "d", "drift"},
		{"Records", "", "/records", "table", "r", "records"},
	}
}

// href is where the page is, for whoever looks.
func (p navPage) href(v *visit) string {
	if p.path == portfolioPath {
		return v.portfolioHref()
	}
	return v.to(p.path)
}

// The most that the navigation has room for: units, and letters of a name.
const (
	mostUnits  = 12
	navLetters = 24
)

// shell is the frame around the page: title is its name, at marks the place in the navigation.
func (s *Server) shell(ctx context.Context, v *visit, title, at string) (view.Shell, error) {
	nav, err := s.course(ctx, v)
	if err != nil {
		return view.Shell{}, err
	}
	name := overview.Organisation(v.then)
	sh := view.Shell{
		Title:     title,
		Workspace: view.Link{Text: name, Href: v.to("/")},
		Period:    v.periodSwitch(),
		AsOf:      v.asOfSwitch(),
		Search:    v.to("/search"),
		Jumps:     jumps(v),
		Head:      strconv.FormatInt(v.state.Position, 10),
		Assets:    s.assets(),
	}
	if !v.past() {
		sh.Events = eventsPath
		if v.canWrite() == nil {
			sh.New = newHref(v)
		}
	}
	sh.Keeper = v.keeper()
	if v.as != nil && !v.past() {
		sh.Undo = undoPath
	}
	owed, err := s.owedCount(ctx, v)
	if err != nil {
		return view.Shell{}, err
	}
	for _, p := range navPages() {
		item := view.NavItem{Name: p.name, Short: p.short, Href: p.href(v), Icon: p.icon, Key: p.key, Current: p.id == at}
		if p.id == "findings" {
			item.Count = nav.open
		}
		if p.id == "owed" {
			item.Count = owed
		}
		sh.Nav = append(sh.Nav, item)
	}
	sh.Units = nav.units(v, at)
	if slices.ContainsFunc(sh.Units, func(u view.NavUnit) bool { return u.Figure != "" }) {
		sh.UnitsFigure = "on course"
	}
	if len(nav.list) > mostUnits {
		sh.AllUnits = view.Link{Text: "All " + wording.Count(len(nav.list), "unit", "units"), Href: v.to("/records/unit")}
	}
	fresh, err := s.newsCount(ctx, v)
	if err != nil {
		return view.Shell{}, err
	}
	sh.Foot = s.foot(v, at, fresh)
	sh.Spaces = s.spaceSwitch(v)
	sh.Help = v.to(help.Path)
	if p := s.guides.Page(guideOf(at)); p != nil {
		sh.Guide = view.Link{Text: "Guide to this page: " + p.Title, Href: v.to(help.Path + "/" + p.ID)}
	}
	sh.Print = "Throughline. " + name + periodWords(v) + ", as of " + wording.FullDay(v.seen())
	return sh, nil
}

// foot is who looks, and what they keep; fresh is of how many records they have news.
func (s *Server) foot(v *visit, at, fresh string) []view.NavItem {
	var out []view.NavItem
	add := func(name, href, icon string) {
		out = append(out, view.NavItem{Name: name, Href: href, Icon: icon, Current: href == at})
	}
	if s.spaces != nil && (len(v.places) > 0 || v.guest.Administrator) {
		add("Workspaces", spacesPath, "swap")
	}
	add("Help", v.to(help.Path), "book")
	out[len(out)-1].Current = at == help.Path
	switch {
	case s.door == nil:
	case s.door.IsStage():
		add(cmp.Or(v.guest.Label, "Nobody in particular"), playPath, "swap")
	case v.attends():
		add("News", newsPath, "bell")
		out[len(out)-1].Count = fresh
		if v.guest.Viewer.Role == access.Owner {
			add("Members", membersPath, "two")
		}
		add(v.guest.Label, accountPath, "person")
	}
	return out
}

func periodWords(v *visit) string {
	if v.period == nil {
		return ""
	}
	return ", " + v.period.Name
}

func (s *Server) assets() view.Assets {
	return view.Assets{
		CSS: s.files.Path("throughline.css"), Boot: s.files.Path("boot.js"), JS: s.files.Path("throughline.js"),
		HTMX: s.files.Path("htmx.min.js"), Icon: s.files.Path("icon.svg"),
	}
}

// navigation is what the navigation needs of the figures.
type navigation struct {
	open string // how many findings are open; "" for none
	list []navUnit
}

// navUnit is a unit with its share on course; figure is empty when it may not or cannot be shown.
type navUnit struct {
	unit   *graph.Unit
	figure string
}

// units is the first units by name, and the one whose page this is, each as long as it fits.
func (n navigation) units(v *visit, at string) []view.NavUnit {
	list := slices.Clone(n.list)
	slices.SortStableFunc(list, func(a, b navUnit) int {
		return strings.Compare(strings.ToLower(a.unit.Name), strings.ToLower(b.unit.Name))
	})
	var out []view.NavUnit
	for n, u := range list {
		current := at == "unit/"+string(u.unit.ID)
		if n >= mostUnits && !current {
			continue
		}
		name := u.unit.Name
		if short := u.unit.ShortName(); utf8.RuneCountInString(name) > navLetters && utf8.RuneCountInString(short) <= navLetters {
			name = short
		}
		out = append(out, view.NavUnit{
			Name: name, Full: u.unit.Name, Code: u.unit.Code, Href: v.to("/units/" + string(u.unit.ID)),
			Figure: u.figure, Current: current,
		})
	}
	return out
}

// periodSwitch offers the periods, latest first.
func (v *visit) periodSwitch() view.PeriodSwitch {
	if v.period == nil {
		return view.PeriodSwitch{} // nothing to choose from
	}
	sw := view.PeriodSwitch{Name: v.period.Name}
	today := v.now.Today()
	for _, p := range overview.Periods(v.now) {
		c := view.PeriodChoice{
			Name: p.Name, Href: v.here(periodParam, string(p.ID)), Current: p.ID == v.period.ID,
			Sub: wording.Day(p.Start.Time(), v.now.AsOf()) + " to " + wording.Day(p.End.Time(), v.now.AsOf()),
		}
		switch {
		case p.Contains(today):
			c.Note = "now"
		case p.End < today:
			c.Note = "over"
		default:
			c.Note = "ahead"
		}
		sw.Choices = append(sw.Choices, c)
	}
	return sw
}

// asOfSwitch offers today, the plan locks, and the first day of the period.
func (v *visit) asOfSwitch() view.AsOf {
	today := v.now.Today()
	a := view.AsOf{
		Label: "today, " + wording.Day(today.Time(), today.Time()), Date: v.then.Today().String(), Max: today.String(),
		Past: v.past(), Today: v.here(asOfParam, ""), Action: v.r.URL.Path,
	}
	if v.past() {
		a.Label = wording.FullDay(v.asOf.Time())
	}
	for name, values := range v.r.URL.Query() {
		if name != asOfParam && name != "after" && len(values) > 0 {
			a.Keep = append(a.Keep, view.Param{Name: name, Value: values[0]})
		}
	}
	sortParams(a.Keep)
	a.Choices = append(a.Choices, view.AsOfChoice{Name: "Today, " + wording.FullDay(today.Time()), Note: "live", Icon: "check", Href: a.Today, Current: !v.past()})
	for i := len(v.locks) - 1; i >= 0; i-- {
		l := v.locks[i]
		a.Choices = append(a.Choices, view.AsOfChoice{
			Name: wording.FullDay(l.day.Time()), Note: l.Name, Icon: "lock", Href: v.here(asOfParam, l.day.String()), Current: v.asOf == l.day,
		})
	}
	if v.period != nil && v.period.Start < today {
		a.Choices = append(a.Choices, view.AsOfChoice{
			Name: wording.FullDay(v.period.Start.Time()), Note: v.period.Name + " opens", Icon: "flag",
			Href: v.here(asOfParam, v.period.Start.String()), Current: v.asOf == v.period.Start,
		})
	}
	a.Earlier, a.Later = v.neighbours()
	return a
}

// neighbours are the addresses of this page at the plan locks before and after the date shown.
func (v *visit) neighbours() (earlier, later string) {
	shown := v.then.Today()
	for _, l := range v.locks {
		if l.day < shown {
			earlier = v.here(asOfParam, l.day.String())
		}
		if l.day > shown && later == "" {
			later = v.here(asOfParam, l.day.String())
		}
	}
	if later == "" && v.past() {
		later = v.here(asOfParam, "")
	}
	return earlier, later
}

// jumps stand in the palette before anything is typed.
func jumps(v *visit) []view.SearchGroup {
	var pages view.SearchGroup
	pages.Name = "Jump to"
	for _, p := range navPages() {
		pages.Hits = append(pages.Hits, view.Hit{Name: p.name, Kind: "g then " + p.key, Href: p.href(v), Icon: p.icon})
	}
	out := []view.SearchGroup{pages}
	if list := v.viewsOf(portfolioPath); len(list) > 0 {
		saved := view.SearchGroup{Name: "Saved views"}
		for _, one := range list[:min(len(list), mostJumps)] {
			saved.Hits = append(saved.Hits, view.Hit{Name: one.Name, Kind: "portfolio", Href: local(one.Address), Icon: "board"})
		}
		out = append(out, saved)
	}
	return out
}

// LastResort is the page for when a page itself cannot be made.
func (s *Server) LastResort() []byte {
	page, err := view.LastResort(s.assets())
	if err != nil {
		return []byte("Something went wrong. Nothing was lost.")
	}
	return []byte(page)
}

// aboutData reports whether the fault lies in the data or its place, not in the program: then whoever runs
// the server learns on the page what to do.
func aboutData(k fault.Kind) bool {
	return k == fault.Corrupt || k == fault.Full || k == fault.ReadOnly || k == fault.Newer
}

// failure is the page for an error, in the usual frame. Where not even the frame can be made, and for a defect of
// ours, it asks for nothing that could fail again.
func (s *Server) failure(r *http.Request, status int, err error) templ.Component {
	p := view.Failure{
		Shell: s.bareShell(r), Status: status, Sentence: "The page could not be made. Nothing was lost.", Remedy: "Load it again. If it happens again, the log of the server says why.",
	}
	if f := fault.Of(err); f != nil && (status != http.StatusInternalServerError || aboutData(f.Kind)) {
		var then *graph.Snapshot
		if sh, now := s.homeShell(r); now != nil {
			p.Shell, then = sh, now
		}
		p.Sentence, p.Remedy = curly(wording.Opened(f.Sentence)+"."), curly(f.Remedy+".")
		for _, id := range f.Nearest {
			p.Nearest = append(p.Nearest, view.Link{Text: nearestName(then, r, id), Href: nearestHref(r, id)})
		}
	}
	return view.FailurePage(p)
}

// bareShell is a frame of what is always known.
func (s *Server) bareShell(r *http.Request) view.Shell {
	sh := view.Shell{Title: "Not shown", Print: "Throughline", Workspace: view.Link{Href: "/"}, Search: "/search", Assets: s.assets(), AsOf: view.AsOf{Label: "today", Today: r.URL.Path, Action: "/"}}
	for _, n := range navPages() {
		sh.Nav = append(sh.Nav, view.NavItem{Name: n.name, Short: n.short, Href: n.path, Icon: n.icon, Key: n.key})
	}
	return sh
}

// homeShell is the frame of the first page, today, with the picture it is made from; nil where there is none.
func (s *Server) homeShell(r *http.Request) (view.Shell, *graph.Snapshot) {
	home, err := http.NewRequestWithContext(r.Context(), http.MethodGet, "/", nil)
	if err != nil {
		return view.Shell{}, nil
	}
	home.Header = r.Header // it is the same person who looks
	v, err := s.visit(home)
	if err != nil {
		return view.Shell{}, nil
	}
	sh, err := s.shell(r.Context(), v, "Not shown", "")
	if err != nil {
		return view.Shell{}, nil
	}
	sh.Events = "" // what is not there does not change
	return sh, v.then
}

// nearestName is what a record near the address asked for is called, its id where that is all that is known.
func nearestName(then *graph.Snapshot, r *http.Request, id string) string {
	if then == nil {
		return id
	}
	for _, k := range graph.Kinds() {
		if strings.HasPrefix(r.URL.Path, "/"+k.Plural+"/") || strings.HasPrefix(r.URL.Path, "/records/"+string(k.Kind)+"/") {
			return label(then.Record(graph.Ref{Kind: k.Kind, ID: id}), graph.Ref{Kind: k.Kind, ID: id})
		}
	}
	return id
}

// straight matches a text in straight quotes, as messages for the terminal have them.
var straight = regexp.MustCompile(`"([^"]*)"`)

// curly is the text with the quotes that pages have.
func curly(s string) string { return straight.ReplaceAllString(s, "“$1”") }
