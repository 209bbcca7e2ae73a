import java.util.LinkedHashMap;
import java.util.Map;

class Main {
    record Entry(long id, long version, String text) {
    }

    public static void main(String[] args) {
        int members = Integer.parseInt(args[0]);
        int updates = Integer.parseInt(args[1]);
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (int i = 0; i < members; i++) {
            entries.put("key" + i, new Entry(i, 0, "value " + i));
        }
        long seed = 42;
        for (int version = 1; version <= updates; version++) {
            seed = seed * 16807 % 2147483647;
            int i = (int) (seed % members);
            entries.put("key" + i, new Entry(i, version, "value " + version));
        }
        long sum = 0;
        for (Entry e : entries.values()) {
            sum = (sum * 31 + e.version) % 1000000007;
        }
        System.out.println(entries.size() + " " + sum);
    }
}
