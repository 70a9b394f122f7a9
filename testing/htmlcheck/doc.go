// Package htmlcheck says what is wrong with the structure of a rendered page, so
// that tests need not look for text between brackets.
//
// Parse gives a Node. In finds parts of it by a small selector; HasText, Attr
// and Count ask about them. Page checks what holds for every page: landmarks,
// one main heading, headings without gaps, ids used once, references that
// resolve, tables with named rows and columns, fields with labels, buttons and
// links with names, and nothing that a strict content-security policy forbids.
package htmlcheck
