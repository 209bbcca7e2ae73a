package main

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
)

const (
	degree    = 4
	maxWeight = 100
	unreached = 1000000000
	rounds    = 10
	damping   = 0.85
)

type edge struct{ target, weight int }
type link struct{ from, to, weight int }
type entry struct{ node, priority int }
type step struct{ node, next int }
type cell struct{ row, column int }

var seed = 42

func next(bound int) int {
	seed = seed * 16807 % 2147483647
	return seed % bound
}

type graph struct {
	names   []string
	numbers map[string]int
	edges   [][]*edge
	links   []*link
}

func (g *graph) node(name string) int {
	if known, ok := g.numbers[name]; ok {
		return known
	}
	number := len(g.names)
	g.numbers[name] = number
	g.names = append(g.names, name)
	g.edges = append(g.edges, nil)
	return number
}

func (g *graph) connect(from, to string, weight int) {
	origin := g.node(from)
	target := g.node(to)
	g.edges[origin] = append(g.edges[origin], &edge{target, weight})
	g.links = append(g.links, &link{origin, target, weight})
}

func (g *graph) read(line string) error {
	first := strings.IndexByte(line, ' ')
	if first < 0 {
		return fmt.Errorf("no edge in '%s'", line)
	}
	second := first + 1 + strings.IndexByte(line[first+1:], ' ')
	if second <= first {
		return fmt.Errorf("no weight in '%s'", line)
	}
	weight, err := strconv.Atoi(line[second+1:])
	g.connect(line[:first], line[first+1:second], weight)
	return err
}

func (g *graph) reversed() [][]*edge {
	reversed := make([][]*edge, len(g.names))
	for _, l := range g.links {
		reversed[l.to] = append(reversed[l.to], &edge{l.from, l.weight})
	}
	return reversed
}

func nameOf(number int) string {
	return "v" + strconv.Itoa(number)
}

func generate(n int) []string {
	var lines []string
	for from := range n {
		for range degree {
			var to int
			if next(8) == 0 {
				to = next(n)
			} else {
				to = (from + 1 + next(40)) % n
			}
			weight := 1 + next(maxWeight)
			lines = append(lines, nameOf(from)+" "+nameOf(to)+" "+strconv.Itoa(weight))
		}
	}
	return lines
}

type heap struct{ entries []*entry }

func before(a, b *entry) bool {
	return a.priority < b.priority || a.priority == b.priority && a.node < b.node
}

func (h *heap) push(e *entry) {
	at := len(h.entries)
	h.entries = append(h.entries, e)
	for at > 0 {
		parent := (at - 1) / 2
		if !before(e, h.entries[parent]) {
			break
		}
		h.entries[at] = h.entries[parent]
		at = parent
	}
	h.entries[at] = e
}

func (h *heap) pop() *entry {
	least := h.entries[0]
	size := len(h.entries) - 1
	last := h.entries[size]
	h.entries = h.entries[:size]
	if size > 0 {
		h.sink(last)
	}
	return least
}

func (h *heap) sink(e *entry) {
	at := 0
	for {
		child := 2*at + 1
		if child >= len(h.entries) {
			break
		}
		if child+1 < len(h.entries) && before(h.entries[child+1], h.entries[child]) {
			child++
		}
		if !before(h.entries[child], e) {
			break
		}
		h.entries[at] = h.entries[child]
		at = child
	}
	h.entries[at] = e
}

type paths struct {
	distances, previous []int
	settled             int
}

func filled(n, value int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = value
	}
	return list
}

func dijkstra(g *graph, origin int) paths {
	p := paths{filled(len(g.names), unreached), filled(len(g.names), -1), 0}
	var h heap
	p.distances[origin] = 0
	h.push(&entry{origin, 0})
	for len(h.entries) > 0 {
		e := h.pop()
		if e.priority > p.distances[e.node] {
			continue
		}
		p.settled++
		for _, edge := range g.edges[e.node] {
			distance := e.priority + edge.weight
			if distance < p.distances[edge.target] {
				p.distances[edge.target] = distance
				p.previous[edge.target] = e.node
				h.push(&entry{edge.target, distance})
			}
		}
	}
	return p
}

