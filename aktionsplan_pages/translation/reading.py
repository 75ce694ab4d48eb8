"""A page as read: facts from the German page, words from the best translation, each section
marked with the language that it is in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.fields import RichTextField
from wagtail.models import Page, TaskState

from aktionsplan_pages.languages import LANGUAGES, SOURCE, reading_order
from aktionsplan_pages.translation.addresses import address
from aktionsplan_pages.translation.german import History, histories
from aktionsplan_pages.translation.machine import machine_sections
from aktionsplan_pages.translation.sections import (
    UNSEEN,
    digest,
    digests,
    prepared,
    word_fields,
    words_digest,
)
from aktionsplan_pages.translation.vocabulary import State
from aktionsplan_pages.translation.words import Words
from aktionsplan_pages.visibility import is_visible, private_paths


@dataclass(frozen=True)
class Reading:
    """One visit: ``source`` holds the facts, ``translation`` the words in the best language.

    ``language`` is the visitor's; ``rest`` is what a routable page answers below its address;
    ``is_preview`` tells that nobody has approved what is shown.
    """

    source: Any
    translation: Any
    language: str
    rest: tuple[str, ...] = ()
    is_preview: bool = False
    trail: tuple[Page, ...] = ()
    private: tuple[str, ...] = ()

    @cached_property
    def words_language(self) -> str:
        return self.translation.locale.language_code if self.translation else SOURCE

    @property
    def is_dressed(self) -> bool:
        """No words of the visitor's language here at all."""
        return self.language != self.words_language

    @property
    def is_retold(self) -> bool:
        return bool(self.translation) and LANGUAGES[self.words_language].retold

    @property
    def report_url(self) -> str:
        """Where a mistake in this translation is reported; empty if the host names no address."""
        to = getattr(settings, "ACTION_PLAN_TRANSLATION_CONTACT", "")
        page = address(self.source, self.language, self.rest)
        about = f"{LANGUAGES[self.language].own_name}: {page}"
        return f"mailto:{to}?{urlencode({'subject': about}, quote_via=quote)}" if to else ""

    @cached_property
    def machine(self) -> str:
        """The machine that made parts of these words, or empty."""
        if not self.translation:
            return ""
        return ", ".join(dict.fromkeys(machine_sections(self.translation).values()))

    @cached_property
    def is_language_reviewed(self) -> bool:
        """The step of the language reviewers has said yes to what is shown."""
        trail = apps.get_model("aktionsplan_pages", "AuditEntry").objects
        own = trail.filter(model="wagtailcore.page", object_id=str(self.translation.pk))
        release = own.filter(act="released").order_by("-pk").first()
        if release is None:
            return False
        steps = own.filter(act="approved", workflow_state_id=release.workflow_state_id)
        known = TaskState.objects.filter(pk__in=steps.values("task_state_id"))
        return bool(known.filter(task__content_type__model="languagereviewtask").exists())

    @cached_property
    def reader_check(self) -> Any:
        """The check by readers of exactly the words that are shown; None if there is none."""
        if not self.is_retold or self.translation.pk is None:
            return None
        known = apps.get_model("aktionsplan_pages", "ReaderCheck").objects
        checks = list(known.filter(page=self.translation.pk))
        now = words_digest(self.translation) if checks else ""
        return next((check for check in checks if check.words == now), None)

    @cached_property
    def is_partly_translated(self) -> bool:
        if not self.translation or self.is_retold:
            return False
        made = self.translation.made_from
        shown = set(word_fields(self.source)) - UNSEEN
        return any(name not in made for name in shown if getattr(self.source, name))

    def visible(self, pages: Iterable[Page | None]) -> list[Page]:
        """Those of ``pages`` that this visitor may see."""
        return [page for page in pages if page and is_visible(page, self.private)]

    def section(self, name: str) -> Words:
        found = words_of(self.source, self.translation, name, self.language, self.is_retold)
        return self.dated(found, name, getattr(self.source, name))

    def dated(self, found: Words, path: str, german: Any) -> Words:
        """With the date of its German words, where these have changed their meaning since."""
        if found.language == SOURCE or not self.translation or not found:
            return found
        made = self.translation.made_from.get(path, "")
        if made in {"", digest(prepared(german))}:
            return found
        if self.history.state(path, made) != State.CHANGED:
            return found
        return replace(found, as_of=self.history.since(path, made))

    @cached_property
    def history(self) -> History:
        """What was approved in German; asked for only where a translation is not up to date."""
        key = self.source.translation_key
        return histories([key])[key]

    @cached_property
    def is_outdated(self) -> bool:
        """Some section that is shown translates German words whose meaning has changed."""
        if not self.translation:
            return False
        own = set(word_fields(self.source)) - UNSEEN
        return any(self.section(name).as_of for name in own)

    def child(self, relation: str, facts: Any, name: str) -> Words:
        """A section of a child that ``children`` has given."""
        path = f"{relation}.{facts.translation_key}.{name}"
        twin = self._twins.get(relation, {}).get(facts.translation_key)
        made = twin and self.translation and path in self.translation.made_from
        if made and (text := getattr(twin, name)):
            found = Words(text, self.words_language, self.language)
            return self.dated(found, path, getattr(facts, name))
        return Words(getattr(facts, name), SOURCE, self.language)

    def children(self, relation: str, *prefetch: str) -> list[Any]:
        """The German children in order; those of the translation come in the same query."""
        if self.is_preview:
            twins = getattr(self.translation, relation).all() if self.translation else ()
            rows = list(getattr(self.source, relation).all())
        else:
            model = getattr(self.source, relation).model
            pages = [self.source.pk, self.translation and self.translation.pk]
            found = model.objects.filter(page_id__in=[pk for pk in pages if pk])
            found = list(found.order_by("sort_order", "pk").prefetch_related(*prefetch))
            twins = [row for row in found if row.page_id != self.source.pk]
            rows = [row for row in found if row.page_id == self.source.pk]
        self._twins[relation] = {row.translation_key: row for row in twins}
        return rows

    @cached_property
    def _twins(self) -> dict[str, dict[UUID, Any]]:
        return {}


