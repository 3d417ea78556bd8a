"use strict";
// The desk's page. It holds no text of its own making: passages come from the desk as plain text and are put in as text, never as markup.

import { $, ask, element, trouble } from "./dom.js";
import { Feed } from "./feed.js";
import { form } from "./form.js";
import { showKeys } from "./keys.js";
import { selected } from "./selection.js";

const told = JSON.parse(document.body.dataset.told);
const keys = JSON.parse(document.body.dataset.keys);
const RANK = { critical: 0, major: 1, minor: 2, neutral: 3 };
const BLOCK = 100, KEPT = 4000; // passages asked for at once, and kept

const desk = { version: -1, beads: [], departures: new Map(), ofBead: new Map(), comments: {}, rules: [], gone: [], stale: [], counts: [] };
let shown = []; // places of the passages that pass the filter
let placeOf = new Map(); // bead → place among all
let rowOf = new Map(); // bead → place among those shown
let now = { bead: null, departure: null };
let matches = null; // passages that the search found
const WHO = `who ${location.pathname}`; // of this desk, not of one that had its port before
let who = sessionStorage.getItem(WHO) || document.body.dataset.name;
let acting = who; // whose turn it is
let work = Promise.resolve(); // what readers ask for, one after another
const cache = new Map(), asked = new Map();

// --- what the desk says ---------------------------------------------------------------------------------------------------

/** Take in an answer; whether it told anything new. One that was overtaken by another is left alone. */
function take(answer) {
  if ((answer.index || answer).version <= desk.version) return false;
  if (answer.index) { takeIndex(answer.index); return true; }
  for (const departure of answer.departures) desk.departures.set(departure.id, departure);
  takeState(answer);
  filter(true);
  paint();
  return true;
}

function takeState(answer) {
  for (const name of ["version", "reviewers", "rules", "comments", "gone", "stale"]) desk[name] = answer[name];
  $("rulecount").textContent = desk.rules.length;
}

function takeIndex(answer) {
  const stood = placeOf.get(now.bead), top = feed.topmost(), anchor = top && { bead: desk.beads[shown[top.place]].id, over: top.over };
  takeState(answer);
  desk.beads = answer.beads.map(([id, source, target, risk, sources, targets], place) => ({ id, source, target, risk, sources, targets, place }));
  desk.departures = new Map(answer.departures.map((departure) => [departure.id, departure]));
  desk.ofBead = new Map();
  for (const departure of answer.departures) {
    if (!desk.ofBead.has(departure.bead)) desk.ofBead.set(departure.bead, []);
    desk.ofBead.get(departure.bead).push(departure.id);
  }
  placeOf = new Map(desk.beads.map((bead) => [bead.id, bead.place]));
  desk.risky = desk.beads.filter((bead) => bead.risk !== null).sort((a, b) => b.risk - a.risk).map((bead) => bead.place);
  desk.counts = answer.counts;
  asked.clear(); // what is known of a passage is shown until it comes anew
  checks();
  if (!placeOf.has(now.bead)) now = { bead: stood === undefined ? null : desk.beads[Math.min(stood, desk.beads.length - 1)].id, departure: null };
  if (!desk.departures.has(now.departure)) now.departure = null;
  filter(false, anchor);
  inspect();
}

const unchecked = () => new Set([...document.querySelectorAll("#checks input:not(:checked)")].map((box) => box.value));

function checks() {
  const off = unchecked();
  $("checks").replaceChildren(element("legend", { class: "vh" }, "Checks"), ...desk.counts.map(([name, count, explanation]) => {
    const box = element("input", { type: "checkbox", value: name, onchange: () => filter(true) });
    box.checked = !off.has(name);
    return element("label", { title: explanation }, box, ` ${name} `, element("b", {}, String(count)));
  }));
}

// --- which are shown ------------------------------------------------------------------------------------------------------

/** What this reviewer says of a departure, if anything. */
const mine = (departure) => departure.verdicts.find((verdict) => verdict.by === who);

function counts(departure) { // whether the filter lets it through
  const status = $("status").value;
  return !off.has(departure.check) && RANK[departure.severity] <= Number($("severity").value)
    && (departure.tier === "flag" || $("hints").checked)
    && (!status || (status === "mine" ? !mine(departure) : departure.status === status));
}
let off = new Set();

