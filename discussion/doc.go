// Package discussion knows what people say about records: comments, acknowledgements, waivers by which a
// finding is accepted for now.
//
// A waiver has an end, so that what was accepted for now is looked at again.
//
// Commands. A conversation is on one record and is resolved as a whole. Somebody understood a version, once. A
// finding on a record has one waiver, within a year. A proposal holds only what could happen, and changes
// nothing until a person confirms it: before it expires, and while its records stand as they stood. A view leads
// to a page of this workspace.
package discussion
