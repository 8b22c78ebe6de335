// Show the services that match the chosen filters. The choice stays in this page: not in the address, the browser history or
// storage, and no request is made. On a phone, the groups after the first are folded until something is chosen.
const filter = document.querySelector("[data-filter]");
const count = document.querySelector("[data-count]");
const emptyMessage = document.querySelector("[data-nothing]");
const foldedGroups = matchMedia("(max-width: 47.99em)").matches ? [...document.querySelectorAll("[data-group]")].slice(1) : [];
const chosen = { need: "", language: "" };

const hasValue = (item, name, value) => !value || (item.dataset[name] ?? "").split(" ").includes(value);
const isVisible = (item) => !item.hidden;

function showGroup(group) {
  const cards = [...group.querySelectorAll("[data-needs]")];
  for (const card of cards) {
    card.hidden = !(hasValue(card, "needs", chosen.need) && hasValue(card, "languages", chosen.language));
  }
  const others = group.querySelector("[data-others]");
  const mentions = [...(others?.querySelectorAll("li") ?? [])];
  for (const mention of mentions) mention.hidden = !hasValue(mention, "languages", chosen.language);
  // With a need chosen, every service that meets it is shown in full, in each group.
  if (others) others.hidden = Boolean(chosen.need) || !mentions.some(isVisible);
  const heading = group.querySelector("[data-heading]");
  heading.hidden = Boolean(chosen.need);
  group.open = Boolean(chosen.need || chosen.language) || !foldedGroups.includes(group);
  const visible = cards.filter(isVisible).length;
  group.hidden = !visible && (!others || others.hidden);
  return visible;
}

function applyFilters() {
  for (const button of filter.querySelectorAll("button")) {
    const name = "need" in button.dataset ? "need" : "language";
    button.setAttribute("aria-pressed", String(button.dataset[name] === chosen[name]));
  }
  const number = [...document.querySelectorAll("[data-group]")].map(showGroup).reduce((sum, visible) => sum + visible, 0);
  count.textContent = number === 1 ? count.dataset.one : count.dataset.many.replace("2", number);
  count.hidden = number === 0;
  emptyMessage.hidden = number > 0;
}

function clear() {
  chosen.need = chosen.language = "";
  applyFilters();
}

if (filter) {
  document.documentElement.classList.add("has-filter");
  clear();
  filter.addEventListener("click", (event) => {
    const { need, language } = event.target.closest("button")?.dataset ?? {};
    if (need === undefined && language === undefined) return;
    Object.assign(chosen, need === undefined ? { language } : { need });
    applyFilters();
  });
  // The browser may keep this page for "back": reset it.
  addEventListener("pagehide", clear);
}
