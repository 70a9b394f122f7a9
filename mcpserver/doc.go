// Package mcpserver is the surface for assistants: programs with a language model that ask on behalf of a person, by the Model
// Context Protocol.
//
// Vocabulary. A Caller is the person on whose behalf an assistant asks, with the name that what it proposes bears. A tool is one
// question that can be asked.
//
// Invariants. An assistant sees what its person sees, and nothing else: tools read the picture as it is shown to them. Figures are
// those of every page. No tool changes a record: what an assistant wants becomes a proposal, which a person confirms in the
// product.
package mcpserver
