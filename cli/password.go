package cli

import (
	"crypto/rand"
	"net/url"
	"os"
	"strings"

	"throughline/account"
	"throughline/fault"
	"throughline/storage/address"
)

// passwordCmd makes a one-time link, for when no administrator can sign in.
type passwordCmd struct {
	Account string `arg:"" help:"The mail address of the account."`
	URL     string `name:"url" help:"Where people open the server." default:"http://127.0.0.1:7070" placeholder:"URL"`
}

// Run makes the link. The server must not run meanwhile, as for any change at the terminal.
func (c *passwordCmd) Run(a *app) error {
	if path := address.Path(a.g.Data); path != "" {
		if _, err := os.Stat(path); err != nil {
			return fault.Wrap(err, fault.NotFound, "there is no data at "+path, "Say where the data is with --data")
		}
	}
	if _, err := a.open(); err != nil {
		return err
	}
	all := account.New(a.data.Accounts, account.Terms{})
	who, err := all.AccountAt(a.ctx, c.Account)
	if err != nil {
		return err
	}
	secret, err := all.ResetLink(a.ctx, account.Act{By: account.Terminal, At: a.w.Clock(), Dice: rand.Reader}, who.ID)
	if err != nil {
		return err
	}
	link := strings.TrimSuffix(c.URL, "/") + "/new-password?" + url.Values{"key": {secret.Text()}}.Encode()
	if a.g.JSON {
		return a.json(map[string]string{"account": who.Address, "link": link})
	}
	a.printf("%s sets a new password at\n  %s\nThe link works once, within a day, while the server runs.\n", who.Name, link)
	return nil
}
