"""What the gate lets through and puts on record, and what finds the things it cannot catch."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Model
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Page, PageViewRestriction, Revision, WorkflowState
from wagtail_localize.models import Translation

from aktionsplan_pages.approval import host, records
from aktionsplan_pages.approval.authors import authors_of
from aktionsplan_pages.approval.check import accept_all, findings
from aktionsplan_pages.approval.door import door
from aktionsplan_pages.approval.errors import NotApproved
from aktionsplan_pages.approval.middleware import NotApprovedMiddleware
from aktionsplan_pages.approval.publishing import publish_revision
from aktionsplan_pages.approval.review import propose_withdrawal
from aktionsplan_pages.approval.vocabulary import Act
from aktionsplan_pages.models import AuditEntry, GoalPage, MeasurePage, Milestone, TargetGroup
from aktionsplan_pages.translation.submit import submit as submit_translation
from tests.approval.conftest import approve, submit
from tests.approval.stage import Scene
from tests.conftest import add, draft, publish


def acts(obj: Any) -> list[str]:
    entries = AuditEntry.objects.filter(**records.identity(obj)).order_by("pk")
    return list(entries.values_list("act", flat=True))


def status(address: str) -> int:
    response = Client().get(address)
    if response.streaming:  # a file, which is closed at its end
        list(response)
    return response.status_code


def problems() -> list[str]:
    return [f"{finding.name}: {finding.problem}" for finding in findings() if finding.problem]


def publish_scheduled(at: Any = None) -> str:
    said = StringIO()
    with pytest.MonkeyPatch.context() as patch:
        if at:
            patch.setattr(timezone, "now", lambda: at)
        call_command("publish_scheduled", stderr=said)
    return said.getvalue()


# Withdrawal (k)


def test_what_is_withdrawn_is_gone_in_every_language(scene: Scene) -> None:
    """k: the translated row stays live in the database, and nobody can read it."""
    addresses = ["/de/plan/kurse/", "/uk/plan/kurse/", "/tr/plan/kurse/"]
    assert [status(address) for address in addresses] == [200, 200, 200]
    propose_withdrawal(scene.measure, scene.editor, "Überholt")
    assert [status(address) for address in addresses] == [200, 200, 200]
    approve(scene.measure, scene.coordinator, scene.head)
    assert [status(address) for address in addresses] == [404, 404, 404]
    assert scene.fresh(scene.translated).live
    assert acts(scene.measure)[-2:] == ["released", "withdrawn"]
    assert problems() == []


def test_the_next_revision_withdraws_nothing(scene: Scene) -> None:
    propose_withdrawal(scene.measure, scene.editor, "Überholt")
    task_state = scene.fresh(scene.measure).current_workflow_task_state
    task_state.reject(user=scene.coordinator, comment="Noch nicht")
    draft = scene.fresh(scene.measure).get_latest_revision_as_object()
    assert draft.intent == "withdraw"
    revision = draft.save_revision(user=scene.editor)
    assert (revision.content["intent"], revision.content["intent_reason"]) == ("", "")
    measure = scene.fresh(scene.measure)
    measure.current_workflow_state.resume(scene.editor)
    approve(scene.measure, scene.coordinator, scene.head)
    assert scene.fresh(scene.measure).live


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_withdrawal_says_why(scene: Scene, reason: str) -> None:
    with pytest.raises(NotApproved):
        propose_withdrawal(scene.measure, scene.editor, reason)


# Schedules


def test_a_schedule_keeps_the_approval_until_its_time(scene: Scene) -> None:
    soon = timezone.now() + timedelta(hours=1)
    submit(scene.measure, scene.editor, status="done", go_live_at=soon)
    approve(scene.measure, scene.coordinator, scene.head)
    assert scene.fresh(scene.measure).status == "running"
    assert acts(scene.measure)[-2:] == ["released", "scheduled"]
    assert publish_scheduled() == ""
    assert scene.fresh(scene.measure).status == "running"
    assert publish_scheduled(soon + timedelta(minutes=1)) == ""
    assert scene.fresh(scene.measure).status == "done"
    assert acts(scene.measure)[-1] == "published"
    assert problems() == []


def test_a_page_that_was_never_public_goes_live_at_its_time(scene: Scene) -> None:
    page = MeasurePage(title="Neu", slug="neu", live=False, owner=scene.editor)
    scene.plan.add_child(instance=page)
    soon = timezone.now() + timedelta(hours=1)
    submit(page, scene.editor, go_live_at=soon)
    approve(page, scene.coordinator, scene.head)
    assert status("/de/plan/neu/") == 404
    publish_scheduled(soon + timedelta(minutes=1))
    assert status("/de/plan/neu/") == 200
    assert problems() == []


def test_an_unapproved_schedule_stops_no_other_and_says_so_once(scene: Scene) -> None:
    now = timezone.now()
    scene.goal.title = "Nie freigegeben"
    wrong = scene.goal.save_revision(user=scene.superuser)
    Revision.objects.filter(pk=wrong.pk).update(approved_go_live_at=now - timedelta(days=1))
    submit(scene.measure, scene.editor, status="done", go_live_at=now + timedelta(hours=1))
    approve(scene.measure, scene.coordinator, scene.head)
    for _time in range(2):
        assert "Nie freigegeben" in publish_scheduled(now + timedelta(hours=2))
    assert scene.fresh(scene.goal).title == "Deutsch lernen"
    assert scene.fresh(scene.measure).status == "done"
    assert acts(scene.goal).count("stopped") == 1


def test_coordination_cancels_a_schedule(scene: Scene) -> None:
    soon = timezone.now() + timedelta(hours=1)
    submit(scene.measure, scene.editor, status="done", go_live_at=soon)
    approve(scene.measure, scene.coordinator, scene.head)
    revision = scene.fresh(scene.measure).scheduled_revision
    where = [scene.measure.pk, revision.pk]
    for user, found in ((scene.editor, 302), (scene.coordinator, 302)):
        address = reverse("wagtailadmin_pages:revisions_unschedule", args=where)
        assert scene.browser(user).post(address).status_code == found
        is_scheduled = scene.fresh(scene.measure).scheduled_revision is not None
        assert is_scheduled == (user == scene.editor)
    publish_scheduled(soon + timedelta(hours=1))
    assert scene.fresh(scene.measure).status == "running"


def test_an_approved_end_comes_by_itself(scene: Scene) -> None:
    soon = timezone.now() + timedelta(hours=1)
    submit(scene.measure, scene.editor, expire_at=soon)
    approve(scene.measure, scene.coordinator, scene.head)
    assert publish_scheduled() == ""
    assert status("/uk/plan/kurse/") == 200
    assert publish_scheduled(soon + timedelta(minutes=1)) == ""
    assert status("/uk/plan/kurse/") == 404
    assert acts(scene.measure)[-1] == "expired"
    assert problems() == []


def test_an_autosave_changes_nothing_of_what_waits(scene: Scene) -> None:
    """m: the scheduled revision goes live as it was approved."""
    soon = timezone.now() + timedelta(hours=1)
    submit(scene.measure, scene.editor, status="done", go_live_at=soon)
    approve(scene.measure, scene.coordinator, scene.head)
    waiting = scene.fresh(scene.measure).scheduled_revision
    draft = waiting.as_object()
    draft.title = "Anders"
    newer = draft.save_revision(user=scene.editor, overwrite_revision=waiting)
    assert newer.pk != waiting.pk
    publish_scheduled(soon + timedelta(minutes=1))
    measure = scene.fresh(scene.measure)
    assert (measure.title, measure.status) == ("Deutschkurse", "done")


# Approvers


def test_the_second_of_two_approvers_is_told(scene: Scene, person: Callable[..., Any]) -> None:
    other = person("hugo", "head")
    submit(scene.measure, scene.editor, status="done")
    approve(scene.measure, scene.coordinator)
    states = [scene.fresh(scene.measure).current_workflow_task_state for _time in range(3)]
    first, second, third = states
    first.approve(user=scene.head)
    with pytest.raises(NotApproved):
        second.approve(user=other)
    with pytest.raises(NotApproved):
        third.reject(user=other, comment="Doch nicht")
    assert acts(scene.measure).count("published") == 3  # two by set-up


def test_an_approval_outlives_its_approver(scene: Scene) -> None:
    submit(scene.measure, scene.editor, status="done")
    approve(scene.measure, scene.coordinator)
    name = scene.coordinator.username
    get_user_model().objects.filter(pk__in=[scene.coordinator.pk, scene.editor.pk]).delete()
    approve(scene.measure, scene.head)
    assert scene.fresh(scene.measure).status == "done"
    assert AuditEntry.objects.filter(act=Act.APPROVED, person_name=name).exists()


def test_an_approver_who_was_deleted_is_not_in_the_way(scene: Scene) -> None:
    submit(scene.measure, scene.editor, status="done")
    state = scene.fresh(scene.measure).current_workflow_task_state
    get_user_model().objects.filter(pk=scene.coordinator.pk).delete()
    with pytest.raises(NotApproved):
        state.approve(user=scene.coordinator)


def test_sending_back_needs_a_reason(scene: Scene) -> None:
    submit(scene.measure, scene.editor, status="done")
    with pytest.raises(NotApproved):
        scene.fresh(scene.measure).current_workflow_task_state.reject(user=scene.coordinator)


def test_a_workflow_that_is_switched_off_ends_all_reviews(scene: Scene) -> None:
    submit(scene.measure, scene.editor, status="done")
    WorkflowState.objects.get(status="in_progress").workflow.deactivate(user=scene.superuser)
    assert acts(scene.measure)[-1] == "recalled"
    assert scene.fresh(scene.measure).status == "running"


# Authors


def edited(scene: Scene, user: Any, page: Any, **changes: Any) -> Revision:
    """Through the editor of the admin."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client = scene.browser(user)
    response = client.post(address, scene.form(client, address) | changes)
    assert response.status_code == 302
    return scene.fresh(page).latest_revision


