use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

enum Json {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    String(String),
    Array(Vec<Json>),
    Object(HashMap<String, Json>),
}

fn render_string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => write!(out, "\\u{:04x}", c as u32).unwrap(),
            c => out.push(c),
        }
    }
    out.push('"');
}

fn render(value: &Json, out: &mut String) {
    match value {
        Json::Null => out.push_str("null"),
        Json::Bool(b) => write!(out, "{b}").unwrap(),
        Json::Int(n) => write!(out, "{n}").unwrap(),
        Json::Float(x) => write!(out, "{x}").unwrap(),
        Json::String(s) => render_string(s, out),
        Json::Array(members) => {
            out.push('[');
            for (i, member) in members.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                render(member, out);
            }
            out.push(']');
        }
        Json::Object(members) => {
            out.push('{');
            for (i, (key, member)) in members.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                render_string(key, out);
                out.push(':');
                render(member, out);
            }
            out.push('}');
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl Parser<'_> {
    fn peek(&mut self) -> u8 {
        while self.text.as_bytes()[self.at] <= b' ' {
            self.at += 1;
        }
        self.text.as_bytes()[self.at]
    }

    fn parse(&mut self) -> Json {
        match self.peek() {
            b'{' => self.object(),
            b'[' => self.array(),
            b'"' => Json::String(self.string()),
            b't' => self.word(4, Json::Bool(true)),
            b'f' => self.word(5, Json::Bool(false)),
            b'n' => self.word(4, Json::Null),
            _ => self.number(),
        }
    }

    fn word(&mut self, length: usize, value: Json) -> Json {
        self.at += length;
        value
    }

    fn number(&mut self) -> Json {
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| !"+-.eE0123456789".contains(c)).unwrap_or(rest.len());
        self.at += end;
        match rest[..end].parse() {
            Ok(n) => Json::Int(n),
            Err(_) => Json::Float(rest[..end].parse().unwrap()),
        }
    }

    fn string(&mut self) -> String {
        let mut out = String::new();
        self.at += 1;
        loop {
            let rest = &self.text[self.at..];
            let stop = rest.find(['"', '\\']).unwrap();
            out.push_str(&rest[..stop]);
            self.at += stop + 1;
            if rest.as_bytes()[stop] == b'"' {
                return out;
            }
            out.push(self.unescape());
        }
    }

    fn unescape(&mut self) -> char {
        self.at += 1;
        match self.text.as_bytes()[self.at - 1] {
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.at += 4;
                char::from_u32(u32::from_str_radix(&self.text[self.at - 4..self.at], 16).unwrap()).unwrap()
            }
            c => c as char,
        }
    }

    fn array(&mut self) -> Json {
        let mut members = Vec::new();
        self.at += 1;
        if self.peek() == b']' {
            self.at += 1;
            return Json::Array(members);
        }
        loop {
            members.push(self.parse());
            let c = self.peek();
            self.at += 1;
            if c == b']' {
                return Json::Array(members);
            }
        }
    }

    fn object(&mut self) -> Json {
        let mut members = HashMap::new();
        self.at += 1;
        if self.peek() == b'}' {
            self.at += 1;
            return Json::Object(members);
        }
        loop {
            self.peek();
            let key = self.string();
            self.peek();
            self.at += 1;
            members.insert(key, self.parse());
            let c = self.peek();
            self.at += 1;
            if c == b'}' {
                return Json::Object(members);
            }
        }
    }
}
impl Json {
    fn member(&mut self, key: &str) -> Option<Json> {
        match self {
            Json::Object(members) => members.remove(key),
            _ => None,
        }
    }

    fn int(&mut self, key: &str) -> Result<i64, String> {
        match self.member(key) {
            Some(Json::Int(n)) => Ok(n),
            _ => Err(format!("'{key}' is not an integer")),
        }
    }

    fn text(&mut self, key: &str) -> Result<String, String> {
        match self.member(key) {
            Some(Json::String(s)) => Ok(s),
            _ => Err(format!("'{key}' is not a string")),
        }
    }

