package middleware

import (
	"net/http"

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
	case fault.Full:
		return http.StatusInsufficientStorage
	case fault.Unavailable, fault.Cancelled:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}
