/* The least that a fan-out can be: one write() for each reader and frame, and nothing else.
 *
 *   write_loop PORT COUNT FRAME       FRAME: file with the bytes of a frame, holding "bench:<10 digits>:<20 digits>;"
 *   stdin: "SEQ NS" a line            -> the frame with these numbers, to every reader
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define HEAD "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n" \
             "d\r\nevent: beat\n\n\r\n"

static void die(const char *what) {
    perror(what);
    exit(1);
}

static int listening(int port) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(port)};
    int fd = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(fd, (struct sockaddr *)&at, sizeof at) || listen(fd, 4096)) die("listen");
    return fd;
}

static int accepted(int listener) {
    char request[4096];
    int fd = accept(listener, NULL, NULL);
    if (fd < 0 || read(fd, request, sizeof request) <= 0) die("accept");
    if (write(fd, HEAD, sizeof HEAD - 1) != sizeof HEAD - 1) die("head");
    return fd;
}

int main(int argc, char **argv) {
    static char frame[65536];
    char line[128];
    int64_t seq, ns;
    if (argc != 4) return 2;
    int listener = listening(atoi(argv[1])), count = atoi(argv[2]), *readers = calloc(count, sizeof *readers);
    FILE *file = fopen(argv[3], "rb");
    size_t size = file ? fread(frame, 1, sizeof frame - 64, file) : 0;
    char *mark = memmem(frame, size, "bench:", 6);
    if (!mark) die("frame");
    printf("listening\n");
    fflush(stdout);
    for (int i = 0; i < count; i++) readers[i] = accepted(listener);
    while (fgets(line, sizeof line, stdin) && sscanf(line, "%ld %ld", &seq, &ns) == 2) {
        char numbers[40];
        snprintf(numbers, sizeof numbers, "%010ld:%020ld;", (long)seq, (long)ns);
        memcpy(mark + 6, numbers, 32);
        for (int i = 0; i < count; i++)
            if (write(readers[i], frame, size) != (ssize_t)size) die("write");
    }
}