    fn list<T>(&mut self, key: &str, read: impl FnMut(Json) -> Result<T, String>) -> Result<Vec<T>, String> {
        match self.member(key) {
            Some(Json::Array(members)) => members.into_iter().map(read).collect(),
            _ => Err(format!("'{key}' is not an array")),
        }
    }
}

fn object<const N: usize>(members: [(&str, Json); N]) -> Json {
    Json::Object(members.into_iter().map(|(key, value)| (key.to_string(), value)).collect())
}

fn string(s: &str) -> Json {
    Json::String(s.to_string())
}

const BATCH: i64 = 500;
const CUSTOMERS: i64 = 400;
const PRODUCTS: i64 = 120;
const WAREHOUSES: i64 = 4;
const INITIAL_STOCK: i64 = 60;

const REGIONS: [&str; 5] = ["north", "south", "east", "west", "islands"];
const TIERS: [&str; 3] = ["basic", "silver", "gold"];
const CATEGORIES: [&str; 6] = ["books", "games", "garden", "kitchen", "music", "tools"];
const STATUSES: [&str; 4] = ["open", "paid", "shipped", "returned"];
const STREETS: [&str; 5] =
    ["Main Street", "High \"Old\" Street", "Mill Lane", "Station Road", "Church\\Path"];
const CITIES: [&str; 12] = [
    "Arden", "Belmont", "Corwen", "Dalton", "Elmira", "Fenwick", "Galway", "Hadley", "Ipswich", "Jarrow",
    "Kelso", "Ludlow",
];
const WORDS: [&str; 11] =
    ["please", "ring", "twice", "leave", "at", "door", "gift", "wrap", "call", "before", "fragile"];
const ADJECTIVES: [&str; 8] = ["small", "large", "blue", "red", "sturdy", "light", "classic", "modern"];
const NOUNS: [&str; 10] =
    ["box", "lamp", "chair", "drum", "guide", "puzzle", "spade", "kettle", "hammer", "flute"];

// ---- What the other side sends

struct Maker {
    seed: i64,
}

impl Maker {
    fn next(&mut self, bound: i64) -> i64 {
        self.seed = self.seed * 16807 % 2147483647;
        self.seed % bound
    }

