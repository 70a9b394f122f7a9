// Package examples holds the demo organisation as workspace files.
//
// Harbor Lending is a lender with seven units and four priorities, told over two halves of a year: see
// harbor-lending/workspace.yaml for the order to read it in. Its last day is Told.
package examples
