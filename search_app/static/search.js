// Faster filtering. Everything on the page works without this file: it only saves the reader
// from pressing "Toon resultaten", and keeps the place and the focus while the answer changes.

"use strict";

(() => {
  const wide = window.matchMedia("(min-width: 60rem)");
  const here = () => window.location.pathname + window.location.search;
  let running = null;
  let shown = here();

  const main = () => document.getElementById("main");
  const form = () => document.getElementById("search");

  // Empty fields say nothing, so they do not belong in an address that is shared.
  const withoutEmpty = (event) => {
    for (const name of new Set(event.formData.keys())) {
      const values = event.formData.getAll(name).filter((value) => value !== "");
      event.formData.delete(name);
      values.forEach((value) => event.formData.append(name, value));
    }
  };

  const address = () => {
    const asked = new URLSearchParams(new FormData(form())).toString();
    return form().getAttribute("action") + (asked ? `?${asked}` : "");
  };

  const folds = () => main().querySelectorAll("details[data-keep]");

  const foldsAsTheyAre = () =>
    new Map([...folds()].map((fold) => [fold.dataset.keep, fold.open]));

  const restoreFolds = (open) => {
    for (const fold of folds()) {
      if (open.has(fold.dataset.keep)) fold.open = open.get(fold.dataset.keep);
    }
  };

  // On a wide screen the filters are always there; on a narrow one the reader unfolds them.
  const fitFold = () => {
    const fold = main().querySelector("details[data-wide-open]");
    if (fold && wide.matches) fold.open = true;
  };

  const focusAgain = ({ id, name, value }) => {
    const controls = [...main().querySelectorAll("input, select")];
    const found = id
      ? document.getElementById(id)
      : controls.find((c) => c.name === name && c.value === value);
    const place = found || main().querySelector(`details[data-keep="facet-${name}"] > summary`);
    if (place) place.focus({ preventScroll: true });
  };

  const replaceMain = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const next = page.getElementById("main");
    if (!next) throw new Error("no main");
    const open = foldsAsTheyAre();
    const { id, name, value } = document.activeElement || {};
    main().replaceChildren(...next.childNodes);
    document.title = page.title;
    replaceOutside(page);
    restoreFolds(open);
    if (name) focusAgain({ id, name, value });
    const told = main().querySelector("[data-announce]");
    document.getElementById("announce").textContent = told ? told.textContent.trim() : "";
  };

  // Links outside the main part that carry the question along.
  const replaceOutside = (page) => {
    for (const selector of [".languages", ".colophon", ".to-dossier"]) {
      const old = document.querySelector(selector);
      const next = page.querySelector(selector);
      if (old && next) old.replaceChildren(...next.childNodes);
    }
  };

  const show = async (url) => {
    if (running) running.abort();
    const mine = new AbortController();
    running = mine;
    main().setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, { signal: mine.signal, credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      const html = await answer.text();
      if (running === mine) replaceMain(html);
    } catch (error) {
      if (error.name !== "AbortError") window.location.assign(url);
    } finally {
      if (running === mine) {
        running = null;
        main().removeAttribute("aria-busy");
      }
    }
  };

  const refine = () => {
    const url = address();
    window.history.pushState(null, "", url);
    shown = here();
    show(shown);
  };

  if (!form() || !main().querySelector(".results")) return;

  document.documentElement.classList.add("scripted");
  fitFold();
  wide.addEventListener("change", fitFold);

  document.addEventListener("formdata", withoutEmpty);
  document.addEventListener("change", (event) => {
    const control = event.target;
    if (control.form === form() && control.type !== "search") refine();
  });
  window.addEventListener("popstate", () => {
    if (here() === shown) return; // only the part behind the # changed
    shown = here();
    show(shown);
  });
})();
