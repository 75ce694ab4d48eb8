"""What a copy must not share with its original; hook of Wagtail."""

from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

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


def keep(draft: Page, user: Any) -> None:
    """As Wagtail's editor: the row of a page that is not public follows its draft."""
    if not draft.live:
        draft.save()
    draft.save_revision(user=user)
