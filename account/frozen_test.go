package account

import (
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"throughline/fault"
)

func moment(hour int) time.Time { return time.Date(2026, 7, 6, hour, 30, 15, 250_000_000, time.UTC) }

// sample is a noun with every field set, and the row it is kept in.
type sample struct {
	noun  noun
	empty func() noun
	row   Row
	body  string
}

// samples are rows as the first release wrote them. They are the promise that what was written once can
// be read for ever: they are never changed. Fields may be added, with samples of their own.
func samples() []sample {
	return []sample{
		{
			&login{Account{"acc", "ana@example.org", true, "Ana Lima", true, true, moment(8), moment(9), true}, "$argon2id$…"},
			func() noun { return &login{} },
			Row{Kind: "account", ID: "acc", Key: "ana@example.org"},
			`{"verified":true,"name":"Ana Lima","administrator":true,"disabled":true,"created":"2026-07-06T08:30:15.25Z","signed_in":"2026-07-06T09:30:15.25Z","hash":"$argon2id$…"}`,
		},
		{
			&login{Account: Account{ID: "acc", Name: "Ana", Created: moment(8)}},
			func() noun { return &login{} },
			Row{Kind: "account", ID: "acc"},
			`{"name":"Ana","created":"2026-07-06T08:30:15.25Z"}`,
		},
		{
			&Session{"ses", "acc", "Firefox on Windows", "192.0.2.7", moment(8), moment(9), moment(10), moment(11), "key"},
			func() noun { return &Session{} },
			Row{Kind: "session", ID: "ses", Key: "key", Owner: "acc", Expires: moment(11)},
			`{"device":"Firefox on Windows","from":"192.0.2.7","created":"2026-07-06T08:30:15.25Z","seen":"2026-07-06T09:30:15.25Z","until":"2026-07-06T10:30:15.25Z"}`,
		},
		{
			&Token{"tok", "acc", "harbor", "reports", Read, "tl_abcd…", moment(8), moment(9), moment(10), "key"},
			func() noun { return &Token{} },
			Row{Kind: "token", ID: "tok", Key: "key", Owner: "acc", Expires: moment(10)},
			`{"workspace":"harbor","name":"reports","scope":"read","begins":"tl_abcd…","created":"2026-07-06T08:30:15.25Z","used":"2026-07-06T09:30:15.25Z"}`,
		},
		{
			&Member{"har/bor", "acc", Owner, "ana-lima", true, moment(8)},
			func() noun { return &Member{} },
			Row{Kind: "member", ID: "acc/har/bor", Key: "ana-lima/har/bor", Owner: "har/bor"},
			`{"role":"owner","person":"ana-lima","by_groups":true,"since":"2026-07-06T08:30:15.25Z"}`,
		},
		{
			&Invitation{"inv", "harbor", "ben@example.org", Editor, "ben", "account/acc", moment(8), moment(9), "key"},
			func() noun { return &Invitation{} },
			Row{Kind: "invitation", ID: "inv", Key: "key", Owner: "harbor", Expires: moment(9)},
			`{"address":"ben@example.org","role":"editor","person":"ben","by":"account/acc","created":"2026-07-06T08:30:15.25Z"}`,
		},
		{
			&link{addressLink, "acc", "ana@example.org", moment(9), "key"},
			func() noun { return &link{} },
			Row{Kind: "link", ID: "address/acc", Key: "key", Owner: "acc", Expires: moment(9)},
			`{"for":"address","address":"ana@example.org"}`,
		},
		{
			&link{setUpLink, "", "", moment(9), "key"},
			func() noun { return &link{} },
			Row{Kind: "link", ID: "setup/", Key: "key", Expires: moment(9)},
			`{"for":"setup"}`,
		},
		{
			&Identity{"ide", "acc", "https://id.example.org", "248289761001", moment(8), moment(9)},
			func() noun { return &Identity{} },
			Row{Kind: "identity", ID: "ide", Owner: "acc"},
			`{"issuer":"https://id.example.org","subject":"248289761001","linked":"2026-07-06T08:30:15.25Z","used":"2026-07-06T09:30:15.25Z"}`,
		},
		{
			&Event{"eve", moment(8), RoleChanged, "account/acc", "acc", "harbor", "192.0.2.7", "reader → editor"},
			func() noun { return &Event{} },
			Row{Kind: "event", ID: "eve", Owner: "workspace/harbor", Expires: moment(8).Add(400 * 24 * time.Hour)},
			`{"at":"2026-07-06T08:30:15.25Z","what":"role.changed","by":"account/acc","about":"acc","workspace":"harbor","from":"192.0.2.7","note":"reader → editor"}`,
		},
		{
			&Event{ID: "eve", At: moment(8), What: SignInFailed, About: "acc"},
			func() noun { return &Event{} },
			Row{Kind: "event", ID: "eve", Owner: "account/acc", Expires: moment(8).Add(30 * 24 * time.Hour)},
			`{"at":"2026-07-06T08:30:15.25Z","what":"signin.failed","about":"acc"}`,
		},
		{
			&Attention{"har/bor", "acc", []Follow{{"initiative/ledger", 12}}, 40, Wishes{Weekly, true, true, 30, "Europe/Vienna"}, "", 3},
			func() noun { return &Attention{} },
			Row{Kind: "attention", ID: "acc/har/bor", Owner: "har/bor"},
			`{"follows":[{"record":"initiative/ledger","since":12}],"looked":40,"digest":"weekly","news":true,"at_once":true,"since":30,"zone":"Europe/Vienna","turn":3}`,
		},
		{
			&Attention{Workspace: "har/bor", Account: "acc", Opens: "by-theme", Turn: 4},
			func() noun { return &Attention{} },
			Row{Kind: "attention", ID: "acc/har/bor", Owner: "har/bor"},
			`{"opens":"by-theme","turn":4}`,
		},
		{
			&Delivery{"har/bor", "acc", Mentions, "2026-07-06", []string{"a"}, 40, moment(8), moment(9), moment(10), "550 no such user", 2, moment(11)},
			func() noun { return &Delivery{} },
			Row{Kind: "delivery", ID: "acc/mentions/har/bor", Owner: "har/bor"},
			`{"day":"2026-07-06","told":["a"],"until":40,"sending":"2026-07-06T08:30:15.25Z","sent":"2026-07-06T09:30:15.25Z","failing":"2026-07-06T10:30:15.25Z","why":"550 no such user","tries":2,"next":"2026-07-06T11:30:15.25Z"}`,
		},
		{
			&signing{"stop", []byte("key")},
			func() noun { return &signing{} },
			Row{Kind: "signing", ID: "stop"},
			`{"key":"a2V5"}`,
		},
		{
			&charge{"workspace/harbor", []ID{"acc", "bcc"}},
			func() noun { return &charge{} },
			Row{Kind: "charge", ID: "workspace/harbor"},
			`{"holders":["acc","bcc"]}`,
		},
		{
			&attempts{"dig", 7, moment(8)},
			func() noun { return &attempts{} },
			Row{Kind: "attempts", ID: "dig", Expires: moment(9)},
			`{"failed":7,"last":"2026-07-06T08:30:15.25Z"}`,
		},
	}
}

