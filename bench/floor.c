// Opens connections, many in flight, sends a hello on each, reads to the end of the Certificate message and closes: the
// least that anybody has to do who wants to see a certificate. Prints its CPU time, user and system, in milliseconds; ends
// with 1 where it did not see as many certificates as it was asked for.
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { RECORD_HEADER = 5, MESSAGE_HEADER = 4, HANDSHAKE = 22, CERTIFICATE = 11, MOST = 16384, MOST_IN_FLIGHT = 1000, LONGEST = 10000 };

struct look {
  int socket, greeted;
  size_t length;
  unsigned char bytes[MOST];
};

static struct look looks[MOST_IN_FLIGHT];
static unsigned char hello[4096];
static size_t hello_size;
static struct sockaddr_in to = {.sin_family = AF_INET};
static int poll_fd;

// Whether the flight, its records put together, holds a whole Certificate message (RFC 5246 section 7.4.2).
static int seen(const unsigned char *bytes, size_t length) {
  static unsigned char flight[MOST];
  size_t whole = 0;
  for (size_t at = 0; at + RECORD_HEADER <= length && bytes[at] == HANDSHAKE;) {
    size_t size = bytes[at + 3] << 8 | bytes[at + 4];
    size_t there = length - at - RECORD_HEADER < size ? length - at - RECORD_HEADER : size;
    memcpy(flight + whole, bytes + at + RECORD_HEADER, there);
    whole += there;
    at += RECORD_HEADER + size;
  }
  for (size_t at = 0; at + MESSAGE_HEADER <= whole;) {
    size_t size = flight[at + 1] << 16 | flight[at + 2] << 8 | flight[at + 3];
    if (at + MESSAGE_HEADER + size > whole) return 0;
    if (flight[at] == CERTIFICATE) return 1;
    at += MESSAGE_HEADER + size;
  }
  return 0;
}

static void begin(struct look *look) {
  struct epoll_event events = {.events = EPOLLOUT, .data.ptr = look};
  look->greeted = 0;
  look->length = 0;
  look->socket = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (look->socket < 0 || (connect(look->socket, (struct sockaddr *)&to, sizeof to) < 0 && errno != EINPROGRESS) ||
      epoll_ctl(poll_fd, EPOLL_CTL_ADD, look->socket, &events) < 0) {
    perror("floor");
    exit(1);
  }
}

// 1 when the certificate is there, -1 when it will never be, else 0.
static int go_on(struct look *look) {
  if (!look->greeted) {
    struct epoll_event events = {.events = EPOLLIN, .data.ptr = look};
    look->greeted = 1;
    if (write(look->socket, hello, hello_size) != (ssize_t)hello_size) return -1;
    return epoll_ctl(poll_fd, EPOLL_CTL_MOD, look->socket, &events);
  }
  ssize_t got = read(look->socket, look->bytes + look->length, MOST - look->length);
  if (got <= 0) return got < 0 && errno == EAGAIN ? 0 : -1;
  look->length += (size_t)got;
  return seen(look->bytes, look->length);
}

// Arguments: port at 127.0.0.1, count, how many in flight, the hello as hexadecimal digits.
int main(int argc, char **argv) {
  if (argc != 5 || strlen(argv[4]) / 2 > sizeof hello) return 2;
  int count = atoi(argv[2]), in_flight = atoi(argv[3]), begun = 0, ended = 0, good = 0;
  if (in_flight > MOST_IN_FLIGHT) return 2;
  to.sin_port = htons((unsigned short)atoi(argv[1]));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  hello_size = strlen(argv[4]) / 2;
  for (size_t i = 0; i < hello_size; i++) sscanf(argv[4] + 2 * i, "%2hhx", hello + i);
  poll_fd = epoll_create1(0);
  while (begun < in_flight && begun < count) begin(&looks[begun++]);
  while (ended < count) {
    struct epoll_event ready[64];
    int number = epoll_wait(poll_fd, ready, 64, LONGEST);
    if (number <= 0) break;
    for (int i = 0; i < number; i++) {
      struct look *look = ready[i].data.ptr;
      int came = go_on(look);
      if (came == 0) continue;
      good += came > 0;
      ended++;
      close(look->socket);
      if (begun < count) {
        begun++;
        begin(look);
      }
    }
  }
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  printf("%.3f\n", (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e3 + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e3);
  return good == count ? 0 : 1;
}
