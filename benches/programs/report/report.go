package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
)

const (
	batchSize     = 500
	customerCount = 400
	productCount  = 120
	warehouses    = 4
	initialStock  = 60
)

type customer struct {
	ID     int    `json:"id"`
	Name   string `json:"name"`
	Region string `json:"region"`
	Tier   string `json:"tier"`
}

type product struct {
	Sku      string `json:"sku"`
	Name     string `json:"name"`
	Category string `json:"category"`
	Price    int    `json:"price"`
}

type catalogue struct {
	Customers []*customer `json:"customers"`
	Products  []*product  `json:"products"`
}

type address struct {
	City   string `json:"city"`
	Street string `json:"street"`
	Number int    `json:"number"`
}

type line struct {
	Sku      string `json:"sku"`
	Quantity int    `json:"quantity"`
	Discount int    `json:"discount"`
}

type order struct {
	ID         int     `json:"id"`
	CustomerID int     `json:"customerId"`
	Date       string  `json:"date"`
	Status     string  `json:"status"`
	ShipTo     address `json:"shipTo"`
	Lines      []line  `json:"lines"`
	Note       *string `json:"note,omitempty"`
}

type batch struct {
	Number int      `json:"number"`
	Last   bool     `json:"last"`
	Orders []*order `json:"orders"`
}

type sale struct {
	orderID, customerID          int
	region, month, category, sku string
	quantity, amount             int
}

type place struct {
	warehouse int
	sku       string
}

type stock struct {
	place
	available, missing int
}

var (
	regions    = []string{"north", "south", "east", "west", "islands"}
	tiers      = []string{"basic", "silver", "gold"}
	categories = []string{"books", "games", "garden", "kitchen", "music", "tools"}
	statuses   = []string{"open", "paid", "shipped", "returned"}
	streets    = []string{"Main Street", "High \"Old\" Street", "Mill Lane", "Station Road", "Church\\Path"}
	cities     = []string{"Arden", "Belmont", "Corwen", "Dalton", "Elmira", "Fenwick", "Galway", "Hadley",
		"Ipswich", "Jarrow", "Kelso", "Ludlow"}
	words = []string{"please", "ring", "twice", "leave", "at", "door", "gift", "wrap", "call", "before",
		"fragile"}
	adjectives = []string{"small", "large", "blue", "red", "sturdy", "light", "classic", "modern"}
	nouns      = []string{"box", "lamp", "chair", "drum", "guide", "puzzle", "spade", "kettle", "hammer", "flute"}
)

var seed = 42

func next(bound int) int {
	seed = seed * 16807 % 2147483647
	return seed % bound
}

func pick(of []string) string {
	return of[next(len(of))]
}

func skuOf(number int) string {
	return "SKU-" + strconv.Itoa(1000+number)
}