function filter(keep, anchor = null) {
  off = unchecked();
  const only = $("only").checked || $("status").value !== "";
  const fitting = new Set();
  for (const departure of desk.departures.values()) if (counts(departure)) fitting.add(departure.bead);
  const next = desk.beads.filter((bead) => (!only || fitting.has(bead.id)) && (!matches || matches.has(bead.id))).map((bead) => bead.place);
  const same = keep && next.length === shown.length && next.every((place, i) => place === shown[i]);
  shown = next;
  rowOf = new Map(shown.map((place, row) => [desk.beads[place].id, row]));
  $("nothing").hidden = shown.length > 0;
  const stays = anchor && rowOf.has(anchor.bead) ? { place: rowOf.get(anchor.bead), over: anchor.over } : rowOf.has(now.bead) ? { place: rowOf.get(now.bead), over: -80 } : null;
  if (!same) feed.reset(shown.length, stays);
  progress();
}

/** Departures in reading order, those that the filter lets through. */
function list() {
  const all = [];
  for (const place of shown) for (const id of desk.ofBead.get(desk.beads[place].id) || []) if (counts(desk.departures.get(id))) all.push(id);
  return all;
}

function progress() {
  const flags = [...desk.departures.values()].filter((departure) => departure.tier === "flag");
  const done = flags.filter(mine).length;
  const disputed = flags.filter((departure) => departure.status === "disputed").length;
  const where = now.departure ? list().indexOf(now.departure) + 1 : 0;
  $("progress").textContent = `${where ? `departure ${where} of ${list().length} · ` : ""}${done} of ${flags.length} decided by you${disputed ? ` · ${disputed} disputed` : ""}`;
}

// --- the passages ---------------------------------------------------------------------------------------------------------

function guess(row) {
  const bead = desk.beads[shown[row]];
  if (document.body.classList.contains("compact")) return 20;
  const width = Math.max(200, feed ? feed.holder.clientWidth : 800) / (document.body.classList.contains("column") ? 3 : 2) - 30;
  const wide = ["zh", "ja", "ko"].includes(told.source.language.slice(0, 2)) ? 16 : 8;
  const lines = Math.max(1, Math.ceil(Math.min(3000, bead.source) * wide / width), Math.ceil(Math.min(3000, bead.target) * 8 / width));
  return 12 + 26 * lines;
}

function make(row) {
  const place = shown[row], bead = desk.beads[place], data = cache.get(bead.id);
  load(place);
  const article = element("article", {
    class: `bead${data?.paragraph ? " paragraph" : ""}`, id: bead.id, tabindex: -1,
    "aria-posinset": row + 1, "aria-setsize": shown.length, "aria-label": `Passage ${place + 1}`,
  });
  if (!data) {
    article.append(element("p", { class: "loading" }, "…"));
    article.style.minHeight = `${guess(row)}px`;
    return article;
  }
  article.append(
    column(bead, data, "source", told.source.language, told.source.direction, "nothing in the original"),
    column(bead, data, "target", "en", "ltr", "nothing in the English"),
  );
  if (data.reference || data.faults) {
    article.append(element("p", { class: "reference", lang: "en", dir: "ltr" }, element("b", { class: "machine" }, "machine translation"), ` ${data.reference}`,
      data.faults ? element("span", { class: "warn" }, ` the engine's fault: ${data.faults}`) : null));
  }
  paintRow(article, bead);
  return article;
}

function column(bead, data, side, lang, dir, nothing) {
  const text = element("div", { class: `text ${side}`, lang, dir });
  if (!data[side].length) text.append(element("span", { class: "absent", lang: "en", dir: "ltr" }, nothing));
  text.append(...data[side].map(piece));
  const left = data.cut[side === "source" ? 0 : 1];
  if (left) text.append(moreButton(bead.id, side, data[side].at(-1).e, left));
  return text;
}

function moreButton(bead, side, from, left) {
  return element("button", { type: "button", class: "more", lang: "en", dir: "ltr", onclick: async (event) => {
    const button = event.currentTarget, answer = await ask(`api/more?bead=${encodeURIComponent(bead)}&side=${side}&from=${from}`).catch(tell);
    if (!answer) return;
    const last = answer.pieces.at(-1);
    button.replaceWith(...answer.pieces.map(piece), ...(answer.left ? [moreButton(bead, side, last.e, answer.left)] : []));
    feed.measure();
    paint();
  } }, `… ${left.toLocaleString("en")} more characters`);
}

