import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

class Main {
    record Entry(long id, long version, String text) {
    }

    static long churn(int members, int updates) {
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
        long sum = entries.size();
        for (Entry e : entries.values()) {
            sum = (sum * 31 + e.version) % 1000000007;
        }
        return sum;
    }

    public static void main(String[] args) throws Exception {
        int threads = Integer.parseInt(args[2]);
        int members = Integer.parseInt(args[0]) / threads;
        int updates = Integer.parseInt(args[1]) / threads;
        List<FutureTask<Long>> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Callable<Long> churn = () -> churn(members, updates);
            all.add(new FutureTask<>(churn));
            new Thread(all.get(i)).start();
        }
        for (FutureTask<Long> one : all) {
            System.out.println(one.get());
        }
    }
}
