"""The page in the real browser: no foreign word acts, nothing is loaded, tables sort, and it fits a telephone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assent.documents.report.facts import Report
from assent.documents.report.page import page
from assent.documents.words import Clock
from tests.browser import Browser, browser
from tests.documents import made
from tests.documents.test_html import Elements

CLOCK = Clock(made.MADE, utc=True)


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("browser")) as found:
        yield found


def written(folder: Path, report: Report) -> Path:
    path = folder / "report.html"
    path.write_text(page(report, CLOCK), encoding="utf-8")
    return path


def column(tab: Browser, table: str, at: int) -> list[str]:
    script = f"[...document.querySelectorAll('#{table} tbody tr')].map(row => row.cells[{at}].innerText)"
    return [str(each) for each in tab.value(script)]


def loaded(text: str) -> list[str]:
    """What a page would fetch, or lead to, beside itself."""
    parts = Elements(text)
    found = [
        tag
        for tag in parts.tags
        if tag in ("link", "img", "iframe", "object", "embed", "audio", "video", "base")
    ]
    found += [f"{name}={value}" for name, value in parts.attributes
              if name in ("src", "srcset", "action", "data", "poster") or (name == "href" and not str(value).startswith("#"))]  # fmt: skip
    ours = "".join(re.findall(r"<(?:style|script)>(.*?)</(?:style|script)>", text, re.DOTALL))
    return found + re.findall(r"url\(|@import|fetch|XMLHttp|https?:|\bimport\b|WebSocket|sendBeacon", ours)


@pytest.mark.parametrize(
    "given", [made.report(), made.empty(), made.hostile()], ids=["usual", "empty", "hostile"]
)
def test_a_page_names_nothing_to_load(given: Report) -> None:
    assert loaded(page(given, CLOCK)) == []


SOWN = [
    '<img alt="">',
    '<a href="http://x">',
    "<style>p{background:url(x)}</style>",
    '<script src="x">',
    "<script>fetch(1)</script>",
]


@pytest.mark.parametrize("sown", SOWN)
def test_something_to_load_would_be_seen(sown: str) -> None:
    assert loaded(page(made.report(), CLOCK).replace("</h1>", "</h1>" + sown, 1))


def test_no_foreign_word_acts_in_the_browser(tab: Browser, tmp_path: Path) -> None:
    tab.asked.clear()
    path = written(tmp_path, made.hostile())
    tab.open(path)
    assert tab.value("document.title") == "assent: report"
    assert (
        tab.value("document.querySelectorAll('img, iframe, object, [onload], [onerror], [onfocus]').length")
        == 0
    )
    assert tab.value("document.scripts.length") == 1
    assert tab.asked == [path.as_uri()]
    assert column(tab, "deny-rules", 2) == [
        "".join(each) for each in column(tab, "ask-rules", 2)
    ]  # every table shows the same words
    shown = tab.value("document.body.innerText")
    for each in ("\u202e", "\u2066", "\u200b", "\x1b", "\u3164"):
        assert each not in shown
    assert "\\u202e" in shown


def test_a_script_that_came_through_would_not_run(tab: Browser, tmp_path: Path) -> None:
    path = tmp_path / "sown.html"
    text = page(made.report(), CLOCK)
    path.write_text(
        text.replace("</h1>", "</h1><script>document.title='owned'</script>", 1), encoding="utf-8"
    )
    tab.said.clear()
    tab.open(path)
    assert tab.value("document.title") == "assent: report"
    assert any("Content Security Policy" in each for each in tab.said)


HITS = [3, 1204, 0, 42]
LAST = ["2026-11-21T14:03:22.123Z", "", "2026-10-02T08:00:00.000Z", ""]


def sortable() -> Report:
    patterns = ["Bash(git *)", "Bash(npm test)", "Read(~/.ssh/**)", "Bash(a10)"]
    rows = [made.rule(at, "allow", patterns[at], HITS[at], LAST[at]) for at in range(4)]
    return made.report(allow=rows)


def test_a_column_sorts_by_what_it_means_and_back(tab: Browser, tmp_path: Path) -> None:
    tab.open(written(tmp_path, sortable()))
    press = "document.querySelectorAll('#allow-rules thead button')[{}].click()"
    tab.value(press.format(4))
    assert column(tab, "allow-rules", 4) == ["1,204", "42", "3", "0"]
    assert tab.value("document.querySelector('#allow-rules th[aria-sort]').ariaSort") == "descending"
    tab.value(press.format(4))
    assert column(tab, "allow-rules", 4) == ["0", "3", "42", "1,204"]
    tab.value(press.format(5))
    assert column(tab, "allow-rules", 5) == ["2026-11-21 14:03", "2026-10-02 08:00", "never", "never"]
    tab.value(press.format(0))
    assert [each.splitlines()[0] for each in column(tab, "allow-rules", 0)] == [
        "Bash(a10)", "Bash(git *)", "Bash(npm test)", "Read(~/.ssh/**)",
    ]  # fmt: skip


def test_a_table_sorts_by_the_keyboard(tab: Browser, tmp_path: Path) -> None:
    tab.open(written(tmp_path, sortable()))
    tab.value("document.querySelectorAll('#allow-rules thead button')[4].focus()")
    for kind in ("keyDown", "keyUp"):
        tab.call(
            "Input.dispatchKeyEvent",
            type=kind,
            key="Enter",
            code="Enter",
            text="\r",
            windowsVirtualKeyCode=13,
        )
    assert column(tab, "allow-rules", 4)[0] == "1,204"


def test_without_script_everything_is_there(tab: Browser, tmp_path: Path) -> None:
    tab.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        tab.open(written(tmp_path, sortable()))
    finally:
        tab.call("Emulation.setScriptExecutionDisabled", value=False)
    assert len(column(tab, "allow-rules", 0)) == 4
    assert tab.value("document.querySelectorAll('button').length") == 0
    assert tab.value("document.querySelectorAll('[data-find]:not([hidden])').length") == 0


def test_what_is_typed_leaves_the_rules_that_hold_it(tab: Browser, tmp_path: Path) -> None:
    rows = [made.rule(at, "allow", f"Bash(program-{at} *)") for at in range(30)]
    tab.open(written(tmp_path, made.report(allow=rows)))
    box = "document.querySelector('[data-find=allow-rules] input')"
    tab.value(f"{box}.value = 'PROGRAM-27 bash'; {box}.dispatchEvent(new Event('input'))")
    assert (
        tab.value("[...document.querySelectorAll('#allow-rules tbody tr')].filter(row => !row.hidden).length")
        == 1
    )
    assert tab.value("document.querySelector('[data-find=allow-rules] output').textContent") == "1 left"


@pytest.mark.parametrize("width", [1280, 760, 390])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_stands_beside_the_window_and_words_can_be_read(
    tab: Browser, tmp_path: Path, width: int, dark: bool
) -> None:
    tab.open(written(tmp_path, sortable()), width=width, dark=dark)
    assert tab.value("document.documentElement.scrollWidth") <= width
    assert tab.value(FAINT) == []


# The texts whose colour is too near to what is behind them: under 4.5 to 1, as WCAG counts.
FAINT = """(() => {
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const light = c => { const [r, g, b] = c.slice(0, 3).map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b; };
  const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c[3] !== 0) return c; } return [255, 255, 255]; };
  const bad = [];
  for (const e of document.body.querySelectorAll('*')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) || !e.getClientRects().length || e.closest('svg, script')) continue;
    const a = light(rgb(getComputedStyle(e).color)), b = light(behind(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) bad.push(e.tagName + '.' + e.className + ' ' + ratio.toFixed(2));
  }
  return bad; })()"""


def test_a_screen_reader_finds_tables_headings_and_names(tab: Browser, tmp_path: Path) -> None:
    tab.open(written(tmp_path, sortable()))
    nodes = tab.call("Accessibility.getFullAXTree")["nodes"]
    found = [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if not node.get("ignored")
    ]
    tables = {name for role, name in found if role == "table"}
    assert {"Allowed: 4 rules", "Files and folders of assent"} <= tables
    headings = [name for role, name in found if role == "heading"]
    assert headings == [
        "What your agents may do", "Calls", "Day by day", "Rules", "Denied 0", "Asked about 0", "Allowed 4", "Learned 0",
        "Where everything lies",
    ]  # fmt: skip
    assert [name for role, name in found if role == "columnheader"][:6] == [
        "Rule", "Reach", "Why", "From", "Hits", "Last used",
    ]  # fmt: skip
    assert sum(role == "rowheader" for role, _ in found) >= 6
    assert all(name for role, name in found if role in ("region", "button", "link", "searchbox"))


def test_ten_thousand_rules_open_search_and_sort(tab: Browser, tmp_path: Path) -> None:
    rows = [made.rule(at, "allow", f"Bash(program-{at} *)", at % 977) for at in range(10_000)]
    tab.open(written(tmp_path, made.report(allow=rows)))
    assert tab.value("document.querySelectorAll('#allow-rules tbody tr').length") == 10_000
    tab.value("document.querySelectorAll('#allow-rules thead button')[4].click()")
    assert column(tab, "allow-rules", 4)[:2] == ["976", "976"]


def test_it_prints_every_row(tab: Browser, tmp_path: Path) -> None:
    rows = [made.rule(at, "allow", f"Bash(program-{at} *)") for at in range(200)]
    tab.open(written(tmp_path, made.report(allow=rows)))
    tab.call("Emulation.setEmulatedMedia", media="print")
    try:
        assert tab.value("document.querySelector('.scroll .allow').parentNode.scrollHeight") == tab.value(
            "document.querySelector('.scroll .allow').parentNode.clientHeight"
        )
    finally:
        tab.call("Emulation.setEmulatedMedia", media="")
