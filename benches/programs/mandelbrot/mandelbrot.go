package main

import (
	"fmt"
	"os"
	"strconv"
)

const iterations = 50

func inside(cr, ci float64) bool {
	zr, zi, tr, ti := 0.0, 0.0, 0.0, 0.0
	for i := 0; i < iterations; i++ {
		zi = 2.0*zr*zi + ci
		zr = tr - ti + cr
		tr = zr * zr
		ti = zi * zi
		if tr+ti > 4.0 {
			return false
		}
	}
	return true
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	count, checksum := 0, 0
	for y := 0; y < n; y++ {
		ci := 2.0*float64(y)/float64(n) - 1.0
		bits := 0
		for x := 0; x < n; x++ {
			cr := 2.0*float64(x)/float64(n) - 1.5
			bits = (bits << 1) & 255
			if inside(cr, ci) {
				bits |= 1
				count++
			}
			if x%8 == 7 {
				checksum = (checksum*31 + bits) % 1000000007
			}
		}
	}
	fmt.Println(count, checksum)
}
