package source

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	billy "github.com/go-git/go-billy/v5"
	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/config"
	format "github.com/go-git/go-git/v5/plumbing/format/config"
	"github.com/go-git/go-git/v5/storage/filesystem"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"

	"throughline/fault"
)

// gitPlace is where the parts of a repository lie. A second working tree of a repository has a
// folder of its own for what it has checked out and shares all else.
type gitPlace struct {
	location string // as it was given
	own      string // HEAD lies here
	common   string // objects, branches, tags
}

// isGit reports whether the folder is a checkout or a bare repository.
func isGit(dir string) bool { return exists(filepath.Join(dir, ".git")) || isBare(dir) }

func isBare(dir string) bool {
	return exists(filepath.Join(dir, "HEAD")) && exists(filepath.Join(dir, "objects")) && exists(filepath.Join(dir, "refs"))
}

// Checkout is the git checkout that a path lies in, "" when it lies in none.
func Checkout(path string) string {
	at, err := filepath.Abs(path)
	if err != nil {
		return ""
	}
	for {
		if isGit(at) {
			return at
		}
		up := filepath.Dir(at)
		if up == at {
			return ""
		}
		at = up
	}
}

// findGit finds the parts of the repository at a location.
func findGit(location string) (gitPlace, error) {
	p := gitPlace{location: location, own: location}
	if dot := filepath.Join(location, ".git"); exists(dot) {
		own, err := followFile(dot, "gitdir:")
		if err != nil {
			return p, corrupt(location, "a git repository", err)
		}
		p.own = own
	}
	p.common = p.own
	if shared := filepath.Join(p.own, "commondir"); exists(shared) {
		common, err := followFile(shared, "")
		if err != nil {
			return p, corrupt(location, "a git repository", err)
		}
		p.common = common
	}
	if !exists(filepath.Join(p.own, "HEAD")) || !exists(filepath.Join(p.common, "objects")) {
		return p, fault.New(fault.Corrupt, fmt.Sprintf("the folder %s points to a git repository that is not there", location),
			"Give the checkout that this one belongs to, or clone the repository again")
	}
	return p, p.readable()
}

// followFile is the path that a file holds behind a word, relative to where the file lies; a
// folder in place of the file is itself what is meant.
func followFile(name, word string) (string, error) {
	info, err := os.Stat(name)
	if err != nil || info.IsDir() {
		return name, err
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	to, ok := strings.CutPrefix(strings.TrimSpace(string(text)), word)
	if to = strings.TrimSpace(to); !ok || to == "" {
		return "", fmt.Errorf("%s does not name a folder", name)
	}
	if filepath.IsAbs(to) {
		return to, nil
	}
	return filepath.Join(filepath.Dir(name), filepath.FromSlash(to)), nil
}

// readable refuses formats of git that cannot be read here. A configuration that cannot be
// understood says nothing about the format.
func (p gitPlace) readable() error {
	switch {
	case p.extension("objectformat") != "" && p.extension("objectformat") != "sha1":
		return fault.New(fault.Invalid, fmt.Sprintf("the repository %s keeps its objects in git's format %s, which cannot be read here", p.location, p.extension("objectformat")),
			"Give a folder or an archive of its files, or a version pack for its history")
	case p.extension("refstorage") != "" && p.extension("refstorage") != "files":
		return fault.New(fault.Invalid, fmt.Sprintf("the repository %s keeps its branches in git's format %s, which cannot be read here", p.location, p.extension("refstorage")),
			"Run git refs migrate --ref-format=files in a copy of it")
	}
	return nil
}

// extension is the value of one of the repository's extensions in lower case, "" when it has none.
func (p gitPlace) extension(name string) string {
	text, err := os.ReadFile(filepath.Join(p.common, "config"))
	if err != nil {
		return ""
	}
	c := format.New()
	if err := format.NewDecoder(bytes.NewReader(text)).Decode(c); err != nil || !c.HasSection("extensions") {
		return ""
	}
	for _, o := range c.Section("extensions").Options {
		if strings.EqualFold(o.Key, name) {
			return strings.ToLower(o.Value)
		}
	}
	return ""
}

// shallow reports whether older history was left out when the repository was cloned.
func (p gitPlace) shallow() bool {
	info, err := os.Stat(filepath.Join(p.common, "shallow"))
	return err == nil && info.Size() > 0
}

// partial reports whether contents were left out when the repository was cloned.
func (p gitPlace) partial() bool {
	packs, err := filepath.Glob(filepath.Join(p.common, "objects", "pack", "*.promisor"))
	return err == nil && len(packs) > 0
}

// objectFolders are the folder of the repository's objects and those it borrows from, each once.
func (p gitPlace) objectFolders() ([]string, error) {
	folders := []string{filepath.Join(p.common, "objects")}
	for i := 0; i < len(folders); i++ {
		text, err := os.ReadFile(filepath.Join(folders[i], "info", "alternates"))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, unreachable(p.location, err)
		}
		for line := range strings.Lines(string(text)) {
			line = strings.TrimSpace(line)
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			other := filepath.FromSlash(line)
			if !filepath.IsAbs(other) {
				other = filepath.Join(folders[i], other)
			}
			if !exists(other) {
				return nil, fault.New(fault.Corrupt, fmt.Sprintf("the repository %s borrows from the repository at %s, which is not there", p.location, other),
					"Bring it back, or clone the repository again without borrowing")
			}
			if other = filepath.Clean(other); !slices.Contains(folders, other) {
				folders = append(folders, other)
			}
		}
	}
	return folders, nil
}

// gitStorage reads names of commits as git keeps them, and objects by our own means. What the
// repository's configuration says about anything else does not concern a reader.
type gitStorage struct {
	*filesystem.Storage
	*objects
}

// Config is an empty configuration.
func (gitStorage) Config() (*config.Config, error) { return config.NewConfig(), nil }

func (p gitPlace) storage() (gitStorage, error) {
	folders, err := p.objectFolders()
	if err != nil {
		return gitStorage{}, err
	}
	o := newObjects(folders)
	var shared billy.Filesystem
	if p.common != p.own {
		shared = osfs.New(p.common)
	}
	files := dotgit.NewRepositoryFilesystem(osfs.New(p.own), shared)
	return gitStorage{Storage: filesystem.NewStorage(files, o.cache), objects: o}, nil
}
