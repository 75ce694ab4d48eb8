"""The roles of the house: their groups, and what a group may do when it is made.

A group is found by its role, not its name, so that an administrator may rename it. What was once
granted and then taken away by an administrator is not granted again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page

from aktionsplan_pages.approval.vocabulary import RoleName
from aktionsplan_pages.languages import LANGUAGES, SOURCE

ADMIN = "wagtailadmin.access_admin"
WRITE = ("add_page", "change_page")
EVERY_LANGUAGE = "tree:change_page"  # translations stand beside the German site
FILES = ("add_image", "change_image", "choose_image", "add_document", "change_document",
         "choose_document")  # fmt: skip


def model_rights(*models: str, acts: tuple[str, ...] = ("add", "change", "view")) -> list[str]:
    return [f"aktionsplan_pages.{act}_{model}" for model in models for act in acts]


@dataclass(frozen=True)
class Role:
    """``page_rights`` hold on the whole site; none of them is *publish*."""

    name: RoleName
    group_name: str
    page_rights: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()
    language: str = ""


VOCABULARIES = ("organisation", "targetgroup", "glossaryterm")
CHECKS = tuple(model_rights("readercheck", acts=("add", "change", "delete", "view")))
RENDER = tuple(model_rights(*VOCABULARIES, acts=("change",)))
SEE_VOCABULARIES = tuple(model_rights(*VOCABULARIES, acts=("view",)))
SEE = tuple(model_rights("auditentry", acts=("view",)))
ROLES = (
    Role(RoleName.EDITOR, _("Editors"), WRITE, (ADMIN, *model_rights(*VOCABULARIES))),
    Role(RoleName.ORGANISATION, _("Organisations"), WRITE, (ADMIN,)),
    Role(
        RoleName.COORDINATION,
        _("Coordination"),
        (*WRITE, "lock_page", "unlock_page"),
        (
            ADMIN,
            EVERY_LANGUAGE,
            *model_rights(*VOCABULARIES, "consent", "responsibility"),
            *CHECKS,
            *SEE,
        ),
    ),
    Role(RoleName.HEAD, _("Heads of department"), ("change_page",), (ADMIN, EVERY_LANGUAGE, *SEE)),
    Role(RoleName.PRESS, _("Press"), WRITE, (ADMIN,)),
    Role(
        RoleName.ADMINISTRATOR,
        _("Administrators"),
        ("add_page", "change_page", "lock_page", "unlock_page"),
        (
            ADMIN,
            EVERY_LANGUAGE,
            *CHECKS,
            *SEE,
            *(f"auth.{act}_group" for act in ("add", "change", "delete")),
            *(f"auth.{act}_user" for act in ("add", "change", "delete")),
            *(
                f"wagtailcore.{act}_{model}"
                for model in ("workflow", "task", "locale", "site")
                for act in ("add", "change", "delete")
            ),
            *(f"wagtailredirects.{act}_redirect" for act in ("add", "change", "delete")),
        ),
    ),
)


def all_roles() -> Iterator[Role]:
    """The fixed roles, then a translator and a reviewer for every language."""
    yield from ROLES
    for code in LANGUAGES:
        if code != SOURCE:
            yield Role(
                RoleName.TRANSLATOR, _("Translators"), ("change_page",),
                (ADMIN, EVERY_LANGUAGE, "wagtail_localize.submit_translation", *RENDER,
                 *SEE_VOCABULARIES), code,
            )  # fmt: skip
            yield Role(
                RoleName.REVIEWER,
                _("Language reviewers"),
                ("change_page",),
                (ADMIN, EVERY_LANGUAGE, *SEE_VOCABULARIES),
                code,
            )


def role_groups() -> Any:
    return apps.get_model("aktionsplan_pages", "RoleGroup").objects


def groups_of(name: RoleName, language: str = "") -> Any:
    """The groups that hold a role; a query set."""
    return Group.objects.filter(role__name=name, role__language=language)


def roles_of(user: Any) -> set[tuple[str, str]]:
    """``(role, language)`` pairs of a person; cached on the user object of a request."""
    if not user.is_active:
        return set()
    known = vars(user).get("_action_plan_roles")
    if known is None:
        rows = role_groups().filter(group__user=user).values_list("name", "language")
        known = vars(user)["_action_plan_roles"] = set(rows)
    return known


def has_role(user: Any, *names: RoleName, language: str = "") -> bool:
    return any((name, language) in roles_of(user) for name in names)


def prepare_roles(root: Page) -> None:
    """Makes missing groups and grants what a new version adds; safe to call again."""
    if not role_groups().exists():
        drop_stock_groups()
    for role in all_roles():
        prepare_role(role, root)


def drop_stock_groups() -> None:
    """Those that Wagtail's migrations make may publish; who is in one already stays in it."""
    stock = Group.objects.filter(name__in=("Moderators", "Editors"))
    stock.filter(user=None).delete()
    GroupPagePermission.objects.filter(
        group__in=stock, permission__codename="publish_page"
    ).delete()


def prepare_role(role: Role, root: Page) -> None:
    record = role_groups().filter(name=role.name, language=role.language).first()
    if record is None:
        own = f" ({LANGUAGES[role.language].own_name})" if role.language else ""
        group, _made = Group.objects.get_or_create(name=gettext(role.group_name) + own)
        record = role_groups().create(name=role.name, language=role.language, group=group)
    granted = set(record.granted)
    wanted = {*role.rights, *(f"page:{codename}" for codename in role.page_rights)}
    if role.name != RoleName.HEAD:
        wanted |= {f"collection:{codename}" for codename in FILES}
    for right in sorted(wanted - granted):
        grant(record.group, right, root)
    record.granted = sorted(granted | wanted)
    record.save()


def grant(group: Group, right: str, root: Page) -> None:
    """``app.codename``, ``page:codename`` on the site, ``collection:codename`` on all files.

    ``tree:codename`` is on all pages: what Wagtail's explorer shows goes by it.
    """
    kind, _sep, codename = right.rpartition(":")
    if kind in {"page", "tree"}:
        permission = Permission.objects.get(
            content_type__app_label="wagtailcore", codename=codename
        )
        where = root if kind == "page" else root.get_root()
        GroupPagePermission.objects.get_or_create(group=group, page=where, permission=permission)
    elif kind == "collection":
        permission = Permission.objects.get(
            content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename=codename
        )
        collections = apps.get_model("wagtailcore", "Collection").get_first_root_node()
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collections, permission=permission
        )
    else:
        app, _dot, codename = right.partition(".")
        found = Permission.objects.filter(content_type__app_label=app, codename=codename)
        group.permissions.add(*found)
