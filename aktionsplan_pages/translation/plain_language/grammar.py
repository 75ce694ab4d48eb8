"""Passive and genitive, as far as the words of one clause tell for sure."""

import re
from collections.abc import Iterator, Sequence

from aktionsplan_pages.translation.plain_language.dictionary import is_known, lemma
from aktionsplan_pages.translation.plain_language.sentences import Token

# Passive: a form of "werden" and a participle at the end of the same clause

NOW = {"werde", "wirst", "wird", "werden", "werdet"}
THEN = {"wurde", "wurdest", "wurden", "wurdet"}
WERDEN = NOW | THEN
AUXILIARIES = {
    "haben", "hat", "habe", "habt", "hast", "hatte", "hatten", "sein", "ist", "sind", "bin",
    "bist", "seid", "war", "waren",
}  # fmt: skip
CLAUSE_ENDS = set(',;:.!?()–—„“”"»«…') | {"und", "oder", "aber", "sondern"}
PARTICIPLE = re.compile(
    r"(?:ab|an|auf|aus|bei|dar|ein|fest|fort|frei|her|hin|los|mit|nach|statt|teil|vor|weg|weiter"
    r"|wieder|zu|zurück|zusammen|um|unter|über|durch|voll|wider|kennen|hervor|heraus|herein|bereit"
    r"|bekannt|fertig|frei|gut|sicher|da|dazu|zurecht|entgegen|gegenüber|voran|voraus|hinaus)?"
    r"(?:ge|be|ver|er|ent|emp|zer|miss)\w+|(?:über|unter|durch|um|wider|wieder|voll|hinter)\w+"
    r"|\w+iert"
)
NO_PARTICIPLES = {
    "bekannt", "beliebt", "geeignet", "verrückt", "verwandt", "verliebt", "befreundet",
    "erwachsen", "gesund", "vertraut", "gewohnt", "zufrieden", "interessiert", "berühmt",
    "verheiratet", "bereit", "begeistert", "geschickt", "beschäftigt", "engagiert", "gestresst",
    "geduldig", "geeint",
}  # fmt: skip
BOTH = {
    "beraten",
    "vergeben",
    "behalten",
    "übertragen",
}  # participle and infinitive, mostly passive


def is_participle(word: str) -> bool:
    if word in NO_PARTICIPLES or not word.islower() or not PARTICIPLE.fullmatch(word):
        return False
    if not word.endswith(("t", "n")):
        return False
    verb = lemma(word)
    return verb != word and verb.endswith("n") and verb.islower() and is_known(verb)


def is_either(word: str, auxiliary: str) -> bool:
    """Whether a word that may be an infinitive, too (``vergessen``), is a participle here."""
    is_past = auxiliary in THEN and word.endswith("en") and lemma(word) == word
    return bool(PARTICIPLE.fullmatch(word)) and (is_past or word in BOTH)


