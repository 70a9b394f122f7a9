package intent_test

import "throughline/measure"

// lacks reports whether something is named as not declared.
func lacks(list []measure.Missing, what string) bool {
	for _, m := range list {
		if m.What == what {
			return true
		}
	}
	return false
}
