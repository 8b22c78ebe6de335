// Show the services that fit what a person chose. The choice lives in this page alone: it enters no address and no
// history entry, nothing is stored, and the server is not asked.
const filter = document.querySelector("[data-filter]");
const count = document.querySelector("[data-count]");
const nothing = document.querySelector("[data-nothing]");
const chosen = { need: "", language: "" };

const has = (item, name, value) => !value || (item.dataset[name] ?? "").split(" ").includes(value);
const isShown = (item) => !item.hidden;

function showGroup(group) {
  const cards = [...group.querySelectorAll("[data-needs]")];
  for (const card of cards) {
    card.hidden = !(has(card, "needs", chosen.need) && has(card, "languages", chosen.language));
  }
  const others = group.querySelector("[data-others]");
  const mentions = [...(others?.querySelectorAll("li") ?? [])];
  for (const mention of mentions) mention.hidden = !has(mention, "languages", chosen.language);
  // With a need chosen, every service that meets it is shown in full, wherever it stands.
  if (others) others.hidden = Boolean(chosen.need) || !mentions.some(isShown);
  const heading = group.querySelector("[data-heading]");
  heading.hidden = Boolean(chosen.need);
  const shown = cards.filter(isShown).length;
  group.hidden = !shown && (!others || others.hidden);
  return shown;
}

function show() {
  for (const button of filter.querySelectorAll("button")) {
    const name = "need" in button.dataset ? "need" : "language";
    button.setAttribute("aria-pressed", String(button.dataset[name] === chosen[name]));
  }
  const number = [...document.querySelectorAll("[data-group]")].map(showGroup).reduce((sum, shown) => sum + shown, 0);
  count.textContent = number === 1 ? count.dataset.one : count.dataset.many.replace("2", number);
  count.hidden = number === 0;
  nothing.hidden = number > 0;
}

function clear() {
  chosen.need = chosen.language = "";
  show();
}

if (filter) {
  document.documentElement.classList.add("has-filter");
  filter.addEventListener("click", (event) => {
    const { need, language } = event.target.closest("button")?.dataset ?? {};
    if (need === undefined && language === undefined) return;
    Object.assign(chosen, need === undefined ? { language } : { need });
    show();
  });
  // A page that the browser keeps for "back" begins anew.
  addEventListener("pagehide", clear);
}
