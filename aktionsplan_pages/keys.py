"""The keys that editing gives to blocks and paragraphs: no reader ever meets one."""

import re
from typing import Any

PARAGRAPH = re.compile(r'(<[a-z][a-z0-9]*) data-block-key="[0-9a-z]{1,10}"')


def without_keys(value: Any) -> Any:
    """Stored rich text or stream blocks as they were before they were first opened and saved.

    Only what Wagtail's editor writes itself is left out; whatever else looks like a key stays.
    """
    if isinstance(value, str):
        return PARAGRAPH.sub(r"\1", value)
    if isinstance(value, dict):
        return {
            k: without_keys(v) for k, v in value.items() if not (k == "id" and "type" in value)
        }
    if isinstance(value, list):
        return [without_keys(part) for part in value]
    return value
