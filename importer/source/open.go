package source

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"throughline/fault"
)

// Open finds out what lies at the location and returns its source: a folder with a git history
// (a checkout or a bare repository), a version pack (a folder or archive with an index.jsonl),
// another folder, or an archive (.tar, .tar.gz, .tgz, .tar.xz, .zip). Faults: NotFound when
// nothing is there, Invalid when it is none of these, Corrupt when it cannot be read as what
// it claims to be, Full when an archive exceeds its limits.
func Open(location string, o Options) (Source, error) {
	info, err := os.Stat(location)
	if err != nil {
		return nil, unreachable(location, err)
	}
	if !info.IsDir() {
		return openArchive(location, o)
	}
	if isGit(location) {
		return openGit(location, o)
	}
	files, err := readFolder(location, o)
	if err != nil {
		return nil, err
	}
	return packOrTree(location, files, o)
}

// packOrTree is a version pack when the files hold an index, else a tree.
func packOrTree(location string, files folder, o Options) (Source, error) {
	if _, ok := files.lookup(indexName); ok {
		return openPack(location, files, o)
	}
	return tree{files: files.rooted(o), options: o}, nil
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// unreachable turns an error of the file system into a fault.
func unreachable(location string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fault.Wrap(err, fault.NotFound, fmt.Sprintf("there is no file or folder %s", location),
			"Check the path; it may be a git checkout, a folder, an archive or a version pack")
	case errors.Is(err, fs.ErrPermission):
		return fault.Wrap(err, fault.Denied, fmt.Sprintf("the path %s may not be read", location),
			"Ask for read access, or copy it to a place you may read")
	}
	return fault.Wrap(err, fault.Unavailable, fmt.Sprintf("the path %s cannot be read", location), "Check the disk and try again")
}

// corrupt is the fault for something that is not what its name says.
func corrupt(location, what string, err error) error {
	return fault.Wrap(err, fault.Corrupt, fmt.Sprintf("the path %s cannot be read as %s", location, what),
		"Fetch the file again; it may be cut off or have the wrong ending")
}

// lastPart is the name to show for a location inside a sentence.
func lastPart(location string) string {
	return filepath.Base(strings.TrimRight(location, `/\`))
}
