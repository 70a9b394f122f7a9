// Command render writes every page of the gallery to a folder, with its assets
// beside it, and serves that folder on this machine so that it can be looked at.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"

	"throughline/testing/viewgallery"
	"throughline/web/static"
	"throughline/web/view"
)

func main() {
	out := flag.String("out", "bin/gallery", "folder to write to")
	at := flag.String("serve", "", "address to serve it on, such as 127.0.0.1:8181")
	flag.Parse()
	if err := run(*out, *at); err != nil {
		fmt.Fprintln(os.Stderr, "render:", err)
		os.Exit(1)
	}
}

func run(out, at string) error {
	files, err := static.New("/static/")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	for _, p := range append(viewgallery.Pages(Assets(files)), viewgallery.Outsides(Assets(files))...) {
		if err := write(filepath.Join(out, p.Name+".html"), p); err != nil {
			return err
		}
	}
	fmt.Println("wrote", out)
	if at == "" {
		return nil
	}
	return serve(out, at, files)
}

func write(name string, p viewgallery.Page) error {
	f, err := os.Create(name)
	if err != nil {
		return fmt.Errorf("create page: %w", err)
	}
	return errors.Join(p.Body.Render(context.Background(), f), f.Close())
}

// Assets are the addresses of the embedded files.
func Assets(f *static.Files) view.Assets {
	return view.Assets{
		CSS: f.Path("throughline.css"), Boot: f.Path("boot.js"), JS: f.Path("throughline.js"),
		HTMX: f.Path("htmx.min.js"), Icon: f.Path("icon.svg"), Font: f.Path("InterVariable-subset.woff2"),
	}
}

func serve(out, at string, files *static.Files) error {
	mux := http.NewServeMux()
	mux.Handle("GET /static/", files)
	mux.Handle("GET /", strict(http.FileServer(http.Dir(out))))
	l, err := net.Listen("tcp", at)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	fmt.Println("looking at http://" + l.Addr().String() + "/home-many.html")
	return http.Serve(l, mux)
}

// strict is the policy the product answers with.
func strict(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'self'; script-src 'self'; style-src 'self'")
		h.ServeHTTP(w, r)
	})
}
