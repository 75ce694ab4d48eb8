"""What a copy must not share with its original; a hook of Wagtail, and a receiver's."""

from typing import Any

from django.http import HttpRequest
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, Revision

from aktionsplan_pages.models import ActionPlanPage, FieldOfActionPage, GoalPage, MeasurePage
from aktionsplan_pages.models.plan_child import PlanChildPage


def settle_copy(request: HttpRequest, page: Page, copy: Page) -> None:
    """Hook ``after_copy_page``: number and key stay the original's; a plan's copy is complete."""
    copy = copy.specific
    if isinstance(copy, PlanChildPage):
        draft = copy.get_latest_revision_as_object()
        draft.number = draft.external_id = ""
        keep(draft, request.user)
    elif isinstance(copy, ActionPlanPage):
        point_to_own_pages(copy, request.user)


def point_to_own_pages(plan: ActionPlanPage, user: Any) -> None:
    """Goals and measures of a copied plan name its own fields and goals, known by their slugs."""
    fields = {field.slug: field for field in FieldOfActionPage.objects.child_of(plan)}
    goals = {goal.slug: goal for goal in GoalPage.objects.child_of(plan)}
    for model in (GoalPage, MeasurePage):
        for page in model.objects.child_of(plan):
            draft = page.get_latest_revision_as_object()
            if field := draft.field_of_action:
                draft.field_of_action = fields.get(field.slug)
            if isinstance(draft, MeasurePage):
                named = [goals.get(goal.slug) for goal in draft.goals.all()]
                draft.goals = [goal for goal in named if goal]
            keep(draft, user)


def part_from_original(revision: Revision) -> None:
    """Before a revision is saved that a page takes along when it is copied.

    Wagtail gives children keys of their own there, but not what stands below them: an indicator's
    values would move from the original to the copy.
    """
    model = revision.content_type.model_class()
    if revision.pk is not None or revision._state.adding or model is None:
        return
    for relation in get_all_child_relations(model):
        for child in revision.content.get(relation.get_accessor_name(), []):
            for below in get_all_child_relations(relation.related_model):
                for row in child.get(below.get_accessor_name(), []):
                    row["pk"] = None


def keep(draft: Page, user: Any) -> None:
    """As Wagtail's editor: the row of a page that is not public follows its draft."""
    if not draft.live:
        draft.save()
    draft.save_revision(user=user)
