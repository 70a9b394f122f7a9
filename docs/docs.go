// Package docs is the documents of the product that are read inside it: the guides, and what is looked up.
package docs

import "embed"

//go:embed guide/*.md findings.md measures.md glossary.md commands.md csv.md workspace-files.md schema/fields.md
var files embed.FS

// Files is the documents by the path they have below this folder.
func Files() embed.FS { return files }
