package e2e_test

import (
	"bytes"
	"cmp"
	"flag"
	"image"
	"image/color"
	"image/png"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"throughline/testing/browser"
)

var pictures = flag.String("pictures", "", "write the pictures of the README into this folder")

// heaviest is the most bytes a picture of the README may have.
const heaviest = 160_000

// shot is one picture: a page, and how it is looked at.
type shot struct {
	name          string
	path          string
	width, height int64
	colours       string
	before        func(*browser.Tab) // what a person does before looking; may be nil
}

func shots() []shot {
	why := func(b *browser.Tab) {
		b.Press("w")
		b.Sees("the explanation", `!!document.querySelector('.pop.why:popover-open')`)
	}
	return []shot{
		{"home", "/", 1440, 900, "light", nil},
		{"home-dark", "/", 1440, 900, "dark", nil},
		{"why", "/", 1440, 900, "light", why},
		{"sight", "/line-of-sight?select=initiative%2Fhardship-self-service", 1440, 1080, "light", nil},
		{"unit", "/units/core-services-platform", 1280, 1100, "light", nil},
		{"drift", "/drift?lock=lock-1", 1280, 860, "light", nil},
		{"time-machine", "/?asof=2026-07-20", 1280, 620, "light", nil},
		{"phone", "/", 390, 844, "light", nil},
	}
}

// The pictures of the README are of real pages. They are made anew with -pictures; without it the test holds
// that they can be made, and that those in the repository are there and light.
func TestPictures(t *testing.T) {
	b := browser.Open(t, harbor(t).url)
	for _, s := range shots() {
		b.Size(s.width, s.height)
		b.Scheme(s.colours)
		visit(b, s.path)
		b.Sees("the fonts", `document.fonts.status === 'loaded'`)
		if s.before != nil {
			s.before(b)
		}
		small := lighten(t, b.Picture())
		if len(small) > heaviest {
			t.Errorf("%s has %d bytes, at most %d", s.name, len(small), heaviest)
		}
		kept := filepath.Join("..", "docs", "pictures", s.name+".png")
		if *pictures != "" {
			kept = filepath.Join(*pictures, s.name+".png")
			if err := os.WriteFile(kept, small, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if info, err := os.Stat(kept); err != nil || info.Size() > heaviest {
			t.Errorf("%s: %v; write the pictures with -pictures ../docs/pictures", kept, err)
		}
	}
}

// lighten draws a picture with the colours that occur most in it, so that its file is small.
func lighten(t *testing.T, body []byte) []byte {
	t.Helper()
	full, err := png.Decode(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	palette := telling(full)
	out := image.NewPaletted(full.Bounds(), palette)
	nearest := make(map[color.RGBA]uint8)
	for y := range full.Bounds().Dy() {
		for x := range full.Bounds().Dx() {
			c := coarse(full.At(x, y))
			at, known := nearest[c]
			if !known {
				at = uint8(palette.Index(c))
				nearest[c] = at
			}
			out.SetColorIndex(x, y, at)
		}
	}
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, out); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// telling is the colours that tell a picture: those that occur most, and then, one by one, the one that is
// furthest from all before, so that a small mark keeps its hue.
func telling(m image.Image) color.Palette {
	const most, all = 128, 256
	list := byUse(m)
	out := make(color.Palette, 0, all)
	far := make([]int, len(list)) // the distance of each colour to the nearest one taken
	for i := range far {
		far[i] = math.MaxInt
	}
	take := func(i int) {
		out = append(out, list[i])
		for j, c := range list {
			far[j] = min(far[j], apart(c, list[i]))
		}
	}
	for i := range min(most, len(list)) {
		take(i)
	}
	for len(out) < all {
		next := 0
		for j := range far {
			if far[j] > far[next] {
				next = j
			}
		}
		if len(far) == 0 || far[next] == 0 {
			break
		}
		take(next)
	}
	return out
}

// byUse is the colours of a picture, the most frequent first.
func byUse(m image.Image) []color.RGBA {
	count := make(map[color.RGBA]int)
	for y := range m.Bounds().Dy() {
		for x := range m.Bounds().Dx() {
			count[coarse(m.At(x, y))]++
		}
	}
	list := slices.Collect(maps.Keys(count))
	slices.SortFunc(list, func(a, b color.RGBA) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a.R, b.R), cmp.Compare(a.G, b.G), cmp.Compare(a.B, b.B))
	})
	return list
}

// apart is how far two colours are from each other.
func apart(a, b color.RGBA) int {
	r, g, bl := int(a.R)-int(b.R), int(a.G)-int(b.G), int(a.B)-int(b.B)
	return r*r + g*g + bl*bl
}

// coarse is a colour with so few shades that neighbours nobody tells apart become one.
func coarse(c color.Color) color.RGBA {
	r, g, b, _ := c.RGBA()
	shade := func(v uint32) uint8 { return uint8(min(255, (v>>8+1)/2*2)) }
	return color.RGBA{shade(r), shade(g), shade(b), 255}
}
