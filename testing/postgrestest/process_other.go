//go:build !linux && unix

package postgrestest

import "syscall"

// attributes are the account alone; only Linux ends a process with its parent.
func attributes(account *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: account}
}

func keepThread() {}

// children are left to notice by themselves that the server is gone, which they do at once.
func children(int) []int { return nil }
