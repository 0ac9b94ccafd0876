// What htmx, which fetches answers and puts them in their place, leaves to the page: short
// addresses, folds, focus, what is said aloud. Everything on the page works without this file.

"use strict";

(() => {
  const main = document.getElementById("main");
  const form = () => document.getElementById("search");
  const here = () => window.location.pathname + window.location.search;
  const SLOW = 1000; // ms after which a reader is told to wait

  // Empty fields say nothing, so they do not belong in an address that is shared.
  document.addEventListener("formdata", ({ formData }) => {
    for (const name of new Set(formData.keys())) {
      const values = formData.getAll(name).filter((value) => value !== "");
      formData.delete(name);
      values.forEach((value) => formData.append(name, value));
    }
  });

  // Scripts that wait for the page may come in any order, so this waits for all of them.
  document.addEventListener("DOMContentLoaded", () => {
    if (!window.htmx || !form() || !main.querySelector(".results")) return;

    const wide = window.matchMedia("(min-width: 60rem)");
    let shown = here();
    let before = null; // how the page was when its answer was replaced
    let leaving = false;
    let slow = 0; // timer

    const tell = (text) => {
      document.getElementById("announce").textContent = text;
    };

    const folds = (root) => [...root.querySelectorAll("details[data-keep]")];

    // On a wide screen the filters are always there; on a narrow one the reader unfolds them.
    const fitFold = () => {
      const fold = main.querySelector("details[data-wide-open]");
      if (fold && wide.matches) fold.open = true;
    };

    const asItIs = () => {
      const { id, name, value } = document.activeElement || {};
      const link = document.activeElement?.closest?.("#main a");
      return {
        focus: { id, name, value, link: Boolean(link) },
        open: new Map(folds(main).map((fold) => [fold.dataset.keep, fold.open])),
      };
    };

    // The control that was used, else the facet it stood in; a link that is gone leaves the count.
    const focusAgain = ({ id, name, value, link }) => {
      const controls = [...main.querySelectorAll("input, select")];
      const place =
        (id && document.getElementById(id)) ||
        (name && controls.find((one) => one.name === name && one.value === value)) ||
        (name && main.querySelector(`details[data-keep="facet-${name}"] > summary`)) ||
        (link && document.getElementById("count"));
      if (!place || place === document.activeElement) return;
      place.focus({ preventScroll: true });
      place.scrollIntoView({ block: "nearest" });
    };

    // Links outside the main part that carry the question along.
    const replaceOutside = (html) => {
      const page = new DOMParser().parseFromString(html, "text/html");
      for (const selector of [".languages", ".colophon", ".to-dossier"]) {
        const old = document.querySelector(selector);
        const next = page.querySelector(selector);
        if (old && next) old.replaceChildren(...next.childNodes);
      }
    };

    document.documentElement.classList.add("scripted");
    fitFold();
    wide.addEventListener("change", fitFold);

    document.addEventListener("htmx:beforeRequest", ({ detail }) => {
      if (detail.target !== main) return;
      main.setAttribute("aria-busy", "true");
      clearTimeout(slow);
      slow = setTimeout(() => tell(form().dataset.busy), SLOW);
    });
    document.addEventListener("htmx:beforeSwap", ({ detail }) => {
      if (detail.target === main && detail.shouldSwap) before = asItIs();
    });
    document.addEventListener("htmx:afterSwap", ({ detail }) => {
      const told = detail.target.querySelector("[data-announce]");
      if (told) tell(told.textContent.trim());
      if (!before) return; // told of each piece that was put in place
      const { focus, open } = before;
      before = null;
      clearTimeout(slow);
      for (const fold of folds(main)) {
        if (open.has(fold.dataset.keep)) fold.open = open.get(fold.dataset.keep);
      }
      fitFold();
      main.removeAttribute("aria-busy");
      replaceOutside(detail.xhr.responseText);
      focusAgain(focus);
    });

    // A request that fails becomes a plain visit, so that the browser says what is wrong.
    window.addEventListener("beforeunload", () => {
      leaving = true;
    });
    for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:swapError", "htmx:timeout"]) {
      document.addEventListener(failure, ({ detail }) => {
        if (!leaving && detail.target === main) window.location.assign(detail.pathInfo.finalRequestPath);
      });
    }

    // htmx loads the page anew for the states that it made; others may belong to another answer too.
    document.addEventListener("htmx:pushedIntoHistory", ({ detail }) => {
      shown = detail.path;
      window.sessionStorage.removeItem("htmx-current-path-for-history"); // nobody needs to keep it
    });
    window.addEventListener("popstate", () => {
      if (here() !== shown) window.location.reload();
    });
  });
})();
