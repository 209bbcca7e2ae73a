package main

import (
	"bufio"
	"cmp"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
)

const (
	vocabularySize = 5000
	wordsPerLine   = 12
	top            = 20
)

var syllables = []string{"ka", "lu", "mi", "no", "pe", "ra", "si", "ta", "vo", "zu"}

var seed = 42

func next(bound int) int {
	seed = seed * 16807 % 2147483647
	return seed % bound
}

func vocabulary() []string {
	var words []string
	for i := 0; i < vocabularySize; i++ {
		word := ""
		for range 2 + next(3) {
			word += syllables[next(10)]
		}
		words = append(words, word)
	}
	return words
}

func generate(n int) []string {
	words := vocabulary()
	var lines []string
	for i := 0; i < n; i++ {
		line := words[next(vocabularySize)]
		for j := 1; j < wordsPerLine; j++ {
			line += " " + words[next(vocabularySize)*next(vocabularySize)/vocabularySize]
		}
		lines = append(lines, line)
	}
	return lines
}

type entry struct {
	word  string
	count int
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	counts := map[string]int{}
	for _, line := range generate(n) {
		for _, word := range strings.Split(line, " ") {
			counts[word]++
		}
	}
	var entries []entry
	for word, count := range counts {
		entries = append(entries, entry{word, count})
	}
	slices.SortFunc(entries, func(x, y entry) int {
		return cmp.Or(cmp.Compare(y.count, x.count), cmp.Compare(x.word, y.word))
	})
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	fmt.Fprintln(out, len(entries))
	for _, e := range entries[:min(top, len(entries))] {
		fmt.Fprintln(out, e.word, e.count)
	}
}
