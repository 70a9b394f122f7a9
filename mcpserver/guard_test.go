package mcpserver

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"throughline/engine"
	"throughline/fault"
	"throughline/storage/memory"
)

// A defect in one answer ends neither the program nor the talk, and is told without its inside.
func TestADefectIsToldInPlainWords(t *testing.T) {
	var log bytes.Buffer
	e := engine.New(memory.New(), engine.Options{})
	defer e.Close()
	s, err := New(Options{Engine: e, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	_, err = guarded(func() (int, error) { panic("a secret") })
	if err == nil {
		t.Fatal("a panic is no error")
	}
	for _, inside := range []error{err, errors.New("a secret"), fault.New(fault.Internal, "a secret", "None")} {
		log.Reset()
		if got := s.words(inside); strings.Contains(got, "secret") || !strings.Contains(got, "Nothing was written") {
			t.Errorf("told is %q", got)
		}
		if !strings.Contains(log.String(), "a secret") {
			t.Errorf("the log says %q", log.String())
		}
	}
	if n, err := guarded(func() (int, error) { return 7, nil }); n != 7 || err != nil {
		t.Errorf("what goes well is %d, %v", n, err)
	}
}
