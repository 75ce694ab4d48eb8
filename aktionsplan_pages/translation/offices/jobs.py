"""A job's way: out as a file, back as an upload that is only checked, then taken in."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any, BinaryIO
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from aktionsplan_pages.translation import glossary
from aktionsplan_pages.translation.offices.checking import (
    AT_ONCE,
    Checker,
    Finding,
    Outcome,
    chunks,
)
from aktionsplan_pages.translation.offices.files import FORMATS
from aktionsplan_pages.translation.offices.selection import units
from aktionsplan_pages.translation.offices.units import (
    TERM,
    FileProblem,
    Incoming,
    Job,
    JobFile,
    Unit,
)
from aktionsplan_pages.translation.offices.writing import write
from aktionsplan_pages.translation.sections import digest

KEPT = timedelta(days=30)  # how long a returned file is kept
Progress = Callable[[int, int], None]
CHANGING = ("outcome", "reason", "page", "section", "german", "stored", "is_accepted", "is_done")
WRITTEN = Q(outcome__in=[Outcome.NEW, Outcome.CHANGED]) | Q(
    outcome=Outcome.CONFLICT, is_accepted=True
)


def records(name: str) -> Any:
    model: Any = apps.get_model("aktionsplan_pages", name)
    return model.objects


@transaction.atomic
def export(
    plan: Page,
    language: str,
    format_name: str,
    out: BinaryIO,
    *,
    only_due: bool = True,
    user: Any = None,
    terms: Sequence[TERM] | None = None,
) -> Any:
    """Writes a job's file to ``out`` and returns its record; ``terms``: else the glossary.

    Raises FileProblem if there is nothing to translate or the format cannot hold a text.
    """
    job = records("TranslationJob").create(
        plan=plan, plan_title=plan.title, language=language, format=format_name,
        only_due=only_due, created_by=user,
    )  # fmt: skip

    def noted() -> Iterator[Unit]:
        for unit in units(plan, language, only_due):
            job.sent[unit.key] = digest(unit.target) if unit.target else ""
            yield unit

    if terms is None:
        terms = list(glossary.terms(language).rows())
    FORMATS[format_name].write(Job(language, noted(), str(job.number), plan.title, terms), out)
    if not job.sent:
        raise FileProblem(_("There is nothing to translate."))
    job.count = len(job.sent)
    job.save(update_fields=["sent", "count"])
    return job


def job_of(file: JobFile) -> Any:
    """The record of the job that a file names, or None. Raises FileProblem if the language is
    not that of the job."""
    try:
        job = records("TranslationJob").filter(number=UUID(file.number)).first()
    except ValueError:
        return None
    if job is not None and job.language != file.language:
        raise FileProblem(
            _("The file is in “%(found)s”, but the job was for “%(wanted)s”.")
            % {"found": file.language, "wanted": job.language}
        )
    return job


def findings(file: JobFile, on_progress: Progress | None = None) -> Iterator[
    tuple[list[Incoming], list[Finding]]
]:  # fmt: skip
    """The dry run, chunk by chunk. Raises FileProblem."""
    job = job_of(file)
    keys = [unit.key for unit in file.units()]
    if not keys:
        raise FileProblem(_("The file holds no segments."))
    checker, done = Checker(file.language, keys, job and job.sent), 0
    for chunk in chunks(file.units()):
        yield chunk, checker.check(chunk)
        done += len(chunk)
        if on_progress:
            on_progress(done, len(keys))


@transaction.atomic
def receive(file: JobFile, name: str, user: Any, on_progress: Progress | None = None) -> Any:
    """Keeps a file with its dry run; nothing of it is taken in yet. Raises FileProblem."""
    uploads = records("TranslationUpload")
    uploads.filter(created_at__lt=timezone.now() - KEPT).delete()
    upload = uploads.create(
        job=job_of(file), language=file.language, format=file.format, file_name=name[:255],
        created_by=user,
    )  # fmt: skip
    segment: Any = apps.get_model("aktionsplan_pages", "UploadedSegment")
    position = 0
    for chunk, found in findings(file, on_progress):
        rows = []
        for unit, finding in zip(chunk, found, strict=True):
            position += 1
            rows.append(
                segment(
                    upload=upload, position=position, key=unit.key, place=unit.place,
                    source=storable(unit.source), target=storable(unit.target),
                    is_unfinished=unit.is_unfinished, problem=unit.problem,
                    **shown(finding),
                )
            )  # fmt: skip
        segment.objects.bulk_create(rows)
    return upload


def storable(text: str) -> str:
    """PostgreSQL stores no NUL; a text with one is refused anyway."""
    return text.replace("\0", "\ufffd")


def shown(finding: Finding) -> dict[str, Any]:
    return {
        "outcome": finding.outcome, "reason": finding.reason, "page": finding.page[:255],
        "section": finding.section, "german": storable(finding.german), "stored": finding.stored,
    }  # fmt: skip


def incoming_of(row: Any) -> Incoming:
    return Incoming(row.key, row.source, row.target, row.place, row.is_unfinished, row.problem)


def take_in(upload: Any, on_progress: Progress | None = None) -> int:
    """Takes in what the dry run allowed and a person accepted, chunk by chunk; returns how much.

    Each chunk is checked again: what has changed since the dry run is not written but shown. An
    interrupted run goes on where it stopped.
    """
    type(upload).objects.filter(pk=upload.pk).update(started_at=timezone.now(), finished_at=None)
    checker = Checker(upload.language, upload.segments.values_list("key", flat=True), lock=True)
    todo = upload.segments.filter(WRITTEN, is_done=False).order_by("position")
    total, done, written = todo.count(), 0, 0
    while step := take_in_chunk(upload, checker, todo[:AT_ONCE]):
        done += step[0]
        written += step[1]
        if on_progress:
            on_progress(done, total)
    now = timezone.now()
    type(upload).objects.filter(pk=upload.pk).update(finished_at=now)
    records("TranslationJob").filter(pk=upload.job_id).update(returned_at=now)
    return written


@transaction.atomic
def take_in_chunk(upload: Any, checker: Checker, todo: Any) -> tuple[int, int] | None:
    """How many segments were looked at and written; None if there is nothing left to do."""
    type(upload).objects.select_for_update().get(pk=upload.pk)
    job = records("TranslationJob").select_for_update().filter(pk=upload.job_id).first()
    rows = list(todo)
    if not rows:
        return None
    checker.sent = job.sent if job else {}
    good, done, others = [], [], []
    for row, finding in zip(rows, checker.check([incoming_of(row) for row in rows]), strict=True):
        seen = row.is_accepted and row.stored == finding.stored
        if finding.outcome in {Outcome.NEW, Outcome.CHANGED} or (
            finding.outcome == Outcome.CONFLICT and seen
        ):
            good.append(finding)
            done.append(row.pk)
        else:
            vars(row).update(shown(finding), is_accepted=False)
            row.is_done = finding.outcome == Outcome.SAME
            others.append(row)
    written = write(good, checker.locale, upload.created_by, upload.format)
    upload.segments.filter(pk__in=done).update(is_done=True)
    upload.segments.bulk_update(others, CHANGING)
    if job is not None:
        job.sent |= {finding.key: digest(finding.target) for finding in good}
        job.save(update_fields=["sent"])
    return len(rows), written
