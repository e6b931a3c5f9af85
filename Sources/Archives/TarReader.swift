package import SystemIO

/// Reads a tar file: ustar, pax, GNU and what was before.
///
/// Where a header is damaged, what follows up to the next one is a member without a name, as it is
/// lost for programs that skip to the next header; at the end, the damage is told. A sparse file is read as it is stored, without its holes. After the zeros that end it, as for
/// `tar --ignore-zeros`, more may follow.
package final class TarReader: MemberReader {
  private let input: BufferedInput
  /// Bytes of the member that have not been read, and bytes of padding behind them.
  private var rest = 0
  private var padding = 0
  /// What is said once for all members.
  private var global: PaxRecords?
  /// Whether the member has no header, and ends where the next one begins.
  private var isUnnamed = false
  /// Bytes of its block that were not read.
  private var unread = 0
  private var isDamaged = false

  private static let unnamed = Array("(behind a damaged header)".utf8)
  /// Names and pax headers may be so long, in bytes.
  private static let longestHeader = 1 << 20

  package init(_ input: BufferedInput) { self.input = input }

  package func next() throws(ArchiveError) -> Member? {
    while isUnnamed, let count = try unnamedBytes() {
      input.take(count)
      unread = 0
    }
    try input.skip(rest)
    rest = 0
    // Some leave the padding of the last member out.
    if try input.fill(padding) { input.take(padding) } else { input.take(input.available) }
    padding = 0
    var longName: [UInt8]?
    var longTarget: [UInt8]?
    var records: PaxRecords?
    while let header = try nextHeader() {
      switch header.type {
      case UInt8(ascii: "L"): longName = Self.untilNull(try content(of: header))
      case UInt8(ascii: "K"): longTarget = Self.untilNull(try content(of: header))
      case UInt8(ascii: "x"), UInt8(ascii: "X"): records = try PaxRecords(try content(of: header))
      case UInt8(ascii: "g"): global = try PaxRecords(try content(of: header))
      default:
        var header = header
        header.size = records?.size ?? global?.size ?? header.size
        header.name =
          records?.sparseName ?? records?.path ?? longName ?? global?.path ?? header.name
        header.linkTarget = records?.linkTarget ?? longTarget ?? header.linkTarget
        return try member(header)
      }
    }
    if isUnnamed { return Member(name: Self.unnamed) }
    guard isDamaged else { return nil }
    isDamaged = false
    throw .damaged("a header's checksum")
  }

  package func read(atMost limit: Int, into buffer: inout ByteBuffer) throws(ArchiveError) -> Int {
    if isUnnamed, let count = try unnamedBytes() {
      let taken = min(count, limit)
      input.withAvailable(atMost: taken) { buffer.append($0) }
      input.take(taken)
      unread = count - taken
      return taken
    }
    guard rest > 0 else { return 0 }
    let count = try input.read(atMost: min(limit, rest), into: &buffer)
    guard count > 0 else { throw .cutOff }
    rest -= count
    return count
  }

  /// How many of the next bytes belong to a member without a header; nil behind its end.
  private func unnamedBytes() throws(ArchiveError) -> Int? {
    if unread > 0 { return unread }
    guard try input.fill(TarHeader.blockSize) else {
      isUnnamed = input.available > 0
      return isUnnamed ? input.available : nil
    }
    isUnnamed = !input.withAvailable(atMost: TarHeader.blockSize, TarHeader.hasChecksum)
    return isUnnamed ? TarHeader.blockSize : nil
  }

  /// Reads a header and leaves the input at its content; nil at the end, and where it is damaged.
  private func nextHeader() throws(ArchiveError) -> TarHeader? {
    var isAfterEnd = false
    while try input.fill(1) {
      guard try input.fill(TarHeader.blockSize) else {
        let isPadding = input.withAvailable { bytes in bytes.indices.allSatisfy { bytes[$0] == 0 } }
        guard isPadding || isAfterEnd else { throw .cutOff }
        if isPadding { input.take(input.available) }
        return nil
      }
      let isEmpty = input.withAvailable(atMost: TarHeader.blockSize) { block in
        block.indices.allSatisfy { block[$0] == 0 }
      }
      if isEmpty {
        input.take(TarHeader.blockSize)
        isAfterEnd = true
        continue
      }
      let header = try input.withAvailable(atMost: TarHeader.blockSize) {
        block throws(ArchiveError) in try TarHeader(block)
      }
      guard let header else {
        // What follows the end is no part of it.
        if isAfterEnd, !isDamaged { return nil }
        input.take(TarHeader.blockSize)
        (isDamaged, isUnnamed) = (true, true)
        return nil
      }
      input.take(TarHeader.blockSize)
      return header
    }
    return nil
  }

  /// The content of a header that says more about the next.
  private func content(of header: TarHeader) throws(ArchiveError) -> [UInt8] {
    guard header.size <= Self.longestHeader else {
      throw .damaged("a name of \(header.size) bytes")
    }
    let bytes = try input.bytes(header.size)
    try input.skip(Self.padding(header.size))
    return bytes
  }

  private func member(_ header: TarHeader) throws(ArchiveError) -> Member {
    var member = Member(name: header.name)
    switch header.type {
    case UInt8(ascii: "2"): member.kind = .link(header.linkTarget)
    case UInt8(ascii: "5"), UInt8(ascii: "D"): member.kind = .folder
    case UInt8(ascii: "1"), UInt8(ascii: "3"), UInt8(ascii: "4"), UInt8(ascii: "6"):
      member.kind = .other
    default:
      member.kind = header.name.last == UInt8(ascii: "/") && header.size == 0 ? .folder : .file
    }
    if header.type == UInt8(ascii: "S"), header.listGoesOn { try skipSparseHeaders() }
    // Links and devices have no data, whatever size is said; a hard link of pax may have some, as
    // may what GNU tar writes for a folder.
    let hasNoData = "2346".utf8.contains(header.type)
    rest = hasNoData ? 0 : header.size
    padding = Self.padding(rest)
    if member.kind == .other, rest > 0 { member.kind = .file }
    member.size = rest
    return member
  }

  /// Passes over the blocks that go on with the list of an old sparse file's parts; a byte of each
  /// says whether one follows.
  private func skipSparseHeaders() throws(ArchiveError) {
    while try input.bytes(TarHeader.blockSize)[504] != 0 {}
  }

  private static func padding(_ size: Int) -> Int {
    (TarHeader.blockSize - size % TarHeader.blockSize) % TarHeader.blockSize
  }

  private static func untilNull(_ bytes: [UInt8]) -> [UInt8] {
    Array(bytes.prefix { $0 != 0 })
  }
}
