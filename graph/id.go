package graph

// Each kind has an id type of its own, so that one kind of id cannot stand where another is meant.

// Ids name a record of one kind; Ref gives the name across kinds, zero for an empty id.
type (
	// UnitID names a unit.
	UnitID string
	// PersonID names a person.
	PersonID string
	// DimensionID names a dimension.
	DimensionID string
	// PeriodID names a period.
	PeriodID string
	// CapacityID names a capacity.
	CapacityID string
	// ThemeID names a theme.
	ThemeID string
	// PrincipleID names a principle.
	PrincipleID string
	// IntentID names an intent.
	IntentID string
	// OutcomeID names an outcome.
	OutcomeID string
	// IncentiveID names an incentive.
	IncentiveID string
	// InitiativeID names an initiative.
	InitiativeID string
	// WorkID names a work.
	WorkID string
	// FundingID names a funding.
	FundingID string
	// ConstraintID names a constraint.
	ConstraintID string
	// FrameworkID names a framework.
	FrameworkID string
	// ScoreID names a score.
	ScoreID string
	// RankingID names a ranking.
	RankingID string
	// OverrideID names an override.
	OverrideID string
	// ScenarioID names a scenario.
	ScenarioID string
	// DisplacementID names a displacement.
	DisplacementID string
	// RightID names a right.
	RightID string
	// DecisionID names a decision.
	DecisionID string
	// EscalationID names an escalation.
	EscalationID string
	// FormID names a form.
	FormID string
	// LaneID names a lane.
	LaneID string
	// RequestID names a request.
	RequestID string
	// DependencyID names a dependency.
	DependencyID string
	// RitualID names a ritual.
	RitualID string
	// ReviewID names a review.
	ReviewID string
	// BaselineID names a baseline.
	BaselineID string
	// ChangeRequestID names a changerequest.
	ChangeRequestID string
	// SurveyID names a survey.
	SurveyID string
	// ResponseID names a response.
	ResponseID string
	// CommentID names a comment.
	CommentID string
	// AcknowledgementID names an acknowledgement.
	AcknowledgementID string
	// WaiverID names a waiver.
	WaiverID string
	// ViewID names a view.
	ViewID string
	// ProposalID names a proposal.
	ProposalID string
)

// Ref names the record across kinds.
func (i UnitID) Ref() Ref { return idRef(KindUnit, string(i)) }

// Ref names the record across kinds.
func (i PersonID) Ref() Ref { return idRef(KindPerson, string(i)) }

// Ref names the record across kinds.
func (i DimensionID) Ref() Ref { return idRef(KindDimension, string(i)) }

// Ref names the record across kinds.
func (i PeriodID) Ref() Ref { return idRef(KindPeriod, string(i)) }

// Ref names the record across kinds.
func (i CapacityID) Ref() Ref { return idRef(KindCapacity, string(i)) }

// Ref names the record across kinds.
func (i ThemeID) Ref() Ref { return idRef(KindTheme, string(i)) }

// Ref names the record across kinds.
func (i PrincipleID) Ref() Ref { return idRef(KindPrinciple, string(i)) }

// Ref names the record across kinds.
func (i IntentID) Ref() Ref { return idRef(KindIntent, string(i)) }

// Ref names the record across kinds.
func (i OutcomeID) Ref() Ref { return idRef(KindOutcome, string(i)) }

// Ref names the record across kinds.
func (i IncentiveID) Ref() Ref { return idRef(KindIncentive, string(i)) }

// Ref names the record across kinds.
func (i InitiativeID) Ref() Ref { return idRef(KindInitiative, string(i)) }

// Ref names the record across kinds.
func (i WorkID) Ref() Ref { return idRef(KindWork, string(i)) }

// Ref names the record across kinds.
func (i FundingID) Ref() Ref { return idRef(KindFunding, string(i)) }

// Ref names the record across kinds.
func (i ConstraintID) Ref() Ref { return idRef(KindConstraint, string(i)) }

// Ref names the record across kinds.
func (i FrameworkID) Ref() Ref { return idRef(KindFramework, string(i)) }

// Ref names the record across kinds.
func (i ScoreID) Ref() Ref { return idRef(KindScore, string(i)) }

// Ref names the record across kinds.
func (i RankingID) Ref() Ref { return idRef(KindRanking, string(i)) }

// Ref names the record across kinds.
func (i OverrideID) Ref() Ref { return idRef(KindOverride, string(i)) }

// Ref names the record across kinds.
func (i ScenarioID) Ref() Ref { return idRef(KindScenario, string(i)) }

// Ref names the record across kinds.
func (i DisplacementID) Ref() Ref { return idRef(KindDisplacement, string(i)) }

// Ref names the record across kinds.
func (i RightID) Ref() Ref { return idRef(KindRight, string(i)) }

// Ref names the record across kinds.
func (i DecisionID) Ref() Ref { return idRef(KindDecision, string(i)) }

