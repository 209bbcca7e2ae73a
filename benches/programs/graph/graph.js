const DEGREE = 4;
const MAX_WEIGHT = 100;
const UNREACHED = 1000000000;
const ROUNDS = 10;
const DAMPING = 0.85;

let seed = 42;

function next(bound) {
  seed = (seed * 16807) % 2147483647;
  return seed % bound;
}

class Graph {
  names = [];
  numbers = new Map();
  edges = [];
  links = [];

  get size() {
    return this.names.length;
  }

  node(name) {
    const known = this.numbers.get(name);
    if (known !== undefined) {
      return known;
    }
    const number = this.names.length;
    this.numbers.set(name, number);
    this.names.push(name);
    this.edges.push([]);
    return number;
  }

  connect(from, to, weight) {
    const origin = this.node(from);
    const target = this.node(to);
    this.edges[origin].push({ target, weight });
    this.links.push({ from: origin, to: target, weight });
  }

  read(line) {
    const first = line.indexOf(" ");
    if (first < 0) {
      throw new Error(`no edge in '${line}'`);
    }
    const second = line.indexOf(" ", first + 1);
    if (second < 0) {
      throw new Error(`no weight in '${line}'`);
    }
    this.connect(line.substring(0, first), line.substring(first + 1, second), Number(line.substring(second + 1)));
  }

  reversed() {
    const reversed = this.names.map(() => []);
    for (const link of this.links) {
      reversed[link.to].push({ target: link.from, weight: link.weight });
    }
    return reversed;
  }
}

const nameOf = (number) => "v" + number;

function generate(n) {
  const lines = [];
  for (let from = 0; from < n; from++) {
    for (let i = 0; i < DEGREE; i++) {
      const to = next(8) === 0 ? next(n) : (from + 1 + next(40)) % n;
      const weight = 1 + next(MAX_WEIGHT);
      lines.push(nameOf(from) + " " + nameOf(to) + " " + weight);
    }
  }
  return lines;
}

const before = (a, b) => a.priority < b.priority || (a.priority === b.priority && a.node < b.node);

class Heap {
  entries = [];

  isEmpty() {
    return this.entries.length === 0;
  }

  push(entry) {
    const entries = this.entries;
    let at = entries.length;
    entries.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(entry, entries[parent])) {
        break;
      }
      entries[at] = entries[parent];
      at = parent;
    }
    entries[at] = entry;
  }

  pop() {
    const entries = this.entries;
    const least = entries[0];
    const last = entries.pop();
    if (entries.length > 0) {
      this.sink(last);
    }
    return least;
  }

  sink(entry) {
    const entries = this.entries;
    const size = entries.length;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && before(entries[child + 1], entries[child])) {
        child++;
      }
      if (!before(entries[child], entry)) {
        break;
      }
      entries[at] = entries[child];
      at = child;
    }
    entries[at] = entry;
  }
}

const filled = (n, value) => new Array(n).fill(value);

function dijkstra(graph, origin) {
  const distances = filled(graph.size, UNREACHED);
  const previous = filled(graph.size, -1);
  let settled = 0;
  const heap = new Heap();
  distances[origin] = 0;
  heap.push({ node: origin, priority: 0 });
  while (!heap.isEmpty()) {
    const { node, priority } = heap.pop();
    if (priority > distances[node]) {
      continue;
    }
    settled++;
    for (const edge of graph.edges[node]) {
      const distance = priority + edge.weight;
      if (distance < distances[edge.target]) {
        distances[edge.target] = distance;
        previous[edge.target] = node;
        heap.push({ node: edge.target, priority: distance });
      }
    }
  }
  return { distances, previous, settled };
}

function farthest(distances) {
  let best = 0;
  for (let node = 0; node < distances.length; node++) {
    if (distances[node] !== UNREACHED && distances[node] > distances[best]) {
      best = node;
    }
  }
  return best;
}

function pathTo(paths, target) {
  const path = [];
  for (let at = target; at >= 0; at = paths.previous[at]) {
    path.push(at);
  }
  return path.reverse();
}