    fn pick(&mut self, of: &[&'static str]) -> &'static str {
        of[self.next(of.len() as i64) as usize]
    }

    fn catalogue(&mut self) -> Json {
        let mut customers = Vec::new();
        for id in 1..=CUSTOMERS {
            let (region, tier) = (self.pick(&REGIONS), self.pick(&TIERS));
            customers.push(object([
                ("id", Json::Int(id)),
                ("name", Json::String(format!("Customer {id}"))),
                ("region", string(region)),
                ("tier", string(tier)),
            ]));
        }
        let mut products = Vec::new();
        for number in 0..PRODUCTS {
            let name = format!("{} {}", self.pick(&ADJECTIVES), self.pick(&NOUNS));
            products.push(object([
                ("sku", Json::String(sku_of(number))),
                ("name", Json::String(name)),
                ("category", string(self.pick(&CATEGORIES))),
                ("price", Json::Int(100 + self.next(9900))),
            ]));
        }
        object([("customers", Json::Array(customers)), ("products", Json::Array(products))])
    }

    fn note(&mut self) -> String {
        let mut note = self.pick(&WORDS).to_string();
        for _ in 0..self.next(6) {
            note.push(' ');
            note.push_str(self.pick(&WORDS));
        }
        note
    }

    fn line(&mut self) -> Json {
        object([
            ("sku", Json::String(sku_of(self.next(PRODUCTS)))),
            ("quantity", Json::Int(1 + self.next(9))),
            ("discount", Json::Int(self.next(3) * 5)),
        ])
    }

    fn order(&mut self, id: i64) -> Json {
        let customer = 1 + self.next(CUSTOMERS + 8);
        let date = format!("2024-{:02}-{:02}", 1 + self.next(12), 1 + self.next(28));
        let status = self.pick(&STATUSES);
        let ship_to = object([
            ("city", string(self.pick(&CITIES))),
            ("street", string(self.pick(&STREETS))),
            ("number", Json::Int(1 + self.next(200))),
        ]);
        let lines = (0..=self.next(4)).map(|_| self.line()).collect();
        let mut made = HashMap::from([
            ("id".to_string(), Json::Int(id)),
            ("customerId".to_string(), Json::Int(customer)),
            ("date".to_string(), Json::String(date)),
            ("status".to_string(), string(status)),
            ("shipTo".to_string(), ship_to),
            ("lines".to_string(), Json::Array(lines)),
        ]);
        if self.next(4) == 0 {
            made.insert("note".to_string(), Json::String(self.note()));
        }
        Json::Object(made)
    }

    fn batch(&mut self, number: i64, first: i64, end: i64) -> String {
        let orders: Vec<Json> = (first..end).map(|id| self.order(id)).collect();
        let last = (orders.len() as i64) < BATCH;
        text_of(&object([
            ("number", Json::Int(number)),
            ("last", Json::Bool(last)),
            ("orders", Json::Array(orders)),
        ]))
    }
}

fn sku_of(number: i64) -> String {
    format!("SKU-{}", 1000 + number)
}

fn text_of(value: &Json) -> String {
    let mut text = String::new();
    render(value, &mut text);
    text
}

// ---- What this side does with it

struct Customer {
    name: String,
    region: String,
    tier: String,
}

struct Product {
    name: String,
    category: String,
    price: i64,
}

struct Line {
    sku: String,
    quantity: i64,
    discount: i64,
}

#[allow(dead_code)] // Fields that are read from JSON and not used, as in the other languages.
struct Address {
    city: String,
    street: String,
    number: i64,
}

#[allow(dead_code)] // Fields that are read from JSON and not used, as in the other languages.
struct Order {
    id: i64,
    customer: i64,
    date: String,
    status: String,
    ship_to: Address,
    lines: Vec<Line>,
    note: Option<String>,
}

#[allow(dead_code)] // Fields that are read from JSON and not used, as in the other languages.
struct Sale<'a> {
    order: i64,
    customer: i64,
    region: &'a str,
    month: &'a str,
    category: &'a str,
    sku: &'a str,
    quantity: i64,
    amount: i64,
}

#[derive(Default, Clone, Copy)]
struct Group {
    count: i64,
    sum: i64,
    most: i64,
}

impl Group {
    fn add(&mut self, amount: i64) {
        self.count += 1;
        self.sum += amount;
        self.most = self.most.max(amount);
    }
}

fn read_order(mut json: Json) -> Result<Order, String> {
    let mut to = json.member("shipTo").ok_or("no address")?;
    Ok(Order {
        id: json.int("id")?,
        customer: json.int("customerId")?,
        date: json.text("date")?,
        status: json.text("status")?,
        ship_to: Address { city: to.text("city")?, street: to.text("street")?, number: to.int("number")? },
        lines: json.list("lines", |mut l| {
            Ok(Line { sku: l.text("sku")?, quantity: l.int("quantity")?, discount: l.int("discount")? })
        })?,
        note: json.text("note").ok(),
    })
}

struct Stock {
    warehouse: i64,
    sku: String,
    available: i64,
    missing: i64,
}

#[derive(Default)]
struct Store {
    customers: HashMap<i64, Customer>,
    products: HashMap<String, Product>,
    /// Of each product, the places in `stocks` by warehouse.
    stock: HashMap<String, usize>,
    stocks: Vec<Stock>,
    orders: Vec<Order>,
    batches: i64,
    unknown: i64,
}

impl Store {
    fn load(&mut self, text: &str) -> Result<(), String> {
        let mut json = Parser { text, at: 0 }.parse();
        for (id, customer) in json.list("customers", |mut c| {
            Ok((
                c.int("id")?,
                Customer { name: c.text("name")?, region: c.text("region")?, tier: c.text("tier")? },
            ))
        })? {
            self.customers.insert(id, customer);
        }
        for (sku, product) in json.list("products", |mut p| {
            let product =
                Product { name: p.text("name")?, category: p.text("category")?, price: p.int("price")? };
            Ok((p.text("sku")?, product))
        })? {
            self.stock.insert(sku.clone(), self.stocks.len());
            for warehouse in 0..WAREHOUSES {
                self.stocks.push(Stock { warehouse, sku: sku.clone(), available: INITIAL_STOCK, missing: 0 });
            }
            self.products.insert(sku, product);
        }
        Ok(())
    }