// Ref names the record across kinds.
func (i EscalationID) Ref() Ref { return idRef(KindEscalation, string(i)) }

// Ref names the record across kinds.
func (i FormID) Ref() Ref { return idRef(KindForm, string(i)) }

// Ref names the record across kinds.
func (i LaneID) Ref() Ref { return idRef(KindLane, string(i)) }

// Ref names the record across kinds.
func (i RequestID) Ref() Ref { return idRef(KindRequest, string(i)) }

// Ref names the record across kinds.
func (i DependencyID) Ref() Ref { return idRef(KindDependency, string(i)) }

// Ref names the record across kinds.
func (i RitualID) Ref() Ref { return idRef(KindRitual, string(i)) }

// Ref names the record across kinds.
func (i ReviewID) Ref() Ref { return idRef(KindReview, string(i)) }

// Ref names the record across kinds.
func (i BaselineID) Ref() Ref { return idRef(KindBaseline, string(i)) }

// Ref names the record across kinds.
func (i ChangeRequestID) Ref() Ref { return idRef(KindChangeRequest, string(i)) }

// Ref names the record across kinds.
func (i SurveyID) Ref() Ref { return idRef(KindSurvey, string(i)) }

// Ref names the record across kinds.
func (i ResponseID) Ref() Ref { return idRef(KindResponse, string(i)) }

// Ref names the record across kinds.
func (i CommentID) Ref() Ref { return idRef(KindComment, string(i)) }

// Ref names the record across kinds.
func (i AcknowledgementID) Ref() Ref { return idRef(KindAcknowledgement, string(i)) }

// Ref names the record across kinds.
func (i WaiverID) Ref() Ref { return idRef(KindWaiver, string(i)) }

// Ref names the record across kinds.
func (i ViewID) Ref() Ref { return idRef(KindView, string(i)) }

// Ref names the record across kinds.
func (i ProposalID) Ref() Ref { return idRef(KindProposal, string(i)) }

func idRef(k Kind, id string) Ref {
	if id == "" {
		return Ref{}
	}
	return Ref{k, id}
}

// Ref names the record.
func (r *Unit) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindUnit}
	}
	return Ref{KindUnit, string(r.ID)}
}

func (r *Unit) setID(id string) { r.ID = UnitID(id) }

// Ref names the record.
func (r *Person) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindPerson}
	}
	return Ref{KindPerson, string(r.ID)}
}

func (r *Person) setID(id string) { r.ID = PersonID(id) }

// Ref names the record.
func (r *Dimension) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindDimension}
	}
	return Ref{KindDimension, string(r.ID)}
}

func (r *Dimension) setID(id string) { r.ID = DimensionID(id) }

// Ref names the record.
func (r *Period) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindPeriod}
	}
	return Ref{KindPeriod, string(r.ID)}
}

func (r *Period) setID(id string) { r.ID = PeriodID(id) }

// Ref names the record.
func (r *Capacity) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindCapacity}
	}
	return Ref{KindCapacity, string(r.ID)}
}

func (r *Capacity) setID(id string) { r.ID = CapacityID(id) }

// Ref names the record.
func (r *Theme) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindTheme}
	}
	return Ref{KindTheme, string(r.ID)}
}

func (r *Theme) setID(id string) { r.ID = ThemeID(id) }

// Ref names the record.
func (r *Principle) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindPrinciple}
	}
	return Ref{KindPrinciple, string(r.ID)}
}

func (r *Principle) setID(id string) { r.ID = PrincipleID(id) }

// Ref names the record.
func (r *Intent) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindIntent}
	}
	return Ref{KindIntent, string(r.ID)}
}

func (r *Intent) setID(id string) { r.ID = IntentID(id) }

// Ref names the record.
func (r *Outcome) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindOutcome}
	}
	return Ref{KindOutcome, string(r.ID)}
}

func (r *Outcome) setID(id string) { r.ID = OutcomeID(id) }

// Ref names the record.
func (r *Incentive) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindIncentive}
	}
	return Ref{KindIncentive, string(r.ID)}
}

func (r *Incentive) setID(id string) { r.ID = IncentiveID(id) }

// Ref names the record.
func (r *Initiative) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindInitiative}
	}
	return Ref{KindInitiative, string(r.ID)}
}

func (r *Initiative) setID(id string) { r.ID = InitiativeID(id) }

// Ref names the record.
func (r *Work) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindWork}
	}
	return Ref{KindWork, string(r.ID)}
}

func (r *Work) setID(id string) { r.ID = WorkID(id) }

// Ref names the record.
func (r *Funding) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindFunding}
	}
	return Ref{KindFunding, string(r.ID)}
}

func (r *Funding) setID(id string) { r.ID = FundingID(id) }

// Ref names the record.
func (r *Constraint) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindConstraint}
	}
	return Ref{KindConstraint, string(r.ID)}
}

func (r *Constraint) setID(id string) { r.ID = ConstraintID(id) }

