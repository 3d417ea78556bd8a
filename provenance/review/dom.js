"use strict";
// What every part of the page uses: elements, messages, and the way to the desk.

export const $ = (id) => document.getElementById(id);

/** An element with attributes and children; what is text becomes text, never markup. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "class") made.className = value;
    else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== null && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** Tell what went wrong, or that nothing does any more. */
export function trouble(text) {
  $("trouble").textContent = text;
  $("trouble").hidden = !text;
}

/** Ask the desk; with a body, for something to be done. */
export async function ask(address, body) {
  let answer;
  try {
    answer = await fetch(address, body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  } catch {
    throw new Error("The desk does not answer. What was confirmed here is kept; start `sourcetrace review` again, and open the new address that it prints.");
  }
  const found = await answer.json().catch(() => ({ error: `The desk refused that (${answer.status}).` }));
  if (!answer.ok) throw new Error(found.error || `The desk refused that (${answer.status}).`);
  return found;
}
