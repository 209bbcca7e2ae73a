package main

import (
	"fmt"
	"os"
	"strconv"
)

// A call with one goroutine and a message each way.
func exchange(i int) int {
	to, from := make(chan int), make(chan int)
	go func() {
		x := <-to
		from <- x + 1
	}()
	to <- i
	return <-from
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	sum := 0
	for i := 0; i < n; i++ {
		sum += exchange(i)
	}
	fmt.Println(sum)
}
