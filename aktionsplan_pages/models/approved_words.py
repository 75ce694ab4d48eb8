"""Which German words were approved when: a translation is measured against them."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from aktionsplan_pages.translation.vocabulary import Change


class ApprovedWords(models.Model):
    """One approved German section of one page; ``until`` is empty while it is what holds.

    ``page_key`` and ``path`` name the section, ``digest`` its text, as ``made_from`` does.
    ``replaces`` is the digest of the words before, ``change`` how these differ from them.
    """

    page_key = models.UUIDField()
    path = models.CharField(max_length=255)
    digest = models.CharField(max_length=16)
    text = models.TextField()
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True)
    replaces = models.CharField(max_length=16, blank=True)
    change = models.CharField(max_length=10, choices=Change.choices, blank=True)

    class Meta:
        ordering: ClassVar[list] = ["pk"]
        indexes: ClassVar[list] = [models.Index(fields=["page_key", "path"])]

    def __str__(self) -> str:
        return f"{self.page_key} {self.path}"