def test_who_only_comments_is_no_author(scene: Scene) -> None:
    edited(scene, scene.editor, scene.measure, status="done")
    comment = {
        "comments-TOTAL_FORMS": "1", "comments-INITIAL_FORMS": "0",
        "comments-0-contentpath": "summary", "comments-0-id": "",
        "comments-0-text": "Stimmt das?", "comments-0-resolved": "", "comments-0-DELETE": "",
        "comments-0-position": "", "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0",
    }  # fmt: skip
    commented = edited(scene, scene.coordinator, scene.measure, **comment)
    assert commented.user == scene.coordinator
    assert scene.fresh(scene.measure).wagtail_admin_comments.count() == 1
    assert authors_of(commented) == {scene.editor.pk}
    measure = scene.fresh(scene.measure)
    measure.get_workflow().start(measure, scene.editor)
    approve(scene.measure, scene.coordinator, scene.head)
    assert scene.fresh(scene.measure).status == "done"


def test_authors_add_up_until_the_approval(scene: Scene) -> None:
    edited(scene, scene.editor, scene.measure, status="done")
    both = edited(scene, scene.coordinator, scene.measure, area="Kreisgebiet")
    assert authors_of(both) == {scene.editor.pk, scene.coordinator.pk}
    publish(scene.fresh(scene.measure).get_latest_revision_as_object())
    alone = edited(scene, scene.editor, scene.measure, area="Überall")
    assert authors_of(alone) == {scene.editor.pk}


