// Single keys for librarians who go through much. Everything works without this file.

"use strict";

(() => {
  const KEPT = "watwerkt-keys";
  const fold = document.getElementById("keys");
  const box = document.getElementById("keys-on");
  const things = () => [...document.querySelectorAll("[data-thing]")];
  const typing = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

  const wanted = () => {
    try {
      return window.localStorage.getItem(KEPT) !== "off";
    } catch {
      return true; // a browser that keeps nothing
    }
  };

  const keep = (on) => {
    try {
      window.localStorage.setItem(KEPT, on ? "on" : "off");
    } catch {
      // then it holds for this page
    }
  };

  const present = () => document.activeElement.closest("[data-thing]");

  const step = (by) => {
    const all = things();
    const at = all.indexOf(present());
    const next = at < 0 ? all[by > 0 ? 0 : all.length - 1] : all[at + by];
    if (next) next.focus();
  };

  // The answer of the thing that has the focus; nothing is decided of one that has not.
  const press = (key) => {
    const place = key === "u" ? document : present();
    const answer = place && place.querySelector(`[data-key="${key}"]`);
    if (answer) answer.click();
  };

  const meanings = {
    j: () => step(1),
    k: () => step(-1),
    a: () => press("a"),
    n: () => press("n"),
    l: () => press("l"),
    u: () => press("u"),
  };

  if (!fold || !box) return;

  fold.hidden = false;
  box.checked = wanted();
  box.addEventListener("change", () => keep(box.checked));

  document.addEventListener("keydown", (event) => {
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.isComposing;
    if (!box.checked || !plain || event.repeat || event.target.closest(typing)) return;
    const meant = meanings[event.key];
    if (!meant) return;
    event.preventDefault();
    meant();
  });

  // What was decided is said aloud: a page that is loaded does not say it by itself.
  const told = document.querySelector("[data-told] p");
  if (told) document.getElementById("announce").textContent = told.textContent.trim();
})();
