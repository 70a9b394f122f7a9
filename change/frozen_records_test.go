package change

import (
	"time"

	"throughline/graph"
)

// utc is a moment of 2026 in UTC.
func utc(month time.Month, day, hour, minute, second, milli int) time.Time {
	return time.Date(2026, month, day, hour, minute, second, milli*int(time.Millisecond), time.UTC)
}

// seconds is utc as Unix seconds.
func seconds(month time.Month, day, hour, minute, second int) int64 {
	return utc(month, day, hour, minute, second, 0).Unix()
}

// frozenRecords is what the frozen samples say, spelled out: one record of every kind with every field
// set. It changes only by additions, when a kind or a field is added.
func frozenRecords() []graph.Record {
	list := frozenOrganisation()
	list = append(list, frozenStrategy()...)
	list = append(list, frozenPortfolio()...)
	list = append(list, frozenPriority()...)
	list = append(list, frozenMechanism()...)
	list = append(list, frozenCadence()...)
	return append(list, frozenDiscussion()...)
}

func frozenOrganisation() []graph.Record {
	return []graph.Record{
		&graph.Unit{
			ID: "core-services", Name: "Core Services Platform", Short: "Core", Code: "CSP", Parent: "lending",
			Purpose: "Keeps the books right and the others moving", Leads: []graph.PersonID{"ana-lima", "ben-otieno"}, People: 42,
			Value: []graph.Criterion{
				{Dimension: "stability", Words: "Nothing falls over at month end", Weight: .75},
				{Dimension: "speed", Words: "Small steps", Weight: .25},
			},
			Urgency: []graph.Criterion{{Dimension: "legal-date", Words: "A date set by law", Weight: 1}},
			Success: []graph.Criterion{{Dimension: "calm", Words: "A quiet pager", Weight: 1}},
			From:    graph.On(2024, 1, 1), Until: graph.On(2027, 12, 31), Link: "https://example.org/core",
		},
		&graph.Person{
			ID: "ana-lima", Name: "Ana Lima", Email: "ana@example.org", Handle: "alima", Title: "Head of Core",
			Unit: "core-services", From: graph.On(2024, 2, 29), Until: graph.On(2026, 12, 31),
		},
		&graph.Dimension{ID: "stability", Name: "Stability", List: graph.ListValue, Words: "It works on the last day of the month"},
		&graph.Period{
			ID: "2026-h2", Name: "2026 H2", Kind: graph.Half, Start: graph.On(2026, 7, 1), End: graph.On(2026, 12, 31),
			Parent: "2026", Lock: utc(7, 20, 12, 0, 0, 0), Reserve: .1,
		},
		&graph.Capacity{
			ID: "core-services-2026-h2", Unit: "core-services", Period: "2026-h2", Days: 1250.5,
			CarveOut: []graph.CarveOut{{Name: "on-call", Days: 66}, {Name: "support", Days: 132.25}}, Rate: 640,
		},
	}
}

func frozenStrategy() []graph.Record {
	return []graph.Record{
		&graph.Theme{
			ID: "calm-core", Name: "A calm core", Short: "Calm", Statement: "The books close on the first working day",
			Why: "Every late close costs a week of trust", AntiGoals: []string{"A rewrite", "Fewer people on call"}, Order: 3,
			From: graph.On(2025, 1, 1), Until: graph.On(2027, 6, 30),
		},
		&graph.Principle{ID: "promise-first", Prefer: "A kept promise", Over: "a new feature", Why: "Partners plan around our dates", Order: 1},
		&graph.Intent{
			ID: "core-services-2026-h2", Level: graph.Interpreted, Unit: "core-services", Period: "2026-h2",
			Shares:      graph.Shares{{Theme: "calm-core", Share: .6}, {Theme: "faster-yes", Share: .25}},
			Restatement: "We close the books faster and say yes sooner",
			Readings:    []graph.Reading{{Theme: "calm-core", Words: "No manual postings", Measure: "Manual postings a month", Differs: true}},
			Measure:     "Days to close", Constraint: "No freeze in December", Stops: []string{"The weekly export"},
			Receipt: graph.Receipt{
				State: graph.Returned, SentAt: utc(7, 2, 8, 30, 0, 0), SentBy: "ana-lima", ReopenedAt: utc(7, 2, 17, 0, 0, 0),
				AnsweredAt: utc(7, 3, 16, 45, 10, 250), AnsweredBy: "cleo-marsh", Reason: "The share for faster yes is missing",
			},
		},
		&graph.Outcome{
			ID: "decision-in-4-hours", Name: "Decision in 4 hours", Short: "4 h", Owner: "loan-desk",
			Themes:  graph.Shares{{Theme: "calm-core", Share: .25}, {Theme: "faster-yes", Share: .75}},
			Primary: "faster-yes", Parent: "happy-borrowers", Period: "2026-h2",
			Metric: graph.Metric{Name: "Time to decision", Unit: "hours", Baseline: 26.5, Target: 4, Direction: graph.Down, Due: graph.On(2026, 12, 15)},
			Readings: []graph.Value{
				{On: graph.On(2026, 8, 1), Value: -.5, Confidence: .4, By: "ana-lima", Note: "A test run"},
				{On: graph.On(2026, 9, 1), Value: 11, Confidence: .7, By: "ben-otieno", Note: "After the new form"},
			},
			Until: graph.On(2027, 6, 30),
		},
		&graph.Incentive{
			ID: "new-accounts", Unit: "loan-desk", Role: "branch lead", Rewards: "Monthly new accounts", Theme: "faster-yes",
			Weight: .4, Period: "2026-h2", Audience: []graph.PersonID{"ana-lima"},
		},
	}
}

