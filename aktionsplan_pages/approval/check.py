"""Is everything public what was approved, and is everything approved still there?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from aktionsplan_pages.approval import files, records
from aktionsplan_pages.approval.digest import digest
from aktionsplan_pages.approval.door import door, touch
from aktionsplan_pages.approval.gated import is_gated
from aktionsplan_pages.approval.vocabulary import Act


@dataclass(frozen=True)
class Finding:
    """One page or snippet that is or should be public; all is well if ``problem`` is empty."""

    name: str
    problem: str


def findings() -> Iterator[Finding]:
    known = records.trail().filter(act__in=records.ENDS).order_by("pk")
    ends = {(entry.model, entry.object_id): entry for entry in known}
    for row in stored_rows():
        last = ends.pop((records.label_of(type(row)), str(row.pk)), None)
        if row.live or (last and last.act == Act.PUBLISHED):
            yield Finding(f"{row._meta.verbose_name} {row.pk} “{row}”", problem_of(row, last))
    for last in ends.values():
        if last.act == Act.PUBLISHED:
            yield Finding(f"{last.model} {last.object_id} “{last.title}”", vanished())
    yield from exchanged_files()


def exchanged_files() -> Iterator[Finding]:
    """Published documents and images that are not on the disk as they were uploaded."""
    for model in (get_document_model(), get_image_model()):
        for file in model._default_manager.exclude(file_hash="").order_by("pk"):
            if files.hash_on_disk(file) != file.file_hash and files.is_approved(file):
                name = f"{model._meta.verbose_name} {file.pk} “{file.title}”"
                yield Finding(name, _("Its file is not the one that was uploaded."))


def stored_rows() -> Iterator[Any]:
    for model in filter(is_gated, apps.get_models()):
        if not model._meta.proxy:
            yield from model._base_manager.order_by("pk").iterator(chunk_size=100)


def problem_of(row: Any, last: Any) -> str:
    if last is None or last.act != Act.PUBLISHED:
        return _("It is public without an approval.")
    if not row.live:
        return vanished()
    if digest(row) != last.digest:
        return _("Its content is not what was approved.")
    if (row.translation_key, row.locale.language_code) != (last.translation_key, last.language):
        return _("It stands for another page or language than was approved.")
    if isinstance(row, Page) and row.url_path != place_of(row):
        return _("Its address is not the one of its place in the tree.")
    return ""


def vanished() -> str:
    return _("It has vanished from the public without an approved withdrawal.")


def place_of(page: Page) -> str:
    return f"{page.get_parent().url_path}{page.slug}/"


def accept_all(reason: str) -> None:
    """For a migration that changes what content is: all that is public counts as approved."""
    with door(reason):
        for row in stored_rows():
            if row.live:
                touch(row)
