package cli

import (
	"strings"

	"github.com/alecthomas/kong"
)

// manualCmd prints the manual page.
type manualCmd struct{}

// Run prints the page in the language of man, made from the commands and flags themselves.
func (manualCmd) Run(a *app) error {
	a.printf("%s", manual(a.parser.Model.Node))
	return nil
}

func manual(root *kong.Node) string {
	var b strings.Builder
	b.WriteString(".TH THROUGHLINE 1\n.SH NAME\nthroughline \\- the line of sight from strategy to daily work\n")
	b.WriteString(".SH SYNOPSIS\n.B throughline\n.I COMMAND\n[\\fIFLAG\\fR ...]\n.SH DESCRIPTION\n")
	before, examples, _ := strings.Cut(about, "\n\nExamples:\n")
	b.WriteString(roff(before) + "\n.SH COMMANDS\n")
	for _, n := range visible(root) {
		commandEntry(&b, n)
	}
	b.WriteString(".SH FLAGS OF EVERY COMMAND\n")
	for _, f := range root.Flags {
		flagEntry(&b, f)
	}
	examples, statuses, _ := strings.Cut(examples, "\n\n")
	b.WriteString(".SH EXAMPLES\n.nf\n" + roff(examples) + "\n.fi\n.SH EXIT STATUS\n" + roff(statuses) + "\n")
	b.WriteString(".SH ENVIRONMENT\n")
	for _, n := range append([]*kong.Node{root}, visible(root)...) {
		for _, f := range n.Flags {
			for _, env := range f.Envs {
				b.WriteString(".TP\n.B " + roff(env) + "\nStands for \\-\\-" + roff(f.Name) + ".\n")
			}
		}
	}
	b.WriteString(".TP\n.B NO_COLOR\nPrints without colour when set.\n")
	return b.String()
}

func commandEntry(b *strings.Builder, n *kong.Node) {
	b.WriteString(".SS " + roff(strings.TrimPrefix(n.Summary(), "throughline ")) + "\n" + roff(n.Help) + "\n")
	for _, p := range n.Positional {
		b.WriteString(".TP\n\\fI" + roff(p.Summary()) + "\\fR\n" + roff(p.Help) + "\n")
	}
	for _, f := range n.Flags {
		flagEntry(b, f)
	}
	if list := examples(n.Name); len(list) > 0 {
		b.WriteString(".PP\nExamples:\n.PP\n.nf\n" + roff(strings.TrimSuffix(exampleLines(list), "\n")) + "\n.fi\n")
	}
}

func flagEntry(b *strings.Builder, f *kong.Flag) {
	if f.Hidden {
		return
	}
	b.WriteString(".TP\n")
	if f.Short != 0 {
		b.WriteString("\\fB\\-" + string(f.Short) + "\\fR, ")
	}
	b.WriteString("\\fB\\-\\-" + roff(f.Name) + "\\fR")
	if !f.IsBool() {
		b.WriteString("=\\fI" + roff(f.FormatPlaceHolder()) + "\\fR")
	}
	b.WriteString("\n" + roff(f.Help) + "\n")
}

// roff escapes text so that man shows it as it is.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\\`, "-", `\-`).Replace(s)
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, ".") || strings.HasPrefix(l, "'") {
			lines[i] = `\&` + l
		}
	}
	return strings.Join(lines, "\n")
}
