"""Who may do what: the tables, a site that holds every state of a page, and the acts by HTTP."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from typing import Any
from unittest import mock

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.http import HttpResponse
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import (
    Collection,
    Locale,
    Page,
    PageViewRestriction,
    Revision,
    Site,
    Task,
    TaskState,
    Workflow,
    WorkflowState,
)
from wagtail.test.utils.form_data import querydict_from_html
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringTranslation, Translation

from aktionsplan_pages.approval.records import trail
from aktionsplan_pages.approval.roles import groups_of
from aktionsplan_pages.approval.vocabulary import Intent, RoleName
from aktionsplan_pages.choices import ConsentState
from aktionsplan_pages.editing.dossier import Dossier
from aktionsplan_pages.editing.subject import address_of
from aktionsplan_pages.languages import SOURCE
from aktionsplan_pages.models import (
    ActionPlanPage,
    Commitment,
    Consent,
    FieldOfActionPage,
    MeasurePage,
    Organisation,
)
from aktionsplan_pages.models.responsibility import write_responsible
from aktionsplan_pages.translation.submit import draft_of, fill, prepare
from aktionsplan_pages.translation.submit import submit as submit_words
from cms.models import ContentPage
from tests.approval.conftest import approve, submit
from tests.conftest import add, draft, publish, translate


@dataclass(frozen=True)
class Who:
    name: str
    role: str = ""
    language: str = ""
    organisation: str = ""


ROLES = {
    "e": Who("editor", "editor", organisation="Fachdienst"),
    "o": Who("organisation", "organisation", organisation="Volkshochschule"),
    "c": Who("coordination", "coordination"),
    "h": Who("head", "head"),
    "p": Who("press", "press"),
    "a": Who("administrator", "administrator"),
    "s": Who("superuser"),
    "t": Who("translator-uk", "translator", "uk"),
    "r": Who("reviewer-uk", "reviewer", "uk"),
    "T": Who("translator-ar", "translator", "ar"),
    "R": Who("reviewer-ar", "reviewer", "ar"),
    "n": Who("nobody"),  # logged in, without a role
    "x": Who("anonymous"),
}
# Those who have written, submitted, approved and locked before; so nobody above is an author.
BEFORE_THEM = (
    Who("colleague", "editor", organisation="Fachdienst"),
    Who("stranger", "editor", organisation="Andere"),
    Who("second", "coordination"),
    Who("linguist", "translator", "uk"),
    Who("spokesman", "press"),
)
# - nobody · . not tried here (it says nothing that another column does not)
NOT_AS_UKRAINIAN = ("live", "in_uk", "uk", "ar")  # elsewhere T and R are as t and r
SHORT = {"-": "", "staff": "eochpastrTR", "house": "eochpas", "tree": "chastrTR"}

# German pages. The first seven are those of the editor's Fachdienst and of the organisation.
#   at_org, at_head: under review, too, but that step is due · changed: live, and a newer draft
#   locked: live, locked by somebody of coordination · others, o_…: another Fachdienst's
#   in_uk: nobody's, and there is a Ukrainian page of it
GERMAN = """
             draft  review at_org at_head live    changed locked others o_draft o_review in_uk
see          staff  staff  staff  staff   staff   staff   staff  staff  staff   staff    staff
read         .      house  house  house   house   .       .      .      .       .        .
open         eocas  eocas  .      .       eocas   .       eocas  cas    .       .        .
view_draft   .      .      .      .       .       eocas   .      .      cas     .        .
history      .      .      .      .       eocas   .       .      cas    .       .        .
save         eocas  -      .      .       eocas   eocas   -      cas    .       .        .
submit       .      -      .      .       eocas   .       .      cas    .       .        .
publish      .      -      .      .       -       .       .      .      .       .        .
unpublish    -      .      .      -       -       -       -      -      .       .        .
withdraw     -      -      .      .       eocas   .       -      cas    .       .        .
approve      .      c      o      h       .       .       .      .      .       .        .
send_back    .      c      o      h       .       .       .      .      .       .        .
recall       .      eoc    eoc    .       .       .       .      .      .       c        .
delete       eocas  -      .      -       -       -       -      -      cas     -        .
copy         .      .      .      .       eocas   .       .      cas    .       .        .
move         .      .      .      .       cas     .       .      cas    .       .        .
reorder      .      .      .      .       cas     .       .      cas    .       .        .
lock         .      -      .      .       cas     .       -      cas    .       .        .
unlock       .      .      .      .       -       .       cas    .      .       .        .
privacy      .      .      .      .       cas     .       .      cas    .       .        .
into_uk      .      .      .      .       ts      .       .      ts     .       .        -
into_ar      .      .      .      .       Ts      .       .      Ts     .       .        Ts
"""
# uk…, ar…: in Ukrainian, Arabic; uk_typed: by segments, as wagtail-localize has it
# uk_plan, ar_plan: drafts · county, c_draft, home: the county's own
# plan: the German one, for which nobody is responsible
BESIDE = """
             uk        uk_draft  uk_review uk_typed county c_draft home  plan  uk_plan ar_plan
