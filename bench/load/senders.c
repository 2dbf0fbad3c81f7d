/* Many senders of messages over HTTP/1.1, each on a connection of its own that stays open.
 *
 *   senders PORT COUNT REQUESTS     REQUESTS: file of COUNT whole requests, each ended by a NUL byte
 *   -> "ready"
 *   "closed SECONDS"                every sender sends again as soon as it was answered
 *   "open SECONDS RATE"             RATE requests a second, whoever is free sends; what waits counts as latency
 *   -> a line of JSON when all that was sent is answered
 *
 * Wherever a request has "########-####-####-####-############" a new UUID is put: one for each message of it.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define KEY "########-####-####-####-############"
#define KEY_LENGTH 36
#define MOST_KEYS 64
#define PATIENCE_NS 20000000000LL
#define STDIN UINT32_MAX
#define TIMER (UINT32_MAX - 1)

struct sender {
    int fd, keys, is_waiting;
    size_t size, got;
    char *request, *key[MOST_KEYS];
    int64_t meant_ns;
    char answer[16384];
};

static struct sender *senders;
static uint32_t *idle; /* a stack of those who are not waiting for an answer */
static int count, idle_count, is_open, timer;
static int64_t began_ns, until_ns, arrivals, rate_ns, serial, sent, acked, refused, failed, last_ns;
static int64_t *took;
static size_t took_count, took_room;
static uint32_t nonce;

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

static void post(struct sender *s, int64_t meant_ns) {
    char key[40];
    for (int i = 0; i < s->keys; i++) {
        snprintf(key, sizeof key, "%08x-0000-4000-8000-%012lx", nonce, (long)++serial);
        memcpy(s->key[i], key, KEY_LENGTH);
    }
    s->meant_ns = meant_ns;
    s->got = 0;
    s->is_waiting = 1;
    sent += s->keys;
    if (write(s->fd, s->request, s->size) != (ssize_t)s->size) die("write");
}

/* The size of the whole answer once its head is there, 0 before. */
static size_t whole(struct sender *s) {
    s->answer[s->got] = 0;
    char *end = strstr(s->answer, "\r\n\r\n"), *length = strcasestr(s->answer, "\r\ncontent-length:");
    if (!end) return 0;
    if (!length || length > end) {
        fprintf(stderr, "an answer without content-length: %.200s\n", s->answer);
        exit(1);
    }
    return end + 4 - s->answer + strtoul(length + 17, NULL, 10);
}

static void answered(struct sender *s, int64_t at_ns) {
    int status = atoi(s->answer + 9);
    if (status / 100 == 2) {
        acked += s->keys;
        remember(at_ns - s->meant_ns);
    } else if (status == 429 || status == 503) {
        refused += s->keys;
    } else {
        if (!failed) fprintf(stderr, "%.600s\n", s->answer);
        failed += s->keys;
    }
    s->is_waiting = 0;
    last_ns = at_ns;
    if (!is_open && at_ns < until_ns) post(s, at_ns);
    else idle[idle_count++] = s - senders;
}

static void hear(struct sender *s) {
    ssize_t got = recv(s->fd, s->answer + s->got, sizeof s->answer - 1 - s->got, MSG_DONTWAIT);
    if (got == 0) {
        fprintf(stderr, "a connection was closed by the server\n");
        exit(1);
    }
    if (got < 0) return;
    s->got += got;
    size_t size = whole(s);
    if (size && s->got >= size) answered(s, now_ns());
}

/* Send what was meant to be sent by now; ring again when the next is due. */
static void keep_pace(void) {
    int64_t now = now_ns(), due;
    while ((due = began_ns + arrivals * rate_ns) <= now && due < until_ns && idle_count) {
        arrivals++;
        post(&senders[idle[--idle_count]], due);
    }
    if (due < until_ns && due > now) {
        struct itimerspec at = {.it_value = {due / 1000000000, due % 1000000000}};
        timerfd_settime(timer, TFD_TIMER_ABSTIME, &at, NULL);
    }
}

