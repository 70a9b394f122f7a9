package ledger

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"throughline/fault"
)

func appendNumber(b []byte, n int64) []byte { return strconv.AppendInt(b, n, 10) }

func appendSealed(b []byte, p Sealed) []byte {
	b = append(b, `{"field":`...)
	b = appendText(b, p.Field)
	if !p.Erased() {
		b = append(b, `,"text":`...)
		b = appendText(b, p.Text)
		b = append(b, `,"salt":"`...)
		b = hex.AppendEncode(b, p.Salt)
		b = append(b, '"')
	}
	return append(b, `,"digest":"`+p.Digest.String()+`"}`...)
}

// A line of an archive is one of these.
type (
	archiveHeader struct {
		Archive string `json:"archive"`
		Version int64  `json:"version"`
	}
	archiveWorkspace struct {
		Workspace string `json:"workspace"`
		Entries   int64  `json:"entries"`
	}
	archiveComplete struct {
		Complete int64 `json:"complete"`
	}
	archiveEnd struct {
		End  int64  `json:"end"`
		Hash string `json:"hash"`
	}
	archiveEntry struct {
		Position  int64             `json:"position"`
		Recorded  string            `json:"recorded"`
		Effective string            `json:"effective"`
		Actor     string            `json:"actor"`
		Channel   Channel           `json:"channel"`
		Verb      string            `json:"verb"`
		Reason    string            `json:"reason"`
		Hash      string            `json:"hash"`
		Documents []archiveDocument `json:"documents"`
	}
	archiveDocument struct {
		Kind     string          `json:"kind"`
		ID       string          `json:"id"`
		Version  int32           `json:"version"`
		Format   int32           `json:"format"`
		Body     jsontext.Value  `json:"body"`
		Personal []archiveSealed `json:"personal"`
	}
	archiveSealed struct {
		Field  string  `json:"field"`
		Text   string  `json:"text"`
		Salt   *string `json:"salt"`
		Digest string  `json:"digest"`
	}
)

// place is where in an archive the reader is.
type place int

const (
	atStart  place = iota // before the first line
	between               // workspaces
	within                // a workspace
	skipping              // the rest of a workspace that went wrong
	complete              // after the last line
)

// archiveReader reads lines and remembers where it is.
type archiveReader struct {
	in         *bufio.Reader
	text       []byte // of the line, overwritten by the next
	line       int
	place      place
	workspaces int64
	section    archiveWorkspace
	head       Head
}

// ReadArchive reads histories in the archive form, packed with gzip or not, and proves them on the
// way: the chain of hashes, the digests, and that nothing is missing at the end. A line that is wrong
// is a Corrupt fault that names it; reading goes on at the next workspace. An archive of a newer
// version is refused.
func ReadArchive(r io.Reader) Histories {
	return func(yield func(Archived, error) bool) {
		in, err := unpacked(r)
		if err != nil {
			yield(Archived{}, err)
			return
		}
		a := &archiveReader{in: in}
		for {
			text, err := a.next()
			if err != nil && !errors.Is(err, io.EOF) {
				a.fail(unreadable(err), yield)
				return
			}
			if len(text) > 0 && !a.take(text, yield) {
				return
			}
			if err != nil {
				a.close(yield)
				return
			}
		}
	}
}

// unreadable says why no more lines come.
func unreadable(err error) string {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "it ends too early"
	case errors.Is(err, errTooLong):
		return err.Error()
	}
	return "it cannot be unpacked"
}

var errTooLong = errors.New("it is longer than any change can be")

// unpacked looks at the first bytes for gzip's.
func unpacked(r io.Reader) (*bufio.Reader, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	if first, _ := in.Peek(2); !bytes.Equal(first, []byte{0x1f, 0x8b}) {
		return in, nil
	}
	z, err := gzip.NewReader(in)
	if err != nil {
		return nil, fault.Wrap(err, fault.Corrupt, "the archive cannot be unpacked", "Use another copy of it")
	}
	return bufio.NewReaderSize(z, 64<<10), nil
}

// maxLine is the most one line may hold, in bytes: no change is that long, and a packed file that
// unfolds to more must not take all memory.
const maxLine = 1 << 30

// next is the next line without its end. The last one comes with io.EOF.
func (a *archiveReader) next() ([]byte, error) {
	a.line++
	a.text = a.text[:0]
	for {
		part, err := a.in.ReadSlice('\n')
		a.text = append(a.text, part...)
		switch {
		case len(a.text) > maxLine:
			return nil, errTooLong
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		}
		return bytes.TrimSuffix(a.text, []byte("\n")), err
	}
}

// take deals with one line and reports whether to go on.
func (a *archiveReader) take(text []byte, yield func(Archived, error) bool) bool {
	isWorkspace, isComplete := bytes.HasPrefix(text, []byte(`{"workspace":`)), bytes.HasPrefix(text, []byte(`{"complete":`))
	switch {
	case a.place == atStart:
		return a.begin(text, yield)
	case a.place == complete:
		return a.fail("something follows the last line", yield)
	case a.place == within && (isWorkspace || isComplete):
		if !a.fail(fmt.Sprintf("the history before ends after entry %d, in the middle", a.head.Position), yield) {
			return false
		}
		return a.take(text, yield)
	case isWorkspace:
		return a.open(text, yield)
	case isComplete:
		return a.finish(text, yield)
	case a.place == skipping:
		return true
	case a.place == between:
		return a.fail("it does not begin a workspace", yield)
	case bytes.HasPrefix(text, []byte(`{"end":`)):
		return a.end(text, yield)
	}
	e, wrong := a.entry(text)
	if wrong != "" {
		return a.fail(wrong, yield)
	}
	a.head = e.Head()
	return yield(Archived{a.section.Workspace, a.section.Entries, e}, nil)
}

