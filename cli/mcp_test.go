package cli_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"throughline/cli"
)

// An assistant is started by its own program and speaks with it line by line, on behalf of the person of --as.
func TestAnAssistantAsksOverPipes(t *testing.T) {
	data := lantern(t)
	in, toProgram := io.Pipe()
	fromProgram, out := io.Pipe()
	var errs bytes.Buffer
	ended := make(chan int, 1)
	go func() {
		ended <- cli.Run(t.Context(), cli.World{
			Args: []string{"mcp", "--data", data, "--as", "person/lea-brandt"}, In: in, Out: out, Err: &errs, Env: func(string) string { return "" }, Clock: storyClock, Version: "test",
		})
		_ = out.Close()
	}()
	lines := bufio.NewReader(fromProgram)
	ask := func(line string) string {
		if _, err := fmt.Fprintln(toProgram, line); err != nil {
			t.Fatal(err)
		}
		answer, err := lines.ReadString('\n')
		if err != nil {
			t.Fatalf("%v: %s", err, errs.String())
		}
		return answer
	}
	if got := ask(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}`); !strings.Contains(got, `"name":"throughline"`) {
		t.Errorf("it presents itself as %s", got)
	}
	if _, err := fmt.Fprintln(toProgram, `{"jsonrpc":"2.0","method":"notifications/initialized"}`); err != nil {
		t.Fatal(err)
	}
	if got := ask(`{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"where_we_stand","arguments":{}}}`); !strings.Contains(got, `"waterfall"`) || strings.Contains(got, `"isError":true`) {
		t.Errorf("where we stand: %s", got)
	}
	for _, c := range []struct{ line, want string }{
		{`{"jsonrpc":"2.0",`, `{"jsonrpc":"2.0","id":null,"error":{"code":-32700,`},
		{`hello`, `"code":-32700`},
		{`{"hello":1}`, `"code":-32600`},
		{`[{"jsonrpc":"2.0","id":7,"method":"ping"}]`, `"code":-32600`},
		{`"` + strings.Repeat("x", 3<<20) + `"`, `longer than 1 MiB`},
		{"\n" + `{"jsonrpc":"2.0","id":8,"method":"ping"}`, `"id":8`},
		{`{"jsonrpc":"2.0","id":9,"method":"nothing"}`, `"id":9`},
	} {
		if got := ask(c.line); !strings.Contains(got, c.want) {
			t.Errorf("%.40s is answered %s, want %s", c.line, got, c.want)
		}
	}
	if err := toProgram.Close(); err != nil {
		t.Fatal(err)
	}
	if status := <-ended; status != cli.ExitOK {
		t.Errorf("it ends with %d: %s", status, errs.String())
	}
	if got := run(t, cli.ExitRefused, "mcp", "--data", data); strings.Contains(got, "operator") || !strings.Contains(got, "not said for whom") || !strings.Contains(got, "--as person/") {
		t.Errorf("without --as: %s", got)
	}
	if got := run(t, cli.ExitRefused, "mcp", "--data", data, "--as", "unit/x"); !strings.Contains(got, "on behalf of a person") {
		t.Errorf("for a unit: %s", got)
	}
	if got := run(t, cli.ExitRefused, "mcp", "--data", data, "--as", "person/nobody-of-that-name"); !strings.Contains(got, `no person "nobody-of-that-name"`) || !strings.Contains(got, "--as person/") {
		t.Errorf("for nobody: %s", got)
	}
}
