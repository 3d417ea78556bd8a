"use strict";
// The reader's own keys: shown, changed, put back as they were at first.

import { $, ask, element } from "./dom.js";

const FIRST = JSON.parse(document.body.dataset.first);

const NAMES = {
  next: "next departure", previous: "previous departure", open: "next that I have not decided", risk: "next in order of risk", confirm: "confirm and go on", dismiss: "dismiss and go on",
  reopen: "take my decision back", correct: "confirm with corrections", comment: "comment", alike: "dismiss all like this", mark: "mark what was missed", undo: "undo", redo: "redo",
  merge: "merge with the next passage", link: "link with another passage", split: "split the passage", unlink: "unlink the passage", search: "find", only: "only with departures", hints: "hints", reference: "machine translation",
  column: "translation as a column", readings: "names in Latin letters", compact: "compact", theme: "light or dark", pictures: "pictures", rules: "rules", help: "these keys",
};

/**
 * Show the keys, each with a button to change it.
 * @param keys by what they do; changed where the reader changes them
 * @param changed called then
 */
export function showKeys(keys, changed) {
  const label = (action) => `${NAMES[action]}: ${keys[action] || "no key"}, change`;
  const keep = async (wanted) => {
    try {
      await ask("api/keys", { by_action: wanted });
      Object.assign(keys, wanted);
      changed();
    } catch (error) { $("help").querySelector("p").textContent = error.message; }
  };
  $("keylist").replaceChildren(...Object.keys(NAMES).map((action) => {
    const set = element("button", { type: "button", "aria-label": label(action) }, keys[action] || "–");
    set.addEventListener("click", () => { set.textContent = "…"; set.dataset.waiting = "1"; });
    set.addEventListener("blur", () => { delete set.dataset.waiting; set.textContent = keys[action] || "–"; });
    set.addEventListener("keydown", async (event) => {
      if (!set.dataset.waiting || (event.key.length !== 1 && event.key !== "Backspace")) return;
      event.preventDefault(); event.stopPropagation();
      delete set.dataset.waiting;
      await keep({ [action]: event.key === "Backspace" ? "" : event.key });
      set.textContent = keys[action] || "–";
      set.setAttribute("aria-label", label(action));
    });
    return element("div", {}, element("span", {}, NAMES[action]), set);
  }));
  $("resetkeys").onclick = () => keep(FIRST).then(() => showKeys(keys, changed));
  if (!$("help").open) $("help").showModal();
}
