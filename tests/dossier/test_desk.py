"""A translation from *missing* to public through two people, and what German changes do to it."""

import csv
import io
from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation

from aktionsplan_pages.editing.subject import address_of
from aktionsplan_pages.models import MeasurePage
from aktionsplan_pages.translation.vocabulary import Change, State
from tests.approval.conftest import submit
from tests.conftest import publish, translate
from tests.dossier.conftest import Screen, begin, decide, state_of

Look = Callable[..., Screen]


def test_from_missing_to_public_through_two_people(
    measure: MeasurePage, olha: Any, reviewer: Any, head: Any, as_user: Any, open_desk: Any,
    look: Look, read: Callable[..., str],
) -> None:  # fmt: skip
    assert state_of(measure) == (State.MISSING, None)
    page = begin(as_user(olha), measure, "uk")
    desk = open_desk(olha, page)
    assert {field["lang"] for field in desk.fields.values()} == {"uk"}
    assert "Deutschkurse" in desk.fields
    desk.send(Deutschkurse="Курси німецької")
    assert state_of(measure) == (State.MISSING, State.TRANSLATING)
    assert "Курси німецької" not in read("/uk/plan/kurse/")
    open_desk(olha, page).send("submit", **{"Kurse für alle.": "Курси для всіх."})
    assert state_of(measure) == (State.MISSING, State.IN_REVIEW)
    assert "approve" not in look(olha, page).acts
    decide(look, olha, page)
    assert state_of(measure) == (State.MISSING, State.IN_REVIEW)
    mail.outbox.clear()
    call_command("send_notices")
    assert any(reviewer.email in one.to for one in mail.outbox)
    decide(look, reviewer, page)
    assert "Курси німецької" not in read("/uk/plan/kurse/")
    decide(look, head, page)
    html = read("/uk/plan/kurse/")
    assert "Курси німецької" in html
    assert "Курси для всіх." in html
    assert state_of(measure) == (State.CURRENT, None)


def test_an_arabic_translation_is_written_from_right_to_left_in_the_german_admin(
    measure: MeasurePage, arabic: Any, as_user: Any, open_desk: Any
) -> None:
    desk = open_desk(arabic, begin(as_user(arabic), measure, "ar"))
    assert {(field["lang"], field["dir"]) for field in desk.fields.values()} == {("ar", "rtl")}
    assert desk.soup.select_one(".desk__german")["dir"] == "ltr"
    assert desk.soup.html["lang"] == "de"


def test_a_translator_of_one_language_cannot_touch_another(
    measure: MeasurePage, olha: Any, arabic: Any, as_user: Any
) -> None:
    page = begin(as_user(olha), measure, "uk")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    segment = Translation.objects.get().source.stringsegment_set.first()
    line = f"line-{segment.context_id}-{segment.string_id}"
    for method in ("get", "post"):
        response = getattr(as_user(arabic), method)(address, {line: "لا"})
        assert response.status_code == 302
    assert not StringTranslation.objects.exists()
    as_user(olha).post(address, {line: "Так"})  # control
    assert StringTranslation.objects.get().last_translated_by == olha


def test_a_translator_is_offered_their_own_language(
    measure: MeasurePage, olha: Any, root: Any, as_user: Any
) -> None:
    address = reverse("wagtail_localize:submit_page_translation", args=[measure.pk])
    soup = BeautifulSoup(as_user(olha).get(address).content, "html.parser")
    (offered,) = soup.select("input[name=locales]")
    assert offered.has_attr("checked")
    assert "Українська" in offered.find_parent("label").get_text()
    arabic = Locale.objects.get(language_code="ar")
    assert as_user(olha).post(address, {"locales": [arabic.pk]}).status_code == 200
    assert not Translation.objects.exists()
    soup = BeautifulSoup(as_user(root).get(address).content, "html.parser")
    assert len(soup.select("input[name=locales]")) == 12


def published(look: Look, page: Any, editor: Any, coordinator: Any, head: Any, kind: str = "",
              **changes: Any) -> MeasurePage:  # fmt: skip
    """A German change through the whole approval, whose coordinator says what kind it is."""
    submit(MeasurePage.objects.get(pk=page.pk), editor, **changes)
    decide(look, coordinator, page, **({"change": kind} if kind else {}))
    decide(look, head, page, **({"change": kind} if kind else {}))
    return MeasurePage.objects.get(pk=page.pk)


