"""XLIFF 1.2 and 2.x: inline tags become the inline elements that translation tools protect."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

import defusedxml.sax
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _
from lxml import etree
from translate.storage import xliff, xliff2

from aktionsplan_pages.languages import SOURCE
from aktionsplan_pages.translation.markup import Mark, joined, parts
from aktionsplan_pages.translation.offices.units import (
    FileProblem,
    Incoming,
    Job,
    JobFile,
    Unit,
    in_words,
    terms_in,
)

CODE = re.compile(r"([a-z]+)-[0-9]+|(a)[0-9]+")
TYPES = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "a": "link", "br": "lb"}
SUBTYPES = {"b": "xlf:b", "i": "xlf:i", "br": "xlf:lb"}
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
PREFIX = "action-plan-job:"
GLOSSARY = "urn:oasis:names:tc:xliff:glossary:2.0"


class Xliff12(xliff.xlifffile):
    """The library's own skeleton says 1.1."""

    namespace = "urn:oasis:names:tc:xliff:document:1.2"
    XMLskeleton = xliff.xlifffile.XMLskeleton.replace("1.1", "1.2")


def names_of(marks: list[Mark | str]) -> Iterator[tuple[Mark | str, str]]:
    """Each part, a mark with the name of its inline element: a link's own, else counted."""
    seen: Counter[str] = Counter()
    for part in marks:
        name = ""
        if isinstance(part, Mark) and part.kind != "close":
            seen[part.name] += 1
            name = part.id or f"{part.name}-{seen[part.name]}"
        yield part, name


def fill(element: Any, text: str, is_new: bool) -> None:
    """Writes inline HTML into ``source`` or ``target``."""
    space = etree.QName(element).namespace
    open_tag, empty_tag = ("pc", "ph") if is_new else ("g", "x")
    here, last = element, None
    for part, name in names_of(list(parts(text))):
        if isinstance(part, str):
            if last is None:
                here.text = (here.text or "") + part
            else:
                last.tail = (last.tail or "") + part
        elif part.kind == "close":
            here, last = here.getparent(), here
        else:
            tag = empty_tag if part.kind == "empty" else open_tag
            child = etree.SubElement(here, f"{{{space}}}{tag}", id=name)
            if is_new:
                child.set("type", "link" if part.name == "a" else "fmt")
                if part.name in SUBTYPES:
                    child.set("subType", SUBTYPES[part.name])
            else:
                child.set("ctype", TYPES.get(part.name) or f"x-html-{part.name}")
            if part.kind == "empty":
                last = child
            else:
                here, last = child, None


def html_of(element: Any) -> str:
    """Inline HTML out of ``source`` or ``target``. Raises ValueError for unknown elements."""
    return joined(inside(element)) if element is not None else ""


def inside(element: Any) -> Iterator[Mark | str]:
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str):
            yield from one(child)
        if child.tail:
            yield child.tail


def one(child: Any) -> Iterator[Mark | str]:
    tag = etree.QName(child).localname
    if tag == "mrk":
        yield from inside(child)
        return
    if tag in {"sm", "em"}:
        return
    found = CODE.fullmatch(child.get("startRef") or child.get("id") or child.get("rid") or "")
    if found is None or tag not in {"g", "pc", "x", "ph", "bx", "ex", "sc", "ec"}:
        raise ValueError(_("The inline element <%(tag)s> is not ours.") % {"tag": tag})
    name, own = found[1] or "a", "" if found[1] else found[0]
    if tag in {"x", "ph"}:
        yield Mark("empty", name)
    elif tag in {"ex", "ec"}:
        yield Mark("close", name)
    else:
        yield Mark("open", name, own)
        if tag in {"g", "pc"}:
            yield from inside(child)
            yield Mark("close", name)


def notes_of(unit: Unit, job: Job) -> Iterator[tuple[str, str]]:
    """Category and text."""
    for category, text in (
        ("page", unit.page), ("section", unit.section), ("address", unit.address),
        ("preview", unit.preview),
    ):  # fmt: skip
        if text:
            yield category, text
    yield from (("hint", note) for note in unit.notes)


def write_12(job: Job, out: BinaryIO) -> None:
    store = Xliff12(sourcelanguage=SOURCE, targetlanguage=job.language)
    file = next(iter(store.document.getroot()))
    file.set("original", PREFIX + job.number)
    file.set("datatype", "html")
    file.set(SPACE, "preserve")
    if job.terms:
        header = store.getheadernode(file, createifmissing=True)
        file.insert(0, header)
        glossary = etree.SubElement(header, store.namespaced("glossary"))
        inner = etree.SubElement(glossary, store.namespaced("internal-file"), form="text/plain")
        inner.text = "\n".join(in_words(term) for term in job.terms)
    for unit in job.units:
        entry = store.UnitClass("")
        entry.namespace = store.namespace
        store.addunit(entry)
        entry.setid(unit.key)
        fill(entry.source_dom, unit.source, is_new=False)
        if unit.target:
            entry.set_target_dom(entry.createlanguageNode("", "", "target"))
            fill(entry.target_dom, unit.target, is_new=False)
            entry.target_dom.set("state", "translated")
        for category, text in notes_of(unit, job):
            note = etree.SubElement(entry.xmlelement, store.namespaced("note"))
            note.set("from", category)
            note.text = text
        for term in terms_in(unit.source, job.terms):
            note = etree.SubElement(entry.xmlelement, store.namespaced("note"))
            note.set("from", "glossary")
            note.text = in_words(term)
    etree.cleanup_namespaces(store.document)
    store.serialize(out)


