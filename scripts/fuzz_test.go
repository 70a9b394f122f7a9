package scripts_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A target whose time is over before go is done is fuzzed again, three times at most; an input that fails ends it at once.
func TestFuzzTellsAFindingFromTheEndOfItsTime(t *testing.T) {
	for name, c := range map[string]struct {
		says   string
		status int
		calls  int // 0 is one for each target
	}{
		"all is well":             {"", 0, 0},
		"the time was over":       {"context deadline exceeded", 2, 3},
		"an input fails":          {"Failing input written to x", 1, 1},
		"an input fails, at last": {"Failing input written to x; context deadline exceeded", 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			calls := filepath.Join(dir, "calls")
			fake := "#!/bin/sh\necho run >> '" + calls + "'\necho '" + c.says + "'\ntest -z '" + c.says + "'\n"
			if err := os.WriteFile(filepath.Join(dir, "go"), []byte(fake), 0o755); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command("./fuzz.sh", "2s")
			cmd.Env = append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH"))
			out, _ := cmd.CombinedOutput()
			if got := cmd.ProcessState.ExitCode(); got != c.status {
				t.Errorf("the status is %d, want %d: %s", got, c.status, out)
			}
			said, err := os.ReadFile(calls)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Count(string(said), "run"); got != c.calls && (c.calls != 0 || got < 10) {
				t.Errorf("go was called %d times, want %d", got, c.calls)
			}
		})
	}
}
