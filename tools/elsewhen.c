/* What tools/elsewhen preloads: the clock and the times of files, AHEAD seconds ahead of what they are. Only the time of
   day is moved: what waits by the monotonic clock waits as ever. libfaketime 0.9.10 moves the clock too, but not the
   times that stat64 tells, and it holds up locks with a time-out. */
#define _GNU_SOURCE
#undef _FILE_OFFSET_BITS
#include <dlfcn.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <utime.h>

#define REAL(name)                                     \
    static __typeof__(name) *real;                     \
    if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

/* ------------------------------------------------------------------------------------------------ the clock */

int clock_gettime(clockid_t clock, struct timespec *now) {
    REAL(clock_gettime);
    int done = real(clock, now);
    if (!done && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += AHEAD;
    return done;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    REAL(gettimeofday);
    int done = real(now, zone);
    if (!done) now->tv_sec += AHEAD;
    return done;
}

time_t time(time_t *now) {
    struct timespec found;
    clock_gettime(CLOCK_REALTIME, &found);
    if (now) *now = found.tv_sec;
    return found.tv_sec;
}

/* ------------------------------------------------------------------------------------------------ times told */

#define MOVED(found) ((found)->st_atim.tv_sec += AHEAD, (found)->st_mtim.tv_sec += AHEAD, (found)->st_ctim.tv_sec += AHEAD)
#define TELLS(name, parameters, arguments)                    \
    int name parameters {                                     \
        static int (*real) parameters;                        \
        if (!real) real = dlsym(RTLD_NEXT, #name);            \
        int done = real arguments;                            \
        if (!done) MOVED(found);                              \
        return done;                                          \
    }
TELLS(stat, (const char *restrict path, struct stat *restrict found), (path, found))
TELLS(lstat, (const char *restrict path, struct stat *restrict found), (path, found))
TELLS(fstat, (int file, struct stat *found), (file, found))
TELLS(fstatat, (int at, const char *restrict path, struct stat *restrict found, int how), (at, path, found, how))
TELLS(stat64, (const char *restrict path, struct stat64 *restrict found), (path, found))
TELLS(lstat64, (const char *restrict path, struct stat64 *restrict found), (path, found))
TELLS(fstat64, (int file, struct stat64 *found), (file, found))
TELLS(fstatat64, (int at, const char *restrict path, struct stat64 *restrict found, int how), (at, path, found, how))
/* As programs call them that were built with a glibc before 2.33. */
TELLS(__xstat, (int version, const char *path, struct stat *found), (version, path, found))
TELLS(__lxstat, (int version, const char *path, struct stat *found), (version, path, found))
TELLS(__fxstat, (int version, int file, struct stat *found), (version, file, found))
TELLS(__fxstatat, (int version, int at, const char *path, struct stat *found, int how), (version, at, path, found, how))
TELLS(__xstat64, (int version, const char *path, struct stat64 *found), (version, path, found))
TELLS(__lxstat64, (int version, const char *path, struct stat64 *found), (version, path, found))
TELLS(__fxstat64, (int version, int file, struct stat64 *found), (version, file, found))
TELLS(__fxstatat64, (int version, int at, const char *path, struct stat64 *found, int how), (version, at, path, found, how))

int statx(int at, const char *restrict path, int how, unsigned wanted, struct statx *restrict found) {
    REAL(statx);
    int done = real(at, path, how, wanted, found);
    if (!done) {
        found->stx_atime.tv_sec += AHEAD;
        found->stx_btime.tv_sec += AHEAD;
        found->stx_ctime.tv_sec += AHEAD;
        found->stx_mtime.tv_sec += AHEAD;
    }
    return done;
}

/* ------------------------------------------------------------------------------------------------ times given */

static const struct timespec *back(const struct timespec given[2], struct timespec moved[2]) {
    if (!given) return given;
    for (int each = 0; each < 2; each++) {
        moved[each] = given[each];
        if (given[each].tv_nsec != UTIME_NOW && given[each].tv_nsec != UTIME_OMIT) moved[each].tv_sec -= AHEAD;
    }
    return moved;
}

static const struct timeval *back_too(const struct timeval given[2], struct timeval moved[2]) {
    if (!given) return given;
    for (int each = 0; each < 2; each++) {
        moved[each] = given[each];
        moved[each].tv_sec -= AHEAD;
    }
    return moved;
}

int utimensat(int at, const char *path, const struct timespec given[2], int how) {
    REAL(utimensat);
    struct timespec moved[2];
    return real(at, path, back(given, moved), how);
}

int futimens(int file, const struct timespec given[2]) {
    REAL(futimens);
    struct timespec moved[2];
    return real(file, back(given, moved));
}

int utimes(const char *path, const struct timeval given[2]) {
    REAL(utimes);
    struct timeval moved[2];
    return real(path, back_too(given, moved));
}

int lutimes(const char *path, const struct timeval given[2]) {
    REAL(lutimes);
    struct timeval moved[2];
    return real(path, back_too(given, moved));
}

int futimes(int file, const struct timeval given[2]) {
    REAL(futimes);
    struct timeval moved[2];
    return real(file, back_too(given, moved));
}

int utime(const char *path, const struct utimbuf *given) {
    REAL(utime);
    struct utimbuf moved;
    if (given) {
        moved.actime = given->actime - AHEAD;
        moved.modtime = given->modtime - AHEAD;
    }
    return real(path, given ? &moved : given);
}