func farthest(distances []int) int {
	best := 0
	for node, distance := range distances {
		if distance != unreached && distance > distances[best] {
			best = node
		}
	}
	return best
}

func (p *paths) to(target int) []int {
	var path []int
	for at := target; at >= 0; at = p.previous[at] {
		path = append(path, at)
	}
	slices.Reverse(path)
	return path
}

func levels(g *graph, origin int) []int {
	level := filled(len(g.names), -1)
	queue := []int{origin}
	level[origin] = 0
	for head := 0; head < len(queue); head++ {
		node := queue[head]
		for _, edge := range g.edges[node] {
			if level[edge.target] < 0 {
				level[edge.target] = level[node] + 1
				queue = append(queue, edge.target)
			}
		}
	}
	return level
}

func histogram(level []int) []int {
	var counts []int
	for _, l := range level {
		if l >= 0 {
			for len(counts) <= l {
				counts = append(counts, 0)
			}
			counts[l]++
		}
	}
	return counts
}

type tarjan struct {
	g                       *graph
	index, low, component   []int
	stack                   []int
	path                    []*step
	visited, count, largest int
}

func components(g *graph) *tarjan {
	n := len(g.names)
	t := &tarjan{g: g, index: filled(n, -1), low: filled(n, 0), component: filled(n, -1)}
	for node := range n {
		if t.index[node] < 0 {
			t.visit(node)
		}
	}
	return t
}

func (t *tarjan) enter(node int) {
	t.index[node] = t.visited
	t.low[node] = t.visited
	t.visited++
	t.stack = append(t.stack, node)
	t.path = append(t.path, &step{node, 0})
}

func (t *tarjan) visit(root int) {
	t.enter(root)
	for len(t.path) > 0 {
		s := t.path[len(t.path)-1]
		edges := t.g.edges[s.node]
		if s.next < len(edges) {
			target := edges[s.next].target
			s.next++
			if t.index[target] < 0 {
				t.enter(target)
			} else if t.component[target] < 0 {
				t.low[s.node] = min(t.low[s.node], t.index[target])
			}
		} else {
			t.path = t.path[:len(t.path)-1]
			t.leave(s.node)
		}
	}
}

func (t *tarjan) leave(node int) {
	if len(t.path) > 0 {
		parent := t.path[len(t.path)-1].node
		t.low[parent] = min(t.low[parent], t.low[node])
	}
	if t.low[node] != t.index[node] {
		return
	}
	size, member := 0, -1
	for member != node {
		member = t.stack[len(t.stack)-1]
		t.stack = t.stack[:len(t.stack)-1]
		t.component[member] = t.count
		size++
	}
	t.count++
	t.largest = max(t.largest, size)
}

type sets struct {
	parent, size []int
	count        int
}

func newSets(n int) *sets {
	s := &sets{make([]int, n), filled(n, 1), n}
	for i := range s.parent {
		s.parent[i] = i
	}
	return s
}

func (s *sets) find(member int) int {
	root := member
	for s.parent[root] != root {
		root = s.parent[root]
	}
	for at := member; s.parent[at] != root; {
		above := s.parent[at]
		s.parent[at] = root
		at = above
	}
	return root
}

func (s *sets) union(a, b int) bool {
	x, y := s.find(a), s.find(b)
	if x == y {
		return false
	}
	if s.size[x] < s.size[y] {
		x, y = y, x
	}
	s.parent[y] = x
	s.size[x] += s.size[y]
	s.count--
	return true
}

func spanningTree(g *graph) (weight, links, trees int) {
	sorted := slices.Clone(g.links)
	slices.SortStableFunc(sorted, func(a, b *link) int { return a.weight - b.weight })
	s := newSets(len(g.names))
	for _, l := range sorted {
		if s.union(l.from, l.to) {
			weight += l.weight
			links++
		}
	}
	return weight, links, s.count
}

func ranks(g *graph) []float64 {
	n := len(g.names)
	incoming := g.reversed()
	rank := make([]float64, n)
	for i := range rank {
		rank[i] = 1.0 / float64(n)
	}
	for range rounds {
		var following []float64
		for node := range n {
			sum := 0.0
			for _, e := range incoming[node] {
				sum += rank[e.target] / float64(len(g.edges[e.target]))
			}
			following = append(following, (1.0-damping)/float64(n)+float64(damping*sum))
		}
		rank = following
	}
	return rank
}

