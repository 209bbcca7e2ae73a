// What the machine itself allows: one thread that reads a request, does not look at it, and sends a short answer.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

static const char answer[] =
    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nserver: ballerina\r\ncontent-length: 28\r\n"
    "date: Thu, 26 Nov 2026 12:00:00 GMT\r\n\r\n{\"message\":\"Hello, World!\"}\n";

static void watch(int poll, int fd, unsigned events) {
    struct epoll_event event = {.events = events, .data.fd = fd};
    if (epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event) != 0) exit(1);
}

static void serve(int poll, int fd) {
    char request[8192];
    ssize_t n = recv(fd, request, sizeof request, 0);
    if (n > 0) send(fd, answer, sizeof answer - 1, MSG_NOSIGNAL);
    if (n == 0) close(fd);
}

int main(int argc, char **argv) {
    int on = 1, listener = socket(AF_INET, SOCK_STREAM, 0), poll = epoll_create1(0);
    struct sockaddr_in address = {AF_INET, htons(argc > 1 ? atoi(argv[1]) : 0), {htonl(INADDR_LOOPBACK)}};
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 512) != 0) {
        perror("ceiling");
        return 1;
    }
    watch(poll, listener, EPOLLIN);
    for (;;) {
        struct epoll_event events[128];
        int n = epoll_wait(poll, events, 128, -1);
        for (int i = 0; i < n; i++) {
            if (events[i].data.fd != listener) {
                serve(poll, events[i].data.fd);
                continue;
            }
            int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            if (fd >= 0) watch(poll, fd, EPOLLIN | EPOLLET);
        }
    }
}