func (a *archiveReader) begin(text []byte, yield func(Archived, error) bool) bool {
	a.place = between
	var h archiveHeader
	err := json.Unmarshal(text, &h)
	if err != nil || h.Archive != "throughline" || h.Version < 1 {
		return a.fail("it does not begin as an archive does", yield)
	}
	if h.Version > ArchiveVersion {
		yield(Archived{}, fault.New(fault.Newer,
			fmt.Sprintf("the archive was written by a newer version of the program (its form is number %d, this version knows up to %d)", h.Version, ArchiveVersion),
			"Install that version or a later one"))
		return false
	}
	return true
}

func (a *archiveReader) open(text []byte, yield func(Archived, error) bool) bool {
	a.section, a.head, a.place = archiveWorkspace{}, Head{}, within
	a.workspaces++
	var w archiveWorkspace
	err := json.Unmarshal(text, &w, json.RejectUnknownMembers(true))
	if err != nil || w.Entries < 0 || misnamed(w.Workspace, MaxWorkspace) != "" {
		return a.fail("it does not name a workspace", yield)
	}
	a.section = w
	return true
}

func (a *archiveReader) end(text []byte, yield func(Archived, error) bool) bool {
	var end archiveEnd
	err := json.Unmarshal(text, &end, json.RejectUnknownMembers(true))
	if err != nil || end.End != a.head.Position || end.Hash != a.head.Hash.String() || a.section.Entries > end.End {
		return a.fail("it does not end where it says", yield)
	}
	a.place = between
	return true
}

func (a *archiveReader) finish(text []byte, yield func(Archived, error) bool) bool {
	var c archiveComplete
	err := json.Unmarshal(text, &c, json.RejectUnknownMembers(true))
	if err != nil || c.Complete != a.workspaces {
		a.section = archiveWorkspace{}
		on := a.fail("it does not end where it says", yield)
		a.place = complete
		return on
	}
	a.place = complete
	return true
}

// close tells when the last line is missing.
func (a *archiveReader) close(yield func(Archived, error) bool) {
	switch a.place {
	case atStart:
		a.fail("it is empty", yield)
	case within:
		a.fail(fmt.Sprintf("it ends after entry %d, in the middle", a.head.Position), yield)
	case between, skipping:
		a.section = archiveWorkspace{}
		a.fail("the last line is missing", yield)
	case complete:
	}
}

func (a *archiveReader) fail(wrong string, yield func(Archived, error) bool) bool {
	a.place = skipping
	return yield(Archived{Workspace: a.section.Workspace}, a.bad(wrong))
}

func (a *archiveReader) bad(wrong string) *fault.Fault {
	return fault.New(fault.Corrupt, fmt.Sprintf("line %d of the archive is not what was written: %s", a.line, wrong),
		fmt.Sprintf("Use another copy of it, or keep what is good with `throughline restore --salvage` (the first %d entries)", a.head.Position))
}

// entry reads a line and holds it against the one before.
func (a *archiveReader) entry(text []byte) (e Entry, wrong string) {
	var r archiveEntry
	if err := json.Unmarshal(text, &r, json.RejectUnknownMembers(true)); err != nil {
		return Entry{}, "it cannot be read: " + err.Error()
	}
	if r.Effective == "" {
		r.Effective = r.Recorded
	}
	e = Entry{Position: r.Position, Actor: r.Actor, Channel: r.Channel, Verb: r.Verb, Reason: r.Reason, Prev: a.head.Hash}
	var err1, err2, err3 error
	e.Recorded, err1 = time.Parse(timeForm, r.Recorded)
	e.Effective, err2 = time.Parse(timeForm, r.Effective)
	e.Hash, err3 = parseHash(r.Hash)
	if err := errors.Join(err1, err2, err3); err != nil {
		return Entry{}, "it cannot be read: " + err.Error()
	}
	for i := range r.Documents {
		d, err := r.Documents[i].document()
		if err != nil {
			return Entry{}, "it cannot be read: " + err.Error()
		}
		e.Documents = append(e.Documents, d)
	}
	return e, e.Wrong(a.head)
}

func (r *archiveDocument) document() (Document, error) {
	d := Document{Kind: r.Kind, ID: r.ID, Version: r.Version, Format: r.Format, Deleted: r.Body == nil, Body: r.Body}
	for _, p := range r.Personal {
		s := Sealed{Field: p.Field, Text: p.Text}
		var err error
		if s.Digest, err = parseHash(p.Digest); err != nil {
			return Document{}, err
		}
		if p.Salt != nil {
			if s.Salt, err = hex.DecodeString(*p.Salt); err != nil {
				return Document{}, fmt.Errorf("the salt of %s: %w", p.Field, err)
			}
			if s.Salt == nil {
				s.Salt = []byte{}
			}
		}
		d.Personal = append(d.Personal, s)
	}
	return d, nil
}

func parseHash(text string) (h Hash, err error) {
	b, err := hex.DecodeString(text)
	if err != nil || len(b) != len(h) {
		return Hash{}, fmt.Errorf("%.80q is not a hash", text)
	}
	return Hash(b), nil
}