def test_restoring_a_draft_brings_back_its_authors(scene: Scene) -> None:
    old = edited(scene, scene.coordinator, scene.measure, area="Kreisgebiet")
    publish(scene.fresh(scene.measure))  # what is public, without the draft
    old.as_object().save_revision(user=scene.editor, previous_revision=old)
    latest = scene.fresh(scene.measure).latest_revision
    assert authors_of(latest) == {scene.editor.pk, scene.coordinator.pk}


def test_whoever_typed_a_string_wrote_the_translation(
    scene: Scene, person: Callable[..., Any]
) -> None:
    """Also if somebody else submits it; what was typed before the last publication is approved."""
    translation = Translation.objects.get(source__object_id=scene.measure.translation_key)
    segment = translation.source.stringsegment_set.get(string__data="Deutschkurse")
    typed = [(scene.translator, "Нові курси"), (person("tina", "translator", "uk"), "Інші курси")]
    for user, text in typed:
        address = reverse("wagtailadmin_pages:edit", args=[scene.translated.pk])
        line = f"line-{segment.context_id}-{segment.string_id}"
        response = scene.browser(user).post(address, {line: text})
        assert response.status_code == 302
        revision = submit_translation(translation, user=scene.coordinator)
        assert authors_of(revision) >= {user.pk, scene.coordinator.pk}
        publish(revision.as_object())


