// Helps on the pages where people record who came. Nothing needs it: the server counts and checks again.

// The total follows the members that are ticked, until somebody types a total.
const total = document.querySelector("input[data-total]");
const members = document.querySelector("[data-members]");
if (total && members && total.form.querySelector("[name='client_id']")) {
  const ticked = () => members.querySelectorAll("input:checked").length;
  let own = total.value !== "";
  total.addEventListener("input", () => { own = total.value !== ""; });
  const follow = () => {
    if (own) return;
    total.value = ticked() || "";
    total.dispatchEvent(new Event("total"));
  };
  members.addEventListener("change", follow);
  follow();
}

// "Same as last time": tick those who were there, next to those who are ticked already. It works without signal too;
// without this file the server does it.
const same = document.querySelector("[data-same]");
same?.addEventListener("click", (event) => {
  event.preventDefault();
  const { place, ...came } = JSON.parse(same.dataset.same);
  const tell = (input) => ["input", "change"].forEach((name) => input.dispatchEvent(new Event(name, { bubbles: true })));
  const field = same.form.elements.namedItem("place");
  if (place && !field.value.trim()) {
    field.value = place;
    tell(field);
  }
  for (const input of same.form.querySelectorAll("input[type=checkbox]:not(:checked)")) {
    if (!came[input.name]?.map(String).includes(input.value)) continue;
    input.checked = true;
    tell(input);
    input.closest("details")?.setAttribute("open", "");
  }
  const told = document.querySelector("[data-same-told]");
  told.textContent = told.dataset.sameTold;
});

// Under each way of counting: how many of all are counted so far.
document.querySelectorAll("[data-sum-of]").forEach((box) => {
  const line = document.createElement("p");
  line.className = "tf-headcount-sum";
  line.setAttribute("aria-live", "polite");
  const number = (input) => (/^\d+$/.test(input.value.trim()) ? Number(input.value) : 0);
  const show = () => {
    const sum = [...box.querySelectorAll("input")].reduce((before, input) => before + number(input), 0);
    const all = total && total.value !== "" ? Number(total.value) : null;
    line.textContent = sum && all !== null ? box.dataset.words.replace("%s", sum).replace("%s", all) : "";
    line.classList.toggle("tf-headcount-sum--over", all !== null && sum > all);
  };
  box.append(line);
  box.addEventListener("input", show);
  total?.addEventListener("input", show);
  total?.addEventListener("total", show);
  show();
});

// A long register gets a field that leaves the rows with these words; ticked ones always stay.
document.querySelectorAll("[data-find-in]").forEach((box) => {
  const rows = [...box.querySelectorAll("[data-find-row]")];
  if (rows.length < 12) return;
  const input = document.createElement("input");
  input.type = "search";
  input.className = "form-control tf-organization-filter";
  input.setAttribute("aria-label", box.dataset.find);
  input.placeholder = box.dataset.find;
  box.querySelector("legend").after(input);
  input.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  input.addEventListener("input", (event) => {
    event.stopPropagation();
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    rows.forEach((row) => {
      const text = row.textContent.toLowerCase();
      row.hidden = !row.querySelector("input").checked && !words.every((word) => text.includes(word));
    });
    box.querySelectorAll("[data-find-group]").forEach((group) => {
      group.hidden = !group.querySelector("[data-find-row]:not([hidden])");
    });
  });
});
