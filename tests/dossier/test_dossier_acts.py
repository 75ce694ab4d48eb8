"""Deciding on the dossier over HTTP, by those who may and by those who may not."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Comment, Revision

from aktionsplan_pages.approval.vocabulary import Act
from aktionsplan_pages.editing.subject import address_of
from aktionsplan_pages.models import AuditEntry, Commitment, MeasurePage, Milestone, Organisation
from tests.approval.conftest import approve, submit
from tests.conftest import commit, publish
from tests.dossier.conftest import Screen

Look = Callable[..., Screen]
REASON = "Bitte das Datum nennen."


def live(page: Any) -> MeasurePage:
    return MeasurePage.objects.get(pk=page.pk)


def acts() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))


def last(act: Act) -> AuditEntry:
    found = AuditEntry.objects.filter(act=act).first()
    assert found is not None
    return found


@pytest.fixture
def submitted(measure: MeasurePage, editor: Any) -> MeasurePage:
    submit(measure, editor, status="done")
    return live(measure)


def test_two_approvals_over_http_publish(
    submitted: MeasurePage, coordinator: Any, head: Any, look: Look
) -> None:
    screen = look(coordinator, submitted)
    assert {"approve", "reject", "comment", "recall"} <= screen.acts
    after = screen.act("approve", comment="Passt.")
    assert after.response.redirect_chain[-1][0] == "/admin/"
    assert live(submitted).status == "running"
    assert last(Act.APPROVED).comment == "Passt."
    look(head, submitted).act("approve")
    assert live(submitted).status == "done"
    done = look(head, submitted)
    assert done.status == 200
    assert done.acts == {"comment"}


def test_sending_back_needs_a_reason_and_shows_it(
    submitted: MeasurePage, coordinator: Any, editor: Any, look: Look
) -> None:
    for empty in ("", "  \n"):
        screen = look(coordinator, submitted).act("reject", comment=empty)
        assert screen.status == 422
        assert screen.soup.select_one("#decision .error-message")
        assert "reject" in screen.acts
    assert Act.REFUSED not in acts()
    look(coordinator, submitted).act("reject", comment=REASON)
    assert last(Act.REFUSED).comment == REASON
    seen = look(editor, submitted)
    assert REASON in seen.text(".dossier__summary")
    assert seen.acts == {"comment"}
    assert REASON in look(editor, "/admin/").text("#submissions-content")


def test_after_improving_only_the_difference_can_be_shown(
    submitted: MeasurePage, coordinator: Any, editor: Any, look: Look
) -> None:
    look(coordinator, submitted).act("reject", comment=REASON)
    draft = live(submitted).get_latest_revision_as_object()
    draft.planned_end = "2027"
    draft.save_revision(user=editor, log_action=True)
    live(submitted).current_workflow_state.resume(user=editor)
    screen = look(coordinator, submitted)
    assert len(screen.all(".dossier__facts tbody tr")) == 2
    link = screen.soup.select_one(".dossier__summary a[href^='?since']")["href"]
    since = look(coordinator, screen.url + link)
    assert len(since.all(".dossier__facts tbody tr")) == 1
    assert len(look(coordinator, f"{screen.url}?since=1' OR 1").all(".dossier__facts tr")) == 3
    since.url += link
    since.act("approve")
    assert acts()[-1] == Act.APPROVED


def test_an_author_cannot_approve_but_send_back(
    measure: MeasurePage, coordinator: Any, person: Any, look: Look
) -> None:
    submit(measure, coordinator, status="done")
    screen = look(coordinator, measure)
    assert "approve" not in screen.acts
    assert "reject" in screen.acts
    refused = screen.act("approve", comment="Doch!")
    assert refused.status == 409
    assert "Doch!" in refused.text("#decision textarea")
    assert Act.APPROVED not in acts()
    person("kim", "coordination")
    assert "approve" in look(person("kim"), measure).acts


@pytest.mark.parametrize("role", ["editor", "head", "press", "administrator", "organisation"])
@pytest.mark.parametrize("act", ["approve", "reject", "hand_over", "recall"])
def test_who_may_not_is_refused_by_the_server(
    role: str, act: str, submitted: MeasurePage, person: Any, coordinator: Any, look: Look
) -> None:
    stranger, kim = person("stranger", role), person("kim", "coordination")
    seen = look(coordinator, submitted).soup.select_one("input[name=seen]")["value"]
    screen = look(stranger, submitted)
    assert screen.status == 200
    assert screen.acts == {"comment"}
    before = acts()
    answer = screen.act(act, seen=seen, comment="Ich doch", to=str(kim.pk))
    assert answer.status == 409
    assert acts() == before
    assert live(submitted).workflow_in_progress


def test_a_superuser_is_nobody_here(submitted: MeasurePage, root: Any, look: Look) -> None:
    screen = look(root, submitted)
    assert screen.acts == {"comment"}
    assert screen.act("approve").status == 409
    assert live(submitted).status == "running"


def test_strangers_read_nothing(submitted: MeasurePage, person: Any, look: Look) -> None:
    url = address_of(submitted)
    assert Client().get(url).status_code == 302
    assert look(person("nobody"), url).status == 302
    other = look(person("olena", "translator", "uk"), url)
    assert other.status == 302  # a volunteer for another language
    assert other.act("comment", comment="Hallo").status == 200  # the start page
    assert not Comment.objects.exists()


def test_forms_need_their_token(submitted: MeasurePage, coordinator: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator)
    url = address_of(submitted)
    assert client.post(url, {"action": "approve"}).status_code == 403
    client.get(url, {"action": "approve"})
    assert Act.APPROVED not in acts()
    assert look_post(coordinator, url, {"action": "dance"}) == 400


def look_post(user: Any, url: str, data: dict[str, str]) -> int:
    client = Client()
    client.force_login(user)
    return client.post(url, data).status_code


def test_a_form_about_what_another_decided_does_nothing(
    submitted: MeasurePage, coordinator: Any, person: Any, look: Look
) -> None:
    old = look(coordinator, submitted)
    look(person("kim", "coordination"), submitted).act("approve")
    for act in ("approve", "reject", "recall"):
        answer = old.act(act, comment=REASON)
        assert answer.status == 409
        assert not answer.soup.select("#decision textarea") or REASON in answer.text("textarea")
    assert acts().count(Act.APPROVED) == 1
    assert Act.REFUSED not in acts()


def test_a_form_about_older_content_does_nothing(
    submitted: MeasurePage, coordinator: Any, editor: Any, look: Look
) -> None:
    old = look(coordinator, submitted)
    look(editor, submitted).act("recall")
    submit(live(submitted), editor, status="dropped")
    answer = old.act("approve", comment="gut")
    assert answer.status == 409
    assert "gut" in answer.text("#decision textarea")
    assert Act.APPROVED not in acts()
    answer.act("approve")  # now it has been seen
    assert Act.APPROVED in acts()


def test_content_changed_behind_the_back_is_refused(
    submitted: MeasurePage, coordinator: Any, look: Look
) -> None:
    screen = look(coordinator, submitted)
    revision = submitted.latest_revision
    Revision.objects.filter(pk=revision.pk).update(content=revision.content | {"status": "paused"})
    assert screen.act("approve").status == 409
    assert Act.APPROVED not in acts()


def test_whose_right_was_taken_away_meanwhile_is_refused(
    submitted: MeasurePage, coordinator: Any, look: Look
) -> None:
    screen = look(coordinator, submitted)
    coordinator.groups.clear()
    assert screen.act("approve").status == 200  # sent away, to the start page
    assert Act.APPROVED not in acts()


@pytest.mark.parametrize("who", ["author", "submitter", "coordination"])
def test_withdrawing_from_review(
    who: str, measure: MeasurePage, person: Any, coordinator: Any, look: Look
) -> None:
    author, submitter = person("anna", "editor"), person("sven", "editor")
    draft = measure.get_latest_revision_as_object()
    draft.status = "done"
    draft.save_revision(user=author)
    live(measure).get_workflow().start(live(measure), submitter)
    people = {"author": author, "submitter": submitter, "coordination": coordinator}
    look(people[who], measure).act("recall")
    assert not live(measure).workflow_in_progress
    assert Act.RECALLED in acts()
    live(measure).save_revision(user=author)
    assert live(measure).status == "running"


def test_comments_are_wagtails_own_on_pages(
    submitted: MeasurePage, coordinator: Any, look: Look
) -> None:
    screen = look(coordinator, submitted)
    assert screen.act("comment", comment=" ").status == 422
    after = screen.act("comment", comment="Stimmt das <b>Datum</b>?")
    assert after.status == 200
    assert "Stimmt das <b>Datum</b>?" in after.text("#comments-content")
    assert Comment.objects.get().page_id == submitted.pk
    assert look(coordinator, submitted).act("approve").status == 200  # no change of content


def test_comments_on_snippets_are_on_record(
    measure: MeasurePage, editor: Any, coordinator: Any, look: Look
) -> None:
    vhs = commit(measure, "VHS")
    submit(vhs, editor, website="https://example.org")
    after = look(coordinator, vhs).act("comment", comment="Ist das die neue Seite?")
    assert "Ist das die neue Seite?" in after.text("#comments-content")
    after.act("approve")
    assert last(Act.APPROVED).object_id == str(vhs.pk)


def test_handing_over_is_recorded_and_shown(
    submitted: MeasurePage, coordinator: Any, person: Any, editor: Any, look: Look
) -> None:
    kim, gone = person("kim", "coordination"), person("gone", "coordination")
    gone.is_active = False
    gone.save()
    screen = look(coordinator, submitted)
    for wrong in (gone, editor, coordinator):
        assert screen.act("hand_over", to=str(wrong.pk)).status == 422
    screen.act("hand_over", to=str(kim.pk), comment="Ich bin im Urlaub.")
    entry = last(Act.HANDED_OVER)
    assert (entry.person_id, entry.data["to"]) == (coordinator.pk, kim.pk)
    for user in (coordinator, kim, editor):
        assert "Ich bin im Urlaub." in look(user, submitted).text("#decision")
    assert "Kim" in look(kim, "/admin/").text("#awaiting-decision-content")
    look(kim, submitted).act("approve")
    assert Act.APPROVED in acts()


def test_nobody_left_who_could_approve_is_said(
    measure: MeasurePage, coordinator: Any, look: Look
) -> None:
    submit(measure, coordinator, status="done")
    assert look(coordinator, measure).soup.select_one("#decision .help-critical")


def test_an_author_whose_account_is_gone_still_counts(
    submitted: MeasurePage, editor: Any, coordinator: Any, look: Look
) -> None:
    editor.delete()
    screen = look(coordinator, submitted)
    assert screen.status == 200
    assert screen.act("approve").status == 200


def test_an_approved_withdrawal_vanishes_in_all_languages(
    measure: MeasurePage, editor: Any, coordinator: Any, head: Any, look: Look, client: Any
) -> None:
    measure.owner = editor
    publish(measure)
    asked = look(editor, live(measure), "withdrawal")
    assert asked.status == 200
    assert asked.act("", reason=" ").status == 200
    assert not live(measure).workflow_in_progress
    asked.act("", reason="Zusammengelegt.")
    assert live(measure).workflow_in_progress
    assert live(measure).live
    for user in (coordinator, head):
        screen = look(user, measure)
        assert "Zusammengelegt." in screen.text("#changes-content")
        assert not screen.soup.select("#languages-content")
        screen.act("approve")
    for language in ("de", "uk"):
        assert client.get(f"/{language}/plan/kurse/").status_code == 404
    assert last(Act.WITHDRAWN).comment == "Zusammengelegt."


def test_only_who_may_edit_proposes_a_withdrawal(
    measure: MeasurePage, editor: Any, person: Any, coordinator: Any, look: Look
) -> None:
    for stranger in (editor, person("petra", "press"), person("hans", "head")):
        assert look(stranger, measure, "withdrawal").status == 302
    asked = look(coordinator, measure, "withdrawal")
    look(coordinator, measure, "withdrawal").act("", reason="Eins.")
    assert asked.act("", reason="Zwei.").status == 200  # under review already: sent away
    assert acts().count(Act.SUBMITTED) == 1


def test_a_withdrawal_keeps_what_was_being_written(
    measure: MeasurePage, coordinator: Any, look: Look
) -> None:
    draft = live(measure).get_latest_revision_as_object()
    draft.summary = "Halb fertig."
    draft.save_revision(user=coordinator)
    look(coordinator, measure, "withdrawal").act("", reason="Weg.")
    assert live(measure).get_latest_revision_as_object().summary == "Halb fertig."


def test_withdrawing_a_snippet(
    measure: MeasurePage, editor: Any, coordinator: Any, head: Any, look: Look
) -> None:
    vhs = commit(measure, "VHS")
    look(editor, vhs, "withdrawal").act("", reason="Gibt es nicht mehr.")
    look(coordinator, vhs).act("approve")
    look(head, vhs).act("approve")
    assert not Organisation.objects.get(pk=vhs.pk).live


def test_an_organisation_confirms_a_new_measure_in_few_queries(
    plan: Any, measure: MeasurePage, editor: Any, person: Any, look: Look,
    django_assert_max_num_queries: Any, as_user: Any,
) -> None:  # fmt: skip
    vhs = commit(measure, "VHS")
    olga = person("olga", "organisation")
    Organisation.accounts.through.objects.create(organisation_id=vhs.pk, user_id=olga.pk)
    page = MeasurePage(title="Neu", slug="neu", live=False, locale=plan.locale, owner=editor)
    page.commitments = [Commitment(organisation=vhs, role="lead")]
    page.milestones = [Milestone(title=f"Schritt {n}", sort_order=n) for n in range(50)]
    plan.add_child(instance=page)
    page.save_revision(user=editor)
    row = live(page)
    row.get_workflow().start(row, editor)
    client = as_user(olga)
    client.get(address_of(page))
    with django_assert_max_num_queries(60):
        assert client.get(address_of(page)).status_code == 200
    look(olga, page).act("approve")
    assert last(Act.APPROVED).person_id == olga.pk


def test_approving_one_step_twice_counts_once(
    submitted: MeasurePage, coordinator: Any, look: Look
) -> None:
    screen = look(coordinator, submitted)
    screen.act("approve")
    assert screen.act("approve").status == 409
    assert acts().count(Act.APPROVED) == 1


def test_the_steps_tell_where_it_stands(
    submitted: MeasurePage, coordinator: Any, editor: Any, look: Look
) -> None:
    approve(submitted, coordinator)
    states = [one["class"][1].split("--")[1]
              for one in look(editor, submitted).soup.select(".dossier__step")]  # fmt: skip
    assert states == ["skipped", "approved", "skipped", "in_progress"]
