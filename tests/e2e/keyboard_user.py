"""A person with a keyboard and without a mouse: each step is visible, moves forward and ends."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

# Describes the focused element: whether it is inside the window, has a visible focus ring (around it, its list row's
# ::after, or its shape), and follows the previous one.
FOCUS = """() => {
    const it = document.activeElement, box = it.getBoundingClientRect(), style = getComputedStyle(it);
    const outlined = look => look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0;
    const row = getComputedStyle(it, "::after");
    const hex = getComputedStyle(document.documentElement).getPropertyValue("--tf-focus").trim();
    const color = `rgb(${[1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16)).join(", ")})`;
    const stroked = [...it.querySelectorAll("rect")].some(shape => getComputedStyle(shape).stroke === color);
    const rowed = row.content !== "none" && outlined(row);
    const ringed = outlined(style) || style.boxShadow !== "none" || rowed || stroked;
    const inside = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const before = window.tfBefore;
    window.tfBefore = it;
    const follows = !before?.isConnected || before === it
        || (before.compareDocumentPosition(it) & Node.DOCUMENT_POSITION_FOLLOWING) > 0;
    return {
        what: it.outerHTML.slice(0, 90),
        skip: it.matches(".tf-skip-link, .skip"),
        seen: it === document.body || (ringed && inside),  // behind the last one comes the browser's own frame
        follows: it === document.body || follows,
    };
}"""
# More steps than any page of a journey has, so this is a focus trap.
MOST = 150


@dataclass
class Keys:
    page: Page

    def open(self, path: str) -> None:
        self.page.goto(path)

    def skip(self) -> None:
        """Skip the header by the link that is first on the page or second after the quick exit."""
        for _ in range(2):
            self._tab()
            if self.page.evaluate(FOCUS)["skip"]:
                break
        else:
            raise AssertionError("no link leads past the header")
        self.page.keyboard.press("Enter")
        assert self.page.evaluate("() => document.activeElement.matches('main')")

    def to(self, what: Locator) -> None:
        for _ in range(MOST):
            self._tab()
            if what.evaluate("it => it === document.activeElement"):
                return
        raise AssertionError(f"the keyboard never comes to {what}")

    def press(self, what: Locator, key: str = "Enter") -> None:
        self.to(what)
        self.page.keyboard.press(key)

    def go(self, what: Locator) -> None:
        self.to(what)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, what: Locator, text: str) -> None:
        self.to(what)
        self.page.keyboard.type(text)

    def mend(self, field: Locator) -> None:
        """Correct a rejected form: the summary has the focus, and a link in it leads to the field."""
        summary = self.page.locator("[data-error-summary]")
        expect(summary).to_be_focused()
        self.press(summary.locator(f"a[href='#{field.get_attribute('id')}']"))
        expect(field).to_be_focused()

    def _tab(self) -> None:
        self.page.keyboard.press("Tab")
        now = self.page.evaluate(FOCUS)
        assert now["seen"], f"one does not see where the keyboard is: {now['what']}"
        assert now["follows"], f"the keyboard goes back on the page: {now['what']}"
