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
		b.WriteString(".SS " + roff(strings.TrimPrefix(n.Summary(), "throughline ")) + "\n" + roff(n.Help) + "\n")
		for _, f := range n.Flags {
			flagEntry(&b, f)
		}
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

func flagEntry(b *strings.Builder, f *kong.Flag) {
	if f.Hidden {
		return
	}
	b.WriteString(".TP\n\\fB\\-\\-" + roff(f.Name) + "\\fR")
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
