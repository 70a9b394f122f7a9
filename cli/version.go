package cli

import (
	"runtime"
	"runtime/debug"

	"throughline/change"
)

// versionCmd prints the version.
type versionCmd struct{}

// Run prints the version of the program, of Go, and of the document format it writes.
func (versionCmd) Run(a *app) error {
	if a.g.JSON {
		return a.json(map[string]any{"version": a.w.Version, "go": runtime.Version(), "os": runtime.GOOS, "arch": runtime.GOARCH, "format": change.Format})
	}
	a.printf("throughline %s (%s, %s/%s, document format %d)\n", a.w.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH, change.Format)
	return nil
}

// BuildVersion is the version Go stamped into the program: a tag, or the commit and its day. A build
// without a repository is "unversioned".
func BuildVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "unversioned"
	}
	return info.Main.Version
}