func frozenPortfolio() []graph.Record {
	return []graph.Record{
		&graph.Initiative{
			ID: "ledger-cutover", Name: "Ledger cutover", Summary: "One ledger instead of three", Owner: "core-services", Lead: "ana-lima",
			State: graph.Committed, Source: graph.FromPlan, Periods: []graph.PeriodID{"2026-h1", "2026-h2"},
			Participants: []graph.Participation{{Unit: "core-services", Days: 320.5, Period: "2026-h2"}, {Unit: "loan-desk", Days: 40}},
			Contributes:  []graph.Contribution{{Outcome: "decision-in-4-hours", Share: .25}, {Theme: "calm-core", Share: .5}},
			Steps:        []graph.Step{{Name: "alpha", Period: "2026-h1", Days: 12, Done: true}, {Name: "beta"}},
			Links: []graph.Link{
				{Kind: graph.SeeAlso, Initiative: "instant-payouts"},
				{Kind: graph.Replaces, Initiative: "old-ledger"},
				{Kind: graph.Blocks, Initiative: "year-end"},
			},
			Mandate:     graph.Mandate{Source: "Banking Act", Words: "Daily balances by January", Due: graph.On(2027, 1, 1)},
			Assumptions: []graph.Assumption{{Words: "The vendor stays", Review: graph.On(2026, 10, 1), Reviewed: graph.On(2026, 9, 1), Holds: "Yes, until 2028"}},
			Kill: []graph.Assumption{{
				Words: "Fewer than 2 partners test it", Review: graph.On(2026, 11, 1), Reviewed: graph.On(2026, 9, 15), Holds: "3 partners test it",
			}},
			Key: "KEP-1234", URL: "https://example.org/1234", Audience: []graph.PersonID{"ana-lima", "cleo-marsh"},
		},
		&graph.Work{
			ID: "hl-204", Key: "HL-204", Title: "Hardship form asks why “now”", URL: "https://example.org/hl-204",
			Unit: "loan-desk", Initiative: "ledger-cutover", Size: 2.5,
			States: []graph.Transition{
				{State: graph.Opened, At: seconds(7, 1, 0, 0, 0)},
				{State: graph.Begun, At: seconds(7, 3, 9, 30, 0)},
				{State: graph.Paused, At: seconds(7, 6, 0, 0, 0)},
				{State: graph.Dropped, At: seconds(7, 7, 23, 59, 59)},
				{State: graph.Finished, At: seconds(7, 20, 0, 0, 0)},
			},
			Logged: []graph.Logged{{On: graph.On(2026, 7, 3), Days: .5}, {On: graph.On(2026, 7, 4), Days: 1}},
			Blocked: []graph.Block{
				{On: "core-services", From: seconds(7, 5, 0, 0, 0), To: seconds(7, 9, 17, 0, 0)}, {From: seconds(7, 10, 0, 0, 0)},
			},
		},
		&graph.Funding{
			ID: "calm-core-2026-h2", Period: "2026-h2", Theme: "calm-core", Unit: "core-services", Initiative: "ledger-cutover",
			Days: 120, Money: 250_000.75, Currency: "EUR", Source: "The board",
		},
		&graph.Constraint{
			ID: "notice-30-days", Kind: graph.RegulatoryConstraint, Statement: "Notices go out within 30 days",
			Forces: "A letter for every change", Forbids: "Notices by app alone", Units: []graph.UnitID{"core-services", "loan-desk"},
			Initiatives: []graph.InitiativeID{"ledger-cutover"}, Answers: "cleo-marsh", Due: graph.On(2026, 10, 1), Until: graph.On(2028, 12, 31),
		},
	}
}

