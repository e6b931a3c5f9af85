/// A program of nothing but headers, in which only what the tests ask for stands.
enum ProgramHeader {
  /// An ELF program of 64 bits.
  ///
  /// - Parameters:
  ///   - machine: `e_machine`, such as 62 for x86-64.
  ///   - loader: What a dynamic program is started by; nil for a static one.
  ///   - libraries: Whether its dynamic section names a library; nil for no such section.
  ///   - hasSymbols: Whether it has a symbol table.
  /// - Returns: Its bytes.
  static func elf(
    machine: Int = 62, loader: String? = nil, libraries: Bool? = nil, hasSymbols: Bool = false
  ) -> [UInt8] {
    // elf(5): a header of 64 bytes, segments of 56, sections of 64.
    var segments: [[UInt8]] = [segment(type: 1, offset: 0, length: 0)]
    var sections: [[UInt8]] = [[UInt8](repeating: 0, count: 64)]
    let tail = 64 + 3 * 56 + 2 * 64
    let contents =
      loader.map { Array($0.utf8) + [0] } ?? integers(libraries == true ? 1 : 30, 0, 0, 0)
    if loader != nil { segments.append(segment(type: 3, offset: tail, length: contents.count)) }
    if libraries != nil { segments.append(segment(type: 2, offset: tail, length: 32)) }
    if hasSymbols { sections.append(bytes(0, 4) + bytes(2, 4) + bytes(0, 56)) }
    while segments.count < 3 { segments.append(segment(type: 4, offset: 0, length: 0)) }
    let header =
      [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 9) + bytes(2, 2)
      + bytes(machine, 2) + bytes(1, 4) + integers(0, 64, 64 + 3 * 56) + bytes(0, 4)
      + bytes(64, 2) + bytes(56, 2) + bytes(3, 2) + bytes(64, 2) + bytes(sections.count, 2)
      + bytes(0, 2)
    let head = header + segments.flatMap(\.self) + sections.flatMap(\.self)
    return head + [UInt8](repeating: 0, count: tail - head.count) + contents
  }

  /// A Mach-O program of 64 bits.
  ///
  /// - Parameters:
  ///   - machine: `cputype`, such as 0x0100_000C for arm64.
  ///   - oldest: The oldest macOS that runs it, such as 15.
  ///   - library: A library that it loads.
  /// - Returns: Its bytes.
  static func machO(machine: Int = 0x0100_000C, oldest: Int = 15, library: String) -> [UInt8] {
    let build = bytes(0x32, 4) + bytes(24, 4) + bytes(1, 4) + bytes(oldest << 16, 4) + bytes(0, 8)
    var load = bytes(0x0C, 4) + bytes(128, 4) + bytes(24, 4) + bytes(0, 12) + Array(library.utf8)
    load += [UInt8](repeating: 0, count: 128 - load.count)
    return bytes(0xFEED_FACF, 4) + bytes(machine, 4) + bytes(0, 4) + bytes(2, 4) + bytes(2, 4)
      + bytes(build.count + load.count, 4) + bytes(0, 8) + build + load
  }

  private static func segment(type: Int, offset: Int, length: Int) -> [UInt8] {
    bytes(type, 4) + bytes(4, 4) + integers(offset, 0, 0, length, length, 8)
  }

  private static func integers(_ values: Int...) -> [UInt8] { values.flatMap { bytes($0, 8) } }

  /// Bytes of an integer, the least significant first.
  private static func bytes(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * $0)) : 0 }
  }
}
