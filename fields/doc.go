// Package fields says what a person can fill in of a record of each kind, and turns what they filled in into values of its
// document.
package fields
