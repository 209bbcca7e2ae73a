use std::collections::HashMap;

const DEGREE: usize = 4;
const MAX_WEIGHT: i64 = 100;
const UNREACHED: i64 = 1000000000;
const ROUNDS: usize = 10;
const DAMPING: f64 = 0.85;

struct Edge {
    target: usize,
    weight: i64,
}

struct Link {
    from: usize,
    to: usize,
    weight: i64,
}

struct Entry {
    node: usize,
    priority: i64,
}

struct Step {
    node: usize,
    next: usize,
}

#[derive(Clone, Copy)]
struct Cell {
    row: i64,
    column: i64,
}

struct Random(i64);

impl Random {
    fn next(&mut self, bound: i64) -> i64 {
        self.0 = self.0 * 16807 % 2147483647;
        self.0 % bound
    }
}

#[derive(Default)]
struct Graph {
    names: Vec<String>,
    numbers: HashMap<String, usize>,
    edges: Vec<Vec<Edge>>,
    links: Vec<Link>,
}

impl Graph {
    fn size(&self) -> usize {
        self.names.len()
    }

    fn node(&mut self, name: &str) -> usize {
        if let Some(known) = self.numbers.get(name) {
            return *known;
        }
        let number = self.names.len();
        self.numbers.insert(name.to_string(), number);
        self.names.push(name.to_string());
        self.edges.push(Vec::new());
        number
    }

    fn connect(&mut self, from: &str, to: &str, weight: i64) {
        let origin = self.node(from);
        let target = self.node(to);
        self.edges[origin].push(Edge { target, weight });
        self.links.push(Link { from: origin, to: target, weight });
    }

    fn read(&mut self, line: &str) -> Result<(), String> {
        let (from, rest) = line.split_once(' ').ok_or(format!("no edge in '{line}'"))?;
        let (to, weight) = rest.split_once(' ').ok_or(format!("no weight in '{line}'"))?;
        let weight = weight.parse().map_err(|e| format!("{e}"))?;
        self.connect(from, to, weight);
        Ok(())
    }

    fn reversed(&self) -> Vec<Vec<Edge>> {
        let mut reversed: Vec<Vec<Edge>> = self.names.iter().map(|_| Vec::new()).collect();
        for link in &self.links {
            reversed[link.to].push(Edge { target: link.from, weight: link.weight });
        }
        reversed
    }
}

fn name_of(number: i64) -> String {
    format!("v{number}")
}

fn generate(n: i64, random: &mut Random) -> Vec<String> {
    let mut lines = Vec::new();
    for from in 0..n {
        for _ in 0..DEGREE {
            let to = if random.next(8) == 0 { random.next(n) } else { (from + 1 + random.next(40)) % n };
            let weight = 1 + random.next(MAX_WEIGHT);
            lines.push(format!("{} {} {weight}", name_of(from), name_of(to)));
        }
    }
    lines
}

fn before(a: &Entry, b: &Entry) -> bool {
    a.priority < b.priority || a.priority == b.priority && a.node < b.node
}

#[derive(Default)]
struct Heap {
    entries: Vec<Entry>,
}

impl Heap {
    fn push(&mut self, entry: Entry) {
        let mut at = self.entries.len();
        self.entries.push(entry);
        while at > 0 {
            let parent = (at - 1) / 2;
            if !before(&self.entries[at], &self.entries[parent]) {
                break;
            }
            self.entries.swap(at, parent);
            at = parent;
        }
    }

    fn pop(&mut self) -> Option<Entry> {
        let last = self.entries.pop()?;
        if self.entries.is_empty() {
            return Some(last);
        }
        let least = std::mem::replace(&mut self.entries[0], last);
        self.sink();
        Some(least)
    }

    fn sink(&mut self) {
        let size = self.entries.len();
        let mut at = 0;
        loop {
            let mut child = 2 * at + 1;
            if child >= size {
                break;
            }
            if child + 1 < size && before(&self.entries[child + 1], &self.entries[child]) {
                child += 1;
            }
            if !before(&self.entries[child], &self.entries[at]) {
                break;
            }
            self.entries.swap(at, child);
            at = child;
        }
    }
}

struct Paths {
    distances: Vec<i64>,
    previous: Vec<Option<usize>>,
    settled: usize,
}

fn dijkstra(graph: &Graph, origin: usize) -> Paths {
    let n = graph.size();
    let mut paths = Paths { distances: vec![UNREACHED; n], previous: vec![None; n], settled: 0 };
    let mut heap = Heap::default();
    paths.distances[origin] = 0;
    heap.push(Entry { node: origin, priority: 0 });
    while let Some(Entry { node, priority }) = heap.pop() {
        if priority > paths.distances[node] {
            continue;
        }
        paths.settled += 1;
        for edge in &graph.edges[node] {
            let distance = priority + edge.weight;
            if distance < paths.distances[edge.target] {
                paths.distances[edge.target] = distance;
                paths.previous[edge.target] = Some(node);
                heap.push(Entry { node: edge.target, priority: distance });
            }
        }
    }
    paths
}

