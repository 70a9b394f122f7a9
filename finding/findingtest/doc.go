// Package findingtest holds every finding to what all of them promise: records that exist, somebody who
// can mend it, a next step, one plain sentence, days or none, and no person named.
package findingtest
