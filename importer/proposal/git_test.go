package proposal

import (
	"crypto/sha1"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"throughline/change"
	"throughline/importer"
	"throughline/importer/source"
	"throughline/testing/gitmade"
	"throughline/testing/shared"
)

// asGit makes a repository whose main line is the versions, with much else around it: two of three
// commits come in by a merge of a branch that began earlier, others touch what nobody wants, and
// everything is packed in long chains of differences.
func asGit(t *testing.T, versions []source.Version, beside int) string {
	t.Helper()
	var commits []gitmade.Commit
	add := func(c gitmade.Commit) int {
		c.Person = fmt.Sprintf("Plätz Halter %d <%d@example.org>", len(commits)%5, len(commits)%5)
		c.Written = c.Time.Add(-time.Duration(len(commits)%40) * 24 * time.Hour)
		commits = append(commits, c)
		return len(commits)
	}
	first := versions[0].Time
	base := add(gitmade.Commit{Message: "Begin", Time: first.AddDate(0, 0, -9), Files: []gitmade.File{
		{Path: "README.md", Text: "hello"},
		{Path: "vendor/sub", Text: strings.Repeat("1", 40), Mode: gitmade.Submodule},
		{Path: "keps/sig-link/1-link/kep.yaml", Text: "../../x.yaml", Mode: gitmade.Link},
	}})
	for n, group := range byCommit(versions) {
		at := group[0].Time
		files, drafts := filesOf(group)
		for i := range beside {
			add(gitmade.Commit{Message: "Words", Time: at, Files: []gitmade.File{
				{Path: fmt.Sprintf("docs/%d/%d.md", n%17, i), Text: strings.Repeat(fmt.Sprintln(n, i), 20)},
				{Path: filepath.ToSlash(filepath.Join(filepath.Dir(group[0].Path), "README.md")), Text: fmt.Sprint(n, i)},
			}})
		}
		message := "Change it"
		if group[0].Reference != "" {
			message = "Change it (#" + group[0].Reference + ")"
		}
		side := 0
		if n%3 != 0 && len(drafts) > 0 {
			add(gitmade.Commit{Branch: "side", From: base, Message: "A draft (#999)", Time: at.Add(-50 * time.Hour), Files: drafts})
			side = add(gitmade.Commit{Branch: "side", Message: "Better", Time: at.Add(-20 * time.Hour), Files: files})
			if group[0].Reference != "" {
				message = "Merge pull request #" + group[0].Reference + " from someone/side\n\nChange it (#1)"
			}
		}
		merged := add(gitmade.Commit{Message: message, Time: at, Merge: side, Files: files})
		if n%5 == 0 {
			base = merged
		}
	}
	dir := gitmade.Make(t, commits)
	gitmade.Git(t, dir, "repack", "-a", "-d", "-q", "--depth=50")
	return dir
}

// byCommit groups versions by their commits.
func byCommit(versions []source.Version) [][]source.Version {
	var out [][]source.Version
	for i, v := range versions {
		if i > 0 && v.Commit == versions[i-1].Commit {
			out[len(out)-1] = append(out[len(out)-1], v)
			continue
		}
		out = append(out, []source.Version{v})
	}
	return out
}

// filesOf are the files of a commit: as it made them, and as a draft of it.
func filesOf(group []source.Version) (files, drafts []gitmade.File) {
	for _, v := range group {
		if v.From != "" && !slices.ContainsFunc(group, func(o source.Version) bool { return o.Path == v.From }) {
			files = append(files, gitmade.File{Path: v.From, Gone: true})
		}
		if v.Deleted {
			files = append(files, gitmade.File{Path: v.Path, Gone: true})
		}
	}
	for _, v := range group {
		if !v.Deleted {
			files = append(files, gitmade.File{Path: v.Path, Text: string(v.Content)})
			drafts = append(drafts, gitmade.File{Path: v.Path, Text: "# a draft\n" + string(v.Content)})
		}
	}
	return files, drafts
}

// asPack makes a version pack of the versions.
func asPack(t *testing.T, versions []source.Version) string {
	t.Helper()
	dir := t.TempDir()
	var index strings.Builder
	for _, v := range versions {
		row := map[string]any{"t": v.Time.Format(time.RFC3339), "commit": v.Commit, "pr": v.Reference, "path": v.Path, "from": v.From}
		if v.Deleted {
			row["deleted"] = true
		} else {
			name := fmt.Sprintf("%x", sha1.Sum(v.Content))
			row["sha"] = name
			write(t, filepath.Join(dir, "blobs", name+".yaml"), v.Content)
		}
		line, err := json.Marshal(row)
		if err != nil {
			t.Fatal(err)
		}
		index.Write(append(line, '\n'))
	}
	write(t, filepath.Join(dir, "index.jsonl"), []byte(index.String()))
	return dir
}

func write(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b, 0o644); err != nil {
		t.Fatal(err)
	}
}

// agree holds that two places give the same changes, record for record.
func agree(t *testing.T, packed, cloned Places) int {
	t.Helper()
	m := Kubernetes()
	var both [2][]string
	for i, p := range []Places{packed, cloned} {
		in, err := m.Read(t.Context(), p, source.Options{}, time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC))
		if err != nil {
			t.Fatal(err)
		}
		plan, err := in.Plan(importer.Nothing)
		if err != nil {
			t.Fatal(err)
		}
		for s := range plan.Steps {
			both[i] = append(both[i], saidBy(t, s)...)
		}
	}
	if d := cmp.Diff(both[0], both[1]); d != "" {
		t.Errorf("changes from a pack and from a repository (-pack +repository):\n%s", d)
	}
	return len(both[0])
}

