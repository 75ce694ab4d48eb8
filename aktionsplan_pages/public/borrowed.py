"""Messages of Django and Wagtail that a visitor can meet, so that our catalogues hold them in
every language, also in those that neither of them knows."""

from django.utils.translation import gettext_noop as _

PASSWORD_PAGE = (
    _("Password required"),
    _("You need a password to access this page."),
    _("Password"),
    _("Continue"),
    _("The password you have entered is not correct. Please try again."),
    _("This field is required."),
)
