package change

import (
	"errors"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"throughline/fault"
	"throughline/graph"
)

func version(n int32) *int32 { return &n }

func TestAlterMakesAllAlterationsTogether(t *testing.T) {
	s := picture(t, decision(), &graph.Theme{ID: "calm", Name: "Calm"}, &graph.Theme{ID: "old", Name: "Old"})
	d, err := Alter(s, []Alteration{
		{Record: fast, Version: version(1), Edits: []Edit{set("name", `"Decision in 4 hours"`, `"Decision in 3 hours"`)}},
		{Record: graph.ThemeID("calm").Ref(), Set: []Edit{{Field: "name", Want: value(`"Calmer"`)}}},
		{Record: graph.ThemeID("new").Ref(), Version: version(0), Fields: value(`{"name":"New"}`)},
		{Record: graph.ThemeID("old").Ref(), Remove: true},
	})
	if err != nil || len(d.Puts) != 3 || len(d.Removes) != 1 || d.Verb != ManyChanged {
		t.Fatalf("Alter = %+v, %v", d, err)
	}
	if d.Puts[0].(*graph.Outcome).Name != "Decision in 3 hours" || d.Puts[1].(*graph.Theme).Name != "Calmer" || !Same(d.Puts[2], &graph.Theme{ID: "new", Name: "New"}) || d.Removes[0].ID != "old" {
		t.Errorf("the draft is %+v", d)
	}
}

func TestTheVerbSaysWhatIsDone(t *testing.T) {
	s := picture(t, &graph.Theme{ID: "calm", Name: "Calm"}, &graph.Theme{ID: "old", Name: "Old"}, &graph.Person{ID: "ana", Name: "Ana"})
	calm, old, ana := graph.ThemeID("calm").Ref(), graph.ThemeID("old").Ref(), graph.PersonID("ana").Ref()
	name := func(r graph.Ref, to string) Alteration {
		return Alteration{Record: r, Set: []Edit{{Field: "name", Want: value(`"` + to + `"`)}}}
	}
	for want, list := range map[string][]Alteration{
		"theme.changed":   {name(calm, "Calmer"), name(old, "Older"), name(ana, "Ana")}, // Ana stays as she is
		"theme.created":   {{Record: graph.ThemeID("new").Ref(), Fields: value(`{"name":"New"}`)}},
		"theme.removed":   {{Record: old, Remove: true}, {Record: calm, Remove: true}},
		"records.changed": {name(calm, "Calmer"), name(ana, "Ann")},
		"":                {name(ana, "Ana"), {Record: calm, Fields: value(`{"name":"Calm"}`)}},
	} {
		d, err := Alter(s, list)
		if err != nil || d.Verb != want || d.IsEmpty() != (want == "") {
			t.Errorf("Alter = %+v, %v, want %q", d, err, want)
		}
	}
}

