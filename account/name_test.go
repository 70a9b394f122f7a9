package account_test

import (
	"testing"

	"throughline/account"
)

func TestAnActorIsCalledByTheNameOfTheirAccount(t *testing.T) {
	d, ben := reader(t)
	name := must[account.Account](t)(d.Account(t.Context(), ben)).Name
	for actor, want := range map[string]string{
		string(account.ByAccount(ben)): name, "account/none-such": "an account that was removed", "person/ana-lima": "", "": "",
	} {
		if got := must[string](t)(d.NameOf(t.Context(), actor)); got != want || name == "" {
			t.Errorf("%q is called %q, want %q", actor, got, want)
		}
	}
}
