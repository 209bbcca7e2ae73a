import java.util.ArrayList;
import java.util.List;

class Main {
    record Item(long key, String name) {
    }

    static List<Item> generate(int n) {
        List<Item> items = new ArrayList<>();
        long seed = 42;
        for (int i = 0; i < n; i++) {
            seed = seed * 16807 % 2147483647;
            items.add(new Item(seed % 1000000, "item" + seed % 1000));
        }
        return items;
    }

    static void mergeSort(List<Item> items, List<Item> buffer, int low, int high) {
        if (high - low < 2) {
            return;
        }
        int middle = (low + high) / 2;
        mergeSort(items, buffer, low, middle);
        mergeSort(items, buffer, middle, high);
        for (int i = low; i < high; i++) {
            buffer.set(i, items.get(i));
        }
        int left = low;
        int right = middle;
        for (int i = low; i < high; i++) {
            if (left < middle && (right >= high || buffer.get(left).key <= buffer.get(right).key)) {
                items.set(i, buffer.get(left));
                left++;
            } else {
                items.set(i, buffer.get(right));
                right++;
            }
        }
    }

    public static void main(String[] args) {
        int n = Integer.parseInt(args[0]);
        List<Item> items = generate(n);
        List<Item> buffer = new ArrayList<>(items);
        mergeSort(items, buffer, 0, items.size());
        long checksum = 0;
        for (Item item : items) {
            checksum = (checksum * 31 + item.key + item.name.length()) % 1000000007;
        }
        System.out.println(items.get(0).name + " " + items.get(n - 1).name + " " + checksum);
    }
}
