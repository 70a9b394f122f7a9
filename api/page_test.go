package api_test

import (
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"throughline/api"
	"throughline/fault"
	"throughline/storage/memory"
	"throughline/testing/htmlcheck"
)

// The reference page is a sound page, has every operation with a form to try it, and every link on it leads somewhere.
func TestTheReferencePage(t *testing.T) {
	s := open(t, memory.New())
	a := s.unchecked("GET", api.PagePath).is(200, nil)
	if got := a.header.Get("Content-Type"); got != "text/html; charset=utf-8" {
		t.Errorf("it is sent as %s", got)
	}
	page, err := htmlcheck.Parse(strings.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range htmlcheck.Page(page) {
		t.Error(wrong)
	}
	ids := make(map[string]bool)
	for _, n := range page.In("[id]") {
		id, _ := n.Attr("id")
		ids[id] = true
	}
	for path, item := range described().Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post} {
			if op == nil {
				continue
			}
			form, ok := page.First("#" + op.OperationID + " form.try")
			if !ok {
				t.Errorf("%s cannot be tried", op.OperationID)
				continue
			}
			if at, _ := form.Attr("data-path"); at != api.Base+path {
				t.Errorf("%s is tried at %s", op.OperationID, at)
			}
			for _, p := range op.Parameters {
				if form.Count("[name="+p.Name+"]") != 1 && p.Name != "If-None-Match" {
					t.Errorf("the form of %s has no field for %s", op.OperationID, p.Name)
				}
			}
			if form.Count("textarea") != map[bool]int{true: 1}[op.RequestBody != nil] {
				t.Errorf("the form of %s has a body, or none", op.OperationID)
			}
		}
	}
	for _, n := range page.In("a[href]") {
		if href, _ := n.Attr("href"); strings.HasPrefix(href, "#") && !ids[href[1:]] {
			t.Errorf("%q leads nowhere", href)
		}
	}
	for _, k := range []fault.Kind{fault.Invalid, fault.NotFound, fault.InUse, fault.Internal, fault.ReadOnly} {
		_, at, _ := strings.Cut(s.refusing(fault.New(k, "x", "y")).unchecked("GET", "/api/v1/main/kinds").body, `"type":"/api/#`)
		if at, _, _ = strings.Cut(at, `"`); !ids[at] {
			t.Errorf("the type of %s leads to #%s, which is nowhere", k, at)
		}
	}
	for _, at := range []string{"too-large", "unsupported-media-type", "method-not-allowed"} {
		if !ids[at] {
			t.Errorf("#%s is nowhere", at)
		}
	}
	if field, _ := page.First("#list-kinds form.try [name=workspace]"); true {
		if v, _ := field.Attr("value"); v != workspace {
			t.Errorf("it is tried on the workspace %q", v)
		}
	}
}

// What the page is made of is there, under the names that it uses, and is asked for once.
func TestThePartsOfTheReferencePage(t *testing.T) {
	s := open(t, memory.New())
	page := s.unchecked("GET", api.PagePath).body
	for address, media := range map[string]string{"/api/page.css": "text/css; charset=utf-8", "/api/page.js": "text/javascript; charset=utf-8"} {
		if !strings.Contains(page, `"`+address+`"`) {
			t.Errorf("the page does not use %s", address)
		}
		a := s.unchecked("GET", address).is(200, nil)
		if a.header.Get("Content-Type") != media || a.body == "" {
			t.Errorf("%s is sent as %s", address, a.header.Get("Content-Type"))
		}
		if again := s.ask("GET", address, "", "If-None-Match", a.header.Get("ETag")); again.status != 304 {
			t.Errorf("asked again %s answers %d", address, again.status)
		}
	}
}
