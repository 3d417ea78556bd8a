"use strict";
// The one dialog in which everything is asked that a key alone does not say.

import { $, element } from "./dom.js";

/**
 * Ask for something in the dialog, and send it. What was typed stays until the desk has it: a refusal is told in the dialog.
 * @param send (values) => promise; the dialog closes when it is kept
 */
export function form(title, text, fields, send) {
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
  sending = send;
  back = document.activeElement;
  $("form").showModal();
  const first = $("fields").querySelector("input, select, textarea");
  first?.focus();
  first?.select?.(); // what is offered is replaced by typing
}

let sending = null, back = null, busy = false;

async function submit() {
  if (busy) return;
  busy = true;
  $("formtrouble").textContent = "";
  try {
    await sending(Object.fromEntries(new FormData($("form").querySelector("form"))));
    $("form").close();
  } catch (error) {
    $("formtrouble").textContent = error.message;
  } finally {
    busy = false;
  }
}

$("form").querySelector("form").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
$("form").addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(); });
$("form").addEventListener("close", () => { if (back?.isConnected) back.focus({ preventScroll: true }); });
