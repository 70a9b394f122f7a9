package cli

import (
	"os"

	"throughline/fault"
	"throughline/importer"
	"throughline/importer/proposal"
	"throughline/importer/source"
	"throughline/wording"
)

// kubernetes is the mapping that comes with the product.
const kubernetes = "kubernetes"

// proposals imports a repository of proposals with its history.
func (c *importCmd) proposals(a *app) error {
	mapping, err := c.proposalMapping()
	if err != nil {
		return err
	}
	places := mapping.At(c.From)
	for _, given := range []struct {
		to   *string
		from string
	}{{&places.Groups, c.Groups}, {&places.Calendar, c.Calendar}, {&places.Approvals, c.Approvals}, {&places.Exceptions, c.Exceptions}} {
		if given.from != "" {
			*given.to = given.from
		}
	}
	inputs, err := mapping.Read(a.ctx, places, source.Options{Ref: c.Ref, Written: c.Dates == "written", Progress: a.reading()}, a.w.Clock())
	a.endProgress()
	if err != nil {
		return err
	}
	if _, err := c.finish(a, inputs.Plan); err != nil {
		return err
	}
	return c.defects(a, inputs.Defects)
}

// reading tells how far the reading of a history has come.
func (a *app) reading() func(done, total int) {
	show := a.progress()
	if show == nil {
		return nil
	}
	start := a.w.Clock()
	return func(done, total int) {
		show(importer.Far("commits", int64(done), int64(total), a.w.Clock().Sub(start)))
	}
}

func (c *importCmd) proposalMapping() (*proposal.Mapping, error) {
	if c.Mapping == "" || c.Mapping == kubernetes {
		return proposal.Kubernetes(), nil
	}
	text, err := os.ReadFile(c.Mapping)
	if err != nil {
		return nil, fault.Wrap(err, fault.NotFound, "the mapping "+c.Mapping+" cannot be read", "Check the name, or use "+kubernetes)
	}
	return proposal.ParseMapping(c.Mapping, text)
}

// defects tells what was odd in the files: every one of them into the file for rejects when one is
// named, else the counts by kind.
func (c *importCmd) defects(a *app, list []proposal.Defect) error {
	if len(list) == 0 || a.g.JSON {
		return nil
	}
	if c.Rejected != "" {
		out, err := c.rejects(a)
		if err != nil {
			return err
		}
		for _, d := range list {
			if err := encode(out, d, ""); err != nil {
				return err
			}
		}
		return out.Close()
	}
	a.notef("What is odd in the files, by kind; --rejected FILE lists each one:\n")
	for _, n := range proposal.Tally(list) {
		a.notef("  %s %s\n", wording.Number(float64(n.Times)), n.Code)
	}
	return nil
}
