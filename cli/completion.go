package cli

import (
	"fmt"
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
	shells := map[string]func(*kong.Node) string{"bash": bash, "zsh": zsh, "fish": fish}
	script, ok := shells[c.Shell]
	if !ok {
		return fault.New(fault.Invalid, "there is no completion for "+c.Shell, "Use bash, zsh or fish")
	}
	a.printf("%s", script(a.parser.Model.Node))
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

// names is the names of the commands a person is offered.
func names(root *kong.Node) []string {
	var out []string
	for _, n := range visible(root) {
		out = append(out, n.Name)
	}
	return out
}

// flags is the flags of a command, those of every command included.
func flags(root, n *kong.Node) []*kong.Flag {
	groups := [][]*kong.Flag{n.Flags}
	if n != root {
		groups = append(groups, root.Flags)
	}
	var out []*kong.Flag
	for _, group := range groups {
		for _, f := range group {
			if !f.Hidden {
				out = append(out, f)
			}
		}
	}
	return out
}

// choices is the words that a flag or an argument can be, nil where it is free.
func choices(v *kong.Value) []string {
	if v.Enum == "" {
		return nil
	}
	return strings.Split(v.Enum, ",")
}

// typedFlags is the flags as they are typed.
func typedFlags(list []*kong.Flag) string {
	out := make([]string, len(list))
	for i, f := range list {
		out[i] = "--" + f.Name
	}
	return strings.Join(out, " ")
}

// bash is a function that looks for the command on the line, then offers the words that can stand there:
// flags after a hyphen, the values of a flag or an argument where they are listed, else files.
func bash(root *kong.Node) string {
	var b, values strings.Builder
	b.WriteString(`_throughline() {
	local cur=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= flags= words= i
	if [ "$cur" = = ]; then cur=; elif [ "$before" = = ]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		` + strings.Join(names(root), "|") + `) command=${COMP_WORDS[i]}; break ;;
		esac
	done
	case $command in
	'') flags="` + typedFlags(flags(root, root)) + `" words="` + strings.Join(names(root), " ") + `" ;;
`)
	for _, n := range visible(root) {
		fmt.Fprintf(&b, "\t%s) flags=\"%s\" words=\"%s\" ;;\n", n.Name, typedFlags(flags(root, n)), strings.Join(listed(n), " "))
		for _, f := range n.Flags {
			if list := choices(f.Value); list != nil {
				fmt.Fprintf(&values, "\t'%s --%s') words=\"%s\" ;;\n", n.Name, f.Name, strings.Join(list, " "))
			}
		}
	}
	b.WriteString("\tesac\n\tcase \"$command $before\" in\n" + values.String() + `	esac
	[[ $cur != -* ]] || words=$flags
	if [ -n "$words" ]; then
		COMPREPLY=($(compgen -W "$words" -- "$cur"))
	else
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
	fi
}
complete -F _throughline throughline
`)
	return b.String()
}

// listed is the words that the arguments of a command can be, nil where they are free.
func listed(n *kong.Node) []string {
	for _, p := range n.Positional {
		if list := choices(p); list != nil {
			return list
		}
	}
	return nil
}

// zsh describes every flag to the shell's own completion, whether the script is read at the start or lies in
// a folder of functions.
func zsh(root *kong.Node) string {
	var b strings.Builder
	b.WriteString("#compdef throughline\n_throughline() {\n\tlocal line state\n\tlocal -a commands=(\n")
	for _, n := range visible(root) {
		b.WriteString("\t\t" + quote(n.Name+":"+n.Help) + "\n")
	}
	b.WriteString("\t)\n\t_arguments -C" + zshFlags(root.Flags) + " '1:command:->command' '*::word:->words'\n")
	b.WriteString("\tcase $state in\n\tcommand) _describe command commands ;;\n\twords)\n\t\tcase ${line[1]} in\n")
	for _, n := range visible(root) {
		word := "'*:file:_files'"
		if list := listed(n); list != nil {
			word = quote("1:word:(" + strings.Join(list, " ") + ")")
		}
		b.WriteString("\t\t" + n.Name + ") _arguments" + zshFlags(flags(root, n)) + " " + word + " ;;\n")
	}
	b.WriteString("\t\tesac ;;\n\tesac\n}\nif [ \"${funcstack[1]}\" = _throughline ]; then _throughline \"$@\"; else compdef _throughline throughline; fi\n")
	return b.String()
}

func zshFlags(list []*kong.Flag) string {
	var b strings.Builder
	escape := strings.NewReplacer("[", `\[`, "]", `\]`, ":", `\:`)
	for _, f := range list {
		spec := "--" + f.Name
		if !f.IsBool() {
			spec += "="
		}
		spec += "[" + escape.Replace(f.Help) + "]"
		if list := choices(f.Value); list != nil {
			spec += ":" + f.Name + ":(" + strings.Join(list, " ") + ")"
		} else if !f.IsBool() {
			spec += ":" + f.Name + ":_files"
		}
		b.WriteString(" " + quote(spec))
	}
	return b.String()
}

func fish(root *kong.Node) string {
	var b strings.Builder
	line := func(when string, rest ...string) {
		b.WriteString("complete -c throughline -n " + quote(when) + " " + strings.Join(rest, " ") + "\n")
	}
	for _, n := range visible(root) {
		seen := "__fish_seen_subcommand_from " + n.Name
		line("__fish_use_subcommand", "-f -a", n.Name, "-d", quote(n.Help))
		for _, f := range flags(root, n) {
			rest := "-l " + f.Name
			if list := choices(f.Value); list != nil {
				rest += " -x -a " + quote(strings.Join(list, " "))
			} else if !f.IsBool() {
				rest += " -r"
			}
			line(seen, rest, "-d", quote(f.Help))
		}
		if list := listed(n); list != nil {
			line(seen, "-f -a", quote(strings.Join(list, " ")))
		}
	}
	return b.String()
}

// quote makes one word of the text for bash, zsh and fish alike.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
