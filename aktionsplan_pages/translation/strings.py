"""The strings of a page, and what becomes of their translations when German is corrected."""

from collections import defaultdict
from difflib import SequenceMatcher
from typing import Any

from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource

from aktionsplan_pages.translation import sections
from aktionsplan_pages.translation.german import histories
from aktionsplan_pages.translation.vocabulary import State

ALIKE = 0.6  # of its letters stay when a string is corrected

Strings = dict[str, list[Any]]


def corrected(source: TranslationSource, page: Any) -> set[str]:
    """The sections of which the extracted German differs from the approved by corrections."""
    history = histories([page.translation_key])[page.translation_key]
    return {
        path for path, text in sections.texts(source.as_instance())
        if history.state(path, sections.digest(sections.prepared(text))) == State.CORRECTED
    }  # fmt: skip


def by_context(source: TranslationSource, page: Any, wanted: set[str]) -> Strings:
    """The segments of the ``wanted`` sections in order, by their context's path."""
    found = defaultdict(list)
    rows = StringSegment.objects.filter(source=source).select_related("context", "string")
    for row in rows.order_by("order"):
        if sections.section_of(row.context.path, page) in wanted:
            found[row.context.path].append(row)
    return found


def pairs(before: Strings, after: Strings) -> list[tuple[Any, Any]]:
    """Which string became which: those that changed, one by one, where they are alike."""
    found = []
    for path, new in after.items():
        old = before.get(path, [])
        gone = [row for row in old if row.string_id not in {one.string_id for one in new}]
        came = [row for row in new if row.string_id not in {one.string_id for one in old}]
        for row in came:
            likeness = [(alike(one, row), one) for one in gone]
            best = max(likeness, key=lambda pair: pair[0], default=(0, None))
            if best[0] >= ALIKE:
                gone.remove(best[1])
                found.append((best[1], row))
    return found


def alike(one: Any, other: Any) -> float:
    return SequenceMatcher(None, one.string.data, other.string.data, autojunk=False).ratio()


def carry_over(changed: list[tuple[Any, Any]]) -> None:
    """Copies the translations of each old string to the new one, in every language that has it."""
    if not changed:
        return
    new_of = {(old.string_id, old.context_id): new for old, new in changed}
    wanted = {new.string_id for _old, new in changed} | {old.string_id for old, _new in changed}
    stored = list(StringTranslation.objects.filter(translation_of__in=wanted, has_error=False))
    taken = {(row.translation_of_id, row.context_id, row.locale_id) for row in stored}
    copies: dict[Any, Any] = {}
    for row in stored:
        new = new_of.get((row.translation_of_id, row.context_id))
        if new is None:
            continue
        key = (new.string_id, new.context_id, row.locale_id)
        if key not in taken:
            copies[key] = StringTranslation(
                translation_of_id=new.string_id, context_id=new.context_id,
                locale_id=row.locale_id, data=row.data, tool_name=row.tool_name,
                translation_type=row.translation_type,
                last_translated_by_id=row.last_translated_by_id,
            )  # fmt: skip
            copies[key].as_old_as = row.updated_at
    made = StringTranslation.objects.bulk_create(copies.values())
    for row in made:
        row.updated_at = row.as_old_as  # nobody has worked on it
    StringTranslation.objects.bulk_update(made, ["updated_at"])
