import ballerina/io;

type Item record {|
    int key;
    string name;
|};

function generate(int n) returns Item[] {
    Item[] items = [];
    int seed = 42;
    foreach int _ in 0 ..< n {
        seed = seed * 16807 % 2147483647;
        items.push({key: seed % 1000000, name: "item" + (seed % 1000).toString()});
    }
    return items;
}

function mergeSort(Item[] items, Item[] buffer, int low, int high) {
    if high - low < 2 {
        return;
    }
    int middle = (low + high) / 2;
    mergeSort(items, buffer, low, middle);
    mergeSort(items, buffer, middle, high);
    foreach int i in low ..< high {
        buffer[i] = items[i];
    }
    int left = low;
    int right = middle;
    foreach int i in low ..< high {
        if left < middle && (right >= high || buffer[left].key <= buffer[right].key) {
            items[i] = buffer[left];
            left += 1;
        } else {
            items[i] = buffer[right];
            right += 1;
        }
    }
}

public function main(int n) {
    Item[] items = generate(n);
    Item[] buffer = [...items];
    mergeSort(items, buffer, 0, items.length());
    int checksum = 0;
    foreach Item item in items {
        checksum = (checksum * 31 + item.key + item.name.length()) % 1000000007;
    }
    io:println(items[0].name, " ", items[n - 1].name, " ", checksum);
}
