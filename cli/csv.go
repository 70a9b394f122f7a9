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
		sum, err := c.finish(a, func(past importer.Past) (importer.Plan, error) { return file.Plan(past, mapping, nil) })
		if err == nil && sum.Rejected > 0 && !a.g.JSON {
			a.notef("--rejected FILE writes the rejected rows into a file, each with its reason, to be mended and imported.\n")
		}
		return whole(sum, err)
	}
	out, err := c.rejects(a)
	if err != nil {
		return err
	}
	sum, err := c.finish(a, func(past importer.Past) (importer.Plan, error) { return file.Plan(past, mapping, out) })
	if err != nil {
		return err
	}
	return whole(sum, out.Close())
}

// whole is the end of an import that was carried out: whoever runs it unattended sees by the status that rows were left out.
func whole(sum importer.Summary, err error) error {
	if err == nil && sum.Rejected > 0 {
		return errFound
	}
	return err
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
	mapping, err := file.Suggest(graph.Kind(c.Kind))
	if err == nil && c.Kind == "" && !c.Suggest {
		return mapping, fault.New(fault.Invalid, "it is not said what kind of record each row is",
			"Say so with --kind, which by its columns may be --kind "+string(mapping.Kind)+", or give a mapping with --mapping")
	}
	return mapping, err
}
