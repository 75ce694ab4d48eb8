"""Takes the pictures in docs/screenshots: `make screenshots`. Not collected by the suite."""

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

pytestmark = pytest.mark.django_db(transaction=True)
FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
PLAN = "aktionsplan/"
MEASURE = f"{PLAN}netzwerk-arbeit-und-integration/"
PICTURES = {
    "plan-de-wide-light": ("de", PLAN, 1280, "light"),
    "measure-ar-wide-light": ("ar", MEASURE, 1280, "light"),
    "measure-uk-narrow-dark": ("uk", MEASURE, 390, "dark"),
    "measure-de-simple-narrow-light": ("de-simple", MEASURE, 390, "light"),
    "measures-de-wide-dark": ("de", f"{PLAN}massnahmen/", 1280, "dark"),
}
HEIGHT = 1600  # pixels that are kept
WIDTH = 640  # of the picture


@pytest.mark.parametrize("name", PICTURES)
def test_picture(name: str, browser: Browser, site: str) -> None:
    code, path, width, scheme = PICTURES[name]
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(f"{site}/{code}/{path}", wait_until="networkidle")
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True)))
    page.close()
    picture = picture.crop((0, 0, width, min(HEIGHT, picture.height))).convert("RGB")
    if width > WIDTH:
        picture = picture.resize(
            (WIDTH, picture.height * WIDTH // width), Image.Resampling.LANCZOS
        )
    FOLDER.mkdir(exist_ok=True)
    picture.quantize(128).save(FOLDER / f"{name}.png", optimize=True)
