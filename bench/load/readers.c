/* Many readers of one stream of events, in one process that does as little as it can.
 *
 *   readers PORT COUNT      stdin: COUNT lines, the path each reader asks for; then commands
 *   -> "ready"              every reader has had its first sign of life
 *   "expect SEQ SECONDS"    -> a line of JSON when every reader has frame SEQ, or when the seconds are over
 *
 * A frame says somewhere "bench:<10 digits: seq>:<20 digits: ns of CLOCK_MONOTONIC when it was meant to be sent>;".
 * Each reader must see 1, 2, 3 ... : what is skipped is lost, what comes again or late is doubled.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MARK "bench:"
#define MARK_LENGTH 38 /* with the colon between and the semicolon at the end */
#define BEAT "event: beat"
#define STDIN UINT32_MAX

struct reader {
    int fd, is_ready, kept;
    int64_t seen;
    char tail[MARK_LENGTH]; /* the end of the last read, where a mark may have begun */
};

static struct reader *readers;
static int count, ready, done;
static int64_t expected, deadline_ns, delivered, lost, doubled, first_ns, last_ns;
static int64_t *took;
static size_t took_count, took_room;
static char buffer[MARK_LENGTH + (1 << 20)];

static void die(const char *what) {
    perror(what);
    exit(1);
}

static int64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void remember(int64_t ns) {
    if (took_count == took_room) {
        took_room = took_room ? 2 * took_room : 1 << 16;
        if (!(took = realloc(took, took_room * sizeof *took))) die("realloc");
    }
    took[took_count++] = ns;
}

static void hear(struct reader *r, const char *mark, int64_t at_ns) {
    int64_t seq = strtoll(mark + sizeof MARK - 1, NULL, 10);
    if (seq <= r->seen) {
        doubled++;
        return;
    }
    lost += seq - r->seen - 1;
    if (r->seen < expected && seq >= expected) done++;
    r->seen = seq;
    delivered++;
    if (!first_ns) first_ns = at_ns;
    last_ns = at_ns;
    remember(at_ns - strtoll(mark + sizeof MARK + 10, NULL, 10));
}

/* Look through what was read, together with the end of the last read. */
static void scan(struct reader *r, char *data, size_t size, int64_t at_ns) {
    char *end = data + size, *from = data, *mark;
    if (!r->is_ready && memmem(data, size, BEAT, sizeof BEAT - 1)) r->is_ready = 1, ready++;
    while ((mark = memmem(from, end - from, MARK, sizeof MARK - 1)) && end - mark >= MARK_LENGTH) {
        hear(r, mark, at_ns);
        from = mark + MARK_LENGTH;
    }
    /* an unfinished mark, or bytes that may begin one; never a mark that was heard */
    size_t rest = end - from < MARK_LENGTH - 1 ? end - from : MARK_LENGTH - 1;
    r->kept = rest;
    memcpy(r->tail, end - rest, rest);
}

static void take(struct reader *r) {
    memcpy(buffer, r->tail, r->kept);
    ssize_t got = recv(r->fd, buffer + r->kept, sizeof buffer - MARK_LENGTH, MSG_DONTWAIT);
    if (got == 0) {
        fprintf(stderr, "a stream was ended by the server\n");
        exit(1);
    }
    if (got > 0) scan(r, buffer, r->kept + got, now_ns());
}

static int connected(int port, const char *path) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    char request[4096];
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to)) die("connect");
    int size = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n", path, port);
    if (size >= (int)sizeof request || write(fd, request, size) != size) die("request");
    return fd;
}

static int by_size(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static double percentile_ms(double part) {
    return took_count ? took[(size_t)(part * (took_count - 1))] / 1e6 : 0;
}

static void report(void) {
    int64_t missing = 0;
    for (int i = 0; i < count; i++)
        if (readers[i].seen < expected) missing += expected - readers[i].seen;
    qsort(took, took_count, sizeof *took, by_size);
    printf("{\"delivered\": %ld, \"lost\": %ld, \"doubled\": %ld, \"p50_ms\": %.4f, \"p99_ms\": %.4f, "
           "\"max_ms\": %.4f, \"lasted_s\": %.6f}\n",
           (long)delivered, (long)(lost + missing), (long)doubled, percentile_ms(.5), percentile_ms(.99),
           percentile_ms(1), (last_ns - first_ns) / 1e9);
    fflush(stdout);
    delivered = first_ns = took_count = 0;
    deadline_ns = 0;
}

static void command(void) {
    char line[128];
    double seconds;
    if (!fgets(line, sizeof line, stdin)) exit(0);
    if (sscanf(line, "expect %ld %lf", &expected, &seconds) != 2) die("command");
    deadline_ns = now_ns() + (int64_t)(seconds * 1e9);
    done = 0;
    for (int i = 0; i < count; i++) done += readers[i].seen >= expected;
}

static void watch(int epoll, int fd, uint32_t number) {
    struct epoll_event wish = {.events = EPOLLIN, .data.u32 = number};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &wish)) die("epoll_ctl");
}

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    int port = atoi(argv[1]), epoll = epoll_create1(0), is_told = 0;
    count = atoi(argv[2]);
    readers = calloc(count, sizeof *readers);
    setvbuf(stdin, NULL, _IONBF, 0); /* commands come one at a time, and epoll must see the next */
    for (int i = 0; i < count; i++) {
        char path[3500];
        if (!fgets(path, sizeof path, stdin)) die("path");
        path[strcspn(path, "\n")] = 0;
        readers[i].fd = connected(port, path);
        watch(epoll, readers[i].fd, i);
    }
    for (;;) {
        struct epoll_event events[512];
        int found = epoll_wait(epoll, events, 512, 100);
        for (int i = 0; i < found; i++) {
            if (events[i].data.u32 == STDIN) command();
            else take(&readers[events[i].data.u32]);
        }
        if (ready == count && !is_told) {
            is_told = 1;
            printf("ready\n");
            fflush(stdout);
            watch(epoll, STDIN_FILENO, STDIN);
        }
        if (deadline_ns && (done == count || now_ns() > deadline_ns)) report();
    }
}
