package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"

	"github.com/go-json-experiment/json"
)

// process is the program under load.
type process struct {
	url  string
	cmd  *exec.Cmd
	done chan struct{} // closed when it ended
	err  error         // how it ended; to be read once it did
}

// start starts the program on the data, and waits until it says where it answers.
func start(ctx context.Context, program, file string) (*process, error) {
	p := &process{cmd: exec.CommandContext(ctx, program, "serve", "--json", "--log", "error", "--listen", "127.0.0.1:0", "--data", file), done: make(chan struct{})}
	p.cmd.Stderr = os.Stderr
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	lines := bufio.NewReader(out)
	first, err := lines.ReadBytes('\n')
	go func() {
		_, _ = io.Copy(io.Discard, lines) // until it ends
		p.err = p.cmd.Wait()
		close(p.done)
	}()
	var told struct{ URL string }
	if err == nil {
		err = json.Unmarshal(first, &told, json.MatchCaseInsensitiveNames(true))
	}
	if err != nil {
		p.stop()
		return nil, fmt.Errorf("the program did not say where it answers: %w", errors.Join(err, p.err))
	}
	p.url = strings.TrimSuffix(told.URL, "/")
	return p, nil
}

// stop ends the program as Ctrl-C does.
func (p *process) stop() {
	_ = p.cmd.Process.Signal(syscall.SIGINT) // it may have ended
	<-p.done
}

// alive is why the program ended, if it did.
func (p *process) alive() error {
	select {
	case <-p.done:
		return fmt.Errorf("the program ended under the load: %w", p.err)
	default:
		return nil
	}
}

// errNoMemory is for systems that do not tell what a process holds.
var errNoMemory = errors.New("this system does not tell what a process holds in memory")

// resident is how many bytes the program holds in memory.
func (p *process) resident() (int64, error) {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(p.cmd.Process.Pid) + "/status")
	if err != nil {
		return 0, errNoMemory
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			return n << 10, err
		}
	}
	return 0, errNoMemory
}