// Ref names the record.
func (r *Framework) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindFramework}
	}
	return Ref{KindFramework, string(r.ID)}
}

func (r *Framework) setID(id string) { r.ID = FrameworkID(id) }

// Ref names the record.
func (r *Score) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindScore}
	}
	return Ref{KindScore, string(r.ID)}
}

func (r *Score) setID(id string) { r.ID = ScoreID(id) }

// Ref names the record.
func (r *Ranking) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindRanking}
	}
	return Ref{KindRanking, string(r.ID)}
}

func (r *Ranking) setID(id string) { r.ID = RankingID(id) }

// Ref names the record.
func (r *Override) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindOverride}
	}
	return Ref{KindOverride, string(r.ID)}
}

func (r *Override) setID(id string) { r.ID = OverrideID(id) }

// Ref names the record.
func (r *Scenario) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindScenario}
	}
	return Ref{KindScenario, string(r.ID)}
}

func (r *Scenario) setID(id string) { r.ID = ScenarioID(id) }

// Ref names the record.
func (r *Displacement) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindDisplacement}
	}
	return Ref{KindDisplacement, string(r.ID)}
}

func (r *Displacement) setID(id string) { r.ID = DisplacementID(id) }

// Ref names the record.
func (r *Right) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindRight}
	}
	return Ref{KindRight, string(r.ID)}
}

func (r *Right) setID(id string) { r.ID = RightID(id) }

// Ref names the record.
func (r *Decision) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindDecision}
	}
	return Ref{KindDecision, string(r.ID)}
}

func (r *Decision) setID(id string) { r.ID = DecisionID(id) }

// Ref names the record.
func (r *Escalation) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindEscalation}
	}
	return Ref{KindEscalation, string(r.ID)}
}

func (r *Escalation) setID(id string) { r.ID = EscalationID(id) }

// Ref names the record.
func (r *Form) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindForm}
	}
	return Ref{KindForm, string(r.ID)}
}

func (r *Form) setID(id string) { r.ID = FormID(id) }

// Ref names the record.
func (r *Lane) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindLane}
	}
	return Ref{KindLane, string(r.ID)}
}

func (r *Lane) setID(id string) { r.ID = LaneID(id) }

// Ref names the record.
func (r *Request) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindRequest}
	}
	return Ref{KindRequest, string(r.ID)}
}

func (r *Request) setID(id string) { r.ID = RequestID(id) }

// Ref names the record.
func (r *Dependency) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindDependency}
	}
	return Ref{KindDependency, string(r.ID)}
}

func (r *Dependency) setID(id string) { r.ID = DependencyID(id) }

// Ref names the record.
func (r *Ritual) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindRitual}
	}
	return Ref{KindRitual, string(r.ID)}
}

func (r *Ritual) setID(id string) { r.ID = RitualID(id) }

// Ref names the record.
func (r *Review) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindReview}
	}
	return Ref{KindReview, string(r.ID)}
}

func (r *Review) setID(id string) { r.ID = ReviewID(id) }

// Ref names the record.
func (r *Baseline) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindBaseline}
	}
	return Ref{KindBaseline, string(r.ID)}
}

func (r *Baseline) setID(id string) { r.ID = BaselineID(id) }

// Ref names the record.
func (r *ChangeRequest) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindChangeRequest}
	}
	return Ref{KindChangeRequest, string(r.ID)}
}

func (r *ChangeRequest) setID(id string) { r.ID = ChangeRequestID(id) }

// Ref names the record.
func (r *Survey) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindSurvey}
	}
	return Ref{KindSurvey, string(r.ID)}
}

func (r *Survey) setID(id string) { r.ID = SurveyID(id) }

// Ref names the record.
func (r *Response) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindResponse}
	}
	return Ref{KindResponse, string(r.ID)}
}

func (r *Response) setID(id string) { r.ID = ResponseID(id) }

// Ref names the record.
func (r *Comment) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindComment}
	}
	return Ref{KindComment, string(r.ID)}
}

func (r *Comment) setID(id string) { r.ID = CommentID(id) }

// Ref names the record.
func (r *Acknowledgement) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindAcknowledgement}
	}
	return Ref{KindAcknowledgement, string(r.ID)}
}

func (r *Acknowledgement) setID(id string) { r.ID = AcknowledgementID(id) }

// Ref names the record.
func (r *Waiver) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindWaiver}
	}
	return Ref{KindWaiver, string(r.ID)}
}

func (r *Waiver) setID(id string) { r.ID = WaiverID(id) }

// Ref names the record.
func (r *View) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindView}
	}
	return Ref{KindView, string(r.ID)}
}

func (r *View) setID(id string) { r.ID = ViewID(id) }

// Ref names the record.
func (r *Proposal) Ref() Ref {
	if r == nil {
		return Ref{Kind: KindProposal}
	}
	return Ref{KindProposal, string(r.ID)}
}

func (r *Proposal) setID(id string) { r.ID = ProposalID(id) }
