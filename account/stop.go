package account

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"slices"
	"strings"

	"throughline/fault"
)

// Stop is a letter that somebody wants no more.
type Stop struct {
	Account ID
	Letter  Letter
}

// opensStop is the word a secret for ending a letter begins with.
const opensStop opens = "tlstop_"

// signing is a key the server signs with. It never leaves the server.
type signing struct {
	What string `json:"-"`
	Key  []byte `json:"key"`
}

const stopSigning = "stop"

func (k *signing) row() Row   { return Row{Kind: "signing", ID: k.What} }
func (k *signing) body() any  { return k }
func (k *signing) from(r Row) { k.What = r.ID }

// StopSecret is what ends a letter to a member without signing in: it stands in every letter. It is the same each time, can do
// nothing else, and is not kept.
func (r *Register) StopSecret(ctx context.Context, act Act, workspace string, stop Stop) (Secret, error) {
	var key signing
	err := r.do(ctx, act, func(s *sheet) (err error) {
		var there bool
		if key, there, err = find[signing](s, stopSigning); err != nil || there {
			return err
		}
		if key.Key, err = roll(s.act.Dice, secretBytes); err != nil {
			return err
		}
		key.What = stopSigning
		return s.put(&key)
	})
	if err != nil {
		return Secret{}, err
	}
	return Secret{stop.signed(key, workspace)}, nil
}

// signed is the text of the secret: whose, which letter, and the proof that the server made it.
func (s Stop) signed(key signing, workspace string) string {
	proof := hmac.New(sha256.New, key.Key)
	proof.Write([]byte(strings.Join([]string{stopSigning, string(s.Account), string(s.Letter), workspace}, "\n")))
	return string(opensStop) + string(s.Account) + "-" + string(s.Letter) + "-" + letters.EncodeToString(proof.Sum(nil))
}

// Stopping is what a secret would end. It uses nothing up.
func (r *Register) Stopping(ctx context.Context, workspace, secret string) (Stop, error) {
	return r.look(ctx).stopping(workspace, secret)
}

func (s *sheet) stopping(workspace, secret string) (Stop, error) {
	none := fault.New(fault.Denied, "this link to end letters is not whole", "Copy all of it, or choose what you get on the page of your account")
	rest, _ := strings.CutPrefix(secret, string(opensStop))
	parts := strings.Split(rest, "-")
	if len(parts) != 3 || !slices.Contains(Letters(), Letter(parts[1])) {
		return Stop{}, none
	}
	stop := Stop{ID(parts[0]), Letter(parts[1])}
	key, there, err := find[signing](s, stopSigning)
	if err != nil {
		return Stop{}, err
	}
	if !there || !same(stop.signed(key, workspace), secret) {
		return Stop{}, none
	}
	return stop, nil
}

// StopMail ends the letter that the secret names. Who is no member any more gets none anyway.
func (r *Register) StopMail(ctx context.Context, act Act, workspace, secret string) (Stop, error) {
	var stop Stop
	err := r.do(ctx, act, func(s *sheet) (err error) {
		if stop, err = s.stopping(workspace, secret); err != nil {
			return err
		}
		if _, there, err := s.place(workspace, stop.Account); err != nil || !there {
			return err
		}
		a, err := s.attention(workspace, stop.Account)
		if err != nil {
			return err
		}
		was := a.Wishes
		switch stop.Letter {
		case Mentions:
			a.AtOnce = false
		default:
			a.Digest, a.News = Never, false
		}
		if a.Wishes == was {
			return nil
		}
		return s.attend(&a)
	})
	return orNone(stop, err)
}
