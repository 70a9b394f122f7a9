// Package digest writes the letters that tell somebody what waits for them.
//
// Vocabulary. A Case is everything a letter is made from: who reads it, what waits, what happened, what the last one said. A Letter is
// the words, as plain text and as HTML. A mark stands for one thing that waits, so that the next letter knows what is new.
//
// All of it is a pure function of the Case: when a letter is sent, and by whom, is not decided here. It is made from what its reader
// may see alone. A digest that would say nothing new is not written: it is there on days when something began to wait, or is past its
// day.
package digest
