package accounts

import (
	"throughline/account/accounttest"
	"throughline/storage/memory"
)

// Open returns a desk on an empty store in memory.
func Open() *accounttest.Desk { return accounttest.On(memory.New().Accounts()) }