see          tree      tree      tree      tree     staff  staff   tree  staff tree    .
read         eochpastr .         eochpastr .        house  .       .     .     .       .
open         cast      .         cast      .        cpas   .       .     .     .       casT
view_draft   .         cast      .         .        .      .       .     .     .       .
history      cast      .         .         .        cpas   .       .     .     .       .
save         cast      cast      -         cast     cpas   .       cpas  cas   .       casT
submit       cast      .         .         .        cpas   .       .     .     .       .
publish      -         .         -         -        -      .       -     .     .       .
unpublish    -         .         -         -        -      .       -     -     .       .
withdraw     cast      .         -         .        cpas   .       .     cas   .       .
approve      .         .         r         .        .      .       .     .     .       .
send_back    .         .         r         .        .      .       .     .     .       .
recall       .         .         ct        .        .      .       .     .     .       .
delete       -         cast      -         -        -      cpas    -     -     .       casT
copy         -         .         .         .        cpas   .       .     cas   -       -
move         cas       .         .         .        cas    .       .     .     .       .
reorder      cas       .         .         .        cas    .       .     .     .       .
lock         cas       .         -         .        cas    .       .     .     .       .
privacy      cas       .         .         .        cas    .       .     .     .       .
into_uk      -         -         .         .        ts     .       .     .     .       .
into_ar      -         -         .         .        Ts     .       .     .     .       .
add_page     .         .         .         .        cpas   .       cpas  eocas -       -
add_plan     .         .         .         .        cas    .       cas   .     .       .
"""
SITE = """
see_record         chas
write_organisation ecs
add_organisation   ecs
name_accounts      cs
publish_snippet    -
unpublish_snippet  -
write_consent      cs
write_group        as
write_user         as
write_workflow     as
stop_step          as
write_site         as
add_redirect       as
add_document       eocpastrTR
"""


def cells(*tables: str) -> dict[tuple[str, str], str]:
    """(act, state) → the letters of the roles that may."""
    found = {}
    for table in tables:
        head, *lines = table.strip("\n").splitlines()
        for line in lines:
            act, *row = line.split()
            for state, cell in zip(head.split(), row, strict=True):
                if cell != ".":
                    found[act, state] = SHORT.get(cell, cell)
    return found


TABLE = cells(GERMAN, BESIDE)
STATES = tuple(dict.fromkeys(state for _act, state in TABLE))
OF_SITE = {act: SHORT.get(cell, cell) for act, cell in map(str.split, SITE.strip().splitlines())}
PARENTS = ("root", "home", "plan", "uk_home", "uk_plan")
CASES = [
    (letter, state)
    for letter in ROLES
    for state in STATES
    if letter not in "TR" or state.startswith(NOT_AS_UKRAINIAN)
]


# The site


def person(who: Who) -> Any:
    """An account that reads the admin in English."""
    user = get_user_model().objects.create_user(
        who.name, f"{who.name}@example.org", "secret", is_superuser=who.name == "superuser"
    )
    if who.role:
        user.groups.add(*groups_of(RoleName(who.role), who.language))
    for organisation in Organisation.objects.filter(name=who.organisation):
        organisation.accounts.add(user)
    UserProfile.objects.create(user=user, preferred_language="en")
    return user


class World:
    """Every state of a page at once; each test rolls back what it does to it."""

    def __init__(self) -> None:
        call_command("setup_site", stdout=StringIO())
        Site.clear_site_root_paths_cache()
        home = Site.objects.get(is_default_site=True).root_page.specific
        names = ("Fachdienst", "Volkshochschule", "Andere")
        made = (publish(draft(Organisation(name=name, locale=home.locale))) for name in names)
        self.service, self.school, self.other = made
        self.people = {
            who.name: person(who) for who in (*ROLES.values(), *BEFORE_THEM) if who != ROLES["x"]
        }
        self.pages: dict[str, Any] = {"root": home.get_root(), "home": home}
        self.pages["plan"] = add(home, ActionPlanPage(title="Plan", slug="plan"))
        self.make_german_pages()
        self.make_ukrainian_pages()
        self.make_county_pages()
        self.consent = Consent.objects.create(
            measure=self.pages["at_org"], organisation=self.school, role="lead"
        )
        add(self.pages["plan"], FieldOfActionPage(title="Zuletzt", slug="zuletzt"))
        self.pages = {
            name: type(page).objects.get(pk=page.pk) for name, page in self.pages.items()
        }
        self.clients = {letter: self.browser(who.name) for letter, who in ROLES.items()}
        self.prepare_forms()
        self.seen = {
            state: Dossier(self.pages[state], self.people["superuser"]).seen for state in STATES
        }
        self.before = stored()

    def make_german_pages(self) -> None:
        ours, theirs = (self.service, self.school), (self.other,)
        colleague, stranger = self.people["colleague"], self.people["stranger"]
        lead = MeasurePage(commitments=[Commitment(organisation=self.school, role="lead")])
        for state, page, live, owner, responsible in (
            ("draft", FieldOfActionPage(), False, colleague, ours),
            ("review", FieldOfActionPage(), False, colleague, ours),
            ("at_org", lead, False, colleague, ours),
            ("at_head", FieldOfActionPage(), True, colleague, ours),
            ("live", FieldOfActionPage(), True, colleague, ours),
            ("changed", FieldOfActionPage(), True, colleague, ours),
            ("locked", FieldOfActionPage(), True, colleague, ours),
            ("others", FieldOfActionPage(), True, stranger, theirs),
            ("o_draft", FieldOfActionPage(), False, stranger, theirs),
            ("o_review", FieldOfActionPage(), False, stranger, theirs),
        ):
            self.make(state, page, owner, live=live)
            write_responsible(page.translation_key, responsible)
        for state in ("review", "at_org", "at_head"):
            submit(self.pages[state], colleague, seo_title="Neu")
        submit(self.pages["o_review"], stranger, seo_title="Neu")
        approve(self.pages["at_head"], self.people["second"])
        self.save_draft("changed", colleague)
        Page.objects.filter(pk=self.pages["locked"].pk).update(
            locked=True, locked_by=self.people["second"]
        )

    def make_ukrainian_pages(self) -> None:
        linguist = self.people["linguist"]
        for state in ("uk", "uk_review", "uk_typed", "uk_draft"):
            page = FieldOfActionPage(title=f"Deutsch {state}", slug=state)
            german = add(self.pages["plan"], page)
            title = f"Українська {state}"
            if state == "uk_draft":
                translation = prepare(german, "uk")
                fill(translation, {german.title: title})
                revision = submit_words(translation, user=linguist)
                self.pages[state] = FieldOfActionPage.objects.get(pk=revision.object_id)
            else:
                self.pages[state] = translate(german, "uk", title=title)
            self.pages["in_uk"] = german
        key = self.pages["uk_typed"].translation_key
        self.typed = Translation.objects.get(source__object_id=key)
        Translation.objects.exclude(pk=self.typed.pk).update(enabled=False)
        submit(self.pages["uk_review"], linguist, seo_title="Нове")
        codes = ("uk", "ar")
        self.locales = {code: Locale.objects.get(language_code=code) for code in codes}
        draft_of(self.pages["plan"], self.locales["ar"])
        for code, locale in self.locales.items():
            for name in ("home", "plan"):
                self.pages[f"{code}_{name}"] = self.pages[name].get_translation(locale)

    def make_county_pages(self) -> None:
        spokesman = self.people["spokesman"]
        self.make("county", ContentPage(), spokesman, parent="home")
        self.make("c_draft", ContentPage(), spokesman, parent="home", live=False)
        self.make("shelf", ContentPage(), spokesman, parent="home")

    def make(
        self, state: str, page: Any, owner: Any, parent: str = "plan", live: bool = True
    ) -> Page:
        page.title, page.slug, page.owner = state.title(), state.replace("_", "-"), owner
        above = self.pages[parent]
        if live:
            page = add(above, page)
        else:
            above.refresh_from_db()
            page.locale, page.live = above.locale, False
            above.add_child(instance=page)
            page.save_revision(user=owner)
        self.pages[state] = page
        return page

    def save_draft(self, state: str, user: Any) -> None:
        page = self.pages[state].get_latest_revision_as_object()
        page.seo_title = "Neu"
        page.save_revision(user=user)

    def browser(self, name: str) -> Client:
        client = Client()
        if name in self.people:
            client.force_login(self.people[name])
        return client

    def prepare_forms(self) -> None:
        """What a browser of somebody who may do anything would send back from each form."""
        self.forms = {
            kind_of(self.pages[state]): self.form("wagtailadmin_pages:edit", self.pages[state].pk)
            for state in ("live", "uk", "county", "home", "plan", "uk_plan")
        }

    def form(self, name: str, *args: Any) -> dict[str, Any]:
        response = self.clients["s"].get(reverse(name, args=args))
        assert response.status_code == 200, (name, args, response.status_code)
        html = response.content.decode()
        known = ("page-edit-form", "w-editor-form")
        form_id = next((one for one in known if f'id="{one}"' in html), None)
        data = querydict_from_html(html, form_id=form_id)
        sent = {name: values if len(values) > 1 else values[0] for name, values in data.lists()}
        return {"body-count": "0"} | sent  # Wagtail's stream field is drawn by its script


def kind_of(page: Page) -> tuple[type, bool]:
    """Pages of one kind have one form."""
    return type(page), page.locale.language_code == SOURCE


def stored() -> dict[str, Any]:
    """All that the acts below could change."""
    rows = set(
        Page.objects.values_list(
            "pk", "live", "live_revision", "title", "slug", "path", "latest_revision",
            "draft_title", "locked",
        )
    )  # fmt: skip
    return {
        "public": {row[:5] for row in rows if row[1]},
        "pages": rows,
        "drafts": set(Revision.objects.values_list("pk", "object_str", "approved_go_live_at")),
        "rounds": set(WorkflowState.objects.values_list("pk", "status", "current_task_state")),
        "steps": set(TaskState.objects.values_list("pk", "status")),
        "privacy": set(PageViewRestriction.objects.values_list("pk", "restriction_type")),
        "words": set(StringTranslation.objects.values_list("pk", "data")),
        "record": trail().count(),
    }


# The acts


@dataclass
class Visit:
    """Somebody at a page of some state."""

    world: World
    letter: str
    state: str

    def __str__(self) -> str:
        return f"{ROLES[self.letter].name} at {self.state}"

    @property
    def client(self) -> Client:
        return self.world.clients[self.letter]

    @property
    def page(self) -> Any:
        return self.world.pages[self.state]

    @property
    def now(self) -> Any:
        """What is stored of it; None if it is gone."""
        return Page.objects.filter(pk=self.page.pk).first()

    @property
    def has_new_round(self) -> bool:
        return WorkflowState.objects.count() > len(self.world.before["rounds"])

    @property
    def parent(self) -> Page:
        return self.page.get_parent()

    def may(self, act: str) -> bool | None:
        """None: the table does not say."""
        cell = TABLE.get((act, self.state))
        return None if cell is None else self.letter in cell

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"wagtailadmin_pages:{name}", args=[self.page.pk, *args])

    def get(self, url: str) -> HttpResponse:
        return self.client.get(url)

    def post(self, url: str, data: Any = None) -> HttpResponse:
        """What it answers is not looked at, and so not rendered."""
        with mock.patch.object(SimpleTemplateResponse, "rendered_content", ""):
            response = self.client.post(url, data or {})
        self.client.cookies.pop("messages", None)
        return response

    def send_form(self, **changes: Any) -> None:
        """The editor's form, whether it was shown or not."""
        form = self.world.forms[kind_of(self.page)]
        self.post(self.url("edit"), form | {"slug": self.page.slug} | changes)

    def send_decision(self, action: str) -> str:
        """What became of the step that was due."""
        seen = self.world.seen[self.state]
        self.post(address_of(self.page), {"action": action, "comment": "Gut.", "seen": seen})
        return TaskState.objects.get(pk=seen.split(":")[0]).status


