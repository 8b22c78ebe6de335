// Times stand on the clock of the community. Whoever reads them by another clock is told whose they are. Loaded in its
// place, before what follows is drawn: a line that came later would move it. The words may hold "%s" for its name.
{
  const HALF_A_YEAR = 182 * 24 * 60 * 60 * 1000;
  const clock = (moment, timeZone) =>
    new Intl.DateTimeFormat("en", { timeZone, dateStyle: "short", timeStyle: "short" }).format(moment);

  document.querySelectorAll("[data-zone]").forEach((box) => {
    const timeZone = box.dataset.zone;
    const now = Date.now();
    // Two zones may agree in one half of the year.
    if ([now, now + HALF_A_YEAR].every((moment) => clock(moment, timeZone) === clock(moment))) return;
    const language = document.documentElement.lang;
    const parts = new Intl.DateTimeFormat(language, { timeZone, timeZoneName: "longGeneric" }).formatToParts(now);
    const words = box.querySelector("[data-zone-words]");
    const name = parts.find((part) => part.type === "timeZoneName").value;
    words.textContent = words.textContent.replace("%s", name);
    box.hidden = false;
  });
}
