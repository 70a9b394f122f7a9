// Package gitmade makes git repositories for tests, with the program git itself: commits with any
// times and people, merges, links, repositories within the repository, packs as tight as git makes
// them.
package gitmade
