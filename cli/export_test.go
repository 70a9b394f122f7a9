package cli

// WordsOfExamples is the words of the examples of the commands, as a shell would hand them over.
func WordsOfExamples(commands ...string) [][]string {
	var out [][]string
	for _, c := range commands {
		for _, e := range examples(c) {
			out = append(out, typed(e.words))
		}
	}
	return out
}
