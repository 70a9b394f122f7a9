package cli

// undoCmd takes a change back.
type undoCmd struct {
	Change int64  `arg:"" help:"The number of the change; see throughline log."`
	Why    string `help:"Why it is taken back." placeholder:"REASON"`
}

// Run records the inverse of the change.
func (c *undoCmd) Run(a *app) error {
	to, err := a.target()
	if err != nil {
		return err
	}
	position, err := to.Undo(a.ctx, c.Change, c.Why)
	if err != nil {
		return err
	}
	if a.g.JSON {
		return a.json(map[string]int64{"undone": c.Change, "position": position})
	}
	a.printf("Change %d is taken back by change %d.\n", c.Change, position)
	return nil
}
