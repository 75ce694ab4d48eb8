"""PO, as gettext has it: the key is the context, the inline tags stand in the text."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _
from translate.storage import pypo

from aktionsplan_pages.languages import SOURCE
from aktionsplan_pages.translation.markup import readable
from aktionsplan_pages.translation.offices.units import (
    FileProblem,
    Incoming,
    Job,
    JobFile,
    in_words,
    terms_in,
)

NUMBER = "X-Action-Plan-Job"
MARK = "\0"  # before ``_:``, which the library would take for a comment of KDE at a line's begin
COMMENT = re.compile(rb'^((?:msgid\s*)?")(?=_:)', re.MULTILINE)


def write(job: Job, out: BinaryIO) -> None:
    store = pypo.pofile(width=-1)
    store.updateheader(
        add=True, Language=job.language, Content_Type="text/plain; charset=UTF-8",
        Content_Transfer_Encoding="8bit", X_Source_Language=SOURCE,
        **{NUMBER.replace("-", "_"): job.number},
    )  # fmt: skip
    for unit in job.units:
        entry = store.UnitClass(readable(unit.source))
        entry.setcontext(unit.key)
        entry.target = readable(unit.target)
        glossary = [in_words(term) for term in terms_in(unit.source, job.terms)]
        for note in (unit.page, unit.section, unit.preview, *unit.notes, *glossary):
            if note:
                entry.addnote(" ".join(note.split()), origin="developer")
        if unit.address:
            entry.addlocation(unit.address)
        store.addunit(entry)
    store.serialize(out)


def read(content: bytes) -> JobFile:
    """Raises FileProblem for what is no sound PO file in UTF-8."""
    try:
        content.decode("utf-8-sig")
        if b"msgid" not in content:
            raise FileProblem(_("This is no XLIFF, PO or XLSX file."))
        content = COMMENT.sub(rb"\1" + MARK.encode(), content.removeprefix(b"\xef\xbb\xbf"))
        store = pypo.pofile.parsestring(content)
        header = {name.lower(): value for name, value in store.parseheader().items()}
    except FileProblem:
        raise
    except UnicodeDecodeError as error:
        raise FileProblem(_("The PO file is not in UTF-8. Please save it as UTF-8.")) from error
    except Exception as error:  # whatever the library makes of a broken file
        raise FileProblem(_("The PO file is broken and cannot be read.")) from error
    if not header:
        raise FileProblem(_("This is no XLIFF, PO or XLSX file."))

    def units() -> Iterator[Incoming]:
        known = (unit for unit in store.units if not (unit.isheader() or unit.isobsolete()))
        for number, unit in enumerate(known, start=1):
            place = _("segment %(number)s") % {"number": number}
            problem = _("The segment has plural forms.") if unit.hasplural() else ""
            yield Incoming(
                pypo.unquotefrompo(unit.msgctxt),
                pypo.unquotefrompo(unit.msgid).replace(MARK, ""),
                str(unit.target or "").replace(MARK, ""), place, unit.isfuzzy(), problem,
            )  # fmt: skip

    return JobFile("PO", header.get("language", ""), units, header.get(NUMBER.lower(), ""))
