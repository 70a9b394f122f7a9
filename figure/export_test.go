package figure

// Kept is of how many workspaces something is kept.
func (b *Book) Kept() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.shelves)
}
