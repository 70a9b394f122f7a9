package cli

import (
	"time"

	"throughline/importer"
	"throughline/storage"
)

// The shapes here are what --json prints. Other programs read them: fields may be added, never renamed.

// stepLine is a change an import would make.
type stepLine struct {
	At    *time.Time `json:"at,omitempty"`
	By    string     `json:"by,omitempty"`
	Why   string     `json:"why,omitempty"`
	Lines []string   `json:"lines"`
}

func asStep(words *importer.Words, s importer.Step) stepLine {
	out := stepLine{By: s.Actor, Why: s.Draft.Reason, Lines: words.Lines(s)}
	if !s.Draft.Effective.IsZero() {
		out.At = &s.Draft.Effective
	}
	return out
}

// summary is what became of an import.
type summary struct {
	DryRun    bool     `json:"dry_run"`
	Changes   int      `json:"changes"`
	Unchanged int      `json:"unchanged"`
	Rejected  int      `json:"rejected"`
	Kinds     []tally  `json:"kinds"`
	Notes     []string `json:"notes,omitempty"`
}

type tally struct {
	Kind    string `json:"kind"`
	Created int    `json:"created"`
	Changed int    `json:"changed"`
	Removed int    `json:"removed"`
}

func asSummary(s importer.Summary) summary {
	out := summary{s.DryRun, s.Changes, s.Unchanged, s.Rejected, []tally{}, s.Notes}
	for _, t := range s.Kinds {
		out.Kinds = append(out.Kinds, tally{string(t.Kind), t.Created, t.Changed, t.Removed})
	}
	return out
}

// restored is a workspace that was restored.
type restored struct {
	Workspace string `json:"workspace"`
	Entries   int64  `json:"entries"`
}

func asRestored(list []storage.Restored) []restored {
	out := make([]restored, len(list))
	for i, r := range list {
		out[i] = restored{r.Workspace, r.Entries}
	}
	return out
}
