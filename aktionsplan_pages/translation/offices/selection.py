"""What goes into a job: the German segments of a plan, all of them or what is due."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from aktionsplan_pages.languages import LANGUAGES, SOURCE
from aktionsplan_pages.translation import sections
from aktionsplan_pages.translation.addresses import address
from aktionsplan_pages.translation.german import History, histories
from aktionsplan_pages.translation.markup import stored_form, without_forbidden
from aktionsplan_pages.translation.offices.units import Key, Unit
from aktionsplan_pages.translation.submit import prepare
from aktionsplan_pages.translation.vocabulary import State

PAGES_AT_ONCE = 50
Translated = dict[tuple[int, int], StringTranslation]  # by string and context


def languages() -> list[str]:
    """Those that an office can translate into; what is retold has no segments."""
    return [code for code, language in LANGUAGES.items() if code != SOURCE and not language.retold]


def is_due(
    translation: str | None, made_from: Mapping[str, str], section: str, history: History
) -> bool:
    """Whether a segment goes into a job of what is due: missing, or changed in its meaning.

    ``made_from`` is that of the live translation, ``history`` that of the German page.
    """
    if translation is None:
        return True
    made = made_from.get(section)
    return bool(made) and history.state(section, made) == State.CHANGED


def german_pages(plan: Page) -> Any:
    """The public German pages of a plan, itself included, in the order of the tree."""
    pages = plan.get_descendants(inclusive=True).live()
    return pages.filter(locale__language_code=SOURCE).order_by("path")


def units(plan: Page, language: str, only_due: bool) -> Iterator[Unit]:
    """The segments in the order of reading, with what is translated so far."""
    locale = Locale.objects.get(language_code=language)
    keys = list(german_pages(plan).values_list("pk", flat=True))
    for start in range(0, len(keys), PAGES_AT_ONCE):
        found = Page.objects.filter(pk__in=keys[start : start + PAGES_AT_ONCE]).order_by("path")
        pages = [page for page in found.specific() if hasattr(page, "made_from")]
        yield from units_of(pages, locale, only_due)


def units_of(pages: list[Any], locale: Locale, only_due: bool) -> Iterator[Unit]:
    refresh(pages, locale)
    rows = segments(pages)
    known = translations({row.context.object_id for row in rows}, locale)
    made = live_made_from(pages, locale) if only_due else {}
    approved = histories(made)
    by_page: dict[UUID, list[StringSegment]] = {}
    for row in rows:
        by_page.setdefault(row.context.object_id, []).append(row)
    for page in pages:
        key = page.translation_key
        model: Any = type(page)
        history = approved.get(key, History())
        where = place_of(page, locale.language_code)
        seen = set()
        for row in by_page.get(key, ()):
            stored = known.get((row.string_id, row.context_id))
            section = sections.section_of(row.context.path, page)
            text = stored.data if stored else None
            if only_due and not is_due(text, made.get(key, {}), section, history):
                continue
            unit_key = str(Key(key, row.context.path, row.string.data_hash))
            if unit_key not in seen:
                seen.add(unit_key)
                yield unit_of(unit_key, row, text or "", where, label(model, section))


def unit_of(
    key: str, row: StringSegment, translation: str, where: Mapping[str, str], section: str
) -> Unit:
    german, target = without_forbidden(row.string.data), without_forbidden(translation)
    notes: tuple[str, ...] = ()
    if german != row.string.data:
        notes = (_("Control characters of the German text were left out."),)
    return Unit(
        key, stored_form(german), stored_form(target), section=section, notes=notes, **where
    )


def place_of(page: Page, language: str) -> dict[str, str]:
    """Title, German address and preview in the other language, absolute."""
    parts = page.get_url_parts()
    root = parts[1] if parts else ""
    return {
        "page": without_forbidden(page.title),
        "address": root + address(page, SOURCE),
        "preview": root + address(page, language),
    }


@lru_cache(maxsize=10_000)
def label(model: type[Model], section: str) -> str:
    """What the German admin calls a section, the kind of child in front."""
    relation, _dot, rest = section.partition(".")
    with override(SOURCE):
        field: Any = model._meta.get_field(relation)
        if not rest:
            return capfirst(str(field.verbose_name))
        child = field.related_model._meta
        name = child.get_field(rest.rpartition(".")[2]).verbose_name
        return f"{capfirst(str(child.verbose_name))}: {name}"


def refresh(pages: Iterable[Any], locale: Locale) -> None:
    """Brings the segments to what is public now, where that was published since."""
    pages = list(pages)
    sources = {
        source.object_id: source
        for source in TranslationSource.objects.filter(
            object_id__in=[page.translation_key for page in pages], locale__language_code=SOURCE
        ).defer("content_json")
    }
    for page in pages:
        source, published = sources.get(page.translation_key), page.last_published_at
        if source is None or published is None or source.last_updated_at <= published:
            sources[page.translation_key] = prepare(page, locale.language_code).source
    Translation.objects.bulk_create(
        [Translation(source=source, target_locale=locale) for source in sources.values()],
        ignore_conflicts=True,
    )


def segments(pages: Iterable[Any]) -> list[StringSegment]:
    rows = StringSegment.objects.filter(
        source__object_id__in=[page.translation_key for page in pages],
        source__locale__language_code=SOURCE,
    )
    return list(rows.select_related("context", "string").order_by("order", "pk"))


def translations(pages: Iterable[UUID], locale: Locale) -> Translated:
    rows = StringTranslation.objects.filter(
        context__object_id__in=set(pages), locale=locale, has_error=False
    )
    return {(row.translation_of_id, row.context_id): row for row in rows}


def live_made_from(pages: Iterable[Any], locale: Locale) -> dict[UUID, dict[str, str]]:
    """``made_from`` of the public translations; one query for each kind of page."""
    found: dict[UUID, dict[str, str]] = {}
    by_model: dict[Any, list[UUID]] = {}
    for page in pages:
        by_model.setdefault(type(page), []).append(page.translation_key)
    for model, keys in by_model.items():
        rows = model._default_manager.filter(
            translation_key__in=keys, locale=locale, live=True, alias_of=None
        )
        found |= dict(rows.values_list("translation_key", "made_from"))
    return found


def plans() -> Any:
    """The public German plans."""
    model: Any = apps.get_model("aktionsplan_pages", "ActionPlanPage")
    return model.objects.filter(locale__language_code=SOURCE).live().order_by("path")