fn farthest(distances: &[i64]) -> usize {
    let mut best = 0;
    for (node, distance) in distances.iter().enumerate() {
        if *distance != UNREACHED && *distance > distances[best] {
            best = node;
        }
    }
    best
}

fn path_to(paths: &Paths, target: usize) -> Vec<usize> {
    let mut path: Vec<usize> = std::iter::successors(Some(target), |at| paths.previous[*at]).collect();
    path.reverse();
    path
}

fn levels(graph: &Graph, origin: usize) -> Vec<i64> {
    let mut level = vec![-1; graph.size()];
    let mut queue = vec![origin];
    level[origin] = 0;
    let mut head = 0;
    while head < queue.len() {
        let node = queue[head];
        head += 1;
        for edge in &graph.edges[node] {
            if level[edge.target] < 0 {
                level[edge.target] = level[node] + 1;
                queue.push(edge.target);
            }
        }
    }
    level
}

fn histogram(level: &[i64]) -> Vec<i64> {
    let mut counts = Vec::new();
    for &l in level.iter().filter(|l| **l >= 0) {
        while counts.len() <= l as usize {
            counts.push(0);
        }
        counts[l as usize] += 1;
    }
    counts
}

struct Tarjan<'a> {
    graph: &'a Graph,
    index: Vec<i64>,
    low: Vec<i64>,
    component: Vec<i64>,
    stack: Vec<usize>,
    path: Vec<Step>,
    visited: i64,
    count: i64,
    largest: usize,
}

impl<'a> Tarjan<'a> {
    fn new(graph: &'a Graph) -> Self {
        let n = graph.size();
        Tarjan {
            graph,
            index: vec![-1; n],
            low: vec![0; n],
            component: vec![-1; n],
            stack: Vec::new(),
            path: Vec::new(),
            visited: 0,
            count: 0,
            largest: 0,
        }
    }

    fn run(&mut self) {
        for node in 0..self.graph.size() {
            if self.index[node] < 0 {
                self.visit(node);
            }
        }
    }

    fn enter(&mut self, node: usize) {
        self.index[node] = self.visited;
        self.low[node] = self.visited;
        self.visited += 1;
        self.stack.push(node);
        self.path.push(Step { node, next: 0 });
    }

    fn visit(&mut self, root: usize) {
        self.enter(root);
        while let Some(step) = self.path.last_mut() {
            let node = step.node;
            let Some(edge) = self.graph.edges[node].get(step.next) else {
                self.path.pop();
                self.leave(node);
                continue;
            };
            step.next += 1;
            let target = edge.target;
            if self.index[target] < 0 {
                self.enter(target);
            } else if self.component[target] < 0 {
                self.low[node] = self.low[node].min(self.index[target]);
            }
        }
    }

    fn leave(&mut self, node: usize) {
        if let Some(step) = self.path.last() {
            self.low[step.node] = self.low[step.node].min(self.low[node]);
        }
        if self.low[node] != self.index[node] {
            return;
        }
        let mut size = 0;
        while let Some(member) = self.stack.pop() {
            self.component[member] = self.count;
            size += 1;
            if member == node {
                break;
            }
        }
        self.count += 1;
        self.largest = self.largest.max(size);
    }
}

struct Sets {
    parent: Vec<usize>,
    size: Vec<usize>,
    count: usize,
}

impl Sets {
    fn new(n: usize) -> Self {
        Sets { parent: (0..n).collect(), size: vec![1; n], count: n }
    }

    fn find(&mut self, member: usize) -> usize {
        let mut root = member;
        while self.parent[root] != root {
            root = self.parent[root];
        }
        let mut at = member;
        while self.parent[at] != root {
            at = std::mem::replace(&mut self.parent[at], root);
        }
        root
    }

    fn union(&mut self, a: usize, b: usize) -> bool {
        let (mut x, mut y) = (self.find(a), self.find(b));
        if x == y {
            return false;
        }
        if self.size[x] < self.size[y] {
            (x, y) = (y, x);
        }
        self.parent[y] = x;
        self.size[x] += self.size[y];
        self.count -= 1;
        true
    }
}

fn spanning_tree(graph: &Graph) -> (i64, usize, usize) {
    let mut sorted: Vec<&Link> = graph.links.iter().collect();
    sorted.sort_by_key(|link| link.weight);
    let mut sets = Sets::new(graph.size());
    let (mut weight, mut links) = (0, 0);
    for link in sorted {
        if sets.union(link.from, link.to) {
            weight += link.weight;
            links += 1;
        }
    }
    (weight, links, sets.count)
}