def test_a_date_to_come_takes_nothing_offline_that_was_published_meanwhile(scene: Scene) -> None:
    """Wagtail reads from a draft which version was public when it was written."""
    old = scene.fresh(scene.measure).live_revision
    later = scene.fresh(scene.measure).get_latest_revision_as_object()
    later.go_live_at = timezone.now() + timedelta(days=1)
    planned = later.save_revision()
    publish_revision(old.as_object().save_revision())
    Revision.objects.filter(pk=old.pk).delete()  # as a purge does
    publish_revision(planned)
    measure = scene.fresh(scene.measure)
    assert measure.live
    assert measure.live_revision_id
    assert Revision.objects.get(pk=planned.pk).approved_go_live_at


def test_who_submits_in_the_editor_is_told_so_and_of_no_draft(scene: Scene) -> None:
    client = scene.browser(scene.editor)
    address = reverse("wagtailadmin_pages:edit", args=[scene.measure.pk])
    data = scene.form(client, address) | {"title": "Neu", "action-submit": "1"}
    answer = client.post(address, data, follow=True)
    said = [str(message) for message in answer.context["messages"]]
    assert scene.fresh(scene.measure).workflow_in_progress
    assert len(said) == 1, said


def test_a_snippet_is_approved_like_a_page(scene: Scene) -> None:
    name = "wagtailsnippets_aktionsplan_pages_targetgroup:edit"
    address = reverse(name, args=[scene.group.pk])
    client = scene.browser(scene.coordinator)
    response = client.post(
        address, scene.form(client, address) | {"name": "Familien", "action-submit": "1"}
    )
    assert response.status_code == 302
    assert scene.fresh(scene.group).name == "Eltern"
    with pytest.raises(NotApproved):
        approve(scene.group, scene.coordinator)
    scene.colleague.groups.set(scene.coordinator.groups.all())
    approve(scene.group, scene.colleague, scene.head)
    assert scene.fresh(scene.group).name == "Familien"
    assert "Familien" in Client().get("/de/plan/kurse/").content.decode()
    assert problems() == []


@pytest.fixture
def unpublished(scene: Scene) -> MeasurePage:
    """A draft that an editor began and a colleague wrote on."""
    page = MeasurePage(title="Entwurf", slug="entwurf", live=False, owner=scene.editor)
    scene.plan.add_child(instance=page)
    page.save_revision(user=scene.editor)
    edited(scene, scene.superuser, page, area="Überall")
    return scene.fresh(page)


def test_a_copied_draft_keeps_its_authors(scene: Scene, unpublished: MeasurePage) -> None:
    address = reverse("wagtailadmin_pages:copy", args=[unpublished.pk])
    data = {"new_title": "Kopie", "new_slug": "kopie", "new_parent_page": scene.plan.pk}
    scene.browser(scene.coordinator).post(address, data)
    copied = MeasurePage.objects.get(slug="kopie")
    everybody = {scene.editor.pk, scene.superuser.pk, scene.coordinator.pk}
    assert authors_of(copied.latest_revision) == everybody


@pytest.mark.parametrize("copy_revisions", [True, False])
def test_a_draft_copied_in_code_keeps_its_authors(
    scene: Scene, unpublished: MeasurePage, copy_revisions: bool
) -> None:
    copied = unpublished.copy(
        update_attrs={"slug": "kopie"}, keep_live=False, copy_revisions=copy_revisions
    )
    assert authors_of(copied.latest_revision) >= {scene.editor.pk, scene.superuser.pk}


