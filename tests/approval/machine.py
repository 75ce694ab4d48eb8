"""A house at play: its people, its pages, and an own memory of who wrote and approved what.

The memory looks at nothing that the gate goes by: neither at audit records nor at digests. It
copies contents as plain text when they are written and submitted, and every word that is written
here bears its writer's name.
"""

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from io import StringIO
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, models
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import DraftStateMixin, Revision, Site
from wagtail.users.models import UserProfile

from aktionsplan_pages.approval.roles import groups_of
from aktionsplan_pages.approval.vocabulary import RoleName
from aktionsplan_pages.models import (
    ActionPlanPage,
    Commitment,
    CoordinationTask,
    FieldOfActionPage,
    HeadTask,
    LanguageReviewTask,
    MeasurePage,
    Milestone,
    Organisation,
    OrganisationTask,
    TargetGroup,
)
from tests.conftest import add, draft, publish, translate

COORDINATION, HEAD = ("coordination", ""), ("head", "")
PEOPLE: dict[str, set[tuple[str, str]]] = {
    "emma": {("editor", "")},
    "erik": {("editor", "")},
    "taras": {("translator", "uk")},
    "amal": {("translator", "ar")},
    "rita": {("translator", "uk"), ("reviewer", "uk")},
    "roman": {("reviewer", "uk")},
    "rami": {("reviewer", "ar")},
    "kaya": {COORDINATION},
    "klaus": {COORDINATION},
    "hanna": {HEAD},
    "heiko": {HEAD, ("editor", "")},
    "adam": {("administrator", "")},
    "olga": {("organisation", "")},
    "sina": set(),
}
SUPERUSER = "sina"
STEPS = {
    OrganisationTask: "organisation",
    CoordinationTask: "coordination",
    LanguageReviewTask: "review",
    HeadTask: "head",
}
SIGNATURE = re.compile(r"([a-z]+) №\d+")
START = datetime(2026, 1, 5, 9, tzinfo=UTC)


class Broken(AssertionError):
    """What the house was promised does not hold."""


class Clock:
    """In place of ``timezone.now``; it goes on when it is told to."""

    now = START

    def __call__(self) -> datetime:
        return self.now

    def goes_on(self, **by: int) -> None:
        self.now += timedelta(**by)


# The house


@dataclass(frozen=True)
class House:
    """Made once: where everybody and everything is."""

    people: dict[str, int]
    places: dict[str, tuple[type, int]]

    @classmethod
    def build(cls) -> "House":
        call_command("setup_site", stdout=StringIO())
        Site.clear_site_root_paths_cache()
        people = {name: account(name) for name in PEOPLE}
        home = Site.objects.get(is_default_site=True).root_page.specific
        plan = add(home, ActionPlanPage(title="Aktionsplan", slug="plan"))
        sprache = add(plan, FieldOfActionPage(title="Sprache", slug="sprache"))
        group = publish(draft(TargetGroup(name="Eltern", locale=plan.locale)))
        school = publish(draft(Organisation(name="Volkshochschule", locale=plan.locale)))
        school.accounts.add(people["olga"])
        courses = MeasurePage(
            title="Deutschkurse", slug="kurse", summary="Kurse für alle.",
            field_of_action=sprache, owner=people["emma"],
        )  # fmt: skip
        courses.target_groups.set([group])
        courses.milestones.add(Milestone(title="Erster Kurs", sort_order=0))
        courses.commitments.add(Commitment(organisation=school, role="lead", sort_order=0))
        courses = add(plan, courses)
        advice = add(plan, MeasurePage(title="Beratung", slug="beratung", owner=people["erik"]))
        drafted = MeasurePage(title="Entwurf", slug="entwurf", live=False, owner=people["emma"])
        plan.add_child(instance=drafted)
        drafted.save_revision(user=people["emma"])
        places = {
            "plan": plan, "sprache": sprache, "kurse": courses, "beratung": advice,
            "entwurf": drafted, "eltern": group, "schule": school,
            "kurse/uk": translate(courses, "uk", title="Курси", summary="Курси для всіх."),
        }  # fmt: skip
        return cls(
            {name: user.pk for name, user in people.items()},
            {name: (type(thing), thing.pk) for name, thing in places.items()},
        )


