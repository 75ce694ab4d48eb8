"""The one logged door past the gate: for set-up, migrations and the demo, never for people."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_reasons: ContextVar[tuple[str, ...]] = ContextVar("open_doors", default=())


@contextmanager
def door(reason: str) -> Iterator[None]:
    """Inside, live rows may change without approval; each change is on record with why."""
    if not reason.strip():
        raise ValueError("Say why the door is opened.")
    token = _reasons.set((*_reasons.get(), reason))
    try:
        yield
    finally:
        _reasons.reset(token)


def open_for() -> str:
    """Why the door is open; empty while it is closed."""
    return _reasons.get()[-1] if _reasons.get() else ""
