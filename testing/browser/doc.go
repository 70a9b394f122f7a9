// Package browser drives a real Chromium, so that a test meets a page as a person does.
//
// Open starts the browser that THROUGHLINE_TEST_CHROMIUM names and gives a Tab. A Tab goes to pages of
// one server, presses keys, changes its size, its colours and its medium, and waits until something can
// be seen; it collects what the page complains about: scripts that throw, what the security policy
// refuses, files that do not come. Nothing sleeps: what is awaited is asked of the page until it holds.
package browser
