"""Demo accounts for every role, named after it: for a development machine only."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model

from aktionsplan_pages.approval.roles import groups_of
from aktionsplan_pages.approval.vocabulary import RoleName
from aktionsplan_pages.languages import SOURCE
from aktionsplan_pages.models import FieldOfActionPage, GoalPage, MeasurePage, Organisation
from aktionsplan_pages.models.responsibility import responsible_for, write_responsible


@dataclass(frozen=True)
class Account:
    """``organisation`` is the one that the account writes for and speaks for."""

    name: str
    role: RoleName | None
    language: str = ""
    organisation: str = ""

    @property
    def password(self) -> str:
        return f"demo-{self.name}"


ACCOUNTS = (
    Account("admin", None),
    Account("redaktion", RoleName.EDITOR, organisation="KIT-Stelle"),
    Account(
        "einbuergerung", RoleName.EDITOR, organisation="Fachgruppe Integration und Einbürgerung"
    ),
    Account("vhs", RoleName.ORGANISATION, organisation="Landesverband der Volkshochschulen SH"),
    Account("koordination", RoleName.COORDINATION),
    Account("leitung", RoleName.HEAD),
    Account("presse", RoleName.PRESS),
    Account("verwaltung", RoleName.ADMINISTRATOR),
    Account("uebersetzung-uk", RoleName.TRANSLATOR, "uk"),
    Account("pruefung-uk", RoleName.REVIEWER, "uk"),
    Account("uebersetzung-ar", RoleName.TRANSLATOR, "ar"),
    Account("pruefung-ar", RoleName.REVIEWER, "ar"),
    Account("leichte-sprache", RoleName.TRANSLATOR, "de-simple"),
    Account("pruefung-leicht", RoleName.REVIEWER, "de-simple"),
)


def load() -> int:
    """Makes the accounts that are missing; how many those were."""
    users = get_user_model().objects
    missing = [one for one in ACCOUNTS if not users.filter(username=one.name).exists()]
    for one in missing:
        user = users.create_user(one.name, f"{one.name}@example.org", one.password)
        user.is_superuser = user.is_staff = one.role is None
        user.save()
        if one.role:
            user.groups.add(*groups_of(one.role, one.language))
        for organisation in Organisation.objects.filter(name=one.organisation):
            organisation.accounts.add(user)
    share_out()
    return len(missing)


def share_out() -> None:
    """What nobody is responsible for yet is written by the first editor's organisation."""
    team = Organisation.objects.filter(name=ACCOUNTS[1].organisation)
    for model in (FieldOfActionPage, GoalPage, MeasurePage):
        for page in model.objects.filter(locale__language_code=SOURCE):
            if not responsible_for(page.translation_key).exists():
                write_responsible(page.translation_key, team)


def described() -> list[str]:
    """A line per account: name, password, what it may do."""
    lines = []
    for one in ACCOUNTS:
        role = one.role.label if one.role else "superuser"
        about = ", ".join(filter(None, (str(role), one.language, one.organisation)))
        lines.append(f"  {one.name:<16} {one.password:<21} {about}")
    return lines
