// What htmx, which fetches answers and puts them in their place, leaves to the page: short
// addresses, folds, focus, what is said aloud. Everything on the page works without this file.

"use strict";

(() => {
  const main = document.getElementById("main");
  const form = () => document.getElementById("search");
  const here = () => window.location.pathname + window.location.search;
  const SLOW = 1000; // ms after which a reader is told to wait
  const OUTSIDE = [".languages", ".colophon", ".to-dossier", "p.account"]; // carry the question along
  const OF_ANSWER = // what the head says of one answer alone
    'link[rel="canonical"], link[rel="alternate"], link[rel="prev"], link[rel="next"], ' +
    'meta[name]:not([name="viewport"], [name="color-scheme"], [name="htmx-config"]), ' +
    'script[type="application/ld+json"]';

  // Empty fields say nothing, so they do not belong in an address that is shared. In a form that is
  // sent otherwise they do say something: that a field is to be empty, or was.
  document.addEventListener("formdata", ({ target, formData }) => {
    if ((target.getAttribute("method") || "get").toLowerCase() !== "get") return;
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
    let sent = new Map(); // id of a field -> what stood in it when the answer was asked
    let typed = null; // field that is put back, once htmx knows it
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

    const fields = () => [...main.querySelectorAll('input:not([type]), input[type="search"]')];

    // What the reader has typed in the field he is in since the answer was asked.
    const typedSince = () => {
      const field = fields().find((one) => one === document.activeElement && !one.hasAttribute("hx-preserve"));
      if (!field?.id || field.value === (sent.get(field.id) ?? field.defaultValue)) return null;
      return { id: field.id, value: field.value, caret: [field.selectionStart, field.selectionEnd] };
    };

    const putBack = ({ id, value, caret }) => {
      const field = document.getElementById(id);
      if (!field) return;
      field.value = value;
      field.setSelectionRange(...caret);
      if (field.hasAttribute("hx-get")) field.dispatchEvent(new Event("input", { bubbles: true }));
      // To the browser what a script puts in a field is no change of it.
      let told = false;
      field.addEventListener("change", () => (told = true), { once: true });
      const tellChange = () => told || field.dispatchEvent(new Event("change", { bubbles: true }));
      field.addEventListener("blur", tellChange, { once: true });
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

    // What stands outside the main part and goes with the question.
    const replaceOutside = (html) => {
      const page = new DOMParser().parseFromString(html, "text/html");
      for (const selector of OUTSIDE) {
        const old = document.querySelector(selector);
        const next = page.querySelector(selector);
        if (old && next) old.replaceChildren(...next.childNodes);
      }
      document.head.querySelectorAll(OF_ANSWER).forEach((one) => one.remove());
      document.head.append(...page.head.querySelectorAll(OF_ANSWER));
    };

    document.documentElement.classList.add("scripted");
    fitFold();
    wide.addEventListener("change", fitFold);

    document.addEventListener("htmx:beforeRequest", ({ detail }) => {
      if (detail.target !== main) return;
      sent = new Map(fields().map((field) => [field.id, field.value]));
      main.setAttribute("aria-busy", "true");
      clearTimeout(slow);
      slow = setTimeout(() => tell(form().dataset.busy), SLOW);
    });
    document.addEventListener("htmx:beforeSwap", ({ detail }) => {
      if (detail.target !== main || !detail.shouldSwap) return;
      before = asItIs();
      typed = typedSince();
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
    document.addEventListener("htmx:afterSettle", () => {
      if (typed) putBack(typed);
      typed = null;
    });

    // htmx lets through what opens a tab; the same goes for what opens a window or saves.
    const other = (event) => (event.shiftKey || event.altKey) && event.target.closest?.("a[href]");
    main.addEventListener("click", (event) => other(event) && event.stopPropagation(), true);

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
