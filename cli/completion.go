package cli

import (
	"strings"

	"github.com/alecthomas/kong"

	"throughline/fault"
)

// completionCmd prints a completion script.
type completionCmd struct {
	Shell string `arg:"" help:"bash, zsh or fish." enum:"bash,zsh,fish"`
}

// Run prints the script, made from the commands and flags themselves.
func (c *completionCmd) Run(a *app) error {
	commands := visible(a.parser.Model.Node)
	switch c.Shell {
	case "bash":
		a.printf("%s", bash(a.parser.Model.Node, commands))
	case "zsh":
		a.printf("#compdef throughline\nautoload -U +X bashcompinit && bashcompinit\n%s", bash(a.parser.Model.Node, commands))
	case "fish":
		a.printf("%s", fish(a.parser.Model.Node, commands))
	default:
		return fault.New(fault.Invalid, "there is no completion for "+c.Shell, "Use bash, zsh or fish")
	}
	return nil
}

// visible is the commands a person is offered.
func visible(root *kong.Node) []*kong.Node {
	var out []*kong.Node
	for _, n := range root.Children {
		if !n.Hidden {
			out = append(out, n)
		}
	}
	return out
}

// flags is the long flags of a command, those of every command included.
func flags(root, n *kong.Node) []*kong.Flag {
	var out []*kong.Flag
	for _, group := range [][]*kong.Flag{n.Flags, root.Flags} {
		for _, f := range group {
			if !f.Hidden {
				out = append(out, f)
			}
		}
	}
	return out
}

func bash(root *kong.Node, commands []*kong.Node) string {
	var b strings.Builder
	names := make([]string, len(commands))
	for i, n := range commands {
		names[i] = n.Name
	}
	b.WriteString("_throughline() {\n\tlocal cur=${COMP_WORDS[COMP_CWORD]} words\n")
	b.WriteString("\tif [ \"$COMP_CWORD\" -eq 1 ]; then words=\"" + strings.Join(names, " ") + "\"; else\n\tcase ${COMP_WORDS[1]} in\n")
	for _, n := range commands {
		var list []string
		for _, f := range flags(root, n) {
			list = append(list, "--"+f.Name)
		}
		b.WriteString("\t" + n.Name + ") words=\"" + strings.Join(list, " ") + "\" ;;\n")
	}
	b.WriteString("\tesac; fi\n\tcase $cur in\n\t-*) COMPREPLY=($(compgen -W \"$words\" -- \"$cur\")) ;;\n")
	b.WriteString("\t*) if [ \"$COMP_CWORD\" -eq 1 ]; then COMPREPLY=($(compgen -W \"$words\" -- \"$cur\")); else COMPREPLY=($(compgen -f -- \"$cur\")); fi ;;\n\tesac\n}\n")
	b.WriteString("complete -o filenames -F _throughline throughline\n")
	return b.String()
}

func fish(root *kong.Node, commands []*kong.Node) string {
	var b strings.Builder
	quote := func(s string) string { return "'" + strings.ReplaceAll(s, "'", `\'`) + "'" }
	for _, n := range commands {
		b.WriteString("complete -c throughline -n __fish_use_subcommand -f -a " + n.Name + " -d " + quote(n.Help) + "\n")
		for _, f := range flags(root, n) {
			b.WriteString("complete -c throughline -n '__fish_seen_subcommand_from " + n.Name + "' -l " + f.Name + " -d " + quote(f.Help) + "\n")
		}
	}
	return b.String()
}
