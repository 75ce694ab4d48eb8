"""*May I?* for pages: by role, organisation and language. Explorer, choosers and views ask here.

Nobody may publish or unpublish; that is what the workflow ends with.
"""

from typing import Any
from uuid import UUID

from django.apps import apps
from wagtail.models import Page, PagePermissionTester
from wagtail.permission_policies import ModelPermissionPolicy

from aktionsplan_pages.approval.records import trail
from aktionsplan_pages.approval.roles import has_role, roles_of
from aktionsplan_pages.approval.vocabulary import Act, RoleName
from aktionsplan_pages.languages import LANGUAGES, SOURCE

WRITERS = (RoleName.EDITOR, RoleName.ORGANISATION)
AUTHORS = (*WRITERS, RoleName.PRESS, RoleName.TRANSLATOR)
IN_CHARGE = (RoleName.COORDINATION, RoleName.ADMINISTRATOR)
HOUSE = (
    RoleName.EDITOR, RoleName.ORGANISATION, RoleName.COORDINATION, RoleName.HEAD,
    RoleName.PRESS, RoleName.ADMINISTRATOR,
)  # fmt: skip


def responsibilities() -> Any:
    return apps.get_model("aktionsplan_pages", "Responsibility").objects


def keys_of(user: Any) -> set[UUID]:
    """Translation keys of the pages that the organisations of ``user`` are responsible for."""
    known = vars(user).get("_action_plan_keys")
    if known is None:
        rows = responsibilities().filter(organisation__accounts=user)
        known = vars(user)["_action_plan_keys"] = set(rows.values_list("page_key", flat=True))
    return known


def may_read(user: Any, obj: Any) -> bool:
    """The house sees what is under review; translators and reviewers what is in their language."""
    if not user.is_active:
        return False
    if user.is_superuser or has_role(user, *HOUSE):
        return True
    language = obj.locale.language_code
    return not is_hidden(user, obj) and has_role(
        user, RoleName.TRANSLATOR, RoleName.REVIEWER, language=language
    )


def is_hidden(user: Any, obj: Any) -> bool:
    """Whether the German of a translated page is not public: its drafts are the house's.

    One query for all pages of a request.
    """
    if not isinstance(obj, Page):
        return False
    known = vars(user).get("_action_plan_hidden")
    if known is None:
        rows = Page.objects.filter(locale__language_code=SOURCE, live=False)
        known = vars(user)["_action_plan_hidden"] = set(
            rows.values_list("translation_key", flat=True)
        )
    return obj.translation_key in known


def is_in_charge(user: Any) -> bool:
    """Coordination, administrators and superusers: they arrange the site."""
    return bool(user.is_active and (user.is_superuser or has_role(user, *IN_CHARGE)))


def translates_into(user: Any, language: str) -> bool:
    """Whether ``user`` may bring in words of ``language``."""
    return is_in_charge(user) or has_role(user, RoleName.TRANSLATOR, language=language)


def languages_of(user: Any) -> list[str]:
    """The codes of the languages that ``user`` translates into."""
    return [code for code in LANGUAGES if (RoleName.TRANSLATOR, code) in roles_of(user)]


def may_translate(user: Any, obj: Any, language: str) -> bool:
    """Whether ``user`` may begin a translation of ``obj`` into ``language``."""
    is_shown = is_in_charge(user) or getattr(obj, "live", True)
    return obj.locale.language_code == SOURCE and is_shown and translates_into(user, language)


def has_to_translate(user: Any, page: Page) -> bool:
    """Whether a language is missing that ``user`` may translate this page into."""
    if page.locale.language_code != SOURCE:
        return False
    if is_in_charge(user):
        return True
    if not page.live:
        return False
    own = languages_of(user)
    made = page.get_translations().filter(locale__language_code__in=own)
    return bool(own) and made.count() < len(own)


