package main

import (
	"fmt"
	"os"
	"strconv"
)

const limit = 1000000

func countPrimes(limit int) int {
	composite := make([]bool, limit+1)
	count := 0
	for i := 2; i <= limit; i++ {
		if composite[i] {
			continue
		}
		count++
		for j := i * i; j <= limit; j += i {
			composite[j] = true
		}
	}
	return count
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	total := 0
	for i := 0; i < n; i++ {
		total += countPrimes(limit)
	}
	fmt.Println(total)
}
