package cli_test

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// The server of a story, among the values of its script.
type served struct {
	process *exec.Cmd
	out     io.Closer
	browser *http.Client // of who made the first account
}

type servedKey struct{}

// serving starts a server as a process of its own, in the world of the story, and sets URL to its address:
// serving --data lantern.db
func serving(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: serving [FLAG...]")
	}
	s := &served{process: exec.Command("throughline", append([]string{"serve", "--json", "--listen", "127.0.0.1:0", "--log", "error"}, args...)...)}
	s.process.Dir, s.process.Env = ts.Getenv("WORK"), []string{"PATH=" + ts.Getenv("PATH"), nowVariable + "=" + ts.Getenv(nowVariable), raceVariable + "=" + ts.Getenv(raceVariable)}
	s.process.Stderr = ts.Stderr()
	out, err := s.process.StdoutPipe()
	ts.Check(err)
	ts.Check(s.process.Start())
	s.out = out
	ts.Defer(func() { s.end() })
	line, err := bufio.NewReader(out).ReadBytes('\n')
	ts.Check(err)
	var told struct {
		URL   string
		SetUp string `json:"set_up"`
	}
	ts.Check(json.Unmarshal(line, &told))
	ts.Setenv("URL", strings.TrimSuffix(told.URL, "/"))
	jar, err := cookiejar.New(nil)
	ts.Check(err)
	s.browser = &http.Client{Jar: jar, Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{RootCAs: trusted(ts)}}}
	box(ts).served = s
	if told.SetUp != "" {
		at, err := url.Parse(told.SetUp)
		ts.Check(err)
		s.post(ts, told.URL+"set-up", url.Values{"key": at.Query()["key"], "name": {"Ana"}, "address": {"ana@example.org"}, "password": {storyPassword}})
		return
	}
	s.post(ts, told.URL+"sign-in", url.Values{"address": {"ana@example.org"}, "password": {storyPassword}})
}

const storyPassword = "otter lamp seventeen"

// belongings is what a script keeps between its lines.
type belongings struct{ served *served }

func box(ts *testscript.TestScript) *belongings { return ts.Value(servedKey{}).(*belongings) }

// end interrupts the server, and waits for it.
func (s *served) end() {
	if s.process.ProcessState != nil {
		return
	}
	_ = s.process.Process.Signal(os.Interrupt) // one that is gone needs none
	s.out.Close()
	_ = s.process.Wait() // how it ends is not what these stories are about
}

// stopping ends the server of the story.
func stopping(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: stopping")
	}
	box(ts).served.end()
}

// post sends a form, and returns the page that is answered.
func (s *served) post(ts *testscript.TestScript, address string, values url.Values) string {
	answer, err := s.browser.PostForm(address, values)
	ts.Check(err)
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	ts.Check(err)
	if answer.StatusCode != http.StatusOK {
		ts.Fatalf("%s answers %d: %s", address, answer.StatusCode, b)
	}
	return string(b)
}

// issued makes a token on the page of the account, and sets a variable to it: issued TOKEN read 2026-12-31
func issued(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: issued VARIABLE read|write DAY")
	}
	page := box(ts).served.post(ts, ts.Getenv("URL")+"/account/tokens", url.Values{"name": {"Story"}, "scope": {args[1]}, "until": {args[2]}})
	_, rest, _ := strings.Cut(page, `value="tl_`)
	secret, _, found := strings.Cut(rest, `"`)
	if !found {
		ts.Fatalf("no token is shown on %s", page)
	}
	ts.Setenv(args[0], "tl_"+secret)
}

// certified writes a certificate for this machine and its key: certified cert.pem key.pem
func certified(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: certified CERTIFICATE KEY")
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ts.Check(err)
	of := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, of, of, &key.PublicKey, key)
	ts.Check(err)
	private, err := x509.MarshalECPrivateKey(key)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: private}), 0o600))
}

// trusted is the certificates of the story, nil for those of the machine.
func trusted(ts *testscript.TestScript) *x509.CertPool {
	b, err := os.ReadFile(ts.MkAbs("cert.pem"))
	if err != nil {
		return nil
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(b)
	return pool
}

// fetched prints a page as who made the first account sees it, and holds its status: fetched 404 /w/mill/
func fetched(ts *testscript.TestScript, neg bool, args []string) {
	want := "200"
	if len(args) == 2 {
		want, args = args[0], args[1:]
	}
	if neg || len(args) != 1 {
		ts.Fatalf("usage: fetched [STATUS] PATH")
	}
	answer, err := box(ts).served.browser.Get(ts.Getenv("URL") + args[0])
	ts.Check(err)
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	ts.Check(err)
	if got := strconv.Itoa(answer.StatusCode); got != want {
		ts.Fatalf("%s answers %s", args[0], got)
	}
	fmt.Fprint(ts.Stdout(), string(b))
}
