package cli

import (
	"os"
	"path/filepath"

	"throughline/api"
	"throughline/catalog"
	"throughline/fault"
)

// docsCmd writes the documents that are made from the program itself.
type docsCmd struct {
	Into string `arg:"" optional:"" help:"The folder of the documents." default:"docs"`
}

// Run writes the pages of the checks, the measures and the commands, and the description of the surface for programs.
func (c *docsCmd) Run(a *app) error {
	document, err := api.Document()
	if err != nil {
		return err
	}
	pages := map[string]string{
		"findings.md":   catalog.FindingsPage(),
		"measures.md":   catalog.MeasuresPage(),
		"throughline.1": manual(a.parser.Model.Node),
		"commands.md":   commandsPage(a.parser.Model.Node),
		"openapi.json":  string(document),
	}
	for name, text := range pages {
		path := filepath.Join(c.Into, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fault.Wrap(err, fault.ReadOnly, "the folder "+filepath.Dir(path)+" cannot be made", "Choose another")
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return fault.Wrap(err, fault.ReadOnly, "the file "+path+" cannot be written", "Choose another folder")
		}
	}
	return nil
}
