package remote

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"throughline/api"
	"throughline/fault"
)

// Options say which server is asked, and by whom.
type Options struct {
	Place     string // its address, as https://host[:port]
	Token     string // "" asks a server that lets in whoever reaches it
	Workspace string
}

// Server is a server that is asked about one workspace. It may be used by many goroutines at once.
type Server struct {
	base      *url.URL
	token     string
	workspace string
	client    *http.Client
}

// The limits of a request. An answer may take as long as it comes.
const (
	dialTimeout   = 10 * time.Second
	answerTimeout = 2 * time.Minute
	mostProblem   = 1 << 20 // bytes
)

// IsPlace reports whether a place of data is the address of a server.
func IsPlace(place string) bool {
	scheme, _, found := strings.Cut(strings.ToLower(place), "://")
	return found && (scheme == "http" || scheme == "https")
}

// New returns a server. Nothing is asked yet.
func New(o Options) (*Server, error) {
	base, err := parse(o.Place)
	if err != nil {
		return nil, err
	}
	if strings.ContainsAny(o.Token, " \t\r\n") {
		return nil, fault.New(fault.Invalid, "the token has blanks or several lines in it", "Give the token alone, as it was shown when it was made")
	}
	carrier := &http.Transport{
		Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true, MaxIdleConnsPerHost: 2, IdleConnTimeout: time.Minute,
		DialContext:         (&net.Dialer{Timeout: dialTimeout}).DialContext,
		TLSHandshakeTimeout: dialTimeout, ResponseHeaderTimeout: answerTimeout,
		TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12},
	}
	return &Server{
		base: base, token: o.Token, workspace: o.Workspace,
		// An answer that leads elsewhere is not followed: the token is for this server alone.
		client: &http.Client{Transport: carrier, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
	}, nil
}

// Close lets go of the connections.
func (s *Server) Close() { s.client.CloseIdleConnections() }

// String is the address of the server.
func (s *Server) String() string { return s.base.String() }

const placeRemedy = "Write it as https://host or https://host:port"

// parse reads the address of a server.
func parse(place string) (*url.URL, error) {
	u, err := url.Parse(place)
	if err != nil || u.Hostname() == "" {
		return nil, fault.New(fault.Invalid, "the address of the server cannot be read", placeRemedy)
	}
	switch {
	case u.User != nil:
		return nil, fault.New(fault.Invalid, "the address of a server has no name or password in it", "Leave them out, and give a token in THROUGHLINE_TOKEN")
	case u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "":
		return nil, fault.New(fault.Invalid, "the address of a server ends with its host or port", placeRemedy)
	case u.Scheme == "http" && !isLoopback(u.Hostname()):
		return nil, fault.New(fault.Invalid, "over http:// everybody on the way could read the token", "Use https://; http:// is for a server on this machine")
	}
	return &url.URL{Scheme: strings.ToLower(u.Scheme), Host: u.Host}, nil
}

func isLoopback(host string) bool {
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback() || host == "localhost"
}

// request is what is asked.
type request struct {
	method string
	path   []string // below the workspace
	query  url.Values
	body   any // sent as JSON; nil is none
}

// read asks for an answer, and reads it as JSON.
func (s *Server) read(ctx context.Context, into any, query url.Values, path ...string) error {
	return s.ask(ctx, request{http.MethodGet, path, query, nil}, into)
}

// ask asks, and reads the answer as JSON.
func (s *Server) ask(ctx context.Context, q request, into any) error {
	answer, err := s.open(ctx, q)
	if err != nil {
		return err
	}
	defer answer.Close()
	if err := json.NewDecoder(answer).Decode(into); err != nil {
		return s.broken(ctx, err)
	}
	return nil
}

// open asks, and returns the answer to be read. Whatever is no answer is a fault.
func (s *Server) open(ctx context.Context, q request) (io.ReadCloser, error) {
	r, err := s.requestOf(ctx, q)
	if err != nil {
		return nil, err
	}
	answer, err := s.client.Do(r)
	if err != nil {
		return nil, s.unreachable(ctx, err)
	}
	if answer.StatusCode == http.StatusOK && answer.Header.Get("Throughline-Position") != "" {
		return answer.Body, nil
	}
	defer answer.Body.Close()
	return nil, s.refused(answer)
}

