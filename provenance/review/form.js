"use strict";
// The one dialog in which everything is asked that a key alone does not say.

import { $, element } from "./dom.js";

/** A form in a dialog; what was filled in, or null. */
export function form(title, text, fields) {
  $("formtitle").textContent = title;
  $("formtext").textContent = text;
  $("formtrouble").textContent = "";
  $("fields").replaceChildren(...fields.map((field) => {
    if (field.radios) {
      return element("fieldset", {}, element("legend", {}, field.label), ...field.radios.map(([value, label, on]) => {
        const box = element("input", { type: "radio", name: field.name, value });
        box.checked = on;
        return element("label", {}, box, label);
      }));
    }
    const about = { name: field.name, lang: field.lang, dir: field.dir };
    const input = field.options
      ? element("select", about, ...field.options.map(([value, label, on]) => { const made = element("option", { value }, label); made.selected = on; return made; }))
      : element(field.area ? "textarea" : "input", about);
    if (field.value) input.value = field.value;
    return element("label", {}, field.label, input);
  }));
  const dialog = $("form"), back = document.activeElement;
  dialog.returnValue = "";
  dialog.showModal();
  $("fields").querySelector("input, select, textarea")?.focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      const values = Object.fromEntries(new FormData(dialog.querySelector("form")));
      back?.focus?.({ preventScroll: true });
      resolve(dialog.returnValue === "go" ? values : null);
    }, { once: true });
  });
}
