/* Preloaded into a process under test: every change that it makes below one folder passes through here.
 *
 * Each is counted as a step. One step can be the end of the process (as kill -9), or fail with an error number, once or
 * from then on. What succeeds can be written to a log, from which tests/faults/cuts.py builds what a power cut leaves.
 * Armed from Python by ctypes; until then it only passes on.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))found(&real_##name, #name))
#define KEEP(name) static void *real_##name
KEEP(write); KEEP(pwrite64); KEEP(writev); KEEP(ftruncate64); KEEP(fsync); KEEP(fdatasync); KEEP(rename);
KEEP(unlink); KEEP(unlinkat); KEEP(rmdir); KEEP(mkdir); KEEP(openat64); KEEP(sendfile64); KEEP(copy_file_range);

static void *found(void **kept, const char *name) {
    if (!*kept) *kept = dlsym(RTLD_NEXT, name);
    return *kept;
}

static char root[PATH_MAX];
static int log_fd = -1;
static long steps, armed, done;
static int code, forever;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

struct head { uint64_t kind, inode, place, first, second; };

/* Armed from Python. */
void disk_watch(const char *folder, int file) { strncpy(root, folder, sizeof root - 1); log_fd = file; }
void disk_arm(long step, int error, int always) { steps = 0; done = 0; armed = step; code = error; forever = always; }
long disk_steps(void) { return steps; }
long disk_done(void) { return done; }

static void put(char kind, uint64_t inode, uint64_t place, const void *a, size_t first, const void *b, size_t second) {
    if (log_fd < 0) return;
    struct head head = {(uint64_t)kind, inode, place, first, second};
    struct iovec all[3] = {{&head, sizeof head}, {(void *)a, first}, {(void *)b, second}};
    pthread_mutex_lock(&lock);
    if (REAL(writev)(log_fd, all, 3) < 0) abort();
    pthread_mutex_unlock(&lock);
}

void disk_mark(const char *text) { put('A', 0, 0, text, strlen(text), "", 0); }

static int inside(const char *path) {
    size_t length = strlen(root);
    return length && !strncmp(path, root, length) && (path[length] == '/' || !path[length]);
}

static int of_fd(int fd, char *path) {
    char link[64];
    if (!*root || fd < 0 || fd == log_fd) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return inside(path);
}

static int of_at(int folder, const char *name, char *path) {
    if (!*root) return 0;
    if (name[0] == '/') { snprintf(path, PATH_MAX, "%s", name); return inside(path); }
    char base[PATH_MAX] = "";
    if (folder == AT_FDCWD) return 0;
    if (!of_fd(folder, base)) return 0;
    return snprintf(path, PATH_MAX, "%.*s/%s", PATH_MAX - 300, base, name) > 0;
}

/* SQLite's shared memory is no data: it is made anew after a crash, and a cut cannot leave it in use. */
static int counts(const char *path) {
    size_t length = strlen(path);
    return length < 4 || strcmp(path + length - 4, "-shm");
}

/* One step: 0 to go on, else errno is set. */
static int fails(const char *path) {
    if (!counts(path)) return 0;
    long now = __atomic_add_fetch(&steps, 1, __ATOMIC_SEQ_CST);
    if (!armed || now < armed || (now > armed && !forever)) return 0;
    if (!code) kill(getpid(), SIGKILL);
    done++;
    errno = code;
    return 1;
}

static uint64_t inode_of(int fd) { struct stat about; return fstat(fd, &about) ? 0 : about.st_ino; }

static off64_t place_of(int fd) {
    if (fcntl(fd, F_GETFL) & O_APPEND) { struct stat about; fstat(fd, &about); return about.st_size; }
    return lseek64(fd, 0, SEEK_CUR);
}

ssize_t write(int fd, const void *data, size_t size) {
    char path[PATH_MAX];
    if (!of_fd(fd, path)) return REAL(write)(fd, data, size);
    if (fails(path)) return -1;
    off64_t place = place_of(fd);
    ssize_t written = REAL(write)(fd, data, size);
    if (written > 0) put('W', inode_of(fd), place, data, written, "", 0);
    return written;
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t place) {
    char path[PATH_MAX];
    if (!of_fd(fd, path)) return REAL(pwrite64)(fd, data, size, place);
    if (fails(path)) return -1;
    ssize_t written = REAL(pwrite64)(fd, data, size, place);
    if (written > 0) put('W', inode_of(fd), place, data, written, "", 0);
    return written;
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t place) { return pwrite64(fd, data, size, place); }

ssize_t writev(int fd, const struct iovec *parts, int count) {
    char path[PATH_MAX];
    if (!of_fd(fd, path)) return REAL(writev)(fd, parts, count);
    ssize_t all = 0;
    for (int i = 0; i < count; i++) {
        ssize_t written = write(fd, parts[i].iov_base, parts[i].iov_len);
        if (written < 0) return all ? all : -1;
        all += written;
        if ((size_t)written < parts[i].iov_len) break;
    }
    return all;
}

