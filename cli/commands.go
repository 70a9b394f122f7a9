package cli

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// status is an exit status and what it means.
type status struct {
	code  int
	means string
}

// statuses are the exit statuses, lowest first.
func statuses() []status {
	return []status{
		{ExitOK, "done"},
		{ExitFound, "`check` found something at least as severe as asked, or `import` left rows of a table out"},
		{ExitUsage, "the words of the command are wrong"},
		{ExitRefused, "the input or the change breaks a rule, or names what is not there; nothing was written"},
		{ExitData, "the data cannot be reached or written now: it is in use, read only, full, not there, or of a newer program"},
		{ExitCorrupt, "stored data is damaged"},
		{ExitInternal, "a defect of the program"},
		{ExitStopped, "interrupted; what was done before stays"},
	}
}

// commandsPage is the page of all commands in Markdown, made from the commands and flags themselves.
func commandsPage(root *kong.Node) string {
	var b strings.Builder
	b.WriteString("# Commands\n\n<!-- Made from the program itself by `throughline docs`. Change the command, not this page. -->\n\n")
	pitch, _, _ := strings.Cut(about, "\n\n")
	b.WriteString(pitch + "\n\n| command | what it does |\n|---|---|\n")
	for _, n := range visible(root) {
		fmt.Fprintf(&b, "| [%s](#%s) | %s |\n", n.Name, n.Name, cell(n.Help))
	}
	b.WriteString("\n## Flags of every command\n\n")
	flagRows(&b, root.Flags)
	b.WriteString("\n## Exit statuses\n\n| status | meaning |\n|---:|---|\n")
	for _, s := range statuses() {
		fmt.Fprintf(&b, "| %d | %s |\n", s.code, cell(s.means))
	}
	b.WriteString("\nAn error is one sentence on the standard error with the remedy below it; with `--json` it is one JSON object.\n" +
		"Colour shows on a terminal only, and never when `NO_COLOR` is set.\n")
	for _, n := range visible(root) {
		commandSection(&b, n)
	}
	return b.String()
}

func commandSection(b *strings.Builder, n *kong.Node) {
	fmt.Fprintf(b, "\n## %s\n\n%s\n\n```\n%s\n```\n", n.Name, n.Help, "throughline "+strings.TrimSpace(n.Summary()))
	if len(n.Positional) > 0 {
		b.WriteString("\n| argument | meaning |\n|---|---|\n")
		for _, p := range n.Positional {
			fmt.Fprintf(b, "| `%s` | %s |\n", cell(p.Summary()), cell(p.Help))
		}
	}
	if len(n.Flags) > 0 {
		b.WriteString("\n")
		flagRows(b, n.Flags)
	}
	if list := examples(n.Name); len(list) > 0 {
		b.WriteString("\n```\n" + strings.TrimSuffix(exampleLines(list), "\n") + "\n```\n")
	}
}

func flagRows(b *strings.Builder, list []*kong.Flag) {
	b.WriteString("| flag | meaning | when left out |\n|---|---|---|\n")
	for _, f := range list {
		if f.Hidden {
			continue
		}
		fmt.Fprintf(b, "| %s | %s | %s |\n", flagName(f), cell(f.Help+envWords(f)), cell(defaultWords(f)))
	}
}

// flagName is the flag as it is typed, with its one-letter form.
func flagName(f *kong.Flag) string {
	name := "--" + f.Name
	if !f.IsBool() {
		name += "=" + f.FormatPlaceHolder()
	}
	if f.Short != 0 {
		return cell(fmt.Sprintf("`-%c`, `%s`", f.Short, name))
	}
	return cell("`" + name + "`")
}

func envWords(f *kong.Flag) string {
	if len(f.Envs) == 0 {
		return ""
	}
	return " Also read from `" + strings.Join(f.Envs, "`, `") + "`."
}

func defaultWords(f *kong.Flag) string {
	if !f.HasDefault || f.IsBool() {
		return ""
	}
	return "`" + f.Default + "`"
}

// cell escapes what would end a cell of a table.
func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }
