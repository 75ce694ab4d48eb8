"""The table of rights, by HTTP: the server does what it says, and offers exactly that."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import override_settings
from django.urls import reverse
from wagtail.models import Page

from aktionsplan_pages.approval.permissions import ApprovalPermissionTester
from tests.approval.rights import (
    ACTS,
    BUTTONS,
    MENU_OF_SITE,
    OF_SITE,
    PARENTS,
    ROLES,
    SITE_ACTS,
    STATES,
    TABLE,
    Visit,
    World,
    beside,
    stored,
    undone,
)

LETTERS = [pytest.param(letter, id=who.name) for letter, who in ROLES.items()]
VALUE = re.compile(r'[\w-]+="[^"?]*(?:\?ordering=ord)?')


@pytest.fixture(scope="module")
def site(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.fixture
def world(site: World, db: None) -> World:
    return site


def shown(response: HttpResponse) -> set[str]:
    """What a screen consists of; nothing where somebody is sent away."""
    return set(VALUE.findall(response.content.decode())) if response.status_code == 200 else set()


def check_done(visit: Visit, act: str) -> None:
    with undone():
        assert ACTS[act](visit), f"{visit} was refused: {act}"


def check_refused(visit: Visit, acts: list[str]) -> None:
    """None of them is done, and all together have changed nothing."""
    for act in acts:
        assert not ACTS[act](visit), f"{visit} was not refused: {act}"
    after = stored()
    changed = [name for name in after if after[name] != visit.world.before[name]]
    assert not changed, f"{visit}: {changed} changed by one of {acts}"


def check_public_kept(visit: Visit) -> None:
    """Who presses *publish* all the same saves a draft."""
    with undone():
        assert not ACTS["publish"](visit), f"{visit} has published"
        assert stored()["public"] == visit.world.before["public"]


def check_buttons(visit: Visit, screen: str, html: set[str]) -> None:
    for act, mark in BUTTONS[screen].items():
        same = [other for other, its in BUTTONS[screen].items() if its is mark]
        known = [visit.may(other) for other in same]
        if None not in known:
            assert (mark(visit) in html) == any(known), f"{visit}, {screen}: {act}"


def check_table(visit: Visit) -> None:
    known = [act for act in ACTS if visit.may(act) is not None]
    refused = [act for act in known if not visit.may(act)]
    if "publish" in refused and visit.may("save"):
        refused.remove("publish")
        check_public_kept(visit)
    check_refused(visit, refused)
    for act in set(known) - {*refused, "publish"}:
        check_done(visit, act)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("letter", LETTERS)
def test_the_server_does_what_the_table_says(letter: str, state: str, world: World) -> None:
    check_table(Visit(world, letter, state))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("letter", LETTERS)
def test_editor_and_dossier_offer_it(letter: str, state: str, world: World) -> None:
    visit = Visit(world, letter, state)
    for screen, act, address in (
        ("editor", "open", visit.url("edit")),
        ("dossier", "read", BUTTONS["editor"]["read"](visit).removeprefix('href="')),
    ):
        if visit.may(act) is None:
            continue
        html = shown(visit.get(address))
        assert bool(html) == visit.may(act), f"{visit}: {screen}"
        if html:
            check_buttons(visit, screen, html)


@pytest.mark.parametrize("letter", LETTERS)
def test_the_explorer_offers_it(letter: str, world: World) -> None:
    html: set[str] = set()
    for parent in PARENTS:
        address = reverse("wagtailadmin_explore", args=[world.pages[parent].pk])
        html |= shown(world.clients[letter].get(address))
    for state in STATES:
        visit = Visit(world, letter, state)
        if visit.may("see") is None:  # the table says nothing of it
            continue
        row = f'id="page_{visit.page.pk}_title'
        assert (row in html) == visit.may("see"), f"{visit}: explorer"
        if row in html:
            check_buttons(visit, "explorer", html)


def bulk(act: str) -> str:
    return reverse("wagtail_bulk_action", args=["wagtailcore", "page", act])


def table(letter: str, act: str) -> dict[str, bool]:
    """By state, where the table says something."""
    return {state: letter in cell for (its, state), cell in TABLE.items() if its == act}


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("act", ["move", "delete", "publish", "unpublish"])
def test_acts_in_bulk_do_no_more(act: str, letter: str, world: World) -> None:
    """One request for all pages at once; those that may not be touched stay as they are."""
    rights = table(letter, act)
    if act == "move":  # to one place, which is the plan
        del rights["county"], rights["uk"]
    rows = {str(world.pages[state].pk): state for state in rights}
    query = "&".join(f"id={key}" for key in rows)
    visit = Visit(world, letter, "live")
    before, public = by_page("path"), by_page("live_revision")
    with undone():
        visit.post(f"{bulk(act)}?{query}&next=/admin/", {"chooser": world.pages["plan"].pk})
        after = by_page("path")
        touched = {state for key, state in rows.items() if after.get(key) != before[key]}
        if act not in {"move", "delete"}:
            assert by_page("live_revision") == public
    assert touched == {state for state, may in rights.items() if may}


def by_page(column: str) -> dict[str, Any]:
    return {str(pk): value for pk, value in Page.objects.values_list("pk", column)}


@pytest.mark.parametrize("letter", LETTERS)
def test_choosers_offer_it(letter: str, world: World) -> None:
    """Where a page can be copied to, and where moved to."""
    for parent, chosen, rights, query in (
        ("home", "plan", "add_page", "user_perms=copy_to"),
        ("home", "county", "add_page", "user_perms=copy_to"),
        ("uk_home", "uk_plan", "add_page", "user_perms=copy_to"),
        ("home", "plan", "move", f"user_perms=move_to&target_pages[]={world.pages['live'].pk}"),
    ):
        address = reverse("wagtailadmin_choose_page_child", args=[world.pages[parent].pk])
        answer = world.clients[letter].get(f"{address}?{query}")
        html = answer.json()["html"] if answer.status_code == 200 else ""
        visit = Visit(world, letter, "live" if rights == "move" else chosen)
        offered = f'data-id="{world.pages[chosen].pk}"' in html
        assert offered == visit.may(rights), f"{visit}: {query}"


@pytest.mark.parametrize("letter", LETTERS)
def test_the_rest_of_the_admin(letter: str, world: World) -> None:
    visit = Visit(world, letter, "live")
    start = visit.get(reverse("wagtailadmin_home")).content.decode()
    before = beside()
    for act, cell in OF_SITE.items():
        may, who = letter in cell, f"{ROLES[letter].name}: {act}"
        with undone():
            assert SITE_ACTS[act](visit) == may, who
            after = beside()
        changed = {name for name in after if after[name] != before[name]}
        if letter in OF_SITE["write_organisation"] and act in DRAFTED:
            changed.discard("organisations")
        assert may or not changed, f"{who} changed {changed}"
        if act in MENU_OF_SITE:
            assert (f'"{reverse(MENU_OF_SITE[act])}"' in start) == may, f"{who}, menu"


DRAFTED = {"publish_snippet", "name_accounts"}  # the rest of the form is saved as a draft
CONTROLS = (
    ("may_write", True, "e", "others"),
    ("may_write", False, "e", "live"),
    ("may_write", True, "t", "live"),
    ("can_edit", True, "h", "live"),
    ("is_in_charge", True, "p", "live"),
    ("can_move", True, "o", "live"),
    ("can_delete", True, "h", "draft"),
)


@pytest.mark.parametrize(("name", "answer", "letter", "state"), CONTROLS)
def test_with_other_rights_the_table_does_not_hold(
    name: str, answer: bool, letter: str, state: str, world: World,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Control: a right more or less, and the tests above fail."""
    visit = Visit(world, letter, state)
    check_table(visit)
    monkeypatch.setattr(ApprovalPermissionTester, name, lambda *args, **kwargs: answer)
    with pytest.raises(AssertionError):
        check_table(visit)
