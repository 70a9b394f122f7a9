package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"syscall"

	"throughline/fault"
)

// lock is the lock file beside the data, held.
type lock struct{ file *os.File }

// errHeld is the answer of tryLock when another process holds the file.
var errHeld = errors.New("the lock is held")

// acquire takes the lock of the data file, or says who has it.
func acquire(data, address string) (*lock, error) {
	f, err := os.OpenFile(data+".lock", os.O_RDWR|os.O_CREATE, 0o600)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return nil, readOnly(data, err)
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "the lock file "+data+".lock cannot be opened", "Check the folder and who may write to it")
	}
	if err := tryLock(f); err != nil {
		defer f.Close()
		if errors.Is(err, errHeld) {
			return nil, inUse(data, f)
		}
		return nil, fault.Wrap(err, fault.Unavailable, "the lock file "+data+".lock cannot be locked", "Put the data on a local disk; network file systems cannot lock safely")
	}
	l := &lock{f}
	if err := l.announce(address); err != nil {
		return nil, errors.Join(err, l.release())
	}
	return l, nil
}

// announce writes the process and its address into the lock file.
func (l *lock) announce(address string) error {
	line := fmt.Sprintf("%d %s\n", os.Getpid(), address)
	if _, err := l.file.WriteAt([]byte(line), 0); err != nil {
		return writing(l.file.Name(), err)
	}
	if err := l.file.Truncate(int64(len(line))); err != nil {
		return writing(l.file.Name(), err)
	}
	return nil
}

func writing(path string, err error) *fault.Fault {
	return fault.Wrap(err, fault.Full, path+" cannot be written: the disk is full or a limit is reached", "Free some space or raise the limit, then try again; nothing was lost")
}

// release empties the file and frees the lock. The file stays: removing it could free a lock that
// another process took on the same name meanwhile.
func (l *lock) release() error {
	return errors.Join(l.file.Truncate(0), l.file.Close())
}

// inUse is the fault that names the process holding the lock.
func inUse(data string, f *os.File) *fault.Fault {
	pid, address := holder(f)
	by := "another process"
	if pid > 0 {
		by = fmt.Sprintf("process %d", pid)
	}
	if address != "" {
		by += " at " + address
	}
	return fault.New(fault.InUse, data+" is in use by "+by, "Stop that process and try again; reading is possible meanwhile")
}

// holder is who wrote the lock file; zero when that cannot be told.
func holder(f *os.File) (pid int, address string) {
	b := make([]byte, 1024)
	n, _ := f.ReadAt(b, 0)
	first, rest, _ := strings.Cut(strings.TrimSuffix(string(b[:n]), "\n"), " ")
	pid, err := strconv.Atoi(first)
	if err != nil {
		return 0, ""
	}
	return pid, strings.TrimSpace(rest)
}

// readOnly is the fault of data that cannot be written here.
func readOnly(data string, err error) *fault.Fault {
	return fault.Wrap(err, fault.ReadOnly, data+" cannot be written: the file or its folder is read-only",
		"Allow writing to both, or copy the file to a folder where you may write")
}
