"""Machine translation: an offer that is off by default, named as such, and read by a person.

It fills what is empty and nothing else. A machine's words stay named so until a person writes
other ones; before they are submitted, a person has read them. What it may cost is limited.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Model, OuterRef, Subquery, Sum
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.strings import StringValue, validate_translation_links

from aktionsplan_pages.languages import LANGUAGES
from aktionsplan_pages.translation import glossary, sections, typists
from aktionsplan_pages.translation.machine_services import MachineTranslationFailed
from aktionsplan_pages.translation.markup import is_sound

MACHINE = StringTranslation.TRANSLATION_TYPE_MACHINE
BUDGET = 500_000  # characters a month: what DeepL gives for nothing


class UnseenMachineText(ValueError):
    """``paths`` are sections with a machine's words that nobody has read yet."""

    def __init__(self, paths: list[str], names: Iterable[str]) -> None:
        text = _("A machine translated these sections, and nobody has confirmed them yet: "
                 "%(sections)s. Please read each of them and save it.")  # fmt: skip
        super().__init__(text % {"sections": ", ".join(names)})
        self.paths = paths


@dataclass(frozen=True)
class Filled:
    """``left`` are the sections in which a machine's words could not be used, or came empty.

    ``missing`` are German terms whose approved rendering does not seem to be in the new words.
    """

    tool: str
    strings: int
    characters: int
    left: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    used_glossary: bool = False


def is_offered(language: str) -> bool:
    """Whether a service is set up that may translate from German into ``language``."""
    return get_machine_translator() is not None and not LANGUAGES[language].retold


# The budget


def uses() -> Any:
    return apps.get_model("aktionsplan_pages", "MachineUse").objects


def budget() -> int:
    return getattr(settings, "ACTION_PLAN_MACHINE_CHARACTERS", BUDGET)


def used() -> int:
    """Characters sent in this month."""
    first = timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return uses().filter(at__gte=first).aggregate(sum=Sum("characters"))["sum"] or 0


def reserve(translation: Translation, tool: str, characters: int, user: Any) -> Any:
    """Put on record before anything is sent, so that two at once cannot both be the last.

    Raises MachineTranslationFailed with the figures.
    """
    use = uses().create(
        tool=tool, language=translation.target_locale.language_code, characters=characters,
        title=translation.source.object_repr[:255], person_id=user.pk if user else None,
    )  # fmt: skip
    if (total := used()) > budget():
        use.delete()
        text = _("These texts have %(characters)s characters, but only %(left)s of the "
                 "%(budget)s of this month are left. Nothing was translated.")  # fmt: skip
        left = max(0, budget() - total + characters)
        raise MachineTranslationFailed(
            text % {"characters": characters, "left": left, "budget": budget()}
        )
    return use


# Filling


def translate_empty(translation: Translation, user: Any = None) -> Filled:
    """Fills the empty segments of ``translation``; ``user`` counts as an author of them.

    Raises MachineTranslationFailed, and nothing is stored.
    """
    translator = get_machine_translator()
    language = translation.target_locale.language_code
    if translator is None:
        raise MachineTranslationFailed(_("No machine translation is set up on this site."))
    tool = str(translator.display_name)
    source, target = translation.source.locale, translation.target_locale
    if LANGUAGES[language].retold or not translator.can_translate(source, target):
        text = _("%(service)s does not translate into “%(language)s”.")
        raise MachineTranslationFailed(
            text % {"service": tool, "language": LANGUAGES[language].own_name}
        )
    empty = empty_segments(translation)
    strings = {row.string.data: StringValue(row.string.data) for row in empty}
    if not strings:
        return Filled(tool, 0, 0)
    characters = sum(map(len, strings))
    use = reserve(translation, tool, characters, user)
    try:
        found = translator.translate(source, target, list(strings.values()))
    except MachineTranslationFailed as error:
        settle(use, error.billed)
        raise
    texts = {german: found[value].data for german, value in strings.items() if value in found}
    return store(translation, empty, texts, user, Filled(
        tool, 0, characters, used_glossary=getattr(translator, "used_glossary", False),
    ))  # fmt: skip


def settle(use: Any, billed: int) -> None:
    use.characters = billed
    use.save() if billed else use.delete()


def empty_segments(translation: Translation) -> list[StringSegment]:
    rows = translation.source.stringsegment_set.annotate_translation(
        translation.target_locale, include_errors=True
    )
    return [r for r in rows.select_related("string", "context").order_by("order")
            if not (r.translation or "").strip()]  # fmt: skip


