// Package strategy knows what the top asks for: themes with their shares, principles, the cascade that
// hands the shares down to units, the receipts by which units play them back.
//
// What is lost in the cascade belongs to those who hand down, never to a unit.
//
// Commands. Words and shares are published as one version. What a unit reads was accepted for the strategy as
// it was then: where that changes, an answer is needed again. A theme is retired on a day, and what goes on
// serving it is told where to go.
package strategy