def test_a_typo_then_a_meaning_then_a_fact(
    measure: MeasurePage, olha: Any, reviewer: Any, editor: Any, coordinator: Any, head: Any,
    open_desk: Any, look: Look, read: Callable[..., str],
) -> None:  # fmt: skip
    page = translate(measure, "uk", title="Курси", summary="Курси для всіх.")
    published(look, measure, editor, coordinator, head, Change.TYPO, summary="Kurse für Alle.")
    assert state_of(measure) == (State.CORRECTED, None)
    desk = open_desk(olha, page)
    assert desk.fields["Kurse für Alle."].get_text() == "Курси для всіх."
    assert "Nur eine Berichtigung" in desk.text()
    assert desk.soup.select_one(".desk__change ins").get_text(strip=True) == "Alle"
    assert "as-of" not in read("/uk/plan/kurse/")

    published(look, measure, editor, coordinator, head, Change.MEANING, summary="Für Frauen.")
    assert state_of(measure) == (State.CHANGED, None)
    html = read("/uk/plan/kurse/")
    assert "Курси для всіх." in html
    assert html.count('class="as-of"') == 1
    assert "Перекладено з німецького тексту від" in html
    assert "Für Frauen." in read("/de/plan/kurse/")
    desk = open_desk(olha, page)
    assert desk.fields["Für Frauen."].get_text() == ""
    assert "Kurse für alle." in desk.text(".desk__change del")

    measure = published(look, measure, editor, coordinator, head, status="done")
    assert state_of(measure) == (State.CHANGED, None)
    html = read("/uk/plan/kurse/")
    assert "is-done" in html
    open_desk(olha, page).send("submit", **{"Für Frauen.": "Для жінок."})
    decide(look, reviewer, page)
    decide(look, head, page)
    assert state_of(measure) == (State.CURRENT, None)
    assert 'class="as-of"' not in read("/uk/plan/kurse/")


def subjects(user: Any) -> list[str]:
    """Of the mails that ``user`` gets now."""
    mail.outbox.clear()
    call_command("send_notices")
    return [str(one.subject) for one in mail.outbox if user.email in one.to]


def test_translators_are_told_of_another_meaning_once_and_only_of_what_they_have_to_do(
    measure: MeasurePage, olha: Any, arabic: Any, editor: Any, coordinator: Any, head: Any,
    reviewer: Any, open_desk: Any, look: Look,
) -> None:  # fmt: skip
    page = translate(measure, "uk", title="Курси", summary="Курси для всіх.")
    published(look, measure, editor, coordinator, head, Change.TYPO, summary="Kurse für Alle.")
    assert subjects(olha) == []
    published(look, measure, editor, coordinator, head, Change.MEANING, summary="Für Frauen.")
    assert subjects(olha) == ["Der deutsche Text hat sich geändert: „Deutschkurse“"]
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in mail.outbox[-1].body
    assert subjects(arabic) == []  # nothing is translated into Arabic
    assert subjects(olha) == []
    published(look, measure, editor, coordinator, head, Change.MEANING, summary="Für Männer.")
    open_desk(olha, page).send("submit", **{"Für Männer.": "Для чоловіків."})
    assert subjects(olha) == []  # it is in review already
    decide(look, reviewer, page, "reject", comment="Anders.")
    assert sorted(subjects(olha)) == ["1 Übersetzung wartet auf Sie, 1 Entscheidung"]


def test_nobody_is_asked_for_the_kind_of_change_where_no_words_change(
    measure: MeasurePage, editor: Any, coordinator: Any, look: Look
) -> None:
    submit(measure, editor, status="done")
    assert not look(coordinator, measure).soup.select("input[name=change]")
    measure.current_workflow_state.cancel(user=editor)
    submit(MeasurePage.objects.get(pk=measure.pk), editor, summary="Neu.")
    assert len(look(coordinator, measure).soup.select("input[name=change]")) == 2


def test_without_a_title_nothing_is_submitted_and_nothing_is_lost(
    measure: MeasurePage, olha: Any, as_user: Any, open_desk: Any
) -> None:
    page = begin(as_user(olha), measure, "uk")
    desk = open_desk(olha, page).send("submit", **{"Kurse für alle.": "Курси."})
    assert "Der Titel von „Deutschkurse“ ist noch nicht übersetzt" in desk.soup.get_text()
    assert desk.fields["Kurse für alle."].get_text() == "Курси."
    assert not MeasurePage.objects.get(pk=page.pk).workflow_in_progress


