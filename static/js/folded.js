// Folded parts of a page: the one that a link leads to opens, and on paper all of them are open.
const FOLDED = "details.tf-collapsible";

function reveal(hash) {
  const target = document.getElementById(decodeURIComponent(hash.slice(1)));
  let each = target?.closest(FOLDED);
  if (!each) return;
  for (; each; each = each.parentElement.closest(FOLDED)) each.open = true;
  target.scrollIntoView();
}

addEventListener("hashchange", () => reveal(location.hash));
// The same link once more changes no address.
addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#"]');
  if (link && link.hash === location.hash) reveal(link.hash);
});
// On a phone the long parts begin as one line each; without this they are open there as well.
if (matchMedia("(max-width: 47.99em)").matches) {
  document.querySelectorAll(`${FOLDED}[data-fold-narrow]`).forEach((each) => { each.open = false; });
}
reveal(location.hash);

let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll(`${FOLDED}:not([open])`)];
  opened.forEach((each) => { each.open = true; });
});
addEventListener("afterprint", () => opened.forEach((each) => { each.open = false; }));
