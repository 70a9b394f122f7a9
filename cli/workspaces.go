package cli

import (
	"crypto/rand"
	"slices"

	"throughline/account"
	"throughline/fault"
	"throughline/ledger"
	"throughline/web"
	"throughline/wording"
)

// workspacesCmd lists the workspaces, or gives one an owner.
type workspacesCmd struct {
	New   string `help:"Make this workspace, or give one that has no owner its first." placeholder:"NAME"`
	Owner string `help:"The mail address of the account that owns it." placeholder:"ADDRESS"`
}

// spaceLine is a workspace as JSON.
type spaceLine struct {
	Workspace string `json:"workspace"`
	Changes   int64  `json:"changes"`
	Owned     bool   `json:"owned"` // whether an account owns it
}

// Run prints what there is, or makes what is asked for.
func (c *workspacesCmd) Run(a *app) error {
	if c.New != "" || c.Owner != "" {
		return c.open(a)
	}
	if _, err := a.readAll(); err != nil {
		return err
	}
	names, err := a.workspaces()
	if err != nil {
		return err
	}
	owned, err := a.owners()
	if err != nil {
		return err
	}
	var rows [][]string
	for _, name := range names {
		head, err := a.data.Store.Head(a.ctx, name)
		if err != nil {
			return err
		}
		line := spaceLine{name, head.Position, slices.Contains(owned, name)}
		if a.g.JSON {
			if err := a.jsonLine(line); err != nil {
				return err
			}
			continue
		}
		says := "no account owns it"
		if line.Owned {
			says = ""
		}
		rows = append(rows, []string{name, wording.Count(int(line.Changes), "change", "changes"), says})
	}
	a.printf("%s", table(rows))
	return nil
}

// open gives a workspace its first owner.
func (c *workspacesCmd) open(a *app) error {
	if c.New == "" || c.Owner == "" {
		return fault.New(fault.Invalid, "a workspace is made with its name and the account that owns it", "Write --new NAME --owner ADDRESS")
	}
	if _, err := a.open(); err != nil {
		return err
	}
	names, err := a.workspaces()
	if err != nil {
		return err
	}
	if !slices.Contains(names, c.New) { // one that has a history keeps its name
		if err := web.NewSpaceName(c.New); err != nil {
			return err
		}
	}
	all := account.New(a.data.Accounts, account.Terms{})
	who, err := all.AccountAt(a.ctx, c.Owner)
	if err != nil {
		return err
	}
	if err := all.OpenWorkspace(a.ctx, account.Act{By: account.Terminal, At: a.w.Clock(), Dice: rand.Reader}, c.New, who.ID); err != nil {
		return err
	}
	if a.g.JSON {
		return a.json(map[string]string{"workspace": c.New, "owner": who.Address})
	}
	a.printf("%s owns the workspace %s.\n", who.Name, c.New)
	return nil
}

// workspaces is the names of the workspaces that have a history or an owner. The data is open.
func (a *app) workspaces() ([]string, error) {
	var names []string
	if l, ok := a.data.Store.(ledger.Lister); ok {
		told, err := l.Workspaces(a.ctx)
		if err != nil {
			return nil, err
		}
		names = append(names, told...)
	}
	owned, err := a.owners()
	names = append(names, owned...)
	slices.Sort(names)
	return slices.Compact(names), err
}

// owners is the names of the workspaces that an account owns.
func (a *app) owners() ([]string, error) {
	if a.data.Accounts == nil {
		return nil, nil
	}
	return account.New(a.data.Accounts, account.Terms{}).Workspaces(a.ctx)
}