@transaction.atomic
def store(
    translation: Translation, empty: list[StringSegment], texts: dict[str, str], user: Any,
    result: Filled,
) -> Filled:  # fmt: skip
    """What a person typed meanwhile stays; what is no sound markup is left empty."""
    model, stored = model_of(translation), 0
    left: list[str] = []
    missing: dict[str, None] = {}
    known = glossary.terms(translation.target_locale.language_code)
    for row in empty:
        text = texts.get(row.string.data, "")
        if not fits(row.string.data, text):
            left.append(sections.section_of(row.context.path, model))
            continue
        kept, made = StringTranslation.objects.get_or_create(
            translation_of=row.string, locale=translation.target_locale, context=row.context
        )
        if not made and kept.data.strip():
            continue
        kept.data, kept.translation_type, kept.tool_name = text, MACHINE, result.tool
        kept.last_translated_by, kept.has_error, kept.field_error = user, False, ""
        kept.save()
        stored += 1
        missing |= dict.fromkeys(term.german for term in known.missing(row.string.data, text))
    return Filled(
        result.tool, stored, result.characters, tuple(dict.fromkeys(left)), tuple(missing),
        result.used_glossary,
    )  # fmt: skip


def fits(german: str, text: str) -> bool:
    if not is_sound(text):
        return False
    try:
        validate_translation_links(german, text)
    except ValueError:
        return False
    return True


# Whose words


def keep_name(string: StringTranslation) -> None:
    """Before a string is saved: the same words are no person's, whoever saves them again."""
    if not string.pk or string.translation_type == MACHINE:
        return
    stored = StringTranslation.objects.filter(pk=string.pk, translation_type=MACHINE).first()
    if stored is not None and stored.data == string.data:
        string.translation_type, string.tool_name = MACHINE, stored.tool_name


def readings() -> Any:
    return apps.get_model("aktionsplan_pages", "SeenText").objects


def confirm(string: StringTranslation, user: Any) -> None:
    """``user`` has read a machine's words and leaves them as they are; they stay named so.

    Without effect on a person's words.
    """
    if string.translation_type == MACHINE:
        readings().update_or_create(
            string=string,
            defaults={"digest": sections.digest(string.data), "person": user,
                      "at": timezone.now()},
        )  # fmt: skip
        typists.note(user and user.pk, string.locale_id, [string.context_id])


def is_unseen(string: StringTranslation) -> bool:
    """Of a string in whose query ``seen`` was selected: a machine's words nobody confirmed."""
    seen = getattr(string, "seen", None)
    is_read = seen is not None and seen.digest == sections.digest(string.data)
    return string.translation_type == MACHINE and not is_read


def machine_strings(translation: Translation) -> list[StringTranslation]:
    """The machine's strings that a submission would take, in the page's order; one query."""
    segments = translation.source.stringsegment_set
    place = segments.filter(string=OuterRef("translation_of"), context=OuterRef("context"))
    rows = segments.get_translations(translation.target_locale).filter(translation_type=MACHINE)
    in_order = rows.order_by(Subquery(place.order_by("order").values("order")[:1]))
    return list(in_order.select_related("context", "seen"))


def unseen(translation: Translation) -> list[str]:
    """The paths of the sections that hold a machine's words which nobody has read."""
    model = model_of(translation)
    rows = [row for row in machine_strings(translation) if is_unseen(row)]
    return list(dict.fromkeys(sections.section_of(row.context.path, model) for row in rows))


def refuse_unseen(translation: Translation, submitted: set[str]) -> None:
    """Raises UnseenMachineText if one of the ``submitted`` sections was not read."""
    if paths := [path for path in unseen(translation) if path in submitted]:
        model = model_of(translation)
        names = dict.fromkeys(name_of(path, model) for path in paths)
        raise UnseenMachineText(paths, names)


def tools(translation: Translation, submitted: set[str]) -> dict[str, str]:
    """Per section that a machine wrote a part of, its name."""
    model = model_of(translation)
    found: dict[str, dict[str, None]] = {}
    for row in machine_strings(translation):
        path = sections.section_of(row.context.path, model)
        if path in submitted:
            found.setdefault(path, {})[row.tool_name or MACHINE] = None
    return {path: ", ".join(names) for path, names in found.items()}


def machine_sections(page: Any) -> dict[str, str]:
    """Of a page or revision: the sections a machine wrote a part of, and its name.

    They went through the same approval as all others; which steps said yes is in the trail.
    """
    return {path: tool for path, tool in page.machine.items() if path in page.made_from}


def model_of(translation: Translation) -> type[Model]:
    return translation.source.specific_content_type.model_class()


def name_of(path: str, model: Any) -> str:
    """A section as the editor calls it: the label of its field, with that of its child."""
    parts = path.split(".")
    if len(parts) == 1:
        return capfirst(str(model._meta.get_field(path).verbose_name))
    child = model._meta.get_field(parts[0]).related_model
    label = child._meta.get_field(parts[2]).verbose_name
    return f"{capfirst(str(child._meta.verbose_name))}: {label}"
