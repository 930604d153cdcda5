"""The report in a headless Chromium: it opens in silence, asks nobody, and everybody can read it.

Run with: uv run tasks.py browser
"""

import json
import re
import shutil
import subprocess
from html import unescape
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from conftest import csmkit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AS_OF = "2026-11-22"
NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-quic --no-first-run "
    "--hide-scrollbars --disable-background-networking --disable-component-update --disable-sync "
    "--disable-extensions"
)
LIGHT, DARK = "--blink-settings=preferredColorScheme=1", "--blink-settings=preferredColorScheme=0"
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a book of eighty accounts, and that of a book without any."""
    folder = tmp_path_factory.mktemp("pages")
    book, empty = folder / "book", folder / "empty"
    assert csmkit("demo", str(book), "--book", "80", "--as-of", AS_OF).code == 0
    assert csmkit("init", str(empty), "--csm", "Sam Lee", "--email", "sam@vendor.example").code == 0
    for root in (book, empty):
        out = str(folder / f"{root.name}.html")
        ran = csmkit("--workspace", str(root), "report", "--as-of", AS_OF, "--out", out)
        assert ran.code == 0, ran.said
    return folder


def chromium(page: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    """Open a page; what the browser made of it is on stdout, what it complained about on stderr."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    assert program, "These tests need Chromium, as in: apt-get install chromium"
    profile = page.parent / f"profile-of-{page.stem}"
    command = [program, *QUIET.split(), f"--user-data-dir={profile}", *flags, page.as_uri()]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True, timeout=180)


def requests_of(page: Path) -> set[str]:
    """Every address that was asked for while a page was open, but for those of Chromium's own errands."""
    log = page.with_suffix(".net.json")
    nowhere = "--host-resolver-rules=MAP * ~NOTFOUND"
    chromium(page, "--dump-dom", f"--log-net-log={log}", nowhere, "--virtual-time-budget=3000")
    text = log.read_text(encoding="utf-8")
    asked = set(re.findall(r'"url":"((?:https?|wss?|ftp):[^"]*)"', text))
    return {url for url in asked if not re.match(r"https?://(\w+\.)*google\.com/", url)}


def scripted(page: Path, name: str, script: str) -> Path:
    """A copy of a page that may run a script of ours, whose result is left in the page."""
    copy = page.with_name(f"{name}-{page.name}")
    text = POLICY.sub("", page.read_text(encoding="utf-8"))
    axe = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    told = "const told = document.createElement('pre'); told.id = 'told'; document.body.append(told);"
    made = f"{told} ({script})().then(found => told.textContent = JSON.stringify(found));"
    scripts = f"<script>{axe}</script><script>{made}</script>"
    copy.write_text(text.replace("</body>", f"{scripts}</body>"), encoding="utf-8")
    return copy


def result_of(page: Path, name: str, script: str, *flags: str) -> Any:
    """What a script finds in a page."""
    ran = chromium(scripted(page, name, script), "--dump-dom", "--virtual-time-budget=60000", *flags)
    found = re.search(r'<pre id="told">(.*?)</pre>', ran.stdout, re.DOTALL)
    assert found, ran.stderr
    return json.loads(unescape(found[1]))


BOTH = pytest.mark.parametrize("name", ["book", "empty"])


@BOTH
def test_it_opens_without_a_complaint(pages: Path, name: str) -> None:
    ran = chromium(pages / f"{name}.html", "--dump-dom", "--enable-logging=stderr")
    assert "At a glance" in ran.stdout
    assert "CONSOLE" not in ran.stderr


def test_a_complaint_would_be_seen(pages: Path) -> None:
    broken = pages / "broken.html"
    broken.write_text("<script>console.error('Something is wrong')</script>", encoding="utf-8")
    assert "CONSOLE" in chromium(broken, "--dump-dom", "--enable-logging=stderr").stderr


@BOTH
def test_no_request_leaves(pages: Path, name: str) -> None:
    assert requests_of(pages / f"{name}.html") == set()


def test_a_request_would_be_seen(pages: Path) -> None:
    asking = pages / "asking.html"
    asking.write_text('<img src="http://localhost:9/picture.png">', encoding="utf-8")
    assert any("localhost:9" in url for url in requests_of(asking))


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@BOTH
def test_everybody_can_read_it(pages: Path, name: str, scheme: str) -> None:
    script = "async () => (await axe.run()).violations.map(v => [v.id, v.nodes.map(n => n.html)])"
    assert (
        result_of(pages / f"{name}.html", f"axe-{scheme[-1]}", script, scheme, "--window-size=1280,900") == []
    )


def test_a_colour_that_nobody_can_read_would_be_seen(pages: Path) -> None:
    pale = pages / "pale.html"
    text = (pages / "book.html").read_text(encoding="utf-8")
    pale.write_text(text.replace("--soft: #55606e", "--soft: #c5c9ce"), encoding="utf-8")
    found = result_of(pale, "axe", "async () => (await axe.run()).violations.map(v => v.id)", LIGHT)
    assert "color-contrast" in found


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_it_follows_the_screen(pages: Path, scheme: str) -> None:
    script = "async () => getComputedStyle(document.body).backgroundColor"
    light = result_of(pages / "book.html", f"colour-{scheme[-1]}", script, scheme)
    assert (light == "rgb(255, 255, 255)") == (scheme == LIGHT)


@pytest.mark.parametrize("width", [400, 768, 1280])
def test_no_screen_has_to_be_moved_sideways(pages: Path, width: int) -> None:
    script = "async () => [document.documentElement.scrollWidth, innerWidth]"
    wide, screen = result_of(pages / "book.html", f"wide-{width}", script, f"--window-size={width},900")
    assert wide <= screen


def test_the_words_of_a_chart_stay_inside_of_it(pages: Path) -> None:
    script = """async () => [...document.querySelectorAll("svg.chart text")].filter(text => {
      const [box, chart] = [text, text.closest("svg.chart")].map(e => e.getBoundingClientRect());
      return box.width > 0 && (box.left < chart.left - 12 || box.right > chart.right + 12);
    }).map(text => text.textContent)"""
    assert result_of(pages / "book.html", "words", script, "--window-size=400,900") == []


def test_it_prints_on_a4(pages: Path) -> None:
    printed = pages / "book.pdf"
    chromium(pages / "book.html", "--no-pdf-header-footer", f"--print-to-pdf={printed}")
    sheets = PdfReader(printed).pages
    assert 2 <= len(sheets) <= 12
    assert {(round(s.mediabox.width), round(s.mediabox.height)) for s in sheets} == {(595, 842)}
    text = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    assert "Internal" in text
    assert "Who looks after how much" in text