    fn receive(&mut self, text: &str) -> Result<(), String> {
        let mut json = Parser { text, at: 0 }.parse();
        self.batches += 1;
        for order in json.list("orders", read_order)? {
            if !self.customers.contains_key(&order.customer) {
                self.unknown += 1;
                continue;
            }
            self.take(&order);
            self.orders.push(order);
        }
        Ok(())
    }

    fn take(&mut self, order: &Order) {
        for line in &order.lines {
            let at = &mut self.stocks[self.stock[&line.sku] + (order.customer % WAREHOUSES) as usize];
            if order.status == "returned" {
                at.available += line.quantity;
            } else if at.available >= line.quantity {
                at.available -= line.quantity;
            } else {
                at.missing += line.quantity - at.available;
                at.available = 0;
            }
        }
    }

    fn amount(&self, line: &Line) -> i64 {
        let full = line.quantity * self.products[&line.sku].price;
        full - full * line.discount / 100
    }

    fn amount_of(&self, order: &Order) -> i64 {
        order.lines.iter().map(|line| self.amount(line)).sum()
    }

    fn sales(&self) -> Vec<Sale<'_>> {
        let mut sales = Vec::new();
        for order in self.orders.iter().filter(|order| order.status != "returned") {
            let region = &self.customers[&order.customer].region;
            for line in &order.lines {
                sales.push(Sale {
                    order: order.id,
                    customer: order.customer,
                    region,
                    month: &order.date[..7],
                    category: &self.products[&line.sku].category,
                    sku: &line.sku,
                    quantity: line.quantity,
                    amount: self.amount(line),
                });
            }
        }
        sales
    }

    fn grouped<'a>(&'a self, key: impl Fn(&'a Order) -> &'a str) -> Vec<(&'a str, Group)> {
        let mut groups: HashMap<&str, Group> = HashMap::new();
        for order in &self.orders {
            groups.entry(key(order)).or_default().add(self.amount_of(order));
        }
        groups.into_iter().collect()
    }
}

// ---- Text

fn title(out: &mut String, text: &str) {
    *out += &format!("\n{text}\n{}\n", "=".repeat(text.len()));
}

fn row(out: &mut String, label: &str, cells: &[String]) {
    *out += &format!("{label:<22}");
    for cell in cells {
        *out += &format!("{cell:>14}");
    }
    out.push('\n');
}

