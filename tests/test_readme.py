"""What the README tells to type works, on a copy of the repository as it is."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[1]
PORT = "8391"
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^```sh\n(.*?)^```", README, re.S | re.M)

pytestmark = [
    pytest.mark.commands,
    pytest.mark.skipif(shutil.which("make") is None, reason="make is missing"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every file of the repository, with the environment that runs this test."""
    folder = tmp_path_factory.mktemp("readme") / "repository"
    left_out = shutil.ignore_patterns(".git", ".venv", "var", "node_modules", ".*_cache", "*.mo")
    shutil.copytree(ROOT, folder, ignore=left_out)
    (folder / ".venv").symlink_to(sys.prefix)
    for name in (".demo", ".dev"):
        (folder / ".venv" / name).touch()
    if (ROOT / "node_modules").exists():
        (folder / "node_modules").symlink_to(ROOT / "node_modules")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    subprocess.run(["git", "add", "-A"], cwd=folder, check=True)
    return folder


def environment(**more: str) -> dict[str, str]:
    left_out = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY", "PYTEST_ADDOPTS"}
    mine = {key: value for key, value in os.environ.items() if key not in left_out}
    return {key: value for key, value in mine.items() if not key.startswith("PYTEST_XDIST")} | more


@contextmanager
def served(copy: Path) -> Iterator[tuple[str, float]]:
    """``make demo`` until its site answers: what it printed, and the seconds that it took."""
    started = time.monotonic()
    log = copy.parent / "demo.log"
    with log.open("w") as out:
        demo = subprocess.Popen(
            ["make", "demo"], cwd=copy, env=environment(PORT=PORT),
            stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        while True:
            try:
                urlopen(f"http://127.0.0.1:{PORT}/de/", timeout=5).read()
                break
            except OSError:
                assert demo.poll() is None, log.read_text()
                assert time.monotonic() - started < 240, log.read_text()
                time.sleep(0.2)
        yield log.read_text(), time.monotonic() - started
    finally:
        os.killpg(demo.pid, signal.SIGTERM)
        demo.wait(timeout=20)


def get(path: str) -> str:
    return urlopen(f"http://127.0.0.1:{PORT}{path}", timeout=20).read().decode()


def test_it_shows_the_commands_that_are_tested_here() -> None:
    shown = [line for block in SHOWN for line in block.splitlines()]
    assert shown[:3] == ["make demo", "make test", "make lint"]
    assert [line.split()[:3] for line in shown[3:]] == [
        [".venv/bin/python", "manage.py", "import_measures"]
    ]
    assert len(README.splitlines()) <= 120


def test_make_demo_serves_the_plan_and_a_second_start_keeps_what_is_there(copy: Path) -> None:
    with served(copy) as (printed, seconds):
        assert seconds < 240
        assert "admin" in printed
        addresses = set(re.findall(rf"127\.0\.0\.1:{PORT}(/[\w/-]*)", printed))
        assert addresses >= {"/de/", "/admin/"}
        for path in addresses:
            assert "<html" in get(path)
        assert 'lang="uk"' in get("/uk/aktionsplan/massnahmen/")
    dry = SHOWN[3].split()
    told = subprocess.run(
        dry, cwd=copy, env=environment(), capture_output=True, text=True, check=True
    )  # fmt: skip
    assert "21" in told.stdout
    with served(copy) as (_, seconds):
        assert seconds < 30  # 15 on a machine that does nothing else
        assert get("/de/aktionsplan/massnahmen/").count('class="measure"') == 20


def test_make_test_finds_the_whole_suite(copy: Path) -> None:
    told = subprocess.run(
        ["make", "test", "ARGS=--collect-only -q -n0"], cwd=copy,
        env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout[-2000:] + told.stderr
    assert "test_readme.py" in told.stdout
    assert "Left out: PostgreSQL" in told.stdout
