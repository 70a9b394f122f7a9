// Package mail hands letters on to a mail server.
//
// A Letter is what is sent: text, the same as HTML, to one reader. A Sender speaks SMTP with the server of its Settings, encrypted unless
// the server is on this machine. What goes wrong is a Trouble, which says whether any letter would fare so, whether it may be tried
// again, and whether the letter may have been taken all the same.
package mail