ACTS: dict[str, Callable[[Visit], bool]] = {}


def act(name: str) -> Callable[[Callable[[Any], bool]], Callable[[Any], bool]]:
    """Tries it, and says whether it is done: by what is stored now, or what is shown."""

    def note(tried: Callable[[Any], bool]) -> Callable[[Any], bool]:
        ACTS[name] = tried
        return tried

    return note


for name in ("view_draft", "history"):

    @act(name)
    def _(visit: Visit, name: str = name) -> bool:
        return visit.get(visit.url(name)).status_code == 200


@act("save")
def _(visit: Visit) -> bool:
    if visit.state == "uk_typed":
        return type_words(visit)
    visit.send_form(title="Anders")
    return visit.now.latest_revision.content["title"] == "Anders"


def type_words(visit: Visit) -> bool:
    """As the desk saves one segment."""
    segment = visit.world.typed.source.stringsegment_set.first()
    address = reverse("wagtailadmin_pages:edit", args=[visit.page.pk])
    visit.client.post(address, {f"line-{segment.context_id}-{segment.string_id}": "Anders"})
    return StringTranslation.objects.filter(data="Anders").exists()


@act("submit")
def _(visit: Visit) -> bool:
    visit.send_form(**{"action-submit": "1"})
    return visit.has_new_round


