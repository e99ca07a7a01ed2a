/* A wall clock of one's own, for programs that are started with this library preloaded.
 *
 * The file that WALL_CLOCK names holds two signed 64-bit numbers of nanoseconds: by how much the wall clock
 * is off, and, if it is not 0, the moment at which it stands still. It is mapped, so whoever writes it sets
 * the clock of all processes that were started with it, while they run. Monotonic and boot time stay true.
 * A wait until an instant of the wall clock is turned into the same wait by the true one, or it would end at
 * once or in hours.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define SECOND 1000000000LL
#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
/* glibc keeps there on which clock pthread_condattr_setclock put a condition. */
#define IS_MONOTONIC(condition) ((condition)->__data.__wrefs & 2)

struct setting {
    int64_t off, stands;
};
static const struct setting true_clock;
static const volatile struct setting *set = &true_clock;

__attribute__((constructor)) static void map_the_file(void) {
    const char *path = getenv("WALL_CLOCK");
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    void *page = file < 0 ? MAP_FAILED : mmap(NULL, sizeof *set, PROT_READ, MAP_SHARED, file, 0);
    if (file >= 0) close(file);
    if (page != MAP_FAILED) set = page;
}

static struct timespec moved(struct timespec moment, int64_t by) {
    int64_t all = moment.tv_sec * SECOND + moment.tv_nsec + by;
    int64_t rest = (all % SECOND + SECOND) % SECOND;
    return (struct timespec){.tv_sec = (all - rest) / SECOND, .tv_nsec = rest};
}

/* The system call itself: `dlsym` before the first reading could need a clock. */
static int64_t ahead(void) {
    struct timespec now;
    int64_t stands = set->stands;
    if (!stands || syscall(SYS_clock_gettime, CLOCK_REALTIME, &now)) return set->off;
    return stands - now.tv_sec * SECOND - now.tv_nsec;
}

static struct timespec truly(clockid_t clock, const struct timespec *until) {
    return clock == CLOCK_REALTIME ? moved(*until, -ahead()) : *until;
}

/* Reading it. */

int clock_gettime(clockid_t clock, struct timespec *now) {
    if (syscall(SYS_clock_gettime, clock, now)) return -1;
    if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) *now = moved(*now, ahead());
    return 0;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec found;
    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &found)) return -1;
    *now = (struct timeval){.tv_sec = found.tv_sec, .tv_usec = found.tv_nsec / 1000};
    return 0;
}

time_t time(time_t *kept) {
    struct timespec found;
    clock_gettime(CLOCK_REALTIME, &found);
    if (kept) *kept = found.tv_sec;
    return found.tv_sec;
}

int timespec_get(struct timespec *now, int base) {
    return base == TIME_UTC && !clock_gettime(CLOCK_REALTIME, now) ? base : 0;
}

/* Waiting for it. A relative sleep needs nothing. */

int clock_nanosleep(clockid_t clock, int flags, const struct timespec *until, struct timespec *rest) {
    struct timespec true_until = flags & TIMER_ABSTIME ? truly(clock, until) : *until;
    return NEXT(clock_nanosleep)(clock, flags, &true_until, rest);
}

int pthread_cond_clockwait(pthread_cond_t *condition, pthread_mutex_t *mutex, clockid_t clock,
                           const struct timespec *until) {
    struct timespec true_until = truly(clock, until);
    return NEXT(pthread_cond_clockwait)(condition, mutex, clock, &true_until);
}

/* By way of the one above: of this name glibc has two versions, and `dlsym` may give the older one. */
int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex, const struct timespec *until) {
    clockid_t clock = IS_MONOTONIC(condition) ? CLOCK_MONOTONIC : CLOCK_REALTIME;
    return pthread_cond_clockwait(condition, mutex, clock, until);
}

int sem_clockwait(sem_t *semaphore, clockid_t clock, const struct timespec *until) {
    struct timespec true_until = truly(clock, until);
    return NEXT(sem_clockwait)(semaphore, clock, &true_until);
}

int sem_timedwait(sem_t *semaphore, const struct timespec *until) {
    return sem_clockwait(semaphore, CLOCK_REALTIME, until);
}

int pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *until) {
    struct timespec true_until = truly(CLOCK_REALTIME, until);
    return NEXT(pthread_mutex_timedlock)(mutex, &true_until);
}
