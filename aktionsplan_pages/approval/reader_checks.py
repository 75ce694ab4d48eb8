"""Puts on record that a group of readers checked a text; it approves nothing."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, override

from aktionsplan_pages.approval.records import record
from aktionsplan_pages.approval.vocabulary import Act
from aktionsplan_pages.languages import SOURCE


def note_check(check: Any, is_new: bool = False, is_gone: bool = False) -> None:
    """After it was saved or deleted; along with its page there is nothing left to say.

    What is done to it later is the deed of whoever does it, not of whoever recorded it.
    """
    page = type(check.page).objects.filter(pk=check.page_id).first()
    if page is None:
        return
    with override(SOURCE):
        said = [check.group, date_format(check.date, "SHORT_DATE_FORMAT")]
        comment = ", ".join([*said, *([gettext("deleted")] if is_gone else [])])
    record(
        page.specific, Act.READ, check.recorded_by if is_new else None, comment=comment,
        revision_id=check.revision_id, data={"words": check.words},
    )  # fmt: skip
