"""The one logged door past the gate: for set-up, migrations and the demo, never for people."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from aktionsplan_pages.approval import records
from aktionsplan_pages.approval.digest import digest
from aktionsplan_pages.approval.vocabulary import Act

_reasons: ContextVar[tuple[str, ...]] = ContextVar("open_doors", default=())
_touched: ContextVar[list[tuple[Any, Any]] | None] = ContextVar("touched", default=None)


@contextmanager
def door(reason: str) -> Iterator[None]:
    """Inside, live rows may change without approval; each change is on record with why."""
    if not reason.strip():
        raise ValueError("Say why the door is opened.")
    opened = _reasons.set((*_reasons.get(), reason))
    touched: list[tuple[Any, Any]] = []
    collecting = _touched.set(touched)
    try:
        yield
        log_all(touched, reason)
    finally:
        _touched.reset(collecting)
        _reasons.reset(opened)


def open_for() -> str:
    """Why the door is open; empty while it is closed."""
    return _reasons.get()[-1] if _reasons.get() else ""


def touch(obj: Any) -> None:
    """Notes that a row, a child or a relation of ``obj`` is written while the door is open."""
    touched = _touched.get()
    if touched is not None:
        touched.append((obj, obj.pk))


def log_all(touched: list[tuple[Any, Any]], reason: str) -> None:
    seen = set()
    for obj, key in touched:
        obj.pk = obj.pk or key  # it had none yet, or has none any more
        if (type(obj), obj.pk) not in seen:
            seen.add((type(obj), obj.pk))
            log(obj, reason)


def log(obj: Any, reason: str) -> None:
    """Puts on record what became of a touched row, so that it counts as approved."""
    stored = type(obj)._base_manager.filter(pk=obj.pk).first()
    row = getattr(stored, "specific", stored)
    last = records.latest(obj, *records.ENDS)
    was_public = bool(last and last.act == Act.PUBLISHED)
    why = {"door": reason}
    if row is None or not row.live:
        if was_public:
            records.record(row or obj, Act.WITHDRAWN, data=why)
    elif not was_public or last.digest != digest(row):
        records.record(
            row, Act.PUBLISHED, revision_id=row.live_revision_id, digest=digest(row), data=why
        )
