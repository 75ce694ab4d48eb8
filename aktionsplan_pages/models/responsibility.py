"""Which organisations and departments write a page: beside it, outside revision and approval."""

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from aktionsplan_pages.languages import SOURCE
from aktionsplan_pages.models.organisation import Organisation


class Responsibility(models.Model):
    """Kept by the page's translation key; whose accounts speak for the organisation may write."""

    page_key = models.UUIDField(_("page"), db_index=True)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        related_name="responsibilities",
        verbose_name=_("organisation"),
    )

    class Meta:
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["page_key", "organisation"], name="responsible_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.page_key}"


def responsible_for(page_key: UUID) -> models.QuerySet[Organisation]:
    return Organisation.objects.filter(responsibilities__page_key=page_key)


@transaction.atomic
def write_responsible(page_key: UUID, organisations: Iterable[Organisation]) -> None:
    rows = Responsibility.objects.filter(page_key=page_key)
    rows.exclude(organisation__in=organisations).delete()
    for organisation in organisations:
        Responsibility.objects.get_or_create(page_key=page_key, organisation=organisation)


def begin_responsibility(page: Any) -> None:
    """After a page was made: whoever made it writes for their organisations."""
    if page.owner_id and page.locale.language_code == SOURCE:
        own = Organisation.objects.filter(accounts=page.owner_id, locale=page.locale_id)
        if not Responsibility.objects.filter(page_key=page.translation_key).exists():
            write_responsible(page.translation_key, own)
