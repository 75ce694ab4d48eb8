"""Removes translated rows whose German page is gone for good, each on record."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from aktionsplan_pages.approval import records
from aktionsplan_pages.approval.door import door
from aktionsplan_pages.approval.gated import gated_class
from aktionsplan_pages.approval.vocabulary import Act
from aktionsplan_pages.languages import SOURCE

REASON = "The German page is gone."


@dataclass(frozen=True)
class Tidied:
    """One row; ``problem`` says why it is still there."""

    title: str
    language: str
    problem: str = ""


def orphans() -> list[Page]:
    """Translated pages of ours without a German page, those below others first."""
    german = Page.objects.filter(locale__language_code=SOURCE)
    rows = Page.objects.exclude(locale__language_code=SOURCE).filter(depth__gt=1)
    rows = rows.exclude(translation_key__in=german.values("translation_key"))
    rows = rows.select_related("locale").order_by("-depth", "path")
    return [row for row in rows if gated_class(row)]


def tidy() -> Iterator[Tidied]:
    """Each row in its own transaction; run again, it finds what is left."""
    for row in orphans():
        about = {"title": row.title, "language": row.locale.language_code}
        try:
            yield Tidied(problem=remove(row), **about)
        except DatabaseError as error:
            yield Tidied(problem=str(error), **about)


@transaction.atomic
def remove(row: Page) -> str:
    """Why ``row`` was kept; empty where it is gone now. What was public was so until German went;
    it is read by nobody since then, as only German addresses lead anywhere."""
    fresh = Page.objects.select_for_update().filter(pk=row.pk).first()
    if fresh is None:
        return ""
    twins = Page.objects.filter(translation_key=row.translation_key)
    if twins.filter(locale__language_code=SOURCE).exists():  # it came back
        return ""
    if fresh.get_children().exists():
        return _("Pages stand below it whose German page is still there.")
    obj = fresh.specific
    with door(REASON):
        obj.delete()
    obj.pk = row.pk
    records.record(obj, Act.REMOVED, data={"door": REASON, "was_live": fresh.live})
    return ""
