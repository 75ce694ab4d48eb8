/* Refreshes the checklist for easy language while somebody writes. Without this script it is
   refreshed by saving. */
(() => {
  const WAIT = 800; // milliseconds without a key

  const start = (panel) => {
    const form = panel.closest("form");
    if (!form) return;
    let timer;
    let sent = "";
    let number = 0;

    const text = () => {
      const data = new FormData(form);
      for (const [name, value] of [...data]) if (typeof value !== "string") data.delete(name);
      return new URLSearchParams(data);
    };

    const refresh = async () => {
      const body = text();
      if (body.toString() === sent) return;
      sent = body.toString();
      const own = (number += 1);
      let answer;
      try {
        answer = await fetch(panel.dataset.plainLanguage, {
          method: "POST", body, headers: { "X-Requested-With": "XMLHttpRequest" },
        });
      } catch {
        return; // offline: saving refreshes it
      }
      if (!answer.ok || own !== number) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const parts = new Map();
      for (const part of fresh.querySelectorAll("[data-plain-language-part]"))
        parts.set(part.dataset.plainLanguagePart, part);
      for (const part of panel.querySelectorAll("[data-plain-language-part]")) {
        const now = parts.get(part.dataset.plainLanguagePart);
        if (!now) part.replaceChildren();
        else if (now.innerHTML !== part.innerHTML) part.replaceChildren(...now.childNodes);
      }
    };

    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(refresh, WAIT);
    };
    sent = text().toString();
    for (const event of ["input", "change", "keyup", "paste", "cut", "drop", "click"])
      form.addEventListener(event, later);
  };

  const begin = () => document.querySelectorAll("[data-plain-language]").forEach(start);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
