import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class Main {
    static final int BATCH = 500;
    static final int CUSTOMERS = 400;
    static final int PRODUCTS = 120;
    static final int WAREHOUSES = 4;
    static final int INITIAL_STOCK = 60;

    static final String[] REGIONS = {"north", "south", "east", "west", "islands"};
    static final String[] TIERS = {"basic", "silver", "gold"};
    static final String[] CATEGORIES = {"books", "games", "garden", "kitchen", "music", "tools"};
    static final String[] STATUSES = {"open", "paid", "shipped", "returned"};
    static final String[] STREETS = {"Main Street", "High \"Old\" Street", "Mill Lane", "Station Road", "Church\\Path"};
    static final String[] CITIES = {"Arden", "Belmont", "Corwen", "Dalton", "Elmira", "Fenwick", "Galway", "Hadley",
        "Ipswich", "Jarrow", "Kelso", "Ludlow"};
    static final String[] WORDS = {"please", "ring", "twice", "leave", "at", "door", "gift", "wrap", "call", "before",
        "fragile"};
    static final String[] ADJECTIVES = {"small", "large", "blue", "red", "sturdy", "light", "classic", "modern"};
    static final String[] NOUNS = {"box", "lamp", "chair", "drum", "guide", "puzzle", "spade", "kettle", "hammer",
        "flute"};

    record Customer(long id, String name, String region, String tier) {
    }

    record Product(String sku, String name, String category, long price) {
    }

    record Address(String city, String street, long number) {
    }

    record Line(String sku, long quantity, long discount) {
    }

    record Order(long id, long customerId, String date, String status, Address shipTo, List<Line> lines, String note) {
    }

    record Sale(long orderId, long customerId, String region, String month, String category, String sku, long quantity,
            long amount) {
    }

    record Place(long warehouse, String sku) {
    }

    static class Stock {
        final Place place;
        long available = INITIAL_STOCK;
        long missing;

        Stock(Place place) {
            this.place = place;
        }
    }

    static class Group {
        long count;
        long sum;
        long most;

        void add(long amount) {
            count++;
            sum += amount;
            most = Math.max(most, amount);
        }
    }

    // ---- JSON: Map, List, String, Long, Boolean or null

    static void render(Object value, StringBuilder out) {
        if (value instanceof String text) {
            renderString(text, out);
        } else if (value instanceof List<?> list) {
            String separator = "[";
            for (Object member : list) {
                out.append(separator);
                render(member, out);
                separator = ",";
            }
            out.append(list.isEmpty() ? "[]" : "]");
        } else if (value instanceof Map<?, ?> map) {
            String separator = "{";
            for (var member : map.entrySet()) {
                out.append(separator);
                renderString((String) member.getKey(), out);
                out.append(':');
                render(member.getValue(), out);
                separator = ",";
            }
            out.append(map.isEmpty() ? "{}" : "}");
        } else {
            out.append(value);
        }
    }

    static void renderString(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    static class Parser {
        final String text;
        int at;

        Parser(String text) {
            this.text = text;
        }

        char peek() {
            while (text.charAt(at) <= ' ') {
                at++;
            }
            return text.charAt(at);
        }

        Object parse() {
            return switch (peek()) {
                case '{' -> object();
                case '[' -> array();
                case '"' -> string();
                case 't' -> word(4, true);
                case 'f' -> word(5, false);
                case 'n' -> word(4, null);
                default -> number();
            };
        }

        Object word(int length, Object value) {
            at += length;
            return value;
        }

        Long number() {
            int begin = at;
            while (at < text.length() && (text.charAt(at) == '-' || Character.isDigit(text.charAt(at)))) {
                at++;
            }
            return Long.parseLong(text, begin, at, 10);
        }

        String string() {
            StringBuilder out = new StringBuilder();
            at++;
            while (true) {
                char c = text.charAt(at++);
                if (c == '"') {
                    return out.toString();
                }
                out.append(c == '\\' ? unescape() : c);
            }
        }

        char unescape() {
            char c = text.charAt(at++);
            switch (c) {
                case 'b': return '\b';
                case 'f': return '\f';
                case 'n': return '\n';
                case 'r': return '\r';
                case 't': return '\t';
                case 'u':
                    at += 4;
                    return (char) Integer.parseInt(text, at - 4, at, 16);
                default: return c;
            }
        }

        List<Object> array() {
            List<Object> members = new ArrayList<>();
            at++;
            if (peek() == ']') {
                at++;
                return members;
            }
            do {
                members.add(parse());
                peek();
            } while (text.charAt(at++) == ',');
            return members;
        }

        Map<String, Object> object() {
            Map<String, Object> members = new HashMap<>();
            at++;
            if (peek() == '}') {
                at++;
                return members;
            }
            do {
                peek();
                String key = string();
                peek();
                at++;
                members.put(key, parse());
                peek();
            } while (text.charAt(at++) == ',');
            return members;
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    static List<?> list(Map<String, Object> of, String key) {
        return (List<?>) of.get(key);
    }

    static String text(Map<String, Object> of, String key) {
        return (String) of.get(key);
    }

    static long number(Map<String, Object> of, String key) {
        return (Long) of.get(key);
    }

    // ---- What the other side sends

    static long seed = 42;

    static long next(long bound) {
        seed = seed * 16807 % 2147483647;
        return seed % bound;
    }

    static String pick(String[] of) {
        return of[(int) next(of.length)];
    }

    static String skuOf(long number) {
        return "SKU-" + (1000 + number);
    }

    static Map<String, Object> fields(Object... members) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            map.put((String) members[i], members[i + 1]);
        }
        return map;
    }

    static String json(Object value) {
        StringBuilder out = new StringBuilder();
        render(value, out);
        return out.toString();
    }

    static String makeCatalogue() {
        List<Object> customers = new ArrayList<>();
        for (long id = 1; id <= CUSTOMERS; id++) {
            customers.add(fields("id", id, "name", "Customer " + id, "region", pick(REGIONS), "tier", pick(TIERS)));
        }
        List<Object> products = new ArrayList<>();
        for (int number = 0; number < PRODUCTS; number++) {
            products.add(fields("sku", skuOf(number), "name", pick(ADJECTIVES) + " " + pick(NOUNS),
                "category", pick(CATEGORIES), "price", 100 + next(9900)));
        }
        return json(fields("customers", customers, "products", products));
    }

    static String twoDigits(long n) {
        return n < 10 ? "0" + n : Long.toString(n);
    }

    static String makeDate() {
        return "2024-" + twoDigits(1 + next(12)) + "-" + twoDigits(1 + next(28));
    }

    static String makeNote() {
        StringBuilder note = new StringBuilder(pick(WORDS));
        for (long more = next(6); more > 0; more--) {
            note.append(' ').append(pick(WORDS));
        }
        return note.toString();
    }

    static List<Object> makeLines() {
        List<Object> lines = new ArrayList<>();
        for (long more = next(4); more >= 0; more--) {
            lines.add(fields("sku", skuOf(next(PRODUCTS)), "quantity", 1 + next(9), "discount", next(3) * 5));
        }
        return lines;
    }

    static Map<String, Object> makeOrder(long id) {
        Map<String, Object> made = fields("id", id, "customerId", 1 + next(CUSTOMERS + 8), "date", makeDate(),
            "status", pick(STATUSES),
            "shipTo", fields("city", pick(CITIES), "street", pick(STREETS), "number", 1 + next(200)),
            "lines", makeLines());
        if (next(4) == 0) {
            made.put("note", makeNote());
        }
        return made;
    }

    static String makeBatch(long number, int first, int end) {
        List<Object> orders = new ArrayList<>();
        for (int id = first; id < end; id++) {
            orders.add(makeOrder(id));
        }
        return json(fields("number", number, "last", orders.size() < BATCH, "orders", orders));
    }

    // ---- What this side does with it

    static class Store {
        final Map<Long, Customer> customers = new HashMap<>();
        final Map<String, Product> products = new HashMap<>();
        final Map<Place, Stock> stock = new LinkedHashMap<>();
        final List<Order> orders = new ArrayList<>();
        int batches;
        int unknown;

        void load(String json) {
            var catalogue = object(new Parser(json).parse());
            for (Object each : list(catalogue, "customers")) {
                var c = object(each);
                long id = number(c, "id");
                customers.put(id, new Customer(id, text(c, "name"), text(c, "region"), text(c, "tier")));
            }
            for (Object each : list(catalogue, "products")) {
                var p = object(each);
                String sku = text(p, "sku");
                products.put(sku, new Product(sku, text(p, "name"), text(p, "category"), number(p, "price")));
                for (int warehouse = 0; warehouse < WAREHOUSES; warehouse++) {
                    Place place = new Place(warehouse, sku);
                    stock.put(place, new Stock(place));
                }
            }
        }

        static Order read(Map<String, Object> o) {
            var to = object(o.get("shipTo"));
            List<Line> lines = new ArrayList<>();
            for (Object each : list(o, "lines")) {
                var l = object(each);
                lines.add(new Line(text(l, "sku"), number(l, "quantity"), number(l, "discount")));
            }
            return new Order(number(o, "id"), number(o, "customerId"), text(o, "date"), text(o, "status"),
                new Address(text(to, "city"), text(to, "street"), number(to, "number")), lines, text(o, "note"));
        }

        void receive(String json) {
            var batch = object(new Parser(json).parse());
            batches++;
            for (Object each : list(batch, "orders")) {
                Order order = read(object(each));
                if (customers.containsKey(order.customerId)) {
                    orders.add(order);
                    take(order);
                } else {
                    unknown++;
                }
            }
        }

        void take(Order order) {
            for (Line line : order.lines) {
                Stock at = stock.get(new Place(order.customerId % WAREHOUSES, line.sku));
                if (order.status.equals("returned")) {
                    at.available += line.quantity;
                } else if (at.available >= line.quantity) {
                    at.available -= line.quantity;
                } else {
                    at.missing += line.quantity - at.available;
                    at.available = 0;
                }
            }
        }

        long amount(Line line) {
            long full = line.quantity * products.get(line.sku).price;
            return full - full * line.discount / 100;
        }

        long amountOf(Order order) {
            return order.lines.stream().mapToLong(this::amount).sum();
        }

        List<Sale> sales() {
            List<Sale> sales = new ArrayList<>();
            for (Order o : orders) {
                if (!o.status.equals("returned")) {
                    String region = customers.get(o.customerId).region;
                    for (Line l : o.lines) {
                        sales.add(new Sale(o.id, o.customerId, region, o.date.substring(0, 7),
                            products.get(l.sku).category, l.sku, l.quantity, amount(l)));
                    }
                }
            }
            return sales;
        }
    }

    // ---- Text

    static final StringBuilder out = new StringBuilder();

    static void title(String text) {
        out.append('\n').append(text).append('\n').append("=".repeat(text.length())).append('\n');
    }

    static void row(String label, String... cells) {
        out.append(label).append(" ".repeat(Math.max(0, 22 - label.length())));
        for (String cell : cells) {
            out.append(" ".repeat(Math.max(0, 14 - cell.length()))).append(cell);
        }
        out.append('\n');
    }

    static String money(long cents) {
        return cents / 100 + "." + twoDigits(cents % 100);
    }

    static String count(long n) {
        return Long.toString(n);
    }

    static <K extends Comparable<K>> Comparator<Map.Entry<K, Group>> bySum() {
        return Comparator.comparingLong((Map.Entry<K, Group> e) -> -e.getValue().sum).thenComparing(e -> e.getKey());
    }

    static <K extends Comparable<K>> Comparator<Map.Entry<K, Group>> byCount() {
        return Comparator.comparingLong((Map.Entry<K, Group> e) -> -e.getValue().count).thenComparing(e -> e.getKey());
    }

    static void writeRevenue(List<Sale> sales, Store store) {
        Map<String, Group> regions = new HashMap<>();
        Map<Long, Group> customers = new HashMap<>();
        Map<String, Map<String, Long>> months = new TreeMap<>();
        for (Sale s : sales) {
            regions.computeIfAbsent(s.region, k -> new Group()).add(s.amount);
            customers.computeIfAbsent(s.customerId, k -> new Group()).add(s.amount);
            var month = months.computeIfAbsent(s.month, k -> new HashMap<>());
            month.merge(s.category, s.amount, Long::sum);
            month.merge("total", s.amount, Long::sum);
        }
        title("Revenue by region");
        row("region", "revenue", "lines", "largest");
        regions.entrySet().stream().sorted(bySum()).forEach(e -> {
            Group g = e.getValue();
            row(e.getKey(), money(g.sum), count(g.count), money(g.most));
        });
        title("Best customers");
        customers.entrySet().stream()
            .filter(e -> !store.customers.get(e.getKey()).tier.equals("basic"))
            .sorted(Comparator.comparingLong((Map.Entry<Long, Group> e) -> -e.getValue().sum)
                .thenComparing(e -> store.customers.get(e.getKey()).name))
            .limit(10)
            .forEach(e -> {
                Customer c = store.customers.get(e.getKey());
                row(c.name, c.tier, money(e.getValue().sum), count(e.getValue().count));
            });
        title("Revenue by month and category");
        List<String> heads = new ArrayList<>(List.of(CATEGORIES));
        heads.add("total");
        row("month", heads.toArray(String[]::new));
        months.forEach((month, revenue) -> row(month,
            heads.stream().map(head -> money(revenue.getOrDefault(head, 0L))).toArray(String[]::new)));
    }

    static void writeProducts(List<Sale> sales, Store store) {
        Map<String, long[]> products = new HashMap<>();
        for (Sale s : sales) {
            long[] sums = products.computeIfAbsent(s.sku, k -> new long[2]);
            sums[0] += s.quantity;
            sums[1] += s.amount;
        }
        title("Best sellers");
        for (String category : CATEGORIES) {
            products.entrySet().stream()
                .filter(e -> store.products.get(e.getKey()).category.equals(category))
                .sorted(Comparator.comparingLong((Map.Entry<String, long[]> e) -> -e.getValue()[0])
                    .thenComparing(e -> e.getKey()))
                .limit(3)
                .forEach(e -> row(store.products.get(e.getKey()).name, category, e.getKey(), count(e.getValue()[0]),
                    money(e.getValue()[1])));
        }
    }

    static void writeOrders(Store store) {
        Map<String, Group> statuses = new TreeMap<>();
        Map<String, Group> cities = new HashMap<>();
        for (Order o : store.orders) {
            statuses.computeIfAbsent(o.status, k -> new Group()).add(store.amountOf(o));
        }
        for (Order o : store.orders) {
            cities.computeIfAbsent(o.shipTo.city, k -> new Group()).add(store.amountOf(o));
        }
        title("Orders by status");
        statuses.forEach((status, g) ->
            row(status, count(g.count), money(g.sum), money(g.sum / g.count), money(g.most)));
        title("Orders by city");
        cities.entrySet().stream()
            .sorted(Comparator.comparingLong((Map.Entry<String, Group> e) -> e.getValue().count)
                .thenComparing(e -> e.getKey()).reversed())
            .forEach(e -> row(e.getKey(), count(e.getValue().count), money(e.getValue().sum)));
        title("Short of stock");
        store.stock.values().stream()
            .filter(s -> s.missing > 0 || s.available < INITIAL_STOCK / 10)
            .sorted(Comparator.comparingLong((Stock s) -> -s.missing).thenComparing(s -> s.place.warehouse)
                .thenComparing(s -> s.place.sku))
            .limit(12)
            .forEach(s -> row(s.place.sku, count(s.place.warehouse), count(s.available), count(s.missing)));
    }

    static void writeCounts(Store store) {
        Map<String, Group> words = new HashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        for (Order o : store.orders) {
            if (o.note != null) {
                for (String word : o.note.split(" ")) {
                    words.computeIfAbsent(word, k -> new Group()).add(word.length());
                }
            }
            Customer c = store.customers.get(o.customerId);
            counts.merge(c.region + "/" + c.tier, 1, Integer::sum);
        }
        title("Words of notes");
        words.entrySet().stream().sorted(byCount()).forEach(e -> row(e.getKey(), count(e.getValue().count)));
        title("Orders by region and tier");
        for (String region : REGIONS) {
            String[] cells = new String[TIERS.length];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = count(counts.getOrDefault(region + "/" + TIERS[i], 0));
            }
            row(region, cells);
        }
    }

    public static void main(String[] args) {
        int n = Integer.parseInt(args[0]);
        Store store = new Store();
        store.load(makeCatalogue());
        for (int first = 0; first < n; first += BATCH) {
            store.receive(makeBatch(first / BATCH, first, Math.min(first + BATCH, n)));
        }
        out.append(store.batches).append(" batches, ").append(store.orders.size()).append(" orders, ")
            .append(store.unknown).append(" refused\n");
        List<Sale> sales = store.sales();
        writeRevenue(sales, store);
        writeProducts(sales, store);
        writeOrders(store);
        writeCounts(store);
        System.out.print(out);
    }
}
