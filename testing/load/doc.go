// Command load measures how a server bears a whole organisation at once: it makes one up, signs its people in, lets them read
// and write as browsers do, and reports how long they waited and what the server needed.
//
// The load is open: acts begin when they are due, however long earlier ones take, and a wait counts from then. The program is
// measured as a process of its own, over HTTP on this machine, which also carries the people.
package main
