import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

class Main {
    static final int DEGREE = 4;
    static final int MAX_WEIGHT = 100;
    static final long UNREACHED = 1000000000;
    static final int ROUNDS = 10;
    static final double DAMPING = 0.85;

    record Edge(int target, long weight) {
    }

    record Link(int from, int to, long weight) {
    }

    record Entry(int node, long priority) {
        boolean before(Entry other) {
            return priority < other.priority || priority == other.priority && node < other.node;
        }
    }

    static final class Step {
        final int node;
        int next;

        Step(int node) {
            this.node = node;
        }
    }

    record Cell(int row, int column) {
    }

    static long seed = 42;

    static int next(int bound) {
        seed = seed * 16807 % 2147483647;
        return (int) (seed % bound);
    }

    static final class Graph {
        final List<String> names = new ArrayList<>();
        final Map<String, Integer> numbers = new HashMap<>();
        final List<List<Edge>> edges = new ArrayList<>();
        final List<Link> links = new ArrayList<>();

        int size() {
            return names.size();
        }

        int node(String name) {
            Integer known = numbers.get(name);
            if (known != null) {
                return known;
            }
            int number = names.size();
            numbers.put(name, number);
            names.add(name);
            edges.add(new ArrayList<>());
            return number;
        }

        void connect(String from, String to, long weight) {
            int origin = node(from);
            int target = node(to);
            edges.get(origin).add(new Edge(target, weight));
            links.add(new Link(origin, target, weight));
        }

        void read(String line) {
            int first = line.indexOf(' ');
            if (first < 0) {
                throw new IllegalArgumentException("no edge in '" + line + "'");
            }
            int second = line.indexOf(' ', first + 1);
            if (second < 0) {
                throw new IllegalArgumentException("no weight in '" + line + "'");
            }
            long weight = Long.parseLong(line.substring(second + 1));
            connect(line.substring(0, first), line.substring(first + 1, second), weight);
        }

        List<List<Edge>> reversed() {
            List<List<Edge>> reversed = new ArrayList<>();
            for (int i = 0; i < size(); i++) {
                reversed.add(new ArrayList<>());
            }
            for (Link link : links) {
                reversed.get(link.to).add(new Edge(link.from, link.weight));
            }
            return reversed;
        }
    }

    static String nameOf(int number) {
        return "v" + number;
    }

