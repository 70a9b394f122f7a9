// Package wording writes quantities the way people read them: numerals with thousands commas, one
// decimal at most, a real minus sign, dates as 24 Sep, and a noun that agrees with its number.
package wording
