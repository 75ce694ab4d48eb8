"""Ways round the approval through wagtail-localize: its views, its methods, its settings."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import HttpResponse
from django.test import override_settings
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import LocaleSynchronization, StringTranslation, Translation

from aktionsplan_pages.editing import desk_view
from aktionsplan_pages.models import MeasurePage
from tests.approval.stage import Scene
from tests.approval.ways import Ways, walk_both
from tests.conftest import publish

ways = Ways()
way = ways.way
CHANGE = "saved as a draft and submitted"
NOBODY = "Nobody has approved this content"
NO_ALIAS = "An alias would publish"
NO_RIGHT = "Sie haben leider keinen Zugang"
NOT_PUBLIC = "Nothing is public yet"
UPDATED = "Successfully updated"
MACHINE = {"CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"}


def translation_of(scene: Scene) -> Translation:
    return Translation.objects.get(source__object_id=scene.measure.translation_key)


def retype(scene: Scene) -> Translation:
    """A translator types another title."""
    StringTranslation.objects.filter(data="Курси німецької").update(data="Інше")
    return translation_of(scene)


def uk() -> Locale:
    return Locale.objects.get(language_code="uk")


def post(scene: Scene, user: Any, name: str, *args: Any, **data: Any) -> HttpResponse:
    return scene.browser(user).post(reverse(f"wagtail_localize:{name}", args=args), data)


@way("a update translations and publish", "their views", "row", "child", "publishing",
     says=UPDATED)  # fmt: skip
def _(scene: Scene) -> HttpResponse:
    source = retype(scene).source
    return post(
        scene, scene.translator, "update_translations", source.pk, publish_translations="on"
    )


@way("a a draft translation is updated and published", "their views", "publishing",
     says=UPDATED)  # fmt: skip
def _(scene: Scene) -> HttpResponse:
    post(scene, scene.translator, "submit_page_translation", scene.goal.pk, locales=[uk().pk])
    source = Translation.objects.get(source__object_id=scene.goal.translation_key).source
    return post(
        scene, scene.translator, "update_translations", source.pk, publish_translations="on"
    )


@way("b a live page is translated", "publishing", says=NOBODY)
@override_settings(WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE=True)
def _(scene: Scene) -> HttpResponse:
    return post(
        scene, scene.translator, "submit_page_translation", scene.goal.pk, locales=[uk().pk]
    )


@way("b a live snippet is translated", "their views", "row", "publishing", says="404")
@override_settings(WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE=True)
def _(scene: Scene) -> HttpResponse:
    where = ("aktionsplan_pages", "targetgroup", scene.group.pk)
    return post(scene, scene.translator, "submit_snippet_translation", *where, locales=[uk().pk])


@way("c save_target(publish=False)", "row", "child", says=CHANGE)
def _(scene: Scene) -> None:
    retype(scene).save_target(user=scene.translator, publish=False)


@way("c save_target()", "row", "child", "publishing", says=CHANGE)
def _(scene: Scene) -> None:
    retype(scene).save_target(user=scene.superuser)


@way("d convert to alias", "their views", "row", "child", "relation", says="404")
def _(scene: Scene) -> HttpResponse:
    return post(scene, scene.translator, "convert_to_alias", scene.translated.pk)


@way("e synchronisation is switched on", "no synchronisation", "alias", "row", "child", "relation",
     says=NO_ALIAS)  # fmt: skip
def _(scene: Scene) -> Any:
    yield without_fields(scene)
    locale = Locale.objects.get(language_code="tr")
    address = reverse("wagtaillocales:edit", args=[locale.pk])
    german = scene.measure.locale.pk
    data = {
        "language_code": "tr",
        "component-wagtail_localize_localesynchronization-enabled": "on",
        "component-wagtail_localize_localesynchronization-sync_from": german,
    }
    return scene.browser(scene.superuser).post(address, data)


@way("e trees are synchronised by a command", "alias", "row", "child", "relation", says=NO_ALIAS)
def _(scene: Scene) -> Any:
    yield without_fields(scene)
    locale = Locale.objects.get(language_code="tr")
    LocaleSynchronization.objects.bulk_create(
        [LocaleSynchronization(locale=locale, sync_from=scene.measure.locale)]
    )
    call_command("sync_locale_trees")


def without_fields(scene: Scene) -> None:
    """Pages whose copies our own ``clean`` would not refuse."""
    scene.measure.goals = []
    for page in (scene.goal, scene.measure):
        page.field_of_action = None
        publish(page)


@way("g a PO file is uploaded, then published", "their views", "desk", "publish permission",
     "row", "child", "publishing", says="404")  # fmt: skip
def _(scene: Scene) -> HttpResponse:
    translation = translation_of(scene)
    po = translation.export_po()
    for entry in po:
        entry.msgstr = f"з файлу {entry.msgstr}"
    file = SimpleUploadedFile("uk.po", str(po).encode())
    answer = post(scene, scene.translator, "upload_pofile", translation.pk, file=file)
    if not StringTranslation.objects.filter(data__startswith="з файлу").exists():
        return answer
    return publish_in_editor(scene, scene.superuser)


@way("g a machine translates, then it is published", "desk", "publish permission", "row",
     "child", "publishing", says=NOT_PUBLIC)  # fmt: skip
@override_settings(WAGTAILLOCALIZE_MACHINE_TRANSLATOR=MACHINE)
def _(scene: Scene) -> HttpResponse:
    StringTranslation.objects.all().delete()
    post(scene, scene.translator, "machine_translate", translation_of(scene).pk)
    assert StringTranslation.objects.filter(translation_type="machine").exists()
    return publish_in_editor(scene, scene.publisher)


@way("g what was typed is published in the editor", "desk", "publish permission", "row", "child",
     "publishing", says=NOT_PUBLIC)  # fmt: skip
def _(scene: Scene) -> HttpResponse:
    retype(scene)
    return publish_in_editor(scene, scene.translator)


@way("g it is published in wagtail-localize's editor", "publish permission", "row", "child",
     "publishing", says=NO_RIGHT)  # fmt: skip
def _(scene: Scene) -> HttpResponse:
    """Where a host has taken our editor out."""
    retype(scene)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk_view, "desk_of", lambda page: None)
        return publish_in_editor(scene, scene.translator)


def publish_in_editor(scene: Scene, user: Any) -> HttpResponse:
    address = reverse("wagtailadmin_pages:edit", args=[scene.translated.pk])
    return scene.browser(user).post(address, {"action": "publish"})


@pytest.mark.parametrize(("way", "guarded"), ways.both())
def test_way(way: Any, guarded: bool, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    walk_both(way, guarded, scene, monkeypatch)


def test_german_publishing_never_breaks_by_an_alias(scene: Scene) -> None:
    """e: an alias that somebody made by SQL follows nothing."""
    MeasurePage.objects.filter(pk=scene.translated.pk).update(alias_of=scene.measure.pk)
    scene.measure.title = "Neue Kurse"
    publish(scene.measure)
    assert scene.fresh(scene.measure).title == "Neue Kurse"
    assert Page.objects.get(pk=scene.translated.pk).title == "Курси німецької"


def test_translating_a_live_page_makes_a_draft(scene: Scene) -> None:
    """b: with the settings of this site the button does what it says, and says no error."""
    post(scene, scene.translator, "submit_page_translation", scene.goal.pk, locales=[uk().pk])
    assert not scene.goal.get_translation(uk()).live
