use std::rc::Rc;

struct Item {
    key: i64,
    name: String,
}

fn generate(n: usize) -> Vec<Rc<Item>> {
    let mut items = Vec::new();
    let mut seed: i64 = 42;
    for _ in 0..n {
        seed = seed * 16807 % 2147483647;
        items.push(Rc::new(Item { key: seed % 1_000_000, name: format!("item{}", seed % 1000) }));
    }
    items
}

fn merge_sort(items: &mut [Rc<Item>], buffer: &mut [Rc<Item>], low: usize, high: usize) {
    if high - low < 2 {
        return;
    }
    let middle = (low + high) / 2;
    merge_sort(items, buffer, low, middle);
    merge_sort(items, buffer, middle, high);
    buffer[low..high].clone_from_slice(&items[low..high]);
    let (mut left, mut right) = (low, middle);
    for slot in &mut items[low..high] {
        if left < middle && (right >= high || buffer[left].key <= buffer[right].key) {
            *slot = buffer[left].clone();
            left += 1;
        } else {
            *slot = buffer[right].clone();
            right += 1;
        }
    }
}

fn main() {
    let n: usize = std::env::args().nth(1).unwrap().parse().unwrap();
    let mut items = generate(n);
    let mut buffer = items.clone();
    merge_sort(&mut items, &mut buffer, 0, n);
    let mut checksum = 0;
    for item in &items {
        checksum = (checksum * 31 + item.key + item.name.len() as i64) % 1_000_000_007;
    }
    println!("{} {} {checksum}", items[0].name, items[n - 1].name);
}
