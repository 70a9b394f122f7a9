package archtest

import "fmt"

// height: imports go downwards. A test may also look sideways, may use conformance suites, and may use
// whatever the plan puts beside the house; it may not look up, save at generated organisations.
func height(t *Tree) []Violation {
	var out []Violation
	for _, p := range t.Packages {
		own, known := storeyOf(p.Path)
		if !known {
			out = append(out, Violation{
				File: p.Files[0].Name, Subject: p.Path,
				Text: fmt.Sprintf("package %s is on no floor: give it a row in archtest/floors.go", p.Path),
			})
			continue
		}
		for _, f := range p.Files {
			out = append(out, t.climbs(p.Path, own, f)...)
		}
	}
	return out
}

// climbs lists the imports of one file that the plan forbids.
func (t *Tree) climbs(from string, own storey, f *File) []Violation {
	var out []Violation
	for _, im := range f.imports() {
		to, ours := t.local(im.path)
		if !ours || to == from {
			continue
		}
		if reason := refuses(from, own, to, f.Test); reason != "" {
			out = append(out, Violation{File: f.Name, Line: t.line(im.spec), Subject: to, Text: reason})
		}
	}
	return out
}

// refuses says why from may not import to, or "".
func refuses(from string, own storey, to string, test bool) string {
	other, known := storeyOf(to)
	switch {
	case own.height == beside:
		return ""
	case !known:
		return fmt.Sprintf("imports %s, which is on no floor", to)
	case forTests(to):
		if test || isSuite(from) {
			return ""
		}
		return fmt.Sprintf("%s is for tests only", to)
	case other.height < own.height, mayLook(from, to):
		return ""
	case other.height > own.height && (test || isSuite(from)) && matches("generate", to):
		return ""
	case other.height == own.height && (test || isSuite(from)):
		return ""
	}
	return fmt.Sprintf("%s (floor %d, %s) may not import %s (floor %d, %s)", from, own.height, own.what, to, other.height, other.what)
}
