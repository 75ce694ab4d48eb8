"""Begins the translation of a whole plan: page by page, each in its own transaction."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from aktionsplan_pages.languages import LANGUAGES, SOURCE
from aktionsplan_pages.translation import sections
from aktionsplan_pages.translation.drafts import ParentMissing, make_drafts
from aktionsplan_pages.translation.segments import source_of

ATTEMPTS = 3
Result = TypeVar("Result")


class Outcome(StrEnum):
    BEGUN = "begun"
    KNOWN = "known"  # everything was there already
    SKIPPED = "skipped"  # nobody has approved the German page
    FAILED = "failed"


@dataclass(frozen=True)
class Step:
    """What became of one German page; ``problem`` says why, where it was skipped or failed."""

    title: str
    path: str
    outcome: Outcome
    problem: str = ""


def targets(codes: Sequence[str]) -> list[Locale]:
    """The languages with these codes, in the order of the one list.

    Raises ValueError, naming what can be translated into, for a code that cannot.
    """
    rows = {row.language_code: row for row in Locale.objects.all()}
    known = [code for code in LANGUAGES if code != SOURCE and code in rows]
    if wrong := [code for code in codes if code not in known]:
        raise ValueError(
            _("“%(wrong)s” is no language to translate into. Choose from: %(known)s.")
            % {"wrong": ", ".join(wrong), "known": ", ".join(known)}
        )
    if not codes:
        raise ValueError(_("Please choose a language."))
    return [rows[code] for code in known if code in codes]


def pages_of(plan: Page) -> list[Page]:
    """The German pages of a plan, parents before children."""
    rows = Page.objects.filter(path__startswith=plan.path, locale__language_code=SOURCE)
    return list(rows.order_by("path"))


def translate_tree(plan: Page, locales: Sequence[Locale], user: Any = None) -> Iterator[Step]:
    """One step for each page of ``plan``; what a killed run left out is done by the next one.

    A page that fails is named and stops no other, except those below it.
    """
    pages = pages_of(plan)
    above = {page.path: page for page in (*plan.get_ancestors(), *pages)}
    for page in (page for page in above.values() if 1 < page.depth < plan.depth):
        attempt(prepare_above, page.specific, above[parent_path(page)], locales, user)
    begun = finished({page.translation_key for page in pages}, locales)
    for page in pages:
        place = {"title": page.title, "path": page.url_path}
        if page.live and page.translation_key in begun:
            yield Step(outcome=Outcome.KNOWN, **place)
            continue
        try:
            parent = above[parent_path(page)]
            yield Step(**place, **attempt(begin, page, parent, locales, user))
        except ParentMissing as error:
            problem = _("“%(parent)s” above it has no page in this language.")
            problem %= {"parent": error}
            yield Step(outcome=Outcome.FAILED, problem=problem, **place)
        except ValidationError as error:
            yield Step(outcome=Outcome.FAILED, problem=" ".join(error.messages), **place)
        except Exception as error:  # whatever it is, the others go on
            problem = f"{type(error).__name__}: {error}"
            yield Step(outcome=Outcome.FAILED, problem=problem, **place)


def parent_path(page: Page) -> str:
    return page.path[: -page.steplen]


def finished(keys: set[UUID], locales: Sequence[Locale]) -> set[UUID]:
    """Those of ``keys`` of which every language has its row and, where it needs them, segments."""
    everywhere = {locale.pk for locale in locales}
    segmented = {locale.pk for locale in locales if not is_retold(locale)}
    rows = Page.objects.filter(translation_key__in=keys, locale__in=everywhere)
    records = Translation.objects.filter(
        source__object_id__in=keys, source__locale__language_code=SOURCE,
        target_locale__in=segmented,
    )  # fmt: skip
    there: dict[UUID, set[int]] = {}
    known: dict[UUID, set[int]] = {}
    for found, query in (
        (there, rows.values_list("translation_key", "locale")),
        (known, records.values_list("source__object_id", "target_locale")),
    ):
        for key, locale in query:
            found.setdefault(key, set()).add(locale)
    return {
        key for key in keys
        if there.get(key) == everywhere and known.get(key, set()) == segmented
    }  # fmt: skip


def is_retold(locale: Locale) -> bool:
    return LANGUAGES[locale.language_code].retold


def attempt(act: Callable[..., Result], *args: Any) -> Result:
    """``act`` is a transaction; somebody else may write the same rows in the same moment."""
    for left in reversed(range(ATTEMPTS)):
        try:
            return act(*args)
        except DatabaseError:  # the same row twice, or a deadlock
            if not left:
                raise
    raise AssertionError


@transaction.atomic
def begin(page: Page, parent: Page, locales: Sequence[Locale], user: Any) -> dict[str, Any]:
    """Segments once for all languages, then a draft for each; ``page`` may be out of date."""
    model: Any = page.specific_class
    german = model.objects.filter(pk=page.pk).annotate_site_root_state().first()
    if german is None:
        return skipped(_("The German page is gone."))
    if not german.live:
        if german.numchild:
            make_drafts(german, parent, locales, user)  # a place for what is public below it
        return skipped(_("The German page is not public; only what was approved is translated."))
    for relation in sections.child_relations(german):
        getattr(german, relation).get_object_list()  # read once
    needed = [locale for locale in locales if not is_retold(locale)]
    if needed:
        source = source_of(german)
        record(source, needed)
    make_drafts(german, parent, locales, user)
    return {"outcome": Outcome.BEGUN}


def skipped(problem: str) -> dict[str, Any]:
    return {"outcome": Outcome.SKIPPED, "problem": problem}


def record(source: Any, locales: Sequence[Locale]) -> None:
    """That these translations are under way; one that somebody switched off stays so."""
    Translation.objects.bulk_create(
        (Translation(source=source, target_locale=locale) for locale in locales),
        ignore_conflicts=True,
    )


@transaction.atomic
def prepare_above(page: Page, parent: Page, locales: Sequence[Locale], user: Any) -> None:
    """Rows for a page above the plan, so that there is a place; its words are not begun."""
    make_drafts(page, parent, locales, user)
