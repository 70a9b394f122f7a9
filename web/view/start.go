package view

// Start is what is still to be declared, with what each thing would reveal.
type Start struct {
	Part
	// Begin is the form of the first strategy, on the page of an organisation that declared nothing.
	Begin *Publishing
	Steps []StartStep
	// Later are the steps after the next few, behind a summary; empty shows all at once.
	Later []StartStep
	// Sample says that the built-in sample is loaded, with the way to take it out.
	Sample *StartStep
}

// StartStep is one thing to declare.
type StartStep struct {
	Name    string
	Done    bool
	Reveals string
	Links   []Link
	Act     *Act
}

func (s StartStep) icon() string {
	if s.Done {
		return "check"
	}
	return "circle"
}
