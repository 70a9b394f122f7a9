package serve

import "time"

// Limits is how long a connection may take over each part, and how large its headers may be.
func Limits() (headers, read, write, idle time.Duration, size int) {
	s := newServer(nil)
	return s.ReadHeaderTimeout, s.ReadTimeout, s.WriteTimeout, s.IdleTimeout, s.MaxHeaderBytes
}