class ApprovalPermissionTester(PagePermissionTester):
    """For pages whose content is approved."""

    def is_in_charge(self) -> bool:
        return is_in_charge(self.user)

    def is_theirs(self) -> bool:
        """Their organisation is responsible for it; or nobody is, and they began it."""
        if self.page.translation_key in keys_of(self.user):
            return True
        if self.page.owner_id != self.user.pk:
            return False
        return not responsibilities().filter(page_key=self.page.translation_key).exists()

    def is_german(self) -> bool:
        return bool(self.page.locale.language_code == SOURCE)

    def may_write(self) -> bool:
        if not self.is_german():
            language = self.page.locale.language_code
            own = has_role(self.user, RoleName.TRANSLATOR, language=language)
            return own and not is_hidden(self.user, self.page)
        if self.page.specific_class.belongs_to_press:
            return has_role(self.user, RoleName.PRESS)
        return has_role(self.user, *WRITERS) and self.is_theirs()

    def can_edit(self) -> bool:
        if not self.user.is_active or self.page_is_root:
            return False
        return self.is_in_charge() or self.may_write()

    def can_add_subpage(self) -> bool:
        """A page begins in German; its translations come from there."""
        model = self.page.specific_class
        if not self.user.is_active or model is None:
            return False
        below = model.creatable_subpage_models()
        if not any(kind.can_create_at(self.page) for kind in below) or not self.is_german():
            return False
        if self.is_in_charge():
            return True
        if model.belongs_to_press:
            return has_role(self.user, RoleName.PRESS)
        return has_role(self.user, *WRITERS)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Only what was never public, and nothing public below it; not during review."""
        if self.page_is_root or self.page.live or not self.can_edit() or self.page_locked():
            return False
        pages = self.page.get_descendants(inclusive=True)
        keys = [str(pk) for pk in pages.values_list("pk", flat=True)]
        was_public = trail().filter(
            act=Act.PUBLISHED, model=Page._meta.label_lower, object_id__in=keys
        )
        return not pages.live().exists() and not was_public.exists()

    def can_publish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_unschedule(self) -> bool:
        return self.is_in_charge()

    def can_set_view_restrictions(self) -> bool:
        return self.is_in_charge()

    def can_reorder_children(self) -> bool:
        return self.is_in_charge()

    def can_move(self) -> bool:
        return self.is_in_charge() and not self.page_is_root

    def can_move_to(self, destination: Page) -> bool:
        if self.page == destination or destination.is_descendant_of(self.page):
            return False
        stays = self.page.is_child_of(destination)
        return self.can_move() and (stays or self.page.specific.can_move_to(destination))

    def can_copy(self) -> bool:
        return self.can_edit() and self.is_german()

    def can_view_revisions(self) -> bool:
        """As the view of that history; everybody else reads the dossier."""
        return self.can_edit()

    def can_lock(self) -> bool:
        return self.is_in_charge() and not self.page.workflow_in_progress

    def can_unlock(self) -> bool:
        return self.is_in_charge() or self.user_has_lock()

    def can_submit_for_moderation(self) -> bool:
        return self.can_edit() and super().can_submit_for_moderation()

    def can_propose_withdrawal(self) -> bool:
        return (
            self.page.live
            and self.can_edit()
            and not self.page_locked()
            and not self.page.workflow_in_progress
        )


def may_render(user: Any, row: Any) -> bool:
    """Of vocabulary: German by who may add it, another language by who translates into it."""
    language = row.locale.language_code
    if language == SOURCE:
        return bool(user.has_perm(f"aktionsplan_pages.add_{row._meta.model_name}"))
    return is_in_charge(user) or has_role(user, RoleName.TRANSLATOR, language=language)


class NobodyPublishes(ModelPermissionPolicy):
    """For snippets: as Wagtail's, but no one has *publish*, a superuser neither."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "publish" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return super().user_has_any_permission(user, set(actions) - {"publish"})

    def users_with_any_permission(self, actions: Any) -> Any:
        return super().users_with_any_permission(set(actions) - {"publish"})
