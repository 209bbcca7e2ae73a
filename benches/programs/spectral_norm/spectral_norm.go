package main

import (
	"fmt"
	"math"
	"os"
	"strconv"
)

func a(i, j int) float64 {
	ij := i + j
	return 1.0 / float64(ij*(ij+1)/2+i+1)
}

func multiplyAv(v, av []float64) {
	for i := range av {
		sum := 0.0
		for j := range v {
			sum += a(i, j) * v[j]
		}
		av[i] = sum
	}
}

func multiplyAtv(v, atv []float64) {
	for i := range atv {
		sum := 0.0
		for j := range v {
			sum += a(j, i) * v[j]
		}
		atv[i] = sum
	}
}

func multiplyAtAv(v, tmp, atAv []float64) {
	multiplyAv(v, tmp)
	multiplyAtv(tmp, atAv)
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	u := make([]float64, n)
	v := make([]float64, n)
	tmp := make([]float64, n)
	for i := range u {
		u[i] = 1
	}
	for i := 0; i < 10; i++ {
		multiplyAtAv(u, tmp, v)
		multiplyAtAv(v, tmp, u)
	}
	vBv, vv := 0.0, 0.0
	for i := range u {
		vBv += u[i] * v[i]
		vv += v[i] * v[i]
	}
	fmt.Printf("%.9f\n", math.Sqrt(vBv/vv))
}
