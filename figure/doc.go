// Package figure hands every surface the same base of a picture, worked out once.
//
// What a surface shows of a picture is cut from an overview.Base. It takes a while to make, so the engine keeps it with the
// picture, and the next one takes over what did not change. A Book does that for all surfaces of a program: a figure cannot
// differ between a page and a program that asks for it, nor cost twice. A Look is what one viewer may read of it.
package figure
