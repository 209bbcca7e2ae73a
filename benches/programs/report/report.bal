import ballerina/io;

// Orders arrive as JSON, are joined with a catalogue and end in a report of text.

const BATCH = 500;
const CUSTOMERS = 400;
const PRODUCTS = 120;
const WAREHOUSES = 4;
const INITIAL_STOCK = 60;

type Customer record {|
    readonly int id;
    string name;
    string region;
    string tier;
|};

type Product record {|
    readonly string sku;
    string name;
    string category;
    int price;
|};

type Catalogue record {|
    Customer[] customers;
    Product[] products;
|};

type Address record {|
    string city;
    string street;
    int number;
|};

type Line record {|
    string sku;
    int quantity;
    int discount;
|};

type Order record {|
    int id;
    int customerId;
    string date;
    string status;
    Address shipTo;
    Line[] lines;
    string note?;
|};

type Batch record {|
    int number;
    boolean last;
    Order[] orders;
|};

// One line of an order with what the catalogue says about it.
type Sale record {|
    int orderId;
    int customerId;
    string region;
    string month;
    string category;
    string sku;
    int quantity;
    int amount;
|};

type Stock record {|
    readonly int warehouse;
    readonly string sku;
    int available;
    int missing;
|};

type RegionRow record {|
    string region;
    int revenue;
    int lines;
    int largest;
|};

type CustomerRow record {|
    string name;
    string tier;
    int revenue;
    int lines;
|};

type StatusRow record {|
    string status;
    int orders;
    int revenue;
    int most;
|};

type MonthRow record {|
    string month;
    map<int> revenue;
    int total;
|};

type ProductRow record {|
    string category;
    string sku;
    string name;
    int quantity;
    int revenue;
|};

type CityRow record {|
    string city;
    int orders;
    int revenue;
|};

type WordRow record {|
    string word;
    int count;
|};

final string[] regions = ["north", "south", "east", "west", "islands"];
final string[] tiers = ["basic", "silver", "gold"];
final string[] categories = ["books", "games", "garden", "kitchen", "music", "tools"];
final string[] statuses = ["open", "paid", "shipped", "returned"];
final string[] streets = ["Main Street", "High \"Old\" Street", "Mill Lane", "Station Road", "Church\\Path"];
final string[] cities = ["Arden", "Belmont", "Corwen", "Dalton", "Elmira", "Fenwick", "Galway", "Hadley", "Ipswich",
    "Jarrow", "Kelso", "Ludlow"];
final string[] words = ["please", "ring", "twice", "leave", "at", "door", "gift", "wrap", "call", "before", "fragile"];
final string[] adjectives = ["small", "large", "blue", "red", "sturdy", "light", "classic", "modern"];
final string[] nouns = ["box", "lamp", "chair", "drum", "guide", "puzzle", "spade", "kettle", "hammer", "flute"];

int seed = 42;

function next(int bound) returns int {
    seed = seed * 16807 % 2147483647;
    return seed % bound;
}

function pick(string[] of) returns string {
    return of[next(of.length())];
}

function skuOf(int number) returns string {
    return "SKU-" + (1000 + number).toString();
}

// ---- What the other side sends

function makeCatalogue() returns Catalogue {
    Customer[] customers = [];
    foreach int id in 1 ... CUSTOMERS {
        customers.push({id, name: "Customer " + id.toString(), region: pick(regions), tier: pick(tiers)});
    }
    Product[] products = [];
    foreach int number in 0 ..< PRODUCTS {
        products.push({
            sku: skuOf(number),
            name: pick(adjectives) + " " + pick(nouns),
            category: pick(categories),
            price: 100 + next(9900)
        });
    }
    return {customers, products};
}

function twoDigits(int n) returns string {
    return n < 10 ? "0" + n.toString() : n.toString();
}

function makeDate() returns string {
    return "2024-" + twoDigits(1 + next(12)) + "-" + twoDigits(1 + next(28));
}

function makeNote() returns string {
    string note = pick(words);
    foreach int _ in 0 ..< next(6) {
        note += " " + pick(words);
    }
    return note;
}

function makeLines() returns Line[] {
    Line[] lines = [];
    foreach int _ in 0 ... next(4) {
        lines.push({sku: skuOf(next(PRODUCTS)), quantity: 1 + next(9), discount: next(3) * 5});
    }
    return lines;
}

function makeOrder(int id) returns Order {
    Order made = {
        id,
        // A few customers are not in the catalogue.
        customerId: 1 + next(CUSTOMERS + 8),
        date: makeDate(),
        status: pick(statuses),
        shipTo: {city: pick(cities), street: pick(streets), number: 1 + next(200)},
        lines: makeLines()
    };
    if next(4) == 0 {
        made.note = makeNote();
    }
    return made;
}

