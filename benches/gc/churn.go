package main

import (
	"fmt"
	"os"
	"strconv"
)

type entry struct {
	id, version int
	text        string
}

func churn(members, updates int) int {
	entries := map[string]*entry{}
	for i := range members {
		entries["key"+strconv.Itoa(i)] = &entry{i, 0, "value " + strconv.Itoa(i)}
	}
	seed := 42
	for version := 1; version <= updates; version++ {
		seed = seed * 16807 % 2147483647
		i := seed % members
		entries["key"+strconv.Itoa(i)] = &entry{i, version, "value " + strconv.Itoa(version)}
	}
	// Go's maps have no order: the members are visited by their keys.
	sum := len(entries)
	for i := range members {
		sum = (sum*31 + entries["key"+strconv.Itoa(i)].version) % 1000000007
	}
	return sum
}

func main() {
	members, _ := strconv.Atoi(os.Args[1])
	updates, _ := strconv.Atoi(os.Args[2])
	strands, _ := strconv.Atoi(os.Args[3])
	all := make([]chan int, strands)
	for i := range all {
		all[i] = make(chan int)
		go func() { all[i] <- churn(members/strands, updates/strands) }()
	}
	for _, one := range all {
		fmt.Println(<-one)
	}
}