def test_links_placeholders_and_paper_numbers_are_protected(
    measure: MeasurePage, olha: Any, as_user: Any, open_desk: Any
) -> None:
    draft = measure.get_latest_revision_as_object()
    draft.summary = "Nach VO/2025/246, Fragen an kurse@example.org."
    draft.description = '<p>Siehe <a href="https://example.org/">hier</a>.</p>'
    publish(draft)
    page = begin(as_user(olha), measure, "uk")
    desk = open_desk(olha, page)
    link = next(german for german in desk.fields if german.startswith("Siehe"))
    desk = desk.send(**{draft.summary: "Питання", link: "Див. тут.", "Deutschkurse": "Курси"})
    assert desk.status == 422
    errors = desk.text(".desk__errors")
    assert "VO/2025/246" in errors
    assert "kurse@example.org" in errors
    assert '<a id="a1">' in errors
    assert desk.fields[draft.summary].get_text() == "Питання"  # nothing that was typed is lost
    assert list(StringTranslation.objects.values_list("data", flat=True)) == ["Курси"]


def test_two_who_write_at_once_lose_nothing(
    measure: MeasurePage, olha: Any, person: Any, as_user: Any, open_desk: Any
) -> None:
    page = begin(as_user(olha), measure, "uk")
    other = person("translator-uk-2", "translator", "uk")
    mine, theirs = open_desk(olha, page), open_desk(other, page)
    theirs.send(**{"Deutschkurse": "Курси", "Kurse für alle.": "Для всіх."})
    mine = mine.send(Deutschkurse="Заняття")  # the other field was empty when it was shown
    assert mine.status == 422
    assert "„Курси“" in mine.text(".desk__errors")
    assert mine.fields["Deutschkurse"].get_text() == "Заняття"
    assert stored() == {"Курси", "Для всіх."}
    assert mine.send().status == 200  # seen, and saved again
    assert stored() == {"Заняття", "Для всіх."}


def test_german_that_changes_under_the_pen_loses_nothing(
    measure: MeasurePage, olha: Any, as_user: Any, open_desk: Any
) -> None:
    page = begin(as_user(olha), measure, "uk")
    desk = open_desk(olha, page)
    old = desk.fields["Kurse für alle."]["name"]
    draft = measure.get_latest_revision_as_object()
    draft.summary = "Für Frauen."
    publish(draft)
    desk = desk.send(**{"Deutschkurse": "Курси", "Kurse für alle.": "Для всіх."})
    assert desk.status == 422
    assert "Für Frauen." in desk.fields
    assert old not in [field["name"] for field in desk.fields.values()]
    assert desk.text(".help-warning li") == "Для всіх."
    assert stored() == {"Курси"}


def stored() -> set[str]:
    return set(StringTranslation.objects.values_list("data", flat=True))


def test_what_somebody_locked_is_left_alone(
    measure: MeasurePage, olha: Any, root: Any, as_user: Any, open_desk: Any
) -> None:
    page = begin(as_user(olha), measure, "uk")
    MeasurePage.objects.filter(pk=page.pk).update(
        locked=True, locked_by=root, locked_at=timezone.now()
    )
    desk = open_desk(olha, page)
    assert "gesperrt" in desk.text(".help-info")
    assert not desk.soup.select(".desk__footer button")
    assert "gesperrt" in desk.send(Deutschkurse="Курси").text("body")
    assert stored() == set()
    MeasurePage.objects.filter(pk=page.pk).update(locked=False, locked_by=None)
    open_desk(olha, page).send(Deutschkurse="Курси")  # control
    assert stored() == {"Курси"}


def test_in_review_the_desk_only_shows(
    measure: MeasurePage, olha: Any, as_user: Any, open_desk: Any
) -> None:
    page = begin(as_user(olha), measure, "uk")
    open_desk(olha, page).send("submit", Deutschkurse="Курси")
    desk = open_desk(olha, page)
    assert not desk.soup.select(".desk__footer button")
    assert all(field.has_attr("readonly") for field in desk.fields.values())
    field = desk.fields["Deutschkurse"]["name"]
    response = desk.client.post(desk.url, {field: "Інше"}, follow=True)
    assert "wird gerade geprüft" in response.content.decode()
    assert StringTranslation.objects.get().data == "Курси"


def test_what_was_sent_back_says_why_and_can_be_submitted_again(
    measure: MeasurePage, olha: Any, reviewer: Any, head: Any, as_user: Any, open_desk: Any,
    look: Look, read: Callable[..., str],
) -> None:  # fmt: skip
    page = begin(as_user(olha), measure, "uk")
    open_desk(olha, page).send("submit", Deutschkurse="Курсы")
    decide(look, reviewer, page, "reject", comment="Це російською.")
    start = look(olha, reverse("wagtailadmin_home"))
    assert "Це російською." in start.text("#came-back-content")
    assert "Це російською." in open_desk(olha, page).text()
    open_desk(olha, page).send("submit", Deutschkurse="Курси")
    decide(look, reviewer, page)
    decide(look, head, page)
    assert "<h1>Курси</h1>" in read("/uk/plan/kurse/")


