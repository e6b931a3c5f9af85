import Foundation
import TestSupport

/// A library that is loaded before the C library, and fails a call where it is told to.
///
/// It is compiled by the test. Only a program that is linked dynamically loads it, as kunci is when
/// it was built for tests; git, which kunci starts, does not see it.
struct Interposer: Sendable {
  /// Path of the library.
  let path: String

  /// What befalls a call.
  enum Act: Sendable, Equatable {
    /// It fails with this number.
    case error(Int32)
    /// A read or write does less than it was asked for.
    case short
    /// The file is changed just then by somebody else.
    case cut, grow, zero, vanish
    /// The process gets a signal just then.
    case signal(Int32)

    fileprivate var word: (act: String, number: Int32) {
      switch self {
      case .error(let number): ("error", number)
      case .short: ("short", 0)
      case .cut: ("cut", 0)
      case .grow: ("grow", 0)
      case .zero: ("zero", 0)
      case .vanish: ("vanish", 0)
      case .signal(let number): ("signal", number)
      }
    }
  }

  /// Which call it befalls.
  struct Fault: CustomStringConvertible, Sendable {
    var call: String
    /// What the path must contain.
    var place: String
    /// Which of these calls, from 1.
    var first: Int
    /// How many of them.
    var count: Int
    var act: Act

    var description: String {
      "\(act) at \(call) of *\(place)*, call \(first)\(count > 1 ? " and later" : "")"
    }
  }

  /// Compiles the library; nil where there is no compiler or no such loading.
  init?(in folder: TemporaryFolder) throws {
    #if os(Linux)
    try folder.write("faults.c", Self.source)
    path = folder.path("faults.so")
    let script = """
      for cc in clang cc gcc "$(dirname "$(command -v swift)")/clang"; do
        command -v "$cc" >/dev/null && "$cc" -O1 -shared -fPIC -o "$1" "$0" -ldl && exit
      done
      exit 1
      """
    guard (try? Shell.run(script, arguments: [folder.path("faults.c"), path])) != nil else {
      return nil
    }
    #else
    return nil
    #endif
  }

  /// Commands for a shell that make the program that it becomes suffer a fault.
  ///
  /// - Parameters:
  ///   - fault: What happens.
  ///   - mark: A file that is there once it has happened. Files are changed in its folder alone: a
  ///     program also reads those of the system and of its user.
  /// - Returns: The commands.
  func prelude(_ fault: Fault, mark: String) -> String {
    let (act, number) = fault.act.word
    let root = URL(filePath: mark).deletingLastPathComponent().path(percentEncoded: false)
    return """
      export FAULT_ROOT='\(root)' FAULT_CALL=\(fault.call) FAULT_PLACE='\(fault.place)' FAULT_FIRST=\(fault.first)
      export FAULT_COUNT=\(fault.count) FAULT_ACT=\(act) FAULT_NUMBER=\(number)
      export FAULT_MARK='\(mark)' LD_PRELOAD='\(path)'
      """
  }

  private static let source = #"""
    #define _GNU_SOURCE
    #include <dirent.h>
    #include <dlfcn.h>
    #include <errno.h>
    #include <fcntl.h>
    #include <limits.h>
    #include <poll.h>
    #include <pthread.h>
    #include <signal.h>
    #include <spawn.h>
    #include <stdarg.h>
    #include <stdatomic.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>
    #include <sys/mman.h>
    #include <sys/stat.h>
    #include <sys/syscall.h>
    #include <sys/wait.h>
    #include <unistd.h>

    static const char *call, *place, *act, *mark, *root;
    static int first, count, number;
    static atomic_int seen;

    static const char *get(const char *name) { const char *v = getenv(name); return v ? v : ""; }

    __attribute__((constructor)) static void start(void) {
      place = get("FAULT_PLACE"), act = get("FAULT_ACT"), mark = get("FAULT_MARK");
      first = atoi(get("FAULT_FIRST")), count = atoi(get("FAULT_COUNT"));
      number = atoi(get("FAULT_NUMBER")), root = get("FAULT_ROOT"), call = get("FAULT_CALL");
    }

