package door

import (
	"context"
	"net/http"
	"slices"

	"throughline/fault"
	"throughline/graph"
)

// Cast is the people whom a visitor of a demo can be, the one they are at first in front. It is asked with each request.
type Cast func(context.Context) ([]Guest, error)

// Stage is the door of a demo: whoever reaches it is one of the cast, and can be another.
func Stage(c Cast) *Door { return &Door{cast: c} }

// castCookie holds whom of the cast a visitor chose to be. It opens nothing.
const castCookie = "throughline-demo"

// IsStage reports whether visitors can choose whom they are.
func (d *Door) IsStage() bool { return d.cast != nil }

// player is whom of the cast the sender is.
func (d *Door) player(r *http.Request) (Guest, error) {
	all, err := d.cast(r.Context())
	if err != nil {
		return Guest{}, err
	}
	if c, err := r.Cookie(castCookie); err == nil {
		for _, g := range all {
			if string(g.Viewer.Person) == c.Value {
				return g, nil
			}
		}
	}
	if len(all) == 0 {
		return Guest{}, fault.New(fault.NotFound, "there is nobody in the demo", "Start it again")
	}
	return all[0], nil
}

// Players is whom a visitor can be.
func (d *Door) Players(ctx context.Context) ([]Guest, error) {
	if d.cast == nil {
		return nil, nil
	}
	return d.cast(ctx)
}

// Play makes the visitor one of the cast.
func (d *Door) Play(w http.ResponseWriter, r *http.Request, p graph.PersonID) error {
	all, err := d.Players(r.Context())
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(all, func(g Guest) bool { return g.Viewer.Person == p }) {
		return fault.New(fault.NotFound, "that is nobody in the demo", "Choose somebody from the list")
	}
	http.SetCookie(w, &http.Cookie{Name: castCookie, Value: string(p), Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
	return nil
}
