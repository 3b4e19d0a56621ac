// A script's page and its editor: listening to the end, pasting from Word, jumping to a fault.
"use strict";
(() => {
  const REPORT_MS = 4000, WHOLE = 0.97;
  const clock = (s) => `${Math.floor(s / 60)}:${String(Math.floor(s % 60)).padStart(2, "0")}`;
  const post = (url, fields) => fetch(url, { method: "POST", body: new URLSearchParams(fields) });

  // the player: our own buttons instead of the browser's; what was really played is told to the server
  function equip(box) {
    const audio = box.querySelector("[data-audio]"), play = box.querySelector("[data-play]");
    if (!audio || box.dataset.equipped) return;
    box.dataset.equipped = "1";
    const seek = box.querySelector("[data-seek]"), needle = box.querySelector("[data-needle-of-player]");
    const whole = Number(box.dataset.seconds), heard = document.querySelector("form[data-heard]");
    const [nowLabel, stopLabel] = [play.getAttribute("aria-label"), play.dataset.stopLabel];
    audio.controls = false;
    for (const one of [play, seek, box.querySelector("[data-player-time]")]) one.hidden = false;
    const button = heard?.querySelector("[data-no-script]");
    if (button) button.hidden = true;
    const played = () => {
      let sum = 0;
      for (let i = 0; i < audio.played.length; i++) sum += audio.played.end(i) - audio.played.start(i);
      return sum;
    };
    async function report() {
      const share = heard?.querySelector("[data-share]");
      const answer = await post(box.dataset.playedTo, { luot: box.dataset.token, giay: played().toFixed(2) });
      if (answer.ok && share) share.textContent = share.dataset.text.replace("…", `${await answer.text()}%`);
    }
    const share = heard?.querySelector("[data-share]");
    play.addEventListener("click", () => (audio.paused ? audio.play() : audio.pause()));
    seek.addEventListener("input", () => { audio.currentTime = Number(seek.value); });
    const show = () => {
      play.setAttribute("aria-label", audio.paused ? nowLabel : stopLabel);
      box.querySelector("[data-play-sign]").setAttribute("visibility", audio.paused ? "visible" : "hidden");
      box.querySelector("[data-pause-sign]").setAttribute("visibility", audio.paused ? "hidden" : "visible");
    };
    audio.addEventListener("play", show);
    audio.addEventListener("pause", show);
    audio.addEventListener("timeupdate", () => {
      seek.value = audio.currentTime;
      needle.setAttribute("x", (900 * audio.currentTime) / whole);
      box.querySelector("[data-at]").textContent = clock(audio.currentTime);
      if (share) share.textContent = share.dataset.text.replace("…", `${Math.round((100 * played()) / whole)}%`);
    });
    const every = setInterval(() => { if (!document.contains(box)) clearInterval(every); else if (!audio.paused) report(); }, REPORT_MS);
    audio.addEventListener("ended", async () => {
      await report();
      if (heard && played() >= WHOLE * whole) heard.submit();
    });
  }
  const equipAll = () => document.querySelectorAll("[data-player]").forEach(equip);
  equipAll();
  document.addEventListener("htmx:afterSwap", equipAll);

  // what is typed is kept by htmx every few seconds; here: when the tab goes, and when it cannot be kept
  const form = document.querySelector("form[data-keep]");
  if (form) {
    const note = document.getElementById("da-giu"), keep = form.dataset.keep;
    let changed = false, out = false;
    form.addEventListener("input", () => { changed = true; });
    form.addEventListener("submit", (event) => {
      changed = out && changed;
      if (!out) return;
      event.preventDefault();
      form.querySelector("[data-typed]").dispatchEvent(new Event("input", { bubbles: true }));
    });
    document.addEventListener("htmx:afterRequest", ({ detail }) => {
      if (detail.pathInfo?.requestPath !== keep) return;
      out = detail.xhr.status === 401;
      if (detail.successful) changed = false;
      else note.textContent = out ? note.dataset.out : note.dataset.failed;
    });
    addEventListener("pagehide", () => { if (changed) navigator.sendBeacon(keep, new FormData(form)); });
  }

  // what is pasted from Word comes as plain paragraphs
  document.addEventListener("paste", async (event) => {
    const area = event.target.closest?.("textarea[data-paste]"), html = event.clipboardData?.getData("text/html");
    if (!area || !html) return;
    event.preventDefault();
    const plain = event.clipboardData.getData("text/plain");
    let text = plain;
    try {
      const answer = await post(area.dataset.paste, { html });
      if (answer.ok) text = await answer.text();
    } catch { /* the plain text is as good as it gets */ }
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // a fault's button leads to its line
  document.addEventListener("click", (event) => {
    const to = event.target.closest?.("button[data-line]"), area = document.getElementById("bai");
    if (!to || !area) return;
    const lines = area.value.split("\n"), before = lines.slice(0, to.dataset.line - 1);
    const at = before.join("\n").length + (before.length ? 1 : 0) + Number(to.dataset.column) - 1;
    area.focus();
    area.setSelectionRange(at, at + Math.max(1, (lines[to.dataset.line - 1] || "").length - to.dataset.column + 1));
  });
})();
