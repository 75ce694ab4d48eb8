"""What every language has of every page: one vocabulary for admin, reports and the public."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Max
from wagtail.models import Page, TaskState, WorkflowState
from wagtail_localize.models import StringTranslation, Translation

from aktionsplan_pages.languages import LANGUAGES, SOURCE
from aktionsplan_pages.translation.german import History, histories
from aktionsplan_pages.translation.sections import UNSEEN
from aktionsplan_pages.translation.vocabulary import State


@dataclass(frozen=True)
class Cell:
    """One page in one language: what visitors read, and what is being worked on beside it.

    ``since`` is how long the public state has been so; ``page_id`` is the translated row's.
    """

    language: str
    public: State
    work: State | None = None
    since: datetime | None = None
    touched_at: datetime | None = None
    page_id: int | None = None
    translators: frozenset[int] = field(default_factory=frozenset)
    sent_back: str = ""

    @property
    def waits_for_translator(self) -> bool:
        return self.work != State.IN_REVIEW and (
            self.public in {State.MISSING, State.PARTLY, State.CHANGED} or bool(self.sent_back)
        )


Matrix = dict[UUID, dict[str, Cell]]


def section_states(history: History, made_from: Mapping[str, str]) -> dict[str, State]:
    """By path: what a translation has of every section that the German page has now."""
    return {path: history.state(path, made_from.get(path)) for path in history.current}


def public_state(states: Mapping[str, State], retold: bool) -> State:
    """Of a live translation. A retelling leaves out what it likes; what it tells must be true."""
    told = {state for path, state in states.items() if path.split(".")[-1] not in UNSEEN}
    if State.CHANGED in told:
        return State.CHANGED
    if State.MISSING in told and not retold:
        return State.PARTLY
    return State.CORRECTED if State.CORRECTED in told else State.CURRENT


def matrix(pages: Sequence[Any], languages: Iterable[str] = ()) -> Matrix:
    """By page key and language; ``pages`` are German and live.

    The number of queries depends on neither: 5, and one for each page type.
    """
    wanted = [code for code in (languages or LANGUAGES) if code != SOURCE]
    keys = [page.translation_key for page in pages]
    known = histories(keys)
    rows = translated_rows(pages, wanted)
    reviews = running_reviews()
    typed = typists(keys, wanted)
    begun = begun_translations(keys, wanted)
    first = {page.translation_key: page.first_published_at for page in pages}
    found: Matrix = {key: {} for key in keys}
    for key in keys:
        for code in wanted:
            people, touched = typed.get((key, code), (frozenset(), None))
            found[key][code] = cell(
                code, known[key], rows.get((key, code)), reviews, people, touched,
                (key, code) in begun, first[key],
            )  # fmt: skip
    return found


def cell(
    code: str, history: History, row: Mapping[str, Any] | None, reviews: Mapping[int, tuple],
    people: frozenset[int], touched: datetime | None, is_begun: bool, german_since: Any,
) -> Cell:  # fmt: skip
    review, reason = reviews.get(row["pk"], ("", "")) if row else ("", "")
    if row is None or not row["live"]:
        public, since = State.MISSING, german_since
    else:
        states = section_states(history, row["made_from"])
        public = public_state(states, LANGUAGES[code].retold)
        since = changed_since(history, states, public) or row["last_published_at"]
    work = None
    if review == WorkflowState.STATUS_IN_PROGRESS:
        work = State.IN_REVIEW
    elif is_being_written(row, is_begun, touched):
        work = State.TRANSLATING
    return Cell(
        code, public, work, since, touched, row["pk"] if row else None, people, reason
    )  # fmt: skip


def is_being_written(
    row: Mapping[str, Any] | None, is_begun: bool, touched: datetime | None
) -> bool:
    """Somebody has begun, or has written something since the last publication."""
    if row is None or not row["live"]:
        return is_begun or row is not None
    last = row["last_published_at"]
    return bool(row["has_unpublished_changes"] or (touched and last and touched > last))


def changed_since(history: History, states: Mapping[str, State], public: State) -> datetime | None:
    """Since when the first of the sections has waited that make the page what it is."""
    wanted = State.CHANGED if public == State.CHANGED else State.MISSING
    dates = [
        date for path, state in states.items()
        if state == wanted and (date := history.changed_at(path))
    ]  # fmt: skip
    return min(dates, default=None)


def translated_rows(pages: Sequence[Any], languages: Sequence[str]) -> dict[tuple, dict]:
    """The stored translations, by page key and language; one query for each page type."""
    kinds = defaultdict(list)
    for page in pages:
        kinds[type(page)].append(page.translation_key)
    found = {}
    columns = ("pk", "translation_key", "locale__language_code", "live", "made_from",
               "has_unpublished_changes", "last_published_at")  # fmt: skip
    for kind, keys in kinds.items():
        rows = kind._base_manager.filter(
            translation_key__in=keys, locale__language_code__in=languages, alias_of=None
        )
        for row in rows.values(*columns):
            found[row["translation_key"], row["locale__language_code"]] = row
    return found


def running_reviews() -> dict[int, tuple[str, str]]:
    """By page number, of rounds that run or were sent back: the status, and why it came back."""
    states = WorkflowState.objects.active().filter(
        base_content_type__app_label="wagtailcore", base_content_type__model="page"
    )
    found = {}
    rows = states.values_list(
        "object_id", "status", "current_task_state__status", "current_task_state__comment"
    )
    for pk, status, task_status, comment in rows:
        is_back = task_status == TaskState.STATUS_REJECTED
        found[int(pk)] = (status, comment if is_back else "")
    return found


def typists(keys: Iterable[UUID], languages: Sequence[str]) -> dict[tuple, tuple]:
    """Who translated strings of a page into a language, and when the last one was touched."""
    rows = StringTranslation.objects.filter(
        context__object_id__in=list(keys), locale__language_code__in=languages
    )
    columns = ("context__object_id", "locale__language_code", "last_translated_by")
    people: dict[tuple, set] = defaultdict(set)
    touched: dict[tuple, datetime] = {}
    for key, code, person, at in rows.values_list(*columns).annotate(at=Max("updated_at")):
        people[key, code] |= {person} - {None}
        touched[key, code] = max(at, touched.get((key, code), at))
    return {pair: (frozenset(people[pair]), at) for pair, at in touched.items()}


def begun_translations(keys: Iterable[UUID], languages: Sequence[str]) -> set[tuple[UUID, str]]:
    rows = Translation.objects.filter(
        source__object_id__in=list(keys), target_locale__language_code__in=languages, enabled=True
    )
    return set(rows.values_list("source__object_id", "target_locale__language_code"))


def shares(found: Matrix, languages: Iterable[str]) -> dict[str, dict[State, int]]:
    """Per language how many pages visitors find in which state; nothing that is in progress."""
    counts = {code: dict.fromkeys(State, 0) for code in languages if code != SOURCE}
    for cells in found.values():
        for code, one in cells.items():
            counts[code][one.public] += 1
    return counts


def german_pages(kinds: Iterable[type[Page]] = ()) -> list[Any]:
    """Every live German page whose words are approved; one query for each page type."""
    models: Iterable[Any] = kinds or [
        model for model in apps.get_models()
        if issubclass(model, Page) and hasattr(model, "made_from") and not model._meta.abstract
    ]  # fmt: skip
    found: list[Any] = []
    for model in models:
        pages = model.objects.live().filter(locale__language_code=SOURCE)
        found += pages.select_related("locale").order_by("path")
    return found