def passives(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """First and last token of each passive."""
    begun: Token | None = None  # a form of "werden" that waits for its participle
    for place, token in enumerate(tokens):
        small = token.text.lower()
        following = tokens[place + 1].text.lower() if place + 1 < len(tokens) else "."
        if small in CLAUSE_ENDS or small in AUXILIARIES:
            begun = None
        elif small in WERDEN:
            begun = token
        elif is_participle(token.text):
            if following == "worden" or following in WERDEN:
                yield token, tokens[place + 1]
            elif begun and (following in CLAUSE_ENDS or following in {"können", "müssen"}):
                yield begun, token
        elif begun and following in CLAUSE_ENDS and is_either(token.text, begun.text.lower()):
            yield begun, token


# Genitive: an article that is nothing else, or a noun, an article and a noun

ALWAYS = {"des", "eines", "meines", "deines", "seines", "ihres", "unseres", "eures", "keines"}
MAYBE = {"dieses", "jedes", "jenes", "welches", "manches"}
AFTER_NOUN = {"der", "einer", "dieser", "unserer", "ihrer", "seiner", "aller", "vieler"}
BEFORE = {
    "innerhalb", "außerhalb", "aufgrund", "anhand", "infolge", "hinsichtlich", "bezüglich",
    "mithilfe", "zugunsten", "angesichts", "anlässlich", "einschließlich", "seitens", "mittels",
    "oberhalb", "unterhalb", "anstelle", "hilfe", "zwecks",
}  # fmt: skip
SUBORDINATE = {
    "wenn", "dass", "weil", "ob", "damit", "obwohl", "als", "während", "bis", "wo", "wie", "was",
    "wer", "bevor", "nachdem", "sobald", "solange", "falls", "seit", "da", "warum", "wann", "wem",
}  # fmt: skip
FEMININE = (
    "ung", "heit", "keit", "schaft", "ion", "tät", "ik", "ie", "in", "e", "ur", "enz", "anz", "ei",
)  # fmt: skip
FEMININE_WORDS = {
    "stadt", "arbeit", "welt", "zeit", "frau", "zahl", "hand", "nacht", "kraft", "macht", "wahl",
    "post", "bank", "art", "form", "region", "person", "antwort", "haft", "pflicht", "sicht",
}  # fmt: skip
MASCULINE = {
    "name", "kunde", "junge", "experte", "kollege", "wille", "gedanke", "buchstabe", "glaube",
    "friede", "geflüchtete", "erwachsene", "beamte", "angestellte", "deutsche", "jugendliche",
    "termin", "verein", "schein", "beginn", "gewinn", "wein", "stein", "spion", "bein", "sinn",
    "gutschein", "führerschein", "meilenstein", "vorname", "nachname", "neffe", "zeuge", "bote",
}  # fmt: skip
TO_SOMEBODY = {  # verbs after which "der Stadt" may be the one who gets something
    "helfen", "geben", "sagen", "danken", "gehören", "schreiben", "zeigen", "schicken", "bringen",
    "antworten", "erklären", "bieten", "anbieten", "nützen", "dienen", "raten", "gefallen",
    "schenken", "leihen", "zahlen", "mitteilen", "berichten", "erzählen", "folgen", "vertrauen",
    "empfehlen", "erlauben", "verbieten", "fehlen", "nutzen", "passen", "begegnen", "zuhören",
}  # fmt: skip
MONTHS_AND_DAYS = {
    "januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober",
    "november", "dezember", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag",
    "sonntag",
}  # fmt: skip


def last_part(noun: str) -> str:
    return re.split(r"[·‧•\-]", noun)[-1].lower()


def is_feminine_or_many(noun: str) -> bool:
    small = last_part(noun)
    if small in MASCULINE or small.endswith(("schein", "verein", "stein", "termin", "name")):
        return False
    return (
        small in FEMININE_WORDS or small.endswith(FEMININE) or lemma(noun).lower() != noun.lower()
    )


def is_genitive_form(noun: str) -> bool:
    """``Kreises``, but not ``Verzeichnis``."""
    known = lemma(noun)
    return noun.endswith("s") and known != noun and known[:1].isupper() and len(known) < len(noun)


def phrase(tokens: Sequence[Token], place: int) -> Token | None:
    """The noun that an article at ``place`` stands before, over at most two adjectives."""
    for token in tokens[place + 1 : place + 4]:
        if not token.is_word:
            return None
        if token.text[0].isupper():
            return token
        if not token.text.endswith(("en", "er")):
            return None
    return None


def with_von(article: str, between: Sequence[Token], noun: str) -> str:
    """``des Kreises`` gives ``von dem Kreis``; empty where that takes more than a look."""
    if between or not noun.isalpha():
        return ""
    if article == "des":
        singular = lemma(noun)
        return f"von dem {singular}" if singular != noun and singular[:1].isupper() else ""
    small = noun.lower()
    feminine = (small in FEMININE_WORDS or small.endswith(FEMININE)) and lemma(noun) == noun
    if article in {"der", "einer", "dieser"} and feminine:
        return f"von {article} {noun}"
    many = article == "der" and small.endswith("n") and lemma(noun) != noun
    return f"von den {noun}" if many else ""


def genitives(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token, str]]:
    """First and last token of each genitive, and what could stand there."""
    is_open = False  # the clause is one in which nouns may stand side by side
    for place, token in enumerate(tokens):
        small = token.text.lower()
        if not token.is_word:
            is_open = is_open and token.text not in CLAUSE_ENDS
        elif small in SUBORDINATE or lemma(small) in TO_SOMEBODY:
            is_open = True
        noun = phrase(tokens, place) if small in ALWAYS | MAYBE | AFTER_NOUN else None
        if noun is None:
            continue
        before = tokens[place - 1] if place else None
        if small in ALWAYS or (small in MAYBE and is_genitive_form(noun.text)):
            is_it = True
        elif small not in AFTER_NOUN or before is None or not before.is_word:
            is_it = False
        elif before.text.lower() in BEFORE:
            is_it = True
        else:
            is_it = (
                place > 1
                and not is_open
                and before.text[0].isupper()
                and tokens[place - 2].text not in CLAUSE_ENDS
                and before.text.lower() not in MONTHS_AND_DAYS
                and is_feminine_or_many(noun.text)
            )
        if is_it:
            between = [one for one in tokens[place + 1 : place + 3] if one.end < noun.start]
            yield token, noun, with_von(small, between, noun.text)
