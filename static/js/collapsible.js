// Collapsible parts of a page: the target of a link opens, and for printing all of them open.
const COLLAPSIBLE = "details.tf-collapsible";

function reveal(hash) {
  const target = document.getElementById(decodeURIComponent(hash.slice(1)));
  let section = target?.closest(COLLAPSIBLE);
  if (!section) return;
  for (; section; section = section.parentElement.closest(COLLAPSIBLE)) section.open = true;
  target.scrollIntoView();
}

addEventListener("hashchange", () => reveal(location.hash));
// Following the same link again does not change the address.
addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#"]');
  if (link && link.hash === location.hash) reveal(link.hash);
});
// On a phone, long sections start closed; without this script they are open.
if (matchMedia("(max-width: 47.99em)").matches) {
  document.querySelectorAll(`${COLLAPSIBLE}[data-close-narrow]`).forEach((section) => { section.open = false; });
}
reveal(location.hash);

let openedForPrint = [];
addEventListener("beforeprint", () => {
  openedForPrint = [...document.querySelectorAll(`${COLLAPSIBLE}:not([open])`)];
  openedForPrint.forEach((section) => { section.open = true; });
});
addEventListener("afterprint", () => openedForPrint.forEach((section) => { section.open = false; }));
