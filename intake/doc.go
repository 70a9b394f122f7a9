// Package intake knows what units ask of each other through a queue: requests and their answers.
//
// Commands. A request is answered once: with a yes, or with a no and its reason. What follows from a yes, a place in a plan
// or a merger with another request, is said of it later.
package intake
