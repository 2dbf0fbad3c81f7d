"""Accessibility of a page in the browser, by axe-core: WCAG 2.2 AA and axe's best practice."""

from pathlib import Path
from typing import TypedDict

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor" / "axe-4.14.1.min.js"
GRAVE = frozenset({"serious", "critical"})


class Fault(TypedDict):
    """One broken rule; `nodes` are the first places, as selectors with what axe says of them."""

    id: str
    impact: str
    help: str
    nodes: list[str]


RUN = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"]});
  return found.violations.map((rule) => ({
    id: rule.id,
    impact: rule.impact,
    help: rule.help,
    nodes: rule.nodes.slice(0, 5).map((node) => `${node.target.join(" ")}: ${node.failureSummary}`),
  }));
}"""


def faults(page: Page) -> list[Fault]:
    """Everything axe finds on the page as it stands now, light faults included.

    The script goes in past the page's own policy, through the debugger: nothing is switched off for the test.
    """
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[Fault] = page.evaluate(RUN)
    return found


def check_page(page: Page) -> None:
    """Fail when the page has a serious or critical fault."""
    grave = [fault for fault in faults(page) if fault["impact"] in GRAVE]
    lines = [
        f"{fault['id']} ({fault['impact']}): {fault['help']}\n  " + "\n  ".join(fault["nodes"])
        for fault in grave
    ]
    assert not grave, f"{page.url}\n" + "\n".join(lines)
