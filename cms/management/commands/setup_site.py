"""The module's set-up, then the county's home page."""

from django.conf import settings
from wagtail.models import Locale, Page, Site

from aktionsplan_pages.approval.publishing import publish_revision
from aktionsplan_pages.languages import SOURCE
from aktionsplan_pages.management.commands import setup_site
from cms.models import HomePage


class Command(setup_site.Command):
    help = "Prepares languages and the home page; safe to run again."

    def prepare_home(self) -> None:
        german = Locale.objects.get(language_code=SOURCE)
        home = HomePage.objects.filter(locale=german).first()
        if home is None:
            home = HomePage(
                title=settings.WAGTAIL_SITE_NAME, slug="start", locale=german, live=False
            )
            Page.get_first_root_node().add_child(instance=home)
            publish_revision(home.save_revision())
            self.stdout.write("Home page made.")
        site = Site.objects.filter(is_default_site=True).first()
        if site is None:
            site = Site(hostname="localhost", is_default_site=True, root_page=home)
        if site.pk is None or not isinstance(site.root_page.specific, HomePage):
            site.root_page, site.site_name = home, settings.WAGTAIL_SITE_NAME
            site.save()
        for welcome in Page.objects.filter(depth=2, slug="home").exclude(pk=home.pk):
            if welcome.specific_class is Page:
                welcome.delete()
