"""The ways to the dossier; and no button of Wagtail's that leads past it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, Site

from aktionsplan_pages.editing import menus
from aktionsplan_pages.editing.subject import address_of
from aktionsplan_pages.models import MeasurePage
from tests.approval.conftest import submit
from tests.conftest import add, commit
from tests.dossier.conftest import Screen

Look = Callable[..., Screen]
PAST = ("action-publish", "action-unpublish", "action-restart-workflow", "action-cancel-workflow",
        "action-workflow-action")  # fmt: skip


def edit(obj: Any) -> str:
    if isinstance(obj, Page):
        return reverse("wagtailadmin_pages:edit", args=[obj.pk])
    return reverse(obj.snippet_viewset.get_url_name("edit"), args=[obj.pk])


def links(screen: Screen, url: str) -> int:
    return len(screen.soup.select(f'a[href="{url}"]'))


@pytest.fixture(params=["page", "snippet"])
def subject(request: Any, measure: MeasurePage) -> Any:
    return measure if request.param == "page" else commit(measure, "VHS")


def test_the_editor_offers_to_submit_and_nothing_past_it(
    subject: Any, coordinator: Any, root: Any, look: Look
) -> None:
    for user in (coordinator, root):
        screen = look(user, edit(subject))
        names = {one["name"] for one in screen.soup.select("button[name^=action]")}
        assert "action-submit" in names
        assert not names & set(PAST)
        assert links(screen, address_of(subject, "withdrawal")) == 1
        assert links(screen, address_of(subject)) == 1


def test_under_review_the_editor_leads_to_the_dossier(
    subject: Any, editor: Any, coordinator: Any, look: Look
) -> None:
    submit(subject, editor)
    screen = look(coordinator, edit(subject))
    assert links(screen, address_of(subject)) == 2  # the button and the menu
    assert not screen.soup.select("button[name^=action]")
    assert not links(screen, address_of(subject, "withdrawal"))


def test_after_sending_back_there_is_one_way_to_submit_again(
    subject: Any, editor: Any, coordinator: Any, look: Look
) -> None:
    submit(subject, coordinator)
    look(coordinator, subject).act("reject", comment="Bitte ergänzen.")
    screen = look(coordinator, edit(subject))
    assert len(screen.soup.select("button[name=action-submit]")) == 1
    assert not any(screen.soup.select(f"button[name={name}]") for name in PAST)


def test_a_new_page_is_saved_or_submitted(plan: Any, coordinator: Any, look: Look) -> None:
    url = reverse("wagtailadmin_pages:add", args=["aktionsplan_pages", "measurepage", plan.pk])
    names = {one["name"] for one in look(coordinator, url).soup.select("button[name^=action]")}
    assert names == {"action-submit"}


def test_the_explorer_leads_there_at_no_cost(
    plan: Any, measure: MeasurePage, coordinator: Any, as_user: Any, look: Look, monkeypatch: Any
) -> None:
    url = reverse("wagtailadmin_explore", args=[plan.pk])
    screen = look(coordinator, url)
    assert links(screen, address_of(measure)) == 1
    assert links(screen, address_of(measure, "withdrawal")) == 1
    assert not links(screen, reverse("wagtailadmin_pages:unpublish", args=[measure.pk]))
    assert not links(screen, reverse("wagtailadmin_pages:delete", args=[measure.pk]))
    client = as_user(coordinator)
    costs = []
    for _ in range(2):
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        costs.append(len(queries))
        monkeypatch.setattr(menus, "buttons", lambda *args: iter(()))
    assert costs[0] == costs[1]


def test_lists_of_snippets_lead_there(
    measure: MeasurePage, coordinator: Any, root: Any, look: Look
) -> None:
    vhs = commit(measure, "VHS")
    for user in (coordinator, root):
        for url in (reverse(vhs.snippet_viewset.get_url_name("list")), edit(vhs)):
            screen = look(user, url)
            assert links(screen, address_of(vhs)) == 1
            assert links(screen, address_of(vhs, "withdrawal")) == 1
            delete = reverse(vhs.snippet_viewset.get_url_name("delete"), args=[vhs.pk])
            assert not links(screen, delete)


def test_the_start_page_shows_what_waits_and_where_own_work_stands(
    plan: Any, subject: Any, editor: Any, coordinator: Any, head: Any, look: Look
) -> None:
    submit(subject, editor)
    url = address_of(subject)
    for user, panel in ((coordinator, "awaiting-decision"), (editor, "submissions")):
        screen = look(user, "/admin/")
        assert links(screen, url) == 1
        assert screen.soup.select_one(f"#{panel}-content a")["href"] == url
        assert "workflow-action" not in screen.response.content.decode()
    assert not links(look(head, "/admin/"), url)


def test_own_parts_come_last_on_the_start_page(
    plan: Any, measure: MeasurePage, editor: Any, coordinator: Any, look: Look
) -> None:
    other = add(plan, MeasurePage(title="Zweite", slug="zweite"))
    submit(measure, coordinator, status="done")
    submit(other, editor, status="done")
    found = [one["href"] for one in
             look(coordinator, "/admin/").soup.select("#awaiting-decision-content a")]  # fmt: skip
    assert found == [address_of(other), address_of(measure)]


def test_the_start_page_costs_the_same_for_many(
    plan: Any, editor: Any, coordinator: Any, as_user: Any
) -> None:
    client = as_user(coordinator)
    costs = []
    for number in range(1, 9):
        submit(add(plan, MeasurePage(title=f"M{number}", slug=f"m{number}")), editor)
        if number in {2, 8}:
            with CaptureQueriesContext(connection) as queries:
                client.get("/admin/")
            costs.append(len(queries))
    assert costs[1] <= costs[0]


def test_pages_that_are_not_approved_here_keep_wagtails_menus(
    home: Page, root: Any, look: Look
) -> None:
    plain = Page(title="Schlicht", slug="schlicht", locale=home.locale)
    Page.get_first_root_node().add_child(instance=plain)
    screen = look(root, edit(plain))
    assert screen.soup.select("button[name=action-publish]")
    assert Site.objects.exists()
    assert not links(screen, f"/admin/freigabe/wagtailcore.page/{plain.pk}/")
