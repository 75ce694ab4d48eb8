"""Who is told what by mail, over a real SMTP server."""

import datetime
import email
import email.policy
import socket
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import Any
from unittest import mock

import pytest
from aiosmtpd.controller import Controller
from bs4 import BeautifulSoup
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.admin import signal_handlers
from wagtail.log_actions import LogContext
from wagtail.models import WorkflowState
from wagtail.signals import workflow_rejected
from wagtail.users.models import UserProfile

from aktionsplan_pages.approval import notices
from aktionsplan_pages.approval.review import propose_withdrawal
from aktionsplan_pages.models import GoalPage, MeasurePage
from tests.approval.conftest import approve, submit
from tests.conftest import add

pytestmark = pytest.mark.django_db


class Postbox:
    """An SMTP server that keeps what it is given and refuses whom it is told to refuse."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refused: set[str] = set()

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append(message)
        return "250 OK"

    def to(self, user: Any) -> list[EmailMessage]:
        return [one for one in self.mails if one["To"] == user.email]

    def recipients(self) -> list[str]:
        return sorted(one["To"] for one in self.mails)


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    box = Postbox()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
    settings.WAGTAILADMIN_BASE_URL = "https://kreis.example"
    yield box
    server.stop()


@pytest.fixture
def later() -> Callable[[datetime.datetime], Any]:
    return lambda when: mock.patch.object(timezone, "now", return_value=when)


def plain(message: EmailMessage) -> str:
    return message.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def html(message: EmailMessage) -> BeautifulSoup:
    return BeautifulSoup(message.get_body(("html",)).get_content(), "html.parser")  # type: ignore[union-attr]


def test_those_who_can_act_are_told_when_a_step_starts(
    measure: MeasurePage, editor: Any, coordinator: Any, head: Any, person: Any, postbox: Postbox
) -> None:
    second = person("konrad", "coordination")
    gone = person("gerd", "coordination")
    gone.is_active = False
    gone.save()
    submit(measure, editor, summary="Neu.")
    call_command("send_notices")
    assert postbox.recipients() == sorted([coordinator.email, second.email])
    (message,) = postbox.to(coordinator)
    assert message["Subject"] == "Zur Freigabe: „Deutschkurse“"
    assert message["Auto-Submitted"] == "auto-generated"
    address = f"https://kreis.example/admin/freigabe/wagtailcore.page/{measure.pk}/"
    assert address in plain(message)
    assert "Koordination prüft: eingereicht von Emma" in plain(message)
    page = html(message)
    assert page.html["lang"] == "de"
    assert page.find("a")["href"] == address
    approve(measure, coordinator)
    postbox.mails.clear()
    call_command("send_notices")
    assert postbox.recipients() == [head.email]


def test_a_mail_is_in_the_language_of_who_reads_it(
    measure: MeasurePage, editor: Any, coordinator: Any, postbox: Postbox
) -> None:
    UserProfile.objects.create(user=coordinator, preferred_language="en")
    submit(measure, editor, summary="Neu.")
    call_command("send_notices")
    (message,) = postbox.to(coordinator)
    assert message["Subject"] == "Please decide: “Deutschkurse”"
    assert html(message).html["lang"] == "en"
    assert html(message).find("a")["lang"] == "de"


def test_twenty_submissions_are_one_mail(
    measure: MeasurePage, plan: Any, editor: Any, coordinator: Any, postbox: Postbox
) -> None:
    for number in range(20):
        page = add(plan, MeasurePage(title=f"Maßnahme {number}", slug=f"m-{number}"))
        submit(page, editor, summary="Neu.")
    call_command("send_notices")
    (message,) = postbox.mails
    assert message["Subject"] == "20 Freigaben warten auf Sie"
    assert plain(message).count("https://kreis.example/") == 20
    call_command("send_notices")
    assert len(postbox.mails) == 1


def test_an_author_is_not_asked_and_hears_of_the_outcome(
    measure: MeasurePage, editor: Any, coordinator: Any, head: Any, person: Any, postbox: Postbox
) -> None:
    """A coordinator who wrote a part may not approve it, so is not asked to."""
    konrad = person("konrad", "coordination")
    measure.save_revision(user=konrad)
    submit(MeasurePage.objects.get(pk=measure.pk), konrad, summary="Ein Teil.")
    with LogContext(user=konrad):  # as in the admin
        WorkflowState.objects.get().cancel(user=konrad)
    submit(measure, editor, status="done")
    call_command("send_notices")
    assert postbox.recipients() == [coordinator.email]
    approve(measure, coordinator, head)
    postbox.mails.clear()
    call_command("send_notices")
    assert postbox.recipients() == sorted([editor.email, konrad.email])
    assert "Es ist freigegeben und öffentlich." in plain(postbox.to(editor)[0])


def test_what_was_sent_back_comes_with_the_reason(
    measure: MeasurePage, editor: Any, coordinator: Any, postbox: Postbox
) -> None:
    state = submit(measure, editor, summary="Neu.").current_task_state
    call_command("send_notices")
    postbox.mails.clear()
    state.task.specific.on_action(state, coordinator, "reject", comment="Bitte <kürzer> & klar")
    call_command("send_notices")
    (message,) = postbox.to(editor)
    assert "> Bitte <kürzer> & klar" in plain(message)
    assert "Bitte <kürzer> & klar" in html(message).get_text()


def test_what_was_decided_meanwhile_is_not_asked_any_more(
    measure: MeasurePage, editor: Any, coordinator: Any, person: Any, postbox: Postbox
) -> None:
    konrad = person("konrad", "coordination")
    submit(measure, editor, summary="Neu.")
    approve(measure, coordinator)
    call_command("send_notices")
    assert not postbox.to(konrad)


def test_who_lost_the_right_is_not_told(
    measure: MeasurePage, editor: Any, coordinator: Any, head: Any, postbox: Postbox
) -> None:
    submit(measure, editor, summary="Neu.")
    approve(measure, coordinator, head)
    editor.groups.clear()
    coordinator.groups.clear()
    call_command("send_notices")
    assert postbox.recipients() == []
    editor.groups.set(head.groups.all())  # control: with a right to read it again
    call_command("send_notices")
    assert postbox.recipients() == [editor.email]


def test_a_withdrawal_says_that_it_is_one(
    measure: MeasurePage, editor: Any, coordinator: Any, head: Any, postbox: Postbox
) -> None:
    propose_withdrawal(measure, editor, "Zu Ende.")
    call_command("send_notices")
    assert "Rücknahme" in plain(postbox.to(coordinator)[0])
    approve(measure, coordinator, head)
    call_command("send_notices")
    assert "nicht mehr öffentlich" in plain(postbox.to(editor)[-1])


def test_a_reminder_counts_working_days(
    measure: MeasurePage,
    editor: Any,
    coordinator: Any,
    postbox: Postbox,
    later: Any,
    settings: Any,
) -> None:
    """From Wednesday before Easter 2027, with Good Friday and Easter Monday left out."""
    settings.ACTION_PLAN_REMINDER_AFTER = 3
    berlin = timezone.get_current_timezone()
    start = datetime.datetime(2027, 3, 24, 12, tzinfo=berlin)
    with later(start):
        submit(measure, editor, summary="Neu.")
        call_command("send_notices")
    told = []
    for days in range(1, 16):
        postbox.mails.clear()
        with later(start + datetime.timedelta(days=days)):
            call_command("send_notices")
            call_command("send_notices")
        told += [(days, one["To"], plain(one)) for one in postbox.mails]
    # Thursday 25 March, Tuesday 30, Wednesday 31: three working days, after seven days
    assert [(days, to) for days, to, _text in told] == [
        (7, coordinator.email), (12, coordinator.email), (15, coordinator.email),
    ]  # fmt: skip
    assert "wartet seit 3 Arbeitstagen" in told[0][2]


def test_a_mail_that_cannot_be_sent_is_tried_again(
    measure: MeasurePage, editor: Any, coordinator: Any, person: Any, postbox: Postbox
) -> None:
    konrad = person("konrad", "coordination")
    postbox.refused = {coordinator.email}
    submit(measure, editor, summary="Neu.")
    with pytest.raises(CommandError, match="1 mails not sent"):
        call_command("send_notices")
    assert postbox.recipients() == [konrad.email]
    postbox.refused = set()
    call_command("send_notices")
    assert postbox.recipients() == [coordinator.email, konrad.email]


def test_a_server_that_does_not_answer_loses_nothing(
    measure: MeasurePage, editor: Any, coordinator: Any, postbox: Postbox, settings: Any
) -> None:
    submit(measure, editor, summary="Neu.")
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    with pytest.raises(CommandError, match="not sent"):
        call_command("send_notices")
    settings.EMAIL_PORT = port
    call_command("send_notices")
    assert postbox.recipients() == [coordinator.email]


def test_mails_can_be_switched_off_in_the_account(
    measure: MeasurePage, editor: Any, coordinator: Any, postbox: Postbox
) -> None:
    UserProfile.objects.create(user=coordinator, submitted_notifications=False)
    submit(measure, editor, summary="Neu.")
    call_command("send_notices")
    assert postbox.mails == []


def test_wagtails_own_mails_are_not_sent_as_well(
    measure: MeasurePage, goal: GoalPage, editor: Any, coordinator: Any
) -> None:
    state = submit(measure, editor, summary="Neu.").current_task_state
    state.task.specific.on_action(state, coordinator, "reject", comment="Kürzer.")
    assert mail.outbox == []
    notifier = signal_handlers.workflow_rejection_email_notifier  # control: it would
    workflow_rejected.connect(notifier, sender=WorkflowState, dispatch_uid="control")
    try:
        state = submit(goal, editor, text="Neu.").current_task_state
        state.task.specific.on_action(state, coordinator, "reject", comment="Kürzer.")
    finally:
        workflow_rejected.disconnect(sender=WorkflowState, dispatch_uid="control")
    assert len(mail.outbox) == 1


def test_working_days_leave_out_weekends_and_holidays(later: Any) -> None:
    berlin = timezone.get_current_timezone()
    friday = datetime.datetime(2026, 10, 30, 12, tzinfo=berlin)  # the 31st is Reformation Day
    for days, expected in ((0, 0), (1, 0), (2, 0), (3, 1), (7, 5)):
        with later(friday + datetime.timedelta(days=days)):
            assert notices.working_days(friday) == expected
