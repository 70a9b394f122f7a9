package ledger

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"throughline/fault"
)

// The greatest lengths in bytes, so that every engine can index the names and tell of them.
const (
	MaxWorkspace = 200
	MaxKind      = 100
	MaxID        = 1000
)

// Admit holds the entries against what every Store promises to keep exactly; a Store calls it before
// it writes. The entries must be sealed onto one another after the head; anything else is a defect of
// the caller (an Internal fault). Names and texts must be UTF-8 without zero characters, and a body
// one JSON object on one line without zero characters, because not every engine can keep or show
// others (an Invalid fault that names the place).
func Admit(workspace string, after Head, entries []Entry) error {
	if wrong := misnamed(workspace, MaxWorkspace); wrong != "" {
		return fault.Invalidf("Choose another name", "%.40q cannot be the name of a workspace: %s", workspace, wrong)
	}
	for i := range entries {
		e := &entries[i]
		if wrong := e.Wrong(after); wrong != "" {
			return fault.New(fault.Internal, fmt.Sprintf("the change meant to be number %d was not sealed rightly: %s", after.Position+1, wrong), "Nothing was written; please report this")
		}
		if err := e.Admit(); err != nil {
			return err
		}
		after = e.Head()
	}
	return nil
}

// Admit holds one entry's texts and documents against what every Store can keep: an Invalid fault
// names the place. An engine asks it of each command alone, so that one bad text does not refuse
// the changes that share its commit.
func (e *Entry) Admit() error {
	for _, s := range []struct{ what, text string }{
		{"actor", e.Actor}, {"channel", string(e.Channel)}, {"verb", e.Verb}, {"reason", e.Reason},
	} {
		if wrong := misspelt(s.text); wrong != "" {
			return unfit("the "+s.what+" of the change", wrong)
		}
	}
	for _, at := range []time.Time{e.Recorded, e.Effective} {
		if at.Year() < 1 || at.Year() > 9999 {
			return unfit("the time of the change", fmt.Sprintf("the year %d is not between 1 and 9999", at.Year()))
		}
	}
	for i := range e.Documents {
		if err := e.Documents[i].admit(); err != nil {
			return err
		}
	}
	return nil
}

func (d *Document) admit() error {
	if wrong := cmp.Or(misnamed(d.Kind, MaxKind), misnamed(d.ID, MaxID)); wrong != "" {
		return unfit(fmt.Sprintf("the name %.80q", d.Kind+"/"+d.ID), wrong)
	}
	for _, p := range d.Personal {
		if wrong := misspelt(p.Field + p.Text); wrong != "" {
			return unfit(fmt.Sprintf("the %s of %s/%s", p.Field, d.Kind, d.ID), wrong)
		}
	}
	if wrong := d.badBody(); wrong != "" {
		return unfit(fmt.Sprintf("the document of %s/%s", d.Kind, d.ID), wrong)
	}
	return nil
}

// badBody says why the body cannot be kept, or "".
func (d *Document) badBody() string {
	switch {
	case d.Deleted && len(d.Body) > 0:
		return "a tombstone has no body"
	case d.Deleted:
		return ""
	case len(d.Body) < 2 || d.Body[0] != '{' || d.Body[len(d.Body)-1] != '}' || !jsontext.Value(d.Body).IsValid():
		return "it is not one JSON object"
	case bytes.ContainsAny(d.Body, "\n\r"):
		return "it goes over more than one line"
	case escapesZero(d.Body):
		return "it holds a zero character"
	}
	return ""
}

// escapesZero reports whether valid JSON has \u0000 in a string: a backslash that is not itself escaped.
func escapesZero(body []byte) bool {
	for {
		i := bytes.Index(body, []byte(`\u0000`))
		if i < 0 {
			return false
		}
		before := len(body[:i]) - len(bytes.TrimRight(body[:i], `\`))
		if before%2 == 0 {
			return true
		}
		body = body[i+len(`\u0000`):]
	}
}

func misspelt(s string) string {
	switch {
	case !utf8.ValidString(s):
		return "it is not valid UTF-8 text"
	case strings.IndexByte(s, 0) >= 0:
		return "it holds a zero character"
	}
	return ""
}

// misnamed says why s cannot be a name of at most so many bytes, or "".
func misnamed(s string, most int) string {
	switch {
	case s == "":
		return "it is empty"
	case len(s) > most:
		return fmt.Sprintf("it is longer than %d bytes", most)
	}
	return misspelt(s)
}

func unfit(what, wrong string) *fault.Fault {
	return fault.Invalidf("Correct it and try again; nothing was written", "%s cannot be stored: %s", what, wrong)
}