def write_2(job: Job, out: BinaryIO) -> None:
    store = xliff2.Xliff2File(sourcelanguage=SOURCE, targetlanguage=job.language)
    file = next(iter(store.document.getroot()))
    file.set("original", PREFIX + job.number)
    file.set("canResegment", "no")
    for unit in job.units:
        entry = store.UnitClass("")
        store.addunit(entry)
        entry.setid(unit.key)
        fill(entry.source_dom, unit.source, is_new=True)
        if unit.target:
            entry.set_target_dom(entry.createlanguageNode("", "", "target"))
            fill(entry.target_dom, unit.target, is_new=True)
            entry.marktranslated()
        container = entry.getunitelement()
        container.set(SPACE, entry.xmlelement.attrib.pop(SPACE))
        place = 0
        if terms := terms_in(unit.source, job.terms):
            container.insert(place, glossary_of(terms))
            place += 1
        if notes := list(notes_of(unit, job)):
            element = etree.Element(store.namespaced("notes"))
            for category, text in notes:
                etree.SubElement(element, store.namespaced("note"), category=category).text = text
            container.insert(place, element)
    store.serialize(out)


def glossary_of(terms: list[tuple[str, str, str]]) -> Any:
    """As the glossary module of XLIFF 2 has it."""
    glossary = etree.Element(f"{{{GLOSSARY}}}glossary", nsmap={"gls": GLOSSARY})
    for german, translation, note in terms:
        entry = etree.SubElement(glossary, f"{{{GLOSSARY}}}glossEntry")
        etree.SubElement(entry, f"{{{GLOSSARY}}}term").text = german
        etree.SubElement(entry, f"{{{GLOSSARY}}}translation").text = translation
        if note:
            etree.SubElement(entry, f"{{{GLOSSARY}}}definition").text = note
    return glossary


def read(content: bytes) -> JobFile:
    """Raises FileProblem for what is no sound XLIFF."""
    root = safe_root(content)
    version = root.get("version", "")
    store_class: Any = xliff2.Xliff2File if version.startswith("2") else Xliff12
    if not version.startswith(("1.", "2.")):
        raise FileProblem(_("The file is XML, but no XLIFF 1.2 or 2."))
    try:
        store = store_class.parsestring(content)
    except Exception as error:  # whatever the library makes of a broken file
        raise FileProblem(_("The XLIFF file is broken and cannot be read.")) from error
    first = store.document.getroot().find(store.namespaced("file"))
    number = (first.get("original", "") if first is not None else "").removeprefix(PREFIX)
    root = store.document.getroot()
    if store_class is Xliff12:
        tags = {file.get("target-language", "") for file in root.iter(store.namespaced("file"))}
    else:
        tags = {store.gettargetlanguage() or ""}
    if len(tags) != 1:
        raise FileProblem(_("The file mixes several languages."))
    units = units_12 if store_class is Xliff12 else units_2
    return JobFile(f"XLIFF {version}", tags.pop(), lambda: units(store), number)


def safe_root(content: bytes) -> Any:
    """The root's attributes; refuses document types and entities before anything is built."""
    root: dict[str, str] = {}

    class Root(ContentHandler):
        def startElement(self, name: str, attrs: Any) -> None:
            if not root:
                root.update(attrs, **{"": name})

    try:
        defusedxml.sax.parse(io.BytesIO(content), Root(), forbid_dtd=True)
    except DefusedXmlException as error:
        raise FileProblem(
            _("The XLIFF file declares a document type or entities, which is not allowed.")
        ) from error
    except (SAXException, ValueError, LookupError) as error:
        raise FileProblem(_("The XLIFF file is broken and cannot be read.")) from error
    if root[""].rpartition(":")[2] != "xliff":
        raise FileProblem(_("The file is XML, but no XLIFF 1.2 or 2."))
    return root


def units_12(store: Any) -> Iterator[Incoming]:
    elements = store.document.getroot().iter(store.namespaced("trans-unit"))
    for number, element in enumerate(elements, start=1):
        target = element.find(store.namespaced("target"))
        state = target.get("state", "") if target is not None else ""
        yield incoming(
            element.get("id", ""), [element.find(store.namespaced("source"))], [target], number,
            state in {"new", "needs-translation"},
        )  # fmt: skip


def units_2(store: Any) -> Iterator[Incoming]:
    """A tool may have split a unit into several segments: they are read as one."""
    for number, element in enumerate(store.document.getroot().iter(store.namespaced("unit")), 1):
        sources, targets, unfinished = [], [], False
        for piece in element:
            if not isinstance(piece.tag, str):
                continue
            source, target = (piece.find(store.namespaced(name)) for name in ("source", "target"))
            if piece.tag == store.namespaced("segment"):
                unfinished |= piece.get("state") == "initial"
            elif piece.tag != store.namespaced("ignorable"):
                continue
            elif target is None:
                target = source
            sources.append(source)
            targets.append(target)
        yield incoming(element.get("id", ""), sources, targets, number, unfinished)


def incoming(
    key: str, sources: list[Any], targets: list[Any], number: int, unfinished: bool
) -> Incoming:
    place = _("segment %(number)s") % {"number": number}
    source, target, problem = "", "", ""
    try:
        source = "".join(map(html_of, sources))
        target = "".join(map(html_of, targets))
    except ValueError as error:
        problem = str(error)
    return Incoming(key, source, target, place, unfinished and bool(target), problem)
