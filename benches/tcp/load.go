// load ADDRESS CONNECTIONS ACTIVE SECONDS: opens connections, keeps all of them, and has ACTIVE at a time send 64 bytes and
// wait for the echo. Prints requests a second and latencies.
package main

import (
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"sort"
	"strconv"
	"sync"
	"time"
)

func number(i int) int {
	n, err := strconv.Atoi(os.Args[i])
	if err != nil {
		log.Fatal(err)
	}
	return n
}

func main() {
	address, connections, active, seconds := os.Args[1], number(2), number(3), number(4)
	conns := make([]net.Conn, connections)
	begun := time.Now()
	for i := range conns {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			log.Fatalf("connection %d: %v", i, err)
		}
		conns[i] = conn
	}
	opened := time.Since(begun)
	end := time.Now().Add(time.Duration(seconds) * time.Second)
	latencies := make([][]time.Duration, active)
	var all sync.WaitGroup
	for w := range active {
		all.Go(func() {
			out, in := make([]byte, 64), make([]byte, 64)
			// Every connection is used in turn, each by one worker only.
			for i := w; time.Now().Before(end); i += active {
				if i >= connections {
					i = w
				}
				start := time.Now()
				if _, err := conns[i].Write(out); err != nil {
					log.Fatal(err)
				}
				if _, err := io.ReadFull(conns[i], in); err != nil {
					log.Fatal(err)
				}
				latencies[w] = append(latencies[w], time.Since(start))
			}
		})
	}
	all.Wait()
	var merged []time.Duration
	for _, l := range latencies {
		merged = append(merged, l...)
	}
	sort.Slice(merged, func(i, j int) bool { return merged[i] < merged[j] })
	at := func(q float64) float64 { return float64(merged[int(q*float64(len(merged)-1))].Microseconds()) / 1000 }
	fmt.Printf("opened in %.2f s, %.0f echoes/s, p50 %.2f ms, p99 %.2f ms, worst %.2f ms\n",
		opened.Seconds(), float64(len(merged))/float64(seconds), at(0.5), at(0.99), at(1))
}
