"""One mail per person with all that is new to them, as text and HTML, in their language."""

import logging
from collections.abc import Callable, Iterable
from contextlib import closing
from typing import Any

from django.apps import apps
from django.core.mail import get_connection
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext, ngettext
from wagtail.admin.mail import send_mail
from wagtail.users.models import UserProfile

from aktionsplan_pages.approval import review
from aktionsplan_pages.approval.notices import Kind, Notice, notices
from aktionsplan_pages.languages import direction

logger = logging.getLogger(__name__)
TEMPLATE = "aktionsplan_pages/emails/notices"


def send_notices(*others: Callable[[], Iterable[Notice]]) -> tuple[int, int]:
    """How many mails were sent, and how many failed: those are tried again next time.

    ``others`` find notices beside those about approvals.
    """
    found = notices(*others)
    if not found:
        return 0, 0
    sent = failed = 0
    connection = get_connection()
    try:
        connection.open()
    except OSError:
        logger.exception("The mail server does not answer.")
        return 0, len(found)
    with closing(connection):
        for person, own in found.items():
            try:
                tell(person, own, connection)
                sent += 1
            except IntegrityError:  # another run is telling them
                logger.info("Already told: %s", person.pk)
            except OSError:  # smtplib's errors are such
                logger.exception("Mail to account %s could not be sent.", person.pk)
                failed += 1
    return sent, failed


def unless_ours(notifier: Callable[..., Any]) -> Callable[..., Any]:
    """Wagtail's notifier, for what is not approved here only."""

    def receive(sender: type, instance: Any, **kwargs: Any) -> None:
        state = getattr(instance, "workflow_state", instance)
        if review.subject_of(state) is None:
            notifier(sender=sender, instance=instance, **kwargs)

    return receive


@transaction.atomic
def tell(person: Any, own: list[Notice], connection: Any) -> None:
    """Remembers and sends, or neither."""
    told = apps.get_model("aktionsplan_pages", "Told")
    told.objects.bulk_create(told(person=person, about=notice.about) for notice in own)
    language = UserProfile.get_for_user(person).get_preferred_language()
    with translation.override(language):
        context = {
            "person": person, "language": language, "direction": direction(language),
            "groups": grouped(own), "subject": subject_of(own),
        }  # fmt: skip
        send_mail(
            context["subject"],
            render_to_string(f"{TEMPLATE}.txt", context),
            [person.email],
            html_message=render_to_string(f"{TEMPLATE}.html", context),
            connection=connection,
        )


def subject_of(own: list[Notice]) -> str:
    """One line; a single thing is named."""
    if len(own) > 1:
        done = sum(notice.kind == Kind.OUTCOME for notice in own)
        changed = sum(notice.kind == Kind.TRANSLATE for notice in own)
        parts = []
        if waiting := len(own) - done - changed:
            text = ngettext(
                "%(number)s approval waits for you", "%(number)s approvals wait for you", waiting
            )
            parts.append(text % {"number": waiting})
        if changed:
            text = ngettext(
                "%(number)s translation waits for you", "%(number)s translations wait for you",
                changed,
            )  # fmt: skip
            parts.append(text % {"number": changed})
        if done:
            text = ngettext("%(number)s decision", "%(number)s decisions", done)
            parts.append(text % {"number": done})
        return ", ".join(parts)
    title = " ".join(own[0].title.split())
    if own[0].kind == Kind.REMINDER:
        return gettext("Still to be decided: “%(title)s”") % {"title": title}
    if own[0].kind == Kind.OUTCOME:
        return gettext("Decision about “%(title)s”") % {"title": title}
    if own[0].kind == Kind.TRANSLATE:
        return gettext("The German text has changed: “%(title)s”") % {"title": title}
    return gettext("Please decide: “%(title)s”") % {"title": title}


def grouped(own: list[Notice]) -> list[tuple[str, list[Notice]]]:
    headings = {
        Kind.HANDED_OVER: gettext("Handed over to you"),
        Kind.DUE: gettext("Waiting for your decision"),
        Kind.REMINDER: gettext("Still waiting"),
        Kind.TRANSLATE: gettext("To translate again"),
        Kind.OUTCOME: gettext("Decided"),
    }
    groups = (
        (label, [one for one in own if one.kind == kind]) for kind, label in headings.items()
    )
    return [(label, rows) for label, rows in groups if rows]
