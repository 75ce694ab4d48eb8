"""The forms of documents and images: what is public of a file is not exchanged.

Named by ``WAGTAILDOCS_DOCUMENT_FORM_BASE`` and ``WAGTAILIMAGES_IMAGE_FORM_BASE``. The gate would
stop it as well, but Wagtail deletes the old file of a document before it saves the new one.
"""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from aktionsplan_pages.approval import files


class KeepsPublished:
    def clean(self) -> Any:
        cleaned = super().clean()  # type: ignore[misc]
        changed = set(files.SHOWN).intersection(self.changed_data)  # type: ignore[attr-defined]
        file = self.instance  # type: ignore[attr-defined]
        if changed and file.pk and files.is_approved(file):
            raise ValidationError(str(files.unchangeable(file)))
        return cleaned


class DocumentForm(KeepsPublished, BaseDocumentForm):
    class Meta(BaseDocumentForm.Meta):
        pass


class ImageForm(KeepsPublished, BaseImageForm):
    class Meta(BaseImageForm.Meta):
        pass
