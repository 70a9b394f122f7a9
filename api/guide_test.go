package api_test

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// example is a command of the guide with the answer it shows.
type example struct {
	line    int
	command string
	form    string // json or text
	want    string
}

// examplesIn reads the examples of a guide: a block of sh, and right after it a block with the answer.
func examplesIn(t *testing.T, text string) []example {
	t.Helper()
	var out []example
	lines := strings.Split(text, "\n")
	block := func(at int) (body string, end int) {
		for end = at + 1; end < len(lines) && lines[end] != "```"; end++ {
			body += lines[end] + "\n"
		}
		return body, end
	}
	for n := 0; n < len(lines); n++ {
		if lines[n] != "```sh" {
			continue
		}
		command, end := block(n)
		form := strings.TrimPrefix(lines[end+1], "```")
		if !strings.HasPrefix(lines[end+1], "```") || form != "json" && form != "text" {
			t.Fatalf("line %d: no answer follows the command", n+1)
		}
		want, last := block(end + 1)
		out = append(out, example{n + 1, command, form, want})
		n = last
	}
	return out
}

// words takes a command of the shell apart.
func words(command string) []string {
	var out []string
	var word strings.Builder
	quote, in := rune(0), false
	for _, c := range strings.ReplaceAll(command, "\\\n", " ") {
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(c)
		case c == '\'' || c == '"':
			quote, in = c, true
		case c == ' ' || c == '\n':
			if in {
				out = append(out, word.String())
			}
			word.Reset()
			in = false
		default:
			word.WriteRune(c)
			in = true
		}
	}
	return out
}

// curl is the answer to a command of the guide.
func (s *site) curl(t *testing.T, e example) *answer {
	t.Helper()
	args := words(e.command)
	if len(args) < 2 || args[0] != "curl" {
		t.Fatalf("line %d: %q is not a curl", e.line, e.command)
	}
	method, body, address, stream := "GET", "", "", false
	var headers []string
	for i := 1; i < len(args); i++ {
		switch a := args[i]; a {
		case "-N":
			stream = true
		case "-H":
			i++
			name, value, _ := strings.Cut(args[i], ": ")
			headers = append(headers, name, value)
		case "-d":
			i++
			method, body = "POST", args[i]
		default:
			rest, ok := strings.CutPrefix(a, "http://127.0.0.1:7070")
			if !ok {
				t.Fatalf("line %d: %q is neither a flag this reads nor an address", e.line, a)
			}
			address = rest
		}
	}
	if stream {
		return s.left(method, address, body)
	}
	r := httptest.NewRequest(method, address, strings.NewReader(body))
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return s.serve(r)
}

// The examples of the guide are true, one after the other, of the demo organisation.
func TestTheGuideIsTrue(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "docs", "guide", "api.md"))
	if err != nil {
		t.Fatal(err)
	}
	s := harbor(t)
	list := examplesIn(t, string(text))
	if len(list) < 15 {
		t.Fatalf("the guide has %d examples", len(list))
	}
	for _, e := range list {
		a := s.curl(t, e)
		if e.form == "text" {
			if want, _, _ := strings.Cut(e.want, "…"); !strings.HasPrefix(a.body, want) {
				t.Errorf("line %d: it answers %.300s, want %s", e.line, a.body, want)
			}
			continue
		}
		var want, got any
		if err := json.Unmarshal([]byte(e.want), &want); err != nil {
			t.Fatalf("line %d: %v", e.line, err)
		}
		if err := json.Unmarshal([]byte(a.body), &got); err != nil {
			t.Fatalf("line %d: %v in %s", e.line, err, a.body)
		}
		if wrong := unlike(want, got, "the answer"); wrong != "" {
			t.Errorf("line %d: %s, in %.2000s", e.line, wrong, a.body)
		}
	}
}

// unlike says where a value is not as the guide shows it, "" where it is: what the guide leaves out of an object may be anything,
// "…" is anything or the rest of a list, and a number is shown to as many places as it is written with.
func unlike(want, got any, at string) string {
	switch w := want.(type) {
	case string:
		if w == "…" {
			return ""
		}
	case float64:
		g, ok := got.(float64)
		_, after, _ := strings.Cut(strconv.FormatFloat(w, 'f', -1, 64), ".")
		scale := math.Pow10(len(after))
		if !ok || math.Round(g*scale) != math.Round(w*scale) {
			return fmt.Sprintf("%s is %v, want %v", at, got, w)
		}
		return ""
	case []any:
		return unlikeList(w, got, at)
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			return fmt.Sprintf("%s is %v, want an object", at, got)
		}
		for name, v := range w {
			if _, there := g[name]; !there {
				return fmt.Sprintf("%s has no %s", at, name)
			}
			if wrong := unlike(v, g[name], at+"."+name); wrong != "" {
				return wrong
			}
		}
		return ""
	}
	if want != got {
		return fmt.Sprintf("%s is %v, want %v", at, got, want)
	}
	return ""
}

func unlikeList(want []any, got any, at string) string {
	g, ok := got.([]any)
	if !ok {
		return fmt.Sprintf("%s is %v, want a list", at, got)
	}
	if n := len(want); n > 0 && want[n-1] == "…" {
		if len(g) < n {
			return fmt.Sprintf("%s has %d elements, want %d or more", at, len(g), n)
		}
		want, g = want[:n-1], g[:n-1]
	}
	if len(want) != len(g) {
		return fmt.Sprintf("%s has %d elements, want %d", at, len(g), len(want))
	}
	for i := range want {
		if wrong := unlike(want[i], g[i], fmt.Sprintf("%s[%d]", at, i)); wrong != "" {
			return wrong
		}
	}
	return ""
}