@act("publish")
def _(visit: Visit) -> bool:
    visit.send_form(title="Anders", action="publish", **{"action-publish": "1"})
    return visit.now.live and visit.now.title == "Anders"


@act("unpublish")
def _(visit: Visit) -> bool:
    visit.post(visit.url("unpublish"))
    return visit.page.live and not visit.now.live


@act("withdraw")
def _(visit: Visit) -> bool:
    visit.post(address_of(visit.page, "withdrawal"), {"reason": "Veraltet."})
    if not visit.has_new_round:
        return False
    return bool(visit.now.latest_revision.content["intent"] == Intent.WITHDRAW)


for name, action, status in (
    ("approve", "approve", TaskState.STATUS_APPROVED),
    ("send_back", "reject", TaskState.STATUS_REJECTED),
    ("recall", "recall", TaskState.STATUS_CANCELLED),
):

    @act(name)
    def _(visit: Visit, action: str = action, status: str = status) -> bool:
        return visit.send_decision(action) == status


@act("delete")
def _(visit: Visit) -> bool:
    visit.post(visit.url("delete"), {"confirm_site_name": "Kreis Rendsburg-Eckernförde"})
    return visit.now is None


@act("copy")
def _(visit: Visit) -> bool:
    parent = visit.parent.pk
    sent = {"new_title": "Kopie", "new_slug": "kopie", "new_parent_page": parent}
    visit.post(visit.url("copy"), sent)
    return Page.objects.filter(slug="kopie").exists()