function piece(one) {
  const words = element("span", { class: one.c ? "w control" : "w", "data-s": one.s, "data-e": one.e }, one.t);
  let made = one.r ? element("ruby", {}, words, element("rt", { lang: "en" }, one.r)) : words;
  if (one.m.length) {
    const numbers = one.n.map(([number, hint]) => element("sup", { class: hint ? "h" : "" }, element("span", { class: "vh" }, "departure "), String(number)));
    made = element("mark", { "data-d": one.m.join(" ") }, ...numbers, made);
  }
  return one.l.length ? element("span", { class: "clause", "data-l": one.l.join(" ") }, made) : made;
}

async function load(place) {
  const block = Math.floor(place / BLOCK), version = desk.version;
  if (asked.has(block)) return;
  asked.set(block, true);
  try {
    const rows = await ask(`api/rows?from=${block * BLOCK}&to=${(block + 1) * BLOCK}`);
    if (version !== desk.version && desk.beads[block * BLOCK]?.id !== rows[0]?.id) { asked.delete(block); return; } // paired anew meanwhile
    for (const row of rows) { cache.delete(row.id); cache.set(row.id, row); }
    for (const id of cache.keys()) { // the oldest are asked for again when they are needed
      if (cache.size <= KEPT) break;
      asked.delete(Math.floor(placeOf.get(id) / BLOCK));
      cache.delete(id);
    }
    feed.refresh(rows.map((row) => rowOf.get(row.id)).filter((row) => row !== undefined));
    $("feed").setAttribute("aria-busy", "false");
    if (placeOf.has(now.bead) && Math.floor(placeOf.get(now.bead) / BLOCK) === block) inspect(); // its score and risk are known now
  } catch (error) {
    asked.delete(block);
    trouble(error.message);
  }
}

/** Marks look as their departures stand, and as the filter wants them. */
function paintRow(article, bead) {
  const worst = [];
  for (const mark of article.querySelectorAll("mark")) {
    const own = mark.dataset.d.split(" ").map((id) => desk.departures.get(id)).filter((one) => one && (counts(one) || one.id === now.departure));
    const open = own.filter((one) => one.status !== "dismissed");
    const grave = open.map((one) => one.severity).sort((a, b) => RANK[a] - RANK[b])[0];
    mark.className = !own.length ? "off" : !open.length ? "dismissed" : open.every((one) => one.tier === "hint") ? "hint" : grave;
    mark.classList.toggle("confirmed", own.some((one) => one.status === "confirmed"));
    mark.classList.toggle("at", own.some((one) => one.id === now.departure));
    if (grave && open.some((one) => one.tier === "flag")) worst.push(grave);
  }
  for (const id of desk.ofBead.get(bead.id) || []) {
    const departure = desk.departures.get(id);
    if (departure.tier === "flag" && departure.status !== "dismissed" && counts(departure)) worst.push(departure.severity);
  }
  const grave = worst.sort((a, b) => RANK[a] - RANK[b])[0];
  for (const name of Object.keys(RANK)) article.classList.toggle(name, name === grave);
  article.classList.toggle("now", bead.id === now.bead);
  if (bead.id === now.bead) article.setAttribute("aria-current", "true"); else article.removeAttribute("aria-current");
}

function paint() {
  for (const article of $("feed").children) {
    const place = placeOf.get(article.id);
    if (place !== undefined) paintRow(article, desk.beads[place]);
  }
  feed.measure();
}

function answer(clauses) {
  for (const old of document.querySelectorAll(".answers")) old.classList.remove("answers");
  for (const clause of clauses) {
    const links = new Set(clause.dataset.l.split(" "));
    for (const other of clause.closest(".bead").querySelectorAll(".clause")) {
      if (other.dataset.l.split(" ").some((link) => links.has(link))) other.classList.add("answers");
    }
  }
}

// --- going about ----------------------------------------------------------------------------------------------------------

