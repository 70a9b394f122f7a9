// Package help renders the documents of the product for its help: guides for those who do a job, and lists to look things up in.
//
// Invariants. No HTML of a document reaches a page. A link between documents leads to the page of the other one; one into the
// repository is words. Each heading has an address.
package help
