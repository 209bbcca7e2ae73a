// The same service on net/http. Usage: server PORT [h2c]
package main

import (
	"encoding/json"
	"net/http"
	"os"
	"sync"
)

type user struct {
	UserID   *string `json:"userId"`
	Username *string `json:"username"`
	Age      *int64  `json:"age"`
}

type answer struct {
	Message string `json:"message"`
}

var (
	lock  sync.RWMutex
	users = map[string]user{}
)

func send(w http.ResponseWriter, status int, value any) {
	w.Header().Set("content-type", "application/json")
	w.Header().Set("server", "go")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}

func hello(w http.ResponseWriter, _ *http.Request) {
	send(w, http.StatusOK, answer{"Hello, World!"})
}

func post(w http.ResponseWriter, r *http.Request) {
	var u user
	err := json.NewDecoder(r.Body).Decode(&u)
	if err != nil || u.UserID == nil || u.Username == nil || u.Age == nil {
		send(w, http.StatusBadRequest, answer{"bad user"})
		return
	}
	lock.Lock()
	users[*u.UserID] = u
	lock.Unlock()
	send(w, http.StatusCreated, answer{"User created successfully"})
}

func get(w http.ResponseWriter, r *http.Request) {
	lock.RLock()
	u, found := users[r.URL.Query().Get("userId")]
	lock.RUnlock()
	if !found {
		w.WriteHeader(http.StatusAccepted)
		return
	}
	send(w, http.StatusOK, u)
}

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /hello", hello)
	mux.HandleFunc("POST /user", post)
	mux.HandleFunc("GET /user", get)
	server := http.Server{Addr: "127.0.0.1:" + os.Args[1], Handler: mux, Protocols: new(http.Protocols)}
	server.Protocols.SetHTTP1(true)
	server.Protocols.SetUnencryptedHTTP2(true)
	panic(server.ListenAndServe())
}
