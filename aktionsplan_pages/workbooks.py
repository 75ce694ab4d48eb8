"""Whether an XLSX file may be opened at all: looked at before anything of it is unpacked."""

import io
import re
import zipfile

from django.utils.translation import gettext as _

MAX_UNPACKED = 100 * 1024 * 1024
MAX_PARTS = 2_000
MAX_SMALL_PART = 10 * 1024 * 1024  # what openpyxl loads as a whole: styles, relations, workbook
_LARGE = re.compile(r"xl/(worksheets/[^/]+|sharedStrings)\.xml|xl/media/.*", re.IGNORECASE)


class UnsafeWorkbook(ValueError):
    """Says in one sentence why the file is not opened."""


def check_parts(content: bytes) -> None:
    """zipfile never unpacks more of a part than it declares. Raises UnsafeWorkbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise UnsafeWorkbook(_("The file has a password. Please save it without one."))
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise UnsafeWorkbook(_("This is not a table. Please save it as CSV (UTF-8) or XLSX."))
    small = max(p.file_size for p in parts if not _LARGE.fullmatch(p.filename))
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED or len(parts) > MAX_PARTS or small > MAX_SMALL_PART:
        raise UnsafeWorkbook(_("The XLSX file is far too large when unpacked."))