@act("move")
def _(visit: Visit) -> bool:
    """Pages of a plan stay in it; there it is moved to the end."""
    shelf, parent = visit.world.pages["shelf"], visit.parent
    to = shelf if visit.state == "county" else parent
    visit.post(visit.url("move_confirm", to.pk))
    return bool(visit.now.path != visit.page.path)


@act("reorder")
def _(visit: Visit) -> bool:
    visit.post(visit.url("set_page_position"))
    return bool(visit.now.path != visit.page.path)


@act("lock")
def _(visit: Visit) -> bool:
    visit.post(visit.url("lock"))
    return visit.now.locked and not visit.page.locked


@act("unlock")
def _(visit: Visit) -> bool:
    visit.post(visit.url("unlock"))
    return visit.page.locked and not visit.now.locked


@act("privacy")
def _(visit: Visit) -> bool:
    visit.post(visit.url("set_privacy"), {"restriction_type": "login"})
    return visit.now.view_restrictions.exists()


for code in ("uk", "ar"):

    @act(f"into_{code}")
    def _(visit: Visit, code: str = code) -> bool:
        locale = visit.world.locales[code]
        address = reverse("wagtail_localize:submit_page_translation", args=[visit.page.pk])
        visit.post(address, {"locales": [locale.pk]})
        return Page.objects.count() > len(visit.world.before["pages"])


