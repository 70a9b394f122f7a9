// Package api is the surface for programs: an organisation's records, changes, figures and findings as JSON over HTTP, described
// by an OpenAPI document that is made from the code.
//
// A handler decodes, asks on behalf of whoever sends the request, maps and encodes; it computes nothing. What somebody may not
// see answers as what is not there. Every error is a problem (RFC 9457) with what to do next.
package api