    static List<String> generate(int n) {
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < n; from++) {
            for (int i = 0; i < DEGREE; i++) {
                int to = next(8) == 0 ? next(n) : (from + 1 + next(40)) % n;
                int weight = 1 + next(MAX_WEIGHT);
                lines.add(nameOf(from) + " " + nameOf(to) + " " + weight);
            }
        }
        return lines;
    }

    static final class Heap {
        private final List<Entry> entries = new ArrayList<>();

        boolean isEmpty() {
            return entries.isEmpty();
        }

        void push(Entry entry) {
            int at = entries.size();
            entries.add(entry);
            while (at > 0) {
                int parent = (at - 1) / 2;
                if (!entry.before(entries.get(parent))) {
                    break;
                }
                entries.set(at, entries.get(parent));
                at = parent;
            }
            entries.set(at, entry);
        }

        Entry pop() {
            Entry least = entries.get(0);
            Entry last = entries.remove(entries.size() - 1);
            if (!entries.isEmpty()) {
                sink(last);
            }
            return least;
        }

        private void sink(Entry entry) {
            int size = entries.size();
            int at = 0;
            while (true) {
                int child = 2 * at + 1;
                if (child >= size) {
                    break;
                }
                if (child + 1 < size && entries.get(child + 1).before(entries.get(child))) {
                    child++;
                }
                if (!entries.get(child).before(entry)) {
                    break;
                }
                entries.set(at, entries.get(child));
                at = child;
            }
            entries.set(at, entry);
        }
    }

    record Paths(long[] distances, int[] previous, int settled) {
    }

    static long[] filled(int n, long value) {
        long[] list = new long[n];
        java.util.Arrays.fill(list, value);
        return list;
    }

    static int[] filled(int n, int value) {
        int[] list = new int[n];
        java.util.Arrays.fill(list, value);
        return list;
    }

    static Paths dijkstra(Graph graph, int origin) {
        long[] distances = filled(graph.size(), UNREACHED);
        int[] previous = filled(graph.size(), -1);
        int settled = 0;
        Heap heap = new Heap();
        distances[origin] = 0;
        heap.push(new Entry(origin, 0));
        while (!heap.isEmpty()) {
            Entry entry = heap.pop();
            if (entry.priority > distances[entry.node]) {
                continue;
            }
            settled++;
            for (Edge edge : graph.edges.get(entry.node)) {
                long distance = entry.priority + edge.weight;
                if (distance < distances[edge.target]) {
                    distances[edge.target] = distance;
                    previous[edge.target] = entry.node;
                    heap.push(new Entry(edge.target, distance));
                }
            }
        }
        return new Paths(distances, previous, settled);
    }

    static int farthest(long[] distances) {
        int best = 0;
        for (int node = 0; node < distances.length; node++) {
            if (distances[node] != UNREACHED && distances[node] > distances[best]) {
                best = node;
            }
        }
        return best;
    }

    static List<Integer> pathTo(Paths paths, int target) {
        List<Integer> path = new ArrayList<>();
        for (int at = target; at >= 0; at = paths.previous[at]) {
            path.add(at);
        }
        Collections.reverse(path);
        return path;
    }

    static int[] levels(Graph graph, int origin) {
        int[] level = filled(graph.size(), -1);
        List<Integer> queue = new ArrayList<>();
        queue.add(origin);
        level[origin] = 0;
        for (int head = 0; head < queue.size(); head++) {
            int node = queue.get(head);
            for (Edge edge : graph.edges.get(node)) {
                if (level[edge.target] < 0) {
                    level[edge.target] = level[node] + 1;
                    queue.add(edge.target);
                }
            }
        }
        return level;
    }

    static List<Integer> histogram(int[] level) {
        List<Integer> counts = new ArrayList<>();
        for (int l : level) {
            if (l >= 0) {
                while (counts.size() <= l) {
                    counts.add(0);
                }
                counts.set(l, counts.get(l) + 1);
            }
        }
        return counts;
    }

    static final class Tarjan {
        final Graph graph;
        final int[] index;
        final int[] low;
        final int[] component;
        final List<Integer> stack = new ArrayList<>();
        final List<Step> path = new ArrayList<>();
        int visited;
        int count;
        int largest;

        Tarjan(Graph graph) {
            this.graph = graph;
            index = filled(graph.size(), -1);
            low = filled(graph.size(), 0);
            component = filled(graph.size(), -1);
        }

        void run() {
            for (int node = 0; node < graph.size(); node++) {
                if (index[node] < 0) {
                    visit(node);
                }
            }
        }

        void enter(int node) {
            index[node] = visited;
            low[node] = visited;
            visited++;
            stack.add(node);
            path.add(new Step(node));
        }

        void visit(int root) {
            enter(root);
            while (!path.isEmpty()) {
                Step step = path.get(path.size() - 1);
                List<Edge> edges = graph.edges.get(step.node);
                if (step.next < edges.size()) {
                    int target = edges.get(step.next).target;
                    step.next++;
                    if (index[target] < 0) {
                        enter(target);
                    } else if (component[target] < 0) {
                        low[step.node] = Math.min(low[step.node], index[target]);
                    }
                } else {
                    path.remove(path.size() - 1);
                    leave(step.node);
                }
            }
        }

        void leave(int node) {
            if (!path.isEmpty()) {
                int parent = path.get(path.size() - 1).node;
                low[parent] = Math.min(low[parent], low[node]);
            }
            if (low[node] != index[node]) {
                return;
            }
            int size = 0;
            int member = -1;
            while (member != node) {
                member = stack.remove(stack.size() - 1);
                component[member] = count;
                size++;
            }
            count++;
            largest = Math.max(largest, size);
        }
    }

    static final class Sets {
        final int[] parent;
        final int[] size;
        int count;

        Sets(int n) {
            parent = new int[n];
            for (int i = 0; i < n; i++) {
                parent[i] = i;
            }
            size = filled(n, 1);
            count = n;
        }

        int find(int member) {
            int root = member;
            while (parent[root] != root) {
                root = parent[root];
            }
            int at = member;
            while (parent[at] != root) {
                int above = parent[at];
                parent[at] = root;
                at = above;
            }
            return root;
        }

        boolean union(int a, int b) {
            int x = find(a);
            int y = find(b);
            if (x == y) {
                return false;
            }
            if (size[x] < size[y]) {
                int swapped = x;
                x = y;
                y = swapped;
            }
            parent[y] = x;
            size[x] += size[y];
            count--;
            return true;
        }
    }

    record Tree(long weight, int links, int trees) {
    }

    static Tree spanningTree(Graph graph) {
        List<Link> sorted = new ArrayList<>(graph.links);
        sorted.sort(Comparator.comparingLong(Link::weight));
        Sets sets = new Sets(graph.size());
        long weight = 0;
        int links = 0;
        for (Link link : sorted) {
            if (sets.union(link.from, link.to)) {
                weight += link.weight;
                links++;
            }
        }
        return new Tree(weight, links, sets.count);
    }

    static double[] ranks(Graph graph) {
        int n = graph.size();
        List<List<Edge>> incoming = graph.reversed();
        double[] rank = new double[n];
        java.util.Arrays.fill(rank, 1.0 / n);
        for (int round = 0; round < ROUNDS; round++) {
            double[] following = new double[n];
            for (int node = 0; node < n; node++) {
                double sum = 0.0;
                for (Edge edge : incoming.get(node)) {
                    sum += rank[edge.target] / graph.edges.get(edge.target).size();
                }
                following[node] = (1.0 - DAMPING) / n + DAMPING * sum;
            }
            rank = following;
        }
        return rank;
    }

    static int best(double[] rank) {
        int best = 0;
        for (int node = 1; node < rank.length; node++) {
            if (rank[node] > rank[best]) {
                best = node;
            }
        }
        return best;
    }

    static final class Grid {
        final int side;
        final boolean[][] walls;
        int expanded;

        Grid(int side) {
            this.side = side;
            walls = new boolean[side][side];
            for (boolean[] row : walls) {
                for (int column = 0; column < side; column++) {
                    row[column] = next(100) < 22;
                }
            }
            walls[0][0] = false;
            walls[side - 1][side - 1] = false;
        }

        boolean isFree(Cell cell) {
            return cell.row >= 0 && cell.row < side && cell.column >= 0 && cell.column < side
                && !walls[cell.row][cell.column];
        }

        List<Cell> neighbours(Cell cell) {
            List<Cell> around = List.of(
                new Cell(cell.row - 1, cell.column),
                new Cell(cell.row, cell.column - 1),
                new Cell(cell.row, cell.column + 1),
                new Cell(cell.row + 1, cell.column));
            List<Cell> free = new ArrayList<>();
            for (Cell c : around) {
                if (isFree(c)) {
                    free.add(c);
                }
            }
            return free;
        }

        long estimate(Cell cell) {
            return side - 1 - cell.row + side - 1 - cell.column;
        }

        long search() {
            int goal = side * side - 1;
            long[] cost = filled(goal + 1, UNREACHED);
            boolean[] closed = new boolean[goal + 1];
            Heap open = new Heap();
            cost[0] = 0;
            open.push(new Entry(0, estimate(new Cell(0, 0))));
            while (!open.isEmpty()) {
                int node = open.pop().node;
                if (node == goal) {
                    return cost[node];
                }
                if (closed[node]) {
                    continue;
                }
                closed[node] = true;
                expanded++;
                for (Cell neighbour : neighbours(new Cell(node / side, node % side))) {
                    int number = neighbour.row * side + neighbour.column;
                    if (cost[node] + 1 < cost[number]) {
                        cost[number] = cost[node] + 1;
                        open.push(new Entry(number, cost[number] + estimate(neighbour)));
                    }
                }
            }
            return -1;
        }
    }

    static int root(int n) {
        int r = 1;
        while ((r + 1) * (r + 1) <= n) {
            r++;
        }
        return r;
    }

    static void reportPaths(Graph graph) {
        Paths paths = dijkstra(graph, 0);
        int last = farthest(paths.distances);
        List<Integer> path = pathTo(paths, last);
        long sum = 0;
        for (long distance : paths.distances) {
            if (distance != UNREACHED) {
                sum += distance;
            }
        }
        System.out.println("settled " + paths.settled + ", farthest " + graph.names.get(last) + " at "
            + paths.distances[last] + " over " + path.size() + " nodes, sum " + sum);
        System.out.println("path " + path.stream().limit(8).map(graph.names::get).collect(Collectors.joining(" > ")));
    }

    static void reportComponents(Graph graph) {
        Tarjan tarjan = new Tarjan(graph);
        tarjan.run();
        int across = 0;
        for (Link link : graph.links) {
            if (tarjan.component[link.from] != tarjan.component[link.to]) {
                across++;
            }
        }
        System.out.println("components " + tarjan.count + ", largest " + tarjan.largest + ", links across " + across);
    }

    public static void main(String[] args) {
        int n = Integer.parseInt(args[0]);
        Graph graph = new Graph();
        for (String line : generate(n)) {
            graph.read(line);
        }
        System.out.println("nodes " + graph.size() + ", links " + graph.links.size());
        reportPaths(graph);
        List<Integer> counts = histogram(levels(graph, 0));
        System.out.println("levels " + counts.size() + ": "
            + counts.stream().map(String::valueOf).collect(Collectors.joining(" ")));
        reportComponents(graph);
        Tree tree = spanningTree(graph);
        System.out.println("tree " + tree.weight + " over " + tree.links + " links, " + tree.trees + " trees");
        double[] rank = ranks(graph);
        int first = best(rank);
        System.out.println("rank " + graph.names.get(first) + " " + String.format(Locale.ROOT, "%.6f", rank[first] * 1000.0));
        Grid grid = new Grid(2 * root(n));
        long length = grid.search();
        System.out.println("grid " + grid.side + ", way " + length + ", expanded " + grid.expanded);
    }
}
