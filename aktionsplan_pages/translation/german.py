"""What was approved in German, section by section, and what became of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from aktionsplan_pages.languages import SOURCE
from aktionsplan_pages.translation import sections
from aktionsplan_pages.translation.vocabulary import Change, State


def approved_words() -> Any:
    return apps.get_model("aktionsplan_pages", "ApprovedWords").objects


# Writing


@transaction.atomic
def note(page: Any, change: Change = Change.MEANING) -> None:
    """After ``page`` went public: its German sections are what translations are measured by.

    ``change`` tells how they differ from those before. Nothing happens for a translation. Three
    queries, in however many languages the page is.
    """
    if page.locale.language_code != SOURCE:
        return
    now, key = timezone.now(), page.translation_key
    before = {row.path: row for row in approved_words().filter(page_key=key, until=None)}
    texts = {path: sections.prepared(value) for path, value in sections.texts(page)}
    digests = {path: sections.digest(text) for path, text in texts.items()}
    ended = [row.pk for path, row in before.items() if digests.get(path) != row.digest]
    model = approved_words().model
    new = [
        model(
            page_key=key, path=path, digest=digest, text=texts[path], since=now,
            replaces=before[path].digest if path in before else "",
            change=change if path in before else "",
        )
        for path, digest in digests.items()
        if path not in before or before[path].digest != digest
    ]  # fmt: skip
    if ended:
        approved_words().filter(pk__in=ended).update(until=now)
    approved_words().bulk_create(new)


def catch_up(pages: Iterable[Any]) -> int:
    """Notes the pages whose German words were never noted; how many those were."""
    pages = list(pages)
    keys = [page.translation_key for page in pages]
    known = set(approved_words().filter(page_key__in=keys).values_list("page_key", flat=True))
    missing = [page for page in pages if page.translation_key not in known]
    for page in missing:
        note(page)
    return len(missing)


# Reading


@dataclass(frozen=True)
class Version:
    """German words of one section while they held: from ``since`` to ``until`` (None: now)."""

    since: datetime
    until: datetime | None
    replaces: str
    change: str


@dataclass
class History:
    """The approved German words of one page: ``current`` digest by path, and every version."""

    current: dict[str, str] = field(default_factory=dict)
    versions: dict[tuple[str, str], Version] = field(default_factory=dict)

    def state(self, path: str, made: str | None) -> State:
        """Of a section that was made from the German words with the digest ``made``."""
        if not made:
            return State.MISSING
        digest = self.current.get(path, "")
        if digest == made:
            return State.CURRENT
        seen = {digest}
        for before in self.corrected(path, digest):
            if before == made:
                return State.CORRECTED
            if before in seen:
                break
            seen.add(before)
        return State.CHANGED

    def corrected(self, path: str, digest: str) -> Iterator[str]:
        """The digests that differ from ``digest`` by corrections alone, newest first."""
        while (version := self.versions.get((path, digest))) and version.change == Change.TYPO:
            yield (digest := version.replaces)

    def since(self, path: str, digest: str) -> datetime | None:
        """When these German words were approved."""
        version = self.versions.get((path, digest))
        return version.since if version else None

    def changed_at(self, path: str) -> datetime | None:
        """Since when the present German words hold."""
        return self.since(path, self.current.get(path, ""))


def histories(keys: Iterable[UUID]) -> dict[UUID, History]:
    """By page key; one query. A key that was never approved has an empty history."""
    found = {key: History() for key in keys}
    rows = approved_words().filter(page_key__in=found).order_by("pk")
    columns = ("page_key", "path", "digest", "since", "until", "replaces", "change")
    for key, path, digest, *rest in rows.values_list(*columns):
        version = Version(*rest)
        found[key].versions[path, digest] = version
        if version.until is None:
            found[key].current[path] = digest
    return found


def texts_of(key: UUID, digests: dict[str, str]) -> dict[str, str]:
    """The German text by path, of the versions that ``digests`` names; one query."""
    rows = approved_words().filter(page_key=key, digest__in=set(digests.values()))
    found = rows.values_list("path", "digest", "text")
    return {path: text for path, digest, text in found if digests.get(path) == digest}
