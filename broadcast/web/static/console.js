// What no form can do: figures that stay fresh and say when they do not, the F8 key, the clock and the needle.
"use strict";
(() => {
  const USUAL_MS = 1000, PATIENCE_MS = 2500, STALE_MS = 3000, SOON_MS = 60;
  const body = document.body, page = body.dataset.live;
  const note = document.getElementById("cu");
  const asked = { number: body.dataset.number, moment: "", good: performance.now() - Number(body.dataset.age || 0), skew: null, piece: null, next: null };

  // F8 is the same press as the button's
  document.addEventListener("keydown", (event) => {
    if (event.key !== "F8" || event.repeat) return;
    event.preventDefault();
    document.querySelector("form#dung button")?.click();
  });
  document.addEventListener("submit", (event) => {
    if (event.target.id === "dung") event.target.querySelector("button").classList.add("is-working");
  });
  if (!page) return;

  // what is being pressed is not taken from under the finger
  let pressed = false;
  document.addEventListener("pointerdown", () => { pressed = true; });
  for (const over of ["pointerup", "pointercancel"]) document.addEventListener(over, () => setTimeout(() => { pressed = false; }, 50));

  const two = (n) => String(n).padStart(2, "0");
  const length = (s) => {
    const whole = Math.max(0, Math.round(s)), h = Math.floor(whole / 3600), m = Math.floor((whole % 3600) / 60);
    return h ? `${h}:${two(m)}:${two(whole % 60)}` : `${m}:${two(whole % 60)}`;
  };

  function fresh(answer) {
    const head = (name) => answer.headers.get(name);
    const now = Number(head("X-Now-Ms")), age = Number(head("X-Age-Ms"));
    asked.moment = head("X-Moment");
    asked.number = head("X-Number");
    asked.next = head("X-Next-Ms") === null ? null : Number(head("X-Next-Ms"));
    asked.skew = now + age - Date.now();
    asked.good = performance.now() - age; // as old as the server's own look is
    asked.zone = Number(head("X-Zone-S"));
    document.getElementById("dung")?.classList.toggle("is-stopped", head("X-Silenced") === "1");
    document.querySelector(".today")?.classList.toggle("is-stopped", head("X-Stopped") === "1");
    const seconds = head("X-Seconds");
    asked.piece = seconds === null ? null : { at: performance.now() - age, seconds: Number(seconds), of: Number(head("X-Of-Seconds")) };
  }

  // each piece of the answer takes the place of the one with its id; the focus stays where it was
  function show(html) {
    const come = new DOMParser().parseFromString(html, "text/html");
    for (const one of come.body.querySelectorAll(":scope > [id]")) {
      const old = document.getElementById(one.id);
      if (!old || old.outerHTML === one.outerHTML) continue;
      const focused = old.contains(document.activeElement) ? document.activeElement : null;
      const way = focused && [focused.id && `#${CSS.escape(focused.id)}`, focused.name && `[name="${CSS.escape(focused.name)}"]`, focused.tagName.toLowerCase()].find(Boolean);
      for (const typed of old.querySelectorAll("input[name], textarea[name]")) {
        const same = typed.value !== typed.defaultValue && one.querySelector(`[name="${CSS.escape(typed.name)}"]`);
        if (same) same.value = typed.value;
      }
      old.replaceWith(one);
      if (way) (one.querySelector(way) || one).focus?.();
      window.htmx?.process(one);
    }
    document.dispatchEvent(new Event("song"));
  }

  let due = 0;
  async function ask() {
    let wait = USUAL_MS;
    try {
      const answer = await fetch(`/song?trang=${page}&thay=${asked.number}`, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
      // where somebody types, the page stays: what was typed is only here
      if (answer.status === 401 && !document.querySelector("[data-typed]")) return location.reload();
      if (answer.status === 200 || answer.status === 204) {
        const html = await answer.text(), before = asked.number;
        fresh(answer);
        if (answer.status === 200 && pressed) asked.number = before;
        else if (html) { show(html); tick(); }
        if (asked.next !== null) wait = Math.min(USUAL_MS, Math.max(SOON_MS, asked.next + SOON_MS));
      }
    } catch { /* no answer: `tick` tells how old the figures are */ }
    due = setTimeout(ask, document.hidden ? 2 * USUAL_MS : wait);
  }
  const askNow = () => { clearTimeout(due); ask(); };
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { tick(); askNow(); } });
  window.addEventListener("pageshow", (event) => { if (event.persisted) { tick(); askNow(); } });

  function tick() {
    const stale = performance.now() - asked.good > STALE_MS;
    body.classList.toggle("is-stale", stale);
    if (stale) document.getElementById("dung")?.classList.remove("is-stopped"); // nobody knows whether it still holds
    if (note.hidden === stale) {
      if (stale) note.textContent = note.dataset.text.replace("…", asked.moment || document.querySelector("[data-clock]").textContent);
      note.hidden = !stale;
    }
    if (stale || asked.skew === null) return;
    const now = new Date(Date.now() + asked.skew + asked.zone * 1000);
    const clock = document.querySelector("[data-clock]");
    if (clock) clock.textContent = `${two(now.getUTCHours())}:${two(now.getUTCMinutes())}:${two(now.getUTCSeconds())}`;
    for (const one of document.querySelectorAll("[data-until]")) one.textContent = length((Number(one.dataset.until) - (now - asked.zone * 1000)) / 1000);
    if (!asked.piece) return;
    const played = Math.min(asked.piece.of, asked.piece.seconds + (performance.now() - asked.piece.at) / 1000);
    for (const one of document.querySelectorAll("[data-played]")) one.textContent = length(played);
    for (const one of document.querySelectorAll("[data-left]")) one.textContent = length(asked.piece.of - played);
    for (const one of document.querySelectorAll("[data-part]")) {
      const place = Number(one.dataset.from || 0) + (one.dataset.span * played) / (asked.piece.of || 1);
      one.setAttribute(one.dataset.part, `${place.toFixed(2)}${one.dataset.unit || ""}`);
    }
  }
  due = setTimeout(ask, 200);
  setInterval(tick, 250);
})();
