package proposal

import (
	"path"
	"strings"
)

// match reports whether a path matches a pattern: "**" stands for any folders, none included,
// other parts match as path.Match says.
func match(pattern, name string) bool {
	return matchParts(strings.Split(pattern, "/"), strings.Split(name, "/"))
}

func matchParts(pattern, name []string) bool {
	for i, part := range pattern {
		if part == "**" {
			for skip := i; skip <= len(name); skip++ {
				if matchParts(pattern[i+1:], name[skip:]) {
					return true
				}
			}
			return false
		}
		if i >= len(name) {
			return false
		}
		if ok, err := path.Match(part, name[i]); err != nil || !ok {
			return false
		}
	}
	return len(pattern) == len(name)
}

// validGlob reports whether a pattern can match anything at all.
func validGlob(pattern string) bool {
	if pattern == "" || strings.HasPrefix(pattern, "/") {
		return false
	}
	_, err := path.Match(strings.ReplaceAll(pattern, "**", "*"), "")
	return err == nil
}

// matchAny reports whether one of the patterns matches.
func matchAny(patterns []string, name string) bool {
	for _, p := range patterns {
		if match(p, name) {
			return true
		}
	}
	return false
}

// IsProposal reports whether the path is a proposal.
func (m *Mapping) IsProposal(name string) bool { return m.is(m.Files.Proposals, name) }

// IsApproval reports whether the path tells who approved a proposal by stage.
func (m *Mapping) IsApproval(name string) bool { return m.is(m.Files.Approvals, name) }

// IsException reports whether the path lists exceptions from a freeze.
func (m *Mapping) IsException(name string) bool { return m.is(m.Files.Exceptions, name) }

func (m *Mapping) is(patterns []string, name string) bool {
	return matchAny(patterns, name) && !matchAny(m.Files.LeaveOut, name)
}