func makeCatalogue() catalogue {
	var c catalogue
	for id := 1; id <= customerCount; id++ {
		c.Customers = append(c.Customers, &customer{id, "Customer " + strconv.Itoa(id), pick(regions), pick(tiers)})
	}
	for number := range productCount {
		name := pick(adjectives) + " " + pick(nouns)
		c.Products = append(c.Products, &product{skuOf(number), name, pick(categories), 100 + next(9900)})
	}
	return c
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

func makeDate() string {
	month := twoDigits(1 + next(12))
	return "2024-" + month + "-" + twoDigits(1+next(28))
}

func makeNote() string {
	note := pick(words)
	for range next(6) {
		note += " " + pick(words)
	}
	return note
}

func makeLines() []line {
	var lines []line
	for range next(4) + 1 {
		sku := skuOf(next(productCount))
		quantity := 1 + next(9)
		lines = append(lines, line{sku, quantity, next(3) * 5})
	}
	return lines
}

func makeOrder(id int) *order {
	o := &order{ID: id, CustomerID: 1 + next(customerCount+8)}
	o.Date = makeDate()
	o.Status = pick(statuses)
	o.ShipTo.City = pick(cities)
	o.ShipTo.Street = pick(streets)
	o.ShipTo.Number = 1 + next(200)
	o.Lines = makeLines()
	if next(4) == 0 {
		note := makeNote()
		o.Note = &note
	}
	return o
}

func makeBatch(number, first, end int) ([]byte, error) {
	var orders []*order
	for id := first; id < end; id++ {
		orders = append(orders, makeOrder(id))
	}
	return json.Marshal(batch{number, len(orders) < batchSize, orders})
}

type store struct {
	customers map[int]*customer
	products  map[string]*product
	stock     map[place]*stock
	// In the order of insertion.
	stocks           []*stock
	orders           []*order
	batches, unknown int
}

func (s *store) load(text []byte) error {
	var c catalogue
	if err := json.Unmarshal(text, &c); err != nil {
		return err
	}
	for _, customer := range c.Customers {
		s.customers[customer.ID] = customer
	}
	for _, product := range c.Products {
		s.products[product.Sku] = product
		for warehouse := range warehouses {
			at := place{warehouse, product.Sku}
			s.stock[at] = &stock{place: at, available: initialStock}
			s.stocks = append(s.stocks, s.stock[at])
		}
	}
	return nil
}

func (s *store) receive(text []byte) error {
	var b batch
	if err := json.Unmarshal(text, &b); err != nil {
		return err
	}
	s.batches++
	for _, o := range b.Orders {
		if s.customers[o.CustomerID] == nil {
			s.unknown++
			continue
		}
		s.orders = append(s.orders, o)
		s.take(o)
	}
	return nil
}

func (s *store) take(o *order) {
	for _, l := range o.Lines {
		at := s.stock[place{o.CustomerID % warehouses, l.Sku}]
		if o.Status == "returned" {
			at.available += l.Quantity
		} else if at.available >= l.Quantity {
			at.available -= l.Quantity
		} else {
			at.missing += l.Quantity - at.available
			at.available = 0
		}
	}
}

func (s *store) sales() []sale {
	var sales []sale
	for _, o := range s.orders {
		if o.Status == "returned" {
			continue
		}
		c := s.customers[o.CustomerID]
		for _, l := range o.Lines {
			p := s.products[l.Sku]
			full := l.Quantity * p.Price
			sales = append(sales, sale{o.ID, c.ID, c.Region, o.Date[:7], p.Category, p.Sku, l.Quantity,
				full - full*l.Discount/100})
		}
	}
	return sales
}

// Sums of one group.
type group struct {
	key, text        string
	id               int
	count, sum, most int
}

// Groups in the order of their first members.
type groups[K comparable] struct {
	by  map[K]*group
	all []*group
}

func (g *groups[K]) of(key K) *group {
	found := g.by[key]
	if found == nil {
		if g.by == nil {
			g.by = map[K]*group{}
		}
		found = &group{}
		g.by[key] = found
		g.all = append(g.all, found)
	}
	return found
}

func (g *group) add(amount int) {
	g.count++
	g.sum += amount
	g.most = max(g.most, amount)
}

func byRegion(sales []sale) []*group {
	var g groups[string]
	for _, s := range sales {
		of := g.of(s.region)
		of.key = s.region
		of.add(s.amount)
	}
	slices.SortStableFunc(g.all, func(a, b *group) int {
		return cmp.Or(cmp.Compare(b.sum, a.sum), cmp.Compare(a.key, b.key))
	})
	return g.all
}

func byCustomer(sales []sale, s *store) []*group {
	var g groups[int]
	for _, s := range sales {
		of := g.of(s.customerID)
		of.id = s.customerID
		of.add(s.amount)
	}
	var rows []*group
	for _, of := range g.all {
		c := s.customers[of.id]
		of.key, of.text = c.Name, c.Tier
		if c.Tier != "basic" {
			rows = append(rows, of)
		}
	}
	slices.SortStableFunc(rows, func(a, b *group) int {
		return cmp.Or(cmp.Compare(b.sum, a.sum), cmp.Compare(a.key, b.key))
	})
	return rows[:min(10, len(rows))]
}

type monthRow struct {
	month   string
	revenue map[string]int
	total   int
}

func byMonth(sales []sale) []*monthRow {
	rows := map[string]*monthRow{}
	for _, s := range sales {
		row := rows[s.month]
		if row == nil {
			row = &monthRow{s.month, map[string]int{}, 0}
			rows[s.month] = row
		}
		row.revenue[s.category] += s.amount
		row.total += s.amount
	}
	var all []*monthRow
	for _, row := range rows {
		all = append(all, row)
	}
	slices.SortFunc(all, func(a, b *monthRow) int { return cmp.Compare(a.month, b.month) })
	return all
}

func (s *store) amountOf(o *order) int {
	total := 0
	for _, l := range o.Lines {
		if p := s.products[l.Sku]; p != nil {
			full := l.Quantity * p.Price
			total += full - full*l.Discount/100
		}
	}
	return total
}

func (s *store) byStatus() []*group {
	var g groups[string]
	for _, o := range s.orders {
		of := g.of(o.Status)
		of.key = o.Status
		of.add(s.amountOf(o))
	}
	slices.SortFunc(g.all, func(a, b *group) int { return cmp.Compare(a.key, b.key) })
	return g.all
}

type productRow struct {
	of                *product
	quantity, revenue int
}

func bestSellers(sales []sale, s *store) []*productRow {
	rows := map[string]*productRow{}
	for _, each := range sales {
		row := rows[each.sku]
		if row == nil {
			row = &productRow{of: s.products[each.sku]}
			rows[each.sku] = row
		}
		row.quantity += each.quantity
		row.revenue += each.amount
	}
	var best []*productRow
	for _, category := range categories {
		var some []*productRow
		for _, row := range rows {
			if row.of.Category == category {
				some = append(some, row)
			}
		}
		slices.SortFunc(some, func(a, b *productRow) int {
			return cmp.Or(cmp.Compare(b.quantity, a.quantity), cmp.Compare(a.of.Sku, b.of.Sku))
		})
		best = append(best, some[:min(3, len(some))]...)
	}
	return best
}

func (s *store) byCity() []*group {
	var g groups[string]
	for _, o := range s.orders {
		of := g.of(o.ShipTo.City)
		of.key = o.ShipTo.City
		of.add(s.amountOf(o))
	}
	slices.SortFunc(g.all, func(a, b *group) int {
		return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(b.key, a.key))
	})
	return g.all
}

