// Times are in the community's time zone. Name that zone where the browser's is another. Loaded inside the page, before what
// follows is drawn: a line that appears later would move the content. The sentence may hold "%s" for the name.
{
  const HALF_A_YEAR = 182 * 24 * 60 * 60 * 1000;
  const formatTime = (moment, timeZone) =>
    new Intl.DateTimeFormat("en", { timeZone, dateStyle: "short", timeStyle: "short" }).format(moment);

  document.querySelectorAll("[data-zone]").forEach((box) => {
    const timeZone = box.dataset.zone;
    const now = Date.now();
    // Two zones may agree in one half of the year.
    if ([now, now + HALF_A_YEAR].every((moment) => formatTime(moment, timeZone) === formatTime(moment))) return;
    const language = document.documentElement.lang;
    const parts = new Intl.DateTimeFormat(language, { timeZone, timeZoneName: "longGeneric" }).formatToParts(now);
    const sentence = box.querySelector("[data-zone-sentence]");
    const name = parts.find((part) => part.type === "timeZoneName").value;
    sentence.textContent = sentence.textContent.replace("%s", name);
    box.hidden = false;
  });
}
