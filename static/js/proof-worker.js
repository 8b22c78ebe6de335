// The proof of work of an anonymous form (tfc/human_check.py), in a worker so that the page stays responsive. It receives
// {challenge, puzzles, bits} and answers with the numbers that solve the puzzles, separated by points.
// SHA-256 by hand: crypto.subtle is asynchronous, which costs more per call than the hash itself.

const K = new Int32Array(64);
const START = new Int32Array(8);
const fraction = (root) => ((root % 1) * 2 ** 32) | 0;
for (let number = 2, count = 0; count < 64; number += 1) {
  let isPrime = true;
  for (let divisor = 2; divisor * divisor <= number; divisor += 1) if (number % divisor === 0) isPrime = false;
  if (!isPrime) continue;
  if (count < 8) START[count] = fraction(Math.sqrt(number));
  K[count] = fraction(Math.cbrt(number));
  count += 1;
}

const block = new Uint8Array(64);
const view = new DataView(block.buffer);
const schedule = new Int32Array(64);

// Return the first 32 bits of the SHA-256 of the block, which holds at most 55 characters.
function hashBlock() {
  for (let i = 0; i < 16; i += 1) schedule[i] = view.getInt32(i * 4);
  for (let i = 16; i < 64; i += 1) {
    const x = schedule[i - 15];
    const y = schedule[i - 2];
    const low = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const high = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    schedule[i] = (schedule[i - 16] + low + schedule[i - 7] + high) | 0;
  }
  let a = START[0];
  let b = START[1];
  let c = START[2];
  let d = START[3];
  let e = START[4];
  let f = START[5];
  let g = START[6];
  let h = START[7];
  for (let i = 0; i < 64; i += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + schedule[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  return (START[0] + a) >>> 0;
}

function write(text, at) {
  for (let i = 0; i < text.length; i += 1) block[at + i] = text.charCodeAt(i);
  return at + text.length;
}

function solve(challenge, puzzle, bits) {
  const start = write(`${challenge}:${puzzle}:`, 0);
  for (let number = 0; ; number += 1) {
    block.fill(0, start);
    const end = write(String(number), start);
    block[end] = 0x80;
    view.setUint32(60, end * 8);
    if (hashBlock() >>> (32 - bits) === 0) return number;
  }
}

self.onmessage = ({ data }) => {
  const solutions = [];
  for (let puzzle = 0; puzzle < data.puzzles; puzzle += 1) solutions.push(solve(data.challenge, puzzle, data.bits));
  self.postMessage(solutions.join("."));
};
