const BATCH = 500;
const CUSTOMERS = 400;
const PRODUCTS = 120;
const WAREHOUSES = 4;
const INITIAL_STOCK = 60;

const regions = ["north", "south", "east", "west", "islands"];
const tiers = ["basic", "silver", "gold"];
const categories = ["books", "games", "garden", "kitchen", "music", "tools"];
const statuses = ["open", "paid", "shipped", "returned"];
const streets = ["Main Street", 'High "Old" Street', "Mill Lane", "Station Road", "Church\\Path"];
const cities =
  "Arden Belmont Corwen Dalton Elmira Fenwick Galway Hadley Ipswich Jarrow Kelso Ludlow".split(" ");
const words = "please ring twice leave at door gift wrap call before fragile".split(" ");
const adjectives = "small large blue red sturdy light classic modern".split(" ");
const nouns = "box lamp chair drum guide puzzle spade kettle hammer flute".split(" ");

let seed = 42;

function next(bound) {
  seed = (seed * 16807) % 2147483647;
  return seed % bound;
}

const pick = (of) => of[next(of.length)];
const skuOf = (number) => "SKU-" + (1000 + number);
const twoDigits = (n) => (n < 10 ? "0" + n : String(n));
const money = (cents) => Math.floor(cents / 100) + "." + twoDigits(cents % 100);
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

function makeCatalogue() {
  const customers = [];
  for (let id = 1; id <= CUSTOMERS; id++) {
    customers.push({ id, name: "Customer " + id, region: pick(regions), tier: pick(tiers) });
  }
  const products = [];
  for (let number = 0; number < PRODUCTS; number++) {
    products.push({
      sku: skuOf(number),
      name: pick(adjectives) + " " + pick(nouns),
      category: pick(categories),
      price: 100 + next(9900),
    });
  }
  return { customers, products };
}

function makeDate() {
  return "2024-" + twoDigits(1 + next(12)) + "-" + twoDigits(1 + next(28));
}

function makeNote() {
  let note = pick(words);
  const more = next(6);
  for (let i = 0; i < more; i++) {
    note += " " + pick(words);
  }
  return note;
}

function makeLines() {
  const lines = [];
  const count = next(4) + 1;
  for (let i = 0; i < count; i++) {
    lines.push({ sku: skuOf(next(PRODUCTS)), quantity: 1 + next(9), discount: next(3) * 5 });
  }
  return lines;
}

function makeOrder(id) {
  const made = {
    id,
    customerId: 1 + next(CUSTOMERS + 8),
    date: makeDate(),
    status: pick(statuses),
    shipTo: { city: pick(cities), street: pick(streets), number: 1 + next(200) },
    lines: makeLines(),
  };
  if (next(4) === 0) {
    made.note = makeNote();
  }
  return made;
}

function makeBatch(number, first, end) {
  const orders = [];
  for (let id = first; id < end; id++) {
    orders.push(makeOrder(id));
  }
  return JSON.stringify({ number, last: orders.length < BATCH, orders });
}

class Store {
  customers = new Map();
  products = new Map();
  stock = new Map();
  orders = [];
  batches = 0;
  unknown = 0;

  load(text) {
    const catalogue = JSON.parse(text);
    for (const customer of catalogue.customers) {
      this.customers.set(customer.id, customer);
    }
    for (const product of catalogue.products) {
      this.products.set(product.sku, product);
      for (let warehouse = 0; warehouse < WAREHOUSES; warehouse++) {
        const { sku } = product;
        this.stock.set(warehouse + "/" + sku, { warehouse, sku, available: INITIAL_STOCK, missing: 0 });
      }
    }
  }

  receive(text) {
    const batch = JSON.parse(text);
    this.batches++;
    for (const received of batch.orders) {
      if (!this.customers.has(received.customerId)) {
        this.unknown++;
        continue;
      }
      this.orders.push(received);
      this.take(received);
    }
  }

  take(received) {
    const warehouse = received.customerId % WAREHOUSES;
    for (const { sku, quantity } of received.lines) {
      const key = warehouse + "/" + sku;
      const stock = this.stock.get(key);
      if (received.status === "returned") {
        stock.available += quantity;
      } else if (stock.available >= quantity) {
        stock.available -= quantity;
      } else {
        const missing = stock.missing + quantity - stock.available;
        this.stock.set(key, { warehouse, sku, available: 0, missing });
      }
    }
  }

  sales() {
    const sales = [];
    for (const placed of this.orders) {
      if (placed.status === "returned") {
        continue;
      }
      const customer = this.customers.get(placed.customerId);
      for (const line of placed.lines) {
        const product = this.products.get(line.sku);
        const full = line.quantity * product.price;
        sales.push({
          orderId: placed.id,
          customerId: customer.id,
          region: customer.region,
          month: placed.date.substring(0, 7),
          category: product.category,
          sku: product.sku,
          quantity: line.quantity,
          amount: full - Math.floor((full * line.discount) / 100),
        });
      }
    }
    return sales;
  }

  amountOf(placed) {
    let total = 0;
    for (const line of placed.lines) {
      const product = this.products.get(line.sku);
      if (product !== undefined) {
        const full = line.quantity * product.price;
        total += full - Math.floor((full * line.discount) / 100);
      }
    }
    return total;
  }
}

function groupBy(list, keyOf) {
  const groups = new Map();
  for (const member of list) {
    const key = keyOf(member);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [member]);
    } else {
      group.push(member);
    }
  }
  return [...groups];
}

const sum = (list) => list.reduce((a, b) => a + b, 0);
const most = (list) => list.reduce((a, b) => Math.max(a, b));

