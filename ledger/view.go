package ledger

import (
	"fmt"
	"regexp"
	"slices"

	"throughline/fault"
)

// View describes the read-only SQL view of one kind, for reporting tools. A store that speaks SQL
// keeps it beside the history; it shows the latest documents of the kind that are not tombstones.
// Each begins with the columns workspace, id, version, position (of the change) and effective.
// Personal text is in no view.
type View struct {
	Kind    string
	Name    string // plural, a word that can stand in SQL: work_items
	Columns []Column
}

// Column is one column of a View.
type Column struct {
	Name string   // a word that can stand in SQL
	Path []string // the names of the members from the document's root to the value
	Type ColumnType
}

// ColumnType is what a column holds. A value of another type is shown as NULL.
type ColumnType string

// The types of columns.
const (
	TextColumn   ColumnType = "text"
	NumberColumn ColumnType = "number"
	FlagColumn   ColumnType = "flag" // true or false
	JSONColumn   ColumnType = "json" // whatever it is, as JSON text
)

var (
	sqlWord = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)
	member  = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
)

// Sound says whether views can be made of the descriptions: names are SQL words, not twice, and not
// those of a store's own tables or columns; every column has a path and a type.
func Sound(views []View) error {
	taken := []string{"head", "entry", "version", "latest", "reporting", "migration", "account", "account_batch"}
	for _, v := range views {
		if !sqlWord.MatchString(v.Name) || slices.Contains(taken, v.Name) || v.Kind == "" {
			return unsound(v, "its name is taken or cannot stand in SQL")
		}
		taken = append(taken, v.Name)
		if err := v.sound(); err != nil {
			return err
		}
	}
	return nil
}

func (v *View) sound() error {
	columns := []string{"workspace", "id", "version", "position", "effective"}
	for _, c := range v.Columns {
		switch {
		case !sqlWord.MatchString(c.Name) || slices.Contains(columns, c.Name):
			return unsound(*v, fmt.Sprintf("the column name %q is taken or cannot stand in SQL", c.Name))
		case len(c.Path) == 0 || slices.ContainsFunc(c.Path, func(s string) bool { return !member.MatchString(s) }):
			return unsound(*v, fmt.Sprintf("the column %s has no path", c.Name))
		case !slices.Contains([]ColumnType{TextColumn, NumberColumn, FlagColumn, JSONColumn}, c.Type):
			return unsound(*v, fmt.Sprintf("the column %s has the unknown type %q", c.Name, c.Type))
		}
		columns = append(columns, c.Name)
	}
	return nil
}

func unsound(v View, wrong string) *fault.Fault {
	return fault.New(fault.Internal, fmt.Sprintf("the view %q of %q cannot be made: %s", v.Name, v.Kind, wrong), "Please report this")
}