function go(bead, departure = null, focus = true) {
  now = { bead, departure };
  selected.source = selected.target = null;
  if (!rowOf.has(bead)) { // it is not among what was found or asked for: that is over
    matches = null;
    $("query").value = $("status").value = "";
    $("only").checked = false;
    filter(false);
  }
  paint();
  feed.reveal(rowOf.get(bead));
  paint();
  inspect();
  progress();
  const article = document.getElementById(bead);
  if (article) answer([...article.querySelectorAll("mark.at")].map((mark) => mark.closest(".clause")).filter(Boolean));
  if (focus) $("inspector").focus({ preventScroll: true });
  if (document.documentElement.scrollHeight > innerHeight + 1) document.querySelector(".stage").scrollIntoView({ block: "end" }); // a low window
}

/** To a passage, and the first of its departures. */
function visit(bead) { go(bead, (desk.ofBead.get(bead) || []).find((id) => counts(desk.departures.get(id))) || null); }

function goTo(id) { go(desk.departures.get(id).bead, id); }

/** Where the reader is among the departures: at one, or between two. */
function position(all) {
  const at = all.indexOf(now.departure);
  if (at >= 0 || now.bead === null) return at;
  const place = placeOf.get(now.bead), next = all.findIndex((id) => placeOf.get(desk.departures.get(id).bead) >= place);
  return (next < 0 ? all.length : next) - 0.5;
}

function step(by) {
  const all = list();
  if (!all.length) return;
  const at = position(all), next = by > 0 ? Math.floor(at + 1) : Math.ceil(at - 1);
  goTo(all[(next + all.length) % all.length]);
}

/** On to the next departure that this reviewer has not decided, behind the present one if there is any. */
function onwards() {
  const all = list(), at = Math.floor(position(all));
  const open = (id) => !mine(desk.departures.get(id));
  const next = all.slice(at + 1).find(open) ?? all.find(open);
  if (next) goTo(next);
  else { paint(); inspect(); progress(); }
}

let risked = -1;
function riskiest() {
  if (!desk.risky.length) { trouble("The risk of these passages was not judged."); return; }
  // From the riskiest on, as long as nobody goes elsewhere in between.
  risked = risked >= 0 && desk.risky[risked] === placeOf.get(now.bead) ? (risked + 1) % desk.risky.length : 0;
  visit(desk.beads[desk.risky[risked]].id);
}

// --- doing ----------------------------------------------------------------------------------------------------------------

/**
 * What a reader asks for happens one after another, however fast it is asked: a key that comes while a decision is under way means what
 * the page shows when that is done. Who asks is who asked, not who is named there when its turn comes.
 */
function queue(job) {
  const by = who;
  const done = work.then(() => { acting = by; return job(); });
  work = done.catch(() => {});
  return done;
}

const tell = (error) => trouble(error.message);
const later = (job) => { queue(job).catch(tell); };

async function act(what) {
  if (!acting) { $("who").focus(); throw new Error("Give your name first; it stands beside every decision."); }
  const answer = await ask(`api/act?since=${desk.version}`, { by: acting, what });
  trouble("");
  take(answer);
  return answer;
}

async function decide(decision) {
  if (!now.departure) { step(1); return; } // the first key shows what the next one decides
  const said = mine(current()), again = decision === "confirmed" && said?.decision === "confirmed"; // what was corrected stays corrected
  await act({ do: "decide", departure: now.departure, decision, ...(again ? { severity: said.severity, mqm: said.mqm, right: said.right, note: said.note } : {}) });
  if (decision === "open") goTo(now.departure); else onwards();
}

/** After something was done to a departure in a dialog: on, if the reader is still there. */
function movedOn(departure) {
  if (now.departure === departure) onwards(); else { paint(); inspect(); progress(); }
}

const current = () => desk.departures.get(now.departure);
const severities = (chosen) => ["critical", "major", "minor", "neutral"].map((name) => [name, name, name === chosen]);
const types = (chosen) => [...new Set([chosen, ...told.types])].map((name) => [name, name, name === chosen]);

function correct() {
  const one = current();
  if (!one) return;
  form("Confirm with corrections", one.message, [
    { name: "right", label: "The English should read", value: one.right || one.proposed },
    { name: "severity", label: "Severity", options: severities(one.severity) },
    { name: "mqm", label: "MQM type", options: types(one.mqm) },
    { name: "note", label: "Note", area: true, value: mine(one)?.note },
  ], (given) => queue(async () => {
    for (const name of ["severity", "mqm"]) if (given[name] === one[name]) given[name] = ""; // the machine's stand
    await act({ do: "decide", departure: one.id, decision: "confirmed", ...given });
    movedOn(one.id);
  }));
}

