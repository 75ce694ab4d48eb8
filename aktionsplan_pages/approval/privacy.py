"""Who may see a page: hiding it is coordination's to do, showing it again is approved."""

from django.utils.translation import gettext as _
from wagtail.models import Page, PageViewRestriction

from aktionsplan_pages.approval.door import open_for
from aktionsplan_pages.approval.errors import NotApproved
from aktionsplan_pages.approval.gated import is_public_below, named


def check_restriction(restriction: PageViewRestriction) -> None:
    """Before a restriction is saved: another kind of it may let more people in."""
    stored = restriction.pk and PageViewRestriction.objects.filter(pk=restriction.pk).first()
    if stored and (stored.restriction_type, stored.page_id, stored.password) != (
        restriction.restriction_type, restriction.page_id, restriction.password,
    ):  # fmt: skip
        check_shown(stored.page)


def check_move(page: Page, parent: Page) -> None:
    """Before a page is moved: out of a hidden part of the tree it would become visible."""
    hidden = PageViewRestriction.objects.filter(page__in=page.get_ancestors())
    if hidden.exclude(page__in=parent.get_ancestors(inclusive=True)).exists():
        check_shown(page)


def check_shown(page: Page) -> None:
    """Raises NotApproved if something public of ours would be seen by more people."""
    if not open_for() and is_public_below(page):
        raise NotApproved(
            _(
                "“%(title)s” would become visible to everybody. Please propose its withdrawal, "
                "lift the restriction, and submit the page for approval again."
            )
            % named(page)
        )