function levels(graph, origin) {
  const level = filled(graph.size, -1);
  const queue = [origin];
  level[origin] = 0;
  for (let head = 0; head < queue.length; head++) {
    const node = queue[head];
    for (const edge of graph.edges[node]) {
      if (level[edge.target] < 0) {
        level[edge.target] = level[node] + 1;
        queue.push(edge.target);
      }
    }
  }
  return level;
}

function histogram(level) {
  const counts = [];
  for (const l of level) {
    if (l >= 0) {
      while (counts.length <= l) {
        counts.push(0);
      }
      counts[l]++;
    }
  }
  return counts;
}

class Tarjan {
  constructor(graph) {
    this.graph = graph;
    this.index = filled(graph.size, -1);
    this.low = filled(graph.size, 0);
    this.component = filled(graph.size, -1);
    this.stack = [];
    this.path = [];
    this.visited = 0;
    this.count = 0;
    this.largest = 0;
  }

  run() {
    for (let node = 0; node < this.graph.size; node++) {
      if (this.index[node] < 0) {
        this.visit(node);
      }
    }
    return { of: this.component, count: this.count, largest: this.largest };
  }

  enter(node) {
    this.index[node] = this.visited;
    this.low[node] = this.visited;
    this.visited++;
    this.stack.push(node);
    this.path.push({ node, next: 0 });
  }

  visit(root) {
    this.enter(root);
    while (this.path.length > 0) {
      const step = this.path[this.path.length - 1];
      const edges = this.graph.edges[step.node];
      if (step.next < edges.length) {
        const target = edges[step.next].target;
        step.next++;
        if (this.index[target] < 0) {
          this.enter(target);
        } else if (this.component[target] < 0) {
          this.low[step.node] = Math.min(this.low[step.node], this.index[target]);
        }
      } else {
        this.path.pop();
        this.leave(step.node);
      }
    }
  }

  leave(node) {
    if (this.path.length > 0) {
      const parent = this.path[this.path.length - 1].node;
      this.low[parent] = Math.min(this.low[parent], this.low[node]);
    }
    if (this.low[node] !== this.index[node]) {
      return;
    }
    let size = 0;
    let member = -1;
    while (member !== node) {
      member = this.stack.pop();
      this.component[member] = this.count;
      size++;
    }
    this.count++;
    this.largest = Math.max(this.largest, size);
  }
}

class Sets {
  constructor(n) {
    this.parent = [];
    for (let i = 0; i < n; i++) {
      this.parent.push(i);
    }
    this.size = filled(n, 1);
    this.count = n;
  }

  find(member) {
    let root = member;
    while (this.parent[root] !== root) {
      root = this.parent[root];
    }
    let at = member;
    while (this.parent[at] !== root) {
      const above = this.parent[at];
      this.parent[at] = root;
      at = above;
    }
    return root;
  }

  union(a, b) {
    let x = this.find(a);
    let y = this.find(b);
    if (x === y) {
      return false;
    }
    if (this.size[x] < this.size[y]) {
      [x, y] = [y, x];
    }
    this.parent[y] = x;
    this.size[x] += this.size[y];
    this.count--;
    return true;
  }
}

function spanningTree(graph) {
  const sorted = [...graph.links].sort((a, b) => a.weight - b.weight);
  const sets = new Sets(graph.size);
  let weight = 0;
  let links = 0;
  for (const link of sorted) {
    if (sets.union(link.from, link.to)) {
      weight += link.weight;
      links++;
    }
  }
  return { weight, links, trees: sets.count };
}

function ranks(graph) {
  const n = graph.size;
  const incoming = graph.reversed();
  let rank = filled(n, 1.0 / n);
  for (let round = 0; round < ROUNDS; round++) {
    const following = [];
    for (let node = 0; node < n; node++) {
      let sum = 0.0;
      for (const edge of incoming[node]) {
        sum += rank[edge.target] / graph.edges[edge.target].length;
      }
      following.push((1.0 - DAMPING) / n + DAMPING * sum);
    }
    rank = following;
  }
  return rank;
}

