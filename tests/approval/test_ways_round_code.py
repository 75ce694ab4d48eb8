"""Ways round the approval in code: what a shell, a script or another package might do."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.documents import get_document_model
from wagtail.models import Locale, Page

from aktionsplan_pages.models import (
    Commitment,
    MeasureIndicatorValue,
    MeasurePage,
    Milestone,
    Organisation,
    TargetGroup,
)
from tests.approval.stage import Scene
from tests.approval.ways import Ways, walk_both
from tests.conftest import add, publish

ways = Ways()
way = ways.way
CHANGE = "saved as a draft and submitted"
BORN = "cannot become public without approval"
STAYS = "propose its withdrawal"
KEPT = "is or was public and is kept"
NO_ALIAS = "An alias would publish"
NOBODY = "Nobody has approved this content"


# Own columns (n)


@way("n page.save()", "row", says=CHANGE)
def _(scene: Scene) -> None:
    scene.measure.title = "Anders"
    scene.measure.save()


@way("n page.save(update_fields)", "row", says=CHANGE)
def _(scene: Scene) -> None:
    scene.measure.status = "done"
    scene.measure.save(update_fields=["status"])


@way("n base-class save", "row", says=CHANGE)
def _(scene: Scene) -> None:
    page = scene.base_of(scene.measure)
    page.title = "Anders"
    page.save()


@way("n slug through the base class", "row", says=CHANGE)
def _(scene: Scene) -> None:
    page = scene.base_of(scene.measure)
    page.slug = "anderswo"
    page.save()


@way("n base class that says it is not ours", "row", says=CHANGE)
def _(scene: Scene) -> None:
    page = scene.base_of(scene.measure)
    page.content_type = Page.get_first_root_node().content_type
    page.title = "Anders"
    page.save()


@way("n draft object saved", "row", says=CHANGE)
def _(scene: Scene) -> None:
    scene.measure.title = "Anders"
    scene.measure.save_revision()
    scene.fresh(scene.measure).get_latest_revision_as_object().save()


@way("n update_or_create", "row", says=CHANGE)
def _(scene: Scene) -> None:
    MeasurePage.objects.update_or_create(pk=scene.measure.pk, defaults={"status": "done"})


@way("n words of another page", "row", says=CHANGE)
def _(scene: Scene) -> None:
    scene.translated.translation_key = scene.goal.translation_key
    scene.translated.save()


@way("n words as another language", "row", says=CHANGE)
def _(scene: Scene) -> None:
    scene.translated.locale = Locale.objects.get(language_code="tr")
    scene.translated.save(update_fields=["locale"])


@way("n a language renamed", "language", says="Pages are public in this language")
def _(scene: Scene) -> None:
    Locale.objects.get(language_code="kmr").delete()
    locale = Locale.objects.get(language_code="uk")
    locale.language_code = "kmr"
    locale.save()


@way("n born live", "row", says=BORN)
def _(scene: Scene) -> None:
    scene.plan.add_child(instance=MeasurePage(title="Neu", slug="neu"))


@way("n a draft made live", "row", says=BORN)
def _(scene: Scene) -> None:
    page = MeasurePage(title="Neu", slug="neu", live=False)
    scene.plan.add_child(instance=page)
    page.live = True
    page.save(update_fields=["live"])


@way("n live switched off", "row", says=STAYS)
def _(scene: Scene) -> None:
    scene.measure.live = False
    scene.measure.save()


@way("n live switched off in the base class", "row", says=STAYS)
def _(scene: Scene) -> None:
    page = scene.base_of(scene.measure)
    page.live = False
    page.save(update_fields=["live"])


@way("n expired by hand", "row", says=STAYS)
def _(scene: Scene) -> None:
    scene.measure.live, scene.measure.expired = False, True
    scene.measure.save()


# Acts


@way("j revision.publish() without a user", "publishing", says=NOBODY)
def _(scene: Scene) -> None:
    scene.measure.title = "Anders"
    scene.measure.save_revision().publish()


@way("f revision.publish() by a superuser", "publishing", says=NOBODY)
def _(scene: Scene) -> None:
    scene.measure.title = "Anders"
    scene.measure.save_revision(user=scene.superuser).publish(
        user=scene.superuser, skip_permission_checks=True
    )


@way("j the action behind publish()", "row", says=CHANGE)
def _(scene: Scene) -> None:
    scene.measure.title = "Anders"
    PublishPageRevisionAction(scene.measure.save_revision()).execute(skip_permission_checks=True)


@way("j page.publish() in the base class", "row", says=CHANGE)
def _(scene: Scene) -> None:
    scene.measure.title = "Anders"
    scene.base_of(scene.measure).publish(scene.measure.save_revision())


@way("j a revision changed in memory", "publishing", says=NOBODY)
def _(scene: Scene) -> None:
    revision = scene.measure.live_revision
    revision.content["title"] = "Anders"
    revision.publish()


@way("j the approved revision once more", "publishing", says=NOBODY)
def _(scene: Scene) -> None:
    first = scene.measure.revisions.order_by("pk").first()
    first.publish()


@way("page.unpublish()", "withdrawing", says=STAYS)
def _(scene: Scene) -> None:
    scene.measure.unpublish()


@way("unpublish in the base class", "row", says=STAYS)
def _(scene: Scene) -> None:
    scene.base_of(scene.measure).unpublish()


@way("the action behind unpublish()", "row", says=STAYS)
def _(scene: Scene) -> None:
    UnpublishPageAction(scene.measure).execute(skip_permission_checks=True)


@way("l copy kept live", "row", "child", "relation", says=BORN)
def _(scene: Scene) -> None:
    scene.measure.copy(update_attrs={"slug": "kopie", "title": "Kopie"}, keep_live=True)


@way("l whole tree copied live", "row", "child", "relation", says=BORN)
def _(scene: Scene) -> None:
    scene.plan.copy(recursive=True, update_attrs={"slug": "kopie"}, keep_live=True)


@way("l the action behind copy()", "row", "child", "relation", says=BORN)
def _(scene: Scene) -> None:
    CopyPageAction(scene.goal, update_attrs={"slug": "kopie"}, keep_live=True).execute()


@way("e alias", "alias", "row", "child", "relation", says=NO_ALIAS)
def _(scene: Scene) -> None:
    scene.measure.create_alias(update_slug="alias")


@way("e the action behind create_alias()", "row", "child", "relation", says=NO_ALIAS)
def _(scene: Scene) -> None:
    CreatePageAliasAction(scene.measure, update_slug="alias").execute()


@way("e missing parents made as aliases", "alias", "row", "child", "relation", says=NO_ALIAS)
def _(scene: Scene) -> None:
    locale = Locale.objects.get(language_code="tr")
    scene.goal.copy_for_translation(locale, copy_parents=True)


@way(
    "e a page made an alias later on",
    "row",
    "child",
    "relation",
    "no alias follows",
    "publishing",
    says=NO_ALIAS,
)
def _(scene: Scene) -> None:
    scene.translated.alias_of = scene.measure
    scene.translated.save(update_fields=["alias_of"])
    scene.measure.title = "Anders"
    scene.measure.save_revision().publish()


@way("a schedule that nobody approved", "revision", "publishing", says="A schedule is approved")
def _(scene: Scene) -> None:
    from django.core.management import call_command
    from django.utils import timezone

    scene.measure.title = "Anders"
    scene.measure.save_revision(approved_go_live_at=timezone.now())
    call_command("publish_scheduled")


# Children and relations


@way("n a child added", "child", says=CHANGE)
def _(scene: Scene) -> None:
    Commitment.objects.create(page=scene.measure, organisation=scene.organisation, role="partner")


@way("n a child changed", "child", says=CHANGE)
def _(scene: Scene) -> None:
    milestone = scene.measure.milestones.first()
    milestone.reached = "2025"
    milestone.save()


@way("n a child saved with its page", "child", says=CHANGE)
def _(scene: Scene) -> None:
    scene.measure.milestones.add(Milestone(title="Neu", sort_order=2))
    scene.measure.save()


@way("n children reordered", "child", says=CHANGE)
def _(scene: Scene) -> None:
    milestone = scene.measure.milestones.first()
    milestone.sort_order = 5
    milestone.save()


@way("n a child moved to a draft", "child", says=CHANGE)
def _(scene: Scene) -> None:
    page = MeasurePage(title="Neu", slug="neu", live=False)
    scene.plan.add_child(instance=page)
    milestone = scene.measure.milestones.first()
    milestone.page = page
    milestone.save()


@way("n a child deleted", "child", says=CHANGE)
def _(scene: Scene) -> None:
    scene.measure.commitments.first().delete()


@way("n children deleted by a query", "child", says=CHANGE)
def _(scene: Scene) -> None:
    Commitment.objects.filter(page=scene.measure).delete()


@way("n a grandchild changed", "child", says=CHANGE)
def _(scene: Scene) -> None:
    value = MeasureIndicatorValue.objects.get(indicator__page=scene.measure)
    value.value = 70
    value.save()


@way("n a grandchild added", "child", says=CHANGE)
def _(scene: Scene) -> None:
    MeasureIndicatorValue.objects.create(
        indicator=scene.measure.indicators.first(), period="2026", value=9, sort_order=1
    )


@way("n a grandchild deleted", "child", says=CHANGE)
def _(scene: Scene) -> None:
    MeasureIndicatorValue.objects.all().delete()


@way("n a word of a translated child", "child", says=CHANGE)
def _(scene: Scene) -> None:
    milestone = scene.translated.milestones.first()
    milestone.title = "Інше"
    milestone.save()


@way("n many-to-many from its own side", "relation", says=CHANGE)
def _(scene: Scene) -> None:
    scene.measure.goals.clear()
    scene.measure.save()


@way("n many-to-many added from the other side", "relation", says=CHANGE)
def _(scene: Scene) -> Any:
    other = add(scene.plan, type(scene.goal)(title="Anderes Ziel", slug="anderes"))
    yield
    other.measures.add(scene.measure)


@way("n many-to-many removed from the other side", "relation", says=CHANGE)
def _(scene: Scene) -> None:
    scene.goal.measures.remove(scene.measure)


@way("n many-to-many cleared from the other side", "relation", says=CHANGE)
def _(scene: Scene) -> None:
    scene.goal.measures.clear()


@way("n target groups from the other side", "relation", says=CHANGE)
def _(scene: Scene) -> None:
    scene.group.measures.set([])


# Snippets (h)


@way("h snippet saved", "row", says=CHANGE)
def _(scene: Scene) -> None:
    scene.organisation.name = "Anders"
    scene.organisation.save()


@way("h snippet born live", "row", says=BORN)
def _(scene: Scene) -> None:
    Organisation.objects.create(name="Neu", locale=scene.measure.locale)


@way("h snippet translated live", "row", says=BORN)
def _(scene: Scene) -> None:
    scene.group.copy_for_translation(Locale.objects.get(language_code="uk")).save()


@way("h snippet published", "publishing", says=NOBODY)
def _(scene: Scene) -> None:
    scene.group.name = "Anders"
    scene.group.save_revision(user=scene.superuser).publish(user=scene.superuser)


# Deleting


@way("page deleted", "deletion", "child", says=KEPT)
def _(scene: Scene) -> None:
    scene.translated.delete()


@way("page deleted in the base class", "deletion", "child", "relation", says=KEPT)
def _(scene: Scene) -> None:
    scene.base_of(scene.measure).delete()


@way("pages deleted by a query", "deletion", "child", "relation", says=KEPT)
def _(scene: Scene) -> None:
    MeasurePage.objects.all().delete()


@way("pages deleted with what is above them", "deletion", "child", "relation", says=KEPT)
def _(scene: Scene) -> None:
    Page.objects.filter(pk=scene.plan.pk).delete()


@way("page deleted that says it is a draft", "deletion", "child", says=KEPT)
def _(scene: Scene) -> None:
    scene.translated.live = False
    scene.translated.delete()


@way("snippet deleted", "deletion", "child", "named", says=KEPT)
def _(scene: Scene) -> None:
    scene.group.delete()


@way("a draft deleted that a live page names", "deletion", "named", says="take it out there first")
def _(scene: Scene) -> Any:
    group = TargetGroup(name="Neu", locale=scene.measure.locale, live=False)
    group.save()
    scene.measure.target_groups.add(group)
    publish(scene.measure)
    yield
    group.delete()


# Files (o) and privacy


@way("o file replaced", "file", says="upload the new version as a new file")
def _(scene: Scene) -> None:
    scene.paper.file = ContentFile(b"forged", "bericht.txt")
    scene.paper.file_hash = ""
    scene.paper.save()


@way("o document renamed", "file", says="upload the new version as a new file")
def _(scene: Scene) -> None:
    scene.paper.title = "Anderer Bericht"
    scene.paper.save(update_fields=["title"])


@way("o document deleted", "file kept", "child", says=CHANGE)
def _(scene: Scene) -> None:
    scene.paper.delete()


@way("o document deleted that a text links to", "file kept", says="take it out of the pages")
def _(scene: Scene) -> Any:
    paper = get_document_model().objects.create(
        title="Anlage", file=ContentFile(b"as approved", "anlage.txt")
    )
    scene.goal.text = f'<p><a linktype="document" id="{paper.pk}">Anlage</a></p>'
    publish(scene.goal)
    yield
    paper.delete()


@pytest.mark.parametrize(("way", "guarded"), ways.both())
def test_way(way: Any, guarded: bool, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    walk_both(way, guarded, scene, monkeypatch)
