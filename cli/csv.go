package cli

import (
	"os"

	"throughline/fault"
	"throughline/graph"
	"throughline/importer"
	"throughline/importer/csvfile"
)

// csv imports a table, or suggests how to.
func (c *importCmd) csv(a *app) error {
	file, err := csvfile.Open(c.From)
	if err != nil {
		return err
	}
	mapping, err := c.csvMapping(file)
	if err != nil {
		return a.problems(err)
	}
	if c.Suggest && a.g.JSON {
		return a.json(map[string]string{"mapping": string(mapping.YAML())})
	}
	if c.Suggest {
		a.printf("%s", mapping.YAML())
		return nil
	}
	if c.Rejected == "" {
		return c.finish(a, func(past importer.Past) (importer.Plan, error) { return file.Plan(past, mapping, nil) })
	}
	out, err := a.create(c.Rejected)
	if err != nil {
		return err
	}
	if err := c.finish(a, func(past importer.Past) (importer.Plan, error) { return file.Plan(past, mapping, out) }); err != nil {
		return err
	}
	return out.Close()
}

// csvMapping is the mapping that was given, else the one the header suggests.
func (c *importCmd) csvMapping(file *csvfile.File) (csvfile.Mapping, error) {
	if c.Mapping != "" {
		text, err := os.ReadFile(c.Mapping)
		if err != nil {
			return csvfile.Mapping{}, fault.Wrap(err, fault.NotFound, "the mapping "+c.Mapping+" cannot be read", "Check the name, or print a suggestion with --suggest --kind KIND")
		}
		return csvfile.ReadMapping(c.Mapping, text)
	}
	if c.Kind == "" {
		return csvfile.Mapping{}, fault.New(fault.Invalid, "it is not said what kind of record each row is", "Say so with --kind, for instance --kind initiative, or give a mapping with --mapping")
	}
	return file.Suggest(graph.Kind(c.Kind))
}
