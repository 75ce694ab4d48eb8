"""The keys that Wagtail's editor gives to paragraphs and blocks: no reader ever meets one."""

import re
from typing import Any

from wagtail.blocks import Block, ListBlock, RichTextBlock, StreamValue
from wagtail.blocks.stream_block import BaseStreamBlock
from wagtail.blocks.struct_block import BaseStructBlock

PARAGRAPH = re.compile(r'(<[a-z][a-z0-9]*) data-block-key="[0-9a-z]{1,10}"')


def rich_text(html: str) -> str:
    """Stored rich text as it was before it was first opened and saved."""
    return PARAGRAPH.sub(r"\1", html)


def stream(value: StreamValue) -> Any:
    """The stored blocks, without the keys that editing gives them.

    What an editor typed stays, however much it looks like a key.
    """
    return without_keys(value.get_prep_value(), value.stream_block)


def without_keys(value: Any, block: Block | None) -> Any:
    if isinstance(block, RichTextBlock) and isinstance(value, str):
        return rich_text(value)
    if isinstance(block, BaseStreamBlock) and isinstance(value, list):
        return [
            {"type": one["type"],
             "value": without_keys(one["value"], block.child_blocks.get(one["type"]))}
            for one in value
        ]  # fmt: skip
    if isinstance(block, ListBlock) and isinstance(value, list):
        return [without_keys(item(one), block.child_block) for one in value]
    if isinstance(block, BaseStructBlock) and isinstance(value, dict):
        return {
            name: without_keys(one, block.child_blocks.get(name)) for name, one in value.items()
        }
    return value


def item(stored: Any) -> Any:
    """What stands in a list; before Wagtail 2.16 it was stored without a key."""
    is_keyed = isinstance(stored, dict) and stored.get("type") == "item"
    return stored["value"] if is_keyed else stored
