package web

import (
	"bytes"
	"net/http"
	"strings"
)

// below is where the addresses of workspaces begin, where a server holds several.
const below = "/w/"

// atRoot are the addresses that belong to the server and to no workspace.
func atRoot() []string {
	return []string{
		"/static/", "/api/", below, healthPath, spacesPath, signInPath, providerPath, backPath, signOutPath, setUpPath, invitedPath, resetPath, stopPath,
	}
}

// isAtRoot reports whether an address belongs to the server.
func isAtRoot(address string) bool {
	for _, root := range atRoot() {
		if rest, ok := strings.CutPrefix(address, root); ok && (strings.HasSuffix(root, "/") || rest == "" || strings.IndexByte("/?#\"", rest[0]) >= 0) {
			return true
		}
	}
	return false
}

// addressed are the attributes of pages that hold an address of a page.
func addressed() []string {
	return []string{"href", "action", "formaction", "data-href", "data-action", "data-events", "data-undo", "hx-get", "hx-post"}
}

// placed is a page with the addresses of its workspace: those on this server get the prefix, but for what belongs to the server
// itself. It is the one place where they do, so that nobody who makes a link need think of it. In what templates and charts
// write, a quote after an equals sign is the beginning of an attribute and nothing else.
func (s *Server) placed(page []byte) []byte {
	if s.prefix == "" {
		return page
	}
	const mark = `="/`
	out := make([]byte, 0, len(page)+len(page)/16)
	for {
		i := bytes.Index(page, []byte(mark))
		if i < 0 {
			return append(out, page...)
		}
		at := i + len(mark) - 1 // of the address
		out = append(out, page[:at]...)
		if isAddress(page[:i]) && !isAtRoot(upToQuote(page[at:])) {
			out = append(out, s.prefix...)
		}
		page = page[at:]
	}
}

// isAddress reports whether what stands before an equals sign is the name of an attribute with an address.
func isAddress(before []byte) bool {
	name := before[bytes.LastIndexAny(before, " \n\t<")+1:]
	for _, known := range addressed() {
		if string(name) == known {
			return true
		}
	}
	return false
}

// upToQuote is the value of an attribute, with its closing quote.
func upToQuote(rest []byte) string {
	if i := bytes.IndexByte(rest, '"'); i >= 0 {
		return string(rest[:i+1])
	}
	return string(rest)
}

// leading puts the prefix before addresses to which an answer leads.
type leading struct {
	http.ResponseWriter
	prefix string
}

// WriteHeader sends the header.
func (l *leading) WriteHeader(status int) {
	if to := l.Header().Get("Location"); strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "//") && !isAtRoot(to) {
		l.Header().Set("Location", l.prefix+to)
	}
	l.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the writer below.
func (l *leading) Unwrap() http.ResponseWriter { return l.ResponseWriter }
