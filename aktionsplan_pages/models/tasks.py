"""The steps of the approval workflow; each skips itself where it does not apply.

They are ordinary Wagtail tasks: an administrator arranges, renames and removes them. None of them
says whether a yes counts; that is the gate's to say, whatever task it was given in.
"""

from typing import Any, ClassVar

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from wagtail.models import (
    GroupApprovalTask,
    Locale,
    Page,
    Task,
    TaskState,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)

from aktionsplan_pages.approval.authors import authors_of
from aktionsplan_pages.approval.roles import groups_of, has_role
from aktionsplan_pages.approval.vocabulary import RoleName
from aktionsplan_pages.choices import Role as Part
from aktionsplan_pages.languages import SOURCE
from aktionsplan_pages.models.glossary_term import GlossaryTerm
from aktionsplan_pages.models.measure import Commitment, MeasurePage
from aktionsplan_pages.models.organisation import Organisation
from aktionsplan_pages.models.target_group import TargetGroup

SNIPPETS = (Organisation, TargetGroup, GlossaryTerm)


class ApprovalTask(Task):
    """Abstract; a subclass says where it applies and who may decide."""

    class Meta:
        abstract = True

    def applies(self, obj: Any) -> bool:
        return True

    def deciders(self, obj: Any) -> QuerySet:
        """The active accounts that may decide about ``obj``; its authors are not left out yet."""
        raise NotImplementedError

    def may_decide(self, obj: Any, user: Any) -> bool:
        raise NotImplementedError

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        state = super().start(workflow_state, user=user)
        obj = workflow_state.content_object
        if not self.applies(obj.specific if isinstance(obj, Page) else obj):
            state.status = TaskState.STATUS_SKIPPED
            state.save()
        return state

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return True

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        obj = obj.specific if isinstance(obj, Page) else obj
        if not user.is_active or not self.may_decide(obj, user):
            return []
        return [
            ("reject", _("Send back"), True),
            ("approve", _("Approve"), False),
            ("approve", _("Approve with comment"), True),
        ]

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet:
        raise NotImplementedError

    def running(self) -> QuerySet:
        return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)


def source_language(obj: Any) -> bool:
    return obj.locale.language_code == SOURCE


def coordination() -> QuerySet:
    groups = groups_of(RoleName.COORDINATION)
    return get_user_model().objects.filter(is_active=True, groups__in=groups).distinct()


class RoleTask(ApprovalTask):
    """Abstract; all holders of one role decide."""

    role: ClassVar[RoleName]

    class Meta:
        abstract = True

    def deciders(self, obj: Any) -> QuerySet:
        groups = groups_of(self.role)
        return get_user_model().objects.filter(is_active=True, groups__in=groups).distinct()

    def may_decide(self, obj: Any, user: Any) -> bool:
        return has_role(user, self.role)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet:
        return self.running() if has_role(user, self.role) else TaskState.objects.none()


class CoordinationTask(RoleTask):
    role = RoleName.COORDINATION

    class Meta:
        verbose_name = _("coordination checks")
        verbose_name_plural = _("coordination checks")

    def applies(self, obj: Any) -> bool:
        return source_language(obj)

    @classmethod
    def get_description(cls) -> str:
        return gettext("Coordination looks through German pages. Skipped for translations.")


class HeadTask(RoleTask):
    role = RoleName.HEAD

    class Meta:
        verbose_name = _("head of department approves")
        verbose_name_plural = _("head of department approves")

    @classmethod
    def get_description(cls) -> str:
        return gettext("A head of department says yes. Applies to pages in every language.")


class LanguageReviewTask(ApprovalTask):
    class Meta:
        verbose_name = _("language review")
        verbose_name_plural = _("language reviews")

    def applies(self, obj: Any) -> bool:
        return not source_language(obj)

    def deciders(self, obj: Any) -> QuerySet:
        groups = groups_of(RoleName.REVIEWER, obj.locale.language_code)
        return get_user_model().objects.filter(is_active=True, groups__in=groups).distinct()

    def may_decide(self, obj: Any, user: Any) -> bool:
        return has_role(user, RoleName.REVIEWER, language=obj.locale.language_code)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet:
        groups = user.groups.filter(role__name=RoleName.REVIEWER).values("role__language")
        locales = Locale.objects.filter(language_code__in=groups)
        mine = TaskState.objects.none()
        for model in (Page, *SNIPPETS):
            rows = ids_of(model.objects.filter(locale__in=locales))
            kind = ContentType.objects.get_for_model(model)
            mine |= self.running().filter(
                workflow_state__base_content_type=kind, workflow_state__object_id__in=rows
            )
        return mine

    @classmethod
    def get_description(cls) -> str:
        return gettext("Reviewers of the language read a translation. Skipped for German pages.")


