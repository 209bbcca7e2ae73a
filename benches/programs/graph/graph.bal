import ballerina/io;

// Algorithms on a graph that is read from text, and the search of a way over a grid.

const DEGREE = 4;
const MAX_WEIGHT = 100;
const UNREACHED = 1000000000;
const ROUNDS = 10;
const DAMPING = 0.85;

type Edge record {|
    int target;
    int weight;
|};

type Link record {|
    int 'from;
    int to;
    int weight;
|};

type Entry record {|
    int node;
    int priority;
|};

type Step record {|
    int node;
    int next;
|};

type Cell record {|
    int row;
    int column;
|};

int seed = 42;

function next(int bound) returns int {
    seed = seed * 16807 % 2147483647;
    return seed % bound;
}

// ---- The graph

class Graph {
    final string[] names = [];
    private final map<int> numbers = {};
    final Edge[][] edges = [];
    final Link[] links = [];

    function size() returns int {
        return self.names.length();
    }

    function node(string name) returns int {
        int? known = self.numbers[name];
        if known is int {
            return known;
        }
        int number = self.names.length();
        self.numbers[name] = number;
        self.names.push(name);
        self.edges.push([]);
        return number;
    }

    function connect(string 'from, string to, int weight) {
        int origin = self.node('from);
        int target = self.node(to);
        self.edges[origin].push({target, weight});
        self.links.push({'from: origin, to: target, weight});
    }

    function read(string line) returns error? {
        int? first = line.indexOf(" ");
        if first is () {
            return error(string `no edge in '${line}'`);
        }
        int? second = line.indexOf(" ", first + 1);
        if second is () {
            return error(string `no weight in '${line}'`);
        }
        int weight = check int:fromString(line.substring(second + 1));
        self.connect(line.substring(0, first), line.substring(first + 1, second), weight);
    }

    function reversed() returns Edge[][] {
        Edge[][] reversed = [];
        foreach int _ in 0 ..< self.size() {
            reversed.push([]);
        }
        foreach Link link in self.links {
            reversed[link.to].push({target: link.'from, weight: link.weight});
        }
        return reversed;
    }
}

function nameOf(int number) returns string {
    return "v" + number.toString();
}

// A line for each edge; most edges are short.
function generate(int n) returns string[] {
    string[] lines = [];
    foreach int 'from in 0 ..< n {
        foreach int _ in 0 ..< DEGREE {
            int to = next(8) == 0 ? next(n) : ('from + 1 + next(40)) % n;
            int weight = 1 + next(MAX_WEIGHT);
            lines.push(nameOf('from) + " " + nameOf(to) + " " + weight.toString());
        }
    }
    return lines;
}

// ---- A priority queue

class Heap {
    private final Entry[] entries = [];

    function isEmpty() returns boolean {
        return self.entries.length() == 0;
    }

    function push(Entry entry) {
        Entry[] entries = self.entries;
        int at = entries.length();
        entries.push(entry);
        while at > 0 {
            int parent = (at - 1) / 2;
            if !before(entry, entries[parent]) {
                break;
            }
            entries[at] = entries[parent];
            at = parent;
        }
        entries[at] = entry;
    }

    function pop() returns Entry {
        Entry[] entries = self.entries;
        Entry least = entries[0];
        Entry last = entries.pop();
        if entries.length() > 0 {
            self.sink(last);
        }
        return least;
    }

    private function sink(Entry entry) {
        Entry[] entries = self.entries;
        int size = entries.length();
        int at = 0;
        while true {
            int child = 2 * at + 1;
            if child >= size {
                break;
            }
            if child + 1 < size && before(entries[child + 1], entries[child]) {
                child += 1;
            }
            if !before(entries[child], entry) {
                break;
            }
            entries[at] = entries[child];
            at = child;
        }
        entries[at] = entry;
    }
}

function before(Entry a, Entry b) returns boolean {
    return a.priority < b.priority || a.priority == b.priority && a.node < b.node;
}

// ---- Shortest paths

type Paths record {|
    int[] distances;
    int[] previous;
    int settled;
|};

function dijkstra(Graph graph, int origin) returns Paths {
    int n = graph.size();
    int[] distances = filled(n, UNREACHED);
    int[] previous = filled(n, -1);
    int settled = 0;
    Heap heap = new;
    distances[origin] = 0;
    heap.push({node: origin, priority: 0});
    while !heap.isEmpty() {
        Entry {node, priority} = heap.pop();
        if priority > distances[node] {
            continue;
        }
        settled += 1;
        foreach Edge edge in graph.edges[node] {
            int distance = priority + edge.weight;
            if distance < distances[edge.target] {
                distances[edge.target] = distance;
                previous[edge.target] = node;
                heap.push({node: edge.target, priority: distance});
            }
        }
    }
    return {distances, previous, settled};
}

function filled(int n, int value) returns int[] {
    int[] list = [];
    foreach int _ in 0 ..< n {
        list.push(value);
    }
    return list;
}

function farthest(int[] distances) returns int {
    int best = 0;
    foreach int node in 0 ..< distances.length() {
        if distances[node] != UNREACHED && distances[node] > distances[best] {
            best = node;
        }
    }
    return best;
}

function pathTo(Paths paths, int target) returns int[] {
    int[] path = [];
    int at = target;
    while at >= 0 {
        path.push(at);
        at = paths.previous[at];
    }
    return path.reverse();
}

// ---- Breadth first

function levels(Graph graph, int origin) returns int[] {
    int[] level = filled(graph.size(), -1);
    int[] queue = [origin];
    level[origin] = 0;
    int head = 0;
    while head < queue.length() {
        int node = queue[head];
        head += 1;
        foreach Edge edge in graph.edges[node] {
            if level[edge.target] < 0 {
                level[edge.target] = level[node] + 1;
                queue.push(edge.target);
            }
        }
    }
    return level;
}

function histogram(int[] level) returns int[] {
    int[] counts = [];
    foreach int l in level {
        if l >= 0 {
            while counts.length() <= l {
                counts.push(0);
            }
            counts[l] += 1;
        }
    }
    return counts;
}

// ---- Strongly connected components, by Tarjan's algorithm without recursion

type Components record {|
    int[] of;
    int count;
    int largest;
|};

class Tarjan {
    private final Graph graph;
    private final int[] index;
    private final int[] low;
    private final int[] component;
    private final int[] stack = [];
    private final Step[] path = [];
    private int visited = 0;
    private int count = 0;
    private int largest = 0;

    function init(Graph graph) {
        int n = graph.size();
        self.graph = graph;
        self.index = filled(n, -1);
        self.low = filled(n, 0);
        self.component = filled(n, -1);
    }

    function run() returns Components {
        foreach int node in 0 ..< self.graph.size() {
            if self.index[node] < 0 {
                self.visit(node);
            }
        }
        return {of: self.component, count: self.count, largest: self.largest};
    }

    private function enter(int node) {
        self.index[node] = self.visited;
        self.low[node] = self.visited;
        self.visited += 1;
        self.stack.push(node);
        self.path.push({node, next: 0});
    }

    private function visit(int root) {
        self.enter(root);
        while self.path.length() > 0 {
            Step step = self.path[self.path.length() - 1];
            Edge[] edges = self.graph.edges[step.node];
            if step.next < edges.length() {
                int target = edges[step.next].target;
                step.next += 1;
                if self.index[target] < 0 {
                    self.enter(target);
                } else if self.component[target] < 0 {
                    self.low[step.node] = int:min(self.low[step.node], self.index[target]);
                }
            } else {
                _ = self.path.pop();
                self.leave(step.node);
            }
        }
    }

    private function leave(int node) {
        if self.path.length() > 0 {
            int parent = self.path[self.path.length() - 1].node;
            self.low[parent] = int:min(self.low[parent], self.low[node]);
        }
        if self.low[node] != self.index[node] {
            return;
        }
        int size = 0;
        int member = -1;
        while member != node {
            member = self.stack.pop();
            self.component[member] = self.count;
            size += 1;
        }
        self.count += 1;
        self.largest = int:max(self.largest, size);
    }
}

// ---- Union and find

class Sets {
    private final int[] parent;
    private final int[] size;
    int count;

    function init(int n) {
        self.parent = [];
        foreach int i in 0 ..< n {
            self.parent.push(i);
        }
        self.size = filled(n, 1);
        self.count = n;
    }

    function find(int member) returns int {
        int root = member;
        while self.parent[root] != root {
            root = self.parent[root];
        }
        int at = member;
        while self.parent[at] != root {
            int above = self.parent[at];
            self.parent[at] = root;
            at = above;
        }
        return root;
    }

    function union(int a, int b) returns boolean {
        int x = self.find(a);
        int y = self.find(b);
        if x == y {
            return false;
        }
        if self.size[x] < self.size[y] {
            [x, y] = [y, x];
        }
        self.parent[y] = x;
        self.size[x] += self.size[y];
        self.count -= 1;
        return true;
    }
}

type Tree record {|
    int weight;
    int links;
    int trees;
|};

// The spanning tree of least weight, by Kruskal's algorithm; directions do not matter.
function spanningTree(Graph graph) returns Tree {
    Link[] sorted = from Link link in graph.links
        order by link.weight
        select link;
    Sets sets = new (graph.size());
    int weight = 0;
    int links = 0;
    foreach Link link in sorted {
        if sets.union(link.'from, link.to) {
            weight += link.weight;
            links += 1;
        }
    }
    return {weight, links, trees: sets.count};
}

// ---- Ranks

function ranks(Graph graph) returns float[] {
    int n = graph.size();
    Edge[][] incoming = graph.reversed();
    float[] rank = [];
    foreach int _ in 0 ..< n {
        rank.push(1.0 / <float>n);
    }
    foreach int _ in 0 ..< ROUNDS {
        float[] following = [];
        foreach int node in 0 ..< n {
            float sum = 0.0;
            foreach Edge edge in incoming[node] {
                sum += rank[edge.target] / <float>graph.edges[edge.target].length();
            }
            following.push((1.0 - DAMPING) / <float>n + DAMPING * sum);
        }
        rank = following;
    }
    return rank;
}

function best(float[] rank) returns int {
    int best = 0;
    foreach int node in 1 ..< rank.length() {
        if rank[node] > rank[best] {
            best = node;
        }
    }
    return best;
}

// ---- A way over a grid

class Grid {
    final int side;
    private final boolean[][] walls = [];
    int expanded = 0;

    function init(int side) {
        self.side = side;
        foreach int _ in 0 ..< side {
            boolean[] row = [];
            foreach int _ in 0 ..< side {
                row.push(next(100) < 22);
            }
            self.walls.push(row);
        }
        self.walls[0][0] = false;
        self.walls[side - 1][side - 1] = false;
    }

    private function isFree(Cell cell) returns boolean {
        return cell.row >= 0 && cell.row < self.side && cell.column >= 0 && cell.column < self.side
            && !self.walls[cell.row][cell.column];
    }

    private function neighbours(Cell cell) returns Cell[] {
        Cell[] around = [
            {row: cell.row - 1, column: cell.column},
            {row: cell.row, column: cell.column - 1},
            {row: cell.row, column: cell.column + 1},
            {row: cell.row + 1, column: cell.column}
        ];
        return from Cell c in around
            where self.isFree(c)
            select c;
    }

    private function estimate(Cell cell) returns int {
        return self.side - 1 - cell.row + self.side - 1 - cell.column;
    }

    // The length of the shortest way from the first cell to the last, by A*.
    function search() returns int? {
        int goal = self.side * self.side - 1;
        int[] cost = filled(self.side * self.side, UNREACHED);
        boolean[] closed = from int _ in 0 ... goal
            select false;
        Heap open = new;
        cost[0] = 0;
        open.push({node: 0, priority: self.estimate({row: 0, column: 0})});
        while !open.isEmpty() {
            int node = open.pop().node;
            if node == goal {
                return cost[node];
            }
            if closed[node] {
                continue;
            }
            closed[node] = true;
            self.expanded += 1;
            Cell cell = {row: node / self.side, column: node % self.side};
            foreach Cell neighbour in self.neighbours(cell) {
                int number = neighbour.row * self.side + neighbour.column;
                if cost[node] + 1 < cost[number] {
                    cost[number] = cost[node] + 1;
                    open.push({node: number, priority: cost[number] + self.estimate(neighbour)});
                }
            }
        }
        return ();
    }
}

function root(int n) returns int {
    int r = 1;
    while (r + 1) * (r + 1) <= n {
        r += 1;
    }
    return r;
}

// ---- The program

function reportPaths(Graph graph) {
    Paths paths = dijkstra(graph, 0);
    int last = farthest(paths.distances);
    int[] path = pathTo(paths, last);
    int sum = 0;
    foreach int distance in paths.distances {
        if distance != UNREACHED {
            sum += distance;
        }
    }
    io:println("settled ", paths.settled, ", farthest ", graph.names[last], " at ", paths.distances[last],
            " over ", path.length(), " nodes, sum ", sum);
    string[] begin = from int node in path
        limit 8
        select graph.names[node];
    io:println("path ", " > ".'join(...begin));
}

function reportLevels(Graph graph) {
    int[] counts = histogram(levels(graph, 0));
    io:println("levels ", counts.length(), ": ", " ".'join(...counts.'map(count => count.toString())));
}

function reportComponents(Graph graph) {
    Components components = new Tarjan(graph).run();
    int across = 0;
    foreach Link link in graph.links {
        if components.of[link.'from] != components.of[link.to] {
            across += 1;
        }
    }
    io:println("components ", components.count, ", largest ", components.largest, ", links across ", across);
}

public function main(int n) returns error? {
    Graph graph = new;
    foreach string line in generate(n) {
        check graph.read(line);
    }
    io:println("nodes ", graph.size(), ", links ", graph.links.length());
    reportPaths(graph);
    reportLevels(graph);
    reportComponents(graph);
    Tree tree = spanningTree(graph);
    io:println("tree ", tree.weight, " over ", tree.links, " links, ", tree.trees, " trees");
    float[] rank = ranks(graph);
    int first = best(rank);
    io:println("rank ", graph.names[first], " ", (rank[first] * 1000.0).toFixedString(6));
    Grid grid = new (2 * root(n));
    int? length = grid.search();
    io:println("grid ", grid.side, ", way ", length ?: -1, ", expanded ", grid.expanded);
}