@act("add_page")
def _(visit: Visit) -> bool:
    is_plan = visit.state.endswith("plan")
    return add_below(visit, FieldOfActionPage if is_plan else ContentPage)


@act("add_plan")
def _(visit: Visit) -> bool:
    return add_below(visit, ActionPlanPage)


def add_below(visit: Visit, model: type[Page]) -> bool:
    where = [model._meta.app_label, model._meta.model_name, visit.page.pk]
    form = visit.world.forms[model, True] | {"title": "Neu", "slug": "neu"}
    visit.post(reverse("wagtailadmin_pages:add", args=where), form)
    return Page.objects.filter(slug="neu").exists()


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# Acts that are about no page


SITE_ACTS: dict[str, Callable[[Visit], bool]] = {}


def beside() -> dict[str, Any]:
    """All that the acts below could change."""
    return {
        "organisations": set(
            Organisation.objects.values_list(
                "pk", "name", "explanation", "live", "latest_revision"
            )
        ),
        "accounts": set(Organisation.accounts.through.objects.values_list("pk", flat=True)),
        "consents": set(Consent.objects.values_list("pk", "state")),
        "documents": set(get_document_model().objects.values_list("pk", "title")),
        "people": set(get_user_model().objects.values_list("pk", "first_name", "is_superuser")),
    } | {
        model.__name__: set(model._default_manager.values_list("pk", name))
        for model, name in NAMED.items()
    }


NAMED = {Group: "name", Workflow: "name", Task: "active", Site: "site_name", Redirect: "old_path"}


def site_act(name: str) -> Callable[[Callable[[Any], bool]], Callable[[Any], bool]]:
    def note(tried: Callable[[Any], bool]) -> Callable[[Any], bool]:
        SITE_ACTS[name] = tried
        return tried

    return note


def fill_in(visit: Visit, view: str, /, *args: Any, **changes: Any) -> None:
    """Sends a form of the admin, whether it was shown or not."""
    if (view, args) not in visit.world.forms:
        visit.world.forms[view, args] = visit.world.form(view, *args)
    visit.post(reverse(view, args=args), visit.world.forms[view, args] | changes)


@site_act("see_record")
def _(visit: Visit) -> bool:
    return visit.get(reverse("action_plan_audit")).status_code == 200


ORGANISATION = "wagtailsnippets_aktionsplan_pages_organisation"


@site_act("write_organisation")
def _(visit: Visit) -> bool:
    school = visit.world.school
    fill_in(visit, f"{ORGANISATION}:edit", school.pk, explanation="Anders")
    now = Organisation.objects.get(pk=school.pk).latest_revision
    return bool(now.content["explanation"] == "Anders")


@site_act("add_organisation")
def _(visit: Visit) -> bool:
    fill_in(visit, f"{ORGANISATION}:add", name="Neu")
    return Organisation.objects.filter(name="Neu", live=False).exists()


@site_act("name_accounts")
def _(visit: Visit) -> bool:
    """Who speaks for an organisation writes its pages, too."""
    school, head = visit.world.school, visit.world.people["head"]
    fill_in(visit, f"{ORGANISATION}:edit", school.pk, accounts=[head.pk])
    return school.accounts.filter(pk=head.pk).exists()


@site_act("publish_snippet")
def _(visit: Visit) -> bool:
    school = visit.world.school
    sent = {"explanation": "Anders", "action-publish": "1"}
    fill_in(visit, f"{ORGANISATION}:edit", school.pk, **sent)
    return Organisation.objects.get(pk=school.pk).explanation == "Anders"


@site_act("unpublish_snippet")
def _(visit: Visit) -> bool:
    school = visit.world.school
    visit.post(reverse(f"{ORGANISATION}:unpublish", args=[school.pk]))
    return not Organisation.objects.get(pk=school.pk).live


@site_act("write_consent")
def _(visit: Visit) -> bool:
    consent = visit.world.consent
    name = "wagtailsnippets_aktionsplan_pages_consent:edit"
    fill_in(visit, name, consent.pk, state=ConsentState.CONFIRMED)
    return Consent.objects.get(pk=consent.pk).state == ConsentState.CONFIRMED