function comment() {
  const on = now.departure || now.bead;
  if (!on) return;
  form(now.departure ? "Comment on the departure" : "Comment on the passage", current()?.message || "", [{ name: "text", label: "Comment", area: true }],
    (given) => queue(async () => { await act({ do: "comment", on, text: given.text }); inspect(); }));
}

function alike() {
  const one = current();
  if (!one) return;
  const same = [...desk.departures.values()].filter((other) => other.check === one.check && other.kind === one.kind);
  const words = same.filter((other) => other.source === one.source && other.target === one.target);
  form("Dismiss all like this", "The rule is kept under your name and can be withdrawn; what you decide by itself goes before it.", [
    { name: "words", label: "Which", radios: [["yes", `“${one.source || "nothing"}” → “${one.target || "nothing"}”: ${words.length}`, true], ["no", `every ${one.check}, ${one.kind}: ${same.length}`, false]] },
    { name: "note", label: "Why", area: true },
  ], (given) => queue(async () => { await act({ do: "dismiss alike", departure: one.id, words: given.words === "yes", note: given.note }); movedOn(one.id); }));
}

function mark() {
  const ends = { ...selected };
  selected.source = selected.target = null; // they are in the form now
  const bead = ends.target?.bead || ends.source?.bead || now.bead;
  if (!bead) { trouble("Go to a passage first, or select the words concerned."); return; }
  form(`Mark what was missed in passage ${placeOf.get(bead) + 1}`, "Select the words in the texts beforehand, or type them as they stand there; one side is enough.", [
    { name: "source", label: "Words of the original", area: true, value: ends.source?.text || "", lang: told.source.language, dir: told.source.direction },
    { name: "target", label: "Words of the English", area: true, value: ends.target?.text || "" },
    { name: "severity", label: "Severity", options: severities("major") },
    { name: "mqm", label: "MQM type", options: types("Accuracy/Mistranslation") },
    { name: "right", label: "The English should read" },
    { name: "note", label: "Note", area: true },
  ], (given) => {
    const what = { do: "mark", bead, severity: given.severity, mqm: given.mqm, right: given.right, note: given.note, source_words: given.source, target_words: given.target };
    const plain = (text) => text.replace(/\r\n?/gu, "\n"); // a form sends line ends of its own
    for (const side of ["source", "target"]) if (ends[side] && plain(given[side]) === plain(ends[side].text)) what[side] = [{ start: ends[side].start, end: ends[side].end }];
    return queue(async () => { const answer = await act(what); goTo(`m${answer.act}`); });
  });
}

async function pair(what) {
  const answer = await act(what);
  go(`${answer.act}.1`);
}

/** Undo or redo, and show what it was about. */
async function back(what) {
  const { about } = await act({ do: what });
  if (desk.departures.has(about)) goTo(about); else if (placeOf.has(about)) go(about); else { inspect(); paint(); }
}

function mergeNext() {
  const place = placeOf.get(now.bead), next = desk.beads[place + 1];
  if (!next) { trouble("There is no passage behind this one."); return undefined; }
  if (!rowOf.has(next.id)) { trouble("The next passage is not shown by this search or filter; show all to merge with it."); return undefined; }
  return pair({ do: "merge", beads: [now.bead, next.id] });
}

/** Join with a passage elsewhere: of a sentence that stands alone, with one that stands alone on the other side. */
function link() {
  const bead = desk.beads[placeOf.get(now.bead)];
  if (!bead) return;
  const alone = !bead.sources || !bead.targets;
  const fits = (other) => other !== bead && (!alone || (bead.sources ? other.targets > 0 && !other.sources : other.sources > 0 && !other.targets));
  const near = desk.beads.filter(fits).sort((a, b) => Math.abs(a.place - bead.place) - Math.abs(b.place - bead.place)).slice(0, 40);
  if (!near.length) { trouble("No other passage stands alone on the other side; unlink one first."); return; }
  const words = (other) => { const row = cache.get(other.id), text = row ? (row.target.length ? row.target : row.source).map((piece) => piece.t).join("") : ""; return text.length > 60 ? `${text.slice(0, 59)}…` : text; };
  form("Link with another passage", "Sentences of one side must follow one another.", [
    { name: "bead", label: "Passage", options: near.map((other, n) => [other.id, `${other.place + 1}: ${words(other)}`, n === 0]) },
  ], (given) => queue(() => pair({ do: "merge", beads: [bead.id, given.bead] })));
}

