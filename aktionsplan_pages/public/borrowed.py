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
LOGIN_PAGE = (
    _("Log in"),
    _("username"),
    _("Your username and password didn't match. Please try again."),
    _(
        "Your account doesn't have access to this page. "
        "To proceed, please log in with an account that has access."
    ),
)