function makeBatch(int number, int first, int end) returns string {
    Order[] orders = from int id in first ..< end
        select makeOrder(id);
    Batch batch = {number, last: orders.length() < BATCH, orders};
    return batch.toJsonString();
}

// ---- What this side does with it

class Store {
    final table<Customer> key(id) customers = table [];
    final table<Product> key(sku) products = table [];
    final table<Stock> key(warehouse, sku) stock = table [];
    final Order[] orders = [];
    int batches = 0;
    int unknown = 0;

    function load(string text) returns error? {
        Catalogue catalogue = check text.fromJsonStringWithType();
        foreach Customer customer in catalogue.customers {
            self.customers.add(customer);
        }
        foreach Product product in catalogue.products {
            self.products.add(product);
            foreach int warehouse in 0 ..< WAREHOUSES {
                self.stock.add({warehouse, sku: product.sku, available: INITIAL_STOCK, missing: 0});
            }
        }
    }

    function receive(string text) returns error? {
        Batch batch = check text.fromJsonStringWithType();
        self.batches += 1;
        foreach Order received in batch.orders {
            if !self.customers.hasKey(received.customerId) {
                self.unknown += 1;
                continue;
            }
            self.orders.push(received);
            self.take(received);
        }
    }

    // Takes what an order asks for out of the stock of the warehouse that serves its customer.
    private function take(Order received) {
        int warehouse = received.customerId % WAREHOUSES;
        foreach Line {sku, quantity} in received.lines {
            Stock stock = self.stock.get([warehouse, sku]);
            if received.status == "returned" {
                stock.available += quantity;
            } else if stock.available >= quantity {
                stock.available -= quantity;
            } else {
                self.stock.put({
                    warehouse,
                    sku,
                    available: 0,
                    missing: stock.missing + quantity - stock.available
                });
            }
        }
    }

    function sales() returns Sale[] {
        return from Order placed in self.orders
            where placed.status != "returned"
            join Customer customer in self.customers on placed.customerId equals customer.id
            from Line line in placed.lines
            join Product product in self.products on line.sku equals product.sku
            let int full = line.quantity * product.price
            select {
                orderId: placed.id,
                customerId: customer.id,
                region: customer.region,
                month: placed.date.substring(0, 7),
                category: product.category,
                sku: product.sku,
                quantity: line.quantity,
                amount: full - full * line.discount / 100
            };
    }
}

function byRegion(Sale[] sales) returns RegionRow[] {
    return from Sale {region, amount} in sales
        group by region
        let int revenue = sum(amount)
        order by revenue descending, region
        select {region, revenue, lines: count(amount), largest: max(amount)};
}

function byCustomer(Sale[] sales, Store store) returns CustomerRow[] {
    var totals = from Sale {customerId, amount} in sales
        group by customerId
        select {customerId, revenue: sum(amount), lines: count(amount)};
    return from var {customerId, revenue, lines} in totals
        let Customer customer = store.customers.get(customerId)
        where customer.tier != "basic"
        order by revenue descending, customer.name
        limit 10
        select {name: customer.name, tier: customer.tier, revenue, lines};
}

function byMonth(Sale[] sales) returns MonthRow[] {
    map<MonthRow> rows = {};
    foreach Sale {month, category, amount} in sales {
        MonthRow row = rows[month] ?: {month, revenue: {}, total: 0};
        row.revenue[category] = (row.revenue[category] ?: 0) + amount;
        row.total += amount;
        rows[month] = row;
    }
    return from MonthRow row in rows
        order by row.month
        select row;
}

function byStatus(Store store) returns StatusRow[] {
    var amounts = from Order placed in store.orders
        select {status: placed.status, amount: amountOf(placed, store)};
    return from var {status, amount} in amounts
        group by status
        order by status
        select {status, orders: count(amount), revenue: sum(amount), most: max(amount)};
}

function amountOf(Order placed, Store store) returns int {
    int total = 0;
    foreach Line line in placed.lines {
        Product? product = store.products[line.sku];
        if product is Product {
            int full = line.quantity * product.price;
            total += full - full * line.discount / 100;
        }
    }
    return total;
}

// The three products of each category that sell most.
function bestSellers(Sale[] sales, Store store) returns ProductRow[] {
    ProductRow[] rows = from Sale {sku, quantity, amount} in sales
        group by sku
        let Product product = store.products.get(sku)
        select {
            category: product.category,
            sku,
            name: product.name,
            quantity: sum(quantity),
            revenue: sum(amount)
        };
    ProductRow[] best = [];
    foreach string category in categories {
        best.push(...from ProductRow row in rows
            where row.category == category
            order by row.quantity descending, row.sku
            limit 3
            select row);
    }
    return best;
}

