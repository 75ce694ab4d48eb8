"""Which measures name a snippet: what a live page or a draft refers to is not deleted."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext as _
from wagtail.models import Revision, TaskState

from aktionsplan_pages.models.measure import MeasurePage
from aktionsplan_pages.models.organisation import Organisation
from aktionsplan_pages.models.target_group import TargetGroup


def measures_naming(snippet: Organisation | TargetGroup) -> list[MeasurePage]:
    """The measures whose row, latest draft, pending or scheduled revision names ``snippet``."""
    if isinstance(snippet, Organisation):
        rows = Q(commitments__organisation=snippet)
    else:
        rows = Q(target_groups=snippet)
    live = MeasurePage.objects.filter(rows).values_list("pk", flat=True)
    drafts = [int(revision.object_id) for revision in pending() if names(revision, snippet)]
    return list(MeasurePage.objects.filter(pk__in={*live, *drafts}).order_by("path"))


def pending() -> Iterator[Revision]:
    """The revisions of measures that may still become public."""
    measures = ContentType.objects.get_for_model(MeasurePage)
    latest = MeasurePage.objects.values("latest_revision")
    in_review = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).values("revision")
    wanted = Q(pk__in=latest) | Q(pk__in=in_review) | Q(approved_go_live_at__isnull=False)
    return Revision.objects.filter(wanted, content_type=measures).iterator()


def names(revision: Revision, snippet: Organisation | TargetGroup) -> bool:
    if isinstance(snippet, TargetGroup):
        return snippet.pk in revision.content.get("target_groups", [])
    rows = revision.content.get("commitments", [])
    return any(row.get("organisation") == snippet.pk for row in rows)


def still_named(snippet: Organisation | TargetGroup, measures: list[MeasurePage]) -> str:
    message = _(
        "“%(name)s” cannot be deleted: these measures or their drafts name it: %(titles)s."
    )
    return message % {"name": snippet, "titles": ", ".join(page.title for page in measures)}


def refuse_if_named(snippet: Organisation | TargetGroup) -> None:
    """Raises ProtectedError, which names the measures."""
    if found := measures_naming(snippet):
        raise ProtectedError(still_named(snippet, found), set(found))
