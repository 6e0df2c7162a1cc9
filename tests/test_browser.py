"""The catalog in a real browser: it can be read, operated by keyboard, and used on a phone, and loads nothing from elsewhere."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from datasette.utils import tilde_encode

from ingest.inputs import sample_inputs
from ingest.session import ingest_inputs

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
pytestmark = pytest.mark.skipif(
    not Path(CHROMIUM).exists(), reason="chromium is not installed, so nothing was looked at in a browser"
)

REPORT = tilde_encode("doi:10.1186/s12888-019-2048-0")
ADDRESSES = {
    "front": "/",
    "search": "/search?q=recovery",
    "nothing found": "/search?q=recovery+xqzvwkj",
    "trial": "/trialtrace/trials/NCT01361698",
    "report": f"/trialtrace/citations/{REPORT}",
    "questions": "/trialtrace",
    "question": "/trialtrace/null_results?outcome=",
    "own sql": "/trialtrace?sql=select+*+from+trial_overview",
    "claims": "/trialtrace/claim_cards",
    "table": "/trialtrace/findings",
    "not found": "/trialtrace/trials/none",
}
PHONE, DESK = 360, 1280


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`trialtrace serve` over the sample pages, in its own process; gives its address."""
    db = tmp_path_factory.mktemp("browser") / "trialtrace.db"
    ingest_inputs(sample_inputs(), db, db.with_name("archive.db"), db.with_name("corrections.yml"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    served = subprocess.Popen(
        [sys.executable, "-m", "ingest", "serve", "--db", str(db), "--port", str(port)], stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(port, served)
        yield f"http://127.0.0.1:{port}"
    finally:
        served.terminate()
        served.wait(10)


def _wait_for(port: int, served: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert served.poll() is None, "the server stopped"
        time.sleep(0.1)
    pytest.fail("the server did not start within 30 seconds")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sync_api.Browser]:
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield opened
        opened.close()


@pytest.fixture
def page(browser: sync_api.Browser, site: str, request: pytest.FixtureRequest) -> Iterator[sync_api.Page]:
    """A page of the given width (desk when none is given) that notes what it asked for and what went wrong."""
    opened = browser.new_page(viewport={"width": getattr(request, "param", DESK), "height": 800}, base_url=site)
    yield opened
    opened.close()


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page_loads_only_from_its_own_server_and_without_errors(page: sync_api.Page, site: str, name: str) -> None:
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "console", lambda message: wrong.append(message.text) if message.type == "error" and "404" not in message.text else None
    )
    page.goto(ADDRESSES[name], wait_until="load")
    assert asked
    assert [url for url in asked if not url.startswith((site, "data:"))] == []
    assert wrong == []


@pytest.mark.parametrize("page", [PHONE], indirect=True)
@pytest.mark.parametrize("name", ADDRESSES)
def test_a_phone_need_not_scroll_sideways(page: sync_api.Page, name: str) -> None:
    page.goto(ADDRESSES[name])
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


# Contrast of text with its ground after WCAG 2: 4.5 to 1, for large text 3 to 1. Walks up to the first opaque ground.
CONTRAST = """() => {
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = rgb => { const [r, g, b] = rgb.slice(0, 3).map(v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4 });
    return .2126 * r + .7152 * g + .0722 * b };
  const ground = element => { for (let e = element; e; e = e.parentElement) { const c = numbers(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] > .99) return c } return [255, 255, 255] };
  const poor = [];
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    if (!own || !box.width || style.visibility === 'hidden' || ['SCRIPT', 'STYLE', 'OPTION'].includes(element.tagName)) continue;
    const [a, b] = [light(numbers(style.color)), light(ground(element))].sort((x, y) => y - x);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
    if ((a + .05) / (b + .05) < (large ? 3 : 4.5)) poor.push(`${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 40)}`);
  }
  return [...new Set(poor)] }"""

# Controls without a name, pictures without words, and headings that skip a level.
FAULTS = """() => {
  const faults = [];
  for (const c of document.querySelectorAll('input:not([type=hidden]), select, textarea, button')) {
    const name = c.getAttribute('aria-label') || [...(c.labels || [])].map(l => l.textContent).join('') || (c.tagName === 'BUTTON' && c.textContent) || (c.type === 'submit' && c.value);
    if (!name || !name.trim()) faults.push('no name: ' + c.outerHTML.slice(0, 80)) }
  for (const a of document.querySelectorAll('a[href]')) if (!(a.textContent.trim() || a.getAttribute('aria-label'))) faults.push('empty link: ' + a.href);
  const levels = [...document.querySelectorAll('h1, h2, h3, h4')].map(h => +h.tagName[1]);
  if (levels.filter(l => l === 1).length !== 1) faults.push('not one h1');
  levels.forEach((l, i) => { if (i && l > levels[i - 1] + 1) faults.push('heading skips to h' + l) });
  if (document.documentElement.lang !== 'en') faults.push('no language');
  if (!document.title) faults.push('no title');
  if (document.querySelectorAll('main').length !== 1) faults.push('not one main');
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  ids.filter((id, i) => ids.indexOf(id) !== i).forEach(id => faults.push('id twice: ' + id));
  for (const e of document.querySelectorAll('[aria-labelledby]')) if (!document.getElementById(e.getAttribute('aria-labelledby'))) faults.push('label missing: ' + e.getAttribute('aria-labelledby'));
  return faults }"""


@pytest.mark.parametrize("page", [PHONE, DESK], indirect=True)
@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page_can_be_read_by_everybody(page: sync_api.Page, name: str) -> None:
    page.goto(ADDRESSES[name])
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate(FAULTS) == []


def test_the_keyboard_is_enough_to_search_and_to_open_a_result(page: sync_api.Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("#q").focus()
    page.keyboard.type("illness management")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=illness+management*")
    page.locator(".hit a").first.focus()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    page.keyboard.press("Enter")
    page.wait_for_url("**/trialtrace/trials/**")
    assert outline == "solid"


def test_a_quote_is_shown_in_its_source(page: sync_api.Page) -> None:
    page.goto("/trialtrace/trials/NCT01361698")
    quote = page.locator(".finding q.words").first.inner_text().strip("“”")
    page.locator(".finding a.in-source").first.click()
    page.wait_for_url("**/documents/**")
    assert page.locator("mark#span").inner_text() == quote
    assert page.locator("mark#span").evaluate(
        "e => { const b = e.getBoundingClientRect(); return b.top >= 0 && b.top < innerHeight }"
    )


def test_the_reason_of_a_link_opens_in_place(page: sync_api.Page) -> None:
    page.goto("/trialtrace/trials/NCT01361698")
    reason = page.locator("#reports details.why").first
    reason.locator("summary").click()
    assert "as its own number" in reason.inner_text()


def test_a_question_is_asked_by_its_form(page: sync_api.Page) -> None:
    page.goto("/trialtrace/findings_for_an_outcome")
    page.get_by_label("Outcome").fill("hospital")
    page.get_by_role("button", name="Ask").click()
    page.wait_for_url("**outcome=hospital**")
    assert "hospital admissions" in page.locator("table").inner_text()
