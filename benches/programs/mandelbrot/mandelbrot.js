const ITERATIONS = 50;

function inside(cr, ci) {
  let zr = 0;
  let zi = 0;
  let tr = 0;
  let ti = 0;
  for (let i = 0; i < ITERATIONS; i++) {
    zi = 2.0 * zr * zi + ci;
    zr = tr - ti + cr;
    tr = zr * zr;
    ti = zi * zi;
    if (tr + ti > 4.0) {
      return false;
    }
  }
  return true;
}

const n = Number(process.argv[2]);
let count = 0;
let checksum = 0;
for (let y = 0; y < n; y++) {
  const ci = (2.0 * y) / n - 1.0;
  let bits = 0;
  for (let x = 0; x < n; x++) {
    const cr = (2.0 * x) / n - 1.5;
    bits = (bits << 1) & 255;
    if (inside(cr, ci)) {
      bits |= 1;
      count++;
    }
    if (x % 8 === 7) {
      checksum = (checksum * 31 + bits) % 1000000007;
    }
  }
}
console.log(count + " " + checksum);
