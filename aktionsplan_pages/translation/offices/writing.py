"""Takes in what was checked: as translations that are not public, by the person who imports."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation

from aktionsplan_pages.translation import typists
from aktionsplan_pages.translation.markup import bare
from aktionsplan_pages.translation.offices.checking import Finding


@transaction.atomic
def write(findings: Iterable[Finding], locale: Locale, user: Any, tool: str) -> int:
    """Stores the texts of ``findings``, which may be new, changed or accepted conflicts."""
    by_slot = {finding.slot: finding for finding in findings}
    now = timezone.now()
    rows = [
        StringTranslation(
            translation_of_id=slot[0], context_id=slot[1], locale=locale, data=finding.target,
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL, tool_name=tool,
            last_translated_by=user, created_at=now, updated_at=now,
        )
        for slot, finding in by_slot.items() if slot is not None
    ]  # fmt: skip
    StringTranslation.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["locale", "translation_of", "context"],
        update_fields=[
            "data", "translation_type", "tool_name", "last_translated_by", "updated_at",
            "has_error", "field_error",
        ],
    )  # fmt: skip
    typists.note(user and user.pk, locale.pk, [row.context_id for row in rows])
    pages = {finding.page_key for finding in by_slot.values()}
    Translation.objects.filter(source__object_id__in=pages, target_locale=locale).update(
        translations_last_updated_at=now
    )
    show_titles(by_slot.values(), locale)
    return len(rows)


def show_titles(findings: Iterable[Finding], locale: Locale) -> None:
    """As wagtail-localize does it for one title: the explorer shows the title of the draft."""
    titles = {
        finding.page_key: bare(finding.target)
        for finding in findings
        if finding.key.split(":")[1:2] == ["title"]
    }
    rows = list(
        Page.objects.filter(translation_key__in=titles, locale=locale).only(
            "pk", "translation_key", "draft_title"
        )
    )
    for row in rows:
        row.draft_title = titles[row.translation_key]
    Page.objects.bulk_update(rows, ["draft_title"])
