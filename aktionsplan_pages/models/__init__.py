"""What is stored: one page type or snippet per file, with its children."""

from aktionsplan_pages.models.approval import (
    AuditEntry,
    Contribution,
    RoleGroup,
    Told,
)
from aktionsplan_pages.models.approved_words import ApprovedWords
from aktionsplan_pages.models.assessment import GoalAssessment, MeasureAssessment
from aktionsplan_pages.models.field_of_action import FieldOfActionPage
from aktionsplan_pages.models.glossary_term import GlossaryTerm
from aktionsplan_pages.models.goal import GoalPage
from aktionsplan_pages.models.indicator import (
    GoalIndicator,
    GoalIndicatorValue,
    MeasureIndicator,
    MeasureIndicatorValue,
)
from aktionsplan_pages.models.internal_note import InternalNote
from aktionsplan_pages.models.measure import Commitment, MeasurePage, Milestone
from aktionsplan_pages.models.memory import MachineUse, MemoryEntry, SeenText
from aktionsplan_pages.models.organisation import Consent, Organisation
from aktionsplan_pages.models.plan import ActionPlanPage, PlanDocument
from aktionsplan_pages.models.reader_check import ReaderCheck
from aktionsplan_pages.models.resolution import MeasureResolution, PlanResolution
from aktionsplan_pages.models.responsibility import Responsibility
from aktionsplan_pages.models.target_group import TargetGroup
from aktionsplan_pages.models.tasks import (
    CoordinationTask,
    HeadTask,
    LanguageReviewTask,
    OrganisationTask,
)
from aktionsplan_pages.models.translation import TranslationRun, TypedText
from aktionsplan_pages.models.translation_job import (
    TranslationJob,
    TranslationUpload,
    UploadedSegment,
)
from aktionsplan_pages.models.words import ReadThroughPage

__all__ = [
    "ActionPlanPage",
    "ApprovedWords",
    "AuditEntry",
    "Commitment",
    "Consent",
    "Contribution",
    "CoordinationTask",
    "FieldOfActionPage",
    "GlossaryTerm",
    "GoalAssessment",
    "GoalIndicator",
    "GoalIndicatorValue",
    "GoalPage",
    "HeadTask",
    "InternalNote",
    "LanguageReviewTask",
    "MachineUse",
    "MeasureAssessment",
    "MeasureIndicator",
    "MeasureIndicatorValue",
    "MeasurePage",
    "MeasureResolution",
    "MemoryEntry",
    "Milestone",
    "Organisation",
    "OrganisationTask",
    "PlanDocument",
    "PlanResolution",
    "ReadThroughPage",
    "ReaderCheck",
    "Responsibility",
    "RoleGroup",
    "SeenText",
    "TargetGroup",
    "Told",
    "TranslationJob",
    "TranslationRun",
    "TranslationUpload",
    "TypedText",
    "UploadedSegment",
]
