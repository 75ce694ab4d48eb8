// A suggestion is taken over by a press of its button, and can be changed before it is saved.
for (const suggestion of document.querySelectorAll(".desk__suggestion")) {
  const field = document.getElementById(suggestion.dataset.for);
  if (field.readOnly) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small button-secondary";
  button.textContent = suggestion.dataset.label;
  button.addEventListener("click", () => {
    field.value = suggestion.textContent;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.focus();
  });
  suggestion.after(" ", button);
}
document.querySelector(".desk [aria-invalid]")?.focus();
