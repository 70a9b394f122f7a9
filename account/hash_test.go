package account

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// The lines are from the test program of the reference implementation of Argon2 (phc-winner-argon2,
// src/test.c), version 1.3.
func TestHashOfTheReference(t *testing.T) {
	for _, c := range []struct{ password, line string }{
		{"password", "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"},
		{"password", "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"},
	} {
		h, err := parseHash(c.line)
		if err != nil {
			t.Fatalf("parseHash(%s) = %v", c.line, err)
		}
		if !h.fits(c.password) || h.fits("passwore") {
			t.Errorf("%s does not tell its password from another", c.line)
		}
		if got := h.cost.of(c.password, []byte("somesalt")).String(); got != c.line {
			t.Errorf("the hash is %s, want %s", got, c.line)
		}
	}
}

// cheap is a cost for tests.
func cheap() Cost { return Cost{Memory: 8, Passes: 1, Lanes: 1} }

func TestHashComesBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		password, salt := rapid.String().Draw(rt, "password"), rapid.SliceOfN(rapid.Byte(), 8, 64).Draw(rt, "salt")
		h := cheap().of(password, salt)
		again, err := parseHash(h.String())
		if err != nil || again.String() != h.String() || !again.fits(password) || again.fits(password+"x") {
			rt.Fatalf("parseHash(%s) = %v, %v", h, again, err)
		}
	})
}

func TestLinesThatAreNoHash(t *testing.T) {
	const good = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
	for name, change := range map[string][2]string{
		"another function":      {"argon2id", "argon2i"},
		"another version":       {"v=19", "v=16"},
		"no version":            {"$v=19", ""},
		"more memory than is":   {"m=256", "m=4194304"},
		"no memory":             {"m=256", "m=0"},
		"no passes":             {"t=2", "t=0"},
		"passes without end":    {"t=2", "t=4294967295"},
		"no lanes":              {"p=1", "p=0"},
		"lanes beyond a byte":   {"p=1", "p=256"},
		"parts in other order":  {"m=256,t=2", "t=2,m=256"},
		"a number with a zero":  {"m=256", "m=0256"},
		"a number with a sign":  {"m=256", "m=+256"},
		"a part more":           {"p=1", "p=1,x=1"},
		"a salt too short":      {"c29tZXNhbHQ", "c29tZQ"},
		"a salt that is none":   {"c29tZXNhbHQ", "c29t_XNhbHQ"},
		"a salt with padding":   {"c29tZXNhbHQ", "c29tZXNhbHQ="},
		"a salt not normal":     {"c29tZXNhbHQ", "c29tZXNhbHR"},
		"a line in the salt":    {"c29tZXNhbHQ", "c29t\nZXNhbHQ"},
		"a sum too short":       {"nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4", "nf65EOgL"},
		"something behind":      {"Gi/4", "Gi/4$"},
		"something in front":    {"$argon2id", "x$argon2id"},
		"nothing at all":        {good, ""},
		"a password that is in": {good, "otter lamp seventeen"},
	} {
		line := strings.Replace(good, change[0], change[1], 1)
		if line == good {
			t.Fatalf("%s changes nothing", name)
		}
		if h, err := parseHash(line); err == nil {
			t.Errorf("%s: parseHash(%q) = %v", name, line, h)
		}
	}
}

func TestCostAbove(t *testing.T) {
	h := hash{cost: Cost{Memory: 100, Passes: 2, Lanes: 4}}
	for c, want := range map[Cost]bool{
		{100, 2, 4}: false, {101, 2, 4}: true, {100, 3, 4}: true, {99, 2, 4}: false, {100, 1, 4}: false, {100, 2, 8}: false, {50, 3, 4}: true,
	} {
		if got := c.above(h); got != want {
			t.Errorf("%v.above(%v) = %v", c, h.cost, got)
		}
	}
}

// Whatever a stored line says, reading it neither panics nor allows a cost that takes the machine.
func FuzzParseHash(f *testing.F) {
	f.Add("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")
	f.Add("$argon2id$v=19$m=65536,t=3,p=4$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
	f.Add("$argon2id$v=19$m=4294967295,t=4294967295,p=255$$")
	f.Add("$$$$$")
	f.Fuzz(func(t *testing.T, line string) {
		h, err := parseHash(line)
		if err != nil {
			return
		}
		if h.String() != line {
			t.Errorf("parseHash(%q) is written %q", line, h)
		}
		if c := h.cost; c.Memory < 1 || c.Memory > maxMemory || c.Passes < 1 || c.Passes > maxPasses || c.Lanes < 1 || c.Lanes > maxLanes {
			t.Errorf("parseHash(%q) allows %+v", line, c)
		}
	})
}