def account(name: str) -> Any:
    user = get_user_model().objects.create_user(
        name, f"{name}@example.org", "secret", is_superuser=name == SUPERUSER
    )
    for role, language in PEOPLE[name]:
        user.groups.add(*groups_of(RoleName(role), language))
    UserProfile.objects.create(user=user, preferred_language="en")
    return user


# Contents as plain text


PAGE = apps.get_model("wagtailcore", "Page")
NOT_CONTENT = {
    "id", "page_ptr", "path", "depth", "numchild", "url_path", "draft_title", "content_type",
    "owner", "sort_order", "live", "expired", "has_unpublished_changes", "first_published_at",
    "last_published_at", "live_revision", "latest_revision", "latest_revision_created_at",
    "locked", "locked_at", "locked_by",
}  # fmt: skip
Content = dict[str, Any]


@cache
def columns(model: type[models.Model]) -> list[models.Field]:
    return [
        column
        for column in model._meta.concrete_fields
        if column.name not in NOT_CONTENT and not isinstance(column, ParentalKey)
    ]


@cache
def children(model: type[models.Model]) -> list[Any]:
    return [r for r in get_all_child_relations(model) if "comment" not in r.get_accessor_name()]


def text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, dict | list):
        return json.dumps(value, sort_keys=True, ensure_ascii=False)
    return str(value)


def written(model: type[models.Model], data: dict[str, Any]) -> Content:
    """What stands in a revision."""
    content: Content = {c.name: text(c.to_python(data.get(c.name))) for c in columns(model)}
    for relation in get_all_child_m2m_relations(model):
        content[relation.name] = sorted(data.get(relation.name, ()))
    for relation in children(model):
        name = relation.get_accessor_name()
        rows = sorted(data.get(name, ()), key=lambda row: (row["sort_order"] or 0, row["pk"] or 0))
        content[name] = [written(relation.related_model, row) for row in rows]
    return content


def of_revision(model: type[models.Model], key: int) -> Content:
    return written(model, Revision.objects.values_list("content", flat=True).get(pk=key))


def public_now() -> dict[tuple[type, int], Content]:
    """What stands in the tables about everything that is live."""
    return {
        (model, row["pk"]): content
        for model in LIVING
        for row, content in in_tables(model)
        if row["live"]
    }


LIVING = [
    model
    for model in apps.get_models()
    if issubclass(model, DraftStateMixin) and model is not PAGE and not model._meta.proxy
]
_read: dict[type[models.Model], tuple[Any, Any]] = {}


def in_tables(model: type[models.Model]) -> list[tuple[dict[str, Any], Content]]:
    """All rows of a model, each with its content."""
    found = [(row, dict(content)) for row, content in own_columns(model)]
    for relation in get_all_child_m2m_relations(model):
        own, other = relation.m2m_column_name(), relation.m2m_reverse_name()
        pairs = [row for row, _ in own_columns(relation.remote_field.through)]
        for row, content in found:
            content[relation.name] = sorted(one[other] for one in pairs if one[own] == row["pk"])
    for relation in children(model):
        above, name = relation.field.attname, relation.get_accessor_name()
        below = in_tables(relation.related_model)
        below.sort(key=lambda one: (one[0]["sort_order"] or 0, one[0]["pk"]))
        for row, content in found:
            content[name] = [inner for child, inner in below if child[above] == row["pk"]]
    return found


def own_columns(model: type[models.Model]) -> list[tuple[dict[str, Any], Content]]:
    """Read anew only after its tables have changed."""
    tables = [model, *model._meta.get_parent_list()]
    raw = [everything_in(one._meta.db_table) for one in tables]
    if _read.get(model, (None,))[0] != raw:
        names = {column.attname: column.name for column in columns(model)}
        rows = [row | {"pk": row[model._meta.pk.attname]} for row in model._base_manager.values()]
        found = [(row, {n: text(row[a]) for a, n in names.items()}) for row in rows]
        _read[model] = raw, found
    return _read[model][1]