function bestOf(rank) {
  let best = 0;
  for (let node = 1; node < rank.length; node++) {
    if (rank[node] > rank[best]) {
      best = node;
    }
  }
  return best;
}

class Grid {
  walls = [];
  expanded = 0;

  constructor(side) {
    this.side = side;
    for (let i = 0; i < side; i++) {
      const row = [];
      for (let j = 0; j < side; j++) {
        row.push(next(100) < 22);
      }
      this.walls.push(row);
    }
    this.walls[0][0] = false;
    this.walls[side - 1][side - 1] = false;
  }

  isFree({ row, column }) {
    return row >= 0 && row < this.side && column >= 0 && column < this.side && !this.walls[row][column];
  }

  neighbours({ row, column }) {
    const around = [
      { row: row - 1, column },
      { row, column: column - 1 },
      { row, column: column + 1 },
      { row: row + 1, column },
    ];
    return around.filter((c) => this.isFree(c));
  }

  estimate(cell) {
    return this.side - 1 - cell.row + this.side - 1 - cell.column;
  }

  search() {
    const goal = this.side * this.side - 1;
    const cost = filled(goal + 1, UNREACHED);
    const closed = filled(goal + 1, false);
    const open = new Heap();
    cost[0] = 0;
    open.push({ node: 0, priority: this.estimate({ row: 0, column: 0 }) });
    while (!open.isEmpty()) {
      const { node } = open.pop();
      if (node === goal) {
        return cost[node];
      }
      if (closed[node]) {
        continue;
      }
      closed[node] = true;
      this.expanded++;
      const cell = { row: Math.floor(node / this.side), column: node % this.side };
      for (const neighbour of this.neighbours(cell)) {
        const number = neighbour.row * this.side + neighbour.column;
        if (cost[node] + 1 < cost[number]) {
          cost[number] = cost[node] + 1;
          open.push({ node: number, priority: cost[number] + this.estimate(neighbour) });
        }
      }
    }
    return undefined;
  }
}

function root(n) {
  let r = 1;
  while ((r + 1) * (r + 1) <= n) {
    r++;
  }
  return r;
}

function reportPaths(graph) {
  const paths = dijkstra(graph, 0);
  const last = farthest(paths.distances);
  const path = pathTo(paths, last);
  const sum = paths.distances.filter((d) => d !== UNREACHED).reduce((a, b) => a + b, 0);
  console.log(
    `settled ${paths.settled}, farthest ${graph.names[last]} at ${paths.distances[last]}` +
      ` over ${path.length} nodes, sum ${sum}`,
  );
  const begin = path.slice(0, 8).map((node) => graph.names[node]);
  console.log("path " + begin.join(" > "));
}

function reportComponents(graph) {
  const components = new Tarjan(graph).run();
  let across = 0;
  for (const link of graph.links) {
    if (components.of[link.from] !== components.of[link.to]) {
      across++;
    }
  }
  console.log(`components ${components.count}, largest ${components.largest}, links across ${across}`);
}

const n = Number(process.argv[2]);
const graph = new Graph();
for (const line of generate(n)) {
  graph.read(line);
}
console.log(`nodes ${graph.size}, links ${graph.links.length}`);
reportPaths(graph);
const counts = histogram(levels(graph, 0));
console.log(`levels ${counts.length}: ${counts.join(" ")}`);
reportComponents(graph);
const tree = spanningTree(graph);
console.log(`tree ${tree.weight} over ${tree.links} links, ${tree.trees} trees`);
const rank = ranks(graph);
const first = bestOf(rank);
console.log(`rank ${graph.names[first]} ${(rank[first] * 1000.0).toFixed(6)}`);
const grid = new Grid(2 * root(n));
const length = grid.search();
console.log(`grid ${grid.side}, way ${length ?? -1}, expanded ${grid.expanded}`);
