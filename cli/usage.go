package cli

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/alecthomas/kong"

	"throughline/fault"
	"throughline/wording"
)

// spelled is the words of the command line with what people type out of habit in the way of this program:
// help serve, --version.
func spelled(args []string) []string {
	switch {
	case len(args) == 0:
		return []string{"--help"}
	case args[0] == "help":
		return append(args[1:len(args):len(args)], "--help")
	case args[0] == "--version":
		return append([]string{"version"}, args[1:]...)
	}
	return args
}

// attempt is a command line that was not understood: the root of all commands, and the command that was
// recognised in it, which is the root where none was.
type attempt struct{ root, command *kong.Node }

// misread is one way in which the parser does not understand: how it says so, and the fault for the person.
// The parser tells its errors apart by nothing but their text; what no entry fits is told as it is.
type misread struct {
	says *regexp.Regexp
	tell func(a attempt, part []string) *fault.Fault
}

// wrongWords is the fault of a command line that was not understood: what is wrong, what may have been
// meant, and where to read on.
func wrongWords(root *kong.Node, err error) *fault.Fault {
	a := attempt{root: root, command: root}
	if e, ok := errors.AsType[*kong.ParseError](err); ok && e.Context != nil && e.Context.Selected() != nil {
		a.command = e.Context.Selected()
	}
	for _, m := range []misread{
		{regexp.MustCompile(`^unknown flag (\S+?)(?:, did you mean .*)?$`), attempt.unknownFlag},
		{regexp.MustCompile(`^unexpected argument (.+?)(?:, did you mean .*)?$`), attempt.unexpected},
		{regexp.MustCompile(`^expected (?:one of )?"(.*)"`), attempt.missing},
		{regexp.MustCompile(`^(\S+) must be one of (.*) but got "(.*)"$`), attempt.notListed},
		{regexp.MustCompile(`^(\S+): expected \w+ value but got "EOL"`), attempt.noValue},
		{regexp.MustCompile(`^(\S+): expected string value but got "(.*)" \(`), attempt.flagForValue},
		{regexp.MustCompile(`^(\S+): expected (?:a valid \d+ bit u?int|int value) but got "(.*?)"`), attempt.noNumber},
		{regexp.MustCompile(`^(\S+): bool value must be .* but got "(.*)"$`), attempt.noSwitch},
	} {
		if part := m.says.FindStringSubmatch(err.Error()); part != nil {
			return m.tell(a, part)
		}
	}
	return a.fault("%s", err.Error())
}

// fault says what is wrong, and where to read on.
func (a attempt) fault(format string, args ...any) *fault.Fault {
	remedy := "Run throughline --help for the commands"
	if a.command != a.root {
		remedy = "Run throughline " + a.command.Name + " --help for its flags and examples"
	}
	return fault.Invalidf(remedy, format, args...)
}

// unknownFlag offers the flags that are spelled alike, else those that are the command's own.
func (a attempt) unknownFlag(part []string) *fault.Fault {
	f := a.fault("there is no flag %s", part[1])
	names := []string{"--help"}
	for _, known := range flags(a.root, a.command) {
		names = append(names, "--"+known.Name)
	}
	if strings.HasPrefix(part[1], "--") {
		f.Nearest = fault.Nearest(part[1], names, 3)
	}
	if own := a.own(); len(own) > 0 && len(f.Nearest) == 0 {
		f.Sentence += "; " + a.command.Name + " has " + wording.List(own, len(own))
	}
	return f
}

// own is the flags of the command alone.
func (a attempt) own() []string {
	var out []string
	for _, f := range a.command.Flags {
		if a.command != a.root && f.Name != "help" && !f.Hidden {
			out = append(out, "--"+f.Name)
		}
	}
	return out
}

// unexpected is a word too many, or a command that does not exist.
func (a attempt) unexpected(part []string) *fault.Fault {
	if a.command != a.root {
		return a.fault("%q is one word too many for %s", part[1], a.command.Name)
	}
	var names []string
	for _, n := range visible(a.root) {
		names = append(names, n.Name)
	}
	return a.fault("there is no command %q", part[1]).WithNearest(fault.Nearest(part[1], names, 3))
}

// missing says what an argument that was left out is.
func (a attempt) missing(part []string) *fault.Fault {
	if a.command == a.root {
		return a.fault("no command is given")
	}
	f := a.fault("%s is missing", part[1])
	for _, p := range a.command.Positional {
		if "<"+p.Name+">" == part[1] {
			f.Sentence += ": " + strings.ToLower(p.Help[:1]) + strings.TrimSuffix(p.Help[1:], ".")
		}
	}
	return f
}

func (a attempt) notListed(part []string) *fault.Fault {
	words := strings.ReplaceAll(strings.ReplaceAll(part[2], `"`, ""), ",", ", ")
	return a.fault("%s cannot be %q: it is one of %s", part[1], part[3], words)
}

func (a attempt) noValue(part []string) *fault.Fault {
	return a.fault("%s is given without a value", part[1])
}

func (a attempt) flagForValue(part []string) *fault.Fault {
	f := a.fault("%s is followed by %s, which looks like a flag", part[1], part[2])
	f.Remedy = fmt.Sprintf("If it is the value, write %s=%q. ", part[1], part[2]) + f.Remedy
	return f
}

func (a attempt) noNumber(part []string) *fault.Fault {
	return a.fault("%s takes a whole number, not %q", part[1], part[2])
}

func (a attempt) noSwitch(part []string) *fault.Fault {
	return a.fault("%s takes no value, but was given %q", part[1], part[2])
}
