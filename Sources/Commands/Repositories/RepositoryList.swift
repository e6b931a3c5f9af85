import Basics
import Findings
import SystemIO

/// The repositories of a scan of several.
struct RepositoryList {
  /// One of them.
  struct Entry: Sendable {
    /// What it is called in reports: as it was given, but for a password in an address.
    var name: String
    /// The path on this machine; nil for one that is to be cloned first.
    var path: String?
    /// Where it is cloned from, as it was given.
    var address: String?
  }

  private(set) var entries: [Entry] = []

  /// Takes names from the command line and from a list.
  ///
  /// - Parameters:
  ///   - names: Paths and addresses.
  ///   - list: A file with one on each line, `-` for standard input; empty lines and those that begin
  ///     with `#` count for nothing.
  /// - Throws: ``UsageError`` when the list cannot be read or names none.
  init(_ names: [String], list: String?) throws(UsageError) {
    var all = names
    if let list { all += try Self.lines(of: list) }
    var seen: Set<String> = []
    for name in all {
      let address = FileSystem.exists(name) ? nil : RemoteAddress(name)
      let entry = Entry(
        name: address?.text ?? name, path: address == nil ? name : nil,
        address: address == nil ? nil : name)
      if seen.insert(entry.name).inserted { entries.append(entry) }
    }
    guard !entries.isEmpty else {
      throw UsageError("\(list ?? "the list"): no repository is named there", command: .history)
    }
  }

  /// Redacts secrets in names; those that differ only there are told apart by a number.
  func redacted(_ redact: (String) -> String) -> RepositoryList {
    var list = self
    var names = DistinctNames()
    for index in entries.indices {
      list.entries[index].name = names.distinct(redact(entries[index].name))
    }
    return list
  }

  private static func lines(of list: String) throws(UsageError) -> [String] {
    let bytes: [UInt8]
    if list == "-" {
      var buffer = ByteBuffer()
      do throws(SystemError) {
        try StandardStreams.readInput(into: &buffer)
      } catch {
        throw UsageError(error.message)
      }
      bytes = buffer.copied()
    } else {
      bytes = try UserFile.read(list)
    }
    return bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      return line.isEmpty || line.first == UInt8(ascii: "#")
        ? nil : String(decoding: line, as: UTF8.self)
    }
  }
}
