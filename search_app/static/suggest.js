// Suggestions under the search box while a question is typed: a combobox with a list, as ARIA 1.2
// describes it. Without this file, or when the server does not answer, it is a plain search box.

"use strict";

(() => {
  const box = document.querySelector("#search[data-suggest] #q");
  if (!box) return;

  const form = () => box.form;
  const texts = JSON.parse(form().dataset.texts);
  const PATIENCE = 150; // ms without a key before the server is asked
  const FEWEST = 2; // letters
  let waiting = 0; // timer
  let running = null; // AbortController of the request that counts
  let asked = ""; // what the shown list answers
  let options = []; // { element, kind, text, url }
  let active = -1;

  const list = document.createElement("div");
  list.id = "suggestions";
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", texts.list);
  list.hidden = true;

  const isOpen = () => !list.hidden;

  const tell = (text) => {
    const status = document.getElementById("announce");
    if (status && status.textContent !== text) status.textContent = text;
  };

  const choose = (number) => {
    options[active]?.element.setAttribute("aria-selected", "false");
    active = number;
    const option = options[active];
    if (!option) {
      box.removeAttribute("aria-activedescendant");
      return;
    }
    option.element.setAttribute("aria-selected", "true");
    box.setAttribute("aria-activedescendant", option.element.id);
    option.element.scrollIntoView({ block: "nearest" });
  };

  const forget = () => {
    clearTimeout(waiting);
    running?.abort();
    running = null;
  };

  const close = () => {
    forget();
    choose(-1);
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
  };

  const open = () => {
    if (!list.isConnected) box.closest(".search-line").append(list); // the page around it was replaced
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    tell(options.length === 1 ? texts.one : texts.many.replace("{n}", options.length));
  };

  // What the reader has collected goes along, as in every address of the page.
  const along = (url) => {
    const carried = form().dataset.along;
    return carried ? url + (url.includes("?") ? "&" : "?") + carried : url;
  };

  const follow = ({ kind, text, url }) => {
    close();
    if (kind !== "words") {
      window.location.assign(along(url));
      return;
    }
    box.value = text;
    form().requestSubmit();
  };

  const element = (tag, attributes, ...content) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...content);
    return made;
  };

  // The letters that were typed are plain, so that what they may become stands out.
  const told = (text, typed) => {
    const word = typed.trim().split(/\s+/).pop().toLowerCase();
    const at = word ? text.toLowerCase().indexOf(word) : -1;
    if (at < 0) return [text];
    const end = at + word.length;
    return [element("b", {}, text.slice(0, at)), text.slice(at, end), element("b", {}, text.slice(end))];
  };

  const option = (found, number, typed) => {
    const { kind, text } = found;
    const made = element(
      "div",
      { role: "option", id: `suggestion-${number}`, "aria-selected": "false", class: `suggestion-option suggestion-${kind}` },
      ...told(text, typed),
    );
    made.addEventListener("click", () => follow(found));
    options.push({ ...found, element: made });
    return made;
  };

  const show = (typed, found) => {
    asked = typed;
    choose(-1);
    options = [];
    const groups = [];
    for (const kind of Object.keys(texts.kinds)) {
      const some = found.filter((one) => one.kind === kind);
      if (!some.length) continue;
      const title = element("div", { class: "suggestion-kind", id: `suggestion-kind-${kind}`, role: "presentation" }, texts.kinds[kind]);
      const group = element("div", { role: "group", "aria-labelledby": title.id }, title);
      for (const one of some) group.append(option(one, options.length, typed));
      groups.push(group);
    }
    list.replaceChildren(...groups);
    list.scrollTop = 0;
    if (options.length) open();
    else close();
  };

  const ask = async () => {
    forget();
    const typed = box.value;
    const mine = new AbortController();
    running = mine;
    try {
      const url = `${form().dataset.suggest}?${new URLSearchParams({ q: typed })}`;
      const answer = await fetch(url, { signal: mine.signal, credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      const { suggestions } = await answer.json();
      if (running === mine && document.activeElement === box) show(typed, suggestions);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };

  // An answer that is on its way is of no use any more; the list that is there stays until the next.
  const askSoon = () => {
    forget();
    if (box.value.trim().length < FEWEST) {
      close();
      return;
    }
    waiting = setTimeout(ask, PATIENCE);
  };

  // Past the last option, and before the first, the box itself has its turn.
  const step = (by) => {
    const places = options.length + 1;
    choose(((active + 1 + by + places) % places) - 1);
  };

  const openAgain = () => {
    if (asked === box.value && options.length) open();
    else askSoon();
  };

  const keys = {
    ArrowDown: (event) => {
      event.preventDefault();
      if (!isOpen()) openAgain();
      else if (!event.altKey) step(1);
    },
    ArrowUp: (event) => {
      event.preventDefault();
      if (event.altKey) close();
      else if (isOpen()) step(-1);
    },
    Enter: (event) => {
      if (!isOpen() || active < 0) {
        close();
        return;
      }
      event.preventDefault();
      follow(options[active]);
    },
    Escape: (event) => {
      if (!isOpen()) return;
      event.preventDefault(); // the browser would empty the box
      close();
    },
    Home: () => choose(-1), // the caret moves, as in any box
    End: () => choose(-1),
    ArrowLeft: () => choose(-1),
    ArrowRight: () => choose(-1),
  };

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("autocomplete", "off");

  box.addEventListener("input", (event) => {
    if (!event.isComposing) askSoon();
  });
  box.addEventListener("compositionend", askSoon);
  box.addEventListener("keydown", (event) => {
    if (!event.isComposing && !event.ctrlKey && !event.metaKey) keys[event.key]?.(event);
  });
  box.addEventListener("blur", close);
  document.addEventListener("submit", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("mousedown", (event) => event.preventDefault());
})();
