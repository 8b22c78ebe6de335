// Turn the codes next to a report's text into buttons that insert them at the cursor.
const field = document.querySelector("textarea[data-placeholders]");

function insert(code) {
  field.setRangeText(code, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

if (field) {
  document.querySelectorAll("code[data-placeholder]").forEach((code) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "tf-report-code";
    code.replaceWith(button);
    button.append(code);
    button.addEventListener("click", () => insert(code.textContent));
  });
  document.querySelector("[data-insert-hint]").hidden = false;
}
