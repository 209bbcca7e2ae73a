use std::collections::HashMap;

const VOCABULARY: usize = 5000;
const WORDS_PER_LINE: usize = 12;
const TOP: usize = 20;
const SYLLABLES: [&str; 10] = ["ka", "lu", "mi", "no", "pe", "ra", "si", "ta", "vo", "zu"];

struct Random(usize);

impl Random {
    fn next(&mut self, bound: usize) -> usize {
        self.0 = self.0 * 16807 % 2147483647;
        self.0 % bound
    }
}

fn vocabulary(random: &mut Random) -> Vec<String> {
    let mut words = Vec::new();
    for _ in 0..VOCABULARY {
        let mut word = String::new();
        for _ in 0..2 + random.next(3) {
            word += SYLLABLES[random.next(10)];
        }
        words.push(word);
    }
    words
}

fn generate(n: usize) -> Vec<String> {
    let mut random = Random(42);
    let words = vocabulary(&mut random);
    let mut lines = Vec::new();
    for _ in 0..n {
        let mut line = words[random.next(VOCABULARY)].clone();
        for _ in 1..WORDS_PER_LINE {
            line += " ";
            line += &words[random.next(VOCABULARY) * random.next(VOCABULARY) / VOCABULARY];
        }
        lines.push(line);
    }
    lines
}

fn main() {
    let n: usize = std::env::args().nth(1).unwrap().parse().unwrap();
    let mut counts: HashMap<String, i64> = HashMap::new();
    for line in generate(n) {
        for word in line.split(' ') {
            *counts.entry(word.to_string()).or_insert(0) += 1;
        }
    }
    let mut entries: Vec<(String, i64)> = counts.into_iter().collect();
    entries.sort_by(|(w1, c1), (w2, c2)| c2.cmp(c1).then(w1.cmp(w2)));
    println!("{}", entries.len());
    for (word, count) in entries.iter().take(TOP) {
        println!("{word} {count}");
    }
}
