package account

import (
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Cost is what hashing one password with argon2id takes. The zero Cost is UsualCost.
type Cost struct {
	Memory uint32 // KiB
	Passes uint32
	Lanes  uint8
}

// UsualCost is the second of the two that RFC 9106 recommends: 64 MiB, three passes, four lanes.
func UsualCost() Cost { return Cost{Memory: 64 << 10, Passes: 3, Lanes: 4} }

// The lengths of what is made, in bytes.
const (
	saltBytes = 16
	hashBytes = 32
)

// hash is a hashed password with all that is needed to try another one.
type hash struct {
	cost      Cost
	salt, sum []byte
}

// of hashes a password. It holds the cost's memory while it runs.
func (c Cost) of(password string, salt []byte) hash {
	return hash{c, salt, argon2.IDKey([]byte(password), salt, c.Passes, c.Memory, c.Lanes, hashBytes)}
}

// fits reports whether the password is the one that was hashed.
func (h hash) fits(password string) bool {
	sum := argon2.IDKey([]byte(password), h.salt, h.cost.Passes, h.cost.Memory, h.cost.Lanes, uint32(len(h.sum)))
	return subtle.ConstantTimeCompare(sum, h.sum) == 1
}

// above reports whether the cost is greater than that of a hash, which should be made again. More lanes
// alone make a hash no harder to break.
func (c Cost) above(h hash) bool { return c.Memory > h.cost.Memory || c.Passes > h.cost.Passes }

// String is the hash as other programs write it too: $argon2id$v=19$m=65536,t=3,p=4$salt$sum.
func (h hash) String() string {
	enc := base64.RawStdEncoding.Strict()
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, h.cost.Memory, h.cost.Passes, h.cost.Lanes, enc.EncodeToString(h.salt), enc.EncodeToString(h.sum))
}

// The bounds of what is read: beyond them a damaged line would take the memory of the machine.
const (
	maxMemory = 1 << 20 // KiB
	maxPasses = 100
	maxLanes  = 64
)

// parseHash reads what String wrote, and nothing else.
func parseHash(text string) (hash, error) {
	parts := strings.Split(text, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != "v="+strconv.Itoa(argon2.Version) {
		return hash{}, errors.New("it is no argon2id hash of the version that is known")
	}
	var h hash
	var err error
	if h.cost, err = parseCost(parts[3]); err != nil {
		return hash{}, err
	}
	enc := base64.RawStdEncoding.Strict()
	if h.salt, err = enc.DecodeString(parts[4]); err != nil || len(h.salt) < 8 || len(h.salt) > 64 {
		return hash{}, errors.New("its salt cannot be read")
	}
	if h.sum, err = enc.DecodeString(parts[5]); err != nil || len(h.sum) < 16 || len(h.sum) > 64 {
		return hash{}, errors.New("its sum cannot be read")
	}
	if h.String() != text {
		return hash{}, errors.New("it is not written as it should be")
	}
	return h, nil
}

// parseCost reads m=65536,t=3,p=4.
func parseCost(text string) (Cost, error) {
	parts := strings.Split(text, ",")
	if len(parts) != 3 {
		return Cost{}, errors.New("its cost has not three parts")
	}
	var n [3]uint64
	for i, want := range []struct {
		name string
		most uint64
	}{{"m=", maxMemory}, {"t=", maxPasses}, {"p=", maxLanes}} {
		digits, ok := strings.CutPrefix(parts[i], want.name)
		v, err := strconv.ParseUint(digits, 10, 32)
		if !ok || err != nil || v < 1 || v > want.most {
			return Cost{}, fmt.Errorf("its cost %q is out of bounds", parts[i])
		}
		n[i] = v
	}
	return Cost{Memory: uint32(n[0]), Passes: uint32(n[1]), Lanes: uint8(n[2])}, nil
}