/* Copies inside the kernel become reads and writes, so that there is one way to write. */
static ssize_t copied(int out, int in, size_t size) {
    static _Thread_local char buffer[1 << 16];
    ssize_t got = read(in, buffer, size < sizeof buffer ? size : sizeof buffer);
    if (got <= 0) return got;
    ssize_t written = write(out, buffer, got);
    if (written < got) lseek64(in, written < 0 ? -got : written - got, SEEK_CUR);
    return written;
}
ssize_t sendfile64(int out, int in, off64_t *place, size_t size) {
    char path[PATH_MAX];
    if (!of_fd(out, path)) return REAL(sendfile64)(out, in, place, size);
    if (place && lseek64(in, *place, SEEK_SET) < 0) return -1;
    ssize_t moved = copied(out, in, size);
    if (place && moved > 0) *place += moved;
    return moved;
}
ssize_t sendfile(int out, int in, off_t *place, size_t size) { return sendfile64(out, in, (off64_t *)place, size); }
ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t size, unsigned flags) {
    char path[PATH_MAX];
    if (!of_fd(out, path)) return REAL(copy_file_range)(in, from, out, to, size, flags);
    errno = ENOSYS;
    return -1;
}

int ftruncate64(int fd, off64_t size) {
    char path[PATH_MAX];
    if (!of_fd(fd, path)) return REAL(ftruncate64)(fd, size);
    if (fails(path)) return -1;
    int result = REAL(ftruncate64)(fd, size);
    if (!result) put('S', inode_of(fd), size, "", 0, "", 0);
    return result;
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int synced(int fd, int (*real)(int)) {
    char path[PATH_MAX];
    struct stat about;
    if (!of_fd(fd, path)) return real(fd);
    if (fails(path)) return -1;
    if (!fstat(fd, &about)) put(S_ISDIR(about.st_mode) ? 'D' : 'F', about.st_ino, 0, path, strlen(path), "", 0);
    return 0; /* the log is the disk of the test: no need to wait for the real one */
}
int fsync(int fd) { return synced(fd, REAL(fsync)); }
int fdatasync(int fd) { return synced(fd, REAL(fdatasync)); }

int rename(const char *from, const char *to) {
    if (!inside(from) && !inside(to)) return REAL(rename)(from, to);
    if (fails(to)) return -1;
    int result = REAL(rename)(from, to);
    if (!result) put('R', 0, 0, from, strlen(from), to, strlen(to));
    return result;
}

static int removed(int result, const char *path) {
    if (!result) put('U', 0, 0, path, strlen(path), "", 0);
    return result;
}
int unlink(const char *path) {
    if (!inside(path)) return REAL(unlink)(path);
    return fails(path) ? -1 : removed(REAL(unlink)(path), path);
}
int rmdir(const char *path) {
    if (!inside(path)) return REAL(rmdir)(path);
    return fails(path) ? -1 : removed(REAL(rmdir)(path), path);
}
int unlinkat(int folder, const char *name, int flags) {
    char path[PATH_MAX];
    if (!of_at(folder, name, path)) return REAL(unlinkat)(folder, name, flags);
    return fails(path) ? -1 : removed(REAL(unlinkat)(folder, name, flags), path);
}

int mkdir(const char *path, mode_t mode) {
    if (!inside(path)) return REAL(mkdir)(path, mode);
    if (fails(path)) return -1;
    int result = REAL(mkdir)(path, mode);
    if (!result) put('M', 0, 0, path, strlen(path), "", 0);
    return result;
}

/* Only what makes or empties a file is a step. */
static int opened(int folder, const char *name, int flags, mode_t mode) {
    char path[PATH_MAX];
    struct stat about;
    int known = (flags & (O_CREAT | O_TRUNC | O_TMPFILE)) && of_at(folder, name, path);
    int there = known && !stat(path, &about);
    int nameless = known && (flags & O_TMPFILE) == O_TMPFILE;
    int makes = known && !nameless && !there && (flags & O_CREAT);
    int empties = known && there && (flags & O_TRUNC) && about.st_size;
    if ((makes || empties || nameless) && fails(path)) return -1;
    int fd = REAL(openat64)(folder, name, flags, mode);
    if (fd >= 0 && makes) put('C', inode_of(fd), 0, path, strlen(path), "", 0);
    if (fd >= 0 && nameless) put('N', inode_of(fd), 0, "", 0, "", 0);
    if (fd >= 0 && empties) put('S', about.st_ino, 0, "", 0, "", 0);
    return fd;
}
#define MODE va_list more; va_start(more, flags); mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; va_end(more)
int open64(const char *path, int flags, ...) { MODE; return opened(AT_FDCWD, path, flags, mode); }
int open(const char *path, int flags, ...) { MODE; return opened(AT_FDCWD, path, flags, mode); }
int openat64(int folder, const char *path, int flags, ...) { MODE; return opened(folder, path, flags, mode); }
int openat(int folder, const char *path, int flags, ...) { MODE; return opened(folder, path, flags, mode); }