function splitHere() {
  const bead = desk.beads[placeOf.get(now.bead)];
  if (!bead) return;
  const numbers = (count) => Array.from({ length: count + 1 }, (_, n) => [String(n), String(n), n === Math.ceil(count / 2)]);
  form("Split the passage", "How many sentences stay in the first part.", [
    { name: "source", label: `Of the ${bead.sources} of the original`, options: numbers(bead.sources) },
    { name: "target", label: `Of the ${bead.targets} of the English`, options: numbers(bead.targets) },
  ], (given) => queue(() => pair({ do: "split", bead: bead.id, source: Number(given.source), target: Number(given.target) })));
}

// --- beside the text ------------------------------------------------------------------------------------------------------

function key(action) { return keys[action] ? element("kbd", { "aria-hidden": "true" }, keys[action]) : null; }

function button(action, label) {
  return element("button", { type: "button", "data-do": action, "aria-keyshortcuts": keys[action] || null, onclick: () => later(actions[action]) }, label, key(action));
}

function inspect() {
  const place = placeOf.get(now.bead), parts = [];
  if (place === undefined) {
    const open = list().length;
    parts.push(element("h2", {}, "Begin"), element("p", {}, `${open} departure${open === 1 ? "" : "s"} to look at.`), element("p", { class: "actions" }, button("next", "Go to the first"), button("risk", "Riskiest passage"), button("help", "Keys")));
  } else {
    const one = current();
    if (finished()) parts.push(element("p", { class: "right" }, "You have decided on every flag. “Export” hands them on; Ctrl-C in the terminal ends the desk."));
    if (one) parts.push(...aboutDeparture(one));
    parts.push(...aboutPassage(place));
  }
  if (desk.gone.length) parts.push(element("h3", {}, "No longer found"), ...desk.gone.map((text) => element("p", { class: "soft small" }, text)));
  const focused = $("inspector").contains(document.activeElement) ? document.activeElement.dataset.do : null;
  $("inspector").replaceChildren(...parts);
  if (focused) ($("inspector").querySelector(`[data-do="${focused}"]`) || $("inspector")).focus({ preventScroll: true });
}

function finished() {
  const flags = [...desk.departures.values()].filter((departure) => departure.tier === "flag");
  return flags.length > 0 && flags.every(mine);
}

function quote(label, text, lang, dir) {
  const known = element("blockquote", { class: "quote", lang: text ? lang : "en", dir: text ? dir : "ltr" }, text || "(nothing)");
  return element("div", {}, element("span", { class: "soft small" }, label), known);
}

function aboutDeparture(one) {
  const head = element("h2", {}, element("span", { class: "number" }, `${one.number} `), element("span", { class: `sev ${one.severity}` }, one.severity), ` ${one.check}${one.hint ? " (hint)" : ""} `, element("b", { class: `status ${one.status}` }, one.status));
  const parts = [head, element("p", {}, one.message), quote("Original", one.source, told.source.language, told.source.direction), quote("English", one.target, "en", "ltr")];
  if (one.proposed) parts.push(element("p", {}, "Offered: ", element("b", {}, one.proposed)));
  if (one.right) parts.push(element("p", {}, "Should read: ", element("b", { class: "right" }, one.right)));
  parts.push(element("p", { class: "soft small" }, `${one.mqm} · ${one.confidence}`));
  parts.push(element("p", { class: "actions" }, button("confirm", "Confirm"), button("dismiss", "Dismiss"), button("correct", "Correct…"), button("comment", "Comment…"), button("alike", "Dismiss all like this…"), mine(one) ? button("reopen", "Reopen") : null));
  if (one.markedBy) parts.push(element("p", {}, `Marked by ${one.markedBy}.`));
  if (one.differ.length) parts.push(element("p", { class: "warn" }, `Reviewers differ in: ${one.differ.join(", ")}.`));
  for (const said of one.verdicts) {
    const changes = [said.severity, said.mqm, said.right && `“${said.right}”`].filter(Boolean).join(", ");
    parts.push(element("p", { class: `verdict ${said.decision}` }, element("b", {}, said.by), ` ${said.decision}${said.rule ? " by a rule" : ""}${changes ? ` as ${changes}` : ""}. ${said.note} `, element("span", { class: "soft small" }, said.when.slice(0, 16).replace("T", " "))));
  }
  parts.push(...commented(one.comments));
  return parts;
}