def test_a_copied_tree_of_drafts_keeps_its_authors(scene: Scene) -> None:
    edited(scene, scene.editor, scene.measure, status="done")
    copied = scene.plan.copy(recursive=True, update_attrs={"slug": "kopie"}, keep_live=False)
    measure = MeasurePage.objects.child_of(copied).get(title="Deutschkurse")
    assert authors_of(measure.latest_revision) >= {scene.editor.pk}


# The door


def test_the_door_puts_every_change_on_record(scene: Scene) -> None:
    with door("Umzug der Daten"):
        scene.measure.title = "Durch die Tür"
        scene.measure.save()
        scene.measure.milestones.first().delete()
        scene.goal.measures.remove(scene.measure)
        scene.field.live = False
        scene.field.save()
        TargetGroup.objects.create(name="Neu", locale=scene.measure.locale)
        scene.translated.delete()
    assert problems() == []
    entries = AuditEntry.objects.filter(data__door="Umzug der Daten")
    assert sorted(entries.values_list("act", "title")) == [
        ("published", "Durch die Tür"), ("published", "Neu"),
        ("withdrawn", "Sprache"), ("withdrawn", "Курси німецької"),
    ]  # fmt: skip


@pytest.mark.parametrize("reason", ["", " "])
def test_the_door_opens_for_a_reason_only(reason: str) -> None:
    with pytest.raises(ValueError), door(reason):
        pass


def test_a_migration_that_changes_what_content_is(scene: Scene) -> None:
    MeasurePage.objects.filter(pk=scene.measure.pk).update(status="done")
    assert len(problems()) == 1
    accept_all("Umstellung der Felder")
    assert problems() == []


# What cannot be caught is found


def sql(text: str) -> Callable[[Scene], None]:
    def run(scene: Scene) -> None:
        with connection.cursor() as cursor:
            cursor.execute(text.format(page=scene.measure.pk, goal=scene.goal.pk))

    return run


def another_group(scene: Scene) -> TargetGroup:
    return publish(draft(TargetGroup(name="Neu", locale=scene.measure.locale)))


def another_goal(scene: Scene) -> GoalPage:
    return add(scene.plan, GoalPage(title="Neu", slug="neu"))


def another_paper(scene: Scene) -> Any:
    """A document that a public text links to."""
    paper = get_document_model().objects.create(
        title="Anlage", file=ContentFile(b"as approved", "anlage.txt")
    )
    scene.goal.text = f'<p><a linktype="document" id="{paper.pk}">Anlage</a></p>'
    publish(scene.goal)
    return paper


def forge(paper: Any) -> None:
    Path(paper.file.path).write_bytes(b"forged")


PAST_THE_GATE: dict[str, tuple[Callable[[Scene], Any], str]] = {
    "own column": (
        lambda s: MeasurePage.objects.filter(pk=s.measure.pk).update(status="done"), "content"
    ),
    "column of the page": (
        lambda s: Page.objects.filter(pk=s.measure.pk).update(title="Anders"), "content"
    ),
    "column by SQL": (
        sql("UPDATE aktionsplan_pages_measurepage SET area = 'x' WHERE page_ptr_id = {page}"),
        "content",
    ),
    "child": (lambda s: s.measure.milestones.update(title="Anders"), "content"),
    "child by SQL": (
        sql("DELETE FROM aktionsplan_pages_milestone WHERE page_id = {page}"), "content"
    ),
    "children made at once": (
        lambda s: Milestone.objects.bulk_create(
            [Milestone(page=s.measure, title="Neu", locale=s.measure.locale, sort_order=5)]
        ),
        "content",
    ),
    "many-to-many by its table": (
        lambda s: MeasurePage.goals.through.objects.all().delete(), "content"
    ),
    "live switched off": (
        lambda s: MeasurePage.objects.filter(pk=s.measure.pk).update(live=False), "vanished"
    ),
    "live switched on": (
        lambda s: TargetGroup.objects.bulk_create(
            [TargetGroup(name="Neu", locale=s.measure.locale)]
        ),
        "without an approval",
    ),
    "row deleted": (
        lambda s: TargetGroup.objects.filter(pk=another_group(s).pk)._raw_delete("default"),
        "vanished",
    ),
    "half of a page deleted": (
        lambda s: type(s.goal).objects.filter(pk=another_goal(s).pk)._raw_delete("default"),
        "vanished",
    ),
    "words of another page": (
        lambda s: Page.objects.filter(pk=s.translated.pk).update(
            translation_key=s.goal.translation_key
        ),
        "another page or language",
    ),
    "address": (
        lambda s: Page.objects.filter(pk=s.measure.pk).update(url_path="/home/plan/anders/"),
        "address",
    ),
    "raw save": (
        lambda s: (setattr(s.measure, "status", "done"), Model.save_base(s.measure, raw=True)),
        "content",
    ),
    "file": (lambda s: get_document_model().objects.update(file_hash="0" * 40), "content"),
    "file on the disk": (lambda s: forge(another_paper(s)), "not the one that was uploaded"),
}  # fmt: skip


