// Package search finds things by the words of their names: by the beginning of a word, and by words that are misspelt.
//
// Vocabulary. An entry is something to be found, with a key of the caller's. A term is a word as it is compared: small
// letters without accents. A segment is a part of an index that is never changed; an index is a few of them, the newest last,
// and each about twice as large as the next, so that a change costs little however much there is.
//
// Invariants. An index is never changed: With makes the next one and shares what stays. Which segments an index happens to
// consist of never shows in what it finds, nor in what order. What is hidden from the asker is neither found nor counted.
package search
