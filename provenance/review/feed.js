"use strict";
// A list of any length of which only what is near the window is in the document. Heights are guessed until they are measured; what a
// reader is looking at stays where it is when a guess turns out wrong.

export class Feed {
  /**
   * @param scroller the element that scrolls
   * @param holder the list inside it
   * @param make (place) => element of one row; no margins, so that its height is all of it
   * @param guess (place) => height in pixels
   */
  constructor(scroller, holder, make, guess) {
    Object.assign(this, { scroller, holder, make, guess, rows: new Map(), heights: new Float64Array(0), tops: new Float64Array(1), width: 0 });
    this.waiting = false;
    scroller.addEventListener("scroll", () => this.soon(), { passive: true });
    new ResizeObserver(() => {
      if (this.width !== this.holder.clientWidth) this.reset(this.heights.length);
      else this.soon();
    }).observe(scroller);
  }

  get length() { return this.heights.length; }

  /** Begin anew with so many rows; the place that stands at the top stays there, if there is one. */
  reset(length, keep = this.topmost()) {
    this.width = this.holder.clientWidth;
    this.heights = Float64Array.from({ length }, (_, place) => this.guess(place));
    this.tops = new Float64Array(length + 1);
    this.sum();
    for (const row of this.rows.values()) row.remove();
    this.rows.clear();
    this.draw();
    if (keep && keep.place < length) this.scroller.scrollTop = this.tops[keep.place] + keep.over;
    this.draw();
  }

  /** Make some rows again, as far as they are in the document. */
  refresh(places) {
    const stands = this.stands();
    for (const place of places) {
      const row = this.rows.get(place);
      if (!row) continue;
      const made = this.make(place);
      row.replaceWith(made);
      this.rows.set(place, made);
    }
    this.measure(stands);
  }

  /** Where the reader is; to be asked before anything in the document changes, for the browser moves who is beyond its end meanwhile. */
  stands() { return { top: this.scroller.scrollTop, ended: this.ended }; }

  /** Whether the reader is at the end of a list that is longer than the window. */
  get ended() { return this.scroller.scrollTop > 0 && this.scroller.scrollTop + this.scroller.clientHeight >= this.scroller.scrollHeight - 2; }

  /** Bring a row into the window, about a third from its top; nothing moves where it is well inside already. */
  reveal(place) {
    if (!(place >= 0 && place < this.length)) return;
    for (let again = 0; again < 4; again += 1) { // heights on the way become known only when they are drawn
      const view = this.scroller, top = this.tops[place], height = this.heights[place], room = view.clientHeight - this.offset;
      if (this.rows.has(place) && top >= view.scrollTop && top + height <= view.scrollTop + room) return;
      view.scrollTop = Math.max(0, top - Math.max(4, (room - height) / 3));
      this.draw();
    }
  }

  /** What stands above the list in the scrolled element, and stays at its top: it hides as much as it pushes down. */
  get offset() { return this.holder.offsetTop; }

  soon() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => { this.waiting = false; this.draw(); });
  }

  sum() {
    for (let place = 0; place < this.heights.length; place += 1) this.tops[place + 1] = this.tops[place] + this.heights[place];
  }

  /** The row at a height. */
  at(height) {
    let low = 0, high = this.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.tops[middle] <= height) low = middle; else high = middle - 1;
    }
    return Math.max(0, low);
  }

  /** The row at the top of the window, and how much of it is above. */
  topmost() {
    if (!this.length) return null;
    const top = this.scroller.scrollTop, place = this.at(top);
    return { place, over: top - this.tops[place] };
  }

  draw() {
    if (!this.length) { this.holder.style.paddingTop = this.holder.style.paddingBottom = "0px"; return; }
    const stands = this.stands(), margin = this.scroller.clientHeight, from = stands.top - this.offset;
    const first = this.at(from - margin), last = this.at(from + this.scroller.clientHeight + margin);
    for (const [place, row] of this.rows) {
      if ((place < first || place > last) && !row.contains(document.activeElement)) { row.remove(); this.rows.delete(place); }
    }
    let next = null;
    for (let place = last; place >= first; place -= 1) {
      let row = this.rows.get(place);
      if (!row) {
        row = this.make(place);
        this.rows.set(place, row);
        this.holder.insertBefore(row, next);
      }
      next = row;
    }
    this.first = first; this.last = last;
    this.measure(stands);
  }

  measure({ top, ended } = this.stands()) {
    const place = this.at(top), over = top - this.tops[place];
    let changed = false;
    for (const [row, made] of this.rows) {
      if (row < this.first || row > this.last) { made.style.position = "absolute"; made.style.visibility = "hidden"; continue; }
      made.style.position = made.style.visibility = "";
      const height = made.getBoundingClientRect().height;
      if (height && Math.abs(height - this.heights[row]) > 0.5) { this.heights[row] = height; changed = true; }
    }
    if (changed) this.sum();
    this.holder.style.paddingTop = `${this.tops[this.first] || 0}px`;
    this.holder.style.paddingBottom = `${Math.max(0, this.tops[this.length] - this.tops[Math.min(this.length, this.last + 1)])}px`;
    // Who went to the end stays there, however far away it turns out to be; others stay at what they were looking at.
    const wanted = ended ? this.scroller.scrollHeight - this.scroller.clientHeight : this.tops[place] + Math.min(over, this.heights[place]);
    if (Math.abs(wanted - this.scroller.scrollTop) > 1) this.scroller.scrollTop = wanted;
    if (changed) this.soon();
  }
}
