"""Which format a file is in; written by name, read by its content."""

from collections.abc import Callable
from typing import BinaryIO, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from aktionsplan_pages.translation.offices import po, sheet, xliff
from aktionsplan_pages.translation.offices.units import FileProblem, Job, JobFile

MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class Format(NamedTuple):
    label: str
    ending: str
    mime: str
    write: Callable[[Job, BinaryIO], None]


FORMATS = {
    "xliff12": Format("XLIFF 1.2", "xlf", "application/xliff+xml", xliff.write_12),
    "xliff2": Format("XLIFF 2.0", "xlf", "application/xliff+xml", xliff.write_2),
    "po": Format("PO", "po", "text/x-gettext-translation", po.write),
    "xlsx": Format(
        "XLSX", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        sheet.write,
    ),
}  # fmt: skip


def max_size() -> int:
    """Bytes; the setting ACTION_PLAN_TRANSLATION_FILE_MIB."""
    return int(getattr(settings, "ACTION_PLAN_TRANSLATION_FILE_MIB", 20)) * 1024 * 1024


def check_size(size: int) -> None:
    if size > max_size():
        raise FileProblem(
            _("The file is larger than %(max)s MiB.") % {"max": max_size() // 1024 // 1024}
        )


def read(content: bytes) -> JobFile:
    """Raises FileProblem with one clear sentence for whatever is no job's file."""
    check_size(len(content))
    if content.startswith(b"PK"):
        found = sheet.read(content)
    elif is_xml(content):
        found = xliff.read(content)
    else:
        found = po.read(content)
    if not found.tag.strip():
        raise FileProblem(_("The file does not say which language it is translated into."))
    if not found.language:
        raise FileProblem(
            _("The file is translated into “%(tag)s”, which is none of the languages here.")
            % {"tag": found.tag[:40]}
        )
    return found


def is_xml(content: bytes) -> bool:
    start = content[:200]
    for mark in MARKS:
        start = start.removeprefix(mark)
    return start.replace(b"\0", b"").lstrip().startswith(b"<")
