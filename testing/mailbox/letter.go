package mailbox

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
)

// Letter is a letter as a mail program reads it.
type Letter struct {
	Sender, Reader string // as the servers named them
	Encrypted      bool   // on its way
	Header         mail.Header
	Subject        string
	Text, HTML     string
}

// Read reads a letter: plain text, or the same text as plain text and as HTML.
func Read(b []byte) (Letter, error) {
	m, err := mail.ReadMessage(bytes.NewReader(b))
	if err != nil {
		return Letter{}, fmt.Errorf("read the head: %w", err)
	}
	l := Letter{Header: m.Header}
	if l.Subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		return l, fmt.Errorf("read the subject: %w", err)
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		return l, fmt.Errorf("read the type: %w", err)
	}
	if kind != "multipart/alternative" {
		return l, l.part(kind, params, m.Header.Get("Content-Transfer-Encoding"), m.Body)
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for {
		p, err := parts.NextRawPart()
		if err == io.EOF {
			return l, nil
		}
		if err != nil {
			return l, fmt.Errorf("read a part: %w", err)
		}
		kind, params, err := mime.ParseMediaType(p.Header.Get("Content-Type"))
		if err != nil {
			return l, fmt.Errorf("read the type of a part: %w", err)
		}
		if err := l.part(kind, params, p.Header.Get("Content-Transfer-Encoding"), p); err != nil {
			return l, err
		}
	}
}

func (l *Letter) part(kind string, params map[string]string, coded string, body io.Reader) error {
	if !strings.EqualFold(params["charset"], "UTF-8") {
		return fmt.Errorf("a part is in %q", params["charset"])
	}
	if strings.EqualFold(coded, "quoted-printable") {
		body = quotedprintable.NewReader(body)
	}
	b, err := io.ReadAll(body)
	if err != nil {
		return fmt.Errorf("read a part: %w", err)
	}
	text := strings.ReplaceAll(string(b), "\r\n", "\n")
	switch kind {
	case "text/plain":
		l.Text = text
	case "text/html":
		l.HTML = text
	default:
		return fmt.Errorf("a part is %s", kind)
	}
	return nil
}
