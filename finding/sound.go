package finding

import (
	"fmt"
	"regexp"
	"strings"

	"throughline/fault"
)

var codeForm = regexp.MustCompile(`^[A-Z]{3}[0-9]{3}$`)

// Sound says whether the checks can stand in one list: each has a code of its area that no other has,
// a severity, a function to run, and all its words. The answer names the first that cannot.
func Sound(checks []*Check) error {
	seen := make(map[string]bool, len(checks))
	for i, c := range checks {
		if c == nil {
			return unsound(fmt.Sprintf("check %d of the list is empty", i+1))
		}
		if wrong := c.wrong(); wrong != "" {
			return unsound(fmt.Sprintf("the check %q %s", c.Code, wrong))
		}
		if seen[c.Code] {
			return unsound(fmt.Sprintf("the code %s stands twice", c.Code))
		}
		seen[c.Code] = true
	}
	return nil
}

func unsound(sentence string) error {
	return fault.New(fault.Internal, sentence, "Please report this")
}

// wrong says what is wrong with the check, or "".
func (c *Check) wrong() string {
	switch {
	case !codeForm.MatchString(c.Code):
		return "has no code of three capital letters and three digits"
	case c.Area.Prefix() == "" || !strings.HasPrefix(c.Code, c.Area.Prefix()):
		return fmt.Sprintf("does not begin like the codes of the area %q", string(c.Area))
	case c.Severity.String() == "":
		return "has no severity"
	case c.Run == nil && c.Each == nil:
		return "has nothing to run"
	case c.Run != nil && c.Each != nil:
		return "runs on all and on each"
	}
	for _, w := range []struct {
		name, text string
		stop       bool
	}{{"title", c.Title, false}, {"documentation", c.Doc, true}, {"who can mend it", c.Mends, false}, {"next step", c.Next, false}} {
		switch {
		case strings.TrimSpace(w.text) == "" || strings.TrimSpace(w.text) != w.text:
			return "is missing words: " + w.name
		case strings.HasSuffix(w.text, ".") != w.stop:
			return "begins or ends wrongly: " + w.name
		}
	}
	return ""
}
