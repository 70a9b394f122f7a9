// Package remote asks a Throughline server, over its surface for programs, on behalf of whoever made the token.
//
// What it returns is what the server says: figures, findings and explanations are worked out there, and what is not for
// the token never arrives. Whatever goes wrong is a fault: the server's own, or one that says why it cannot be asked.
package remote
