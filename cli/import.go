package cli

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"throughline/fault"
	"throughline/graph"
	"throughline/importer"
	"throughline/importer/proposal"
	"throughline/importer/workspacefile"
	"throughline/ledger"
	"throughline/wording"
)

// importCmd brings data in.
type importCmd struct {
	From   string `arg:"" help:"A file or directory of workspace files, a CSV file, or a repository of proposals: a git checkout, a tree of files, an archive or a version pack." placeholder:"PATH"`
	DryRun bool   `help:"Show the difference in words and write nothing."`
	Format string `help:"What it is: workspace, csv or proposals; auto looks." enum:"auto,workspace,csv,proposals" default:"auto"`

	Kind     string `help:"CSV: the kind of record each row is." placeholder:"KIND"`
	Mapping  string `help:"CSV and proposals: the mapping file; kubernetes names the one that comes with the product." placeholder:"FILE"`
	Suggest  bool   `help:"CSV: print a suggested mapping from the header, and stop."`
	Rejected string `help:"CSV: where rejected rows are written, with a reason column." placeholder:"FILE"`

	Groups     string `help:"Proposals: the file or archive with the groups that own them, through time." placeholder:"PATH"`
	Calendar   string `help:"Proposals: the file with the release calendar." placeholder:"FILE"`
	Approvals  string `help:"Proposals: the folder, archive or checkout with approvals for each stage." placeholder:"PATH"`
	Exceptions string `help:"Proposals: the folder, archive or checkout with exceptions from freezes." placeholder:"PATH"`
	Ref        string `help:"Proposals: the branch, tag or commit of a git checkout to read up to; the current one when left out." placeholder:"NAME"`
	Dates      string `help:"Proposals: date a commit by when it was merged or by when it was written, for a history that was rewritten." enum:"merged,written" default:"merged"`
}

// Run carries out the import and ends with a summary in words.
func (c *importCmd) Run(a *app) error {
	format, err := c.format()
	if err != nil {
		return err
	}
	switch format {
	case "csv":
		return c.csv(a)
	case "proposals":
		return c.proposals(a)
	}
	ws, err := workspacefile.Open(c.From, workspacefile.Options{Now: a.w.Clock()})
	if err != nil {
		return a.problems(err)
	}
	_, err = c.finish(a, func(past importer.Past) (importer.Plan, error) { return ws.Plan(past) })
	return err
}

// format is what the source is: told, or seen from its name and content.
func (c *importCmd) format() (string, error) {
	if c.Format != "auto" {
		return c.Format, nil
	}
	info, err := os.Stat(c.From)
	if err != nil {
		return "", fault.Wrap(err, fault.NotFound, "there is no file or directory "+c.From, "Check the name")
	}
	if !info.IsDir() {
		return formatOfFile(c.From)
	}
	if proposal.Kubernetes().At(c.From).Proposals != c.From {
		return "proposals", nil
	}
	for _, sign := range []string{".git", "index.jsonl", "keps", "HEAD"} {
		if _, err := os.Stat(filepath.Join(c.From, sign)); err == nil {
			return "proposals", nil
		}
	}
	return "workspace", nil
}

func formatOfFile(name string) (string, error) {
	lower := strings.ToLower(name)
	for _, known := range []struct {
		format   string
		suffixes []string
	}{
		{"workspace", []string{".yaml", ".yml"}},
		{"csv", []string{".csv", ".tsv", ".txt"}},
		{"proposals", []string{".tar", ".tar.gz", ".tgz", ".tar.xz", ".zip"}},
	} {
		for _, suffix := range known.suffixes {
			if strings.HasSuffix(lower, suffix) {
				return known.format, nil
			}
		}
	}
	if holdsHistory(name) {
		return "", fault.New(fault.Invalid, "the file "+name+" is the whole history of a workspace, which is not brought into another",
			"Make new data of it: throughline restore "+name+" --data PLACE")
	}
	return "", fault.New(fault.Invalid, "it cannot be seen from the name what "+name+" is", "Say so with --format workspace, csv or proposals")
}

// holdsHistory reports whether a file is what export --archive and backup write.
func holdsHistory(name string) bool {
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	for _, err := range ledger.ReadArchive(f) {
		return err == nil
	}
	return false
}

