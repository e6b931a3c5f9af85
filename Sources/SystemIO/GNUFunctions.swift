#if os(Linux)
import Glibc

// Two functions of glibc that its headers show only to those who define `_GNU_SOURCE`, which
// Swift's module of glibc does not. Both take and return plain integers and pointers, for which
// Swift's and C's calling conventions agree on x86-64 and arm64.

/// `pipe2(2)`: makes a pipe whose ends no other child inherits, in one step.
@_silgen_name("pipe2")
func gnuPipe2(_ ends: UnsafeMutablePointer<Int32>?, _ flags: Int32) -> Int32

/// `posix_spawn_file_actions_addchdir_np(3)`: the child changes its folder before it starts.
@_silgen_name("posix_spawn_file_actions_addchdir_np")
func gnuSpawnAddChangeDirectory(
  _ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>, _ path: UnsafePointer<CChar>
) -> Int32
#endif
