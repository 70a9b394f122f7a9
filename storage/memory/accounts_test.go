package memory

import (
	"testing"

	"throughline/account"
	"throughline/account/accounttest"
)

func TestAccountsContract(t *testing.T) {
	stores := map[account.Store]*Store{}
	accounttest.Run(t, accounttest.Subject{
		Open: func(testing.TB) account.Store {
			s := New()
			stores[s.Accounts()] = s
			return s.Accounts()
		},
		Close: func(t testing.TB, a account.Store) {
			if err := stores[a].Close(); err != nil {
				t.Errorf("Close() = %v", err)
			}
		},
	})
}