func frozenPriority() []graph.Record {
	return []graph.Record{
		&graph.Framework{
			ID: "wsjf", Name: "WSJF",
			Inputs: []graph.Input{{Name: "value", Anchors: []graph.Anchor{
				{Value: 1, Words: "Nobody would notice"}, {Value: 13, Words: "The quarter depends on it"},
			}}},
			Formula: "value / size", Lower: true, Units: []graph.UnitID{"core-services"},
		},
		&graph.Score{
			ID: "ledger-cutover-wsjf", Initiative: "ledger-cutover", Framework: "wsjf", Unit: "core-services",
			Inputs: []graph.Given{{Name: "value", Value: 8}}, Value: 8. / 3, By: "ana-lima", At: utc(9, 10, 10, 0, 0, 1),
		},
		&graph.Ranking{ID: "core-services-2026-h2", Unit: "core-services", Period: "2026-h2", Order: []graph.InitiativeID{"ledger-cutover", "instant-payouts"}},
		&graph.Override{ID: "ledger-cutover-core", Initiative: "ledger-cutover", Unit: "core-services", Rank: 1, Why: "A date set by law", By: "ana-lima", On: graph.On(2026, 9, 11)},
		&graph.Scenario{
			ID: "partner-first", Name: "Partner first", Base: utc(9, 1, 0, 0, 0, 0),
			Changes: []graph.Proposed{
				{Record: graph.InitiativeID("ledger-cutover").Ref(), Body: `{"name":"Ledger cutover","state":"stopped"}`},
				{Record: graph.InitiativeID("instant-payouts").Ref(), Body: `{"state":"likely"}`, Partial: true, Version: 3},
			}, By: "ana-lima",
		},
		&graph.Displacement{
			ID: "payouts-for-ledger", Added: "instant-payouts", Displaced: "ledger-cutover", AskedBy: "ben-otieno", DecidedBy: "ana-lima",
			Right: "freeze", Days: 35.5, SeenBy: []graph.PersonID{"cleo-marsh"}, On: graph.On(2026, 9, 12),
		},
	}
}

func frozenMechanism() []graph.Record {
	return []graph.Record{
		&graph.Right{
			ID: "freeze", Domain: "Freeze of a shared service", Limits: "Up to 5 days", Decider: "ana-lima", Unit: "core-services",
			Consult: []graph.PersonID{"ben-otieno"}, Delegate: "cleo-marsh", Until: graph.On(2027, 3, 31),
		},
		&graph.Decision{
			ID: "cutover-date", Question: "Do we move the cutover to November?", Domain: "Freeze of a shared service",
			Options: []string{"Keep October", "Move to November"}, Criteria: []string{"Month end", "The law"},
			Deciders: []graph.PersonID{"ana-lima"}, Consulted: []graph.PersonID{"ben-otieno", "cleo-marsh"},
			Unit: "core-services", Initiative: "ledger-cutover", State: graph.DecisionDecided,
			Raised: graph.On(2026, 8, 20), Due: graph.On(2026, 9, 5), Escalated: graph.On(2026, 8, 25), Decided: graph.On(2026, 9, 4),
			Chosen: "Move to November", Theme: "calm-core", Rationale: "October has two month ends", Principle: "promise-first",
			Reverses: "cutover-october", SupersededBy: "cutover-final", Review: graph.On(2026, 11, 30),
		},
		&graph.Escalation{
			ID: "cutover-date-up", Decision: "cutover-date", From: "ben-otieno", To: "ana-lima", Why: "Two units read the date differently",
			At: utc(8, 25, 7, 15, 0, 0), Due: graph.On(2026, 9, 5), Outcome: "Moved to November", Closed: graph.On(2026, 9, 4),
		},
		&graph.Form{ID: "ask-for-access", Name: "Ask for access", Unit: "core-services", Questions: []string{"Which data?", "Until when?"}},
		&graph.Lane{ID: "urgent", Name: "Urgent", Unit: "core-services", AnswerDays: 2, Share: .15},
		&graph.Request{
			ID: "audit-export", Title: "Export of audit evidence", From: "legal", To: "core-services", Lane: "urgent",
			Pain: "Evidence is copied by hand", Wanted: "A button", Urgency: "The audit begins in May", Success: "No copying",
			By: graph.On(2027, 4, 30), Asked: graph.On(2026, 9, 1), AnswerBy: graph.On(2026, 9, 3), Answered: graph.On(2026, 9, 2),
			State: graph.RequestMerged, Reason: "The same as last year", MergedInto: "evidence-2025", Initiative: "ledger-cutover",
		},
		&graph.Dependency{
			ID: "freeze-date", What: "A freeze date for the ledger", From: "loan-desk", On: "core-services", Initiative: "ledger-cutover",
			NeededBy: graph.On(2026, 10, 1), Days: 5,
			Turns: []graph.Turn{
				{Act: graph.Ask, At: utc(7, 1, 9, 0, 0, 0), Unit: "loan-desk", By: "ben-otieno", Date: graph.On(2026, 9, 15), Words: "We need it before the audit"},
				{Act: graph.Counter, At: utc(7, 8, 9, 0, 0, 0), Unit: "core-services", By: "ana-lima", Date: graph.On(2026, 10, 1), Words: "After the close"},
			},
		},
	}
}