class OrganisationTask(ApprovalTask):
    """Confirmed by the lead organisation as approved so far, not as a draft would have it.

    Skipped where all its accounts wrote the draft themselves: then it has said yes by that.
    """

    class Meta:
        verbose_name = _("lead organisation confirms")
        verbose_name_plural = _("lead organisation confirms")

    def applies(self, obj: Any) -> bool:
        return (
            isinstance(obj, MeasurePage) and source_language(obj) and self.accounts(obj).exists()
        )

    def accounts(self, obj: Any) -> QuerySet:
        """The lead organisations' active accounts; who wrote a part has no further say."""
        people = get_user_model().objects.filter(is_active=True, organisations__in=self.leads(obj))
        return people.exclude(pk__in=authors_of(obj.latest_revision)).distinct()

    def deciders(self, obj: Any) -> QuerySet:
        """Coordination stands in where no account of the organisation is left."""
        return self.accounts(obj) if self.accounts(obj).exists() else coordination()

    def leads(self, obj: Any) -> QuerySet:
        if obj.live:
            parts = Commitment.objects.filter(page=obj.pk, role=Part.LEAD)
            return Organisation.objects.filter(pk__in=parts.values("organisation"))
        draft = obj.latest_revision.content if obj.latest_revision else {}
        parts = draft.get("commitments", ())
        keys = [part["organisation"] for part in parts if part["role"] == Part.LEAD]
        return Organisation.objects.filter(pk__in=keys)

    def may_decide(self, obj: Any, user: Any) -> bool:
        return self.deciders(obj).filter(pk=user.pk).exists()

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet:
        leads = Commitment.objects.filter(role=Part.LEAD, page=OuterRef("pk"))
        own = Q(Exists(leads.filter(organisation__accounts=user)))
        if has_role(user, RoleName.COORDINATION):
            own |= Q(~Exists(leads.filter(organisation__accounts__is_active=True)))
        live = ids_of(MeasurePage.objects.filter(own, live=True))
        found = self.running().filter(workflow_state__object_id__in=live)
        mine = [
            state.pk
            for state in self.running().select_related("workflow_state")
            if not (page := state.workflow_state.content_object).live
            and self.may_decide(page.specific, user)
        ]
        return found | self.running().filter(pk__in=mine)

    @classmethod
    def get_description(cls) -> str:
        return gettext(
            "The accounts of the lead organisation confirm a German measure. "
            "Skipped where there are none."
        )


STEPS = (
    (OrganisationTask, gettext_noop("Organisation confirms")),
    (CoordinationTask, gettext_noop("Coordination checks")),
    (LanguageReviewTask, gettext_noop("Language review")),
    (HeadTask, gettext_noop("Head of department approves")),
)


def drop_stock_workflow() -> None:
    """The one that Wagtail's migrations make, if nobody ever used it."""
    stock = Workflow.objects.filter(name="Moderators approval", workflow_states=None)
    GroupApprovalTask.objects.filter(workflow_tasks__workflow__in=stock, task_states=None).delete()
    stock.delete()


def prepare_workflow(root: Page) -> bool:
    """One workflow for the whole site and its snippets, made only where none was ever made.

    Recognised by its tasks: what an administrator renamed, rearranged or removed stays so.
    """
    if any(model.objects.exists() for model, _name in STEPS):
        include_glossary()
        return False
    drop_stock_workflow()
    workflow = Workflow.objects.create(name=gettext("Approval"))
    for place, (model, name) in enumerate(STEPS):
        task = model.objects.create(name=gettext(name))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=place)
    WorkflowPage.objects.get_or_create(page=root, defaults={"workflow": workflow})
    for snippet in SNIPPETS:
        WorkflowContentType.objects.get_or_create(
            content_type=ContentType.objects.get_for_model(snippet),
            defaults={"workflow": workflow},
        )
    return True


def include_glossary() -> None:
    """On a site that is older than the glossary: its terms go the way of target groups."""
    kinds = ContentType.objects.get_for_models(TargetGroup, GlossaryTerm)
    known = WorkflowContentType.objects.filter(content_type=kinds[TargetGroup]).first()
    if known is not None:
        WorkflowContentType.objects.get_or_create(
            content_type=kinds[GlossaryTerm], defaults={"workflow": known.workflow}
        )


def ids_of(pages: QuerySet) -> QuerySet:
    """Primary keys as workflow states hold them: text."""
    return pages.annotate(as_text=Cast("pk", models.CharField())).values("as_text")