def words_of(
    source: Any, translation: Any, name: str, language: str, retold: bool = False
) -> Words:
    """One section; what the translation does not hold is German, or nothing in a retelling."""
    is_html = isinstance(source._meta.get_field(name), RichTextField)
    if translation is not None:
        spoken = translation.locale.language_code
        text = getattr(translation, name)
        if text and name in translation.made_from:
            return Words(text, spoken, language, is_html)
        if retold and name != "title":
            return Words("", spoken, language, is_html)
    return Words(getattr(source, name), SOURCE, language, is_html)


def rendered(source: Any, translation: Any, name: str, language: str) -> Words:
    """Of vocabulary: what was made from other German words than today's is left out.

    There is no room beside a name to say that it is older.
    """
    if translation is not None and translation.made_from.get(name) != digests(source).get(name):
        translation = None
    return words_of(source, translation, name, language)


def best(rows: Iterable[Any], order: Sequence[str]) -> dict[UUID, Any]:
    """Per translation key the row whose language comes first in ``order``."""
    best_last = sorted(rows, key=lambda row: -order.index(row.locale.language_code))
    return {row.translation_key: row for row in best_last}


def translations(sources: Iterable[Any], language: str) -> dict[UUID, Any]:
    """Per source its first live translation for a visitor of ``language``, in one query."""
    order = reading_order(language)
    found = [s for s in sources if s is not None]
    if not order or not found:
        return {}
    model: Any = type(found[0])
    rows = model._default_manager.filter(
        translation_key__in={s.translation_key for s in found}, locale__language_code__in=order,
        live=True,
    )  # fmt: skip
    if issubclass(model, Page):
        rows = rows.filter(alias_of=None)
    return best(rows.select_related("locale"), order)


def reading_of(page: Any, request: HttpRequest | None) -> Reading:
    """The reading that routing or a preview has made for this request, else a new preview."""
    reading = getattr(request, "reading", None)
    if reading and page.pk in {p.pk for p in (reading.source, reading.translation) if p}:
        return reading
    return preview_of(page, request)


def preview_of(page: Any, request: HttpRequest | None, language: str | None = None) -> Reading:
    """``page`` as it is in memory, in its own language; facts come from the German page.

    A German page also as visitors of another ``language`` will read it.
    """
    code, private = page.locale.language_code, private_paths(request)
    if code == SOURCE:
        language = language or (get_language() if request is None else code) or SOURCE
        words = translations([page], language).get(page.translation_key)
        return Reading(page, words, language, is_preview=True, private=private)
    source = (
        type(page)
        .objects.filter(translation_key=page.translation_key, locale__language_code=SOURCE)
        .first()
    )
    if source and not source.live:
        source = source.get_latest_revision_as_object()
    return Reading(source or page, page, code, is_preview=True, private=private)


@dataclass(frozen=True)
class Titles:
    """Titles of many pages in the visitor's language, and who has what; from one query."""

    language: str
    by_key: dict[UUID, dict[str, str]] = field(default_factory=dict)

    def of(self, page: Page) -> Words:
        known = self.by_key.get(page.translation_key, {})
        for code in reading_order(self.language):
            if (title := known.get(code)) and title != page.title:
                return Words(title, code, self.language)
            if title:  # the same letters: a name that needs no translation
                return Words(title, self.language, self.language)
        return Words(page.title, SOURCE, self.language)

    def languages_of(self, page: Page) -> set[str]:
        """The languages in which ``page`` can really be read, German included."""
        return {SOURCE, *self.by_key.get(page.translation_key, {})}


def titles_for(pages: Iterable[Page], language: str, current: Page | None = None) -> Titles:
    """One query; of ``current`` it knows every language, of the others the visitor's."""
    keys = {page.translation_key for page in pages if page is not None}
    wanted = Q(translation_key__in=keys, locale__language_code__in=reading_order(language))
    if current is not None:
        wanted |= Q(translation_key=current.translation_key)
    found: dict[UUID, dict[str, str]] = {}
    rows = Page.objects.live().filter(wanted, alias_of=None)
    for key, code, title in rows.values_list("translation_key", "locale__language_code", "title"):
        if code != SOURCE:
            found.setdefault(key, {})[code] = title
    return Titles(language, found)


def languages_of(pages: Iterable[Page]) -> dict[UUID, set[str]]:
    """The languages in which each page can really be read, by translation key; one query."""
    rows = Page.objects.live().filter(
        translation_key__in={page.translation_key for page in pages}, alias_of=None
    )
    found: dict[UUID, set[str]] = {}
    for key, code in rows.values_list("translation_key", "locale__language_code"):
        found.setdefault(key, set()).add(code)
    return found
