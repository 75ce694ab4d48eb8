"""Ways that need real transactions: what happens after a commit, and what half an act leaves."""

from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page

from aktionsplan_pages.approval import gate, rows
from aktionsplan_pages.approval.errors import NotApproved
from tests.approval.conftest import approve, submit
from tests.approval.stage import Scene, Stage
from tests.approval.ways import only_open


@pytest.fixture
def scene(
    put_back: None, django_db_serialized_rollback: None, transactional_db: None, settings: Any,
    tmp_path: Path,
) -> Scene:  # fmt: skip
    settings.MEDIA_ROOT = tmp_path
    return Scene(Stage.build())


@pytest.mark.parametrize("guarded", [True, False])
def test_translating_a_live_page_publishes_nothing_after_the_commit(
    scene: Scene, guarded: bool, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """b: Wagtail publishes by ``on_commit``; the translator reads why that did not happen."""
    settings.WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = True
    if not guarded:
        monkeypatch.setattr(gate, "publishing", only_open)
    locale = Locale.objects.get(language_code="uk")
    address = reverse("wagtail_localize:submit_page_translation", args=[scene.goal.pk])
    response = scene.browser(scene.translator).post(address, {"locales": [locale.pk]})
    said = " ".join(str(message) for message in get_messages(response.wsgi_request))
    assert response.status_code == 302
    assert ("Nobody has approved this content" in said) == guarded
    assert scene.goal.get_translation(locale).live != guarded


@pytest.mark.parametrize("through", ["page", "base class", "query"])
def test_a_refused_deletion_leaves_the_tree_as_it_was(scene: Scene, through: str) -> None:
    """treebeard counts the children down before anybody is asked."""
    before = scene.fresh(scene.plan).numchild
    acts = {
        "page": scene.measure.delete,
        "base class": scene.base_of(scene.measure).delete,
        "query": type(scene.measure).objects.filter(pk=scene.measure.pk).delete,
    }
    with pytest.raises(NotApproved):
        acts[through]()
    assert scene.fresh(scene.plan).numchild == before
    assert not any(Page.find_problems())


def test_a_refused_copy_leaves_nothing(scene: Scene) -> None:
    count = Page.objects.count()
    with pytest.raises(NotApproved):
        scene.plan.copy(recursive=True, update_attrs={"slug": "kopie"}, keep_live=True)
    assert Page.objects.count() == count
    assert not any(Page.find_problems())


@pytest.mark.parametrize("guarded", [True, False])
def test_a_child_saved_with_its_page_changes_nothing_of_it(
    scene: Scene, guarded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not guarded:
        monkeypatch.setattr(rows, "check_child_deletion", lambda *args: None)
    scene.measure.milestones.clear()
    if guarded:
        with pytest.raises(NotApproved):
            scene.measure.save()
    else:
        scene.measure.save()
    assert scene.fresh(scene.measure).milestones.exists() == guarded


@pytest.mark.parametrize("guarded", [True, False])
def test_a_purge_of_old_versions_takes_nothing_offline(
    scene: Scene, guarded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wagtail unpublishes a live page when a change of it is scheduled and its version is gone."""
    if not guarded:
        monkeypatch.setattr(gate, "check_revision_deletion", lambda *args: None)
        monkeypatch.setattr(gate, "publishing", only_open)
    scene.measure.save_revision(user=scene.editor)
    call_command("purge_revisions", stdout=StringIO())
    soon = timezone.now() + timedelta(hours=1)
    submit(scene.measure, scene.editor, title="Anders", go_live_at=soon)
    approve(scene.measure, scene.coordinator, scene.head)
    assert scene.fresh(scene.measure).live == guarded
