package archtest

// module is a third-party module the house has let in.
type module struct {
	path  string
	rooms []string // who may import it; empty: only tests, conformance suites, and what stands beside the house
	why   string   // why a hundred lines of ours would be worse
}

// allowed are the modules that may be imported. golang.org/x modules are listed one by one as well:
// being close to the standard library is no reason to need one.
var allowed = []module{
	{"github.com/a-h/templ", []string{"web/..."}, "typed templates, compiled: a page that does not fit its data does not build"},
	{"github.com/alecthomas/kong", []string{"cli", "config"}, "flags, environment and help from one struct"},
	{"github.com/coreos/go-oidc/v3", []string{"openid"}, "discovery, keys and signatures of OpenID Connect: a check of one's own is how forged answers get in"},
	{"github.com/danielgtaylor/huma/v2", []string{"api"}, "reads addresses into typed inputs and describes the same types as OpenAPI 3.1, so that the document cannot differ from the code"},
	{"github.com/go-git/go-git/v5", []string{"importer/..."}, "reads a checkout's history where git is not installed"},
	{"github.com/go-git/go-billy/v5", []string{"importer/..."}, "the file systems go-git is handed"},
	{"github.com/go-json-experiment/json", anywhere, "strict, case-sensitive, ordered JSON; becomes the standard library's with Go 1.27"},
	{"github.com/google/jsonschema-go", []string{"mcpserver"}, "the schemas of tools, as the protocol's own library reads them"},
	{"github.com/jackc/pgx/v5", []string{"storage/postgres"}, "PostgreSQL's protocol, its notifications, its bulk copy"},
	{"github.com/mattn/go-isatty", []string{"cli", "."}, "telling a terminal from a pipe on every system"},
	{"github.com/modelcontextprotocol/go-sdk", []string{"mcpserver"}, "the protocol by which assistants use tools, by those who define it"},
	{"github.com/pressly/goose/v3", []string{"storage/..."}, "numbered migrations on both engines, with PostgreSQL's session lock"},
	{"github.com/tidwall/btree", []string{"graph", "engine"}, "copy-on-write ordered maps: a snapshot is copied in constant time"},
	{"github.com/ulikunitz/xz", []string{"importer/..."}, "archives arrive as .tar.xz"},
	{"github.com/yuin/goldmark", []string{"web/help"}, "Markdown as CommonMark has it, with addresses for headings: the guides are one text for the repository and for the help"},
	{"go.yaml.in/yaml/v3", []string{"importer/...", "examples/..."}, "YAML with line and column, refusing alias bombs"},
	{"github.com/wneessen/go-mail", []string{"mail"}, "SMTP with encryption and its ways to sign in, and letters as every mail program reads them"},
	{"golang.org/x/crypto", []string{"account"}, "argon2id: a password hash of one's own is how passwords get out"},
	{"golang.org/x/oauth2", []string{"openid"}, "the exchange of codes for tokens, as go-oidc takes it"},
	{"golang.org/x/sync", []string{"engine", "storage/...", "serve"}, "one computation under concurrent demand"},
	{"golang.org/x/sys", []string{"storage/...", "cli", "serve", "engine"}, "file locks and free space on every system"},
	{"golang.org/x/text", []string{"importer/...", "graph", "search", "account"}, "character sets of other people's files, Unicode normal forms"},
	{"golang.org/x/time", []string{"live"}, "open pages are told of changes one after another"},
	{"modernc.org/sqlite", []string{"storage/sqlite"}, "SQLite without cgo: one static binary"},

	{"github.com/chromedp/chromedp", nil, "a real browser, driven without a download"},
	{"github.com/chromedp/cdproto", nil, "the browser's protocol, as chromedp speaks it"},
	{"github.com/emersion/go-smtp", nil, "a mail server for tests to send to"},
	{"github.com/emersion/go-sasl", nil, "how it lets its users in"},
	{"github.com/google/go-cmp", nil, "differences a person can read"},
	{"github.com/rogpeppe/go-internal", nil, "command-line stories as text files"},
	{"golang.org/x/net", nil, "parsing HTML to judge pages by structure"},
	{"pgregory.net/rapid", nil, "properties with shrinking"},
}

// anywhere is every package.
var anywhere = []string{"*"}

// paired are modules whose versions must be those the first one was built with: the C library that
// modernc's SQLite is translated against breaks it in any other version.
var paired = []struct{ leader, leaderVersion, follower, followerVersion string }{
	{"modernc.org/sqlite", "v1.61.1", "modernc.org/libc", "v1.79.0"},
}
