// A script read into the microphone: 48 kHz mono WAV, put into the form's own file field, so that a form sends it.
"use strict";
(() => {
  const box = document.querySelector("[data-recorder]"), field = document.getElementById("tieng");
  if (!box || !navigator.mediaDevices?.getUserMedia || !window.AudioWorkletNode) return;
  box.hidden = false;
  const part = (name) => box.querySelector(`[data-${name}]`);
  const [begin, end, clock, level, trouble, full, back] = ["begin", "end", "clock-of-recorder", "level", "trouble", "full", "heard-back"].map(part);
  const most = Number(box.dataset.most);
  let taking = null;

  function wav(blocks, rate) {
    const count = blocks.reduce((sum, one) => sum + one.length, 0), bytes = new DataView(new ArrayBuffer(44 + 2 * count));
    const text = (at, s) => [...s].forEach((c, i) => bytes.setUint8(at + i, c.charCodeAt(0)));
    text(0, "RIFF"); bytes.setUint32(4, 36 + 2 * count, true); text(8, "WAVEfmt ");
    bytes.setUint32(16, 16, true); bytes.setUint16(20, 1, true); bytes.setUint16(22, 1, true);
    bytes.setUint32(24, rate, true); bytes.setUint32(28, 2 * rate, true); bytes.setUint16(32, 2, true);
    bytes.setUint16(34, 16, true); text(36, "data"); bytes.setUint32(40, 2 * count, true);
    let at = 44;
    for (const block of blocks) for (const sample of block) { bytes.setInt16(at, Math.max(-1, Math.min(1, sample)) * 32767, true); at += 2; }
    return new File([bytes], "thu.wav", { type: "audio/wav" });
  }

  async function start() {
    trouble.hidden = full.hidden = true;
    try {
      const sound = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
      const context = new AudioContext({ sampleRate: 48000 });
      await context.audioWorklet.addModule("/tinh/recorder-worklet.js");
      const node = new AudioWorkletNode(context, "taker", { numberOfOutputs: 0 });
      taking = { sound, context, blocks: [], frames: 0 };
      node.port.onmessage = ({ data }) => {
        if (!taking) return;
        taking.blocks.push(data);
        taking.frames += data.length;
        level.value = data.reduce((peak, one) => Math.max(peak, Math.abs(one)), 0);
        const s = Math.floor(taking.frames / context.sampleRate);
        clock.textContent = `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
        if (s >= most) {
          full.hidden = false;
          stop();
        }
      };
      context.createMediaStreamSource(sound).connect(node);
      begin.hidden = true;
      end.hidden = false;
      end.focus();
    } catch { trouble.hidden = false; }
  }

  function stop() {
    if (!taking) return;
    const { sound, context, blocks } = taking, file = wav(blocks, context.sampleRate), come = new DataTransfer();
    taking = null;
    sound.getTracks().forEach((one) => one.stop());
    context.close();
    come.items.add(file);
    field.files = come.files;
    back.src = URL.createObjectURL(file);
    back.hidden = false;
    end.hidden = true;
    begin.hidden = false;
    level.value = 0;
    begin.focus();
  }
  // minutes of reading are not sent to a console that has forgotten who reads, or is gone
  const form = field.form, unsent = document.querySelector("[data-unsent]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(location.pathname, { method: "HEAD", cache: "no-store" }).catch(() => null);
    unsent.hidden = answer?.ok ?? false;
    if (answer?.ok) form.submit();
  });
  begin.addEventListener("click", start);
  end.addEventListener("click", stop);
})();