@site_act("write_user")
def _(visit: Visit) -> bool:
    person = visit.world.people["head"]
    fill_in(visit, "wagtailusers_users:edit", person.pk, first_name="Anders", last_name="Anders")
    return get_user_model().objects.get(pk=person.pk).first_name == "Anders"


for name, address, model in (
    ("write_group", "wagtailusers_groups:edit", Group),
    ("write_workflow", "wagtailadmin_workflows:edit", Workflow),
    ("write_site", "wagtailsites:edit", Site),
):

    @site_act(name)
    def _(visit: Visit, address: str = address, model: Any = model) -> bool:
        row, name = model.objects.first(), NAMED[model]
        fill_in(visit, address, row.pk, **{name: "Anders"})
        return getattr(model.objects.get(pk=row.pk), name) == "Anders"


@site_act("stop_step")
def _(visit: Visit) -> bool:
    step = Task.objects.first()
    visit.post(reverse("wagtailadmin_workflows:disable_task", args=[step.pk]))
    return not Task.objects.get(pk=step.pk).active


@site_act("add_redirect")
def _(visit: Visit) -> bool:
    sent = {"old_path": "/anders", "redirect_link": "https://example.org/", "site": ""}
    visit.post(reverse("wagtailredirects:add"), sent)
    return Redirect.objects.filter(old_path="/anders").exists()


@site_act("add_document")
def _(visit: Visit) -> bool:
    sent = {"title": "Anders", "file": SimpleUploadedFile("anders.txt", b"Anders")}
    visit.post(reverse("wagtaildocs:add"), sent | {"collection": Collection.objects.get().pk})
    return get_document_model().objects.filter(title="Anders").exists()


# The buttons, by what is in the HTML


MENU_OF_SITE = {
    "see_record": "action_plan_audit",
    "write_organisation": f"{ORGANISATION}:list",
    "write_consent": "wagtailsnippets_aktionsplan_pages_consent:list",
    "write_group": "wagtailusers_groups:index",
    "write_user": "wagtailusers_users:index",
    "write_workflow": "wagtailadmin_workflows:index",
    "stop_step": "wagtailadmin_workflows:task_index",
    "write_site": "wagtailsites:index",
    "add_redirect": "wagtailredirects:index",
    "add_document": "wagtaildocs:index",
}


def link(name: str) -> Callable[[Visit], str]:
    return lambda visit: f'href="{visit.url(name)}'


def dossier_link(*rest: str) -> Callable[[Visit], str]:
    return lambda visit: f'href="{address_of(visit.page, *rest)}'


def switch(name: str) -> Callable[[Visit], str]:
    return lambda visit: f'data-w-action-url-value="{visit.url(name)}'


def sort_link(visit: Visit) -> str:
    """At the page above."""
    return f'href="{reverse("wagtailadmin_explore", args=[visit.parent.pk])}?ordering=ord'


def written(text: str) -> Callable[[Visit], str]:
    return lambda visit: text


def translate_link(visit: Visit) -> str:
    address = reverse("wagtail_localize:submit_page_translation", args=[visit.page.pk])
    return f'href="{address}'


MENU = {
    "read": dossier_link("dossier"),
    "history": link("history"),
    "unpublish": link("unpublish"),
    "withdraw": dossier_link("withdrawal"),
    "delete": link("delete"),
    "copy": link("copy"),
    "move": link("move"),
    "add_page": link("add_subpage"),
}
BUTTONS = {
    "explorer": MENU
    | {
        "open": link("edit"),
        "view_draft": link("view_draft"),
        "reorder": sort_link,
        "into_uk": translate_link,
        "into_ar": translate_link,
    },
    "editor": MENU
    | {
        "save": written('class="icon icon-draft button-longrunning__icon'),
        "submit": written('name="action-submit'),
        "publish": written('name="action-publish'),
        "lock": switch("lock"),
        "unlock": switch("unlock"),
        "privacy": written('data-a11y-dialog-show="set-privacy'),
    },
    "dossier": {
        "approve": written('value="approve'),
        "send_back": written('value="reject'),
        "recall": written('value="recall'),
        "open": link("edit"),
    },
}
