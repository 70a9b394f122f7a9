package view

import (
	"context"
	"fmt"
	"strings"
)

// Failure is a page that says what went wrong and what to do.
type Failure struct {
	Shell Shell
	// Status is the number of the answer: 404.
	Status int
	// Sentence says what happened, Remedy what to do next; both plain sentences.
	Sentence string
	Remedy   string
	// Nearest are existing things with a name like the one asked for.
	Nearest []Link
	// Reference finds the details in the log; optional.
	Reference string
	// Next are ways on; without any, home is offered.
	Next []Link
}

func (f Failure) title() string {
	switch f.Status {
	case 400:
		return "That cannot be shown"
	case 403:
		return "Not for you"
	case 404:
		return "Nothing is here"
	case 429:
		return "Too many requests at once"
	case 503:
		return "Not available just now"
	}
	return "Something went wrong"
}

// LastResort is a whole page for the case that a page itself cannot be
// rendered. It is made once, at start, and needs nothing but its stylesheet.
func LastResort(a Assets) (string, error) {
	var b strings.Builder
	if err := lastResort(a).Render(context.Background(), &b); err != nil {
		return "", fmt.Errorf("render the failure page: %w", err)
	}
	return b.String(), nil
}