fn money(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn write_revenue(out: &mut String, sales: &[Sale], store: &Store) {
    let (mut regions, mut customers) = (HashMap::<&str, Group>::new(), HashMap::<i64, Group>::new());
    let mut months = BTreeMap::<&str, (HashMap<&str, i64>, i64)>::new();
    for sale in sales {
        regions.entry(sale.region).or_default().add(sale.amount);
        customers.entry(sale.customer).or_default().add(sale.amount);
        let month = months.entry(sale.month).or_default();
        *month.0.entry(sale.category).or_default() += sale.amount;
        month.1 += sale.amount;
    }
    title(out, "Revenue by region");
    row(out, "region", &["revenue", "lines", "largest"].map(String::from));
    let mut rows: Vec<_> = regions.into_iter().collect();
    rows.sort_by_key(|(region, g)| (Reverse(g.sum), *region));
    for (region, g) in rows {
        row(out, region, &[money(g.sum), g.count.to_string(), money(g.most)]);
    }
    title(out, "Best customers");
    let mut rows: Vec<_> = customers.into_iter().map(|(id, g)| (&store.customers[&id], g)).collect();
    rows.retain(|(customer, _)| customer.tier != "basic");
    rows.sort_by_key(|(customer, g)| (Reverse(g.sum), &customer.name));
    for (customer, g) in rows.iter().take(10) {
        row(out, &customer.name, &[customer.tier.clone(), money(g.sum), g.count.to_string()]);
    }
    title(out, "Revenue by month and category");
    let mut heads = CATEGORIES.map(String::from).to_vec();
    heads.push("total".to_string());
    row(out, "month", &heads);
    for (month, (revenue, total)) in months {
        let mut cells: Vec<String> =
            CATEGORIES.iter().map(|category| money(revenue.get(category).copied().unwrap_or(0))).collect();
        cells.push(money(total));
        row(out, month, &cells);
    }
}

fn write_products(out: &mut String, sales: &[Sale], store: &Store) {
    let mut products: HashMap<&str, (i64, i64)> = HashMap::new();
    for sale in sales {
        let sums = products.entry(sale.sku).or_default();
        sums.0 += sale.quantity;
        sums.1 += sale.amount;
    }
    title(out, "Best sellers");
    for category in CATEGORIES {
        let of = |sku: &str| &store.products[sku];
        let mut rows: Vec<_> = products.iter().filter(|(sku, _)| of(sku).category == category).collect();
        rows.sort_by_key(|(sku, sums)| (Reverse(sums.0), **sku));
        for (sku, sums) in rows.into_iter().take(3) {
            let cells = [category.to_string(), sku.to_string(), sums.0.to_string(), money(sums.1)];
            row(out, &of(sku).name, &cells);
        }
    }
}

fn write_orders(out: &mut String, store: &Store) {
    title(out, "Orders by status");
    let mut rows = store.grouped(|order| &order.status);
    rows.sort_by_key(|row| row.0);
    for (status, g) in rows {
        row(out, status, &[g.count.to_string(), money(g.sum), money(g.sum / g.count), money(g.most)]);
    }
    title(out, "Orders by city");
    let mut rows = store.grouped(|order| &order.ship_to.city);
    rows.sort_by_key(|(city, g)| Reverse((g.count, *city)));
    for (city, g) in rows {
        row(out, city, &[g.count.to_string(), money(g.sum)]);
    }
    title(out, "Short of stock");
    let mut rows: Vec<&Stock> =
        store.stocks.iter().filter(|s| s.missing > 0 || s.available < INITIAL_STOCK / 10).collect();
    rows.sort_by_key(|s| (Reverse(s.missing), s.warehouse, &s.sku));
    for s in rows.into_iter().take(12) {
        row(out, &s.sku, &[s.warehouse.to_string(), s.available.to_string(), s.missing.to_string()]);
    }
}

fn write_counts(out: &mut String, store: &Store) {
    title(out, "Words of notes");
    let mut words: HashMap<&str, i64> = HashMap::new();
    for note in store.orders.iter().filter_map(|order| order.note.as_ref()) {
        for word in note.split(' ') {
            *words.entry(word).or_default() += 1;
        }
    }
    let mut rows: Vec<_> = words.into_iter().collect();
    rows.sort_by_key(|&(word, count)| (Reverse(count), word));
    for (word, count) in rows {
        row(out, word, &[count.to_string()]);
    }
    title(out, "Orders by region and tier");
    let mut counts: HashMap<String, i64> = HashMap::new();
    for order in &store.orders {
        let customer = &store.customers[&order.customer];
        *counts.entry(format!("{}/{}", customer.region, customer.tier)).or_default() += 1;
    }
    for region in REGIONS {
        let cells =
            TIERS.map(|tier| counts.get(&format!("{region}/{tier}")).copied().unwrap_or(0).to_string());
        row(out, region, &cells);
    }
}

fn main() -> Result<(), String> {
    let n: i64 = std::env::args().nth(1).unwrap().parse().unwrap();
    let mut maker = Maker { seed: 42 };
    let mut store = Store::default();
    store.load(&text_of(&maker.catalogue()))?;
    let mut first = 0;
    while first < n {
        let end = n.min(first + BATCH);
        store.receive(&maker.batch(first / BATCH, first, end))?;
        first = end;
    }
    let sales = store.sales();
    let mut out =
        format!("{} batches, {} orders, {} refused\n", store.batches, store.orders.len(), store.unknown);
    write_revenue(&mut out, &sales, &store);
    write_products(&mut out, &sales, &store);
    write_orders(&mut out, &store);
    write_counts(&mut out, &store);
    print!("{out}");
    Ok(())
}
