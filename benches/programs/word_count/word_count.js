const VOCABULARY = 5000;
const WORDS_PER_LINE = 12;
const TOP = 20;

const syllables = ["ka", "lu", "mi", "no", "pe", "ra", "si", "ta", "vo", "zu"];

let seed = 42;

function next(bound) {
  seed = (seed * 16807) % 2147483647;
  return seed % bound;
}

function vocabulary() {
  const words = [];
  for (let i = 0; i < VOCABULARY; i++) {
    let word = "";
    const count = 2 + next(3);
    for (let j = 0; j < count; j++) {
      word += syllables[next(10)];
    }
    words.push(word);
  }
  return words;
}

function generate(n) {
  const words = vocabulary();
  const lines = [];
  for (let i = 0; i < n; i++) {
    let line = words[next(VOCABULARY)];
    for (let j = 1; j < WORDS_PER_LINE; j++) {
      line += " " + words[Math.floor((next(VOCABULARY) * next(VOCABULARY)) / VOCABULARY)];
    }
    lines.push(line);
  }
  return lines;
}

const counts = new Map();
for (const line of generate(Number(process.argv[2]))) {
  for (const word of line.split(" ")) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
}
const entries = [...counts];
entries.sort(([w1, c1], [w2, c2]) => c2 - c1 || (w1 < w2 ? -1 : 1));
console.log(entries.length);
for (const [word, count] of entries.slice(0, TOP)) {
  console.log(word + " " + count);
}
