package middleware

import (
	"net/http"
	"strconv"
	"time"

	"throughline/fault"
)

// Status is the status of an answer that tells a fault of the kind. Every surface uses it, so that a program and a browser are
// told the same.
func Status(k fault.Kind) int {
	switch k {
	case fault.Invalid:
		return http.StatusBadRequest
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Denied:
		return http.StatusForbidden
	case fault.Conflict, fault.InUse:
		return http.StatusConflict
	case fault.TooMany:
		return http.StatusTooManyRequests
	case fault.Full:
		return http.StatusInsufficientStorage
	case fault.Unavailable, fault.Cancelled:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// RetryAfter says in the header after how many seconds it may help to ask again, where the error knows.
func RetryAfter(h http.Header, err error) {
	if f := fault.Of(err); f != nil && f.Wait > 0 {
		h.Set("Retry-After", strconv.FormatInt(int64((f.Wait+time.Second-1)/time.Second), 10))
	}
}
