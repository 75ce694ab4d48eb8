"""Ways round the approval in the admin: real requests, also those that no button sends."""

from dataclasses import replace
from datetime import timedelta
from io import StringIO
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import GroupCollectionPermission, PageViewRestriction, Revision

from aktionsplan_pages.models import TargetGroup
from cms.models import ContentPage
from tests.approval.conftest import approve, submit
from tests.approval.stage import Scene
from tests.approval.ways import Ways, walk_both
from tests.conftest import add

ways = Ways()
way = ways.way
DRAFT = "was saved as a draft"
NO_RIGHT = "Sie haben leider keinen Zugang"  # Wagtail's own, in the language of the site
NO_COPY = "You do not have permission to publish pages"
NONE = "0 pages"
UNDER_REVIEW = "could not be saved as it is locked"
NEW_FILE = "upload the new version as a new file"


def edit_address(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def edit(scene: Scene, user: Any, page: Any, **changes: Any) -> HttpResponse:
    """Opens the editor, changes fields, and presses a button (``action-…``)."""
    client = scene.browser(user)
    data = scene.form(client, edit_address(page)) | changes
    return client.post(edit_address(page), data)


def autosave(scene: Scene, user: Any, page: Any, over: Revision, **changes: Any) -> HttpResponse:
    client = scene.browser(user)
    data = scene.form(client, edit_address(page)) | changes | {"overwrite_revision_id": over.pk}
    return client.post(edit_address(page), data, HTTP_ACCEPT="application/json")


def bulk(scene: Scene, user: Any, action: str, *pages: Any, **data: Any) -> HttpResponse:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    ids = "&".join(f"id={page.pk}" for page in pages)
    return scene.browser(user).post(f"{address}?{ids}&next=/admin/", data)


def snippet(scene: Scene, user: Any, obj: Any, view: str, **changes: Any) -> HttpResponse:
    name = f"wagtailsnippets_aktionsplan_pages_{obj._meta.model_name}:{view}"
    address = reverse(name, args=[obj.pk] if obj.pk else [])
    client = scene.browser(user)
    return client.post(address, scene.form(client, address) | changes)


def draft_of(scene: Scene, page: Any, user: Any = None, **changes: Any) -> Revision:
    page = scene.fresh(page)
    for name, value in changes.items():
        setattr(page, name, value)
    return page.save_revision(user=user or scene.editor, log_action=True)


# Publishing (f)


for who in ("superuser", "publisher"):

    @way(
        f"f {who} presses publish", "publish permission", "publishing", "row", "child",
        says=DRAFT,
    )  # fmt: skip
    def _(scene: Scene, who: str = who) -> HttpResponse:
        return edit(
            scene, getattr(scene, who), scene.measure, title="Anders", **{"action-publish": "1"}
        )

    @way(
        f"f {who} publishes during the review of somebody else", "publish permission",
        "publishing", "row", "child", "lock", "review", says=UNDER_REVIEW,
    )  # fmt: skip
    def _(scene: Scene, who: str = who) -> Any:
        submit(scene.measure, scene.editor, status="done")
        yield
        return edit(
            scene, getattr(scene, who), scene.measure, title="Anders", **{"action-publish": "1"}
        )

    @way(f"f {who} publishes in bulk", "publish permission", "publishing", says=NONE)
    def _(scene: Scene, who: str = who) -> HttpResponse:
        draft_of(scene, scene.measure, title="Anders")
        return bulk(scene, getattr(scene, who), "publish", scene.measure)

    @way(f"{who} unpublishes", "unpublish permission", "withdrawing", "row", says=NO_RIGHT)
    def _(scene: Scene, who: str = who) -> HttpResponse:
        address = reverse("wagtailadmin_pages:unpublish", args=[scene.measure.pk])
        return scene.browser(getattr(scene, who)).post(address)

    @way(f"{who} unpublishes in bulk", "unpublish permission", "withdrawing", "row", says=NONE)
    def _(scene: Scene, who: str = who) -> HttpResponse:
        return bulk(scene, getattr(scene, who), "unpublish", scene.measure)

    @way(f"{who} deletes", "delete permission", "deletion", "child", "relation", says=NO_RIGHT)
    def _(scene: Scene, who: str = who) -> HttpResponse:
        address = reverse("wagtailadmin_pages:delete", args=[scene.measure.pk])
        return scene.browser(getattr(scene, who)).post(address)

    @way(
        f"{who} deletes what stands above", "delete permission", "deletion", "child", "relation",
        says=NO_RIGHT,
    )  # fmt: skip
    def _(scene: Scene, who: str = who) -> HttpResponse:
        address = reverse("wagtailadmin_pages:delete", args=[scene.plan.pk])
        data = {"confirm_site_name": "Kreis Rendsburg-Eckernförde"}
        return scene.browser(getattr(scene, who)).post(address, data)

    @way(f"{who} deletes in bulk", "delete permission", "deletion", "child", "relation", says=NONE)
    def _(scene: Scene, who: str = who) -> HttpResponse:
        return bulk(scene, getattr(scene, who), "delete", scene.measure)

    @way(
        f"l {who} copies and publishes the copy", "publish below", "row", "child", "relation",
        says=NO_COPY,
    )  # fmt: skip
    def _(scene: Scene, who: str = who) -> HttpResponse:
        return copy(scene, getattr(scene, who), publish_copies="on")

    @way(
        f"e {who} copies as an alias", "publish below", "row", "child", "relation", "copy settled",
        says=NO_COPY,
    )  # fmt: skip
    def _(scene: Scene, who: str = who) -> HttpResponse:
        return copy(scene, getattr(scene, who), alias="on")


def copy(scene: Scene, user: Any, **choice: str) -> HttpResponse:
    address = reverse("wagtailadmin_pages:copy", args=[scene.measure.pk])
    data = {"new_title": "Kopie", "new_slug": "kopie", "new_parent_page": scene.plan.pk}
    return scene.browser(user).post(address, data | choice)


@way(
    "f a draft is created and published", "publish below", "publishing", "row", "child", says=DRAFT
)
def _(scene: Scene) -> HttpResponse:
    client = scene.browser(scene.superuser)
    address = reverse(
        "wagtailadmin_pages:add", args=["aktionsplan_pages", "measurepage", scene.plan.pk]
    )
    data = scene.form(client, address)
    return client.post(address, data | {"title": "Neu", "slug": "neu", "action-publish": "1"})


@way("an old version is restored and published", "publish permission", "publishing", "row",
     "child", says=DRAFT)  # fmt: skip
def _(scene: Scene) -> HttpResponse:
    old = scene.measure.revisions.order_by("pk").first()
    client = scene.browser(scene.superuser)
    address = reverse("wagtailadmin_pages:revisions_revert", args=[scene.measure.pk, old.pk])
    return client.post(address, scene.form(client, address) | {"action-publish": "1"})


# Autosave (m)


@way("m autosave over what is under review", "lock", "review", "frozen", "revision", "decision",
     "publishing", "row", says="locked")  # fmt: skip
def _(scene: Scene) -> Any:
    submit(scene.measure, scene.editor, status="done")
    revision = scene.fresh(scene.measure).latest_revision
    yield
    answer = autosave(scene, scene.editor, scene.measure, revision, title="Anders")
    if answer.json()["success"]:
        approve(scene.measure, scene.coordinator, scene.head)
    return answer


@way("m autosave over what is approved and live", "frozen", "revision", "publishing",
     says="Nobody has approved this content")  # fmt: skip
def _(scene: Scene) -> Any:
    submit(scene.measure, scene.editor, status="done")
    approve(scene.measure, scene.coordinator, scene.head)
    revision = scene.fresh(scene.measure).live_revision
    yield
    assert (
        autosave(scene, scene.editor, scene.measure, revision, title="Anders").status_code == 200
    )
    Revision.objects.get(pk=revision.pk).publish()


# Snippets (h)


@way("h a snippet is edited and published", "snippet permission", "publishing", "row", says=DRAFT)
def _(scene: Scene) -> HttpResponse:
    return snippet(
        scene, scene.superuser, scene.group, "edit", name="Anders", **{"action-publish": "1"}
    )


@way("h a snippet is made and published", "snippet permission", "publishing", "row", says=DRAFT)
def _(scene: Scene) -> HttpResponse:
    new = {"name": "Neu", "action-publish": "1"}
    return snippet(scene, scene.superuser, TargetGroup(), "add", **new)


@way("h a snippet is unpublished", "snippet permission", "withdrawing", "row", says=NO_RIGHT)
def _(scene: Scene) -> HttpResponse:
    return act_on_group(scene, "unpublish")


KEPT = ("deletion", "deletion button", "child", "named")


@way("h a snippet is deleted", *KEPT, says="is or was public and is kept")
def _(scene: Scene) -> HttpResponse:
    return act_on_group(scene, "delete")


@way("h snippets are deleted in bulk", *KEPT, says="is or was public and is kept")
def _(scene: Scene) -> HttpResponse:
    address = reverse("wagtail_bulk_action", args=["aktionsplan_pages", "targetgroup", "delete"])
    return scene.browser(scene.superuser).post(f"{address}?id={scene.group.pk}&next=/admin/")


def act_on_group(scene: Scene, view: str) -> HttpResponse:
    name = f"wagtailsnippets_aktionsplan_pages_targetgroup:{view}"
    return scene.browser(scene.superuser).post(reverse(name, args=[scene.group.pk]))


# Files (o)


@way("o a published document is replaced", "file form", "file", says=NEW_FILE)
def _(scene: Scene) -> HttpResponse:
    return edit_paper(scene, scene.paper, file=SimpleUploadedFile("bericht.txt", b"forged"))


@way("o a published document is renamed", "file form", "file", says=NEW_FILE)
def _(scene: Scene) -> HttpResponse:
    return edit_paper(scene, scene.paper, title="Anders")


@way("o a published document is deleted", "file kept", "child", says="is public")
def _(scene: Scene) -> HttpResponse:
    address = reverse("wagtaildocs:delete", args=[scene.paper.pk])
    return scene.browser(scene.coordinator).post(address)


@way("o published documents are deleted in bulk", "file kept", "child", says="is public")
def _(scene: Scene) -> HttpResponse:
    address = reverse("wagtail_bulk_action", args=["wagtaildocs", "document", "delete"])
    return scene.browser(scene.superuser).post(f"{address}?id={scene.paper.pk}&next=/admin/")


@way("o a document is replaced between approval and publication", "publishing",
     says="Nobody has approved this content")  # fmt: skip
def _(scene: Scene) -> Any:
    paper = get_document_model().objects.create(
        title="Anlage", file=ContentFile(b"as approved", "anlage.txt")
    )
    text = f'<p><a linktype="document" id="{paper.pk}">Anlage</a></p>'
    submit(scene.goal, scene.editor, text=text, go_live_at=timezone.now() + timedelta(hours=1))
    approve(scene.goal, scene.coordinator, scene.head)
    yield
    edit_paper(scene, paper, file=SimpleUploadedFile("anlage.txt", b"forged"))
    later = timezone.now() + timedelta(hours=2)
    with mock.patch("django.utils.timezone.now", return_value=later):
        Revision.objects.get(approved_go_live_at__isnull=False).publish()


@way("o a published document is replaced by who owns its collection", "file form", "file",
     says=NEW_FILE)  # fmt: skip
def _(scene: Scene) -> HttpResponse:
    librarians = Group.objects.create(name="Bücherei")
    librarians.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupCollectionPermission.objects.create(
        group=librarians,
        collection=scene.paper.collection,
        permission=Permission.objects.get(codename="change_document"),
    )
    scene.colleague.groups.set([librarians])
    forged = SimpleUploadedFile("bericht.txt", b"forged")
    return edit_paper(scene, scene.paper, scene.colleague, file=forged)


def edit_paper(scene: Scene, paper: Any, user: Any = None, **changes: Any) -> HttpResponse:
    data = {"title": paper.title, "collection": paper.collection_id, "tags": ""}
    address = reverse("wagtaildocs:edit", args=[paper.pk])
    return scene.browser(user or scene.coordinator).post(address, data | changes)


# Who may see it


@way("privacy is lifted", "privacy", says="would become visible to everybody")
def _(scene: Scene) -> Any:
    hide(scene.plan)
    yield
    address = reverse("wagtailadmin_pages:set_privacy", args=[scene.plan.pk])
    return scene.browser(scene.coordinator).post(address, {"restriction_type": "none"})


@way("privacy is lifted to a password", "privacy", says="would become visible to everybody")
def _(scene: Scene) -> Any:
    hide(scene.plan)
    yield
    data = {"restriction_type": "password", "password": "known to many"}
    address = reverse("wagtailadmin_pages:set_privacy", args=[scene.plan.pk])
    return scene.browser(scene.coordinator).post(address, data)


@way("privacy is lifted above our pages", "privacy", says="would become visible to everybody")
def _(scene: Scene) -> Any:
    root = scene.base_of(scene.home).get_parent()
    hide(root)
    yield
    PageViewRestriction.objects.get(page=root).delete()


@way("a page is moved out of a hidden part", "privacy", says="would become visible to everybody")
def _(scene: Scene) -> Any:
    above = add(scene.home, ContentPage(title="Intern", slug="intern"))
    page = add(above, ContentPage(title="Seite", slug="seite"))
    hide(above)
    scene.stage = replace(scene.stage, addresses=("/de/intern/seite/", "/de/seite/"))
    yield
    address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, scene.home.pk])
    return scene.browser(scene.coordinator).post(address)


def hide(page: Any) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


# Schedules


@way("a schedule is set by a query", "publishing", says="Nobody has approved this content")
def _(scene: Scene) -> str:
    revision = draft_of(scene, scene.measure, title="Anders")
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now())
    return publish_scheduled()


@way("an expiry is set by a query", "withdrawing", says="propose its withdrawal")
def _(scene: Scene) -> Any:
    type(scene.goal).objects.filter(pk=scene.goal.pk).update(expire_at=timezone.now())
    yield
    return publish_scheduled()


def publish_scheduled() -> str:
    said = StringIO()
    call_command("publish_scheduled", stderr=said)
    return said.getvalue()


@pytest.mark.parametrize(("way", "guarded"), ways.both())
def test_way(way: Any, guarded: bool, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    walk_both(way, guarded, scene, monkeypatch)
