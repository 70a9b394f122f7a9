package archtest

import (
	"fmt"
	"slices"
	"strings"
)

// modules: every foreign import is on the list, and stands where the list lets it.
func modules(t *Tree) []Violation {
	var out []Violation
	for _, p := range t.Packages {
		for _, f := range p.Files {
			for _, im := range f.imports() {
				if _, ours := t.local(im.path); ours || isStandard(im.path) {
					continue
				}
				if reason := unwelcome(p.Path, f.Test, im.path); reason != "" {
					out = append(out, Violation{File: f.Name, Line: t.line(im.spec), Subject: im.path, Text: reason})
				}
			}
		}
	}
	return out
}

// isStandard tells whether the import path belongs to the standard library: its first element has no dot.
func isStandard(importPath string) bool {
	first, _, _ := strings.Cut(importPath, "/")
	return !strings.Contains(first, ".")
}

// unwelcome says why the package may not import the foreign path, or "".
func unwelcome(at string, test bool, importPath string) string {
	i := slices.IndexFunc(allowed, func(m module) bool { return matches(m.path+"/...", importPath) })
	if i < 0 {
		return fmt.Sprintf("%s is not on the list in archtest/modules.go: add it with a reason, or do without", importPath)
	}
	if test || forTests(at) {
		return ""
	}
	m := allowed[i]
	if len(m.rooms) == 0 {
		return fmt.Sprintf("%s is for tests only", m.path)
	}
	if !slices.ContainsFunc(m.rooms, func(room string) bool { return room == "*" || matches(room, at) }) {
		return fmt.Sprintf("%s is for %s only", m.path, strings.Join(m.rooms, ", "))
	}
	return ""
}

// pairs: upgrading everything at once is how such a pair breaks.
func pairs(t *Tree) []Violation {
	var out []Violation
	for _, p := range paired {
		leader, follower := t.version(p.leader), t.version(p.follower)
		if leader == "" {
			continue
		}
		if leader != p.leaderVersion || follower != p.followerVersion {
			out = append(out, Violation{
				File: "go.mod", Subject: p.follower,
				Text: fmt.Sprintf("%s %s with %s %s; the pair that belongs together is %s with %s",
					p.leader, leader, p.follower, follower, p.leaderVersion, p.followerVersion),
			})
		}
	}
	return out
}

// version is the version go.mod requires of a module, or "".
func (t *Tree) version(modulePath string) string {
	for _, r := range t.Requires {
		if r.Path == modulePath {
			return r.Version
		}
	}
	return ""
}
