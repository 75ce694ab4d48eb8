"""The module in another house: built, installed, added as the README tells, read by visitors."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from aktionsplan_pages.languages import LANGUAGES, SOURCE

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
STORY = """
import pathlib, sys
import django; django.setup()
import aktionsplan_pages
assert pathlib.Path(aktionsplan_pages.__file__).is_relative_to(sys.argv[1]), aktionsplan_pages
try:
    import cms
except ImportError:
    pass
else:
    raise AssertionError("cms came along")
from django.contrib.auth import get_user_model
from django.contrib.staticfiles import finders
from django.test import Client
from django.test.utils import setup_test_environment
from wagtail.models import Locale, Site
from aktionsplan_pages.approval.roles import groups_of
from aktionsplan_pages.models import ActionPlanPage, GoalPage, MeasurePage
from aktionsplan_pages.translation.submit import fill, prepare, submit

setup_test_environment()
people = {}
for role in ("editor", "coordination", "head"):
    people[role] = get_user_model().objects.create_user(role, password="x")
    people[role].groups.add(*groups_of(role))
people["reviewer"] = get_user_model().objects.create_user("reviewer")
people["reviewer"].groups.add(*groups_of("reviewer", "ar"))

def approved(page):
    row = type(page).objects.get(pk=page.pk)
    row.get_workflow().start(row, people["editor"])
    for person in ("coordination", "reviewer", "head"):
        state = type(page).objects.get(pk=page.pk).current_workflow_task_state
        acts = state.task.specific.get_actions(row, people[person]) if state else []
        if "approve" in [act[0] for act in acts]:
            state.task.specific.on_action(state, people[person], "approve")
    row = type(page).objects.get(pk=page.pk)
    assert row.live, page
    return row

def add(parent, page):
    page.locale, page.live = Locale.objects.get(language_code="de"), False
    page.owner = people["editor"]
    type(parent).objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision(user=people["editor"])
    return approved(page)

home = Site.objects.get(is_default_site=True).root_page.specific
plan = add(home, ActionPlanPage(title="Aktionsplan", slug="plan"))
goal = add(plan, GoalPage(title="Deutsch lernen", slug="ziel"))
measure = MeasurePage(title="Deutschkurse", slug="kurse", status="running", summary="Kurse.")
measure.goals.set([goal])
measure = add(plan, measure)
arabic = prepare(measure, "ar")
fill(arabic, {"Deutschkurse": "دورات اللغة الألمانية", "Kurse.": "دورات."})
approved(submit(arabic, user=people["editor"]).as_object())

def read(path):
    response = Client().get(path)
    assert response.status_code == 200, (path, response.status_code)
    return response.content.decode()

german, arabic = read("/de/plan/kurse/"), read("/ar/plan/kurse/")
assert '<div class="ap" lang="de" dir="ltr">' in german
assert '<div class="ap" lang="ar" dir="rtl">' in arabic
assert "دورات اللغة الألمانية" in arabic and "laufend" in german and "قيد التنفيذ" in arabic
assert "Deutsch lernen" in german and "/ar/plan/ziel/" in arabic
assert "aktionsplan_pages/built/aktionsplan.css" in german
for name in ("built/aktionsplan.css", "marks.svg", "built/fonts/fira-sans-latin-400-normal.woff2"):
    assert finders.find("aktionsplan_pages/" + name), name
for path in ("/de/plan/", "/uk/plan/massnahmen/", "/ar/plan/ziel/"):
    read(path)
print("read")
"""


def run(*command: object, cwd: Path, **more: str) -> str:
    left_out = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "PYTHONPATH"}
    environment = {k: v for k, v in os.environ.items() if k not in left_out} | more
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, text=True, timeout=300,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = ROOT / "aktionsplan_pages/static/aktionsplan_pages/built/aktionsplan.css"
    assert built.exists(), "Run `npm run build` first; `make test` does."
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder / "dist", cwd=ROOT)
    (wheel,) = (folder / "dist").glob("*.whl")
    pip = (sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index")
    run(*pip, "--target", folder / "installed", wheel, cwd=folder)
    return folder / "installed"


@pytest.fixture(scope="module")
def steps() -> list[str]:
    """The code that the README tells to add, in its order."""
    section = README.split("## In another house")[1].split("\n## ")[0]
    return re.findall(r"^```python\n(.*?)^```", section, re.S | re.M)


def test_a_fresh_site_takes_it_in_ten_lines(
    installed: Path, steps: list[str], tmp_path: Path
) -> None:
    assert sum(len(step.splitlines()) for step in steps) + 1 <= 10
    run(Path(sys.executable).parent / "wagtail", "start", "mysite", cwd=tmp_path)
    project = tmp_path / "mysite"
    settings, urls, home = (
        project / name for name in ("mysite/settings/base.py", "mysite/urls.py", "home/models.py")
    )
    settings.write_text(settings.read_text() + "\n" + steps[0])
    text = urls.read_text()
    line = next(line for line in text.splitlines() if "include(wagtail_urls)" in line)
    imported = "from django.conf.urls.i18n import i18n_patterns\n"
    assert imported.strip() in README
    urls.write_text(imported + text.replace(line, steps[1].rstrip()))
    text = home.read_text()
    assert "class HomePage(Page):\n" in text
    home.write_text(text.replace("class HomePage(Page):\n", steps[2]))
    where = {"PYTHONPATH": str(installed), "DJANGO_SETTINGS_MODULE": "mysite.settings.dev"}
    run(sys.executable, "manage.py", "check", cwd=project, **where)
    run(sys.executable, "manage.py", "makemigrations", "--check", cwd=project, **where)
    run(sys.executable, "manage.py", "migrate", "-v0", cwd=project, **where)
    run(sys.executable, "manage.py", "setup_site", cwd=project, **where)
    (project / "story.py").write_text(STORY)
    assert "read" in run(sys.executable, "story.py", installed, cwd=project, **where)


def test_it_carries_its_templates_catalogues_and_built_css(installed: Path) -> None:
    module = installed / "aktionsplan_pages"
    for code in set(LANGUAGES) - {SOURCE, "en"}:
        folder = code.replace("de-simple", "de_Simple")
        assert (module / f"locale/{folder}/LC_MESSAGES/django.mo").exists(), code
    assert (module / "templates/aktionsplan_pages/measure_page.html").exists()
    assert not (module / "css").exists()
    assert {path.name for path in installed.iterdir() if "." not in path.name} == {
        "aktionsplan_pages"
    }