func best(rank []float64) int {
	best := 0
	for node := range rank {
		if rank[node] > rank[best] {
			best = node
		}
	}
	return best
}

type grid struct {
	side     int
	walls    [][]bool
	expanded int
}

func newGrid(side int) *grid {
	g := &grid{side: side}
	for range side {
		var row []bool
		for range side {
			row = append(row, next(100) < 22)
		}
		g.walls = append(g.walls, row)
	}
	g.walls[0][0] = false
	g.walls[side-1][side-1] = false
	return g
}

func (g *grid) isFree(c *cell) bool {
	return c.row >= 0 && c.row < g.side && c.column >= 0 && c.column < g.side && !g.walls[c.row][c.column]
}

func (g *grid) neighbours(c *cell) []*cell {
	around := []*cell{
		{c.row - 1, c.column},
		{c.row, c.column - 1},
		{c.row, c.column + 1},
		{c.row + 1, c.column},
	}
	var free []*cell
	for _, c := range around {
		if g.isFree(c) {
			free = append(free, c)
		}
	}
	return free
}

func (g *grid) estimate(c *cell) int {
	return g.side - 1 - c.row + g.side - 1 - c.column
}

func (g *grid) search() int {
	goal := g.side*g.side - 1
	cost := filled(goal+1, unreached)
	closed := make([]bool, goal+1)
	var open heap
	cost[0] = 0
	open.push(&entry{0, g.estimate(&cell{0, 0})})
	for len(open.entries) > 0 {
		node := open.pop().node
		if node == goal {
			return cost[node]
		}
		if closed[node] {
			continue
		}
		closed[node] = true
		g.expanded++
		c := &cell{node / g.side, node % g.side}
		for _, neighbour := range g.neighbours(c) {
			number := neighbour.row*g.side + neighbour.column
			if cost[node]+1 < cost[number] {
				cost[number] = cost[node] + 1
				open.push(&entry{number, cost[number] + g.estimate(neighbour)})
			}
		}
	}
	return -1
}

func root(n int) int {
	r := 1
	for (r+1)*(r+1) <= n {
		r++
	}
	return r
}

func reportPaths(out *bufio.Writer, g *graph) {
	p := dijkstra(g, 0)
	last := farthest(p.distances)
	path := p.to(last)
	sum := 0
	for _, distance := range p.distances {
		if distance != unreached {
			sum += distance
		}
	}
	fmt.Fprintf(out, "settled %d, farthest %s at %d over %d nodes, sum %d\n", p.settled, g.names[last],
		p.distances[last], len(path), sum)
	var begin []string
	for _, node := range path[:min(8, len(path))] {
		begin = append(begin, g.names[node])
	}
	fmt.Fprintf(out, "path %s\n", strings.Join(begin, " > "))
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	g := &graph{numbers: map[string]int{}}
	for _, line := range generate(n) {
		if err := g.read(line); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	fmt.Fprintf(out, "nodes %d, links %d\n", len(g.names), len(g.links))
	reportPaths(out, g)
	counts := histogram(levels(g, 0))
	fmt.Fprintf(out, "levels %d: %s\n", len(counts), strings.Trim(fmt.Sprint(counts), "[]"))
	t := components(g)
	across := 0
	for _, l := range g.links {
		if t.component[l.from] != t.component[l.to] {
			across++
		}
	}
	fmt.Fprintf(out, "components %d, largest %d, links across %d\n", t.count, t.largest, across)
	weight, links, trees := spanningTree(g)
	fmt.Fprintf(out, "tree %d over %d links, %d trees\n", weight, links, trees)
	rank := ranks(g)
	first := best(rank)
	fmt.Fprintf(out, "rank %s %.6f\n", g.names[first], rank[first]*1000.0)
	field := newGrid(2 * root(n))
	length := field.search()
	fmt.Fprintf(out, "grid %d, way %d, expanded %d\n", field.side, length, field.expanded)
}