    static void change(const char *path) {
      struct stat s;
      char whole[PATH_MAX];
      if (syscall(SYS_newfstatat, AT_FDCWD, path, &s, 0) || !S_ISREG(s.st_mode)) return;
      char *(*real)(const char *, char *) = dlsym(RTLD_NEXT, "realpath");
      if (!*root || !real(path, whole) || strncmp(whole, root, strlen(root))) return;
      if (*act == 'c') { syscall(SYS_truncate, path, s.st_size / 2); return; }
      if (*act == 'v') { syscall(SYS_unlink, path); return; }
      int zero = *act == 'z';
      int fd = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | (zero ? 0 : O_APPEND));
      char bytes[512] = {0};
      if (!zero) memset(bytes, 'x', sizeof bytes);
      syscall(SYS_pwrite64, fd, bytes, sizeof bytes, zero ? s.st_size / 2 : 0);
      syscall(SYS_close, fd);
    }

    // 0: nothing happens, 1: the call fails, 2: it does less.
    static int strike(const char *name, const char *path) {
      if (!call || strcmp(call, name) || !strstr(path, place)) return 0;
      int n = ++seen;
      if (n < first || n - first >= count) return 0;
      syscall(SYS_close, syscall(SYS_openat, AT_FDCWD, mark, O_CREAT | O_WRONLY, 0600));
      if (*act == 'e') { errno = number; return 1; }
      if (!strcmp(act, "short")) return 2;
      if (!strcmp(act, "signal")) kill(getpid(), number);
      else change(path);
      return 0;
    }

    static const char *where(int fd, const char *name, char *buffer) {
      char link[64];
      if (name && *name == '/') return name;
      if (fd == AT_FDCWD) return name;
      snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
      ssize_t n = syscall(SYS_readlinkat, AT_FDCWD, link, buffer, PATH_MAX);
      buffer[n < 0 ? 0 : n] = 0;
      if (name && strcmp(name, ".")) { strcat(buffer, "/"); strncat(buffer, name, 255); }
      return buffer;
    }

    #define REAL(name) static __typeof__(&name) real; if (!real) real = dlsym(RTLD_NEXT, #name)
    #define PATH(fd, name) char held[PATH_MAX + 300]; const char *path = where(fd, name, held)
    #define MODE mode_t mode = 0; va_list list; va_start(list, flags); \
      if (flags & O_CREAT) mode = va_arg(list, mode_t); va_end(list)

    int open(const char *name, int flags, ...) {
      REAL(open); MODE;
      return strike("open", name) == 1 ? -1 : real(name, flags, mode);
    }
    int openat(int fd, const char *name, int flags, ...) {
      REAL(openat); MODE; PATH(fd, name);
      return strike("open", path) == 1 ? -1 : real(fd, name, flags, mode);
    }
    ssize_t read(int fd, void *to, size_t size) {
      REAL(read); PATH(fd, NULL);
      int s = strike("read", path);
      return s == 1 ? -1 : real(fd, to, s == 2 && size > 1 ? size / 3 + 1 : size);
    }
    ssize_t pread(int fd, void *to, size_t size, off_t at) {
      REAL(pread); PATH(fd, NULL);
      int s = strike("read", path);
      return s == 1 ? -1 : real(fd, to, s == 2 && size > 1 ? size / 3 + 1 : size, at);
    }
    ssize_t write(int fd, const void *from, size_t size) {
      REAL(write); PATH(fd, NULL);
      int s = strike("write", path);
      return s == 1 ? -1 : real(fd, from, s == 2 && size > 1 ? size / 3 + 1 : size);
    }
    void *mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset) {
      REAL(mmap);
      void *mapped;
      if (fd < 0) return real(at, size, protection, flags, fd, offset);
      PATH(fd, NULL);
      if (*act == 'e' && strike("mmap", path)) return MAP_FAILED;
      mapped = real(at, size, protection, flags, fd, offset);
      if (*act != 'e') strike("mmap", path);
      return mapped;
    }
    int fstat(int fd, struct stat *to) {
      REAL(fstat); PATH(fd, NULL);
      if (*act == 'e' && strike("fstat", path)) return -1;
      int result = real(fd, to);
      if (*act != 'e') strike("fstat", path);
      return result;
    }
    int stat(const char *name, struct stat *to) {
      REAL(stat);
      return strike("stat", name) == 1 ? -1 : real(name, to);
    }
    int lstat(const char *name, struct stat *to) {
      REAL(lstat);
      return strike("stat", name) == 1 ? -1 : real(name, to);
    }
    int fstatat(int fd, const char *name, struct stat *to, int flags) {
      REAL(fstatat); PATH(fd, name);
      return strike("stat", path) == 1 ? -1 : real(fd, name, to, flags);
    }
    struct dirent *readdir(DIR *folder) {
      REAL(readdir); PATH(dirfd(folder), NULL);
      return strike("readdir", path) == 1 ? NULL : real(folder);
    }
    DIR *fdopendir(int fd) {
      REAL(fdopendir); PATH(fd, NULL);
      return strike("opendir", path) == 1 ? NULL : real(fd);
    }
    char *realpath(const char *name, char *to) {
      REAL(realpath);
      return strike("realpath", name) == 1 ? NULL : real(name, to);
    }
    int rename(const char *old, const char *new) {
      REAL(rename);
      return strike("rename", new) == 1 ? -1 : real(old, new);
    }
    int fchmod(int fd, mode_t mode) {
      REAL(fchmod); PATH(fd, NULL);
      return strike("fchmod", path) == 1 ? -1 : real(fd, mode);
    }
    int close(int fd) {
      REAL(close); PATH(fd, NULL);
      int fails = strike("close", path) == 1, failure = errno, result = real(fd);
      if (!fails) return result;
      errno = failure;
      return -1;
    }
    int pipe2(int *ends, int flags) {
      REAL(pipe2);
      return strike("pipe", "") == 1 ? -1 : real(ends, flags);
    }
    int poll(struct pollfd *list, nfds_t n, int time) {
      REAL(poll);
      return strike("poll", "") == 1 ? -1 : real(list, n, time);
    }
    pid_t waitpid(pid_t process, int *status, int options) {
      REAL(waitpid);
      return strike("waitpid", "") == 1 ? -1 : real(process, status, options);
    }
    int posix_spawn(pid_t *process, const char *name, const posix_spawn_file_actions_t *actions,
                    const posix_spawnattr_t *attributes, char *const *words, char *const *names) {
      REAL(posix_spawn);
      return strike("spawn", "") == 1 ? errno : real(process, name, actions, attributes, words, names);
    }
    int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*body)(void *),
                       void *argument) {
      REAL(pthread_create);
      return strike("thread", "") == 1 ? errno : real(thread, attributes, body, argument);
    }
    """#
}
