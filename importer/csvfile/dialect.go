package csvfile

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"throughline/fault"
)

// Charset is how the characters of a file are written.
type Charset string

// The character sets that are read.
const (
	UTF8        Charset = "UTF-8"
	UTF16LE     Charset = "UTF-16 (little-endian)" // Excel's "Unicode text"
	UTF16BE     Charset = "UTF-16 (big-endian)"
	Windows1252 Charset = "Windows-1252" // Excel's plain CSV in Western Europe and America
)

// Dialect is how a file is written.
type Dialect struct {
	Charset   Charset
	Mark      bool // a byte order mark begins the file
	Delimiter rune // comma, semicolon, tab or bar, or what the first line says
	CRLF      bool // lines end as Windows ends them
	CR        bool // lines end as old Macs ended them
	Hint      bool // the first line is "sep=…", which only Excel understands
}

// sample is how much of a file is looked at to find its delimiter.
const sample = 256 << 10

// decoding is the decoder of the character set, nil for UTF-8.
func (c Charset) encoding() encoding.Encoding {
	switch c {
	case UTF16LE:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case UTF16BE:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case Windows1252:
		return charmap.Windows1252
	}
	return nil
}

// decoded is the text of the file in UTF-8, without its mark.
func (d Dialect) decoded(r io.Reader) io.Reader {
	if e := d.Charset.encoding(); e != nil {
		r = transform.NewReader(r, e.NewDecoder())
	}
	b := bufio.NewReader(r)
	if d.Mark {
		_, _, _ = b.ReadRune() // a file too short for its mark ends right here, as the next read tells
	}
	if d.CR {
		return lineEnds{b}
	}
	return b
}

// lineEnds reads old line ends as new ones.
type lineEnds struct{ r io.Reader }

// Read implements io.Reader.
func (l lineEnds) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	for i, c := range p[:n] {
		if c == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}

// encoded writes UTF-8 text in the dialect's character set, beginning with the mark if it has one.
// Characters the set does not have become question marks.
func (d Dialect) encoded(w io.Writer) (io.Writer, error) {
	if e := d.Charset.encoding(); e != nil {
		w = transform.NewWriter(w, encoding.ReplaceUnsupported(e.NewEncoder()))
	}
	if !d.Mark {
		return w, nil
	}
	_, err := io.WriteString(w, "\ufeff")
	return w, err
}

// charset looks through the whole file for how its characters are written.
func charset(r io.Reader) (Dialect, error) {
	b := bufio.NewReaderSize(r, 64<<10)
	head, err := b.Peek(4)
	if err != nil && err != io.EOF {
		return Dialect{}, err
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return Dialect{Charset: UTF16LE, Mark: true}, nil
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return Dialect{Charset: UTF16BE, Mark: true}, nil
	case len(head) == 4 && head[0] != 0 && head[1] == 0 && head[3] == 0:
		return Dialect{Charset: UTF16LE}, nil
	case len(head) == 4 && head[0] == 0 && head[1] != 0 && head[2] == 0:
		return Dialect{Charset: UTF16BE}, nil
	}
	d := Dialect{Charset: UTF8, Mark: bytes.HasPrefix(head, []byte("\xef\xbb\xbf"))}
	valid, western, err := examine(b)
	switch {
	case err != nil || valid:
		return d, err
	case western && !d.Mark:
		return Dialect{Charset: Windows1252}, nil
	}
	return d, fault.New(fault.Invalid, "the file is neither UTF-8 nor UTF-16 nor Windows-1252 text",
		"Save it again as \"CSV UTF-8\"")
}

// Text is the text of a table in UTF-8, whatever it is written in; a Fault where it is no text.
func Text(body []byte) (string, error) {
	d, err := charset(bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(d.decoded(bytes.NewReader(body)))
	return string(text), err
}

// examine reads to the end and tells whether all is UTF-8, and whether it could be Windows-1252, which
// leaves five bytes without a meaning and has no zero bytes in text.
func examine(b *bufio.Reader) (valid, western bool, err error) {
	valid, western = true, true
	var rest []byte
	chunk := make([]byte, 64<<10)
	for {
		n, err := b.Read(chunk)
		part := append(rest, chunk[:n]...)
		western = western && !bytes.ContainsAny(part, "\x00") && bytes.IndexFunc(part, isNoWestern) < 0 && !hasUnused(part)
		end := len(part)
		for i := 1; i <= min(3, end) && err == nil; i++ {
			if utf8.RuneStart(part[end-i]) {
				if !utf8.FullRune(part[end-i:]) {
					end -= i
				}
				break
			}
		}
		valid = valid && utf8.Valid(part[:end])
		rest = append(rest[:0:0], part[end:]...)
		if err == io.EOF {
			return valid, western, nil
		}
		if err != nil {
			return false, false, err
		}
	}
}

func isNoWestern(r rune) bool { return r == 0 }

func hasUnused(b []byte) bool {
	for _, c := range b {
		switch c {
		case 0x81, 0x8d, 0x8f, 0x90, 0x9d:
			return true
		}
	}
	return false
}

// layout finds the delimiter and the line ends in the beginning of the text.
func (d *Dialect) layout(text []byte) {
	if d.CR = endsOld(text); d.CR {
		text = bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
	}
	if first, _, ok := bytes.Cut(text, []byte("\n")); ok {
		d.CRLF = bytes.HasSuffix(first, []byte("\r"))
		if sep, ok := bytes.CutPrefix(bytes.TrimRight(first, "\r"), []byte("sep=")); ok && len(sep) == 1 {
			d.Delimiter, d.Hint = rune(sep[0]), true
			return
		}
	}
	best := 0
	d.Delimiter = ','
	for _, c := range []rune{',', ';', '\t', '|'} {
		if s := agreement(text, c); s > best {
			best, d.Delimiter = s, c
		}
	}
}

// endsOld reports whether the first line ends with a carriage return alone.
func endsOld(text []byte) bool {
	quoted := false
	for i, c := range text {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\n':
			return false
		case c == '\r':
			return i+1 < len(text) && text[i+1] != '\n'
		}
	}
	return false
}

// agreement is how well a delimiter explains the text: how many of the first rows have as many cells
// as the header, times the cells; 0 when the header is one cell.
func agreement(text []byte, delimiter rune) int {
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.ReuseRecord = delimiter, -1, true
	cells, same := 0, 0
	for range 50 {
		rec, err := r.Read()
		if err != nil {
			break
		}
		if cells == 0 {
			cells = len(rec)
		}
		if len(rec) == cells {
			same++
		}
	}
	if cells < 2 {
		return 0
	}
	return same * cells
}