function byCity(Store store) returns CityRow[] {
    map<CityRow> rows = {};
    foreach Order placed in store.orders {
        string city = placed.shipTo.city;
        CityRow row = rows[city] ?: {city, orders: 0, revenue: 0};
        row.orders += 1;
        row.revenue += amountOf(placed, store);
        rows[city] = row;
    }
    CityRow[] sorted = rows.toArray().sort("descending", cityKey);
    return sorted;
}

isolated function cityKey(CityRow row) returns [int, string] {
    return [row.orders, row.city];
}

function shortages(Store store) returns Stock[] {
    return from Stock stock in store.stock
        where stock.missing > 0 || stock.available < INITIAL_STOCK / 10
        order by stock.missing descending, stock.warehouse, stock.sku
        limit 12
        select stock;
}

function split(string text) returns string[] {
    string[] parts = [];
    int begin = 0;
    int? end = text.indexOf(" ");
    while end is int {
        parts.push(text.substring(begin, end));
        begin = end + 1;
        end = text.indexOf(" ", begin);
    }
    parts.push(text.substring(begin));
    return parts;
}

function notes(Store store) returns WordRow[] {
    var spoken = from Order placed in store.orders
        let string? note = placed?.note
        where note is string
        from string word in split(note)
        select {word, length: word.length()};
    return from var {word, length} in spoken
        group by word
        let int total = count(length)
        order by total descending, word
        select {word, count: total};
}

function spread(Store store) returns map<int> {
    map<int> counts = {};
    foreach Order placed in store.orders {
        Customer customer = store.customers.get(placed.customerId);
        string key = customer.region + "/" + customer.tier;
        counts[key] = (counts[key] ?: 0) + 1;
    }
    return counts;
}

// ---- Text

class Report {
    private final string[] lines = [];

    function title(string text) {
        self.lines.push("", text, "".padEnd(text.length(), "="));
    }

    function row(string label, string... cells) {
        string line = label.padEnd(22);
        foreach string cell in cells {
            line += cell.padStart(14);
        }
        self.lines.push(line);
    }

    function note(string text) {
        self.lines.push(text);
    }

    function text() returns string {
        return "\n".'join(...self.lines);
    }
}

function money(int cents) returns string {
    return (cents / 100).toString() + "." + twoDigits(cents % 100);
}

function write(Store store) returns string {
    Sale[] sales = store.sales();
    Report report = new;
    report.note(string `${store.batches} batches, ${store.orders.length()} orders, ${store.unknown} refused`);

    report.title("Revenue by region");
    report.row("region", "revenue", "lines", "largest");
    foreach RegionRow {region, revenue, lines, largest} in byRegion(sales) {
        report.row(region, money(revenue), lines.toString(), money(largest));
    }

    report.title("Best customers");
    foreach CustomerRow {name, tier, revenue, lines} in byCustomer(sales, store) {
        report.row(name, tier, money(revenue), lines.toString());
    }

    report.title("Revenue by month and category");
    report.row("month", ...[...categories, "total"]);
    foreach MonthRow {month, revenue, total} in byMonth(sales) {
        string[] cells = from string category in categories
            select money(revenue[category] ?: 0);
        report.row(month, ...[...cells, money(total)]);
    }

    report.title("Best sellers");
    foreach ProductRow {category, sku, name, quantity, revenue} in bestSellers(sales, store) {
        report.row(name, category, sku, quantity.toString(), money(revenue));
    }

    report.title("Orders by status");
    foreach StatusRow {status, orders, revenue, most} in byStatus(store) {
        report.row(status, orders.toString(), money(revenue), money(revenue / orders), money(most));
    }

    report.title("Orders by city");
    foreach CityRow {city, orders, revenue} in byCity(store) {
        report.row(city, orders.toString(), money(revenue));
    }

    report.title("Short of stock");
    foreach Stock {warehouse, sku, available, missing} in shortages(store) {
        report.row(sku, warehouse.toString(), available.toString(), missing.toString());
    }

    report.title("Words of notes");
    foreach WordRow {word, count} in notes(store) {
        report.row(word, count.toString());
    }

    report.title("Orders by region and tier");
    map<int> counts = spread(store);
    foreach string region in regions {
        string[] cells = from string tier in tiers
            select (counts[region + "/" + tier] ?: 0).toString();
        report.row(region, ...cells);
    }
    return report.text();
}

public function main(int n) returns error? {
    Store store = new;
    check store.load(makeCatalogue().toJsonString());
    int first = 0;
    while first < n {
        int end = int:min(first + BATCH, n);
        check store.receive(makeBatch(first / BATCH, first, end));
        first = end;
    }
    io:println(write(store));
}