static int by_size(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static double percentile_ms(double part) {
    return took_count ? took[(size_t)(part * (took_count - 1))] / 1e6 : 0;
}

static void report(void) {
    qsort(took, took_count, sizeof *took, by_size);
    printf("{\"sent\": %ld, \"acked\": %ld, \"refused\": %ld, \"failed\": %ld, \"p50_ms\": %.4f, \"p99_ms\": %.4f, "
           "\"max_ms\": %.4f, \"lasted_s\": %.6f}\n",
           (long)sent, (long)acked, (long)refused, (long)failed, percentile_ms(.5), percentile_ms(.99),
           percentile_ms(1), (last_ns - began_ns) / 1e9);
    fflush(stdout);
    sent = acked = refused = failed = took_count = began_ns = 0;
}

static void command(void) {
    char line[128], kind[16];
    double seconds, rate = 0;
    if (!fgets(line, sizeof line, stdin)) exit(0);
    if (sscanf(line, "%15s %lf %lf", kind, &seconds, &rate) < 2) die("command");
    is_open = !strcmp(kind, "open");
    began_ns = now_ns();
    until_ns = began_ns + (int64_t)(seconds * 1e9);
    arrivals = 0;
    rate_ns = is_open ? (int64_t)(1e9 / rate) : 1;
    while (!is_open && idle_count) post(&senders[idle[--idle_count]], now_ns());
}

static int is_over(void) {
    int64_t now = now_ns();
    if (began_ns && now > until_ns + PATIENCE_NS) return 1;
    int is_all_sent = !is_open || began_ns + arrivals * rate_ns >= until_ns;
    return began_ns && now >= until_ns && idle_count == count && is_all_sent;
}

static void prepare(struct sender *s, char *request, int port) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    int yes = 1;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    s->request = request;
    s->size = strlen(request);
    for (char *key = request; (key = strstr(key, KEY)) && s->keys < MOST_KEYS; key += KEY_LENGTH)
        s->key[s->keys++] = key;
    s->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (s->fd < 0 || connect(s->fd, (struct sockaddr *)&to, sizeof to)) die("connect");
    setsockopt(s->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

static void watch(int epoll, int fd, uint32_t number) {
    struct epoll_event wish = {.events = EPOLLIN, .data.u32 = number};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &wish)) die("epoll_ctl");
}

static char *whole_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END)) die(path);
    long size = ftell(file);
    char *data = calloc(1, size + 1);
    rewind(file);
    if (fread(data, 1, size, file) != (size_t)size) die(path);
    return data;
}

int main(int argc, char **argv) {
    if (argc != 4) return 2;
    int epoll = epoll_create1(0);
    char *request = whole_file(argv[3]);
    count = atoi(argv[2]);
    senders = calloc(count, sizeof *senders);
    idle = calloc(count, sizeof *idle);
    nonce = (uint32_t)(now_ns() / 1000) ^ (uint32_t)getpid() << 16;
    timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    setvbuf(stdin, NULL, _IONBF, 0);
    for (int i = 0; i < count; i++) {
        size_t size = strlen(request);
        prepare(&senders[i], request, atoi(argv[1]));
        watch(epoll, senders[i].fd, i);
        idle[idle_count++] = i;
        request += size + 1;
    }
    watch(epoll, STDIN_FILENO, STDIN);
    watch(epoll, timer, TIMER);
    printf("ready\n");
    fflush(stdout);
    for (;;) {
        struct epoll_event events[256];
        uint64_t rings;
        int found = epoll_wait(epoll, events, 256, 20);
        for (int i = 0; i < found; i++) {
            uint32_t who = events[i].data.u32;
            if (who == STDIN) command();
            else if (who == TIMER) (void)!read(timer, &rings, sizeof rings);
            else hear(&senders[who]);
        }
        if (began_ns && is_open) keep_pace();
        if (is_over()) report();
    }
}
