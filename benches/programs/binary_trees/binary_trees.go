package main

import (
	"fmt"
	"os"
	"strconv"
)

const minDepth = 4

type tree struct {
	left, right *tree
}

func bottomUp(depth int) *tree {
	if depth == 0 {
		return &tree{}
	}
	return &tree{bottomUp(depth - 1), bottomUp(depth - 1)}
}

func countNodes(t *tree) int {
	if t.left == nil || t.right == nil {
		return 1
	}
	return 1 + countNodes(t.left) + countNodes(t.right)
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	maxDepth := max(minDepth+2, n)
	stretch := maxDepth + 1
	fmt.Printf("stretch tree of depth %d check: %d\n", stretch, countNodes(bottomUp(stretch)))
	longLived := bottomUp(maxDepth)
	for depth := minDepth; depth <= maxDepth; depth += 2 {
		iterations := 1 << (maxDepth - depth + minDepth)
		total := 0
		for i := 0; i < iterations; i++ {
			total += countNodes(bottomUp(depth))
		}
		fmt.Printf("%d trees of depth %d check: %d\n", iterations, depth, total)
	}
	fmt.Printf("long lived tree of depth %d check: %d\n", maxDepth, countNodes(longLived))
}