function byRegion(sales) {
  return groupBy(sales, (s) => s.region)
    .map(([region, group]) => {
      const amounts = group.map((s) => s.amount);
      return { region, revenue: sum(amounts), lines: amounts.length, largest: most(amounts) };
    })
    .sort((a, b) => b.revenue - a.revenue || compare(a.region, b.region));
}

function byCustomer(sales, store) {
  return groupBy(sales, (s) => s.customerId)
    .map(([customerId, group]) => {
      const { name, tier } = store.customers.get(customerId);
      return { name, tier, revenue: sum(group.map((s) => s.amount)), lines: group.length };
    })
    .filter((row) => row.tier !== "basic")
    .sort((a, b) => b.revenue - a.revenue || compare(a.name, b.name))
    .slice(0, 10);
}

function byMonth(sales) {
  const rows = new Map();
  for (const { month, category, amount } of sales) {
    const row = rows.get(month) ?? { month, revenue: new Map(), total: 0 };
    row.revenue.set(category, (row.revenue.get(category) ?? 0) + amount);
    row.total += amount;
    rows.set(month, row);
  }
  return [...rows.values()].sort((a, b) => compare(a.month, b.month));
}

function byStatus(store) {
  const amounts = store.orders.map((placed) => ({ status: placed.status, amount: store.amountOf(placed) }));
  return groupBy(amounts, (a) => a.status)
    .map(([status, group]) => {
      const list = group.map((a) => a.amount);
      return { status, orders: list.length, revenue: sum(list), most: most(list) };
    })
    .sort((a, b) => compare(a.status, b.status));
}

function bestSellers(sales, store) {
  const rows = groupBy(sales, (s) => s.sku).map(([sku, group]) => {
    const { category, name } = store.products.get(sku);
    return { category, sku, name, quantity: sum(group.map((s) => s.quantity)), revenue: sum(group.map((s) => s.amount)) };
  });
  const best = [];
  for (const category of categories) {
    const some = rows.filter((row) => row.category === category);
    some.sort((a, b) => b.quantity - a.quantity || compare(a.sku, b.sku));
    best.push(...some.slice(0, 3));
  }
  return best;
}

function byCity(store) {
  const rows = new Map();
  for (const placed of store.orders) {
    const city = placed.shipTo.city;
    const row = rows.get(city) ?? { city, orders: 0, revenue: 0 };
    row.orders++;
    row.revenue += store.amountOf(placed);
    rows.set(city, row);
  }
  return [...rows.values()].sort((a, b) => b.orders - a.orders || compare(b.city, a.city));
}

function shortages(store) {
  return [...store.stock.values()]
    .filter((stock) => stock.missing > 0 || stock.available < INITIAL_STOCK / 10)
    .sort((a, b) => b.missing - a.missing || a.warehouse - b.warehouse || compare(a.sku, b.sku))
    .slice(0, 12);
}

function notes(store) {
  const spoken = store.orders.filter((placed) => placed.note !== undefined).flatMap((placed) => placed.note.split(" "));
  return groupBy(spoken, (word) => word)
    .map(([word, group]) => ({ word, count: group.length }))
    .sort((a, b) => b.count - a.count || compare(a.word, b.word));
}

function spread(store) {
  const counts = new Map();
  for (const placed of store.orders) {
    const customer = store.customers.get(placed.customerId);
    const key = customer.region + "/" + customer.tier;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

class Report {
  lines = [];

  title(text) {
    this.lines.push("", text, "=".repeat(text.length));
  }

  row(label, ...cells) {
    this.lines.push(label.padEnd(22) + cells.map((cell) => String(cell).padStart(14)).join(""));
  }
}

function write(store) {
  const sales = store.sales();
  const report = new Report();
  report.lines.push(`${store.batches} batches, ${store.orders.length} orders, ${store.unknown} refused`);
  report.title("Revenue by region");
  report.row("region", "revenue", "lines", "largest");
  for (const { region, revenue, lines, largest } of byRegion(sales)) {
    report.row(region, money(revenue), lines, money(largest));
  }
  report.title("Best customers");
  for (const { name, tier, revenue, lines } of byCustomer(sales, store)) {
    report.row(name, tier, money(revenue), lines);
  }
  report.title("Revenue by month and category");
  report.row("month", ...categories, "total");
  for (const { month, revenue, total } of byMonth(sales)) {
    report.row(month, ...categories.map((category) => money(revenue.get(category) ?? 0)), money(total));
  }
  report.title("Best sellers");
  for (const { category, sku, name, quantity, revenue } of bestSellers(sales, store)) {
    report.row(name, category, sku, quantity, money(revenue));
  }
  report.title("Orders by status");
  for (const { status, orders, revenue, most } of byStatus(store)) {
    report.row(status, orders, money(revenue), money(Math.floor(revenue / orders)), money(most));
  }
  report.title("Orders by city");
  for (const { city, orders, revenue } of byCity(store)) {
    report.row(city, orders, money(revenue));
  }
  report.title("Short of stock");
  for (const { warehouse, sku, available, missing } of shortages(store)) {
    report.row(sku, warehouse, available, missing);
  }
  report.title("Words of notes");
  for (const { word, count } of notes(store)) {
    report.row(word, count);
  }
  report.title("Orders by region and tier");
  const counts = spread(store);
  for (const region of regions) {
    report.row(region, ...tiers.map((tier) => counts.get(region + "/" + tier) ?? 0));
  }
  return report.lines.join("\n");
}

const n = Number(process.argv[2]);
const store = new Store();
store.load(JSON.stringify(makeCatalogue()));
for (let first = 0; first < n; first += BATCH) {
  store.receive(makeBatch(Math.floor(first / BATCH), first, Math.min(first + BATCH, n)));
}
console.log(write(store));
