// Comfort on the pages of a document. Everything works without this file: it copies a citation, and
// lets "next" go to the next marked word on the same page before it goes to another page.

"use strict";

(() => {
  const say = (text) => {
    const told = document.getElementById("announce");
    if (told) told.textContent = text;
  };

  // Browsers give the clipboard to pages over HTTPS only; elsewhere what is selected is copied.
  const copy = async (place) => {
    try {
      await navigator.clipboard.writeText(place.textContent.trim());
      return true;
    } catch {
      window.getSelection().selectAllChildren(place);
      return document.execCommand("copy");
    }
  };

  const addCopyButtons = () => {
    for (const place of document.querySelectorAll("[data-copy]")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      const what = place.previousElementSibling?.textContent.trim() ?? "";
      const name = (text) => {
        button.textContent = text;
        button.setAttribute("aria-label", `${text}: ${what}`); // there are several on a page
      };
      name(place.dataset.copy);
      button.addEventListener("click", async () => {
        if (!(await copy(place.querySelector("span")))) return; // selected: one key is left to press
        name(place.dataset.copied);
        say(place.dataset.copied);
        window.setTimeout(() => name(place.dataset.copy), 4000);
      });
      place.append(button);
    }
  };

  const followHits = (bar) => {
    const first = Number(bar.dataset.first);
    const last = Number(bar.dataset.last);
    if (last < first) return;
    const told = bar.querySelector(".hits-told");
    const present = () => {
      const asked = Number((/^#hit-(\d+)$/.exec(window.location.hash) || [])[1]);
      return asked >= first && asked <= last ? asked : 0;
    };
    const links = bar.querySelectorAll(".hit-links a");
    const show = () => {
      const now = present();
      if (now) told.textContent = bar.dataset.told.replace("{n}", now);
      for (const link of links) {
        if (link.hash === `#hit-${now}`) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    };
    bar.addEventListener("click", (event) => {
      const link = event.target.closest(".hit-step");
      if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
      const step = Number(link.dataset.step);
      const now = present();
      const next = now ? now + step : step > 0 ? first : first - 1;
      if (next < first || next > last) return; // on another page: the link itself
      event.preventDefault();
      window.location.hash = `#hit-${next}`;
    });
    window.addEventListener("hashchange", show);
    show();
  };

  addCopyButtons();
  document.querySelectorAll(".hits").forEach(followHits);
})();
