// Package web answers a browser: it reads the address, asks for read models, maps them to the plain
// structs of web/view, renders to memory and sends.
//
// It computes nothing. Pages are a function of the picture, the day and the address, and are kept as
// long as none of these changes; an unchanged page answers 304. GET changes nothing.
package web
