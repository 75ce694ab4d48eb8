"""The checklist names what it is sure of: good sentences yield nothing, bad ones their rule."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aktionsplan_pages.demo.plan import data
from aktionsplan_pages.translation.plain_language import Finding, Rule, findings, readability

GOOD = [
    "Hier lernen Sie Deutsch.",
    "Der Kurs kostet wenig Geld.",
    "Die Menschen sollen eine Arbeit finden.",
    "Eine Maßnahme sagt: Das tun wir für ein Ziel.",
    "Alle sollen sehen: Was haben wir geschafft?",
    "Der Kreis·tag ist eine Gruppe von Politikern und Politikerinnen.",
    "In der Steuerungs·gruppe sind Menschen aus dem Kreis·tag.",
    "Das war in der ersten Hälfte vom Jahr 2024.",
    "Der Kurs beginnt am 1. Oktober 2026.",
    "Der Kurs beginnt am 01.10.2026 um 10.30 Uhr.",
    "In dem Kurs sind 15 Menschen.",
    "In der Stadt Rendsburg gibt es 3 Kurse.",
    "Der Kurs wird größer.",
    "Das Wetter wird gut.",
    "Sie werden Deutsch sprechen.",
    "Wir werden Sie gut verstehen.",
    "Er wird krank.",
    "Die Gruppe wird bekannt.",
    "Wir möchten mit Ihnen sprechen.",
    "Wir haben Texte zum Erklären geschrieben.",
    "Die Stelle hat den Plan geschrieben.",
    "Der Plan ist fertig.",
    "Das Büro ist geöffnet.",
    "Am Montag beginnt der Kurs.",
    "Im Januar hilft der Verein der Stadt.",
    "Wenn am Montag der Kurs beginnt, kommen alle.",
    "Die Frau, der Sie schreiben, hilft Ihnen.",
    "Wir geben der Schule Geld.",
    "Dieses Verzeichnis ist neu.",
    "Dieses Haus ist alt.",
    "Das Papier hat die Nummer VO/2025/246.",
    "Sie brauchen Deutsch auf der Stufe B2.",
    "Rufen Sie an: 04331 2020.",
    "24768 Rendsburg",
    "Hohe Straße 8, 24768 Rendsburg",
    "Die Abkürzung dafür ist: VHS.",
    "VHS heißt: Volks·hoch·schule.",
    "Informationen",
    "Die Verantwortung haben wir alle.",
    "Einrichtungen sind zum Beispiel Schulen.",
    "Die Würde von jedem Menschen ist wichtig.",
    "Ich habe eine Frage.",
    "Sie können hier\nviele Menschen\ntreffen.",
    "Frau Dr. Beispiel hilft Ihnen.",
    "• lernen\n• üben\n• sprechen",
    "Gehen Sie zum Amt.\nFragen Sie dort nach Hilfe.",
    "Der Verein hilft. \n",
]
BAD = [
    ("Der Kurs wird im Herbst angeboten.", Rule.PASSIVE, "wird im Herbst angeboten", ""),
    ("Die Kurse werden gefördert.", Rule.PASSIVE, "werden gefördert", ""),
    ("Der Plan wurde beschlossen.", Rule.PASSIVE, "wurde beschlossen", ""),
    ("Der Antrag muss gestellt werden.", Rule.PASSIVE, "gestellt werden", ""),
    ("Das ist schon gesagt worden.", Rule.PASSIVE, "gesagt worden", ""),
    ("Was wird gemacht?", Rule.PASSIVE, "wird gemacht", ""),
    ("Die Menschen werden dort beraten.", Rule.PASSIVE, "werden dort beraten", ""),
    ("Das wurde vergessen.", Rule.PASSIVE, "wurde vergessen", ""),
    ("Das ist der Plan des Kreises.", Rule.GENITIVE, "des Kreises", "von dem Kreis"),
    ("Das sind die Schulen der Stadt.", Rule.GENITIVE, "der Stadt", "von der Stadt"),
    ("Ein Teil der Menschen lernt.", Rule.GENITIVE, "der Menschen", "von den Menschen"),
    ("Das Ende eines langen Tages kommt.", Rule.GENITIVE, "eines langen Tages", ""),
    ("Innerhalb der Gruppe helfen alle.", Rule.GENITIVE, "der Gruppe", "von der Gruppe"),
    ("Das Ziel dieses Kurses ist klar.", Rule.GENITIVE, "dieses Kurses", ""),
    ("Das würde uns helfen.", Rule.SUBJUNCTIVE, "würde", ""),
    ("Sie könnten anrufen.", Rule.SUBJUNCTIVE, "könnten", ""),
    ("Das wäre gut.", Rule.SUBJUNCTIVE, "wäre", ""),
    ("Hätten Sie Zeit?", Rule.SUBJUNCTIVE, "Hätten", ""),
    ("Er sagt, er sei krank.", Rule.SUBJUNCTIVE, "sei", ""),
    ("Das ist nicht schwer.", Rule.NEGATION, "nicht", ""),
    ("Kein Mensch ist allein.", Rule.NEGATION, "Kein", ""),
    ("Niemand muss kommen.", Rule.NEGATION, "Niemand", ""),
    ("Es gibt z. B. Kurse.", Rule.ABBREVIATION, "z. B.", ""),
    ("Es gibt z.B. Kurse.", Rule.ABBREVIATION, "z.B.", ""),
    ("Sie lernen lesen, schreiben usw.", Rule.ABBREVIATION, "usw.", ""),
    ("Die VHS hilft Ihnen.", Rule.ABBREVIATION, "VHS", ""),
    ("Die Firma ist eine GmbH.", Rule.ABBREVIATION, "GmbH", ""),
    ("Hier leben 279.864 Menschen.", Rule.NUMBER, "279.864", ""),
    ("Hier leben 1250 Menschen.", Rule.NUMBER, "1250", ""),
    ("Das kostet 3 Millionen Euro.", Rule.NUMBER, "Millionen", ""),
    ("Das sind 15 Prozent.", Rule.NUMBER, "15 Prozent", ""),
    ("Das sind 2,5 Stunden.", Rule.NUMBER, "2,5", ""),
    ("Das ist der Gesundheitsausschuss.", Rule.COMPOUND, "Gesundheitsausschuss",
     "Gesundheits·ausschuss"),
    ("Das ist die Koordinierungsstelle.", Rule.COMPOUND, "Koordinierungsstelle",
     "Koordinierungs·stelle"),
    ("Er hat die Staatsangehörigkeit.", Rule.COMPOUND, "Staatsangehörigkeit",
     "Staats·angehörigkeit"),
    ("Die Internetseite ist neu.", Rule.COMPOUND, "Internetseite", "Internet·seite"),
    ("Wir sind fertig. Jetzt gehen wir.", Rule.LINE, "Jetzt gehen wir.", ""),
    ("Der Kurs am Montag ist für alle Menschen, die hier leben und Deutsch lernen.",
     Rule.LONG_SENTENCE,
     "Der Kurs am Montag ist für alle Menschen, die hier leben und Deutsch lernen.", ""),
]  # fmt: skip


@pytest.mark.parametrize("text", GOOD)
def test_a_good_sentence_yields_nothing(text: str) -> None:
    assert findings(text) == []


@pytest.mark.parametrize(("text", "rule", "found", "proposal"), BAD)
def test_a_bad_sentence_yields_exactly_its_rule(
    text: str, rule: Rule, found: str, proposal: str
) -> None:
    assert [(one.rule, one.found, one.proposal) for one in findings(text)] == [
        (rule, found, proposal)
    ]


def test_a_finding_says_in_which_sentence_and_where() -> None:
    text = "Wir helfen.\nEs gibt z. B. Kurse.\nDas ist nicht schwer."
    first, second = findings(text)
    assert (first.sentence, text[first.start : first.end]) == (2, "z. B.")
    assert (second.sentence, text[second.start : second.end]) == (3, "nicht")


def test_a_long_word_is_named_once_and_a_sentence_over_two_lines_is_one() -> None:
    text = "Die Internetseite ist neu.\nDie Internetseite ist gut."
    assert [one.sentence for one in findings(text)] == [1]
    long = "Der Kurs am Montag ist für alle Menschen,\ndie hier leben und Deutsch lernen."
    assert [(one.rule, one.count) for one in findings(long)] == [(Rule.LONG_SENTENCE, 14)]


def test_the_retellings_of_the_demo_are_found_good() -> None:
    """569 sentences in Leichte Sprache: what is named there is a negation or a number."""
    known = [one for text in texts(data("translations/de-simple.json")) for one in findings(text)]
    assert {one.rule for one in known} == {Rule.NEGATION, Rule.NUMBER}
    assert [one.found for one in known if one.rule is Rule.NUMBER] == ["280.000"]
    german = [one for text in texts(data("plan.json")) for one in findings(text)]
    assert {Rule.PASSIVE, Rule.GENITIVE, Rule.COMPOUND} <= {one.rule for one in german}


def texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts(part)]
    return [value] if isinstance(value, str) else []


PIECES = st.sampled_from(
    ["wird", "der", "des", "Kreises", "gemacht", "nicht", "z. B.", "1.", "1.000", ".", "\n", "!",
     "\x85", "Gesundheitsausschuss", "·", "-", "und", "Ä", "ß", "\u00ad", "VHS", "%", "„", "“",
     ":"]
)  # fmt: skip
TEXTS = st.text() | st.lists(PIECES, max_size=60).map(" ".join) | st.lists(PIECES).map("".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_any_text_gives_findings_inside_it_and_in_order(text: str) -> None:
    found = findings(text)
    assert [(one.start, one.end) for one in found] == sorted((one.start, one.end) for one in found)
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.found
        assert one.sentence >= 1
    numbers = [one.sentence for one in found]
    assert numbers == sorted(numbers)
    grade = readability(text)
    assert grade is None or grade.words > 0


MEAN = [
    "Der Kurs wird im Herbst vom Gesundheitsausschuss des Kreises angeboten. ",
    "wird ", "der Kreis ", "z. B. ", "1. ", "Haus der ", "(“ ", "Donaudampfschifffahrt", "…",
    "1.000", "·", "A. ",
]  # fmt: skip


@pytest.mark.parametrize("piece", MEAN)
def test_ten_thousand_words_take_less_than_two_seconds(piece: str) -> None:
    findings("Ein Wort.")  # the dictionary is there
    text = piece * 10_000
    begun = time.process_time()
    findings(text[:200_000])
    readability(text[:200_000])
    assert time.process_time() - begun < 2


def test_findings_are_compared_by_their_place() -> None:
    assert Finding(1, 2, 1, Rule.NUMBER, "1") < Finding(2, 3, 1, Rule.COMPOUND, "2")
