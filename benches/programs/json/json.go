package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"unicode/utf8"
)

func document(i int) map[string]any {
	return map[string]any{
		"active": i%3 == 0,
		"id":     i,
		"name":   "user " + strconv.Itoa(i%1000),
		"owner":  map[string]any{"group": nil, "rank": i % 7},
		"tags":   []any{"red", "green\n", "blue", i * 3},
	}
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	ids, ranks, letters := 0, 0, 0
	for i := 0; i < n; i++ {
		text, err := json.Marshal(document(i))
		if err != nil {
			panic(err)
		}
		var doc map[string]any
		if err := json.Unmarshal(text, &doc); err != nil {
			panic(err)
		}
		if doc["active"].(bool) {
			ids += int(doc["id"].(float64))
		} else {
			ids++
		}
		owner := doc["owner"].(map[string]any)
		ranks += int(owner["rank"].(float64)) + len(doc["tags"].([]any))
		letters += utf8.RuneCountInString(doc["name"].(string))
	}
	fmt.Println(ids, ranks, letters)
}
