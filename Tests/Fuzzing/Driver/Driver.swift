#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The target that the variable `KUNCI_FUZZ_TARGET` names.
///
/// Without it, the names are printed. With `KUNCI_FUZZ_SEEDS`, a folder, the target's seeds are
/// written there, and nothing else is done.
@MainActor private var target: any FuzzTarget = {
  guard let name = variable("KUNCI_FUZZ_TARGET") else {
    print(FuzzTargets.all.map { $0.name }.joined(separator: "\n"))
    exit(0)
  }
  guard let type = FuzzTargets.all.first(where: { $0.name == name }) else {
    print("there is no target \(name)")
    exit(2)
  }
  if let folder = variable("KUNCI_FUZZ_SEEDS") {
    for (number, seed) in type.seeds.enumerated() {
      guard let file = fopen("\(folder)/seed-\(number)", "w") else { exit(1) }
      fwrite(seed, 1, seed.count, file)
      fclose(file)
    }
    exit(0)
  }
  return type.init()
}()

private func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

/// Prepares the target; libFuzzer calls this once, see https://llvm.org/docs/LibFuzzer.html.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
  _ count: UnsafeMutableRawPointer?, _ words: UnsafeMutableRawPointer?
) -> CInt {
  MainActor.assumeIsolated { _ = target }
  return 0
}

/// Reads one input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  let input = [UInt8](UnsafeBufferPointer(start: data, count: size))
  MainActor.assumeIsolated { target.run(input) }
  return 0
}
