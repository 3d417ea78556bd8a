"use strict";
// Words selected in one column are kept until others are, so that both sides can be marked. Offsets are code points into the whole text.

export const selected = { source: null, target: null };

document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount) return;
  const range = selection.getRangeAt(0), common = range.commonAncestorContainer;
  const text = (common.nodeType === Node.TEXT_NODE ? common.parentElement : common).closest?.("#feed .text");
  if (!text) return;
  const words = [...text.querySelectorAll(".w")].filter((word) => range.intersectsNode(word));
  if (!words.length) return;
  const points = (string) => [...string].length; // code points, which offsets count
  const inside = (word, node, offset, fallback) => (word.contains(node) && node.nodeType === Node.TEXT_NODE && !word.classList.contains("control") ? Number(word.dataset.s) + points(node.data.slice(0, offset)) : fallback);
  const first = words[0], last = words.at(-1);
  const start = inside(first, range.startContainer, range.startOffset, Number(first.dataset.s));
  const end = inside(last, range.endContainer, range.endOffset, Number(last.dataset.e));
  const read = words.map((word) => word.textContent).join(""), from = start - Number(first.dataset.s);
  const bead = text.closest(".bead").id;
  for (const side of ["source", "target"]) if (selected[side] && selected[side].bead !== bead) selected[side] = null; // of one passage only
  if (end > start) selected[text.classList.contains("source") ? "source" : "target"] = { bead, start, end, text: [...read].slice(from, from + end - start).join("") };
});
