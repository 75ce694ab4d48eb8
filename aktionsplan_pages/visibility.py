"""What a visitor may see: live German pages that no restriction hides from them."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet


def private_paths(request: HttpRequest | None = None) -> tuple[str, ...]:
    """The tree paths below which pages are private for this visitor; 1 query a visit, 2 if any.

    Who has given the password or is logged in as a restriction asks sees what lies below.
    """
    restrictions = PageViewRestriction.objects.select_related("page").prefetch_related("groups")
    return tuple(
        restriction.page.path
        for restriction in restrictions
        if request is None or not restriction.accept_request(request)
    )


def visible(pages: PageQuerySet, private: Iterable[str]) -> PageQuerySet:
    """Live pages outside the private subtrees."""
    hidden = reduce(or_, (Q(path__startswith=path) for path in private), Q(pk__in=[]))
    return pages.live().exclude(hidden)


def is_visible(page: Page, private: Iterable[str]) -> bool:
    return page.live and not page.path.startswith(tuple(private))
