package serve

import (
	"cmp"
	"crypto/tls"
	"fmt"
	"net"

	"throughline/fault"
)

// Reach says from where people may reach the server. The zero Reach is this machine only.
type Reach struct {
	// Certificate and Key are files in PEM: the server speaks https.
	Certificate, Key string
	// Proxied says that requests come through a proxy, which speaks https with people and says in X-Forwarded-For from where
	// they come.
	Proxied bool
}

// secure reports whether people speak https with the server or with what stands before it.
func (r Reach) secure() bool { return r.Certificate != "" || r.Proxied }

// tls is how https is spoken; nil where it is not.
func (r Reach) tls() (*tls.Config, error) {
	if r.Certificate == "" && r.Key == "" {
		return nil, nil
	}
	c, err := tls.LoadX509KeyPair(r.Certificate, r.Key)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "the certificate and its key cannot be read", "Give both as files in PEM with --certificate and --key, readable by whoever runs the program")
	}
	return &tls.Config{Certificates: []tls.Certificate{c}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}, nil
}

// tries is how many ports after the asked one are tried.
const tries = 100

// Listen takes a port: host:port, where port 0 is any free one. With next, a port that is taken gives way to the next free
// one. Other addresses than loopback are for those who speak https or stand behind a proxy that does. A port is taken before
// data is opened, so that the address others are told is the true one.
func Listen(address string, next bool, reach Reach) (net.Listener, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, fmt.Sprintf("%q is not an address to listen on", address), "Write host:port, for instance 127.0.0.1:8080")
	}
	if ip := net.ParseIP(host); !reach.secure() && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fault.New(fault.Denied, cmp.Or(host, "an address without a name")+" can be reached from other machines, and passwords would be sent in the clear", "Listen on 127.0.0.1; or give --certificate and --key, or --behind-proxy where a proxy speaks https")
	}
	first, err := net.LookupPort("tcp", port)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, fmt.Sprintf("%q is not a port", port), "Write a number from 0 to 65535")
	}
	for i := range tries {
		l, err := net.Listen("tcp", net.JoinHostPort(host, fmt.Sprint(first+i)))
		if err == nil {
			return l, nil
		}
		if !next || first == 0 {
			return nil, fault.Wrap(err, fault.InUse, "port "+port+" is taken by another program", "Choose another with --listen, for instance 127.0.0.1:0 for any free one")
		}
	}
	return nil, fault.New(fault.InUse, fmt.Sprintf("the %d ports from %s on are all taken", tries, port), "Choose another with --listen")
}

// isLoopback reports whether only this machine reaches the address.
func isLoopback(a net.Addr) bool {
	host, _, err := net.SplitHostPort(a.String())
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
