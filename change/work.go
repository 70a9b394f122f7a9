package change

import (
	"bytes"
	"fmt"
	"io"
	"unique"

	"github.com/go-json-experiment/json/jsontext"

	"throughline/graph"
)

// workDecoder reads documents of work items. There may be a million of them, so they are read token by
// token without reflection, and the ids of units and initiatives, which repeat, are kept once.
// A decoder is used by one goroutine at a time.
type workDecoder struct {
	in  bytes.Reader
	dec jsontext.Decoder
}

func (d *workDecoder) decode(body []byte, w *graph.Work) error {
	d.in.Reset(body)
	d.dec.Reset(&d.in)
	if err := d.open('{'); err != nil {
		return err
	}
	for d.dec.PeekKind() == '"' {
		name, err := d.dec.ReadValue()
		if err != nil {
			return err
		}
		if err := d.field(name, w); err != nil {
			return err
		}
	}
	if _, err := d.dec.ReadToken(); err != nil {
		return err
	}
	if t, err := d.dec.ReadToken(); err != io.EOF {
		return fmt.Errorf("found %s after the document: %v", t.Kind(), err)
	}
	return nil
}

func (d *workDecoder) field(name []byte, w *graph.Work) (err error) {
	switch string(name) {
	case `"title"`:
		w.Title, err = d.text()
	case `"unit"`:
		w.Unit, err = interned[graph.UnitID](d)
	case `"initiative"`:
		w.Initiative, err = interned[graph.InitiativeID](d)
	case `"size"`:
		w.Size, err = d.number()
	case `"states"`:
		w.States, err = moments[graph.Transition](d, 4)
	case `"logged"`:
		w.Logged, err = moments[graph.Logged](d, 4)
	case `"blocked"`:
		w.Blocked, err = moments[graph.Block](d, 1)
	case `"key"`:
		w.Key, err = d.text()
	case `"url"`:
		w.URL, err = d.text()
	default:
		return fmt.Errorf("unknown field %s", name)
	}
	return err
}

func (d *workDecoder) open(k jsontext.Kind) error {
	t, err := d.dec.ReadToken()
	if err == nil && t.Kind() != k {
		err = fmt.Errorf("found %s, want %s", t.Kind(), k)
	}
	return err
}

func (d *workDecoder) text() (string, error) {
	t, err := d.dec.ReadToken()
	if err != nil {
		return "", err
	}
	if t.Kind() != '"' {
		return "", fmt.Errorf("found %s, want a text", t.Kind())
	}
	return t.String(), nil
}

func (d *workDecoder) number() (float32, error) {
	t, err := d.dec.ReadToken()
	if err != nil {
		return 0, err
	}
	if t.Kind() != '0' {
		return 0, fmt.Errorf("found %s, want a number", t.Kind())
	}
	return t.Float32()
}

// interned reads an id that many items share.
func interned[I ~string](d *workDecoder) (I, error) {
	s, err := d.text()
	return I(unique.Make(s).Value()), err
}

// moments reads a list of short lines, such as the states of an item.
func moments[M any, P interface {
	*M
	UnmarshalText([]byte) error
}](d *workDecoder, room int) ([]M, error) {
	if err := d.open('['); err != nil {
		return nil, err
	}
	list := make([]M, 0, room)
	for d.dec.PeekKind() == '"' {
		line, err := d.dec.ReadValue()
		if err != nil {
			return nil, err
		}
		text := line[1 : len(line)-1]
		if bytes.IndexByte(text, '\\') >= 0 { // none that is written here has one
			if text, err = jsontext.AppendUnquote(nil, line); err != nil {
				return nil, err
			}
		}
		var m M
		if err := P(&m).UnmarshalText(text); err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	_, err := d.dec.ReadToken()
	return list[:len(list):len(list)], err
}
