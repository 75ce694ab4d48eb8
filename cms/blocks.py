"""The blocks of ordinary content pages: what an editor needs, and nothing to lay out with."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from aktionsplan_pages.public import teasers

TEXT = ["bold", "italic", "link", "document-link", "ul", "ol"]


class AnswerBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("heading"))
    answer = blocks.RichTextBlock(label=_("text"), features=TEXT)


class VideoBlock(blocks.StructBlock):
    """Loaded only when somebody plays it: size and length are said before."""

    title = blocks.CharBlock(label=_("title"))
    file = DocumentChooserBlock(label=_("video (MP4)"))
    length = blocks.CharBlock(
        label=_("length"), max_length=10, help_text=_("Minutes and seconds, for example 2:30.")
    )


class ContactBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("name"), help_text=_("An office or a person."))
    role = blocks.CharBlock(label=_("what for"), required=False)
    email = blocks.EmailBlock(label=_("e-mail"), required=False)
    phone = blocks.CharBlock(label=_("telephone"), required=False, max_length=50)
    address = blocks.TextBlock(label=_("address"), required=False, rows=3)


class TeaserBlock(blocks.PageChooserBlock):
    """A plan or a measure: title, summary and status are read when the page is read."""

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context)
        request = (parent_context or {}).get("request")
        return context | {"teaser": teasers.teaser(value, request)}


class ContentBlocks(blocks.StreamBlock):
    heading = blocks.CharBlock(
        label=_("heading"), icon="title", template="cms/blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(label=_("text"), features=TEXT)
    quote = blocks.BlockQuoteBlock(label=_("quote"))
    image = ImageBlock(label=_("image"), template="cms/blocks/image.html")
    accordion = blocks.ListBlock(
        AnswerBlock(), label=_("fold-out texts"), icon="list-ul",
        template="cms/blocks/accordion.html",
    )  # fmt: skip
    table = TableBlock(label=_("table"), template="cms/blocks/table.html")
    document = DocumentChooserBlock(label=_("document"), template="cms/blocks/document.html")
    video = VideoBlock(
        label=_("sign language video"), icon="media", template="cms/blocks/video.html"
    )
    contact = ContactBlock(label=_("contact"), icon="mail", template="cms/blocks/contact.html")
    notice = blocks.RichTextBlock(
        label=_("notice"), icon="info-circle", features=["bold", "link"],
        template="cms/blocks/notice.html",
    )  # fmt: skip
    teaser = TeaserBlock(
        label=_("teaser of a plan or measure"), icon="link",
        page_type=["aktionsplan_pages.ActionPlanPage", "aktionsplan_pages.MeasurePage"],
        template="cms/blocks/teaser.html",
    )  # fmt: skip
