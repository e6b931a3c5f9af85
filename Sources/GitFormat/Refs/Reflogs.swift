internal import Basics
internal import SystemIO

/// The ids that reflogs name; a line is `<old> <new> <who> <when>` TAB `<why>`.
struct Reflogs {
  let format: ObjectFormat
  /// All that are no zeros.
  private(set) var ids: Set<ObjectID> = []

  init(format: ObjectFormat) { self.format = format }

  /// Reads all logs of a folder and of those in it; no folder, no logs.
  mutating func read(_ folder: String) throws(NeedsGit) {
    let entries = try RefFolder.entries(folder)
    for name in entries.folders { try read("\(folder)/\(name)") }
    for name in entries.files {
      guard let content = try? FileSystem.read("\(folder)/\(name)") else {
        throw NeedsGit()
      }
      for line in content.split(separator: UInt8(ascii: "\n")) { add(line) }
    }
  }

  /// Takes both ids of a line; lines of another form are none, as git sees it.
  private mutating func add(_ line: ArraySlice<UInt8>) {
    let digits = format.digitCount
    guard line.count > 2 * digits + 1, line[line.startIndex + digits] == UInt8(ascii: " ") else {
      return
    }
    let old = Array(line.prefix(digits))
    let new = Array(line.dropFirst(digits + 1).prefix(digits))
    for text in [old, new] {
      if let id = ObjectID(hex: text.span), !id.isZero { ids.insert(id) }
    }
  }
}