def everything_in(table: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY 1")
        return cursor.fetchall()


def signatures(content: Any) -> set[str]:
    """The words that somebody here has signed."""
    found = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return {match.group() for match in SIGNATURE.finditer(found)}


def writer_of(signature: str) -> str:
    return signature.partition(" ")[0]


# What the house remembers


@dataclass(frozen=True)
class Version:
    """``hands`` are all who had a hand in it since something of this thing was approved."""

    content: Content
    hands: frozenset[str] = frozenset()


@dataclass
class Round:
    """A submission on its way; ``steps`` are still due."""

    revision: int
    version: Version
    steps: list[str]

    @property
    def withdraws(self) -> bool:
        return self.version.content["intent"] == "withdraw"


@dataclass(eq=False, repr=False)
class Thing:
    """A page or snippet; ``public`` is what everybody may read of it now."""

    name: str
    model: type[models.Model]
    key: int
    versions: dict[int, Version] = field(default_factory=dict)
    latest: int = 0
    public: Content | None = None
    was_public: bool = False
    round: Round | None = None
    sent_back: Round | None = None
    release: tuple[int, Content] | None = None
    is_scheduled: bool = False
    approved: set[int] = field(default_factory=set)
    approved_words: set[str] = field(default_factory=set)
    ever_wrote: set[str] = field(default_factory=set)

    def __repr__(self) -> str:
        return self.name

    @property
    def language(self) -> str:
        return self.name.partition("/")[2] or "de"

    @property
    def is_page(self) -> bool:
        return issubclass(self.model, PAGE)

    @property
    def newest(self) -> Version:
        return self.versions[self.latest]

    @property
    def is_drafted(self) -> bool:
        """There is something that is worth submitting."""
        is_over = self.public is None and self.newest.content["intent"] == "withdraw"
        waits = self.release is not None and self.release[0] == self.latest
        return self.newest.content != self.public and not is_over and not waits

    @property
    def title_field(self) -> str:
        return "title" if self.is_page else "name"

    def row(self) -> Any:
        return self.model._default_manager.get(pk=self.key)

    def plain_row(self) -> Any:
        """As much of Wagtail loads a page."""
        return (PAGE if self.is_page else self.model)._default_manager.get(pk=self.key)


def due(content: Content, name: str) -> datetime | None:
    return datetime.fromisoformat(content[name]) if content.get(name) else None


class Memory:
    """Told of every act that was let through; says what must be public, and who broke the law."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.roles = {name: set(roles) for name, roles in PEOPLE.items()}
        self.away: set[str] = set()
        self.gone: set[str] = set()
        self.things: dict[str, Thing] = {}
        public = public_now()
        for name, (model, key) in house.places.items():
            thing = self.things[name] = Thing(name, model, key)
            thing.public = public.pop((model, key), None)
            thing.was_public = thing.public is not None
            self.wrote(thing, *([] if thing.was_public else ["emma"]))
            if thing.was_public:
                thing.approved.add(thing.latest)
        self.others = public

    # People

    def present(self) -> list[str]:
        return [name for name in PEOPLE if name not in self.away | self.gone]

    def holders(self, role: tuple[str, str]) -> list[str]:
        return [name for name in self.present() if role in self.roles[name]]

    def leads(self, thing: Thing) -> list[str]:
        """Who speaks for the organisation that leads a measure, as public or first drafted."""
        content = thing.public or thing.newest.content
        is_led = any(part["role"] == "lead" for part in content.get("commitments", ()))
        return [name for name in self.present() if name == "olga" and is_led]

    def entitled(self, thing: Thing) -> list[str]:
        """Who may decide about the step that is due, were they no authors."""
        step = thing.round.steps[0] if thing.round and thing.round.steps else ""
        if step == "organisation":
            return self.leads(thing) or self.holders(COORDINATION)
        if step == "review":
            return self.holders(("reviewer", thing.language))
        return self.holders((step, ""))

    def authors(self, thing: Thing) -> set[str]:
        """By the hands, and by the names on words that nobody has approved yet."""
        if thing.round is None:
            return set()
        version = thing.round.version
        words = signatures(version.content) - thing.approved_words
        return version.hands | {writer_of(word) for word in words}

    # Writing

    def wrote(self, thing: Thing, *people: str, restored: int = 0) -> bool:
        """After a draft was saved; whether there is a new one or another content."""
        latest = thing.row().latest_revision_id
        content = of_revision(thing.model, latest)
        before = thing.versions.get(thing.latest)
        if before and latest == thing.latest and content == before.content:
            return False
        hands = self.hands(thing, thing.latest) | self.hands(thing, restored)
        if before is None or content != before.content:
            hands |= set(people)
            thing.ever_wrote |= set(people)
        thing.versions[latest] = Version(content, frozenset(hands))
        thing.latest = latest
        return True

    @staticmethod
    def hands(thing: Thing, revision: int) -> frozenset[str]:
        is_open = revision in thing.versions and revision not in thing.approved
        return thing.versions[revision].hands if is_open else frozenset()

    # Rounds

    def submitted(self, thing: Thing, first: str) -> None:
        """``first`` is the step that has begun."""
        version = Version(thing.newest.content, self.hands(thing, thing.latest))
        if thing.sent_back:
            steps = thing.sent_back.steps
        elif thing.language != "de":
            steps = ["review", "head"]
        elif thing.model is MeasurePage:
            steps = ["organisation", "coordination", "head"]
        else:
            steps = ["coordination", "head"]
        if steps[0] == "organisation":
            leads = set(self.leads(thing))
            have_written = first != "organisation" and leads <= thing.ever_wrote
            steps = steps[1:] if not leads or have_written else steps
        thing.round, thing.sent_back = Round(thing.latest, version, steps), None

    def was_approved(self, thing: Thing, who: str, now: datetime) -> str:
        """After somebody's yes was let through; says what has come of it."""
        if thing.round is None:
            raise Broken(f"{who} approved {thing.name}, about which nobody was asked.")
        if who not in self.entitled(thing):
            raise Broken(f"{who} approved {thing.name} without the right to.")
        if who in self.authors(thing):
            raise Broken(f"{who} approved own words in {thing.name}.")
        ended = thing.round
        ended.steps = ended.steps[1:]
        if ended.steps:
            return ""
        thing.round = None
        if ended.withdraws:
            return self.withdrawn(thing)
        thing.approved.add(ended.revision)
        thing.approved_words |= signatures(ended.version.content)
        thing.release = (ended.revision, ended.version.content)
        return self.published(thing, now)

    def was_sent_back(self, thing: Thing, who: str, reason: str) -> None:
        if thing.round is None or who not in self.entitled(thing):
            raise Broken(f"{who} sent {thing.name} back without the right to.")
        if not reason.strip():
            raise Broken(f"{who} sent {thing.name} back and said nothing.")
        thing.round, thing.sent_back = None, thing.round

    # What is public

    def published(self, thing: Thing, now: datetime) -> str:
        """What was released becomes public, or waits for the time that was approved with it."""
        _revision, content = thing.release
        at = due(content, "go_live_at")
        if at and at > now:
            thing.is_scheduled = True
            return "scheduled"
        thing.public, thing.was_public = content, True
        thing.release, thing.is_scheduled = None, False
        thing.round = thing.sent_back = None  # Wagtail ends what is under way
        return "published"

    def withdrawn(self, thing: Thing) -> str:
        thing.release = None
        if thing.public is None:  # it has expired meanwhile
            return ""
        thing.public, thing.is_scheduled = None, False
        return "withdrawn"

    def came_due(self, now: datetime) -> list[str]:
        """After the command that acts on schedules was run."""
        effects = []
        for thing in self.things.values():
            expires = due(thing.public or {}, "expire_at")
            if expires and expires < now:
                self.withdrawn(thing)
                effects.append("expired")
            goes_live = thing.release and due(thing.release[1], "go_live_at")
            if thing.is_scheduled and goes_live and goes_live < now:
                effects.append(self.published(thing, now))
        return effects

    def must_be_public(self) -> dict[tuple[type, int], Content]:
        things = {
            (thing.model, thing.key): thing.public
            for thing in self.things.values()
            if thing.public is not None
        }
        return self.others | things

    def forget_what_is_gone(self) -> None:
        """After something was deleted, and what stood below it."""
        for thing in list(self.things.values()):
            if not thing.model._base_manager.filter(pk=thing.key).exists():
                del self.things[thing.name]
                if thing.was_public:
                    raise Broken(f"{thing.name} was public, and is deleted.")


def differences(expected: dict, found: dict) -> list[str]:
    """Which rows differ, and in what."""
    told = []
    for place in {*expected, *found}:
        name = f"{place[0].__name__} {place[1]}"
        if place not in found:
            told.append(f"{name} has vanished")
        elif place not in expected:
            told.append(f"{name} is public, and nobody approved it")
        else:
            wanted, real = expected[place], found[place]
            told += [
                f"{name}.{key}: {real.get(key)!r} instead of {wanted.get(key)!r}"
                for key in {*wanted, *real}
                if wanted.get(key) != real.get(key)
            ]
    return sorted(told)