function commented(comments) {
  return comments.map((said) => element("p", { class: "comment" }, element("b", {}, said.by), `: ${said.text} `, said.by === who ? takeBack(said.act) : null));
}

function takeBack(name, label = "Take back", then = inspect) {
  return element("button", { type: "button", onclick: () => later(async () => { await act({ do: "undo", act: name }); then(); }) }, label);
}

function aboutPassage(place) {
  const bead = desk.beads[place], data = cache.get(bead.id);
  const facts = [data?.paired ? "paired by hand" : data?.score ? `pairing right with ${data.score}` : "", data?.risk ? `risk ${data.risk}` : ""].filter(Boolean).join(" · ");
  const others = (desk.ofBead.get(bead.id) || []).filter((id) => id !== now.departure && counts(desk.departures.get(id)));
  return [
    element("h3", {}, `Passage ${place + 1} of ${desk.beads.length}`),
    facts ? element("p", { class: "soft small" }, facts) : null,
    others.length ? element("p", { class: "actions" }, ...others.map((id) => { const one = desk.departures.get(id); return element("button", { type: "button", onclick: () => later(() => goTo(id)) }, `${one.number} ${one.check}`); })) : null,
    ...commented(desk.comments[bead.id] || []),
    element("p", { class: "actions" }, button("mark", "Mark what was missed…"), now.departure ? null : button("comment", "Comment…")),
    element("p", { class: "actions" }, button("merge", "Merge with the next"), button("link", "Link…"), button("split", "Split…"), bead.sources && bead.targets ? button("unlink", "Unlink") : null),
  ].filter(Boolean);
}

function showRules() {
  $("rulelist").replaceChildren(...(desk.rules.length ? desk.rules.map((rule) => element("div", { class: "rule" }, element("span", {}, `${rule.text} `, element("span", { class: "soft" }, `${rule.applies} departure${rule.applies === 1 ? "" : "s"}`)),
    rule.by === who ? takeBack(rule.act, "Withdraw", () => { showRules(); inspect(); }) : null)) : [element("p", { class: "soft" }, "None. “Dismiss all like this” makes one.")]));
  $("stalelist").replaceChildren(...desk.stale.map((text) => element("p", { class: "warn" }, text)));
  if (!$("rules").open) $("rules").showModal();
}

// --- keys and clicks ------------------------------------------------------------------------------------------------------

function toggle(name) {
  if (!$(name)) return;
  $(name).checked = !$(name).checked;
  look();
}

function look() {
  for (const name of ["column", "readings", "compact"]) document.body.classList.toggle(name, Boolean($(name)?.checked));
  document.body.classList.toggle("noreference", Boolean($("reference")) && !$("reference").checked);
  document.body.classList.toggle("nohints", !$("hints").checked);
  filter(true);
  feed.reset(shown.length);
  paint();
  if (rowOf.has(now.bead)) feed.reveal(rowOf.get(now.bead));
}

const actions = {
  next: () => step(1),
  previous: () => step(-1),
  open: onwards,
  risk: riskiest,
  confirm: () => decide("confirmed"),
  dismiss: () => decide("dismissed"),
  reopen: () => decide("open"),
  correct, comment, alike, mark,
  undo: () => back("undo"),
  redo: () => back("redo"),
  merge: mergeNext,
  link,
  split: splitHere,
  unlink: () => now.bead && pair({ do: "unlink", bead: now.bead }),
  search: () => { $("query").focus(); $("query").select(); },
  only: () => toggle("only"),
  hints: () => toggle("hints"),
  reference: () => toggle("reference"),
  column: () => toggle("column"),
  readings: () => toggle("readings"),
  compact: () => toggle("compact"),
  theme: () => {
    const root = document.documentElement, dark = (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
    root.dataset.theme = dark ? "light" : "dark";
  },
  pictures: () => { const details = $("pictures").querySelector("details"); if (details) details.open = true; $("pictures").showModal(); },
  rules: showRules,
  help: () => showKeys(keys, inspect),
};

const OPENS = new Set(["correct", "comment", "alike", "mark", "link", "split", "search", "pictures", "rules", "help"]);
let opening = false;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
  if (event.target.matches("input:not([type=checkbox]), select, textarea")) {
    if (event.key === "Escape" && event.target.id === "query" && event.target.value) { event.target.value = ""; search(); }
    if (event.key === "Escape" || (event.key === "Enter" && event.target.id === "who")) $("inspector").focus({ preventScroll: true });
    return;
  }
  if (event.key === " " || event.key === "Enter") return;
  const action = Object.keys(keys).find((name) => keys[name] === event.key);
  if (!action) return;
  event.preventDefault();
  if (event.repeat && action !== "next" && action !== "previous") return; // a key that is held decides once
  if (opening) return; // what comes before a dialog is there was meant for it
  opening = OPENS.has(action);
  later(() => { opening = false; return actions[action](); });
});

