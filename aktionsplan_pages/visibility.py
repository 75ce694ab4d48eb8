"""What anybody may see: live German pages that no restriction hides."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet


def private_paths() -> tuple[str, ...]:
    """The tree paths below which pages are private; 1 query a visit."""
    return tuple(PageViewRestriction.objects.values_list("page__path", flat=True))


def visible(pages: PageQuerySet, private: Iterable[str]) -> PageQuerySet:
    """Live pages outside the private subtrees."""
    hidden = reduce(or_, (Q(path__startswith=path) for path in private), Q(pk__in=[]))
    return pages.live().exclude(hidden)


def is_visible(page: Page, private: Iterable[str]) -> bool:
    return page.live and not page.path.startswith(tuple(private))
