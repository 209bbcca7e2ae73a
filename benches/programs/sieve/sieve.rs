const LIMIT: usize = 1_000_000;

fn count_primes(limit: usize) -> i64 {
    let mut composite = vec![false; limit + 1];
    let mut count = 0;
    for i in 2..=limit {
        if composite[i] {
            continue;
        }
        count += 1;
        let mut j = i * i;
        while j <= limit {
            composite[j] = true;
            j += i;
        }
    }
    count
}

fn main() {
    let n: i64 = std::env::args().nth(1).unwrap().parse().unwrap();
    let total: i64 = (0..n).map(|_| count_primes(LIMIT)).sum();
    println!("{total}");
}