for (const made of document.querySelectorAll("[data-do]")) made.addEventListener("click", () => later(actions[made.dataset.do]));
document.addEventListener("click", (event) => { // menus close when one is done with them
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target) || event.target.closest("a[download]")) menu.open = false;
});
for (const close of document.querySelectorAll("[data-close]")) close.addEventListener("click", () => close.closest("dialog").close());
for (const name of ["hints", "reference", "column", "readings", "compact"]) $(name)?.addEventListener("change", look);
for (const name of ["only", "status", "severity"]) $(name).addEventListener("change", () => { filter(true); paint(); inspect(); });
$("checks").addEventListener("change", paint);

$("choice").addEventListener("change", () => {
  for (const made of document.querySelectorAll(".menu a[download]")) made.search = `departures=${$("choice").value}`;
});

$("who").value = who;
$("who").addEventListener("change", () => { who = $("who").value.normalize("NFC").trim().replace(/\s+/gu, " "); sessionStorage.setItem(WHO, who); trouble(""); filter(true); if (now.departure && !mine(current())) { progress(); inspect(); } else onwards(); });

let typing = 0, searches = 0;
async function search() {
  const words = $("query").value.trim(), mine = searches += 1;
  const answer = words ? await ask(`api/find?q=${encodeURIComponent(words)}&where=${$("where").value}`).catch((error) => { trouble(error.message); return []; }) : null;
  if (mine !== searches) return; // another one was begun meanwhile
  matches = answer && new Set(answer.map((place) => desk.beads[place]?.id));
  filter(true);
  paint();
}
$("query").addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(search, 200); });
$("where").addEventListener("change", search);
$("search").addEventListener("submit", (event) => { event.preventDefault(); search().then(() => { $("query").blur(); if (matches?.size) later(() => visit([...matches][0])); }); });

$("feed").addEventListener("click", (event) => {
  if (!getSelection().isCollapsed) return; // words are being selected
  const bead = event.target.closest(".bead"), marked = event.target.closest("mark:not(.off)");
  if (!bead || event.target.closest("button")) return;
  const id = marked?.dataset.d.split(" ").find((one) => desk.departures.has(one) && counts(desk.departures.get(one)));
  later(() => placeOf.has(bead.id) && go(bead.id, id || (desk.ofBead.get(bead.id) || []).find((one) => counts(desk.departures.get(one))) || null, false));
});
$("feed").addEventListener("mouseover", (event) => { const clause = event.target.closest(".clause"); if (clause) answer([clause]); });
for (const link of document.querySelectorAll("svg a")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const bead = link.getAttribute("href").slice(1);
    if (!placeOf.has(bead)) { trouble("These sentences were paired anew since the picture was drawn; load the page again for a new one."); return; }
    $("pictures").close();
    later(() => visit(bead));
  });
}

// --- begin ----------------------------------------------------------------------------------------------------------------

let feed = new Feed($("scroller"), $("feed"), make, guess);

async function begin() {
  take({ index: await ask("api/index") });
  onwards();
  if (!who) $("who").focus();
}

/** What others did meanwhile; it holds up nobody. */
async function watch() {
  if (!document.hidden) {
    await ask(`api/changes?since=${desk.version}`).then((answer) => { if (take(answer)) inspect(); }).catch(tell);
  }
  setTimeout(watch, 2000);
}

begin().then(() => setTimeout(watch, 2000)).catch((error) => trouble(error.message));
