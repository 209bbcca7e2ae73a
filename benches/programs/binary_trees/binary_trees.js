const MIN_DEPTH = 4;

function bottomUp(depth) {
  if (depth === 0) {
    return { left: null, right: null };
  }
  return { left: bottomUp(depth - 1), right: bottomUp(depth - 1) };
}

function countNodes(tree) {
  const { left, right } = tree;
  if (left === null || right === null) {
    return 1;
  }
  return 1 + countNodes(left) + countNodes(right);
}

const maxDepth = Math.max(MIN_DEPTH + 2, Number(process.argv[2]));
const stretch = maxDepth + 1;
console.log(`stretch tree of depth ${stretch} check: ${countNodes(bottomUp(stretch))}`);
const longLived = bottomUp(maxDepth);
for (let depth = MIN_DEPTH; depth <= maxDepth; depth += 2) {
  const iterations = 1 << (maxDepth - depth + MIN_DEPTH);
  let total = 0;
  for (let i = 0; i < iterations; i++) {
    total += countNodes(bottomUp(depth));
  }
  console.log(`${iterations} trees of depth ${depth} check: ${total}`);
}
console.log(`long lived tree of depth ${maxDepth} check: ${countNodes(longLived)}`);
