// Package chart draws the product's charts as SVG text, from nothing but plain
// structs.
//
// Every chart is a struct whose SVG method returns one complete <svg> element.
// The same struct always gives the same bytes: there is no clock, no random
// source and no map order in a picture. The element stands in a page, in a
// mailed report and on paper alike, and needs no script to be read.
//
// # Look
//
// Colour, weight and size of text come from classes that chart.css defines with
// the custom properties of the design system. There are no style attributes and
// no scripts in a picture, so a strict content-security policy holds. Only the
// hatch of work with no line back and the second shape of themes 5 to 8 are
// named patterns inside the picture; Frame.ID keeps their names apart when
// several pictures share a page.
//
// # Size
//
// A chart is laid out for the width and height of its Frame and scales with its
// container. No label is smaller than 10.5 px at that size; a page that can be
// much narrower draws the chart twice and joins the two with Responsive.
//
// # Being read
//
// The root carries the finding as its accessible name, a <title> and a <desc>.
// A picture without links has the role "img". One with links has the role
// "group", because the children of an img are hidden from a screen reader and
// links must not be; a link is named by the text one sees in it and described by
// its tip. Each mark carries data-tip: lines of text parted by line
// feeds, the first being the heading. A script may show them and may move a
// focus from mark to mark in document order; without the script the table
// beside the chart has every value.
//
// # Values
//
// A value that is not finite counts as not declared: it is left out, drawn as a
// gap or as an empty slot, never as a zero that nobody measured. Negative
// lengths count as 0.
package chart
