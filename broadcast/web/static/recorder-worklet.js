// Hands what the microphone hears to recorder.js, a twentieth of a second at a time.
"use strict";
registerProcessor("taker", class extends AudioWorkletProcessor {
  constructor() { super(); this.block = new Float32Array(2400); this.filled = 0; }

  process([[heard]]) {
    for (const sample of heard || []) {
      this.block[this.filled++] = sample;
      if (this.filled === this.block.length) { this.port.postMessage(this.block.slice()); this.filled = 0; }
    }
    return true;
  }
});