func unexported() cmp.Option {
	return cmp.AllowUnexported(Session{}, Token{}, Invitation{}, link{})
}

func TestFrozenSamples(t *testing.T) {
	for _, s := range samples() {
		r, err := encode(s.noun)
		if err != nil {
			t.Fatal(err)
		}
		want := s.row
		want.Body = []byte(s.body)
		if diff := cmp.Diff(want, r); diff != "" {
			t.Errorf("a %s is written in another way (-want +got):\n%s\n%s", want.Kind, diff, r.Body)
		}
		got := s.empty()
		if err := decode(want, got); err != nil {
			t.Errorf("a %s cannot be read: %v", want.Kind, err)
		}
		if diff := cmp.Diff(s.noun, got, unexported()); diff != "" {
			t.Errorf("a %s is read in another way (-want +got):\n%s", want.Kind, diff)
		}
	}
}

func TestEveryFieldIsInASample(t *testing.T) {
	set, all := map[string]bool{}, map[string]bool{}
	for _, s := range samples() {
		v := reflect.ValueOf(s.noun).Elem()
		for _, f := range reflect.VisibleFields(v.Type()) {
			name := v.Type().Name() + "." + f.Name
			all[name] = true
			set[name] = set[name] || !v.FieldByIndex(f.Index).IsZero()
		}
	}
	for name := range all {
		if !set[name] {
			t.Errorf("no sample sets %s", name)
		}
	}
}

// What a newer program wrote is not taken for something else.
func TestBodiesOfANewerProgram(t *testing.T) {
	for _, body := range []string{``, `{`, `[]`, `null x`, `{"name":"Ana","created":"2026-07-06T08:30:15.25Z","second_factor":"x"}`, `{"name":7}`, `{"name":"a","name":"b"}`, `{"created":"yesterday"}`} {
		err := decode(Row{Kind: "account", ID: "acc", Body: []byte(body)}, &login{})
		if f := fault.Of(err); f == nil || f.Kind != fault.Newer || f.Remedy == "" {
			t.Errorf("decode(%s) = %v, want newer", body, err)
		}
	}
}

// Whatever a body says, reading it does not panic, and what was read is read again the same.
func FuzzDecode(f *testing.F) {
	all := samples()
	for i, s := range all {
		f.Add(uint8(i), []byte(s.body))
	}
	f.Add(uint8(50), []byte(`{}`)) // a list that is not there
	f.Add(uint8(0), []byte(`{"name":"\ud83d","created":"9999-12-31T23:59:59.999999999Z"}`))
	f.Fuzz(func(t *testing.T, which uint8, body []byte) {
		s := all[int(which)%len(all)]
		r := s.row
		r.Body = body
		first, second := s.empty(), s.empty()
		if err := decode(r, first); err != nil {
			return
		}
		again, err := encode(first)
		if err != nil {
			return // a time beyond the calendar
		}
		r.Body = again.Body
		if err := decode(r, second); err != nil {
			t.Fatalf("decode(%s) after encode = %v", again.Body, err)
		}
		if diff := cmp.Diff(first, second, unexported(), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("read again (-first +second):\n%s", diff)
		}
	})
}
