import ballerina/io;

const VOCABULARY = 5000;
const WORDS_PER_LINE = 12;
const TOP = 20;

final string[] syllables = ["ka", "lu", "mi", "no", "pe", "ra", "si", "ta", "vo", "zu"];

int seed = 42;

function next(int bound) returns int {
    seed = seed * 16807 % 2147483647;
    return seed % bound;
}

function vocabulary() returns string[] {
    string[] words = [];
    foreach int _ in 0 ..< VOCABULARY {
        string word = "";
        foreach int _ in 0 ... 1 + next(3) {
            word += syllables[next(10)];
        }
        words.push(word);
    }
    return words;
}

function generate(int n) returns string[] {
    string[] words = vocabulary();
    string[] lines = [];
    foreach int _ in 0 ..< n {
        string line = words[next(VOCABULARY)];
        foreach int _ in 1 ..< WORDS_PER_LINE {
            line += " " + words[next(VOCABULARY) * next(VOCABULARY) / VOCABULARY];
        }
        lines.push(line);
    }
    return lines;
}

function split(string line) returns string[] {
    string[] words = [];
    int begin = 0;
    int? end = line.indexOf(" ");
    while end is int {
        words.push(line.substring(begin, end));
        begin = end + 1;
        end = line.indexOf(" ", begin);
    }
    words.push(line.substring(begin));
    return words;
}

public function main(int n) {
    map<int> counts = {};
    foreach string line in generate(n) {
        foreach string word in split(line) {
            counts[word] = (counts[word] ?: 0) + 1;
        }
    }
    var top = from [string, int] [word, count] in counts.entries()
        order by count descending, word
        limit TOP
        select {word, count};
    io:println(counts.length());
    foreach var {word, count} in top {
        io:println(word, " ", count);
    }
}
