"""Translation jobs over HTTP: who may send out and take in what, and what a person sees."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from aktionsplan_pages.models import (
    ActionPlanPage,
    MeasurePage,
    TranslationJob,
    TranslationUpload,
)
from aktionsplan_pages.translation.offices.files import FORMATS, read
from tests.approval.conftest import as_user, person  # noqa: F401
from tests.translation.offices.conftest import (  # noqa: F401
    Office,
    german,
    outcomes,
    retype,
    stored,
    whole,
)

JOBS = "/admin/reports/uebersetzungsauftraege/"
Person = Callable[..., Any]


class Desk:
    """A person at the screen of translation jobs."""

    def __init__(self, client: Client, plan: ActionPlanPage) -> None:
        self.client, self.plan = client, plan

    def order(self, language: str = "uk", format_name: str = "xliff12", only_due: str = "") -> Any:
        data = {"plan": self.plan.pk, "language": language, "format": format_name,
                "only_due": only_due}  # fmt: skip
        return self.client.post(f"{JOBS}export/", data)

    def hand_in(self, content: bytes, name: str = "antwort.xlf") -> Any:
        return self.client.post(JOBS, {"file": SimpleUploadedFile(name, content)})

    def see(self, url: str) -> BeautifulSoup:
        response = self.client.get(url)
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def desk(whole: ActionPlanPage, as_user: Any) -> Callable[[Any], Desk]:
    return lambda user: Desk(as_user(user), whole)


@pytest.fixture
def olena(person: Person) -> Any:
    return person("olena", "translator", "uk")


@pytest.fixture
def office(whole: ActionPlanPage, olena: Any) -> Office:
    return Office(whole, olena)


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_translator_sends_out_a_job(format_name: str, desk: Any, olena: Any) -> None:
    response = desk(olena).order(format_name=format_name)
    assert response.status_code == 200
    assert "-uk-" in response["Content-Disposition"]
    file = read(response.content)
    job = TranslationJob.objects.get()
    assert (file.language, file.number, job.created_by) == ("uk", str(job.number), olena)
    assert job.count == len(list(file.units())) == 8


def test_from_upload_to_translation(desk: Any, olena: Any, office: Office, read: Any) -> None:
    mine = desk(olena)
    content = office.answer(mine.order().content)
    before = read("/uk/plan/kurse/")
    response = mine.hand_in(content)
    upload = TranslationUpload.objects.get()
    assert response.url == reverse("action_plan_upload", args=[upload.pk])
    screen = mine.see(response.url)
    assert len(screen.select("tr[data-key]")) == 8
    assert screen.select_one("td[lang=uk]").get_text() == "[Aktionsplan]"
    assert "Probelauf" in screen.get_text()
    assert stored() == {}
    mine.client.post(response.url, {"action": "import"})
    assert len(stored()) == 8
    assert set(StringTranslation.objects.values_list("last_translated_by", flat=True)) == {
        olena.pk
    }
    assert "8 Segmente" in mine.see(response.url).get_text()
    assert read("/uk/plan/kurse/") == before


def test_rejected_segments_come_first_with_reasons(desk: Any, olena: Any, office: Office) -> None:
    mine = desk(olena)
    answer = office.answer(mine.order().content)
    answer = answer.replace(b'[Wir <g id="b-1" ctype="bold">lernen</g>', b"[Wir lernen")
    screen = mine.see(mine.hand_in(answer).url)
    rows = screen.select("tr[data-key]")
    assert len(rows) == 1
    assert "<b>" in rows[0].select_one(".error-message").get_text()
    assert "1 Segment" in screen.select_one(".help-critical").get_text()


def test_a_conflict_needs_a_tick(desk: Any, olena: Any, office: Office) -> None:
    mine = desk(olena)
    office.bring(office.answer(mine.order().content))
    answer = office.answer(mine.order().content, lambda text: f"{text}!")
    retype("Deutschkurse", "Курси мови")
    url = mine.hand_in(answer).url
    screen = mine.see(f"{url}?outcome=conflict")
    box = screen.select_one("input[name=accept]")
    assert "Курси мови" in screen.select_one("tr[data-key]").get_text()
    mine.client.post(url, {"action": "import", "listed": box["value"]})
    assert stored()["Deutschkurse"] == "Курси мови"
    assert stored()["Sprache"] == "Sprache!"
    mine.client.post(url, {"action": "import", "listed": box["value"], "accept": box["value"]})
    assert stored()["Deutschkurse"] == "Deutschkurse!"


def test_a_tick_is_for_conflicts_alone(desk: Any, olena: Any, office: Office) -> None:
    mine = desk(olena)
    answer = office.answer(mine.order().content)
    answer = answer.replace(b'[Wir <g id="b-1" ctype="bold">lernen</g>', b"[Wir lernen")
    url = mine.hand_in(answer).url
    row = TranslationUpload.objects.get().segments.get(outcome="rejected")
    mine.client.post(url, {"action": "import", "listed": row.pk, "accept": row.pk})
    assert len(stored()) == 7


def test_a_translator_of_ukrainian_touches_no_arabic(
    desk: Any, olena: Any, person: Person, office: Office
) -> None:  # fmt: skip
    mine, coordination = desk(olena), desk(person("kaya", "coordination"))
    assert mine.order("ar").status_code == 302
    assert TranslationJob.objects.count() == 0
    answer = office.answer(coordination.order("ar").content)
    assert mine.hand_in(answer).status_code == 302
    assert TranslationUpload.objects.count() == 0
    assert "ar" not in [o["value"] for o in mine.see(JOBS).select("[name=language] option")]
    assert mine.see(JOBS).select("#jobs-section td, #jobs td") == []
    url = coordination.hand_in(answer).url
    assert mine.client.get(url).status_code == 404
    assert mine.client.post(url, {"action": "import"}).status_code == 404
    assert stored("ar") == {}
    coordination.client.post(url, {"action": "import"})
    assert len(stored("ar")) == 8


def test_who_is_no_translator_any_more_takes_nothing_in(
    desk: Any, olena: Any, person: Person, office: Office
) -> None:  # fmt: skip
    mine = desk(olena)
    url = mine.hand_in(office.answer(mine.order().content)).url
    olena.groups.clear()
    person("olena", "translator", "ar")
    assert mine.client.post(url, {"action": "import"}).status_code == 302
    assert stored() == {}


@pytest.mark.parametrize(
    ("role", "language", "may"),
    [
        ("translator", "uk", True), ("coordination", "", True), ("administrator", "", True),
        ("editor", "", False), ("organisation", "", False), ("press", "", False),
        ("head", "", False), ("reviewer", "uk", False), ("translator", "de-simple", False),
    ],
)  # fmt: skip
def test_who_may(
    role: str, language: str, may: bool, desk: Any, person: Person, office: Office
) -> None:  # fmt: skip
    theirs = desk(person("somebody", role, language))
    answer = office.answer(office.send())
    assert theirs.client.get(JOBS).status_code == (200 if may else 302)
    assert theirs.order().status_code == (200 if may else 302)
    theirs.hand_in(answer)
    assert TranslationUpload.objects.exists() is may
    menu = theirs.client.get("/admin/").content.decode()
    assert (JOBS in menu) is may


def test_retold_languages_are_not_sent_out(desk: Any, person: Person) -> None:
    coordination = desk(person("kaya", "coordination"))
    offered = {o["value"] for o in coordination.see(JOBS).select("[name=language] option")}
    assert {"uk", "ar", "kmr"} <= offered
    assert not {"de", "de-simple"} & offered
    assert coordination.order("de-simple").status_code == 302
    assert coordination.order("xx").status_code == 422


@pytest.mark.parametrize("content", [b"", b"\0", b"<a/>", b"PK", b"a;b"])
def test_a_file_that_is_none_is_said_at_the_field(content: bytes, desk: Any, olena: Any) -> None:
    response = desk(olena).hand_in(content)
    assert response.status_code == 422
    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.select_one("#return-section .error-message, .error-message").get_text(strip=True)
    assert TranslationUpload.objects.count() == 0


def test_a_file_too_large_is_not_read(
    desk: Any, olena: Any, office: Office, settings: Any
) -> None:
    answer = office.answer(office.send())
    settings.ACTION_PLAN_TRANSLATION_FILE_MIB = 0
    response = desk(olena).hand_in(answer)
    assert response.status_code == 422
    assert "MiB" in response.content.decode()


def test_discarding_takes_nothing_in(desk: Any, olena: Any, office: Office) -> None:
    mine = desk(olena)
    url = mine.hand_in(office.answer(mine.order().content)).url
    mine.client.post(url, {"action": "discard"})
    assert TranslationUpload.objects.count() == 0
    assert stored() == {}


def test_an_interrupted_import_shows_progress_and_goes_on(
    desk: Any, olena: Any, office: Office, monkeypatch: Any
) -> None:
    mine = desk(olena)
    url = mine.hand_in(office.answer(mine.order().content)).url
    upload = TranslationUpload.objects.get()
    upload.segments.filter(position__lte=3).update(is_done=True)
    TranslationUpload.objects.update(started_at=upload.created_at)
    response = mine.client.get(url)
    assert response["Refresh"]
    soup = BeautifulSoup(response.content, "html.parser")
    assert (soup.progress["value"], soup.progress["max"]) == ("3", "8")
    mine.client.post(url, {"action": "import"})
    assert len(stored()) == 5
    assert "Refresh" not in mine.client.get(url).headers


def test_nothing_due_is_said(desk: Any, olena: Any, office: Office) -> None:
    mine = desk(olena)
    office.bring(office.answer(mine.order().content))
    response = mine.order(only_due="1")
    assert response.status_code == 302
    assert "nichts zu übersetzen" in mine.see(JOBS).get_text()


def test_what_is_shown_is_text_and_not_markup(
    desk: Any, olena: Any, office: Office, german: MeasurePage
) -> None:  # fmt: skip
    mine = desk(olena)
    answer = office.answer(mine.order(format_name="po").content)
    answer = answer.replace(b"[Sprache]", b"<script>alert(1)</script>")
    html = mine.client.get(mine.hand_in(answer).url).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_lists_cost_a_fixed_number_of_queries(
    desk: Any, olena: Any, office: Office, django_assert_max_num_queries: Any
) -> None:
    mine = desk(olena)
    for _ in range(5):
        url = mine.hand_in(office.answer(mine.order().content)).url
    mine.client.get(JOBS)
    with django_assert_max_num_queries(20):
        mine.client.get(JOBS)
    with django_assert_max_num_queries(20):
        mine.client.get(url)
