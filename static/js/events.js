// Enhancements of the pages that record attendance. They work without this script: the server counts and checks again.

// "1,250" and "1 250" included; the server reads other ways to write a number.
const getNumber = ({ value }) => (/^(?:\d+|\d{1,3}(?:[,\s]\d{3})+)$/.test(value.trim()) ? Number(value.replace(/\D/g, "")) : null);

// The total is the number of selected members, until a total is typed.
const total = document.querySelector("input[data-total]");
const members = document.querySelector("[data-members]");
if (total && members && total.form.querySelector("[name='client_id']")) {
  const countSelected = () => members.querySelectorAll("input:checked").length;
  // After a mistake the page comes back with the number that was filled in here.
  const isTypedTotal = () => total.value !== "" && getNumber(total) !== countSelected();
  let isTyped = isTypedTotal();
  total.addEventListener("input", () => { isTyped = isTypedTotal(); });
  const updateTotal = () => {
    if (isTyped) return;
    total.value = countSelected() || "";
    total.dispatchEvent(new Event("total"));
  };
  members.addEventListener("change", updateTotal);
  updateTotal();
}

// "Same as last time": also select everyone who attended the last meeting. Works offline; without this script the server does it.
const sameButton = document.querySelector("[data-same]");
sameButton?.addEventListener("click", (event) => {
  event.preventDefault();
  const { place, ...attended } = JSON.parse(sameButton.dataset.same);
  const notify = (input) => ["input", "change"].forEach((name) => input.dispatchEvent(new Event(name, { bubbles: true })));
  const field = sameButton.form.elements.namedItem("place");
  if (place && !field.value.trim()) {
    field.value = place;
    notify(field);
  }
  for (const input of sameButton.form.querySelectorAll("input[type=checkbox]:not(:checked)")) {
    if (!attended[input.name]?.map(String).includes(input.value)) continue;
    input.checked = true;
    notify(input);
    input.closest("details")?.setAttribute("open", "");
  }
  const status = document.querySelector("[data-same-status]");
  status.textContent = status.dataset.sameStatus;
});

// Below each group of counts: how many of all people are counted so far.
document.querySelectorAll("[data-headcount]").forEach((box) => {
  const line = document.createElement("p");
  line.className = "tf-headcount-sum";
  line.setAttribute("aria-live", "polite");
  const show = () => {
    const sum = [...box.querySelectorAll("input")].reduce((before, input) => before + (getNumber(input) ?? 0), 0);
    const all = total && getNumber(total);
    line.textContent = sum && all !== null ? box.dataset.sentence.replace("%s", sum).replace("%s", all) : "";
    line.classList.toggle("tf-headcount-sum--over", all !== null && sum > all);
  };
  box.append(line);
  box.addEventListener("input", show);
  total?.addEventListener("input", show);
  total?.addEventListener("total", show);
  show();
});

// Filter a long register by the typed words; selected rows always stay.
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
    const terms = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    rows.forEach((row) => {
      const text = row.textContent.toLowerCase();
      row.hidden = !row.querySelector("input").checked && !terms.every((term) => text.includes(term));
    });
    box.querySelectorAll("[data-find-group]").forEach((group) => {
      group.hidden = !group.querySelector("[data-find-row]:not([hidden])");
    });
  });
});
