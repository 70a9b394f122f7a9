package static_test

import (
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"throughline/web/static"
)

func files(t *testing.T) *static.Files {
	t.Helper()
	f, err := static.New("/static/")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func ask(f *static.Files, method, path string, header ...string) *http.Response {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	f.ServeHTTP(w, r)
	return w.Result()
}

func TestNames(t *testing.T) {
	want := []string{"InterDisplay-Medium-subset.woff2", "InterDisplay-SemiBold-subset.woff2", "InterVariable-subset.woff2", "boot.js", "htmx.min.js", "icon.svg", "throughline.css", "throughline.js"}
	if diff := cmp.Diff(want, files(t).Names()); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}

func TestServedForEverUnderAHashedName(t *testing.T) {
	f := files(t)
	for _, name := range f.Names() {
		at := f.Path(name)
		if !regexp.MustCompile(`^/static/[\w.-]+\.[\w-]{12}\.(css|js|svg|woff2)$`).MatchString(at) {
			t.Errorf("Path(%q) = %q, has no hash of its content", name, at)
		}
		r := ask(f, "GET", at)
		if r.StatusCode != 200 || r.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" || r.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %d %v", at, r.StatusCode, r.Header)
		}
		if again := ask(f, "GET", at, "If-None-Match", r.Header.Get("ETag")); again.StatusCode != 304 {
			t.Errorf("%s asked again = %d, want 304", at, again.StatusCode)
		}
	}
	if got := f.Path("gone.js"); got != "" {
		t.Errorf("Path of a missing file = %q, want nothing", got)
	}
}

func TestKinds(t *testing.T) {
	f := files(t)
	for name, want := range map[string]string{
		"throughline.css": "text/css; charset=utf-8", "boot.js": "text/javascript; charset=utf-8",
		"icon.svg": "image/svg+xml", "InterVariable-subset.woff2": "font/woff2",
	} {
		if got := ask(f, "GET", f.Path(name)).Header.Get("Content-Type"); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func TestCompressedForThoseWhoAccept(t *testing.T) {
	f := files(t)
	at := f.Path("throughline.css")
	plain, err := io.ReadAll(ask(f, "GET", at).Body)
	if err != nil {
		t.Fatal(err)
	}
	for accept, want := range map[string]string{"gzip": "gzip", "br, gzip;q=0.5": "gzip", "*": "gzip", "": "", "br": "", "gzip;q=0": "", "gzip; q=0.0": ""} {
		r := ask(f, "GET", at, "Accept-Encoding", accept)
		if got := r.Header.Get("Content-Encoding"); got != want {
			t.Errorf("Accept-Encoding %q answered with %q, want %q", accept, got, want)
		}
		if r.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("Accept-Encoding %q: a cache would mix the two", accept)
		}
	}
	z, err := gzip.NewReader(ask(f, "GET", at, "Accept-Encoding", "gzip").Body)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	if string(unpacked) != string(plain) {
		t.Error("the compressed stylesheet is another than the plain one")
	}
	if got := ask(f, "GET", f.Path("InterVariable-subset.woff2"), "Accept-Encoding", "gzip").Header.Get("Content-Encoding"); got != "" {
		t.Errorf("a font is compressed twice: %q", got)
	}
}

func TestOnlyReadingAndOnlyWhatThereIs(t *testing.T) {
	f := files(t)
	at := f.Path("boot.js")
	for _, c := range []struct {
		method, path string
		want         int
	}{
		{"HEAD", at, 200},
		{"POST", at, 405},
		{"GET", "/static/boot.js", 404},
		{"GET", "/static/", 404},
		{"GET", "/static/../static.go", 404},
		{"GET", "/static/vendor/htmx/htmx.min.js", 404},
	} {
		if got := ask(f, c.method, c.path).StatusCode; got != c.want {
			t.Errorf("%s %s = %d, want %d", c.method, c.path, got, c.want)
		}
	}
	if body, err := io.ReadAll(ask(f, "HEAD", at).Body); err != nil || len(body) != 0 {
		t.Errorf("HEAD has a body of %d bytes, %v", len(body), err)
	}
}

// The stylesheet must name the fonts as they are served, and nothing else.
func TestStylesheetLoadsOnlyFromHere(t *testing.T) {
	f := files(t)
	css, err := io.ReadAll(ask(f, "GET", f.Path("throughline.css")).Body)
	if err != nil {
		t.Fatal(err)
	}
	urls := regexp.MustCompile(`url\(([^)]*)\)`).FindAllStringSubmatch(string(css), -1)
	if len(urls) != 3 {
		t.Errorf("%d addresses in the stylesheet, want the 3 fonts: %v", len(urls), urls)
	}
	for _, u := range urls {
		if r := ask(f, "GET", "/static/"+u[1]); r.StatusCode != 200 {
			t.Errorf("the stylesheet loads %s: %d", u[1], r.StatusCode)
		}
	}
}

// Vendored files are what their makers published: the manifest has the digest
// of each, and every folder has its licence.
func TestVendoredFilesAreUntouched(t *testing.T) {
	manifest, err := os.ReadFile("vendor/MANIFEST")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for line := range strings.Lines(string(manifest)) {
		fields := strings.Fields(line)
		if len(fields) != 4 || strings.HasPrefix(line, "#") {
			continue
		}
		want[fields[0]] = fields[3]
	}
	got := map[string]string{}
	err = filepath.WalkDir("vendor", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "MANIFEST" {
			return err
		}
		body, err := os.ReadFile(path)
		sum := sha512.Sum384(body)
		got[strings.TrimPrefix(filepath.ToSlash(path), "vendor/")] = "sha384-" + base64.StdEncoding.EncodeToString(sum[:])
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("vendored files against vendor/MANIFEST (-want +got):\n%s", diff)
	}
	for _, licence := range []string{"htmx/LICENSE", "inter/LICENSE.txt"} {
		if got[licence] == "" {
			t.Errorf("no licence %s", licence)
		}
	}
}
