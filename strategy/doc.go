// Package strategy knows what the top asks for: themes with their shares, principles, the cascade that
// hands the shares down to units, the receipts by which units play them back.
//
// What is lost in the cascade belongs to those who hand down, never to a unit.
package strategy
