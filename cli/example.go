package cli

import (
	"strings"

	"github.com/alecthomas/kong"
)

// example is a command line a person could type, and what it does.
type example struct{ words, does string }

// examples are the examples of a command's help and of its manual, the plainest first.
func examples(command string) []example { return examplesOf[command] }

var examplesOf = map[string][]example{
	"demo": {
		{"throughline demo", "opens it in the browser; the data is gone when you stop it"},
		{"throughline demo --today 2026-09-24 --data demo.db", "keeps the data, and pretends it is that day"},
	},
	"serve": {
		{"throughline serve", "answers at 127.0.0.1:7070"},
		{"throughline serve --data harbor.db --listen 127.0.0.1:0", "other data, at any free port"},
	},
	"mcp": {
		{"throughline mcp --data harbor.db --as person/ana-lima", "the command to give to an assistant that asks for Ana Lima"},
	},
	"import": {
		{"throughline import --dry-run my-organisation/", "says what would change, and writes nothing"},
		{"throughline import my-organisation/", "a directory of workspace files"},
		{"throughline import --suggest --kind initiative plan.csv", "prints a mapping for a table, made from its header"},
		{"throughline import --mapping plan.yaml --rejected rest.csv plan.csv", "rows that cannot be taken come back with the reason"},
		{"throughline import enhancements.tar.xz --mapping kubernetes", "a repository of proposals with its history"},
	},
	"export": {
		{"throughline export my-organisation/", "a directory of workspace files"},
		{"throughline export --at 2026-06-30 - | less", "one file, as it stood on that day"},
		{"throughline export --archive my-organisation.archive.gz", "the whole history of one workspace"},
	},
	"check": {
		{"throughline check", "all findings, the worst first"},
		{"throughline check --fail warning --show warning", "status 1 for a warning too; notes stay away"},
		{"throughline check --unit loan-servicing --area decisions", "one unit with those below it, one area"},
		{"throughline check --json DEC001 DEC002", "one finding a line, for other programs"},
	},
	"report": {
		{"throughline report -o where-we-stand.html", "one file with everything in it, ready to be mailed"},
		{"throughline report --at 2026-06-30 --period h1", "Markdown, as it stood on that day"},
		{"throughline report -o figures.json", "the figures and findings for other programs"},
	},
	"measure": {
		{"throughline measure", "every figure of the present period"},
		{"throughline measure intent.kept --unit loan-servicing", "one figure of one unit"},
		{"throughline measure --list", "what can be measured, and the question each figure answers"},
	},
	"explain": {
		{"throughline explain intent.kept", "the formula, the inputs and the records of a figure"},
		{"throughline explain DEC001", "what a finding means and who can mend it"},
		{"throughline explain work/ls-319", "why are we doing this?"},
	},
	"diff": {
		{"throughline diff 2026-07-20", "what changed since that day"},
		{"throughline diff lock-1", "what changed since the plan lock, and how the plan drifted"},
		{"throughline diff 2026-07-20 2026-09-24 --kind initiative", "between two days, one kind of record"},
	},
	"log": {
		{"throughline log", "the latest 20 changes"},
		{"throughline log initiative/ledger-cutover --limit 0", "all changes of one record"},
	},
	"undo":     {{"throughline undo 41 --why \"the wrong half\"", "takes change 41 back; the log gives the number"}},
	"mail":     {{"throughline mail ana@example.org --mail-server=smtp.example.org:587 --mail-from=throughline@example.org", "with the flags that serve has"}},
	"password": {{"throughline password ana@example.org", "for who cannot sign in, while the server does not run"}},
	"workspaces": {
		{"throughline workspaces", "what there is, and what no account owns"},
		{"throughline workspaces --new lantern --owner ana@example.org", "makes one, or gives one that was imported its first owner"},
	},
	"verify": {{"throughline verify", "reads the whole history and checks every link of the chain"}},
	"backup": {
		{"throughline backup harbor.backup.gz", "packed, because the name ends in .gz"},
		{"throughline backup --data postgres://localhost/harbor harbor.backup", "from a database"},
	},
	"restore": {
		{"throughline restore harbor.backup.gz --data new.db", "into new data"},
		{"throughline restore --salvage damaged.db --data saved.db", "keeps each history up to its first bad change"},
	},
	"generate": {
		{"throughline generate --data try.db", "about 5,000 records and a year of history"},
		{"throughline generate --data big.db -n 100000 --seed 7 --key planted.json", "larger, with a list of what was planted"},
	},
	"completion": {
		{"source <(throughline completion bash)", "in ~/.bashrc"},
		{"throughline completion fish > ~/.config/fish/completions/throughline.fish", "once"},
	},
	"version": {{"throughline version --json", "for other programs"}},
}

// showExamples puts the examples under the help of each command.
func showExamples(root *kong.Node) {
	for _, n := range root.Children {
		if list := examples(n.Name); len(list) > 0 {
			n.Detail = "Examples:\n" + exampleLines(list)
		}
	}
}

// exampleLines is the examples as indented lines: the words, and what they do below them.
func exampleLines(list []example) string {
	var b strings.Builder
	for _, e := range list {
		b.WriteString("  " + e.words + "\n      " + e.does + "\n")
	}
	return b.String()
}
