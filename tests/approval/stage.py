"""A site on which something is public, its people, and what a visitor reads of it."""

import re
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from wagtail.documents import get_document_model
from wagtail.models import GroupPagePermission, Page, Site
from wagtail.test.utils.form_data import querydict_from_html
from wagtail.users.models import UserProfile

from aktionsplan_pages.approval.digest import content_of
from aktionsplan_pages.approval.gated import is_gated
from aktionsplan_pages.approval.roles import groups_of
from aktionsplan_pages.approval.vocabulary import RoleName
from aktionsplan_pages.models import (
    ActionPlanPage,
    FieldOfActionPage,
    GoalPage,
    MeasureIndicator,
    MeasureIndicatorValue,
    MeasurePage,
    Milestone,
    PlanDocument,
    TargetGroup,
)
from tests.conftest import add, commit, draft, publish, translate

PEOPLE = {
    "editor": ("editor", ""),
    "colleague": ("editor", ""),
    "coordinator": ("coordination", ""),
    "head": ("head", ""),
    "translator": ("translator", "uk"),
    "reviewer": ("reviewer", "uk"),
    "administrator": ("administrator", ""),
    "publisher": ("coordination", ""),
    "superuser": ("", ""),
}
CHANGING = re.compile(r'nonce="[^"]*"|csrfmiddlewaretoken" value="[^"]*"')


@dataclass(frozen=True)
class Stage:
    """Where everything is: class and key by name."""

    places: dict[str, tuple[type, Any]]
    addresses: tuple[str, ...]

    @classmethod
    def build(cls) -> "Stage":
        call_command("setup_site", stdout=StringIO())
        Site.clear_site_root_paths_cache()
        things: dict[str, Any] = {name: person(name) for name in PEOPLE}
        home = things["home"] = Site.objects.get(is_default_site=True).root_page.specific
        paper = things["paper"] = get_document_model().objects.create(
            title="Bericht", file=ContentFile(b"as approved", "bericht.txt")
        )
        plan = ActionPlanPage(title="Aktionsplan", slug="plan")
        plan.documents.add(PlanDocument(document=paper, sort_order=0))
        plan = things["plan"] = add(home, plan)
        field = things["field"] = add(plan, FieldOfActionPage(title="Sprache", slug="sprache"))
        goal = things["goal"] = add(
            plan, GoalPage(title="Deutsch lernen", slug="ziel", field_of_action=field)
        )
        group = things["group"] = publish(draft(TargetGroup(name="Eltern", locale=plan.locale)))
        measure = add(plan, rich_measure(field, goal, group, things["editor"]))
        things["organisation"] = commit(measure, "Volkshochschule")
        things["measure"] = measure
        things["translated"] = translate(
            measure, "uk", title="Курси німецької", summary="Курси для всіх."
        )
        places = {name: (type(thing), thing.pk) for name, thing in things.items()}
        return cls(places, (
            "/de/plan/", "/de/plan/kurse/", "/uk/plan/kurse/", "/de/plan/massnahmen/", paper.url,
        ))  # fmt: skip


def rich_measure(
    field: FieldOfActionPage, goal: GoalPage, group: TargetGroup, owner: Any
) -> MeasurePage:
    measure = MeasurePage(
        title="Deutschkurse", slug="kurse", status="running", summary="Kurse für alle.",
        field_of_action=field, owner=owner,
    )  # fmt: skip
    measure.goals.set([goal])
    measure.target_groups.set([group])
    indicator = MeasureIndicator(name="Kurse", unit="course", target=20, sort_order=0)
    indicator.values.add(MeasureIndicatorValue(period="2025", value="7", sort_order=0))
    measure.indicators.add(indicator)
    titles = ("Erster Kurs", "Letzter Kurs")
    for place, title in enumerate(titles):
        measure.milestones.add(Milestone(title=title, sort_order=place))
    return measure


def person(name: str) -> Any:
    """An account that reads the admin in English."""
    role, language = PEOPLE[name]
    user = get_user_model().objects.create_user(
        name, f"{name}@example.org", "secret", is_superuser=name == "superuser"
    )
    if role:
        user.groups.add(*groups_of(RoleName(role), language))
    if name == "publisher":
        user.groups.add(publishers())
    UserProfile.objects.create(user=user, preferred_language="en")
    return user


def publishers() -> Group:
    """What an administrator might set up by hand: a group with the publish permission."""
    group = Group.objects.create(name="Publishers")
    group.permissions.set(Permission.objects.filter(codename__startswith="publish_"))
    for codename in ("add_page", "change_page", "publish_page", "bulk_delete_page", "unlock_page"):
        GroupPagePermission.objects.create(
            group=group,
            page=Page.get_first_root_node(),
            permission=Permission.objects.get(
                content_type__app_label="wagtailcore", codename=codename
            ),
        )
    return group


class Browser(Client):
    """A request speaks its own language; what runs after it speaks the one that was active."""

    def request(self, **request: Any) -> Any:
        with translation.override(translation.get_language()):
            return super().request(**request)


class Scene:
    """What stands on a stage, each thing loaded when it is first named."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def __getattr__(self, name: str) -> Any:
        model, key = self.stage.places[name]
        found = vars(self)[name] = model._default_manager.get(pk=key)
        return found

    def fresh(self, obj: Any) -> Any:
        return type(obj)._default_manager.get(pk=obj.pk)

    def base_of(self, page: Page) -> Page:
        """The same page as a plain ``Page``, as much of Wagtail sees it."""
        return Page.objects.get(pk=page.pk)

    def browser(self, user: Any) -> Client:
        client = Browser()
        client.force_login(user)
        return client

    def form(self, client: Client, address: str) -> dict[str, Any]:
        """What a browser would send back from an editor."""
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        html = response.content.decode()
        known = ("page-edit-form", "w-editor-form")
        name = next((known for known in known if f'id="{known}"' in html), None)
        data = querydict_from_html(html, form_id=name)
        return {name: values if len(values) > 1 else values[0] for name, values in data.lists()}

    def public(self) -> dict[str, Any]:
        """All live rows with their content, and public pages as a visitor reads them."""
        found: dict[str, Any] = {}
        for model in filter(is_gated, apps.get_models()):
            for row in model._default_manager.filter(live=True):
                identity = (row.translation_key, row.locale.language_code)
                found[f"{model.__name__} {row.pk}"] = (identity, content_of(row))
        for address in self.stage.addresses:
            response = Client().get(address)
            body = b"".join(response) if response.streaming else response.content
            found[address] = (response.status_code, CHANGING.sub("", body.decode()))
        return found
