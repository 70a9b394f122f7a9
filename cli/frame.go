package cli

// moment is the flags of commands that look at a picture.
type moment struct {
	At     string `help:"Look at the end of this day instead of now." placeholder:"DAY"`
	Period string `help:"The period the figures are about; the present one when left out." placeholder:"ID"`
}