func (s *Server) requestOf(ctx context.Context, q request) (*http.Request, error) {
	u := s.base.JoinPath(api.Base, url.PathEscape(s.workspace))
	for _, p := range q.path {
		u = u.JoinPath(url.PathEscape(p))
	}
	u.RawQuery = q.query.Encode()
	var body io.Reader
	if q.body != nil {
		b, err := json.Marshal(q.body)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(b)
	}
	r, err := http.NewRequestWithContext(ctx, q.method, u.String(), body)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "the address of the server cannot be read", placeRemedy)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if s.token != "" {
		r.Header.Set("Authorization", "Bearer "+s.token)
	}
	return r, nil
}

// Unheard is the cause of the fault of a server that cannot be asked at all: it was not reached, or does not let the token in.
type Unheard struct{ cause error }

// Error is the cause.
func (u *Unheard) Error() string { return u.cause.Error() }

// Unwrap is the cause.
func (u *Unheard) Unwrap() error { return u.cause }

func (s *Server) unheard(cause error, k fault.Kind, sentence, remedy string) error {
	return fault.Wrap(&Unheard{cause}, k, sentence, remedy)
}

// unreachable is the fault of a server that did not answer.
func (s *Server) unreachable(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if sentence := untrusted(err); sentence != "" {
		return s.unheard(err, fault.Unavailable, "the certificate of "+s.base.Host+" is not to be trusted: "+sentence,
			"Check the address; where the server has a certificate of your own, name the file of its authority in SSL_CERT_FILE")
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return s.unheard(err, fault.Unavailable, s.base.Host+" does not speak https", "Check the port; http:// is for a server on this machine")
	}
	return s.unheard(err, fault.Unavailable, "the server at "+s.base.String()+" cannot be reached", "Check the address, and whether it runs")
}

// untrusted says what is wrong with a certificate, "" where nothing is.
func untrusted(err error) string {
	if _, ok := errors.AsType[x509.HostnameError](err); ok {
		return "it is for another host"
	}
	if e, ok := errors.AsType[x509.CertificateInvalidError](err); ok && e.Reason == x509.Expired {
		return "it is out of date"
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return "nobody known here signed it"
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return "it does not hold"
	}
	return ""
}

// broken is the fault of an answer that ended early, or is none.
func (s *Server) broken(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return fault.Wrap(err, fault.Unavailable, "the answer of "+s.base.String()+" did not arrive whole", "Try again; if it stays so, see the log of the server")
}

// refused is the fault that the server told, or the one of an answer that is not Throughline's.
func (s *Server) refused(answer *http.Response) error {
	media, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	var p api.Problem
	if media != "application/problem+json" || json.NewDecoder(io.LimitReader(answer.Body, mostProblem)).Decode(&p) != nil {
		return s.unheard(errors.New(answer.Status), fault.Unavailable, "what answers at "+s.base.String()+" is no Throughline server, or another version", "Check the address, and what stands between here and the server")
	}
	if answer.StatusCode == http.StatusUnauthorized {
		remedy := "Make a new token on the page of your account, and give it in THROUGHLINE_TOKEN or with --token-file"
		if s.token == "" {
			return s.unheard(errors.New(p.Detail), fault.Denied, "the server wants a token, and none is given", "Make one on the page of your account, and give it in THROUGHLINE_TOKEN or with --token-file")
		}
		return s.unheard(errors.New(p.Detail), fault.Denied, p.Detail, remedy)
	}
	f := fault.New(kindOf(&p), sentenceOf(&p), p.Remedy)
	if len(p.Nearest) > 0 {
		f = f.WithNearest(p.Nearest)
	}
	return f
}

// kindOf is the kind of fault that a problem was made of.
func kindOf(p *api.Problem) fault.Kind {
	for _, k := range []fault.Kind{
		fault.Invalid, fault.NotFound, fault.Conflict, fault.Denied, fault.InUse, fault.ReadOnly, fault.Full, fault.Corrupt,
		fault.Newer, fault.Unavailable, fault.Cancelled, fault.Internal,
	} {
		if p.Title == string(k) {
			return k
		}
	}
	if p.Status < http.StatusInternalServerError {
		return fault.Invalid // too large, not JSON: what was sent is wrong
	}
	return fault.Unavailable
}

// sentenceOf is what happened; several broken rules stand in it one after the other.
func sentenceOf(p *api.Problem) string {
	if len(p.Violations) < 2 {
		return p.Detail
	}
	list := make([]string, len(p.Violations))
	for i, v := range p.Violations {
		list[i] = v.Record
		if v.Field != "" {
			list[i] += " " + v.Field
		}
		list[i] += ": " + v.Sentence
	}
	return strings.Join(list, "; ")
}
