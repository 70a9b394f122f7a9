package proposal

import (
	"cmp"
	"fmt"
	"slices"

	"throughline/wording"
)

// Code names a kind of defect, for counting and filtering. Codes are kept for ever.
type Code string

// The defects of a proposal's file.
const (
	InvalidYAML             Code = "invalid_yaml"
	NoFinalNewline          Code = "no_final_newline"
	CarriageReturns         Code = "crlf"
	NonASCII                Code = "non_ascii"
	NotUTF8                 Code = "not_utf8"
	UnknownKey              Code = "unknown_key"
	RequiredEmpty           Code = "required_value_empty"
	RequiredMissing         Code = "required_key_missing"
	RepeatedKey             Code = "key_repeated"
	NullItem                Code = "null_item_in_list"
	WrongShape              Code = "value_of_wrong_shape"
	StatusUnknown           Code = "status_not_in_vocabulary"
	StageUnknown            Code = "stage_not_in_vocabulary"
	DoneBelowFinal          Code = "implemented_but_stage_below_stable"
	MilestoneOdd            Code = "milestone_odd_format"
	MilestoneNull           Code = "milestone_value_null"
	MilestoneStageUnknown   Code = "milestone_stage_unknown"
	StageMilestoneMissing   Code = "stage_milestone_missing"
	StageMilestoneBefore    Code = "stage_milestone_before_latest"
	StageMilestoneAfter     Code = "stage_milestone_after_latest"
	StagesShareMilestone    Code = "milestone_two_stages_same_release"
	DateOdd                 Code = "date_odd_format"
	DateImpossible          Code = "date_impossible"
	NumberLeadingZero       Code = "number_leading_zero"
	NumberDiffersFromFolder Code = "number_differs_from_directory"
	OwnerDiffersFromFolder  Code = "owner_differs_from_directory"
	OwnerParticipates       Code = "owner_also_participant"
	OwnerUnknown            Code = "owner_unknown"
	ParticipantUnknown      Code = "participant_unknown"
	PersonPlaceholder       Code = "person_placeholder"
	PersonFreeText          Code = "person_free_text"
	PersonIsTeam            Code = "person_is_team"
	PersonWithoutAt         Code = "person_handle_without_at"
	PersonSpaces            Code = "person_handle_stray_spaces"
	PersonRepeated          Code = "person_repeated_in_list"
	AuthorApproves          Code = "author_approves_own"
)

// The defects between files.
const (
	NumberTwice       Code = "duplicate_number"
	SameTitle         Code = "same_title"
	SpeltSeveralWays  Code = "same_person_spelt_several_ways"
	LinkDangling      Code = "link_dangling"
	LinkUnresolvable  Code = "link_unresolvable"
	LinkWithoutTarget Code = "link_number_without_proposal"
	LinkByNumber      Code = "link_by_number"
	LinkStalePath     Code = "link_by_number_path_stale"
	LinkOtherFile     Code = "link_to_a_file_that_is_no_proposal"
	LinkToSelf        Code = "link_to_self"
)

// The defects of the files beside the proposals.
const (
	ApprovalNumberDiffers    Code = "approval_number_differs_from_file"
	ApprovalWithoutTarget    Code = "approval_without_proposal"
	ApproverOdd              Code = "approval_approver_odd"
	ExceptionInvalid         Code = "exception_invalid_yaml"
	ExceptionUnknownKey      Code = "exception_unknown_key"
	ExceptionStatusOdd       Code = "exception_status_odd"
	ExceptionNumberOdd       Code = "exception_issue_not_number"
	ExceptionDatesTurned     Code = "exception_reviewed_before_requested"
	GroupsInvalid            Code = "groups_invalid_yaml"
	GroupLeadWithoutHandle   Code = "group_lead_without_handle"
	CalendarDateOdd          Code = "calendar_date_odd"
	MoveOntoAnotherProposal  Code = "move_onto_another_proposal"
	EndOfSomethingNeverBegun Code = "end_without_beginning"
	CommitTimeOdd            Code = "commit_time_odd"
	HistoryRewritten         Code = "history_rewritten"
)

// Defect is something in a file that is not as it should be. It never stops an import.
type Defect struct {
	Code     Code
	Path     string
	Line     int    // 0 when the defect has no line
	Key      string // the key, with the place in a list or object: milestone.beta, approvers[1]
	Raw      string // the value as written
	Sentence string // what is wrong, without a full stop
}

// String is the defect on one line: path, line, sentence.
func (d Defect) String() string {
	if d.Line > 0 {
		return fmt.Sprintf("%s:%d: %s", d.Path, d.Line, d.Sentence)
	}
	return d.Path + ": " + d.Sentence
}

// report collects the defects of one file.
type report struct {
	path string
	out  []Defect
}

// add notes a defect; the sentence is formatted.
func (r *report) add(code Code, line int, key, raw, format string, args ...any) {
	r.out = append(r.out, Defect{
		Code: code, Path: r.path, Line: line, Key: key, Raw: raw, Sentence: fmt.Sprintf(format, args...),
	})
}

// Count is how often a defect occurs, and in how many files.
type Count struct {
	Code  Code
	Times int
	Files int
	First Defect // the first of them, as an example
}

// Tally counts defects by code, the most frequent first.
func Tally(defects []Defect) []Count {
	at := map[Code]int{}
	files := map[Code]map[string]bool{}
	var out []Count
	for _, d := range defects {
		i, known := at[d.Code]
		if !known {
			i = len(out)
			at[d.Code], files[d.Code] = i, map[string]bool{}
			out = append(out, Count{Code: d.Code, First: d})
		}
		out[i].Times++
		files[d.Code][d.Path] = true
	}
	for i := range out {
		out[i].Files = len(files[out[i].Code])
	}
	slices.SortFunc(out, func(a, b Count) int { return cmp.Or(cmp.Compare(b.Times, a.Times), cmp.Compare(a.Code, b.Code)) })
	return out
}

// Words says in one sentence what the defects come to, "" without any.
func Words(defects []Defect) string {
	if len(defects) == 0 {
		return ""
	}
	files := map[string]bool{}
	for _, d := range defects {
		files[d.Path] = true
	}
	most := Tally(defects)[0]
	return fmt.Sprintf("%s in %s; none was lost. The most frequent is %s (%s), for instance %s.",
		wording.Count(len(defects), "oddity", "oddities"), wording.Count(len(files), "file", "files"), most.Code,
		wording.Count(most.Times, "time", "times"), most.First)
}
