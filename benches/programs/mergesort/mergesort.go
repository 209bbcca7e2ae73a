package main

import (
	"fmt"
	"os"
	"strconv"
)

type item struct {
	key  int
	name string
}

func generate(n int) []*item {
	var items []*item
	seed := 42
	for i := 0; i < n; i++ {
		seed = seed * 16807 % 2147483647
		items = append(items, &item{seed % 1000000, "item" + strconv.Itoa(seed%1000)})
	}
	return items
}

func mergeSort(items, buffer []*item, low, high int) {
	if high-low < 2 {
		return
	}
	middle := (low + high) / 2
	mergeSort(items, buffer, low, middle)
	mergeSort(items, buffer, middle, high)
	copy(buffer[low:high], items[low:high])
	left, right := low, middle
	for i := low; i < high; i++ {
		if left < middle && (right >= high || buffer[left].key <= buffer[right].key) {
			items[i] = buffer[left]
			left++
		} else {
			items[i] = buffer[right]
			right++
		}
	}
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	items := generate(n)
	buffer := append([]*item(nil), items...)
	mergeSort(items, buffer, 0, len(items))
	checksum := 0
	for _, it := range items {
		checksum = (checksum*31 + it.key + len(it.name)) % 1000000007
	}
	fmt.Println(items[0].name, items[n-1].name, checksum)
}
