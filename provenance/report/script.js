"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const cards = all(".card"), beads = all(".bead"), marks = all("mark");
  const where = document.getElementById("where"), help = document.getElementById("help");
  const rank = { critical: 0, major: 1, minor: 2, neutral: 3 };
  let now = -1;

  const input = (name) => document.querySelector(`[name="${name}"]`);
  const shown = () => cards.filter((card) => !card.hidden);

  function filter() {
    if (!input("severity")) return;
    const checks = new Set(all('[name="check"]:checked').map((box) => box.value));
    const most = Number(input("severity").value), hints = input("hints").checked, only = input("only").checked;
    for (const card of cards) {
      const d = card.dataset;
      card.hidden = !checks.has(d.check) || rank[d.severity] > most || (d.tier === "hint" && !hints);
    }
    const visible = new Set(shown().map((card) => card.id));
    document.body.classList.toggle("nohints", !hints);
    document.body.classList.toggle("noreference", Boolean(input("reference")) && !input("reference").checked);
    for (const name of ["column", "readings", "compact"]) document.body.classList.toggle(name, Boolean(input(name)) && input(name).checked);
    for (const mark of marks) mark.classList.toggle("off", !mark.dataset.d.split(" ").some((id) => visible.has(id)));
    for (const bead of beads) bead.hidden = only && !all(".card", bead).some((card) => !card.hidden);
    document.getElementById("nothing").hidden = !(only && visible.size === 0);
    now = -1;
    tell();
  }

  // The clauses of one passage that answer the given ones are shown together.
  function answer(clauses) {
    for (const old of all(".answers")) old.classList.remove("answers");
    for (const clause of clauses) {
      const links = new Set(clause.dataset.l.split(" "));
      for (const other of all(".clause", clause.closest(".bead"))) {
        if (other.dataset.l.split(" ").some((link) => links.has(link))) other.classList.add("answers");
      }
    }
  }

  function tell() {
    if (!where) return;
    const list = shown();
    where.textContent = list.length === 0 ? "none" : now < 0 ? `${list.length} shown` : `${now + 1} of ${list.length}`;
  }

  function show(card) {
    for (const old of all(".now")) old.classList.remove("now");
    card.classList.add("now");
    const own = marks.filter((mark) => mark.dataset.d.split(" ").includes(card.id)).map((mark) => mark.closest(".clause"));
    answer(own.filter(Boolean));
    card.closest(".bead").classList.add("now");
    card.closest(".bead").scrollIntoView({ block: "center" });
    card.focus({ preventScroll: true });
    tell();
  }

  function step(by) {
    const list = shown();
    if (list.length === 0) return;
    now = now < 0 ? (by > 0 ? 0 : list.length - 1) : (now + by + list.length) % list.length;
    show(list[now]);
  }

  function toggle(name) {
    const box = input(name);
    if (box) { box.checked = !box.checked; filter(); }
  }

  const keys = {
    n: () => step(1),
    p: () => step(-1),
    h: () => toggle("hints"),
    m: () => toggle("reference"),
    o: () => toggle("only"),
    v: () => toggle("column"),
    y: () => toggle("readings"),
    c: () => toggle("compact"),
    d: () => {
      const root = document.documentElement;
      const dark = (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
      root.dataset.theme = dark ? "light" : "dark";
    },
    "?": () => (help.open ? help.close() : help.showModal()),
    Escape: () => help.open && help.close(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("select, input:not([type=checkbox])")) return;
    if (Object.hasOwn(keys, event.key)) { event.preventDefault(); keys[event.key](); }
  });
  for (const button of all("[data-key]")) button.addEventListener("click", () => keys[button.dataset.key]());
  for (const box of all(".bar input, .bar select")) box.addEventListener("change", filter);
  for (const mark of marks) {
    mark.addEventListener("click", () => {
      const list = shown(), index = list.findIndex((card) => mark.dataset.d.split(" ").includes(card.id));
      if (index >= 0) { now = index; show(list[index]); }
    });
  }
  document.addEventListener("mouseover", (event) => {
    const clause = event.target.closest(".clause");
    if (clause) answer([clause]);
  });
  filter();
})();
