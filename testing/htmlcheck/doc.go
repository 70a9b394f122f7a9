// Package htmlcheck reads rendered pages as trees and says what is wrong with
// them, so that tests speak of structure and not of text between brackets.
//
// Parse gives a Node. In finds parts of it by a small selector; HasText, Attr
// and Count ask about them. Page checks what holds for every page: landmarks,
// one main heading, headings without gaps, ids used once, references that
// resolve, tables with named rows and columns, fields with labels, buttons and
// links with names, and nothing that a strict content-security policy forbids.
package htmlcheck
