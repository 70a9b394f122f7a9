// Package scripts_test runs the shell scripts on a system that is made up: a folder of programs that only
// pretend.
package scripts_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// system is a PATH with the few real programs the scripts need and some that pretend.
func system(t *testing.T, pretend map[string]string) (path string) {
	t.Helper()
	path = t.TempDir()
	for _, name := range []string{"bash", "dirname", "cat", "sed", "find", "sort", "tail", "chmod", "mkdir"} {
		real, err := exec.LookPath(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(real, filepath.Join(path, name)); err != nil {
			t.Fatal(err)
		}
	}
	for name, body := range pretend {
		if err := os.WriteFile(filepath.Join(path, name), []byte("#!/bin/sh\n"+body+"\n"), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// run runs need.sh for a browser and a compiler on the system.
func run(t *testing.T, path string) (string, error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), filepath.Join(path, "bash"), "need.sh", "chromium", "gcc")
	cmd.Env = []string{"PATH=" + path}
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func TestNeedWithoutRootSaysOneLineAndFails(t *testing.T) {
	path := system(t, map[string]string{"id": "echo 1000", "apt-get": "echo installed anyway; exit 3"})
	out, err := run(t, path)
	if err == nil {
		t.Errorf("need.sh succeeds although a browser is missing:\n%s", out)
	}
	if want := "\n  sudo apt-get install -y chromium gcc libc6-dev\n"; !strings.HasSuffix(out, want) {
		t.Errorf("need.sh says %q, want it to end with %q", out, want)
	}
	if strings.Contains(out, "installed anyway") {
		t.Error("need.sh installs without being root")
	}
}

func TestNeedOnOtherSystems(t *testing.T) {
	for manager, want := range map[string]string{
		"brew": "brew install --cask chromium gcc",
		"dnf":  "sudo dnf install -y chromium gcc",
	} {
		out, err := run(t, system(t, map[string]string{"id": "echo 0", manager: "exit 3"}))
		if err == nil || !strings.Contains(out, want) {
			t.Errorf("with %s, need.sh says %q (%v), want %q and a failure", manager, out, err, want)
		}
	}
}

func TestNeedAsRootInstalls(t *testing.T) {
	path := system(t, map[string]string{"id": "echo 0", "gcc": ""})
	installs := `case $1 in install) printf '#!/bin/sh\n' >"${0%/*}/chromium" && chmod +x "${0%/*}/chromium" ;; esac`
	if err := os.WriteFile(filepath.Join(path, "apt-get"), []byte("#!/bin/sh\n"+installs+"\n"), 0o777); err != nil {
		t.Fatal(err)
	}
	if out, err := run(t, path); err != nil || !strings.Contains(out, "Installing chromium for the tests.") {
		t.Errorf("need.sh: %v\n%s", err, out)
	}
	if out, err := run(t, path); err != nil || out != "" {
		t.Errorf("need.sh with nothing missing: %v, %q; want silence", err, out)
	}
}

func TestNeedAsRootNoticesAnInstallationThatDidNotHelp(t *testing.T) {
	path := system(t, map[string]string{"id": "echo 0", "gcc": "", "apt-get": ""})
	if out, err := run(t, path); err == nil || !strings.Contains(out, "chromium is still not found") {
		t.Errorf("need.sh: %v, want a failure that says so\n%s", err, out)
	}
}

func TestScriptsParse(t *testing.T) {
	names, err := filepath.Glob("*.sh")
	if err != nil || len(names) < 5 {
		t.Fatalf("found %d scripts: %v", len(names), err)
	}
	for _, name := range append(names, filepath.Join("..", ".ci", "run")) {
		if out, err := exec.CommandContext(t.Context(), "bash", "-n", name).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
		if info, err := os.Stat(name); err != nil || info.Mode()&0o111 == 0 {
			t.Errorf("%s cannot be run", name)
		}
	}
}
