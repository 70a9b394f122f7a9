// Package provider gives tests an OpenID Connect provider: a process of its own, which lets the people of the test sign in on a page.
//
// The program is in a module of its own (program/), built when the first test asks for it. It ends with the test.
package provider