func TestAlterHoldsTheVersionThatWasSeen(t *testing.T) {
	s := picture(t, decision())
	gone := graph.ThemeID("gone").Ref()
	for name, c := range map[string]struct {
		a        Alteration
		now      int32
		sentence string
	}{
		"an older one":      {Alteration{Record: fast, Version: version(7), Remove: true}, 1, "outcome/fast was changed meanwhile: it is version 1, and 7 was looked at"},
		"must not be there": {Alteration{Record: fast, Version: version(0), Fields: value(`{"name":"X"}`)}, 1, "outcome/fast is there already, in version 1"},
		"not there any more": {
			Alteration{Record: gone, Version: version(3), Fields: value(`{"name":"X"}`)}, 0, "theme/gone is not there any more; version 3 was looked at",
		},
	} {
		_, err := Alter(s, []Alteration{c.a})
		stale, ok := errors.AsType[*Stale](err)
		if !fault.Is(err, fault.Conflict) || !ok || stale.Now != c.now || stale.Seen != *c.a.Version || fault.Of(err).Sentence != c.sentence {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Alter(s, []Alteration{{Record: fast, Version: version(1), Remove: true}}); err != nil {
		t.Errorf("the version there is: %v", err)
	}
	_, err := Alter(s, []Alteration{{Record: fast, Edits: []Edit{set("name", `"Older"`, `"Mine"`)}}})
	if clash, ok := errors.AsType[*Clash](err); !ok || string(clash.Now) != `"Decision in 4 hours"` {
		t.Errorf("a field somebody else set: %v", err)
	}
}

func TestAlterRefusesInWords(t *testing.T) {
	s := picture(t, decision())
	missing := graph.ThemeID("missing").Ref()
	for name, c := range map[string]struct {
		list     []Alteration
		kind     fault.Kind
		sentence string
	}{
		"nothing":            {nil, fault.Invalid, "no change is given"},
		"nothing of a field": {[]Alteration{{Record: fast}}, fault.Invalid, "nothing is wanted of outcome/fast"},
		"two things":         {[]Alteration{{Record: fast, Remove: true, Fields: value(`{}`)}}, fault.Invalid, "more than one thing is wanted of outcome/fast"},
		"twice":              {[]Alteration{{Record: fast, Remove: true}, {Record: fast, Remove: true}}, fault.Invalid, "outcome/fast stands twice among the changes"},
		"removing none":      {[]Alteration{{Record: missing, Remove: true}}, fault.NotFound, "there is no theme/missing"},
		"editing none":       {[]Alteration{{Record: missing, Set: []Edit{{Field: "name", Want: value(`"X"`)}}}}, fault.NotFound, "there is no theme/missing"},
		"an unknown field":   {[]Alteration{{Record: missing, Fields: value(`{"nmae":"X"}`)}}, fault.Invalid, `theme has no field "nmae"`},
		"an unknown kind":    {[]Alteration{{Record: graph.Ref{Kind: "them", ID: "x"}, Fields: value(`{}`)}}, fault.Invalid, `"them" is not a kind of record`},
	} {
		_, err := Alter(s, c.list)
		if f := fault.Of(err); f == nil || f.Kind != c.kind || f.Sentence != c.sentence || f.Remedy == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDiffValues(t *testing.T) {
	old, now := decision(), decision()
	now.Name, now.Short, now.Owner, now.Metric.Target = "Decision in 3 hours", "", "core", 3
	text := func(list []ValueChange, err error) (out string) {
		if err != nil {
			t.Fatal(err)
		}
		show := func(v jsontext.Value) string {
			if v == nil {
				return "-"
			}
			return string(v)
		}
		for _, c := range list {
			out += c.Name + " " + show(c.Old) + " " + show(c.New) + "\n"
		}
		return out
	}
	if got, want := text(DiffValues(old, now)), `name "Decision in 4 hours" "Decision in 3 hours"
owner - "core"
metric {"name":"Hours","target":4,"direction":"down"} {"name":"Hours","target":3,"direction":"down"}
short "4 hours" -
`; got != want {
		t.Errorf("DiffValues = %s, want %s", got, want)
	}
	if got := text(DiffValues(nil, &graph.Theme{ID: "t", Name: "T"})); got != "name - \"T\"\n" {
		t.Errorf("of a new one: %s", got)
	}
	if got := text(DiffValues(&graph.Theme{ID: "t", Name: "T"}, nil)); got != "name \"T\" -\n" {
		t.Errorf("of a removed one: %s", got)
	}
	if got := text(DiffValues(old, decision())); got != "" {
		t.Errorf("of the same: %s", got)
	}
}

func TestReadObjectIsStrictAndSaysWhere(t *testing.T) {
	type inner struct {
		Record  string `json:"record"`
		Version *int32 `json:"version,omitzero"`
	}
	type outer struct {
		Reason  string  `json:"reason"`
		Changes []inner `json:"changes"`
	}
	for body, want := range map[string]string{
		`{"reason":"So","changes":[{"record":"unit/a","version":2}]}`: "",
		`{"raeson":"So"}`:                   `the request has no field "raeson"; nearest: reason. Use one of its fields: reason, changes`,
		`{"changes":[{"recrod":"unit/a"}]}`: `the request has no field "changes.0.recrod"; nearest: record. Use one of its fields: record, version`,
		`{"changes":[{"version":"2"}]}`:     `changes.0.version of the request cannot be this text. Send a number`,
		`{"changes":{}}`:                    `changes of the request cannot be an object. Send a list`,
		`[]`:                                `the request is not a JSON object. Send an object with the names of its fields`,
		`{"reason":"So","reason":"Again","changes":[]}`: `the request says reason twice. Say it once`,
		`{"reason":"So"`: `the request is not a JSON object. Send an object with the names of its fields`,
		``:               `the request is not a JSON object. Send an object with the names of its fields`,
	} {
		var into outer
		err := ReadObject(value(body), &into, "the request")
		if got := ""; err != nil {
			got = err.Error()
			if got != want {
				t.Errorf("%s: %s, want %s", body, got, want)
			}
		} else if want != "" {
			t.Errorf("%s is read", body)
		}
	}
}
