package source

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/ulikunitz/xz"

	"throughline/fault"
)

// openArchive reads an archive into memory, within the limits.
func openArchive(location string, o Options) (Source, error) {
	f, err := os.Open(location)
	if err != nil {
		return nil, unreachable(location, err)
	}
	defer f.Close()
	files, err := readArchive(location, f, o)
	if err != nil {
		return nil, err
	}
	return packOrTree(location, files, o)
}

// readArchive finds the kind of the archive by its first bytes, not by its name.
func readArchive(location string, r io.ReaderAt, o Options) (folder, error) {
	head := make([]byte, 512)
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return folder{}, unreachable(location, err)
	}
	head = head[:n]
	whole := io.NewSectionReader(r, 0, 1<<62)
	c := &collector{location: location, options: o, limits: o.Limits.orDefault(), held: map[string][]byte{}}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return c.zip(r)
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		z, err := gzip.NewReader(whole)
		if err != nil {
			return folder{}, corrupt(location, "a gzip file", err)
		}
		return c.tar(c.bounded(z))
	case bytes.HasPrefix(head, []byte("\xfd7zXZ\x00")):
		if xzWindow(head) > maxWindow {
			return folder{}, tooBig(location, "its first block", c.limits)
		}
		z, err := xz.NewReader(whole)
		if err != nil {
			return folder{}, corrupt(location, "an xz file", err)
		}
		return c.tar(c.bounded(z))
	case len(head) > 262 && string(head[257:262]) == "ustar":
		return c.tar(whole)
	}
	return folder{}, fault.New(fault.Invalid, fmt.Sprintf("the file %s is not an archive that can be read here", lastPart(location)),
		"Give a .tar, .tar.gz, .tar.xz or .zip file, a folder, or a git checkout")
}

// maxWindow bounds the memory an xz file may ask for before the first byte comes out of it;
// the strongest ordinary setting asks for 64 MiB.
const maxWindow = 128 * mebibyte

// xzWindow is the window in bytes that the first block of an xz file asks for, 0 when the head
// does not say. The header of a block follows the 12 bytes of the file's: its size, its flags
// (the lowest two bits one less than the number of filters), then each filter as id, size of
// its properties and properties; LZMA2 has id 0x21 and one byte for the window.
func xzWindow(head []byte) int64 {
	if len(head) < 14 {
		return 0
	}
	end := min(len(head), 12+(int(head[12])+1)*4)
	for i := 14; i+2 < end; i++ {
		if head[i] != 0x21 || head[i+1] != 1 {
			continue
		}
		bits := int64(head[i+2])
		if bits >= 40 {
			return 1 << 32
		}
		return (2 | bits&1) << (bits/2 + 11)
	}
	return 0
}

// collector gathers the files of an archive within the limits.
type collector struct {
	location string
	options  Options
	limits   Limits
	seen     int
	total    int64
	names    []string
	held     map[string][]byte
}

func (c *collector) tar(r io.Reader) (folder, error) {
	t := tar.NewReader(r)
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return c.done(), nil
		}
		if err != nil {
			return folder{}, c.unreadable(err)
		}
		if err := c.entry(); err != nil {
			return folder{}, err
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		if err := c.add(h.Name, t); err != nil {
			return folder{}, err
		}
	}
}

// bounded ends a packed stream that grows beyond all files and their headers together, so that
// entries nobody keeps cannot run for ever either.
func (c *collector) bounded(r io.Reader) io.Reader {
	const perEntry = 4096
	return &capped{r: r, left: c.limits.TotalBytes + int64(c.limits.Files)*perEntry}
}

// errGrown is what a capped stream ends with.
var errGrown = errors.New("the archive grows beyond its limits")

type capped struct {
	r    io.Reader
	left int64
}

func (c *capped) Read(b []byte) (int, error) {
	if c.left <= 0 {
		return 0, errGrown
	}
	n, err := c.r.Read(b[:min(int64(len(b)), c.left)])
	c.left -= int64(n)
	return n, err
}

// unreadable is the fault for an error while unpacking.
func (c *collector) unreadable(err error) error {
	if errors.Is(err, errGrown) {
		return tooBig(c.location, "an entry that is not a file", c.limits)
	}
	return corrupt(c.location, "an archive", err)
}

func (c *collector) zip(r io.ReaderAt) (folder, error) {
	size, err := sizeOf(r)
	if err != nil {
		return folder{}, unreachable(c.location, err)
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return folder{}, corrupt(c.location, "a zip archive", err)
	}
	for _, f := range z.File {
		if err := c.entry(); err != nil {
			return folder{}, err
		}
		if !f.Mode().IsRegular() {
			continue
		}
		if err := c.addZipped(f); err != nil {
			return folder{}, err
		}
	}
	return c.done(), nil
}

func (c *collector) addZipped(f *zip.File) error {
	r, err := f.Open()
	if err != nil {
		return corrupt(c.location, "a zip archive", err)
	}
	defer r.Close()
	return c.add(f.Name, r)
}

// entry counts one entry of any kind.
func (c *collector) entry() error {
	c.seen++
	if c.seen > c.limits.Files {
		return tooMany(c.location, c.limits)
	}
	return nil
}

// add keeps one file. Of two entries with one name the later counts, as when unpacking.
func (c *collector) add(name string, r io.Reader) error {
	clean, err := safeName(c.location, name)
	if err != nil {
		return err
	}
	b, tooLong, err := limitedRead(r, min(c.limits.FileBytes, c.limits.TotalBytes-c.total))
	if err != nil {
		return c.unreadable(err)
	}
	if tooLong {
		return tooBig(c.location, clean, c.limits)
	}
	c.total += int64(len(b))
	if _, again := c.held[clean]; !again {
		c.names = append(c.names, clean)
	}
	c.held[clean] = b
	return nil
}

func (c *collector) done() folder {
	slices.Sort(c.names)
	return folder{names: c.names, held: c.held}
}

// safeName cleans the name of an entry. Names that point out of the archive are refused:
// nobody packs them by accident.
func safeName(location, name string) (string, error) {
	clean := path.Clean(strings.ReplaceAll(name, `\`, "/"))
	if !fs.ValidPath(clean) || clean == "." {
		return "", fault.New(fault.Invalid, fmt.Sprintf("the archive %s holds an entry named %q that points outside", lastPart(location), name),
			"Pack the folder again with relative names")
	}
	return clean, nil
}

func sizeOf(r io.ReaderAt) (int64, error) {
	if f, ok := r.(*os.File); ok {
		info, err := f.Stat()
		if err != nil {
			return 0, err
		}
		return info.Size(), nil
	}
	if s, ok := r.(interface{ Size() int64 }); ok {
		return s.Size(), nil
	}
	return 0, errors.New("the size of the archive is unknown")
}

func tooMany(location string, l Limits) error {
	return fault.New(fault.Full, fmt.Sprintf("the place %s holds more than %d files", lastPart(location), l.Files),
		"Import a smaller folder, or raise the limit on the number of files")
}

func tooBig(location, name string, l Limits) error {
	return fault.New(fault.Full, fmt.Sprintf("the place %s grows beyond the limits at %s (%d MiB a file, %d MiB together)",
		lastPart(location), name, l.FileBytes/mebibyte, l.TotalBytes/mebibyte),
		"Check that the archive is what you expect, then raise the limits")
}
