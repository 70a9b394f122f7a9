// Package discussion knows what people say about records: comments, acknowledgements, waivers by which a
// finding is accepted for now.
//
// A waiver has an end, so that what was accepted for now is looked at again.
package discussion
