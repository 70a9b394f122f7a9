package cli

import (
	"errors"
	"io"
	"os"
	"syscall"

	"throughline/fault"
	"throughline/storage/address"
)

// output is a place an answer is written to. It tells in words what went wrong, and remembers it, so that
// an answer of which a part is missing is not taken for a whole one.
type output struct {
	to     io.Writer
	name   string // as in "the standard output cannot be written"
	failed error  // the first thing that went wrong
}

// Write writes to the place.
func (o *output) Write(p []byte) (int, error) {
	n, err := o.to.Write(p)
	if err == nil {
		return n, nil
	}
	if o.failed == nil {
		o.failed = unwritten(o.name, err)
	}
	return n, o.failed
}

// unwritten is the fault of a place that does not take what is written to it.
func unwritten(name string, err error) *fault.Fault {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG) {
		return fault.Wrap(err, fault.Full, name+" cannot be written: the disk is full or a limit is reached", "Free some space, or choose another place")
	}
	return fault.Wrap(err, fault.ReadOnly, name+" cannot be written", "Choose a place that can be written to")
}

// told is the error of writing into a folder, in words.
func told(folder string, err error) error {
	if err == nil || fault.Of(err) != nil {
		return err
	}
	return unwritten("the folder "+folder, err)
}

// spare holds that an answer is not written over the data it comes from.
func (a *app) spare(path string) error {
	data := address.Path(a.g.Data)
	there, err := os.Stat(path)
	if data == "" || err != nil {
		return nil
	}
	for _, end := range []string{"", "-wal", "-shm", ".lock"} {
		if info, err := os.Stat(data + end); err == nil && os.SameFile(info, there) {
			return fault.New(fault.Conflict, "the file "+path+" is the data itself", "Choose another name")
		}
	}
	return nil
}

// create makes the file an answer is written to, "-" being the standard output.
func (a *app) create(path string) (io.WriteCloser, error) {
	if path == "-" {
		return nopCloser{a.w.Out}, nil
	}
	if err := a.spare(path); err != nil {
		return nil, err
	}
	f, err := os.Create(path)
	if err != nil {
		return nil, unwritten("the file "+path, err)
	}
	return &file{output{to: f, name: "the file " + path}, f}, nil
}

// file is an output that is closed at the end.
type file struct {
	output
	io.Closer
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }
