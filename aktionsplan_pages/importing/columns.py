"""Which columns a table may have, by their German and English names."""

import unicodedata

_NAMES = {
    "number": "number, no, nr, nummer, lfd nr, laufende nummer, maßnahmennummer, measure number",
    "key": "key, id, external id, schlüssel, kennung",
    "field_of_action": "field of action, field, handlungsfeld, themenfeld, bereich",
    "goal": "goal, objective, ziel",
    "measure": "measure, title, maßnahme, titel, maßnahmentitel, name der maßnahme",
    "summary": "summary, zusammenfassung, kurzbeschreibung",
    "description": "description, beschreibung",
    "starting_point": "starting point, ausgangslage",
    "target_group": "target group, target groups, zielgruppe, zielgruppen",
    "lead": "lead, federführung, federführend, zuständig, zuständigkeit, verantwortlich",
    "partners": "partners, partner, beteiligte, kooperationspartner, mitwirkende",
    "start": "start, planned start, beginn, anfang, von, geplanter beginn",
    "end": "end, planned end, ende, bis, geplantes ende",
    "indicator": "indicator, indicators, indikator, indikatoren, kennzahl, kennzahlen",
    "status": "status, stand, umsetzungsstand",
    "status_note": "status note, note on the status, bemerkung zum stand, anmerkung zum stand",
    "maturity": "maturity, reifegrad",
    "funding": "funding, note on funding, funding note, finanzierung, förderung",
    "source": "source, plan, quelle",
    "source_url": "source url, link to the source, link, url, quelle url, link zur quelle",
    "area": "area, ort, gebiet, raum, räumlicher bezug",
    "priority": "priority, priorität",
}


def fold(text: str) -> str:
    """Letters and digits only, lower case, ``ä`` as ``ae``: how names and words are compared."""
    text = unicodedata.normalize("NFC", text).casefold()
    for letter, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.replace(letter, plain)
    return "".join(character for character in text if character.isalnum())


COLUMNS = {fold(name): column for column, names in _NAMES.items() for name in names.split(",")}


def same(text: str) -> str:
    """Two titles or names are the same if only case and spaces differ."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def known(header: str) -> str | None:
    return COLUMNS.get(fold(header))