fn ranks(graph: &Graph) -> Vec<f64> {
    let n = graph.size();
    let incoming = graph.reversed();
    let mut rank = vec![1.0 / n as f64; n];
    for _ in 0..ROUNDS {
        let mut following = Vec::new();
        for edges in &incoming {
            let mut sum = 0.0;
            for edge in edges {
                sum += rank[edge.target] / graph.edges[edge.target].len() as f64;
            }
            following.push((1.0 - DAMPING) / n as f64 + DAMPING * sum);
        }
        rank = following;
    }
    rank
}

fn best_of(rank: &[f64]) -> usize {
    let mut best = 0;
    for node in 1..rank.len() {
        if rank[node] > rank[best] {
            best = node;
        }
    }
    best
}

struct Grid {
    side: i64,
    walls: Vec<Vec<bool>>,
    expanded: usize,
}

impl Grid {
    fn new(side: i64, random: &mut Random) -> Self {
        let mut walls: Vec<Vec<bool>> =
            (0..side).map(|_| (0..side).map(|_| random.next(100) < 22).collect()).collect();
        let last = side as usize - 1;
        walls[0][0] = false;
        walls[last][last] = false;
        Grid { side, walls, expanded: 0 }
    }

    fn is_free(&self, cell: Cell) -> bool {
        let inside = |x: i64| x >= 0 && x < self.side;
        inside(cell.row) && inside(cell.column) && !self.walls[cell.row as usize][cell.column as usize]
    }

    fn neighbours(&self, Cell { row, column }: Cell) -> Vec<Cell> {
        let around = [
            Cell { row: row - 1, column },
            Cell { row, column: column - 1 },
            Cell { row, column: column + 1 },
            Cell { row: row + 1, column },
        ];
        around.into_iter().filter(|c| self.is_free(*c)).collect()
    }

    fn estimate(&self, cell: Cell) -> i64 {
        self.side - 1 - cell.row + self.side - 1 - cell.column
    }

    fn search(&mut self) -> Option<i64> {
        let cells = (self.side * self.side) as usize;
        let mut cost = vec![UNREACHED; cells];
        let mut closed = vec![false; cells];
        let mut open = Heap::default();
        cost[0] = 0;
        open.push(Entry { node: 0, priority: self.estimate(Cell { row: 0, column: 0 }) });
        while let Some(Entry { node, .. }) = open.pop() {
            if node == cells - 1 {
                return Some(cost[node]);
            }
            if closed[node] {
                continue;
            }
            closed[node] = true;
            self.expanded += 1;
            let cell = Cell { row: node as i64 / self.side, column: node as i64 % self.side };
            for neighbour in self.neighbours(cell) {
                let number = (neighbour.row * self.side + neighbour.column) as usize;
                if cost[node] + 1 < cost[number] {
                    cost[number] = cost[node] + 1;
                    open.push(Entry { node: number, priority: cost[number] + self.estimate(neighbour) });
                }
            }
        }
        None
    }
}

fn root(n: i64) -> i64 {
    let mut r = 1;
    while (r + 1) * (r + 1) <= n {
        r += 1;
    }
    r
}

fn report_paths(graph: &Graph) {
    let paths = dijkstra(graph, 0);
    let last = farthest(&paths.distances);
    let path = path_to(&paths, last);
    let sum: i64 = paths.distances.iter().filter(|d| **d != UNREACHED).sum();
    println!(
        "settled {}, farthest {} at {} over {} nodes, sum {sum}",
        paths.settled,
        graph.names[last],
        paths.distances[last],
        path.len()
    );
    let begin: Vec<&str> = path.iter().take(8).map(|node| graph.names[*node].as_str()).collect();
    println!("path {}", begin.join(" > "));
}

fn report_components(graph: &Graph) {
    let mut tarjan = Tarjan::new(graph);
    tarjan.run();
    let of = &tarjan.component;
    let across = graph.links.iter().filter(|link| of[link.from] != of[link.to]).count();
    println!("components {}, largest {}, links across {across}", tarjan.count, tarjan.largest);
}

fn main() -> Result<(), String> {
    let n: i64 = std::env::args().nth(1).unwrap().parse().unwrap();
    let mut random = Random(42);
    let mut graph = Graph::default();
    for line in generate(n, &mut random) {
        graph.read(&line)?;
    }
    println!("nodes {}, links {}", graph.size(), graph.links.len());
    report_paths(&graph);
    let counts: Vec<String> = histogram(&levels(&graph, 0)).iter().map(|c| c.to_string()).collect();
    println!("levels {}: {}", counts.len(), counts.join(" "));
    report_components(&graph);
    let (weight, links, trees) = spanning_tree(&graph);
    println!("tree {weight} over {links} links, {trees} trees");
    let rank = ranks(&graph);
    let first = best_of(&rank);
    println!("rank {} {:.6}", graph.names[first], rank[first] * 1000.0);
    let mut grid = Grid::new(2 * root(n), &mut random);
    let length = grid.search();
    println!("grid {}, way {}, expanded {}", grid.side, length.unwrap_or(-1), grid.expanded);
    Ok(())
}
