package openid

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
)

// What a provider may take and send at most.
const (
	patience   = 10 * time.Second
	mostAnswer = 1 << 20
)

// newClient asks a provider, and waits and reads no longer than is reasonable.
func newClient() *http.Client {
	return &http.Client{Timeout: patience, Transport: brief{http.DefaultTransport}}
}

// with is the context in which the libraries ask by this provider's client.
func (p *Provider) with(ctx context.Context) context.Context {
	return oidc.ClientContext(ctx, p.client)
}

// brief reads only so much of an answer.
type brief struct{ http.RoundTripper }

// RoundTrip is the answer, cut off where it is too long.
func (b brief) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := b.RoundTripper.RoundTrip(r)
	if err == nil {
		answer.Body = body{io.LimitReader(answer.Body, mostAnswer), answer.Body}
	}
	return answer, err
}

// body is the beginning of an answer.
type body struct {
	io.Reader
	io.Closer
}
