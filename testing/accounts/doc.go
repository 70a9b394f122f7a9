// Package accounts gives tests a register of accounts in memory.
package accounts
