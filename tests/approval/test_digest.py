"""The digest of a revision is that of the row it becomes; every change of content shows in it."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models, transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as some
from modelcluster.models import get_all_child_m2m_relations
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Revision
from wagtail.rich_text import RichText

from aktionsplan_pages.approval.digest import (
    child_names,
    content_fields,
    content_of,
    digest,
    digest_of,
)
from aktionsplan_pages.approval.gated import is_child, is_gated
from aktionsplan_pages.approval.publishing import publish_revision
from aktionsplan_pages.models import GoalPage, MeasureIndicatorValue, MeasurePage, Milestone
from aktionsplan_pages.models.fields import PartialDateField
from aktionsplan_pages.models.plan_child import PlanChildPage
from cms.models import ContentPage
from tests.approval.stage import Scene
from tests.conftest import publish

MODELS = [m for m in apps.get_models() if is_gated(m) and not m._meta.proxy]
WORDS = some.text(some.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)
ALMOST_NONE = {"intent", "intent_reason", "slug"}
few = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def value_of(field: models.Field) -> some.SearchStrategy[Any]:
    """Values as a form, an import or a shell might write them."""
    past, future = datetime(2020, 1, 1), datetime(2120, 1, 1)
    if field.choices:
        return some.sampled_from([value for value, _label in field.flatchoices])
    if isinstance(field, models.ForeignKey):
        rows = field.related_model._default_manager.order_by("pk")
        keys = list(rows.values_list("pk", flat=True)[:3])
        return some.sampled_from([*keys, *([None] if field.null else [])])
    if isinstance(field, PartialDateField):
        return some.sampled_from(["2024", "2024-10", "2024-10-31", *([""] if field.blank else [])])
    if isinstance(field, models.DecimalField):
        return some.sampled_from(["7", "7.00", "0.10", "-0", Decimal("1E+2"), Decimal("7.5")])
    if isinstance(field, models.DateTimeField):
        spans = {"go_live_at": (past, datetime(2021, 1, 1)), "expire_at": (future, None)}
        low, high = spans[field.name]
        span = some.datetimes(low, high or datetime(2121, 1, 1), timezones=some.just(UTC))
        return some.one_of(some.none(), span)
    if isinstance(field, models.BooleanField):
        return some.booleans()
    if isinstance(field, models.JSONField):
        return some.dictionaries(WORDS, WORDS, max_size=3)
    if isinstance(field, models.EmailField):
        return some.sampled_from(["", "kit@example.org"])
    if isinstance(field, models.URLField):
        return some.sampled_from(["", "https://example.org/?a=1&b=2"])
    if isinstance(field, StreamField):
        return blocks()
    if isinstance(field, RichTextField):
        return WORDS.map(lambda text: f'<p data-block-key="k{len(text)}">{len(text)} &amp; ü</p>')
    words = WORDS.map(lambda text: text.strip()[: field.max_length] or "ä")
    return words if not field.blank else some.one_of(some.just(""), words)


def blocks() -> some.SearchStrategy[list[tuple[str, Any]]]:
    heading = some.tuples(some.just("heading"), WORDS)
    quote = some.tuples(some.just("quote"), WORDS)
    return some.lists(some.one_of(heading, quote), max_size=3)


@some.composite
def filled(draw: Any, model: type[models.Model], is_child: bool = False) -> Any:
    """An unsaved row with its relations and children, these in any order."""
    row = model()
    for field in content_fields(model):
        if field.name not in ALMOST_NONE:
            setattr(row, field.attname, draw(value_of(field)))
    for field in get_all_child_m2m_relations(model):
        rows = list(field.related_model._default_manager.order_by("pk")[:3])
        getattr(row, field.name).set(draw(some.permutations(rows))[: draw(some.integers(0, 3))])
    for name in child_names(model):
        child = model._meta.get_field(name).related_model
        if draw(some.booleans()):
            rows = draw(some.lists(filled(child, is_child=True), max_size=3))
            for row_below, place in zip(
                rows, draw(some.permutations(range(len(rows)))), strict=True
            ):
                row_below.sort_order = place
                getattr(row, name).add(row_below)
    return row


def stored(scene: Scene, row: Any) -> Any:
    """The same as a draft in the right place."""
    row.live, row.locale = False, scene.plan.locale
    if not isinstance(row, Page):
        row.save()
        return row
    row.slug = "neu"
    parent = scene.plan if isinstance(row, PlanChildPage) else scene.home
    parent.add_child(instance=row)
    return row


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@few
@given(data=some.data())
def test_what_is_published_is_what_was_digested(model: Any, scene: Scene, data: Any) -> None:
    row = data.draw(filled(model))
    with transaction.atomic():
        try:
            revision = stored(scene, row).save_revision(clean=False)
            before = digest(Revision.objects.get(pk=revision.pk).as_object())
            publish_revision(revision)
        except ValidationError:
            assume(False)
        live = model._default_manager.get(pk=row.pk)
        assert live.live
        assert digest(live) == before
        assert digest(Revision.objects.get(pk=revision.pk).as_object()) == before
        again = live.save_revision(clean=False)
        assert digest(again.as_object()) == before, "saving without a change"
        transaction.set_rollback(True)


# Every change shows


def rows_to_change() -> list[tuple[type, Any]]:
    """Each content column of each gated model and of each kind of child."""
    found = []
    for model in [*MODELS, *filter(is_child, apps.get_models())]:
        found += [(model, field) for field in content_fields(model)]
    return found


@pytest.mark.parametrize(
    ("model", "field"),
    rows_to_change(),
    ids=lambda part: getattr(part, "__name__", None) or part.name,
)
@settings(few, max_examples=5)
@given(data=some.data())
def test_every_column_counts(model: Any, field: Any, scene: Scene, data: Any) -> None:
    row = model()
    if field.name in ALMOST_NONE:
        values = some.sampled_from(["", "withdraw", "anders"])
    else:
        values = value_of(field)
    first, second = data.draw(values), data.draw(values)
    marks = []
    for value in (first, second):
        setattr(row, field.attname, value)
        marks.append(digest(row))
    assert (marks[0] == marks[1]) == (meaning(field, first) == meaning(field, second))


def meaning(field: Any, value: Any) -> Any:
    """What the public could tell apart."""
    if isinstance(field, StreamField):
        return [(kind, str(text)) for kind, text in value]
    if isinstance(field, models.DateTimeField):
        return value and value.replace(microsecond=0)
    return field.to_python(value) or (None if value in ("", None) else field.to_python(value))


CHANGES = {
    "a goal less": lambda m: m.goals.clear(),
    "a target group less": lambda m: m.target_groups.clear(),
    "a child more": lambda m: m.milestones.add(Milestone(title="Neu", sort_order=9)),
    "a child less": lambda m: m.milestones.remove(m.milestones.all()[0]),
    "children in another order": lambda m: setattr(m.milestones.all()[0], "sort_order", 9),
    "a grandchild more": lambda m: m.indicators.all()[0].values.add(
        MeasureIndicatorValue(period="2026", value=9, sort_order=9)
    ),
    "a grandchild changed": lambda m: setattr(
        m.indicators.all()[0].values.all()[0], "value", Decimal("7.01")
    ),
}
NO_CHANGES = {
    "keys": lambda m: [setattr(row, "pk", None) for row in m.milestones.all()],
    "translation keys": lambda m: setattr(m, "translation_key", "0" * 32),
    "the order of many-to-many": lambda m: m.goals.set(list(reversed(m.goals.all()))),
    "more decimal places": lambda m: setattr(
        m.indicators.all()[0].values.all()[0], "value", Decimal("7.0000")
    ),
    "bookkeeping": lambda m: [
        setattr(m, name, value)
        for name, value in (
            ("draft_title", "Anders"), ("locked", True), ("has_unpublished_changes", True),
            ("latest_revision_id", 1), ("live_revision_id", 1), ("first_published_at", None),
            ("owner_id", 1), ("path", "0001"), ("url_path", "/x/"), ("live", False),
        )
    ],
}  # fmt: skip


def loaded(scene: Scene) -> MeasurePage:
    """A measure whose children and relations are in memory."""
    return scene.measure.save_revision().as_object()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_relation_counts(change: Any, scene: Scene) -> None:
    measure = loaded(scene)
    before = digest(measure)
    change(measure)
    assert digest(measure) != before


@pytest.mark.parametrize("change", NO_CHANGES.values(), ids=NO_CHANGES)
def test_what_the_public_cannot_notice_does_not_count(change: Any, scene: Scene) -> None:
    measure = loaded(scene)
    before = digest(measure)
    change(measure)
    assert digest(measure) == before


def test_the_keys_of_blocks_do_not_count(db: None) -> None:
    page = ContentPage(body=[("heading", "Eins"), ("heading", "Zwei")])
    other = ContentPage(body=[("heading", "Eins"), ("heading", "Zwei")])
    keys = [[block["id"] for block in p.body.get_prep_value()] for p in (page, other)]
    assert keys[0] != keys[1]
    assert digest(page) == digest(other)
    other.body = [("heading", "Zwei"), ("heading", "Eins")]
    assert digest(page) != digest(other)


def test_the_keys_of_paragraphs_do_not_count_and_nothing_can_hide_as_one(db: None) -> None:
    def of(text: str, title: str = "") -> str:
        return digest(GoalPage(title=title, text=text))

    plain = of("<p>Eins</p><ul><li>Zwei</li></ul>")
    assert (
        of('<p data-block-key="a1b2c">Eins</p><ul><li data-block-key="x">Zwei</li></ul>') == plain
    )
    hidden = (
        '<p data-block-key="Niemand kommt.">Eins</p><ul><li>Zwei</li></ul>',
        '<p>Eins data-block-key="a1b2c"</p><ul><li>Zwei</li></ul>',
        '<p data-block-key="a1b2c" title="Nein">Eins</p><ul><li>Zwei</li></ul>',
        '<p>Eins</p><ul><li>Zwei &lt;p data-block-key="a1b2c"</li></ul>',
    )
    assert plain not in {of(text) for text in hidden}
    assert of("", '<p data-block-key="a1b2c">') != of("", "<p>")


def test_in_blocks_only_what_the_editor_made_is_a_key(db: None) -> None:
    def of(kind: str, value: Any) -> str:
        return digest(ContentPage(body=[(kind, value)]))

    def rich(html: str) -> str:
        return digest(ContentPage(body=[("paragraph", RichText(html))]))

    assert rich('<p data-block-key="a1b2c">Eins</p>') == rich("<p>Eins</p>")
    assert of("heading", '<p data-block-key="kommt">') != of("heading", "<p>")
    assert of("heading", '<p data-block-key="kommt">') != of("heading", '<p data-block-key="nie">')


def test_what_is_in_a_file_counts(scene: Scene) -> None:
    """Also of files that a text or a block links to, and also if only their name changes."""
    kind = get_document_model()
    paper = kind.objects.create(title="Anlage", file=ContentFile(b"eins", "anlage.txt"))
    pages = [
        GoalPage(text=f'<p><a linktype="document" id="{paper.pk}">Anlage</a></p>'),
        ContentPage(body=[("document", paper)]),
    ]
    seen = [{digest(page)} for page in pages]
    paper.title = "Andere Anlage"
    paper.save()
    for marks, page in zip(seen, pages, strict=True):
        marks.add(digest(page))
    paper.file, paper.file_hash = ContentFile(b"zwei", "anlage.txt"), ""
    paper.save()
    for marks, page in zip(seen, pages, strict=True):
        marks.add(digest(page))
    assert [len(marks) for marks in seen] == [3, 3]


def test_children_without_a_place_keep_their_order(scene: Scene) -> None:
    """Rows made in code may lack a ``sort_order``; what is new then comes last."""
    measure = scene.measure
    measure.milestones.add(Milestone(title="Ohne Platz"))
    publish(measure)
    measure = scene.fresh(measure)
    measure.milestones.add(Milestone(title="Noch einer ohne Platz"))
    publish(measure)
    titles = [row["title"] for row in content_of(scene.fresh(measure))["milestones"]]
    assert titles[-2:] == ["Ohne Platz", "Noch einer ohne Platz"]


def test_a_new_column_is_content_until_somebody_says_otherwise() -> None:
    left_out = {
        field.name
        for model in MODELS
        for field in model._meta.concrete_fields
        if field not in set(content_fields(model))
    }
    assert left_out == {
        "alias_of", "content_type", "depth", "draft_title", "expired", "first_published_at",
        "has_unpublished_changes", "id", "last_published_at", "latest_revision",
        "latest_revision_created_at", "live", "live_revision", "locale", "locked", "locked_at",
        "locked_by", "numchild", "owner", "page_ptr", "path", "translation_key", "url_path",
    }  # fmt: skip


def test_the_digest_says_its_version(scene: Scene) -> None:
    assert digest(scene.measure).startswith("1:")
    assert digest_of({"a": 1, "b": [2]}) == digest_of({"b": [2], "a": 1})
