"""The blocks of ordinary content pages."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock


class ContentBlocks(blocks.StreamBlock):
    heading = blocks.CharBlock(
        label=_("heading"), icon="title", template="cms/blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(
        label=_("text"), features=["bold", "italic", "link", "document-link", "ul", "ol"]
    )
    quote = blocks.BlockQuoteBlock(label=_("quote"))
    image = ImageBlock(label=_("image"), template="cms/blocks/image.html")
    document = DocumentChooserBlock(label=_("document"), template="cms/blocks/document.html")
