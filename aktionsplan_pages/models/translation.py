"""What is on record about translating: runs that begin the translation of a whole plan."""

import os
import socket
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page, Revision

SILENCE = timedelta(minutes=1)  # who is at work says so after each page


class RunState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    INTERRUPTED = "interrupted", _("interrupted")
    DONE = "done", _("done")


class TranslationRun(models.Model):
    """One run over one plan. While ``finished`` is empty, no other may begin on this plan.

    ``worker`` is ``host:process:mark`` of who is at work, ``seen`` when it last said so.
    ``problems`` are the steps that were skipped or failed, each with ``title``, ``outcome`` and
    ``problem``.
    """

    plan = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    languages = models.JSONField(_("languages"), default=list)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+",
        verbose_name=_("person"),
    )  # fmt: skip
    started = models.DateTimeField(_("begun"), default=timezone.now)
    seen = models.DateTimeField(default=timezone.now)
    finished = models.DateTimeField(_("finished"), null=True)
    is_complete = models.BooleanField(default=False)
    worker = models.CharField(max_length=255, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)

    class Meta:
        verbose_name = _("translation run")
        verbose_name_plural = _("translation runs")
        ordering: ClassVar[list] = ["-pk"]
        constraints: ClassVar[list] = [
            models.UniqueConstraint(
                fields=["plan"], condition=Q(finished=None), name="one_run_per_plan"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {', '.join(self.languages)}"

    @property
    def failed(self) -> int:
        return sum(one["outcome"] == "failed" for one in self.problems)

    @property
    def is_alive(self) -> bool:
        """Whether somebody works on it, or was asked to a moment ago."""
        if self.finished or timezone.now() - self.seen > SILENCE:
            return False
        host, _host, rest = self.worker.partition(":")
        process = rest.partition(":")[0]
        return not (host == socket.gethostname() and process.isdigit() and is_gone(int(process)))

    @property
    def state(self) -> RunState:
        if self.is_complete:
            return RunState.DONE
        if not self.is_alive:
            return RunState.INTERRUPTED
        return RunState.RUNNING if self.worker else RunState.WAITING


def is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except OSError:  # it is there and somebody else's
        return False
    return False


class TypedText(models.Model):
    """That somebody wrote at one place of a translation what nobody has approved yet.

    ``revision`` is the latest that holds it; once that is public, the row goes.
    """

    context = models.ForeignKey(
        "wagtail_localize.TranslationContext", on_delete=models.CASCADE, related_name="+"
    )
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("typed text")
        verbose_name_plural = _("typed texts")
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["context", "locale", "person"], name="typed_once")
        ]

    def __str__(self) -> str:
        return f"{self.context_id}: {self.person_id}, {self.at:%Y-%m-%d}"
