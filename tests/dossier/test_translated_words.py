"""What translators write reaches the public as approvers saw it, and by four eyes."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation

from aktionsplan_pages.approval.authors import authors_of
from aktionsplan_pages.approval.publishing import publish_revision
from aktionsplan_pages.models import ActionPlanPage, MeasurePage, TypedText
from aktionsplan_pages.translation.desk import problems
from aktionsplan_pages.translation.submit import built, prepare
from tests.approval.conftest import submit
from tests.conftest import add, publish, translate
from tests.dossier.conftest import Desk, Screen, begin, decide

pytestmark = pytest.mark.django_db
HIDDEN = "Робота. <!--><img src=x onerror=alert(1)>-->"


def string_of(german: str) -> StringTranslation:
    return StringTranslation.objects.get(translation_of__data=german)


# No markup that nobody sees


def test_markup_that_no_approver_sees_stays_out(
    measure: MeasurePage, olha: Any, as_user: Any, open_desk: Callable[..., Desk]
) -> None:
    page = begin(as_user(olha), measure, "uk")
    open_desk(olha, page).send(**{"Deutschkurse": "Курси", "Kurse für alle.": "Для всіх."})
    StringTranslation.objects.filter(data="Для всіх.").update(data=HIDDEN)
    revision = built(Translation.objects.get())
    assert (revision.title, revision.summary) == ("Курси", "")
    desk = open_desk(olha, page)
    assert "<!-->" in desk.text(".desk__errors")
    assert desk.send("submit").status == 422
    assert not MeasurePage.objects.get(pk=page.pk).workflow_in_progress
    desk = desk.send("submit", **{"Kurse für alle.": "Для всіх."})  # control
    assert MeasurePage.objects.get(pk=page.pk).workflow_in_progress


def test_their_editor_is_closed_for_our_pages(
    measure: MeasurePage, olha: Any, root: Any, as_user: Callable[[Any], Client]
) -> None:
    page = begin(as_user(olha), measure, "uk")
    found = Translation.objects.get()
    segment = found.source.stringsegment_set.first()
    for user in (olha, root):
        client = as_user(user)
        for name, args in (
            ("edit_string_translation", [found.pk, segment.pk]), ("upload_pofile", [found.pk]),
            ("download_pofile", [found.pk]), ("preview_translation", [found.pk]),
            ("stop_translation", [found.pk]), ("convert_to_alias", [page.pk]),
            ("snippets_api_listing", ["aktionsplan_pages", "consent"]),
            ("snippets_api_detail", ["aktionsplan_pages", "organisation", 1]),
        ):  # fmt: skip
            address = reverse(f"wagtail_localize:{name}", args=args)
            assert {client.get(address).status_code, client.put(address).status_code} == {404}
    assert as_user(root).get(
        reverse("wagtail_localize:snippets_api_listing", args=["cms", "thing"])
    ).status_code == 404  # fmt: skip


def test_a_line_is_not_endless_and_costs_no_time() -> None:
    begun = time.perf_counter()
    (said,) = problems("Kurse", "a" * 80_000)
    assert "1020" in said
    assert problems("a" * 30_000, "b" * 60_000) == []
    assert problems("a@" * 9_000, "a@" * 9_000) == []
    assert time.perf_counter() - begun < 2
    (said,) = problems("An kurse@example.org oder VO/2025/246.", "На пошту.")
    assert "VO/2025/246, kurse@example.org" in said


# German drafts are the house's


def test_a_german_draft_is_not_shown_to_translators(
    plan: ActionPlanPage, olha: Any, reviewer: Any, root: Any, as_user: Any,
    look: Callable[..., Screen],
) -> None:  # fmt: skip
    german = add(plan, MeasurePage(title="Geheim", slug="geheim", summary="Noch nicht."))
    add_uk = reverse("wagtail_localize:submit_page_translation", args=[german.pk])
    page = begin(as_user(root), german, "uk")
    shown = (
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("action_plan_desk_preview", args=[page.pk]),
        reverse("wagtailadmin_pages:view_draft", args=[page.pk]),
    )
    for address in shown:
        assert "Noch nicht." in as_user(olha).get(address).content.decode()  # control
    MeasurePage.objects.filter(pk=german.pk).update(live=False)
    for user in (olha, reviewer):
        for address in (*shown, add_uk):
            answer = as_user(user).get(address, follow=True)
            assert "Noch nicht." not in answer.content.decode()
        assert "Noch nicht." not in look(user, page).text("body")
    before = Translation.objects.count()
    locale = Locale.objects.get(language_code="uk")
    Translation.objects.all().delete()
    as_user(olha).post(add_uk, {"locales": [locale.pk]})
    assert before == 1
    assert not Translation.objects.exists()


# Four eyes


def test_all_who_wrote_a_part_are_authors_whoever_touched_it_last(
    measure: MeasurePage, olha: Any, person: Any, as_user: Any,
    open_desk: Callable[..., Desk], look: Callable[..., Screen], head: Any,
) -> None:  # fmt: skip
    both = person("both", "reviewer", "uk")
    both.groups.add(*person("second", "translator", "uk").groups.all())
    page = begin(as_user(olha), measure, "uk")
    open_desk(both, page).send(Deutschkurse="Курси")
    open_desk(olha, page).send("submit", Deutschkurse="Курси.")  # a full stop
    revision = MeasurePage.objects.get(pk=page.pk).latest_revision
    assert authors_of(revision) == {olha.pk, both.pk}
    assert "approve" not in look(both, page).acts
    publish_revision(revision)
    assert not TypedText.objects.exists()
    open_desk(olha, page).send("submit", Deutschkurse="Курси!")  # control: what was approved is
    assert authors_of(MeasurePage.objects.get(pk=page.pk).latest_revision) == {olha.pk}


def test_half_a_section_keeps_its_author_past_the_next_publication(
    measure: MeasurePage, olha: Any, person: Any, as_user: Any,
    open_desk: Callable[..., Desk],
) -> None:  # fmt: skip
    draft = measure.get_latest_revision_as_object()
    draft.description = "<p>Eins.</p><p>Zwei.</p>"
    publish(draft)
    other = person("other", "translator", "uk")
    page = begin(as_user(olha), measure, "uk")
    open_desk(other, page).send(**{"Eins.": "Один."})
    open_desk(olha, page).send("submit", Deutschkurse="Курси")
    revision = MeasurePage.objects.get(pk=page.pk).latest_revision
    assert "description" not in revision.as_object().made_from
    publish_revision(revision)
    open_desk(olha, page).send("submit", **{"Zwei.": "Два."})
    revision = MeasurePage.objects.get(pk=page.pk).latest_revision
    assert authors_of(revision) == {olha.pk, other.pk}
    publish_revision(revision)
    assert not TypedText.objects.exists()


def test_emptying_and_confirming_count_as_writing(
    measure: MeasurePage, olha: Any, person: Any, as_user: Any,
    open_desk: Callable[..., Desk],
) -> None:  # fmt: skip
    other, third = person("other", "translator", "uk"), person("third", "translator", "uk")
    page = translate(measure, "uk", title="Курси", summary="Для всіх.")
    open_desk(other, page).send(**{"Kurse für alle.": ""})
    StringTranslation.objects.filter(data="Курси").update(
        translation_type="machine", tool_name="X"
    )
    desk = open_desk(third, page)
    seen = desk.soup.select_one("input[name^=seen-]")["name"]
    title = desk.fields["Deutschkurse"]
    as_user(third).post(desk.url, {title["name"]: "Курси", seen: "1"})
    open_desk(olha, page).send("submit")
    revision = MeasurePage.objects.get(pk=page.pk).latest_revision
    assert authors_of(revision) >= {other.pk, third.pk}


def test_a_text_of_several_lines_is_confirmed_as_a_browser_sends_it(
    measure: MeasurePage,
    olha: Any,
    as_user: Any,
    open_desk: Callable[..., Desk],
) -> None:
    draft = measure.get_latest_revision_as_object()
    draft.summary = "Eins.\nZwei."
    publish(draft)
    page = begin(as_user(olha), measure, "uk")
    desk = open_desk(olha, page).send(**{"Eins.\nZwei.": "Один.\nДва.", "Deutschkurse": "Курси"})
    StringTranslation.objects.update(translation_type="machine", tool_name="X")
    desk = open_desk(olha, page)
    name = desk.fields["Eins.\nZwei."]["name"]
    ticks = {one["name"]: "1" for one in desk.soup.select("input[name^=seen-]")}
    sent = {name: "Один.\r\nДва.", desk.fields["Deutschkurse"]["name"]: "Курси", **ticks}
    as_user(olha).post(desk.url, sent)
    assert len(ticks) == 2
    assert not open_desk(olha, page).soup.select("input[name^=seen-]")


# Corrections


def test_bringing_pages_up_to_date_by_hand_carries_corrections_over(
    measure: MeasurePage, olha: Any, editor: Any, coordinator: Any, head: Any,
    as_user: Any, look: Callable[..., Screen], open_desk: Callable[..., Desk],
) -> None:  # fmt: skip
    page = translate(measure, "uk", title="Курси", summary="Для всіх.")
    submit(MeasurePage.objects.get(pk=measure.pk), editor, summary="Kurse für Alle.")
    decide(look, coordinator, measure, change="typo")
    decide(look, head, measure, change="typo")
    source = prepare_source(measure)
    as_user(olha).post(reverse("wagtail_localize:update_translations", args=[source]))
    assert open_desk(olha, page).fields["Kurse für Alle."].get_text() == "Для всіх."


def prepare_source(measure: MeasurePage) -> int:
    found = Translation.objects.filter(source__object_id=measure.translation_key).first()
    return found.source_id if found else prepare(measure, "uk").source_id