var commitName = regexp.MustCompile(`commit \w+`)

// saidBy is a step as lines: when, why, each record. Commits have names of their own in each place.
func saidBy(t *testing.T, s importer.Step) []string {
	t.Helper()
	out := []string{s.Draft.Effective.Format(time.RFC3339) + " " + s.Draft.Verb + " " + commitName.ReplaceAllString(s.Draft.Reason, "commit")}
	for _, r := range s.Draft.Puts {
		fields, err := change.Fields(r)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r.Ref().String()+" "+string(fields))
	}
	for _, r := range s.Draft.Removes {
		out = append(out, r.String()+" ended")
	}
	return out
}

// story makes up versions: proposals that begin, change, move, are garbled, change their number, end,
// come back; with approvals, and files in other characters.
func story(seed uint64) []source.Version {
	dice := rand.New(rand.NewPCG(seed, 1))
	type alive struct {
		path  string
		lines []string
	}
	var now []alive
	var out []source.Version
	at := time.Date(2024, 1, 2, 8, 0, 0, 0, time.UTC)
	for n := range 120 {
		at = at.Add(time.Duration(dice.IntN(50)) * time.Hour)
		v := source.Version{Time: at, Commit: fmt.Sprintf("c%03d", n)}
		if dice.IntN(3) > 0 {
			v.Reference = fmt.Sprint(1000 + n)
		}
		what := dice.IntN(12)
		if len(now) < 4 || what < 3 {
			p := alive{fmt.Sprintf("keps/sig-%c/%d-plan-%d/kep.yaml", 'a'+rune(dice.IntN(3)), 100+n, n), []string{
				fmt.Sprintf("title: Plan %d", n), "owning-sig: sig-a", "status: provisional", "stage: alpha", fmt.Sprintf("latest-milestone: v1.%d", 30+dice.IntN(4)),
				fmt.Sprintf("authors: [\"@p%d\"]", dice.IntN(9)), fmt.Sprintf("approvers: [\"@q%d\"]", dice.IntN(5)), "participating-sigs: [sig-b, sig-c]",
				fmt.Sprintf("see-also: [/keps/sig-a/%d-plan-%d]", 100+n/2, n/2), fmt.Sprintf("kep-number: %d", 100+n),
			}}
			now = append(now, p)
			v.Path, v.Content = p.path, textOfLines(p.lines)
			out = append(out, v)
			continue
		}
		i := dice.IntN(len(now))
		p := &now[i]
		p.lines = slices.Clone(p.lines)
		p.lines[2] = "status: " + []string{"provisional", "implementable", "implemented", "withdrawn"}[dice.IntN(4)]
		v.Path = p.path
		switch what {
		case 3: // another unit
			v.From, p.path = p.path, strings.Replace(p.path, "keps/sig-", "keps/sig-x", 1)
		case 4: // another number
			v.From, p.path = p.path, fmt.Sprintf("keps/sig-a/%d-renumbered/kep.yaml", 500+n)
		case 5:
			v.Content = append([]byte("oops: [\n"), textOfLines(p.lines)...)
		case 6:
			v.Deleted = true
			now = slices.Delete(now, i, i+1)
		case 7:
			v.Content = []byte(strings.ReplaceAll(string(textOfLines(p.lines)), "\n", "\r\n"))
		case 8:
			v.Content = []byte(strings.ReplaceAll(string(textOfLines(p.lines)), "Plan", "Pl\xe4ne"))
		case 9:
			number := Kubernetes().numberOf(p.path)
			v.Path = fmt.Sprintf("keps/prod-readiness/sig-a/%d.yaml", number)
			v.Content = fmt.Appendf(nil, "kep-number: %d\nalpha:\n  approver: \"@r%d\"\n", number, dice.IntN(3))
		}
		if v.From != "" {
			v.Path = p.path
		}
		if v.Content == nil && !v.Deleted {
			v.Content = textOfLines(p.lines)
		}
		if len(out) > 0 && !v.Deleted && v.From == "" && slices.ContainsFunc(out, func(o source.Version) bool { return o.Path == v.Path && string(o.Content) == string(v.Content) }) {
			v.Content = append(v.Content, fmt.Sprintf("# %d\n", n)...) // else git would not see a change
		}
		out = append(out, v)
	}
	return out
}

// The text of a plan.
func textOfLines(lines []string) []byte { return []byte(strings.Join(lines, "\n") + "\n") }

func TestGitAgreesWithPack(t *testing.T) {
	for seed := range uint64(3) {
		versions := story(seed)
		n := agree(t, Places{Proposals: asPack(t, versions)}, Places{Proposals: asGit(t, versions, 2)})
		if n < 300 {
			t.Errorf("only %d lines were compared", n)
		}
	}
}

// The whole history of Kubernetes, made into a repository, gives what its pack gives.
func TestKubernetesGitAgreesWithPack(t *testing.T) {
	dir, ok := kubernetes(t)
	if !ok {
		return
	}
	m := Kubernetes()
	pack := filepath.Join(dir, m.Places.Proposals)
	s, err := source.Open(pack, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var versions []source.Version
	for v, err := range s.Versions(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		versions = append(versions, v)
	}
	packed := m.At(dir)
	packed.Approvals, packed.Exceptions = "", ""
	cloned := packed
	cloned.Proposals = asGit(t, versions, 1)
	shared.Ran(t, agree(t, packed, cloned))
}
