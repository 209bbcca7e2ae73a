function generate(n) {
  const items = [];
  let seed = 42;
  for (let i = 0; i < n; i++) {
    seed = (seed * 16807) % 2147483647;
    items.push({ key: seed % 1000000, name: "item" + (seed % 1000) });
  }
  return items;
}

function mergeSort(items, buffer, low, high) {
  if (high - low < 2) {
    return;
  }
  const middle = (low + high) >> 1;
  mergeSort(items, buffer, low, middle);
  mergeSort(items, buffer, middle, high);
  for (let i = low; i < high; i++) {
    buffer[i] = items[i];
  }
  let left = low;
  let right = middle;
  for (let i = low; i < high; i++) {
    if (left < middle && (right >= high || buffer[left].key <= buffer[right].key)) {
      items[i] = buffer[left];
      left++;
    } else {
      items[i] = buffer[right];
      right++;
    }
  }
}

const n = Number(process.argv[2]);
const items = generate(n);
const buffer = [...items];
mergeSort(items, buffer, 0, items.length);
let checksum = 0;
for (const item of items) {
  checksum = (checksum * 31 + item.key + item.name.length) % 1000000007;
}
console.log(items[0].name + " " + items[n - 1].name + " " + checksum);