@pytest.mark.parametrize("name", PAST_THE_GATE)
def test_check_public_finds(name: str, scene: Scene, settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"
    act, problem = PAST_THE_GATE[name]
    call_command("check_public", quiet=True)
    act(scene)
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("check_public", quiet=True, stderr=said)
    assert problem in said.getvalue()


def test_check_public_counts(scene: Scene) -> None:
    said = StringIO()
    call_command("check_public", stdout=said)
    assert said.getvalue().startswith("8 ")


# Files


def test_a_document_is_served_once_it_is_public(scene: Scene) -> None:
    paper = get_document_model().objects.get()
    other = get_document_model().objects.create(title="Intern", file=paper.file)
    assert [status(paper.url), status(other.url)] == [200, 404]
    served = scene.browser(scene.editor).get(other.url)
    assert b"".join(served) == b"as approved"
    propose_withdrawal(scene.plan, scene.superuser, "Überholt")
    approve(scene.plan, scene.coordinator, scene.head)
    assert status(paper.url) == 404


# Moving, messages, host


def test_moving_and_reordering_need_no_approval(scene: Scene) -> None:
    scene.measure.move(scene.field, pos="left", user=scene.coordinator)
    assert status("/de/plan/kurse/") == 200
    PageViewRestriction.objects.create(page=scene.plan, restriction_type="login")
    assert status("/de/plan/kurse/") == 302
    scene.fresh(scene.measure).move(scene.fresh(scene.goal), pos="left")
    assert problems() == []


def test_wagtails_bookkeeping_passes(scene: Scene) -> None:
    page = scene.fresh(scene.measure)
    page.locked, page.locked_by, page.locked_at = True, scene.coordinator, timezone.now()
    page.save(update_fields=["locked", "locked_by", "locked_at"])
    page.save()
    Page.objects.get(pk=page.pk).save()
    assert problems() == []


@pytest.mark.parametrize(
    ("headers", "status_code"),
    [({}, 302), ({"accept": "application/json"}, 409), ({"x-requested-with": "fetch"}, 409)],
)
def test_a_stopped_act_becomes_a_message(headers: dict, status_code: int) -> None:
    request = RequestFactory().get("/", headers=headers)
    request._messages = type("Kept", (), {"add": lambda *args: None})()  # type: ignore[attr-defined]
    middleware = NotApprovedMiddleware(lambda request: None)  # type: ignore[arg-type, return-value]
    response = middleware.process_exception(request, NotApproved("Nein"))
    assert response is not None
    assert response.status_code == status_code
    assert middleware.process_exception(request, ValueError()) is None


@override_settings(
    WAGTAIL_FINISH_WORKFLOW_ACTION="", MIDDLEWARE=[], WAGTAILDOCS_DOCUMENT_FORM_BASE=""
)
def test_a_host_that_lacks_something_is_told() -> None:
    found = [message.id for message in host.check_host()]
    assert found == ["action_plan.E001", "action_plan.E002", "action_plan.W001"]
