// A suggestion is taken over by a press of its button, and can be changed before it is saved.
const label = document.documentElement.lang.startsWith("de") ? "Übernehmen" : "Take over";
for (const suggestion of document.querySelectorAll(".desk__suggestion")) {
  const field = document.getElementById(suggestion.dataset.for);
  if (field.readOnly) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small button-secondary";
  button.textContent = label;
  button.addEventListener("click", () => {
    field.value = suggestion.textContent;
    field.focus();
  });
  suggestion.after(" ", button);
}
