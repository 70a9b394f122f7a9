package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed dist/throughline.css dist/throughline.js dist/boot.js icon.svg
//go:embed vendor/htmx/htmx.min.js vendor/inter/*.woff2
var files embed.FS

// forEver is how long a browser may keep a file whose name has its hash.
const forEver = "public, max-age=31536000, immutable"

// Files answers for the embedded files by their hashed names. It is never
// changed once made and may be used by many requests at once.
type Files struct {
	prefix string
	*content
}

// content is the files with their names, the same under every prefix.
type content struct {
	paths  map[string]string // plain name to hashed name
	byName map[string]file   // hashed name to content
}

type file struct {
	mime string
	body []byte
	gzip []byte // nil when compressing does not make it smaller
	etag string
}

// New gives the embedded files, to be served under prefix ("/static/").
func New(prefix string) (*Files, error) {
	c, err := embedded()
	if err != nil {
		return nil, err
	}
	return &Files{prefix, c}, nil
}

// embedded reads and compresses the files, once for all who serve them.
var embedded = sync.OnceValues(func() (*content, error) {
	c := &content{paths: map[string]string{}, byName: map[string]file{}}
	names, err := list()
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		body, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read embedded %s: %w", name, err)
		}
		if err := c.add(path.Base(name), body); err != nil {
			return nil, err
		}
	}
	return c, nil
})

// list names the embedded files, stylesheets last: they name the fonts.
func list() ([]string, error) {
	var names []string
	err := fs.WalkDir(files, ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, p)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list embedded files: %w", err)
	}
	slices.SortStableFunc(names, func(a, b string) int {
		return strings.Compare(order(a), order(b))
	})
	return names, nil
}

func order(name string) string {
	if path.Ext(name) == ".css" {
		return "2" + name
	}
	return "1" + name
}

func (c *content) add(name string, body []byte) error {
	if path.Ext(name) == ".css" {
		body = c.pointed(body)
	}
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	hashed := strings.TrimSuffix(name, ext) + "." + base64.RawURLEncoding.EncodeToString(sum[:9]) + ext
	small, err := squeezed(body)
	if err != nil {
		return fmt.Errorf("compress %s: %w", name, err)
	}
	c.paths[name] = hashed
	c.byName[hashed] = file{mime: mimeOf(ext), body: body, gzip: small, etag: strconv.Quote(base64.RawURLEncoding.EncodeToString(sum[:12]))}
	return nil
}

// pointed replaces the names of files in a stylesheet by their hashed names.
func (c *content) pointed(css []byte) []byte {
	for name, hashed := range c.paths {
		css = bytes.ReplaceAll(css, []byte("url("+name+")"), []byte("url("+hashed+")"))
	}
	return css
}

// squeezed is the body compressed, or nil when that gains less than a tenth.
func squeezed(body []byte) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(body); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	if b.Len() > len(body)*9/10 {
		return nil, nil
	}
	return b.Bytes(), nil
}

// mimeOf knows the few kinds there are, so that no file of the machine is asked.
func mimeOf(ext string) string {
	switch ext {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	}
	return "application/octet-stream"
}

// Path is the address of a file by its plain name ("throughline.css"), with the
// hash of its content in it. It is empty when there is no such file.
func (f *Files) Path(name string) string {
	hashed, ok := f.paths[name]
	if !ok {
		return ""
	}
	return f.prefix + hashed
}

// Names are the plain names of all files, in order of the alphabet.
func (f *Files) Names() []string {
	names := make([]string, 0, len(f.paths))
	for n := range f.paths {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// ServeHTTP answers GET and HEAD for hashed names under the prefix; any other
// name is not found, so an old page never gets a new file.
func (f *Files) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "only reading is possible here", http.StatusMethodNotAllowed)
		return
	}
	x, ok := f.byName[strings.TrimPrefix(r.URL.Path, f.prefix)]
	if !ok {
		http.NotFound(w, r)
		return
	}
	x.serve(w, r)
}

func (x file) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", x.mime)
	h.Set("Cache-Control", forEver)
	h.Set("ETag", x.etag)
	h.Set("X-Content-Type-Options", "nosniff")
	body := x.body
	if x.gzip != nil {
		h.Set("Vary", "Accept-Encoding")
		if acceptsGzip(r.Header.Get("Accept-Encoding")) {
			h.Set("Content-Encoding", "gzip")
			body = x.gzip
		}
	}
	if r.Header.Get("If-None-Match") == x.etag {
		h.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method == http.MethodHead {
		return
	}
	_, _ = w.Write(body) // the reader has gone away; nothing is left to be told
}

// acceptsGzip reads an Accept-Encoding header; "gzip;q=0" refuses it.
func acceptsGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name != "gzip" && name != "*" {
			continue
		}
		weight, ok := strings.CutPrefix(strings.ReplaceAll(q, " ", ""), "q=")
		if !ok {
			return true
		}
		v, err := strconv.ParseFloat(weight, 64)
		return err == nil && v > 0
	}
	return false
}

// Style is the stylesheet with the fonts inside it, for a file that must need nothing else.
func (f *Files) Style() string {
	css := string(f.byName[f.paths["throughline.css"]].body)
	for _, name := range f.Names() {
		if path.Ext(name) == ".woff2" {
			hashed := f.paths[name]
			data := "data:font/woff2;base64," + base64.StdEncoding.EncodeToString(f.byName[hashed].body)
			css = strings.ReplaceAll(css, "url("+hashed+")", "url("+data+")")
		}
	}
	return css
}
