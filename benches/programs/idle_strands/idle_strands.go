package main

import (
	"fmt"
	"os"
	"strconv"
	"time"
)

// Goroutines that exist at the same time, all of them asleep.
func idle(i int, out chan int) {
	time.Sleep(3 * time.Second)
	out <- i
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	all := []chan int{}
	for i := 0; i < n; i++ {
		out := make(chan int, 1)
		go idle(i, out)
		all = append(all, out)
	}
	sum := 0
	for _, out := range all {
		sum += <-out
	}
	fmt.Println(sum)
}
