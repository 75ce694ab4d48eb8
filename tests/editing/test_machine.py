"""*Translate with …* in the admin, at wagtail-localize's own addresses: by our rules."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringTranslation, Translation

from aktionsplan_pages.editing.subject import address_of
from aktionsplan_pages.models import MachineUse, MeasurePage
from aktionsplan_pages.translation import machine
from aktionsplan_pages.translation.submit import fill, prepare, submit
from tests.approval.conftest import person  # noqa: F401
from tests.conftest import publish
from tests.translation.services import Answer, DeepLHandler, Server, serving
from tests.translation.test_machine import switch_on

People = Callable[..., Any]


@pytest.fixture
def deepl(settings: Any) -> Iterator[Server]:
    with serving(DeepLHandler) as server:
        switch_on(settings, "deepl", server.url)
        yield server


@pytest.fixture
def translation(measure: MeasurePage) -> Translation:
    return prepare(measure, "uk")


def browser(user: Any) -> Client:
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "de"})
    client = Client()
    client.force_login(user)
    return client


def press(user: Any, translation: Translation) -> str:
    """What the admin says after the button."""
    address = reverse("wagtail_localize:machine_translate", args=[translation.pk])
    return browser(user).post(address, follow=True).content.decode()


@pytest.fixture
def translator(person: People) -> Any:
    return person("t", "translator", "uk")


def test_the_button_fills_and_asks_to_read(
    deepl: Server, translation: Translation, translator: Any
) -> None:
    fill(translation, {"Deutschkurse": "Курси"})
    said = press(translator, translation)
    assert "DeepL hat 1 Textstelle übersetzt" in said
    rows = StringTranslation.objects.order_by("pk").values_list("data", "translation_type")
    assert list(rows) == [("Курси", "manual"), ("uk Kurse für alle.", "machine")]
    assert MachineUse.objects.get().person_id == translator.pk
    assert "nichts leer" in press(translator, translation)
    with pytest.raises(machine.UnseenMachineText):
        submit(translation, translator)


def test_an_error_is_a_message(deepl: Server, translation: Translation, translator: Any) -> None:
    deepl.next = [Answer(456, {"message": "Quota exceeded"})]
    assert "Kontingent" in press(translator, translation)
    assert not StringTranslation.objects.exists()


def test_what_could_not_be_used_is_named(
    deepl: Server, translation: Translation, translator: Any
) -> None:
    deepl.words["Deutschkurse"] = "<h1>Курси</h1>"
    said = press(translator, translation)
    assert "nicht zu verwenden" in said
    assert "Titel" in said


def test_only_who_translates_the_language_presses_it(
    deepl: Server, translation: Translation, translator: Any, person: People
) -> None:  # fmt: skip
    for other in (person("a", "translator", "ar"), person("r", "reviewer", "uk")):
        press(other, translation)
        assert deepl.calls == []
    press(translator, translation)
    assert len(deepl.calls) == 1


def test_nothing_is_filled_during_review(
    deepl: Server, translation: Translation, translator: Any
) -> None:
    fill(translation, {"Deutschkurse": "Курси"})
    row = MeasurePage.objects.get(pk=submit(translation, translator).object_id)
    state = row.get_workflow().start(row, translator)
    press(translator, translation)
    assert deepl.calls == []
    state.cancel(user=translator)
    press(translator, translation)
    assert len(deepl.calls) == 1


def test_who_decides_is_told_of_a_machine(
    deepl: Server, translation: Translation, translator: Any, person: People
) -> None:  # fmt: skip
    press(translator, translation)
    for row in StringTranslation.objects.all():
        machine.confirm(row, translator)
    page = MeasurePage.objects.get(pk=submit(translation, translator).object_id)
    page.get_workflow().start(page, translator)
    dossier = browser(person("r", "reviewer", "uk")).get(address_of(page)).content.decode()
    assert "Maschinell übersetzte Abschnitte" in dossier
    assert "2 Abschnitte" in dossier


def test_a_link_does_not_press_it(
    deepl: Server, translation: Translation, translator: Any
) -> None:
    address = reverse("wagtail_localize:machine_translate", args=[translation.pk])
    assert browser(translator).get(address).status_code == 405
    assert deepl.calls == []


def test_updating_translations_asks_no_machine(
    deepl: Server, translation: Translation, translator: Any, measure: MeasurePage
) -> None:
    fill(translation, {"Deutschkurse": "Курси"})
    submit(translation, translator)
    measure.title = "Neue Kurse"
    publish(measure)
    client = browser(translator)
    address = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    shown = client.get(address).content.decode()
    assert "publish_translations" not in shown
    assert "use_machine_translation" not in shown
    client.post(address, {"use_machine_translation": "on"})
    assert deepl.calls == []
    translation.source.refresh_from_db()
    assert translation.source.object_repr == "Neue Kurse"
