"""Which value of a controlled vocabulary a word in a table means."""

from django.utils.translation import override

from aktionsplan_pages.choices import Maturity, Priority, Status, Vocabulary
from aktionsplan_pages.importing.columns import fold

_WORDS: dict[Vocabulary, str] = {
    Status.RUNNING: "laufend, läuft, in Umsetzung, wird umgesetzt",
    Status.DONE: "abgeschlossen, umgesetzt, beendet, finished, completed",
    Status.PREPARATION: "in Vorbereitung",
    Status.BEING_AGREED: "in Abstimmung",
    Status.PLANNED: "geplant",
    Status.PERMANENT: "Daueraufgabe, permanent",
    Status.PAUSED: "ruht, pausiert, ruhend",
    Status.DROPPED: "entfallen, entfällt",
    Maturity.EXISTS: "besteht, besteht bereits, vorhanden, bereits vorhanden",
    Maturity.SHORTLY_BEFORE: "kurz vor Planung, kurz vor Umsetzung, "
    "kurz vor Planung oder Umsetzung, kurz vor der Planung oder Umsetzung",
    Maturity.TO_BE_PREPLANNED: "noch vorzuplanen, vorzuplanen",
    Priority.HIGH: "hoch",
    Priority.MEDIUM: "mittel",
    Priority.LOW: "niedrig, gering",
}
VOCABULARIES: dict[str, type[Vocabulary]] = {
    "status": Status,
    "maturity": Maturity,
    "priority": Priority,
}


def meaning(column: str, word: str) -> str | None:
    """The stored value, or None if the word is not known."""
    wanted = fold(word)
    for member in VOCABULARIES[column]:
        words = {member.value, *_WORDS[member].split(",")}
        for language in ("de", "en"):
            with override(language):
                words.add(str(member.label))
        if wanted in {fold(known) for known in words}:
            return member.value
    return None


def known_words(column: str) -> str:
    return ", ".join(_WORDS[member].split(",")[0] for member in VOCABULARIES[column])
