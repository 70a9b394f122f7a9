// Package alter makes any change to any record of a picture, for properties that must hold whatever people do: that
// what is taken over from the picture before is what would be read anew.
package alter
