"""Set-up makes the groups of the house and repairs them, but undoes nothing that somebody did."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db.models import Q
from wagtail.models import GroupPagePermission, Page, Workflow, WorkflowPage

from aktionsplan_pages.approval.roles import all_roles, groups_of, has_role, prepare_roles
from aktionsplan_pages.approval.vocabulary import RoleName
from aktionsplan_pages.languages import LANGUAGES, SOURCE
from aktionsplan_pages.models import RoleGroup
from aktionsplan_pages.models.tasks import STEPS

pytestmark = pytest.mark.django_db
PUBLISH = Q(codename__startswith="publish") | Q(codename__startswith="bulk_publish")


def setup() -> None:
    call_command("setup_site", stdout=StringIO())


def publishers() -> list[str]:
    found = Permission.objects.filter(PUBLISH)
    of_pages = GroupPagePermission.objects.filter(permission__in=found)
    return [
        *Group.objects.filter(permissions__in=found).values_list("name", flat=True),
        *of_pages.values_list("group__name", flat=True),
    ]


def test_there_is_a_group_for_every_role_and_language(home: Page) -> None:
    made = set(RoleGroup.objects.values_list("name", "language"))
    others = [code for code in LANGUAGES if code != SOURCE]
    assert made >= {("translator", code) for code in others}
    assert made >= {("reviewer", code) for code in others}
    assert {name for name, _language in made} == set(RoleName.values)
    assert Group.objects.count() == len(made)


def test_no_group_may_publish(home: Page) -> None:
    assert publishers() == []
    group = groups_of(RoleName.EDITOR).get()  # control
    group.permissions.add(Permission.objects.filter(codename="publish_organisation").first())
    assert publishers() == [group.name]


def test_setting_up_again_changes_nothing(home: Page) -> None:
    def state() -> Any:
        rights = Group.objects.values_list("name", "permissions__codename")
        pages = GroupPagePermission.objects.values_list("group", "page", "permission")
        return sorted(map(str, rights)), sorted(pages)

    before = state()
    setup()
    assert state() == before


def test_what_an_administrator_changed_stays(home: Page) -> None:
    group = groups_of(RoleName.PRESS).get()
    group.name = "Stabsstelle Presse"
    group.save()
    taken = GroupPagePermission.objects.filter(group=group, permission__codename="add_page")
    assert taken.delete()[0] == 1
    group.permissions.add(Permission.objects.get(codename="add_redirect"))
    setup()
    group = groups_of(RoleName.PRESS).get()
    assert group.name == "Stabsstelle Presse"
    assert not taken.all().exists()
    assert group.permissions.filter(codename="add_redirect").exists()
    assert Group.objects.count() == len(list(all_roles()))


def test_what_is_missing_comes_back(home: Page, django_user_model: Any) -> None:
    groups_of(RoleName.TRANSLATOR, "uk").delete()
    setup()
    user = django_user_model.objects.create_user("natalija")
    user.groups.add(groups_of(RoleName.TRANSLATOR, "uk").get())
    assert has_role(user, RoleName.TRANSLATOR, language="uk")
    assert not has_role(user, RoleName.TRANSLATOR, language="ar")


def test_wagtails_own_groups_and_workflow_are_gone_unless_used(
    home: Page, django_user_model: Any
) -> None:
    assert not Group.objects.filter(name__in=["Moderators", "Editors"]).exists()
    assert list(WorkflowPage.objects.values_list("workflow__name", flat=True)) == ["Freigabe"]
    RoleGroup.objects.all().delete()
    stock = Group.objects.create(name="Moderators")
    GroupPagePermission.objects.create(
        group=stock, page=home, permission=Permission.objects.get(codename="publish_page")
    )
    stock.user_set.add(django_user_model.objects.create_user("mona"))
    prepare_roles(home)
    assert stock.user_set.get().username == "mona"
    assert publishers() == []


def test_a_workflow_that_somebody_rearranged_stays(home: Page) -> None:
    workflow = Workflow.objects.get()
    workflow.name = "Prüfung"
    workflow.save()
    workflow.workflow_tasks.first().delete()
    setup()
    assert Workflow.objects.get().name == "Prüfung"
    assert workflow.workflow_tasks.count() == len(STEPS) - 1