func frozenCadence() []graph.Record {
	return []graph.Record{
		&graph.Ritual{
			ID: "portfolio-review", Name: "Fortnightly portfolio review", Purpose: "Decide what changes", Every: "2 weeks",
			Unit: "lending", Agenda: []string{"Findings", "Requests"},
		},
		&graph.Review{
			ID: "portfolio-2026-09-24", Ritual: "portfolio-review", Name: "Portfolio review of 24 Sep", On: graph.On(2026, 9, 24),
			PreRead: "https://example.org/pre", Outcomes: []string{"The cutover moves"}, Decisions: []graph.DecisionID{"cutover-date"},
		},
		&graph.Baseline{
			ID: "lock-1", Name: "Plan lock 1", Period: "2026-h2", At: utc(7, 20, 12, 0, 0, 0),
			Signatures: []graph.Signature{{By: "ana-lima", Unit: "core-services", At: utc(7, 20, 12, 5, 0, 0)}}, Note: "Signed in the room",
		},
		&graph.ChangeRequest{
			ID: "disclosure-rule", Title: "Add the new disclosure rule", Baseline: "lock-1", Cause: graph.CauseRegulatory,
			Initiatives: []graph.InitiativeID{"ledger-cutover"}, Impact: "Two weeks later", Days: 30, Raised: graph.On(2026, 8, 1),
			Approver: "ana-lima", Approved: graph.On(2026, 8, 5), Rejected: graph.On(2026, 8, 6),
		},
		&graph.Survey{
			ID: "pulse-2026-09", Name: "Pulse of September", Question: "What matters most?", Themes: []graph.ThemeID{"faster-yes", "calm-core"},
			Units: []graph.UnitID{"core-services"}, Opens: graph.On(2026, 9, 1), Closes: graph.On(2026, 9, 14),
		},
		&graph.Response{
			ID: "pulse-2026-09-0001", Survey: "pulse-2026-09", Unit: "core-services", Layer: 2,
			Ranking: []graph.ThemeID{"calm-core", "faster-yes"}, Words: "Ein ruhiger Kern – 静かな核",
		},
	}
}

func frozenDiscussion() []graph.Record {
	return []graph.Record{
		&graph.Comment{
			ID: "c-17", On: graph.InitiativeID("ledger-cutover").Ref(), By: "ben-otieno", At: utc(9, 2, 11, 12, 13, 0),
			Text: `Does "done" mean live?`, ReplyTo: "c-16", Resolved: graph.On(2026, 9, 3),
		},
		&graph.Acknowledgement{ID: "ack-4", Of: graph.IntentID("core-services-2026-h2").Ref(), Version: 5, By: "ben-otieno", At: utc(7, 4, 8, 0, 0, 0)},
		&graph.Waiver{
			ID: "int001-core", Code: "INT001", On: graph.UnitID("core-services").Ref(), By: "ana-lima",
			Reason: "The measure changes in October", Until: graph.On(2026, 10, 31),
		},
		&graph.View{ID: "my-units", Name: "My units", Address: "/initiatives?unit=core-services", By: "ana-lima", Shared: true},
		&graph.Proposal{
			ID: "name-an-owner", Title: "Name an owner for the partner outcome",
			Changes: []graph.Proposed{
				{Record: graph.OutcomeID("decision-in-4-hours").Ref(), Body: `{"name":"Decision in 4 hours","owner":"loan-desk"}`},
				{Record: graph.InitiativeID("instant-payouts").Ref(), Body: `{"owner":"loan-desk"}`, Partial: true, Version: 3},
			},
			By: "ben-otieno", Expires: graph.On(2026, 12, 24), Confirmed: "ana-lima",
		},
	}
}
