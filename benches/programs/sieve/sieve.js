const LIMIT = 1000000;

function countPrimes(limit) {
  const composite = new Array(limit + 1).fill(false);
  let count = 0;
  for (let i = 2; i <= limit; i++) {
    if (composite[i]) {
      continue;
    }
    count++;
    for (let j = i * i; j <= limit; j += i) {
      composite[j] = true;
    }
  }
  return count;
}

const n = Number(process.argv[2]);
let total = 0;
for (let i = 0; i < n; i++) {
  total += countPrimes(LIMIT);
}
console.log(total);
