package mcpserver

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"sync"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
)

// lines is the lines of the standard input that are requests. The library would end the session at one that is none: it is
// answered here, and the session goes on.
type lines struct {
	in   *bufio.Reader
	out  io.Writer
	rest []byte // of a line that is being read by the library
	err  error
}

func newLines(in io.Reader, out io.Writer) *lines { return &lines{in: bufio.NewReader(in), out: out} }

// Read implements io.Reader.
func (l *lines) Read(p []byte) (int, error) {
	for len(l.rest) == 0 {
		if l.err != nil {
			return 0, l.err
		}
		if l.rest, l.err = l.next(); len(l.rest) == 0 {
			continue
		}
		if refused := wrongLine(l.rest); refused != nil {
			l.rest = nil
			if err := l.refuse(refused); err != nil {
				return 0, err
			}
		}
	}
	n := copy(p, l.rest)
	l.rest = l.rest[n:]
	return n, nil
}

// Close implements io.Closer; the input is closed by who opened it.
func (l *lines) Close() error { return nil }

// next is the next line with its end, empty where it says nothing; of one that is longer than a request may be, as much as tells so.
func (l *lines) next() (line []byte, err error) {
	for {
		part, err := l.in.ReadSlice('\n')
		if len(line) <= mostBody {
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			if len(bytes.TrimSpace(line)) == 0 {
				line = nil
			} else if line[len(line)-1] != '\n' {
				line = append(line, '\n')
			}
			return line, err
		}
	}
}

// wrongLine says why a line is no request, nil for one that is.
func wrongLine(line []byte) *jsonrpc.Error {
	switch trimmed := bytes.TrimSpace(line); {
	case len(line) > mostBody:
		return &jsonrpc.Error{Code: jsonrpc.CodeInvalidRequest, Message: "the line is longer than 1 MiB; ask for less at once"}
	case !json.Valid(trimmed):
		return &jsonrpc.Error{Code: jsonrpc.CodeParseError, Message: "the line is not JSON; send each message as one line of JSON"}
	case trimmed[0] == '[':
		return &jsonrpc.Error{Code: jsonrpc.CodeInvalidRequest, Message: "several messages in one line are not taken; send each on a line of its own"}
	}
	if _, err := jsonrpc.DecodeMessage(line); err != nil {
		return &jsonrpc.Error{Code: jsonrpc.CodeInvalidRequest, Message: "the line is no message of JSON-RPC 2.0"}
	}
	return nil
}

// refuse answers a line that is no request.
func (l *lines) refuse(why *jsonrpc.Error) error {
	answer, err := json.Marshal(struct {
		Version string         `json:"jsonrpc"`
		ID      any            `json:"id"` // null: which request it was cannot be known
		Error   *jsonrpc.Error `json:"error"`
	}{Version: "2.0", Error: why})
	if err != nil {
		return err
	}
	_, err = l.out.Write(append(answer, '\n'))
	return err
}

// shared is a writer for several at once, that somebody else closes.
type shared struct {
	mu sync.Mutex // held while a message is written, so that it stays whole
	to io.Writer
}

// Write implements io.Writer.
func (s *shared) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.to.Write(p)
}

// Close leaves it open.
func (*shared) Close() error { return nil }