func (s *store) shortages() []*stock {
	var rows []*stock
	for _, at := range s.stocks {
		if at.missing > 0 || at.available < initialStock/10 {
			rows = append(rows, at)
		}
	}
	slices.SortFunc(rows, func(a, b *stock) int {
		return cmp.Or(cmp.Compare(b.missing, a.missing), cmp.Compare(a.warehouse, b.warehouse),
			cmp.Compare(a.sku, b.sku))
	})
	return rows[:min(12, len(rows))]
}

func (s *store) notes() []*group {
	var g groups[string]
	for _, o := range s.orders {
		if o.Note == nil {
			continue
		}
		for _, word := range strings.Split(*o.Note, " ") {
			of := g.of(word)
			of.key = word
			of.count++
		}
	}
	slices.SortFunc(g.all, func(a, b *group) int {
		return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(a.key, b.key))
	})
	return g.all
}

func (s *store) spread() map[string]int {
	counts := map[string]int{}
	for _, o := range s.orders {
		c := s.customers[o.CustomerID]
		counts[c.Region+"/"+c.Tier]++
	}
	return counts
}

type report struct {
	out *bufio.Writer
}

func (r *report) title(text string) {
	fmt.Fprintf(r.out, "\n%s\n%s\n", text, strings.Repeat("=", len(text)))
}

func (r *report) row(label string, cells ...string) {
	fmt.Fprintf(r.out, "%-22s", label)
	for _, cell := range cells {
		fmt.Fprintf(r.out, "%14s", cell)
	}
	fmt.Fprintln(r.out)
}

func money(cents int) string {
	return strconv.Itoa(cents/100) + "." + twoDigits(cents%100)
}

func (s *store) write(r *report) {
	sales := s.sales()
	number := strconv.Itoa
	fmt.Fprintf(r.out, "%d batches, %d orders, %d refused\n", s.batches, len(s.orders), s.unknown)
	r.title("Revenue by region")
	r.row("region", "revenue", "lines", "largest")
	for _, g := range byRegion(sales) {
		r.row(g.key, money(g.sum), number(g.count), money(g.most))
	}
	r.title("Best customers")
	for _, g := range byCustomer(sales, s) {
		r.row(g.key, g.text, money(g.sum), number(g.count))
	}
	r.title("Revenue by month and category")
	r.row("month", append(slices.Clone(categories), "total")...)
	for _, row := range byMonth(sales) {
		var cells []string
		for _, category := range categories {
			cells = append(cells, money(row.revenue[category]))
		}
		r.row(row.month, append(cells, money(row.total))...)
	}
	r.title("Best sellers")
	for _, p := range bestSellers(sales, s) {
		r.row(p.of.Name, p.of.Category, p.of.Sku, number(p.quantity), money(p.revenue))
	}
	r.title("Orders by status")
	for _, g := range s.byStatus() {
		r.row(g.key, number(g.count), money(g.sum), money(g.sum/g.count), money(g.most))
	}
	r.title("Orders by city")
	for _, g := range s.byCity() {
		r.row(g.key, number(g.count), money(g.sum))
	}
	r.title("Short of stock")
	for _, at := range s.shortages() {
		r.row(at.sku, number(at.warehouse), number(at.available), number(at.missing))
	}
	r.title("Words of notes")
	for _, g := range s.notes() {
		r.row(g.key, number(g.count))
	}
	r.title("Orders by region and tier")
	counts := s.spread()
	for _, region := range regions {
		var cells []string
		for _, tier := range tiers {
			cells = append(cells, number(counts[region+"/"+tier]))
		}
		r.row(region, cells...)
	}
}

func run(n int) error {
	s := &store{customers: map[int]*customer{}, products: map[string]*product{}, stock: map[place]*stock{}}
	text, err := json.Marshal(makeCatalogue())
	if err != nil {
		return err
	}
	if err := s.load(text); err != nil {
		return err
	}
	for first := 0; first < n; first += batchSize {
		text, err := makeBatch(first/batchSize, first, min(first+batchSize, n))
		if err != nil {
			return err
		}
		if err := s.receive(text); err != nil {
			return err
		}
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	s.write(&report{out})
	return nil
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	if err := run(n); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