def test_what_came_back_still_shows_what_has_changed_and_since_when(
    measure: MeasurePage, olha: Any, reviewer: Any, editor: Any, coordinator: Any, head: Any,
    open_desk: Any, look: Look,
) -> None:  # fmt: skip
    page = translate(measure, "uk", title="Курси", summary="Курси для всіх.")
    published(look, measure, editor, coordinator, head, Change.MEANING, summary="Für Frauen.")
    open_desk(olha, page).send("submit", **{"Für Frauen.": "Жінкам."})
    decide(look, reviewer, page, "reject", comment="Anders.")
    desk = open_desk(olha, page)
    assert "Kurse für alle." in desk.text(".desk__change del")
    assert "Deutsch seither geändert" in desk.text(".desk__state--changed")


def test_the_preview_shows_what_is_saved_and_german_marked_for_the_rest(
    measure: MeasurePage, olha: Any, arabic: Any, as_user: Any, open_desk: Any
) -> None:
    page = begin(as_user(olha), measure, "uk")
    open_desk(olha, page).send(Deutschkurse="Курси")
    address = reverse("action_plan_desk_preview", args=[page.pk])
    html = as_user(olha).get(address).content.decode()
    assert "<h1>Курси</h1>" in html
    assert '<span lang="de" dir="ltr">Kurse für alle.</span>' in html
    assert as_user(arabic).get(address).status_code != 200
    assert MeasurePage.objects.get(pk=page.pk).latest_revision_id == page.latest_revision_id


def test_the_start_page_shows_what_waits_in_my_languages(
    measure: MeasurePage, olha: Any, editor: Any, look: Look
) -> None:
    start, waiting = reverse("wagtailadmin_home"), "#to-translate-content"
    assert "Deutschkurse" in look(olha, start).text(waiting)
    translate(measure, "uk", title="Курси", summary="Курси для всіх.")
    assert "Deutschkurse" not in look(olha, start).text(waiting)
    assert not look(editor, start).soup.select(waiting)


def test_the_most_visited_page_waits_first(
    measure: MeasurePage, olha: Any, look: Look, settings: Any
) -> None:
    settings.ACTION_PLAN_VISITS = "tests.dossier.test_desk.counted"
    COUNTED.clear()
    COUNTED[measure.translation_key] = 7
    titles = look(olha, reverse("wagtailadmin_home")).all("#to-translate-content .title-wrapper")
    assert titles[0] == "Deutschkurse"
    COUNTED.clear()
    titles = look(olha, reverse("wagtailadmin_home")).all("#to-translate-content .title-wrapper")
    assert titles[0] != "Deutschkurse"


COUNTED: dict[Any, int] = {}


def counted() -> dict[Any, int]:
    return COUNTED


def test_the_matrix_filters_counts_and_exports(
    measure: MeasurePage, olha: Any, coordinator: Any, look: Look, as_user: Any
) -> None:
    translate(measure, "uk", title="Курси", summary="Курси для всіх.")
    translate(measure, "ar", title="دورات")
    address = reverse("action_plan_translations")
    screen = look(coordinator, address)
    assert "Deutschkurse" in screen.text(".matrix__table")
    partly = look(coordinator, f"{address}?language=ar&state=partly")
    assert partly.all(".matrix__table tbody th") == ["Deutschkurse Maßnahme"]
    assert look(coordinator, f"{address}?title=DEUTSCHK").all(".matrix__table tbody th") == [
        "Deutschkurse Maßnahme"
    ]
    nothing = look(coordinator, f"{address}?language=ar&state=changed")
    assert nothing.all(".matrix__table tbody th") == []
    assert look(coordinator, f"{address}?language=uk&age=7").all(".matrix__table tbody th") == []
    wrong = look(coordinator, f"{address}?language=xx&state=?&p=99&age=x&translator=0")
    assert wrong.status == 200
    text = as_user(coordinator).get(f"{address}?language=uk&export=csv").content.decode()
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert ["Deutschkurse", "Maßnahme", "Українська", "aktuell"] in [row[:4] for row in rows]


def test_the_dossier_of_german_says_what_it_asks(
    measure: MeasurePage, editor: Any, coordinator: Any, look: Look
) -> None:
    submit(measure, editor, summary="Neu.")
    text = look(coordinator, address_of(measure)).text()
    assert "Was ändert sich am Wortlaut?" in text
