"""Is everything public what was approved, and is everything approved still there?"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from aktionsplan_pages.approval import gate, records
from aktionsplan_pages.approval.digest import digest
from aktionsplan_pages.choices import Act

ENDS = (Act.PUBLISHED, Act.WITHDRAWN, Act.EXPIRED)


def differences() -> Iterator[tuple[Any, str]]:
    """Every page and snippet that is or should be public, with what is wrong (empty: nothing)."""
    for model in apps.get_models():
        if gate.is_gated(model) and not model._meta.proxy:
            rows: Any = model._default_manager.order_by("pk")
            for obj in rows.iterator():
                last = records.latest(obj, *ENDS)
                if obj.live or (last and last.act == Act.PUBLISHED):
                    yield obj, problem_of(obj, last)


def problem_of(obj: Any, last: Any) -> str:
    if last is None or last.act != Act.PUBLISHED:
        return _("It is public without an approval.")
    if not obj.live:
        return _("It has vanished from the public without an approved withdrawal.")
    if digest(obj) != last.digest:
        return _("Its content is not what was approved.")
    return ""