// planner makes a plan against what is there.
type planner func(importer.Past) (importer.Plan, error)

// finish carries the plan out and prints what became of it.
func (c *importCmd) finish(a *app, plan planner) (importer.Summary, error) {
	sum, err := a.carryOut(plan, c.DryRun)
	if err != nil {
		return sum, a.problems(err)
	}
	if a.g.JSON {
		return sum, a.json(asSummary(sum))
	}
	for _, line := range sum.Words() {
		a.printf("%s\n", line)
	}
	return sum, nil
}

// rejects makes the file for what is rejected. It must not be the one that is read.
func (c *importCmd) rejects(a *app) (io.WriteCloser, error) {
	to, errTo := os.Stat(c.Rejected)
	from, errFrom := os.Stat(c.From)
	if errTo == nil && errFrom == nil && os.SameFile(to, from) {
		return nil, fault.New(fault.Invalid, "the file for rejected rows is the one that is imported", "Name another file after --rejected")
	}
	return a.create(c.Rejected)
}

// carryOut makes the changes of a plan one by one, or shows them.
func (a *app) carryOut(make planner, dry bool) (importer.Summary, error) {
	open := a.target
	if dry {
		open = a.look
	}
	into, err := open()
	if err != nil {
		return importer.Summary{}, err
	}
	plan, err := make(func(at time.Time) (*graph.Snapshot, error) { return into.Picture(a.ctx, at) })
	if err != nil {
		return importer.Summary{}, err
	}
	o := importer.Options{Now: a.w.Clock}
	if dry {
		now, err := into.Picture(a.ctx, time.Time{})
		if err != nil {
			return importer.Summary{}, err
		}
		words := importer.NewWords(now)
		o.Seen = func(s importer.Step) { a.showStep(words, s) }
	} else {
		o.Apply = into.Apply
		o.Progress = a.progress()
		defer a.endProgress()
	}
	return importer.Run(a.ctx, plan, o)
}

func (a *app) showStep(words *importer.Words, s importer.Step) {
	if s.Draft.IsEmpty() {
		return
	}
	if a.g.JSON {
		_ = a.jsonLine(asStep(words, s)) // where the answer cannot be printed nothing is left to tell
		return
	}
	if head := words.Heading(s); head != "" {
		a.printf("%s\n", head)
	}
	for _, line := range words.Lines(s) {
		a.printf("  %s\n", line)
	}
}

// progress tells how far an import has come: one line that is written over on a terminal, else a plain
// line every few seconds.
func (a *app) progress() func(importer.Progress) {
	if a.g.Quiet {
		return nil
	}
	every := 5 * time.Second
	if a.w.ErrTerminal {
		every = 100 * time.Millisecond
	}
	var last time.Time
	return func(p importer.Progress) {
		now := a.w.Clock()
		if now.Sub(last) < every && !last.IsZero() {
			return
		}
		if last.IsZero() && !a.w.ErrTerminal { // a short import prints none
			last = now
			return
		}
		last = now
		a.progressLine(progressWords(p))
	}
}

func progressWords(p importer.Progress) string {
	line := wording.Number(float64(p.Done)) + " " + p.Unit
	if p.Total > 0 {
		line = wording.Number(float64(p.Done)) + " of " + wording.Number(float64(p.Total)) + " " + p.Unit
	}
	if p.Rate > 0 {
		line += ", " + wording.Whole(p.Rate) + " a second"
	}
	if left := p.Left.Round(time.Second); left > 0 {
		line += ", " + left.String() + " left"
	}
	return line
}

// problems prints every problem of files on a line of its own before the first is told as the error.
func (a *app) problems(err error) error {
	var list importer.Problems
	if f := fault.Of(err); f == nil || !asProblems(f.Err, &list) || a.g.JSON {
		return err
	}
	for _, p := range list {
		a.notef("%s\n", p)
	}
	return fault.New(fault.Invalid, wording.Count(len(list), "problem", "problems")+" in the files; nothing was written from there on", "Mend them and import again; what is there already is left as it is")
}

func asProblems(err error, list *importer.Problems) bool {
	p, ok := err.(importer.Problems)
	*list = p
	return ok && len(p) > 0
}
